"""The office's own law as rows of the same schema: read strictly, without overlap, kept apart from the country's.

Promises: what an office enters is read by the very reader of the shipped law, so a strange row is refused when it is
entered. Rates, groups and tables hold for the office's own province alone. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from models.law import reading
from models.law.book import LawRows
from models.law.places import Place
from models.law.rows import Document
from models.store.dates import Month, month_display, month_end, month_iso, month_start
from models.store.errors import RuleError

ROW_LABELS: Final[Mapping[str, str]] = {
    "rate": "Mức chuẩn, mức trợ cấp hưu trí xã hội",
    "who": "Nhóm đối tượng",
    "level": "Hệ số, mức của nhóm",
    "table": "Bảng riêng của tỉnh",
    "help": "Quà, hỗ trợ một lần",
    "rule": "Quy tắc",
    "procedure": "Thủ tục, thời hạn",
    "day": "Ngày nghỉ, ngày làm bù",
}
NAMED_BY: Final[Mapping[str, str]] = {
    "rate": "rate", "who": "group", "level": "group", "help": "help", "rule": "rule",
    "procedure": "procedure", "day": "day",
}  # fmt: skip
OFFICE_RULES: Final[Mapping[str, frozenset[str]]] = {
    "partial_birth": frozenset({"first_day", "last_day"}),
    "culture_day": frozenset({"works", "off"}),
    "adjust": frozenset({"month_of_change", "month_after"}),
}
"""Rules that an office may settle, with their words: those on which the law is silent or not surely known."""
EVERYWHERE: Final = "everywhere"
"""In a body: the row corrects the country's table, where a shipped row is not sure; else it is the province's own."""
CERTAINTY: Final = "office"
_READERS: Final[Mapping[str, tuple[str, Callable[[reading.Raw], Any]]]] = {
    "rate": ("rates", reading.read_rate),
    "who": ("who", reading.read_who),
    "level": ("levels", reading.read_level),
    "table": ("tables", reading.read_local_table),
    "help": ("helps", reading.read_help),
    "rule": ("rules", reading.read_rule),
    "procedure": ("procedures", reading.read_procedure),
    "day": ("days", reading.read_work_day),
}


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """A row as kept: its kind, from which month to which (None: open), its document and its body's values."""

    kind: str
    name: str
    first: Month
    last: Month | None
    document: str
    body: Mapping[str, Any]


def place_raw(place: Place) -> dict[str, str]:
    """The place as rows name it."""
    return {place.unit: place.name}


def as_law(row: OfficeRow, place: Place) -> Any:
    """The row as the law book holds it. Raises ValueError when it breaks the schema."""
    if row.kind not in _READERS:
        raise ValueError("strange kind of row")
    raw: dict[str, Any] = {**row.body, "document": row.document}
    if row.kind == "day":
        return reading.read_work_day(raw)
    raw["certainty"] = CERTAINTY
    if row.kind in ("help", "procedure"):
        last = None if row.last is None else month_end(row.last).isoformat()
        raw |= {"from": month_start(row.first).isoformat(), "to": last}
    else:
        last = None if row.last is None else month_iso(row.last)
        raw |= {"from": month_iso(row.first), "to": last, "by": "benefit_month"}
    if row.kind in ("rate", "who", "level", "table"):
        everywhere = row.kind != "table" and raw.pop(EVERYWHERE, False) is True
        raw["place"] = None if everywhere else place_raw(place)
    if row.kind == "rule" and raw.get("is") not in OFFICE_RULES.get(str(raw.get("rule")), ()):
        raise ValueError("a rule that the law itself settles")
    return _READERS[row.kind][1](raw)


def office_law(documents: Sequence[Document], found: Iterable[OfficeRow], place: Place) -> LawRows:
    """Everything an office entered, as law."""
    parts: dict[str, list[Any]] = {}
    for row in found:
        parts.setdefault(_READERS[row.kind][0], []).append(as_law(row, place))
    return LawRows(documents=tuple(documents), **{name: tuple(made) for name, made in parts.items()})


def check_row(row: OfficeRow, place: Place) -> None:
    """RuleError (code "law_row") when a row breaks the schema, in words for whoever entered it."""
    if row.last is not None and row.last < row.first:
        raise RuleError("Tháng kết thúc trước tháng bắt đầu.", field="last_month", code="months_reversed")
    try:
        as_law(row, place)
    except (ValueError, KeyError, TypeError):
        words = f"Nội dung «{ROW_LABELS.get(row.kind, row.kind)}» chưa đúng mẫu: hãy xem lại mức, hệ số và điều kiện."
        raise RuleError(words, field="body", code="law_row") from None


def check_group(row: OfficeRow, groups: Iterable[str]) -> None:
    """RuleError "group_unknown" when a level is for a group that nobody described; `groups` are all that are."""
    if row.kind == "level" and row.name not in set(groups):
        words = f"Chưa có nhóm đối tượng «{row.name}»: hãy nhập nhóm và điều kiện trước, mức sau."
        raise RuleError(words, field="group", code="group_unknown")


def check_apart(row: OfficeRow, others: Iterable[tuple[OfficeRow, str]]) -> None:
    """RuleError "law_overlap" when another row says the same for one of its months; `others` with their numbers."""
    for other, number in others:
        if _about(other) != _about(row):
            continue
        ends_before = other.last is not None and other.last < row.first
        begins_after = row.last is not None and row.last < other.first
        if not ends_before and not begins_after:
            words = (
                f"Mức này đã có theo {number} từ tháng {month_display(other.first)}. "
                "Hãy cho hết hiệu lực mức cũ trước, hoặc chọn tháng khác."
            )
            raise RuleError(words, field="first_month", code="law_overlap")


def _about(row: OfficeRow) -> tuple[str, str, bool]:
    return row.kind, row.name, row.body.get(EVERYWHERE) is True


def document_of(
    key: str, number: str, title: str, issuer: str, signed_on: date, in_force: date, known_from: date, file_name: str
) -> Document:
    """An office's document as the law book holds it."""
    source = f"Tệp {file_name}" if file_name else "Cơ quan nhập"
    return Document(key, number, title, issuer, signed_on, in_force, None, known_from, CERTAINTY, source)
