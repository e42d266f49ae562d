"""The register of kept papers: what waits for its number, what hangs where until when, what was cancelled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from models.office import paper_queries
from models.office.paper_rules import KIND_LABELS, STATE_LABELS
from models.office.paper_services import PAPERS
from models.store.money import format_amount
from ui.desk import Desk
from ui.parts import EmptyState
from ui.register.source import Column, Wanted
from ui.register.view import RegisterView
from ui.rights import guarded


class PaperSource:
    """Papers, the newest first."""

    subject = PAPERS
    columns = (
        Column("title", "Tờ giấy", 30, filter="text", ghost="Tên, số…"),
        Column("kind", "Loại", 10, filter="choice", choices=tuple(KIND_LABELS.items()), sortable=False),
        Column("number", "Số, ký hiệu", 9),
        Column("signed", "Ngày ký", 6.6),
        Column("state", "Tình trạng", 12, filter="choice", choices=tuple(STATE_LABELS.items())),
        Column("until", "Treo đến hết", 7.4, sortable=False),
        Column("lines", "Số dòng", 5, "right", sortable=False),
        Column("total", "Số tiền", 8, "right", sortable=False),
        Column("made", "Lập ngày", 6.6, shown=False),
    )

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def _filter(self, wanted: Wanted) -> paper_queries.PaperFilter:
        return paper_queries.PaperFilter(wanted.of("kind"), wanted.of("state"), wanted.of("title"))

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        with self._desk.connection() as reader:
            return paper_queries.ids(
                reader, self._filter(wanted), sort=wanted.sort, descending=wanted.descending, limit=limit, offset=offset
            )

    def count(self, wanted: Wanted) -> int:
        with self._desk.connection() as reader:
            return paper_queries.count(reader, self._filter(wanted))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        with self._desk.connection() as reader:
            found = paper_queries.rows(reader, ids)
        return {
            row.id: (
                row.title,
                KIND_LABELS[row.kind],
                row.number,
                _day(row.signed_on),
                STATE_LABELS[row.state],
                _day(row.shown_until),
                format_amount(row.lines),
                "" if row.total is None else format_amount(row.total),
                _day(row.made_on),
            )
            for row in found
        }

    def summary(self, wanted: Wanted) -> str:
        return ""


def papers_page(desk: Desk, back: Callable[[], None]) -> RegisterView:
    """The register; `opened` brings the paper to look at, `back` steps back."""
    empty = EmptyState(
        "stamp",
        "Chưa lưu tờ giấy nào",
        "Lập danh sách niêm yết, quyết định hoặc giấy tờ của kỳ chi trả, xem trước, rồi nhấn Lưu thành giấy tờ: từ đó "
        "ghi số, ngày, người ký và phát hành.",
    )
    empty.add_step("Quay lại", "arrow-left", back, primary=True)
    register = RegisterView(PaperSource(desk), title="Giấy tờ đã lưu", noun="tờ", memory=desk.memory, empty=empty)
    register.add_step("Quay lại", "arrow-left", back)
    register.escaped.connect(back)
    if register.export_button is not None:
        guarded(desk, "export", register.export_button)
    return register


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
