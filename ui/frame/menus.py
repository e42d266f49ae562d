"""The menus of the frame: every screen and step that has no place of its own, each with its key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from ui.rights import why_not

if TYPE_CHECKING:
    from ui.frame.window import MainWindow

PEOPLE, BENEFITS, IMPORTS, POSTINGS, SAFEKEEPING, SETTINGS = range(6)
"""The screens, in the order of the navigation."""


def add_menus(window: MainWindow) -> None:
    """Fill the menu bar. A key after a tab is only shown: whoever is nearer to the work takes it."""
    bar = window.menuBar()
    book = bar.addMenu("&Sổ")
    _offer(book.addAction("Tìm người"), "Ctrl+K", window.focus_search)
    book.addSeparator()
    _offer(book.addAction("Khóa sổ"), "Ctrl+L", window.lock_asked.emit)
    _offer(book.addAction("Thoát"), "Ctrl+Q", window.leave)
    people = bar.addMenu("&Người dân")
    _offer(people.addAction("Danh sách\tAlt+1"), "", lambda: window.go_to(PEOPLE))
    _offer(people.addAction("Thêm người\tCtrl+N"), "", window.new_person, why_not(window.desk, "change"))
    _offer(people.addAction("Nhập danh sách Excel\tCtrl+I"), "", lambda: window.go_to(IMPORTS))
    papers = bar.addMenu("&In")
    for menu in (people, papers):
        menu.setToolTipsVisible(True)
    _offer(papers.addAction("Danh sách niêm yết\tAlt+4"), "", lambda: window.go_to(POSTINGS))
    _offer(papers.addAction("Danh sách chi trả"), "", window.open_payment, why_not(window.desk, "print"))
    _offer(papers.addAction("Giấy tờ đã lưu"), "", window.open_papers)
    look = bar.addMenu("&Xem")
    _offer(look.addAction("Lịch sử thay đổi"), "Ctrl+H", window.open_history)
    copies = bar.addMenu("Sao &lưu")
    _offer(copies.addAction("Sao lưu ngay"), "Ctrl+B", window.back_up)
    _offer(copies.addAction("Tình trạng và các bản sao lưu\tAlt+5"), "", lambda: window.go_to(SAFEKEEPING))
    _offer(copies.addAction("Khôi phục từ bản sao lưu…"), "", window.open_restore, why_not(window.desk, "safekeeping"))
    settings = bar.addMenu("&Cài đặt")
    _offer(settings.addAction("Đơn vị, thôn, chữ ký, màn hình\tAlt+6"), "", lambda: window.go_to(SETTINGS))
    aid = bar.addMenu("&Trợ giúp")
    _offer(aid.addAction("Phím tắt của màn hình này"), "F1", window.show_keys)


def _offer(action: QAction, keys: str, run: Callable[[], object], why_not: str = "") -> None:
    """`why_not`: why the role of who is signed in does not allow it."""
    if keys:
        action.setShortcut(QKeySequence(keys))
    action.triggered.connect(lambda _checked=False: run())
    if why_not:
        action.setEnabled(False)
        action.setToolTip(why_not)
