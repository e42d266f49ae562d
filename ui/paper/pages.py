"""Pages of a PDF as pictures: drawn when they come into sight, at the zoom and the screen's scale.

Must not keep files: the bytes stay in memory and go with the view.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

import pypdfium2  # type: ignore[import-untyped]  # ships no types
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPageLayout, QPageSize, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui.theme import em, tone

POINTS_PER_INCH: Final = 72.0
SCREEN_DPI: Final = 96.0
PRINT_DPI: Final = 300.0
KEPT_PICTURES: Final = 8
SMALLEST_ZOOM: Final = 0.25
LARGEST_ZOOM: Final = 4.0


class Pages:
    """An open PDF: sizes in points, pictures on demand."""

    def __init__(self, data: bytes) -> None:
        self._document = pypdfium2.PdfDocument(data)
        self.sizes: list[tuple[float, float]] = [self._document.get_page_size(i) for i in range(len(self._document))]

    def __len__(self) -> int:
        return len(self.sizes)

    def close(self) -> None:
        """Let the document go."""
        self._document.close()

    def picture(self, index: int, scale: float) -> QImage:
        """Page `index` (from 0) at `scale` pixels per point."""
        page = self._document[index]
        bitmap = page.render(scale=scale)
        made = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_BGR888
        ).copy()
        bitmap.close()
        page.close()
        return made


class PagesView(QAbstractScrollArea):
    """Pages below each other; `page_changed` tells which one is on top (from 1)."""

    page_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: Pages | None = None
        self._zoom = 1.0
        self._fit = True
        self._pictures: OrderedDict[tuple[int, float], QImage] = OrderedDict()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(lambda: self.viewport().update())

    @property
    def pages(self) -> Pages | None:
        return self._pages

    def show_pdf(self, data: bytes) -> None:
        """Show another PDF from its first page; empty bytes show none."""
        if self._pages is not None:
            self._pages.close()
        self._pages = Pages(data) if data else None
        self._pictures.clear()
        self.verticalScrollBar().setValue(0)
        self._arrange()
        self.page_changed.emit(self.page)

    @property
    def zoom(self) -> float:
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """1.0 is the size of the paper on the screen."""
        self._fit = False
        self._zoom = min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM)
        self._arrange()

    def fit_width(self) -> None:
        """As wide as the window."""
        self._fit = True
        self._arrange()

    @property
    def page(self) -> int:
        """The page at the top of the window, from 1."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        found = [index for index, box in enumerate(self._boxes(), start=1) if box.top() <= middle]
        return found[-1] if found else 1

    def go_to(self, page: int) -> None:
        """Bring a page (from 1) to the top."""
        boxes = self._boxes()
        if 1 <= page <= len(boxes):
            self.verticalScrollBar().setValue(boxes[page - 1].top() - self._gap())

    def _gap(self) -> int:
        return em(self, 0.8)

    def _scale(self) -> float:
        return self._zoom * SCREEN_DPI / POINTS_PER_INCH

    def _boxes(self) -> list[QRect]:
        if self._pages is None:
            return []
        boxes: list[QRect] = []
        gap, scale = self._gap(), self._scale()
        top, widest = gap, max(int(width * scale) for width, _ in self._pages.sizes) + 2 * gap
        room = max(widest, self.viewport().width())
        for width, height in self._pages.sizes:
            size = QSize(int(width * scale), int(height * scale))
            boxes.append(QRect(QPoint((room - size.width()) // 2, top), size))
            top += size.height() + gap
        return boxes

    def _arrange(self) -> None:
        if self._fit and self._pages is not None and len(self._pages):
            widest = max(width for width, _ in self._pages.sizes)
            room = max(self.viewport().width() - 2 * self._gap(), 50)
            self._zoom = min(room / (widest * SCREEN_DPI / POINTS_PER_INCH), LARGEST_ZOOM)
        boxes = self._boxes()
        height = boxes[-1].bottom() + self._gap() if boxes else 0
        width = max((box.right() for box in boxes), default=0) + self._gap()
        self.verticalScrollBar().setRange(0, max(height - self.viewport().height(), 0))
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.verticalScrollBar().setSingleStep(em(self, 3))
        self.horizontalScrollBar().setRange(0, max(width - self.viewport().width(), 0))
        self.horizontalScrollBar().setPageStep(self.viewport().width())
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _scrolled(self) -> None:
        self.viewport().update()
        self.page_changed.emit(self.page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_PageDown: self.page + 1, Qt.Key.Key_PageUp: self.page - 1, Qt.Key.Key_Home: 1}
        page = keys.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_End and self._pages is not None:
            page = len(self._pages)
        if page is not None:
            self.go_to(page)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        window = self.viewport().rect()
        offset = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        places = [(index, box.translated(-offset)) for index, box in enumerate(self._boxes())]
        seen = [(place, self._picture(index)) for index, place in places if place.intersects(window)]
        with QPainter(self.viewport()) as painter:
            painter.fillRect(window, tone("line"))
            for place, picture in seen:
                painter.fillRect(place, QColor("white"))
                painter.drawImage(place.topLeft(), picture)  # pixel by pixel: fitting it to the box would drop a row

    def _picture(self, index: int) -> QImage:
        scale = self._scale() * self.devicePixelRatioF()
        key = (index, scale)
        if key not in self._pictures and self._pages is not None:
            self._pictures[key] = self._pages.picture(index, scale)
            self._pictures[key].setDevicePixelRatio(self.devicePixelRatioF())
            while len(self._pictures) > KEPT_PICTURES:
                self._pictures.popitem(last=False)
        return self._pictures[key]


def print_pages(pages: Pages, printer: QPrinter) -> None:
    """Send the pages the printer's dialog asked for, each filling its paper."""
    first = printer.fromPage() or 1
    last = printer.toPage() or len(pages)
    with QPainter() as painter:
        for number, index in enumerate(range(first - 1, min(last, len(pages)))):
            _lay_paper(printer, pages.sizes[index])
            if number == 0:
                painter.begin(printer)
            else:
                printer.newPage()
            scale = min(printer.resolution(), PRINT_DPI) / POINTS_PER_INCH
            target = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
            target.moveTopLeft(QPoint(0, 0))
            painter.drawImage(target, pages.picture(index, scale))


def _lay_paper(printer: QPrinter, size: tuple[float, float]) -> None:
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    lying = size[0] > size[1]
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait)
