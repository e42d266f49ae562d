"""The pages of safekeeping for the tour: over made-up sticks and copies, inside the frame that is shown."""

from __future__ import annotations

from dataclasses import replace

from models.safekeeping.handover_queries import Asked
from models.safekeeping.handover_rules import NOBODY
from models.safekeeping.handover_state import Finished
from models.store.vault import WrongPassword
from ui.camera import Camera, wait_while
from ui.desk import Desk
from ui.frame.menus import SAFEKEEPING
from ui.frame.window import MainWindow
from ui.safekeeping.example import BEFORE_HANDOVER, ENTRY, NEW, ExampleCopies, ExampleKept, ExampleRestore
from ui.safekeeping.facts import Told
from ui.safekeeping.handover_minutes import AskedDialog, MinutesPage
from ui.safekeeping.handover_page import ELSEWHERE, HandoverPage
from ui.safekeeping.keeper import Keeper
from ui.safekeeping.medium_dialog import medium_dialog
from ui.safekeeping.restore_page import RestorePage
from ui.safekeeping.restore_window import RestoreWindow
from ui.safekeeping.section import SafekeepingSection
from ui.safekeeping.wizard import Wizard

SETTLE_MS = 400


def see_safekeeping(camera: Camera, window: MainWindow, desk: Desk) -> None:
    """The store as it is, then the same pages over sticks, copies and a restore that are made up."""
    window.go_to(SAFEKEEPING)
    camera.shoot(window, "safekeeping", SETTLE_MS)
    copies, restore = ExampleCopies(), ExampleRestore()
    keeper = Keeper(copies, window)
    section = SafekeepingSection(desk, keeper, lambda: restore, kept=ExampleKept)
    window.stack.addWidget(section)
    window.stack.setCurrentWidget(section)
    try:
        _copies(camera, window, section, keeper, copies)
        _restore(camera, window, section, restore)
        _kept(camera, window, section)
        _handover(camera, window, desk, section)
        dialog = medium_dialog(window, desk, NEW, "Nguyễn Thị Hồng Hạnh", lambda _answer: None)
        camera.shoot_small(dialog, "dialog-medium")
    finally:
        keeper.close()
        section.close_pages()
        window.stack.removeWidget(section)
        section.deleteLater()
        window.go_to(SAFEKEEPING)


def _copies(
    camera: Camera, window: MainWindow, section: SafekeepingSection, keeper: Keeper, copies: ExampleCopies
) -> None:
    keeper.look()
    wait_while(lambda: not keeper.found)
    camera.shoot(window, "safekeeping-sticks", SETTLE_MS)
    section.state.progress.begin("Đang chép")
    section.state.progress.show_told(Told("Đang đọc lại để kiểm chứng", 1_240_000_000, 2_100_000_000))
    camera.shoot(window, "safekeeping-running")
    section.state.progress.end()
    keeper.back_up(keeper.found[0])
    wait_while(lambda: keeper.busy)
    camera.shoot(window, "safekeeping-done", SETTLE_MS)
    section.tabs.setCurrentIndex(1)
    camera.shoot(window, "copies", SETTLE_MS)
    section.tabs.setCurrentIndex(2)
    camera.shoot(window, "copies-choices")
    section.tabs.setCurrentIndex(0)
    copies.now = replace(copies.now, entry=ENTRY)
    keeper.renew()
    camera.shoot(window, "safekeeping-entry")
    copies.settle_entry()
    keeper.renew()


def _restore(camera: Camera, window: MainWindow, section: SafekeepingSection, restore: ExampleRestore) -> None:
    page = section.open_restore()
    wait_while(lambda: not page.copy_step.lines)
    camera.shoot(window, "restore-copy", SETTLE_MS)
    _through(camera, window, page)
    _put_away(section, page)
    restore.preview = BEFORE_HANDOVER
    page = section.open_restore()
    wait_while(lambda: not page.copy_step.lines)
    page.step_on()
    wait_while(lambda: page.busy)
    page.secret_step.show_problem(WrongPassword())
    camera.shoot(window, "restore-wrong")
    page.secret_step.password.editor.setText("…")
    page.step_on()
    wait_while(lambda: page.busy)
    camera.shoot(window, "restore-before-handover")
    _put_away(section, page)


def _kept(camera: Camera, window: MainWindow, section: SafekeepingSection) -> None:
    page = section.open_kept()
    wait_while(lambda: not page.list_step.lines)
    camera.shoot(window, "kept", SETTLE_MS)
    page.step_on()
    wait_while(lambda: page.busy)
    camera.shoot(window, "kept-preview")
    page.preview_step.ensureWidgetVisible(page.password)
    camera.shoot(window, "kept-password")
    _put_away(section, page)


def _put_away(section: SafekeepingSection, page: Wizard) -> None:
    section.removeWidget(page)
    page.close()
    page.deleteLater()


def _through(camera: Camera, window: MainWindow, page: RestorePage) -> None:
    page.step_on()
    wait_while(lambda: page.busy)
    camera.shoot(window, "restore-secret")
    page.secret_step.password.editor.setText("…")
    page.step_on()
    wait_while(lambda: page.busy)
    camera.shoot(window, "restore-preview")
    page.preview_step.agree.setChecked(True)
    page.step_on()
    wait_while(lambda: page.busy)
    camera.shoot(window, "restore-done")


def _handover(camera: Camera, window: MainWindow, desk: Desk, section: SafekeepingSection) -> None:
    section.open_handover(just_handed=True)
    page = section.currentWidget()
    if not isinstance(page, HandoverPage):
        return
    camera.shoot(window, "handover", SETTLE_MS)
    page.ways.button(ELSEWHERE).click()
    camera.shoot(window, "handover-elsewhere")
    page.rest.show_rest(Finished(1, "Nguyễn Thị Hồng Hạnh", "Trần Thị Bích", "", copied_since=False, sheet=""))
    page.rest.show()
    page.ensureWidgetVisible(page.rest)
    camera.shoot(window, "handover-rest")
    section.home()
    asked = AskedDialog(window, desk, page.giver_id, ())
    asked.offer()
    camera.shoot_small(asked, "dialog-minutes")
    minutes = MinutesPage(desk, Asked(page.giver_id, NOBODY))
    minutes.left.connect(section.back)
    section.push(minutes)
    wait_while(lambda: not minutes.pdf and not minutes.notice.words)
    camera.shoot(window, "handover-minutes", SETTLE_MS)
    section.back()


def see_restore_window(camera: Camera, window: RestoreWindow) -> None:
    """The wizard where there is no store yet."""
    wait_while(lambda: not window.page.copy_step.lines)
    camera.shoot(window, "restore-window", SETTLE_MS)
    window.close()
