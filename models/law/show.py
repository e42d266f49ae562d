"""Every row of the law that holds on a day, in ready strings: what it says, from when to when, article, source.

Rows decided by the benefit month are those of the day's month; rows decided by a day (receipt, death) those of the day
itself; both as known on `known_on`. Promises: a row tells its own certainty and which document it stands in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final

from models.law.book import Group, LawBook
from models.law.places import Place
from models.law.rows import CERTAINTIES, Document, Help, Level, LocalTable, Procedure, Rate, Rule, Who
from models.law.saying import cited
from models.store.dates import Month, add_months, month_display, month_of
from models.store.money import format_amount, format_coefficient
from models.store.vietnamese import search_text

CHAPTERS: Final[dict[str, str]] = {
    "rates": "Mức chuẩn, mức hưu trí xã hội",
    "groups": "Đối tượng được hưởng",
    "levels": "Hệ số, mức hưởng",
    "tables": "Bảng riêng của tỉnh, thành phố",
    "rules": "Quy tắc tính và thời điểm",
    "procedures": "Thủ tục, thời hạn, giấy tờ",
    "helps": "Mai táng, khẩn cấp, quà",
    "documents": "Văn bản",
}
BY_WORDS: Final[dict[str, str]] = {
    "benefit_month": "theo tháng hưởng",
    "receipt_day": "theo ngày nhận hồ sơ",
    "death_day": "theo ngày chết",
    "event_day": "theo ngày xảy ra",
    "document": "",
}
RATE_WORDS: Final[dict[str, str]] = {
    "base": "Mức chuẩn trợ giúp xã hội",
    "pension": "Mức trợ cấp hưu trí xã hội",
}
RULE_WORDS: Final[dict[str, str]] = {
    "adjust": "Điều chỉnh từ tháng nào",
    "start": "Hưởng từ tháng nào",
    "stop": "Thôi hưởng từ tháng nào",
    "move": "Chuyển nơi cư trú",
    "suspend": "Tạm dừng",
    "resume": "Trả lại sau tạm dừng",
    "stop_reasons": "Lý do thôi hưởng",
    "stop_care_reasons": "Lý do thôi hỗ trợ chăm sóc",
    "one_highest": "Chỉ hưởng mức cao nhất",
    "pension_or_allowance": "Trợ cấp xã hội hay hưu trí xã hội",
    "care_on_top": "Hỗ trợ chăm sóc trả riêng",
    "partial_birth": "Chỉ biết năm sinh",
    "payment_list": "Hạn lập danh sách chi trả",
    "payment_return": "Hạn nhận lại danh sách đã trả",
    "culture_day": "Ngày 24/11",
    "back_to_july": "Mức mới tính từ 01/7/2026",
    "pending": "Hồ sơ đang giải quyết dở",
}
EVERYWHERE: Final = "Cả nước"


@dataclass(frozen=True, slots=True)
class LawEntry:
    """One row as shown. `first` and `last` are "07/2026" or "05/10/2026", `last` "" while open."""

    chapter: str
    key: str
    title: str
    place: str
    value: str
    words: str
    first: str
    last: str
    by: str
    article: str
    document: str
    document_key: str
    known_from: str
    certainty: str
    certainty_words: str
    source: str

    @property
    def told(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)


def entries(book: LawBook, on: date, known_on: date | None = None, text: str = "") -> list[LawEntry]:
    """Every row that holds on `on` as known on `known_on` (None: that day), narrowed to those that hold all of `text`.

    Raises RuleError "before_law" for days before 07/2021.
    """
    made = _Shower(book, on, known_on or on).all()
    wanted = search_text(text).split()
    return [one for one in made if all(word in searched_text(one) for word in wanted)] if wanted else made


def searched_text(entry: LawEntry) -> str:
    """What a search looks at, folded."""
    parts = (entry.key, entry.title, entry.place, entry.value, entry.words, entry.article, entry.document, entry.source)
    return search_text(" ".join(parts))


def row_words(kind: str, body: Mapping[str, Any]) -> str:
    """An office's row in a few words, from its body as stored."""
    if kind == "day":
        return f"{body['day']}: {'làm việc' if body['works'] else 'nghỉ'}"
    if kind == "procedure":
        return f"{body['procedure']}: {body['working_days'] or 'chưa rõ'} ngày làm việc"
    if kind == "rate":
        return f"{RATE_WORDS[body['rate']]}: {format_amount(body['amount'])} đồng"
    if kind == "table":
        return f"Nhóm và hệ số theo {body['stands_on']}" if body["stands_on"] else str(body["words"])
    if kind == "who":
        return f"{body['group']}: {body['words']}"
    if kind == "level":
        band = body["bands"][0]
        money = f"{format_amount(band['amount'])} đồng" if "amount" in band else f"hệ số {band['coefficient']}"
        return f"{body['group']}: {money.replace('.', ',') if 'coefficient' in band else money}"
    if kind == "help":
        return f"{body['title']}: {format_amount(body['amount'])} đồng" if body["amount"] else str(body["title"])
    return str(body.get("words", ""))


