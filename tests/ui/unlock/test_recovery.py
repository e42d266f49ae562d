"""The recovery sheet at the door: groups typed with the sign beside them, a QR reader, two of three shares."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.store import recovery
from models.store.errors import RuleError
from models.store.recovery import RecoveryKey
from models.store.vault import SheetVoid
from ui.unlock.new_password import NewPasswordWindow
from ui.unlock.recovery_window import RecoveryWindow

KEY = RecoveryKey(bytes(range(20)))
GROUPS = recovery.groups(KEY)


def shown(qtbot: QtBot, refusal: RuleError | None = None) -> tuple[RecoveryWindow, list[RecoveryKey]]:
    tried: list[RecoveryKey] = []

    def open_with(key: RecoveryKey) -> object:
        tried.append(key)
        if refusal is not None:
            raise refusal
        return "the office"

    window = RecoveryWindow(open_with)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    with qtbot.waitActive(window):
        pass
    return window, tried


def test_groups_are_typed_one_after_another_and_each_is_judged(qtbot: QtBot) -> None:
    window, tried = shown(qtbot)
    for index, group in enumerate(GROUPS):
        line = window.groups.lines[index]
        assert line.hasFocus(), index
        assert window.groups.verdict(index) is None
        qtbot.keyClicks(line, group.lower())
        assert window.groups.verdict(index) is True
        assert window.groups._signs[index].toolTip() == "Nhóm này đúng"
    with qtbot.waitSignal(window.opened, timeout=2000):
        qtbot.keyClick(window.groups.lines[-1], Qt.Key.Key_Return)
    assert tried == [KEY]
    assert all(line.text() == "" for line in window.groups.lines)


def test_a_wrong_group_is_seen_at_once_and_named(qtbot: QtBot) -> None:
    window, tried = shown(qtbot)
    typed = list(GROUPS)
    typed[3] = typed[3][1] + typed[3][0] + typed[3][2:]
    assert typed[3] != GROUPS[3]
    for index, group in enumerate(typed):
        window.groups.lines[index].setFocus()
        qtbot.keyClicks(window.groups.lines[index], group)
    assert window.groups.verdict(3) is False
    assert not window.groups._signs[3].pixmap().isNull()
    window.unlock()
    assert "Nhóm 4" in window.notice.words
    assert window.groups.lines[3].hasFocus()
    assert tried == []


def test_missing_groups_are_told_as_missing(qtbot: QtBot) -> None:
    window, tried = shown(qtbot)
    window.unlock()
    assert window.notice.words.startswith("Chưa gõ nhóm nào")
    assert window.groups.lines[0].hasFocus()
    for index in range(8):
        window.groups.lines[index].setFocus()
        qtbot.keyClicks(window.groups.lines[index], GROUPS[index] if index != 1 else GROUPS[index][:3])
    window.unlock()
    assert window.notice.words == "Nhóm 9, 10 còn thiếu. Nhóm 2 chưa đủ chữ."
    assert window.groups.lines[1].hasFocus()
    assert tried == []


def test_a_missing_share_is_told_as_missing(qtbot: QtBot) -> None:
    window, tried = shown(qtbot)
    qtbot.mouseClick(window.other, Qt.MouseButton.LeftButton)
    first, second = window.shares.fields
    first.restore(recovery.split(KEY)[0])
    window.unlock()
    assert window.notice.words == "Còn thiếu mảnh thứ hai."
    assert first.message == "Mảnh này đúng."
    assert second.error == "Còn thiếu."
    assert second.focusProxy().hasFocus()
    assert tried == []


def test_a_reader_types_the_whole_code_into_any_line(qtbot: QtBot) -> None:
    window, tried = shown(qtbot)
    window.groups.lines[6].setFocus()
    qtbot.keyClicks(window.groups.lines[6], recovery.qr_text(KEY))
    with qtbot.waitSignal(window.opened, timeout=2000):
        qtbot.keyClick(window.groups.lines[6], Qt.Key.Key_Return)
    assert tried == [KEY]


def test_a_pasted_key_is_spread(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    line = window.groups.lines[0]
    line.insert(" ".join(GROUPS))
    line.textEdited.emit(line.text())
    assert [one.text() for one in window.groups.lines] == list(GROUPS)


def test_two_of_three_shares_open_and_one_is_judged_by_itself(qtbot: QtBot) -> None:
    window, tried = shown(qtbot)
    shares = recovery.split(KEY)
    qtbot.mouseClick(window.other, Qt.MouseButton.LeftButton)
    first, second = window.shares.fields
    assert first.focusProxy().hasFocus()
    first.restore(shares[2].upper())
    second.restore(shares[0].replace(shares[0].split()[5], "xxxx"))
    window.unlock()
    assert first.message == "Mảnh này đúng."
    assert "Từ thứ 6" in second.error
    assert tried == []
    second.restore(shares[0])
    with qtbot.waitSignal(window.opened, timeout=2000):
        window.unlock()
    assert tried == [KEY]


def test_a_void_sheet_is_told_and_the_way_back_leads_to_the_password(qtbot: QtBot) -> None:
    refusal = SheetVoid()
    window, _ = shown(qtbot, refusal)
    for line, group in zip(window.groups.lines, GROUPS, strict=True):
        line.setText(group)
    window.unlock()
    qtbot.waitUntil(lambda: window.notice.words == refusal.message, timeout=2000)
    with qtbot.waitSignal(window.left):
        qtbot.mouseClick(window.back, Qt.MouseButton.LeftButton)


def test_the_new_password_is_typed_twice_for_a_chosen_colleague(qtbot: QtBot) -> None:
    set_for: list[tuple[str, str]] = []
    window = NewPasswordWindow([("1", "Lê Thị Hoa"), ("can-bo-2", "Bình")], lambda *both: set_for.append(both))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    with qtbot.waitActive(window):
        pass
    assert window.password.editor.hasFocus()
    qtbot.keyClicks(window.password.editor, "ngan")
    window.submit()
    assert "ít nhất 8" in window.password.error
    qtbot.keyClicks(window.password.editor, " nhung du dai")
    qtbot.keyClicks(window.again.editor, "khac")
    window.submit()
    assert "không giống nhau" in window.again.error
    window.again.editor.clear()
    qtbot.keyClicks(window.again.editor, "ngan nhung du dai")
    window.who.restore("can-bo-2")
    with qtbot.waitSignal(window.done, timeout=2000):
        qtbot.keyClick(window.again.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert set_for == [("can-bo-2", "ngan nhung du dai")]
