"""A clerk's day with planted names, run as processes of their own inside a sandbox; tests/store/test_secrecy.py looks.

Each step is a fresh process: python -m tests.store.secret_session STEP SANDBOX. What a step opens for writing is
written into `opened.txt` beside the sandbox's folders, so that files which vanish again are seen as well.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.commands.root import run_command
from models.benefits.papers import Letterhead, payment_list
from models.imports.services import StoreImport, store_import
from models.office.open_office import OpenOffice
from models.office.services import SetSigner, set_signer
from models.people.queries import PersonFilter, ids
from models.people.services import ChangePerson, NewPerson, PersonDetails, add_person, change_person
from models.store.dates import Month
from models.store.errors import EnvironmentProblem, RuleError
from models.store.opened import OpenedFolder
from models.store.work import Outcome, Work
from models.store.worker import JobCancelled, WorkerBroke
from printing.benefits.payment_sheet import payment_xlsx
from tests.store.deeds import TODAY, prepare
from tests.store.fixtures import CLERK, KILL, make_keys_cheap

PASSWORD = "mật khẩu zyzzyvapass"
NAME, FRIEND = "Vừ Thị Zyzzyva", "Sùng A Qwertan"
NUMBER, OTHER_NUMBER, PHONE, ACCOUNT = "068150771234", "068150779876", "0912987654", "99118822773344"
HOME, NOTE, DRAFT = "Thôn Xylofon", "ghi chú plomnikel", "nháp drombuxi"
WORDS = ("zyzzyva", "qwertan", "xylofon", "plomnikel", "drombuxi")
DIGITS = (NUMBER, OTHER_NUMBER, PHONE, ACCOUNT)


def planted_list(folder: Path) -> Path:
    """The list that the clerk got, as CSV, so that no writer of workbooks leaves traces of its own."""
    rows = [
        "STT;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Thôn;Đối tượng;Mức hưởng (đồng);Số tài khoản;Điện thoại",
        f"1;{NAME};05/03/1950;Nữ;{NUMBER};{HOME};Hưu trí xã hội;540000;{ACCOUNT};{PHONE}",
        f"2;{FRIEND};1950;Nam;{OTHER_NUMBER};{HOME};Hưu trí xã hội;540000;;",
    ]
    path = folder / "danh-sach.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


class Sandbox:
    """Folders of the session."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.data, self.inbox, self.papers = root / "home" / "so", root / "inbox", root / "papers"
        self.password = self.inbox / "password.txt"

    def command(self, *arguments: str | Path) -> int:
        """One command of the program."""
        return run_command(["--data", str(self.data), "--password-file", str(self.password), *map(str, arguments)])


def session(box: Sandbox) -> None:
    """Create, look, import, find, print, fail."""
    book = box.inbox / "danh-sach.csv"
    assert box.command("create", "--commune", "Xã Mẫu", "--province", "Lâm Đồng") == 0
    assert box.command("import", book, "--json") == 0
    assert box.command("import", book, "--apply") == 0
    assert box.command("people", "search", "zyzzyva") == 0
    for ending in ("pdf", "xlsx"):
        wall, pay = box.papers / f"wall.{ending}", box.papers / f"pay.{ending}"
        assert box.command("print", "posting", "--ground", "Kế hoạch 1", "--month", "2026-11", "--out", wall) == 0
        assert box.command("print", "payment", "--month", "2026-11", "--out", pay) == 0
    assert box.command("print", "payment", "--out", box.root / "nowhere" / "pay.xlsx") == 1
    (box.inbox / "hong.xlsx").write_bytes(b"PK\x03\x04" + NAME.encode() * 50)
    assert box.command("import", box.inbox / "hong.xlsx", "--apply") == 1
    box.password.write_text("sai mật khẩu", encoding="utf-8")
    assert box.command("people", "list") == 1
    box.password.write_text(PASSWORD, encoding="utf-8")


def kept_papers(box: Sandbox) -> None:
    """Keep papers, number and issue one, print it again, cancel and replace it, look at a person."""
    with OpenedFolder(box.data, PASSWORD) as opened:
        signer = SetSigner("committee", FRIEND, "deputy", "Phó Chủ tịch", date(2025, 7, 1))
        opened.store.transact("Người ký", CLERK, set_signer, signer)
        with opened.store.read() as reader:
            person = ids(reader, PersonFilter(day=TODAY), limit=1)[0]
    pay = ("print", "payment", "--month", "2026-11", "--out", box.papers / "kept.pdf")
    assert box.command(*pay, "--keep") == 0
    assert box.command("print", "posting", "--ground", "Kế hoạch 1", "--out", box.papers / "kept.pdf", "--keep") == 0
    numbered = ("--number", "7", "--date", "2026-11-20", "--signer", FRIEND)
    assert box.command("papers", "issue", "1", *numbered, "--json") == 0
    assert box.command("papers", "reprint", "1", "--out", box.papers / "again.pdf") == 0
    assert box.command(*pay, "--replaces", "1", "--reason", f"sai tên {NAME}") == 0
    assert box.command("papers", "cancel", "2", "--reason", NOTE) == 0
    assert box.command("people", "show", str(person), "--reveal", "--json") == 0
    assert box.command("check") == 0