class _Shower:
    """Turns rows into entries for one day."""

    def __init__(self, book: LawBook, on: date, known_on: date) -> None:
        self._rows, self._on, self._month = book.rows, on, month_of(on)
        self._law = book.at(self._month, known_on)
        self._documents = book.documents()
        self._known = book.known(known_on)

    def all(self) -> list[LawEntry]:
        rows = self._rows
        return [
            *self._placed(rows.rates, lambda row: (row.rate, row.place), self._rate),
            *self._placed(rows.who, lambda row: (row.group, row.place), self._who),
            *self._placed(rows.levels, lambda row: (row.group, row.place), self._level),
            *self._placed(rows.tables, lambda row: ("", row.place), self._table),
            *self._placed(rows.rules, lambda row: (row.rule, None), self._rule),
            *self._daily(rows.procedures, lambda row: row.procedure, self._procedure),
            *self._daily(rows.helps, lambda row: row.help, self._help),
            *(self._document(one) for one in sorted(rows.documents, key=lambda one: one.order) if self._counts(one)),
        ]

    def _counts(self, document: Document) -> bool:
        return document.key in self._known and (document.ended is None or self._on < document.ended)

    def _placed(
        self,
        rows: Sequence[Any],
        key: Callable[[Any], tuple[str, Place | None]],
        show: Callable[[Any, str], LawEntry | None],
    ) -> Iterable[LawEntry]:
        """Rows of the month: of those for one thing and place the one known last."""
        known = sorted(
            (row for row in rows if row.document in self._known),
            key=lambda row: (self._documents[row.document].known_from, row.first),
        )
        holding = {key(row): row for row in known if row.first <= self._month and not _over(row.last, self._month)}
        held = {id(row) for row in holding.values()}
        for row in rows:
            if id(row) not in held:
                continue
            later = [one.first for one in known if key(one) == key(row) and one.first > row.first]
            last = min([*(add_months(one, -1) for one in later), *([row.last] if row.last else [])], default=None)
            entry = show(row, "" if last is None else month_display(last))
            if entry is not None:
                yield entry

    def _daily(
        self, rows: Sequence[Any], key: Callable[[Any], str], show: Callable[[Any, str], LawEntry]
    ) -> Iterable[LawEntry]:
        """Rows of the day: of those for one thing the one that began last."""
        known = [row for row in rows if row.document in self._known]
        for row in known:
            same = [one for one in known if key(one) == key(row)]
            begun = [one for one in same if one.first <= self._on and not _over(one.last, self._on)]
            if not begun or row is not max(begun, key=self._rank):
                continue
            later = [one.first - timedelta(days=1) for one in same if one.first > row.first]
            last = min([*later, *([row.last] if row.last else [])], default=None)
            yield show(row, "" if last is None else f"{last:%d/%m/%Y}")

    def _rank(self, row: Any) -> tuple[date, date]:
        return row.first, self._documents[row.document].known_from

    def _entry(self, chapter: str, key: str, title: str, value: str, row: Any, last: str, words: str = "") -> LawEntry:
        document = self._documents[row.document]
        place = getattr(row, "place", None)
        first = month_display(Month(row.first)) if isinstance(row.first, int) else f"{row.first:%d/%m/%Y}"
        return LawEntry(
            chapter=chapter,
            key=key,
            title=title,
            place=EVERYWHERE if place is None else place.name if place.unit == "province" else f"{place.name} (cũ)",
            value=value,
            words=words,
            first=first,
            last=last,
            by=BY_WORDS["benefit_month" if isinstance(row.first, int) else getattr(row, "by", "receipt_day")],
            article=row.article,
            document=document.number,
            document_key=document.key,
            known_from=f"{document.known_from:%d/%m/%Y}",
            certainty=row.certainty,
            certainty_words=CERTAINTIES[row.certainty],
            source=document.source,
        )

    def _rate(self, row: Rate, last: str) -> LawEntry:
        return self._entry("rates", row.rate, RATE_WORDS[row.rate], f"{format_amount(row.amount)} đồng", row, last)

    def _who(self, row: Who, last: str) -> LawEntry:
        held = self._group(row.place, row.group)
        amounts = sorted({band.amount for band in held.amounts}) if held is not None else []
        money = f"{' / '.join(map(format_amount, amounts))} đồng" if amounts else ""
        value = "bãi bỏ" if row.when is None else money
        return self._entry("groups", row.group, row.title, value, row, last, row.words)

    def _level(self, row: Level, last: str) -> LawEntry | None:
        held = self._group(row.place, row.group)
        if row.place is None and held is None and row.group not in {one.code for one in self._law.central.groups}:
            return None  # the group is abolished
        amounts = {(one.coefficient, one.words): one.amount for one in held.amounts} if held is not None else {}
        parts = []
        for band in row.bands:
            amount = band.amount if band.amount is not None else amounts.get((band.coefficient, band.words))
            coefficient = "" if band.coefficient is None else f"hệ số {format_coefficient(band.coefficient)}"
            money = "" if amount is None else f"{format_amount(amount)} đồng"
            said = " = ".join(part for part in (coefficient, money) if part)
            parts.append(f"{band.words}: {said}" if band.words else said)
        title = next(one.title for one in self._rows.who if one.group == row.group)
        return self._entry("levels", row.group, title, "; ".join(parts), row, last)

    def _group(self, place: Place | None, group: str) -> Group | None:
        table = self._law.central if place is None else self._law.local.get(place)
        return None if table is None else table.group(group)

    def _table(self, row: LocalTable, last: str) -> LawEntry:
        value = "chưa tính được" if row.stands_on is None else f"nhóm, hệ số theo {row.stands_on}"
        return self._entry("tables", "", f"Bảng của {row.place.name}", value, row, last, row.words)

    def _rule(self, row: Rule, last: str) -> LawEntry:
        return self._entry("rules", row.rule, RULE_WORDS.get(row.rule, row.rule), "", row, last, row.words)

    def _procedure(self, row: Procedure, last: str) -> LawEntry:
        days = "thời hạn chưa rõ" if row.working_days is None else f"{row.working_days} ngày làm việc"
        steps = "; ".join(f"{step.days} ngày làm việc: {step.words}" for step in row.steps)
        forms = f"Mẫu: {', '.join(row.forms)}" if row.forms else ""
        papers = f"Giấy tờ: {', '.join(row.papers)}" if row.papers else ""
        words = ". ".join(part for part in (steps, forms, papers) if part)
        return self._entry("procedures", row.procedure, row.title, days, row, last, words)

    def _help(self, row: Help, last: str) -> LawEntry:
        least = "ít nhất " if row.at_least else ""
        value = ""
        if row.times is not None:
            rate = self._law.central.pension if row.of == "pension" else self._law.central.base
            total = f" = {format_amount(rate.amount * row.times // 100)} đồng" if rate is not None else ""
            what = "mức hưu trí xã hội" if row.of == "pension" else "mức chuẩn"
            value = f"{least}{row.times // 100} lần {what}{total}"
        elif row.amount is not None:
            value = f"{least}{format_amount(row.amount)} đồng"
        elif row.kilos is not None:
            value = f"{row.kilos} kg gạo"
        words = f"{row.words}. {row.form}" if row.form else row.words
        return self._entry("helps", row.help, row.title, value, row, last, words)

    def _document(self, one: Document) -> LawEntry:
        signed = "ngày ký chưa rõ" if one.signed is None else f"ký ngày {one.signed:%d/%m/%Y}"
        return LawEntry(
            chapter="documents",
            key=one.number,
            title=one.title,
            place=one.issuer,
            value=signed,
            words=cited(one),
            first=f"{one.in_force:%d/%m/%Y}",
            last="" if one.ended is None else f"{one.ended - timedelta(days=1):%d/%m/%Y}",
            by=BY_WORDS["document"],
            article="",
            document=one.number,
            document_key=one.key,
            known_from=f"{one.known_from:%d/%m/%Y}",
            certainty=one.certainty,
            certainty_words=CERTAINTIES[one.certainty],
            source=one.source,
        )


def _over(last: Any, now: Any) -> bool:
    return last is not None and last < now
