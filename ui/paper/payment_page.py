"""The payment list of a month: finance copy with all columns, or pay-desk copy with what the desk needs."""

from __future__ import annotations

from collections.abc import Mapping

from models.benefits import queries
from models.benefits.frozen import payment_paper
from models.benefits.months.preparing import payment_of
from models.benefits.papers import desk_copy
from models.benefits.secrecy import may_see_grounds
from models.store.dates import Month, month_display, month_iso, month_of
from models.store.money import amount_in_words, format_amount
from models.store.rights import demand
from printing.benefits.payment_list import payment_pdf
from printing.benefits.payment_sheet import payment_xlsx
from ui.desk import Desk
from ui.forms.fields import ChoiceField
from ui.forms.values import MonthField
from ui.paper.paper_page import Makers, PaperPage, Prepared, Replacing
from ui.people.source import village_choices
from ui.rights import guarded
from ui.theme import Tone

_COPIES = (("finance", "Bản tài chính: đủ cột, bốn chữ ký"), ("desk", "Bản phát tiền: chỉ điều cần để phát"))
_CHANNELS = (("account", "Qua tài khoản"), ("cash", "Tiền mặt"))


class PaymentPage(PaperPage):
    """The payment list; `asked` fills in the form."""

    def __init__(self, desk: Desk, replacing: Replacing | None = None, asked: Mapping[str, str] | None = None) -> None:
        words = "Theo thôn, có cộng từng thôn, tổng cộng và số tiền bằng chữ."
        makers = Makers(payment_pdf, payment_xlsx)
        super().__init__(desk, "Danh sách chi trả", words, makers, self.prepare, replacing)
        guarded(desk, "numbers", self.button)
        form = self.form
        form.add(MonthField("month", "Tháng chi trả", required=True, hint="Ví dụ 11/2026"))
        form.add(ChoiceField("village", "Phạm vi", village_choices(desk), empty="Cả xã"))
        form.add(ChoiceField("channel", "Hình thức", _CHANNELS, empty="Tài khoản và tiền mặt"))
        copies = _COPIES if may_see_grounds(desk.rights) else _COPIES[1:]
        form.add(ChoiceField("copy", "Bản in", copies, empty=None))
        known = replacing.asked if replacing is not None else asked or {}
        form.load({"month": month_display(month_of(desk.today)), **known})

    def prepare(self, values: dict[str, object]) -> Prepared:
        """Read the month's list; runs in a waiting thread."""
        demand(self._desk.rights, "numbers")
        month = Month(int(str(values["month"])))
        village = int(str(values["village"])) if values["village"] else None
        with self._desk.read() as session:
            facts = payment_of(session, month, village, str(values["channel"] or ""))
            without = queries.without_amount(session, month, village)
            moved = queries.moved_away(session, month)
            nowhere = queries.without_village(session, month)
        sums = facts.sums
        said: list[tuple[str, Tone]] = [
            (
                f"{facts.count} dòng, tổng cộng {format_amount(sums.total)} đồng ({amount_in_words(sums.total)}).",
                "done" if sums.people else "soon",
            )
        ]
        if without:
            said.append((f"{without} khoản chưa có mức hưởng nên không có trong danh sách này.", "soon"))
        if moved:
            words = (
                f"{moved} khoản của người đã chuyển đi trước tháng này, chưa có quyết định thôi hưởng: không chi ở đây."
            )
            said.append((words, "soon"))
        if nowhere:
            words = f"{nowhere} khoản của người chưa ghi thôn, tổ: "
            words += "chỉ có trong danh sách cả xã." if village else "đứng cuối danh sách, không có ở thôn nào."
            said.append((words, "soon"))
        if values["copy"] == "desk":
            stem, copy = f"phat-tien-{month_iso(month)}", desk_copy(facts)
            return Prepared(copy, said, stem, "In danh sách phát tiền", payment_paper(copy))
        stem = f"chi-tra-{month_iso(month)}"
        return Prepared(facts, said, stem, "In danh sách chi trả", payment_paper(facts))