def edits(box: Sandbox) -> None:
    """Add, change, keep a draft, break a rule, and meet a bug while writing."""
    with OpenedFolder(box.data, PASSWORD) as opened:
        store = opened.store
        details = PersonDetails(f"{NAME} Hai", id_number="", note=NOTE, phones=(PHONE,))
        person = store.transact("Thêm", CLERK, add_person, NewPerson(details)).value
        store.keep_draft(CLERK, "person", {"name": f"{NAME} {DRAFT}"})
        changed = ChangePerson(person, PersonDetails(f"{NAME} Ba", note=NOTE))
        store.transact("Sửa", CLERK, change_person, changed)
        for verb in (breaks_a_rule, has_a_bug):
            try:
                store.transact("Hỏng", CLERK, verb, person)
            except (RuleError, KeyError):
                continue


def breaks_a_rule(work: Work, person: int) -> Outcome[bool]:
    return change_person(work, ChangePerson(person, PersonDetails(NAME, id_number="12")))


def has_a_bug(work: Work, person: int) -> Outcome[bool]:
    change_person(work, ChangePerson(person, PersonDetails(FRIEND)))
    raise KeyError(FRIEND)


def crash(box: Sandbox) -> None:
    """Die in the middle of storing a list, with a draft kept and the log not folded in."""
    opened = OpenedFolder(box.data, PASSWORD)
    opened.store.keep_draft(CLERK, "person", {"name": f"{NAME} {DRAFT} nữa"})
    opened.store.transact("Thêm", CLERK, add_person, NewPerson(PersonDetails(f"{NAME} Bốn", note=NOTE)))
    rows = [f"{number};{NAME} {FRIEND};19{number:02d};Nữ;{HOME};{NOTE}" for number in range(10, 99)]
    text = "\n".join(["STT;Họ và tên;Ngày sinh;Giới tính;Thôn;Ghi chú", *rows])
    prepared = prepare(opened.store, text.encode(), "danh-sach.csv")

    def dies(work: Work, command: StoreImport) -> Outcome[None]:
        store_import(work, command)
        os.kill(os.getpid(), KILL)
        return Outcome(None)

    opened.store.transact("Nhập", CLERK, dies, StoreImport(prepared.plan, "danh-sach.csv", prepared.digest))


def worker(box: Sandbox) -> None:
    """The worker process draws a sheet and is killed, is cancelled, and at last the program itself is killed."""
    office = OpenOffice.unlock(box.data, PASSWORD)
    with office.store.read() as reader:
        assert ids(reader, PersonFilter(day=TODAY), limit=1)
    for number in range(5):  # opening folded the log of the crash before: this one leaves a log of its own
        office.transact("Thêm", add_person, NewPerson(PersonDetails(f"{NAME} {FRIEND}", note=f"{NOTE} {number}")))
    office.worker.run(slow_sheet, 1)
    broken: list[Exception] = []
    for end in (kill_worker, cancel_job):
        timer = threading.Timer(0.4, end, args=(office,))
        timer.start()
        try:
            office.worker.run(slow_sheet, 10_000)
        except (WorkerBroke, JobCancelled, EnvironmentProblem) as error:
            broken.append(error)
        timer.join()
    assert [type(error) for error in broken] == [EnvironmentProblem, JobCancelled]
    assert not [error for error in broken if any(word in str(error).casefold() for word in WORDS)]
    threading.Thread(target=office.worker.run, args=(slow_sheet, 10_000), daemon=True).start()
    time.sleep(0.5)
    os.kill(os.getpid(), KILL)


def kill_worker(office: OpenOffice) -> None:
    process = office.worker._process
    assert process is not None
    assert process.pid is not None
    os.kill(process.pid, KILL)


def cancel_job(office: OpenOffice) -> None:
    office.worker.cancel()


