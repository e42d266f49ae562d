"""The register of benefit lines over the store's reads: who gets what, this month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, cast

from models.benefits import lines
from models.benefits.groups import all_groups, group
from models.benefits.rules import CHANNEL_LABELS
from models.benefits.secrecy import grounds_for, is_hiv_group
from models.people.masking import numbers_for
from models.store.dates import month_display, month_of
from models.store.money import format_amount
from models.store.rights import may
from ui.desk import Desk
from ui.people.source import village_choices
from ui.register.source import Column, FilterKind, Wanted

EVERY: Final = "every"
UNKNOWN_GROUP: Final = "unknown"
_STANDING: Final = (("suspended", "Tạm dừng"), (EVERY, "Mọi khoản, kể cả đã thôi"))
_CHANNELS: Final = tuple((key, words) for key, words in CHANNEL_LABELS.items() if key)
_NOTHING: Final = ("-",)
"""Asks for no group at all: article and group that do not go together."""


def open_groups() -> list[tuple[str, str]]:
    """Code and title of every group that may be asked for in a list: none that tells of HIV/AIDS."""
    return [(one.code, f"{one.code}  {one.title}") for one in all_groups() if not is_hiv_group(one.code)]


def article_of(code: str) -> str:
    """The clause of a group as a narrow column says it ("khoản 6 Điều 5"); "" for a group that is none."""
    known = {one.code for one in all_groups()}
    if code not in known:
        return ""
    clause, _, decree = group(code).clause.partition(" NĐ ")
    return clause if decree else clause.partition("/")[0]


def _articles() -> list[tuple[str, str]]:
    """Every clause once, in the decree's order."""
    found = dict.fromkeys(article_of(code) for code, _ in open_groups())
    return [(article, article) for article in found if article]


class BenefitSource:
    """Benefit lines due this month unless others are asked for; HIV/AIDS as a ground never reads here."""

    subject = "benefits"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.grounds = grounds_for(desk.rights)
        self.people: dict[int, int] = {}
        readable = self.grounds != "neutral"
        asks: FilterKind = "choice" if readable else ""
        groups = ((UNKNOWN_GROUP, "Chưa nhận ra nhóm"), *(open_groups() if readable else ()))
        articles = tuple(_articles()) if readable else ()
        self.columns: Sequence[Column] = (
            Column("name", "Họ và tên", 14, filter="text", ghost="Tên, số, mã…"),
            Column("village", "Thôn, tổ dân phố", 10, filter="choice", choices=village_choices(desk)),
            Column("label", "Diện hưởng", 15),
            Column("group", "Nhóm", 6.4, filter="choice", choices=groups),
            Column("article", "Căn cứ", 10, sortable=False, filter=asks, choices=articles),
            Column("coefficient", "Hệ số", 4.6, "right", shown=False),
            Column("amount", "Mức tháng", 7, "right"),
            Column("start", "Từ tháng", 6),
            Column("stop", "Thôi từ", 6, shown=False),
            Column("standing", "Tình trạng", 7, sortable=False, filter="choice", choices=_STANDING),
            Column("account", "Nhận qua", 10, sortable=may(desk.rights, "numbers"), filter="choice", choices=_CHANNELS),
            Column("payee", "Người nhận thay", 11, sortable=False, shown=False),
            Column("decision", "Quyết định", 9, shown=False),
            Column("code", "Mã đối tượng", 7.2, shown=False),
        )

    def _filter(self, wanted: Wanted) -> lines.LineFilter:
        village, today, standing = wanted.of("village"), self._desk.today, wanted.of("standing")
        return lines.LineFilter(
            day=today,
            text=wanted.of("name"),
            village_id=int(village) if village else None,
            month=None if standing == EVERY else month_of(today),
            unrecognised=wanted.of("group") == UNKNOWN_GROUP,
            whole_numbers=not may(self._desk.rights, "numbers"),
            groups=_groups(wanted.of("group"), wanted.of("article")),
            channel=wanted.of("account"),
            standing="" if standing == EVERY else standing,
        )

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        sort = cast(lines.LineSort, wanted.sort or "name")
        with self._desk.connection() as reader:
            return lines.ids(
                reader,
                self._filter(wanted),
                sort,
                descending=wanted.descending,
                grounds=self.grounds,
                limit=limit,
                offset=offset,
            )

    def count(self, wanted: Wanted) -> int:
        with self._desk.connection() as reader:
            return lines.count(reader, self._filter(wanted))[0]

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        with self._desk.connection() as reader:
            found = numbers_for(self._desk.rights, lines.rows(reader, ids, self._desk.today, grounds=self.grounds))
        self.people.update({row.id: row.person_id for row in found})
        return {
            row.id: (
                row.name,
                row.village,
                row.label,
                row.group,
                article_of(row.group),
                row.coefficient,
                row.amount,
                row.start,
                row.stop,
                row.standing,
                row.account if row.account and row.channel != CHANNEL_LABELS["cash"] else row.channel,
                row.payee,
                row.decision,
                row.code,
            )
            for row in found
        }

    def row(self, line_id: int | None) -> lines.LineRow | None:
        """One line as shown; None when there is none or it is gone."""
        with self._desk.connection() as reader:
            found = lines.rows(reader, [] if line_id is None else [line_id], self._desk.today, grounds=self.grounds)
        return numbers_for(self._desk.rights, found[0]) if found else None

    def summary(self, wanted: Wanted) -> str:
        with self._desk.connection() as reader:
            total = lines.count(reader, self._filter(wanted))[1]
        month = month_display(month_of(self._desk.today))
        return f"Cộng {format_amount(total)} đồng mỗi tháng (tháng {month})"

    def not_taken_over(self) -> int:
        """How many lines due this month no decision governs yet."""
        today = self._desk.today
        with self._desk.connection() as reader:
            return lines.count(reader, lines.LineFilter(day=today, month=month_of(today), free=True))[0]


def _groups(group: str, article: str) -> tuple[str, ...]:
    """The groups that both filters ask for; () when neither asks."""
    chosen = () if group in ("", UNKNOWN_GROUP) else (group,)
    if not article:
        return chosen
    of_article = tuple(code for code, _ in open_groups() if article_of(code) == article)
    if group == UNKNOWN_GROUP:
        return ()
    return of_article if not chosen else tuple(code for code in chosen if code in of_article) or _NOTHING
