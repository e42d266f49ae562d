"""Phiếu báo cho người dân: for the people of decisions, or of a month by what happened and by village."""

from __future__ import annotations

from dataclasses import replace

from models.benefits.entitlements.citizen_slips import CitizenSlips, kept_slips
from models.benefits.entitlements.preparing import citizen_slips
from models.benefits.frozen import demand_readable
from models.benefits.months.slips import SLIP_LABELS, month_slips
from models.office.paper_rules import PaperKind
from models.store.dates import Month, month_display, month_iso
from models.store.money import format_amount
from printing.benefits.citizen_slip import slips_pdf
from ui.desk import Desk
from ui.forms.fields import ChoiceField
from ui.forms.values import MonthField
from ui.paper.paper_page import Makers, PaperPage, Prepared
from ui.people.source import village_choices

TITLE = "Phiếu báo cho người dân"
WORDS = "Chữ lớn, lời dễ hiểu: được gì, từ khi nào, vì sao, mang theo gì, hỏi và khiếu nại ở đâu."
_LAYOUTS = (("two", "Hai phiếu một trang A4, cắt đôi"), ("one", "Mỗi phiếu một trang A5"))


class CitizenSlipPage(PaperPage):
    """With `decision_ids` the slips of those, else of a month.

    `codes` (as shown) keeps these people of the decisions alone.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        month: Month | None = None,
        decision_ids: tuple[int, ...] = (),
        codes: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(desk, TITLE, WORDS, Makers(slips_pdf, None), self.prepare)
        self.decision_ids, self._codes = decision_ids, codes
        self._villages = dict(village_choices(desk))
        if not decision_ids:
            self.form.add(MonthField("month", "Kỳ chi trả", required=True, hint="Ví dụ 11/2026"))
            self.form.add(ChoiceField("what", "Cho ai", tuple(SLIP_LABELS.items()), empty="Mọi người có thay đổi"))
            self.form.add(ChoiceField("village", "Phạm vi", tuple(self._villages.items()), empty="Cả xã"))
        self.form.add(ChoiceField("layout", "Cách in", _LAYOUTS, empty=None))
        self.form.load({"month": month_display(month)} if month is not None else {})

    def prepare(self, values: dict[str, object]) -> Prepared:
        """Read the decisions; runs in a waiting thread."""
        demand_readable(PaperKind.DECISION, self._desk.rights)
        facts = self._read(values)
        count = len(facts.slips)
        two = values["layout"] == "two"
        sheets = (count + 1) // 2 if two else count
        said = f"{format_amount(count)} phiếu, {format_amount(sheets)} trang {'A4' if two else 'A5'}."
        month = None if self.decision_ids else Month(int(str(values["month"])))
        stem = f"phieu-bao-{self.decision_ids[0] if month is None else month_iso(month)}"
        kept = replace(kept_slips(facts), month=month)
        return Prepared(facts, [(said, "done")], stem, "In phiếu báo cho người dân", kept, {"two": two})

    def _read(self, values: dict[str, object]) -> CitizenSlips:
        today = self._desk.today
        with self._desk.read() as session:
            if self.decision_ids:
                return citizen_slips(session, self.decision_ids, today, self._codes)
            village = self._villages.get(str(values["village"] or ""), "")
            month, what = Month(int(str(values["month"]))), str(values["what"] or "")
            return month_slips(session, month, today, what=what, village=village)
