"""The print preview: every paper is seen before it is printed; printing and saving are one key away."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QBoxLayout, QDialog, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.paper.pages import PagesView, print_pages
from ui.parts import Button, PrimaryButton, ToneLabel
from ui.rights import guarded
from ui.theme import em

ZOOM_STEP = 1.2


class Preview(QWidget):
    """Shows a PDF; `printed` comes after it went to a printer, the save signals ask for a file.

    Without `sheets` there is no Excel to be had, as for a recovery sheet; `primary` is false where
    printing is a step on the way and the page has its own primary button.
    """

    printed = Signal()
    pdf_asked = Signal()
    xlsx_asked = Signal()

    def __init__(self, nothing_yet: str, *, sheets: bool = True, primary: bool = True) -> None:
        super().__init__()
        self._sheets = sheets
        self.view = PagesView()
        self._where = QLabel()
        self._where.setMinimumWidth(em(self, 6))
        self._where.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.print_button: Button = (PrimaryButton if primary else Button)("In", "printer", shortcut="Ctrl+P")
        self.pdf_button = Button("Lưu PDF…", "save", shortcut="Ctrl+S", tip="Lưu PDF")
        self.xlsx_button = Button("Lưu Excel…", "file-spreadsheet", tip="Lưu bảng tính Excel")
        self.xlsx_button.setParent(self)
        self.xlsx_button.hide()
        self.print_button.clicked.connect(self.print_paper)
        self.pdf_button.clicked.connect(self.pdf_asked)
        self.xlsx_button.clicked.connect(self.xlsx_asked)
        self.view.page_changed.connect(self._show_page)
        self._empty = ToneLabel(nothing_yet, "quiet")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.4))
        self._rows = self._bar()
        column.addLayout(self._rows)
        column.addWidget(self._stack, 1)
        self.show_pdf(b"")

    def guard(self, desk: Desk) -> None:
        """Forbid what the role of who is signed in does not allow: to print, to save a file."""
        guarded(desk, "print", self.print_button)
        for button in (self.pdf_button, self.xlsx_button):
            guarded(desk, "export", button)

    def _bar(self) -> QBoxLayout:
        """Looking at the left, leaving the house at the right; below each other where there is no room for both."""
        self._looking = QWidget()
        looking = QHBoxLayout(self._looking)
        looking.setContentsMargins(0, 0, 0, 0)
        looking.setSpacing(em(self, 0.3))
        self._movers: list[QWidget] = []
        for sign, tip, action in (
            ("chevron-left", "Trang trước (PgUp)", lambda: self.view.go_to(self.view.page - 1)),
            ("chevron-right", "Trang sau (PgDn)", lambda: self.view.go_to(self.view.page + 1)),
            ("zoom-out", "Thu nhỏ (Ctrl+−)", self._smaller),
            ("zoom-in", "Phóng to (Ctrl++)", self._larger),
        ):
            button = Button("", sign, tip=tip)
            button.setAccessibleName(tip)
            button.clicked.connect(lambda _checked=False, act=action: act())
            looking.addWidget(button)
            self._movers.append(button)
        looking.insertWidget(1, self._where)
        fit = Button("Vừa ngang", tip="Vừa bề ngang cửa sổ")
        fit.clicked.connect(self.view.fit_width)
        looking.addWidget(fit)
        self._movers.append(fit)
        looking.addStretch(1)
        for keys, action in (("Ctrl+-", self._smaller), ("Ctrl+=", self._larger)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)
        self._steps = QWidget()
        steps = QHBoxLayout(self._steps)
        steps.setContentsMargins(0, 0, 0, 0)
        steps.setSpacing(em(self, 0.3))
        steps.addStretch(1)
        self._leaving = [self.pdf_button, self.print_button]
        if self._sheets:
            self._leaving.insert(0, self.xlsx_button)
        for one in self._leaving:
            steps.addWidget(one)
        bar = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        bar.setSpacing(em(self, 0.3))
        bar.addWidget(self._looking, 1)
        bar.addWidget(self._steps)
        return bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wrap()

    def _wrap(self) -> None:
        """Two rows where one would cut its words."""
        wanted = self._looking.sizeHint().width() + self._steps.sizeHint().width() + em(self, 1)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._rows.setDirection(across if self.width() >= wanted else down)

    def _smaller(self) -> None:
        self.view.set_zoom(self.view.zoom / ZOOM_STEP)

    def _larger(self) -> None:
        self.view.set_zoom(self.view.zoom * ZOOM_STEP)

    def stops(self) -> list[QWidget]:
        """Where Tab stops here, in order."""
        return [*self._movers, *self._leaving, self.view]

    def say(self, words: str) -> None:
        """What stands where no paper is."""
        self._empty.setText(words)

    def show_pdf(self, data: bytes) -> None:
        """Show a paper; empty bytes show none."""
        self.view.show_pdf(data)
        there = bool(data)
        self._stack.setCurrentIndex(1 if there else 0)
        for one in (*self._movers, self._where, *self._leaving):
            one.setVisible(there)
        self._show_page(1)
        self._wrap()

    def _show_page(self, page: int) -> None:
        pages = self.view.pages
        self._where.setText(f"Trang {page}/{len(pages)}" if pages is not None else "")

    def print_paper(self) -> None:
        """Ask for a printer and print."""
        pages = self.view.pages
        if pages is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("Sổ An Sinh")
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("In")
        dialog.setMinMax(1, len(pages))
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        if accepted:
            print_pages(pages, printer)
            self.printed.emit()


def keys_in_order(stops: Sequence[QWidget]) -> None:
    """Let Tab go through `stops` as they are read, whatever order they were made in."""
    for one, other in pairwise(stop.focusProxy() or stop for stop in stops):
        QWidget.setTabOrder(one, other)