def slow_sheet(times: int) -> int:
    """Draw a payment sheet again and again; the title carries a planted name."""
    facts = payment_list((), letterhead=Letterhead(f"ỦY BAN {NAME}", HOME), month=Month(202611))
    return sum(len(payment_xlsx(facts, printed_at=datetime(2026, 11, 1, tzinfo=UTC))) for _ in range(times))


def windows(box: Sandbox) -> None:
    """Unlock, search, begin a new person, filter the register, close the window, die."""
    from PySide6.QtWidgets import QApplication, QLineEdit

    from desktop.window import Program
    from ui.frame.window import MainWindow
    from ui.people.person_form import PersonForm
    from ui.unlock.window import UnlockWindow

    app = QApplication([])
    program = Program(app, box.data)
    program.start()
    unlock = program.window
    assert isinstance(unlock, UnlockWindow)
    unlock.findChildren(QLineEdit)[0].setText(PASSWORD)
    unlock.unlock()
    turn(app, lambda: isinstance(program.window, MainWindow))
    frame = program.window
    assert isinstance(frame, MainWindow)
    frame.search.setText("zyzzyva")
    frame.people.new_person()
    form = frame.people.currentWidget()
    assert isinstance(form, PersonForm)
    name = form.form.fields["name"].focusProxy()
    assert isinstance(name, QLineEdit)
    name.setText(f"{NAME} {DRAFT}")
    name.textEdited.emit(name.text())
    save_into(app, frame, box.root / "inbox" / FRIEND)
    store = program.office.store if program.office is not None else None
    assert store is not None
    turn(app, lambda: "people/new" in store.drafts(CLERK), 5)
    assert "people/new" in store.drafts(CLERK)
    import_halfway(app, frame, box, store)
    for line in frame.people.people.findChildren(QLineEdit):
        line.setText("zyzzyva")
        line.textEdited.emit("zyzzyva")
    turn(app, lambda: False, 0.5)
    frame.close()
    turn(app, lambda: program.office is None, 2)
    program.memory.sync()
    os.kill(os.getpid(), KILL)


def import_halfway(app: Any, frame: Any, box: Sandbox, store: Any) -> None:
    """Open a list, correct a cell with a name, leave it there: the decisions are kept as a draft."""
    from models.imports.planning.decisions import FORM
    from ui.frame.window import IMPORTS
    from ui.imports.section import ImportSection
    from ui.imports.wizard import ImportWizard

    path = box.inbox / "danh-sach-2.csv"
    path.write_text(f"STT;Họ và tên;Ngày sinh;Thôn\n1;{NAME} Năm;31/02/1950;{HOME}\n", encoding="utf-8")
    frame.go_to(IMPORTS)
    section = frame.section(IMPORTS)
    assert isinstance(section, ImportSection)
    section.open_file(str(path))
    wizard = section.currentWidget()
    assert isinstance(wizard, ImportWizard)
    turn(app, lambda: bool(wizard.task.rows), 20)
    row = wizard.task.rows[0]
    wizard.task.corrections[row.sheet, row.row, "B"] = f"{NAME} {DRAFT}"
    wizard.keeper.keep()
    assert any(form.startswith(FORM) for form in store.drafts(CLERK)), store.drafts(CLERK)


def save_into(app: Any, frame: Any, folder: Path) -> None:
    """Choose a file in a folder named after somebody in Qt's own file dialog."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QFileDialog

    from ui.frame.export import ask_where

    folder.mkdir()

    def choose() -> None:
        dialog = next(found for found in app.topLevelWidgets() if isinstance(found, QFileDialog))
        dialog.setDirectory(str(folder))
        dialog.selectFile(str(folder / "giay.pdf"))
        dialog.accept()

    QTimer.singleShot(300, choose)
    chosen = ask_where(frame, "Lưu", "giay", "pdf")
    assert chosen is not None
    assert chosen.parent == folder, chosen


def turn(app: Any, until: Callable[[], bool], longest: float = 10) -> None:
    """Let the windows work until something is so, or the time is up."""
    end = time.monotonic() + longest
    while not until() and time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)


STEPS: dict[str, Callable[[Sandbox], None]] = {
    "session": session,
    "kept_papers": kept_papers,
    "edits": edits,
    "windows": windows,
    "crash": crash,
    "worker": worker,
}


def main() -> None:
    """Run one step."""
    step, root = sys.argv[1], Path(sys.argv[2])
    note = os.open(root / "opened.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            os.write(note, f"{arguments[0]}\n".encode())

    sys.addaudithook(hook)
    with pytest.MonkeyPatch.context() as patch:
        make_keys_cheap(patch)
        STEPS[step](Sandbox(root))


if __name__ == "__main__":
    main()
