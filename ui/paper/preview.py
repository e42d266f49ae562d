"""The print preview: every paper is seen before it is printed; printing and saving are one key away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ui.paper.pages import PagesView, print_pages
from ui.parts import Button, PrimaryButton, ToneLabel
from ui.theme import em

ZOOM_STEP = 1.2


class Preview(QWidget):
    """Shows a PDF; `printed` comes after it went to a printer, the save signals ask for a file.

    Without `sheets` there is no Excel to be had, as for a paper that is kept as it was issued.
    """

    printed = Signal()
    pdf_asked = Signal()
    xlsx_asked = Signal()

    def __init__(self, nothing_yet: str, *, sheets: bool = True) -> None:
        super().__init__()
        self._sheets = sheets
        self.view = PagesView()
        self._where = QLabel()
        self._where.setMinimumWidth(em(self, 6))
        self._where.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.print_button = PrimaryButton("In", "printer", shortcut="Ctrl+P")
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
        column.addLayout(self._bar())
        column.addWidget(self._stack, 1)
        self.show_pdf(b"")

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(em(self, 0.3))
        self._movers: list[QWidget] = []
        for sign, tip, action in (
            ("chevron-left", "Trang trước (PgUp)", lambda: self.view.go_to(self.view.page - 1)),
            ("chevron-right", "Trang sau (PgDn)", lambda: self.view.go_to(self.view.page + 1)),
        ):
            button = Button("", sign, tip=tip)
            button.setAccessibleName(tip)
            button.clicked.connect(lambda _checked=False, act=action: act())
            bar.addWidget(button)
            self._movers.append(button)
        bar.insertWidget(1, self._where)
        for sign, tip, action, keys in (
            ("zoom-out", "Thu nhỏ (Ctrl+−)", self._smaller, "Ctrl+-"),
            ("zoom-in", "Phóng to (Ctrl++)", self._larger, "Ctrl+="),
        ):
            button = Button("", sign, tip=tip)
            button.setAccessibleName(tip)
            button.clicked.connect(action)
            bar.addWidget(button)
            self._movers.append(button)
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)
        fit = Button("Vừa ngang", tip="Vừa bề ngang cửa sổ")
        fit.clicked.connect(self.view.fit_width)
        bar.addWidget(fit)
        self._movers.append(fit)
        bar.addStretch(1)
        self._leaving = [self.pdf_button, self.print_button]
        if self._sheets:
            self._leaving.insert(0, self.xlsx_button)
        for one in self._leaving:
            bar.addWidget(one)
        return bar

    def _smaller(self) -> None:
        self.view.set_zoom(self.view.zoom / ZOOM_STEP)

    def _larger(self) -> None:
        self.view.set_zoom(self.view.zoom * ZOOM_STEP)

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
