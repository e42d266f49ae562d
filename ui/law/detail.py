"""One row of the law with all that stands behind it: article, document, from when to when, how sure it is, source."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from models.law.show import CHAPTERS, LawEntry
from ui.parts import Card, ToneLabel, title_label
from ui.people.page_parts import holding, scrolled
from ui.plain import leave_room_for_marks
from ui.theme import Tone, em

SURE = ("found", "office")
LABEL_EM = 7.0


class LawDetail(QWidget):
    """The chosen row; before one is chosen it says how to."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, em(self, 0.8), 0, 0)
        self._content: QWidget | None = None
        self.show_entry(None, {})

    def show_entry(self, entry: LawEntry | None, standing: dict[str, bool]) -> None:
        """Show a row; `standing` says which documents count for this office."""
        old = self._content
        body = QVBoxLayout()
        body.addWidget(_hint() if entry is None else _card(entry, standing))
        body.addStretch(1)
        self._content = scrolled(holding(body))
        self._column.addWidget(self._content)
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()


def _hint() -> QWidget:
    return ToneLabel("Chọn một dòng để xem điều khoản, thời gian áp dụng, độ chắc chắn và nguồn.", "quiet")


def _card(entry: LawEntry, standing: dict[str, bool]) -> Card:
    card = Card()
    title = title_label(entry.title, 1.15)
    title.setWordWrap(True)
    card.body.addWidget(title)
    chapter = CHAPTERS[entry.chapter]
    card.body.addWidget(ToneLabel(f"{chapter}  ·  {entry.key}" if entry.key else chapter, "quiet"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(em(card, 0.4))
    grid.setVerticalSpacing(em(card, 0.35))
    grid.setColumnMinimumWidth(0, em(card, LABEL_EM))
    grid.setColumnStretch(1, 1)
    for row, (label, text, tone) in enumerate(_facts(entry, standing)):
        name = ToneLabel(label, "quiet", wrap=False)
        leave_room_for_marks(name)
        grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_value(text, tone), row, 1)
    card.body.addLayout(grid)
    return card


def _facts(entry: LawEntry, standing: dict[str, bool]) -> list[tuple[str, str, Tone | None]]:
    counts = standing.get(entry.document_key, True)
    facts: list[tuple[str, str, Tone | None]] = [
        ("Mức, thời hạn", "\n".join(entry.value.split("; ")), None),
        ("Nội dung", entry.words, None),
        ("Nơi áp dụng" if entry.chapter != "documents" else "Ban hành", entry.place, None),
        ("Áp dụng từ", f"{entry.first}{f' ({entry.by})' if entry.by else ''}", None),
        ("Đến hết", entry.last, None),
        ("Điều khoản", entry.article, None),
        ("Văn bản", entry.document, None),
        ("Biết được từ", entry.known_from, None),
        ("Độ chắc chắn", entry.certainty_words, None if entry.certainty in SURE else "soon"),
        ("Nguồn", entry.source, None),
        ("Tại đơn vị này", "" if counts else "chưa áp dụng", "soon"),
    ]
    return [fact for fact in facts if fact[1]]


def _value(text: str, tone: Tone | None) -> QLabel:
    if tone is not None:
        return ToneLabel(text, tone)
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return label
