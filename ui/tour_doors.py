"""The doors of the program for the tour: unlock and first run, the recovery sheet from both sides, the security tab."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from models.office.places import provinces
from models.store import recovery
from models.store.errors import EnvironmentProblem
from ui.camera import Camera, wait_while
from ui.unlock.busy import BusyWindow
from ui.unlock.first_run import FirstRunWindow
from ui.unlock.left_window import LeftWindow
from ui.unlock.new_password import NewPasswordWindow
from ui.unlock.recovery_window import RecoveryWindow
from ui.unlock.security import TAB
from ui.unlock.sheet_page import SheetPage
from ui.unlock.ways import Ways
from ui.unlock.window import UnlockWindow

if TYPE_CHECKING:
    from ui.frame.window import MainWindow

FOLDER: Final = Path("C:/Users/can-bo/AppData/Local/So An Sinh")
SAMPLE_PASSWORD: Final = "dữ liệu mẫu"  # noqa: S105 - shown in a picture, opens nothing
DAMAGED: Final = EnvironmentProblem(
    "Tệp khóa (vault.json) của sổ bị hỏng. Hãy khôi phục từ bản sao lưu gần nhất.", code="vault_damaged"
)
COLLEAGUES: Final = (
    ("1", "Nguyễn Thị Phương Thảo (1, công chức, quản trị sổ)"),
    ("can-bo-2", "Đặng Hữu Nghĩa (can-bo-2, lãnh đạo xác nhận)"),
)
SHOWN_KEY: Final = recovery.RecoveryKey(bytes(range(20)))
"""Opens nothing."""


def see_doors(camera: Camera) -> None:
    """Every window that stands before the frame."""
    unlock = UnlockWindow(lambda _asked: None, sample_password=SAMPLE_PASSWORD)
    _see(camera, unlock, "unlock")
    several = UnlockWindow(lambda _asked: None, ways=Ways(("1", "can-bo-2"), "1", ("1",)))
    _see(camera, several, "unlock-pin")
    damaged = UnlockWindow(lambda _asked: None)
    damaged._refused(DAMAGED)
    _see(camera, damaged, "unlock-damaged")
    choices = [(one.code, one.full_name) for one in provinces()]
    _see(camera, FirstRunWindow(choices, lambda _asked: None), "first-run")
    _see(camera, _half_typed(), "recovery")
    shares = RecoveryWindow(lambda _key: None)
    shares.other.click()
    _see(camera, shares, "recovery-shares")
    _see(camera, NewPasswordWindow(COLLEAGUES, lambda _handle, _password: None), "new-password")
    sheet = SheetPage("phieu-1", "3F2A-91BC", key=SHOWN_KEY)
    wait_while(lambda: sheet.drawing)
    _see(camera, sheet, "sheet")
    _see(camera, LeftWindow(FOLDER), "left")
    _see(camera, LeftWindow(FOLDER, rest=True, pins=True), "left-rest")
    _see(camera, LeftWindow(FOLDER, keys=True), "left-keys")
    cover = BusyWindow(
        "Sổ đang khóa", "Bản sao lưu đang được chép và kiểm tra. Chép xong thì sổ khóa hẳn.", stop="Dừng"
    )
    camera.shoot(cover, "covered")
    cover.let_go()
    cover.close()


def _half_typed() -> RecoveryWindow:
    window = RecoveryWindow(lambda _key: None)
    for index, group in enumerate(recovery.groups(SHOWN_KEY)[:4]):
        line = window.groups.lines[index]
        line.setText("7K2M9" if index == 2 else group)
        line.textEdited.emit(line.text())
    return window


def _see(camera: Camera, window: QWidget, name: str) -> None:
    camera.shoot(window, name)
    window.close()
    window.deleteLater()


def see_security(camera: Camera, window: MainWindow) -> None:
    """The security tab in the settings, and the page of a new sheet on top of it."""
    section = window.show_settings()
    tabs = section.tabs
    for index in range(tabs.count()):
        if tabs.tabText(index) == TAB:
            tabs.setCurrentIndex(index)
            camera.shoot(window, "security")
    tabs.setCurrentIndex(0)
