"""The papers of a kept month: increase and decrease list, summary, bridge note, drawing request, settlement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from models.benefits.frozen import demand_readable
from models.benefits.months.papers import (
    BridgeNote,
    ChangeList,
    Drawing,
    MonthPaper,
    Settlement,
    Summary,
    fee_rate,
    kept_month_paper,
)
from models.benefits.months.preparing import drawing, settlement
from models.benefits.months.preparing_changes import bridge_note, change_list, summary
from models.benefits.months.terms import estimate_of, fee_of, percent
from models.office import paper_queries
from models.office.paper_facts import asked_of
from models.office.paper_rules import KIND_LABELS, PaperKind
from models.store.dates import Month, month_display, month_iso, month_of
from models.store.money import amount_in_words, format_amount
from printing.benefits.month_forms import month_paper_pdf, month_paper_xlsx
from ui.desk import Desk
from ui.forms.fields import TextField
from ui.forms.values import MoneyField, MonthField
from ui.paper.paper_page import Makers, PaperPage, Prepared, Replacing
from ui.theme import Tone

Values = Mapping[str, object]
WORDS: Final[dict[PaperKind, str]] = {
    PaperKind.INCREASE: "Người mới hưởng, hưởng lại, tăng mức so với tháng trước, kèm quyết định và truy lĩnh.",
    PaperKind.DECREASE: "Người thôi hưởng, tạm dừng, giảm mức so với tháng trước, kèm lý do và số phải thu hồi.",
    PaperKind.SUMMARY: "Số người, số tiền theo nhóm: tháng trước, tăng, giảm, tháng này, đã chi.",
    PaperKind.BRIDGE: "Từ tháng trước sang tháng này từng bước, kèm người và quyết định; khớp đến từng đồng.",
    PaperKind.DRAWING: "Đề nghị rút dự toán cho kỳ này: số chi cho dân và chi phí chi trả.",
    PaperKind.SETTLEMENT: "Số đã rút, đã chi, chi phí chi trả, còn lại, sau khi đối soát.",
}
DRAFT: Final = "Bản dự thảo: danh sách tháng này chưa chốt."
OWED: Final = "Số đã rút không đủ số đã chi và chi phí: kiểm tra lại số đã rút."


class MonthPaperPage(PaperPage):
    """One kind of these papers; `month` is filled in, the clerk may choose another that is kept."""

    def __init__(
        self, desk: Desk, kind: PaperKind, month: Month | None = None, replacing: Replacing | None = None
    ) -> None:
        self.kind = kind
        makers = Makers(month_paper_pdf, month_paper_xlsx)
        super().__init__(desk, KIND_LABELS[kind], WORDS[kind], makers, self.prepare, replacing)
        self.form.add(MonthField("month", "Kỳ chi trả", required=True, hint="Ví dụ 11/2026"))
        if kind in (PaperKind.DRAWING, PaperKind.SETTLEMENT):
            self._add_money(kind)
        known = dict(replacing.asked) if replacing is not None else self._usual(month)
        if month is not None:
            known["month"] = month_display(month)
        self.form.load({key: text for key, text in known.items() if key in self.form.fields})

    def _add_money(self, kind: PaperKind) -> None:
        hint = "Phần trăm, ví dụ 0,5; để trống nếu không có"
        self.form.add(TextField("fee", "Chi phí chi trả (%)", hint=hint, check_text=_check_fee))
        if kind is PaperKind.DRAWING:
            self.form.add(MoneyField("kept", "Kỳ trước còn tại tổ chức chi trả", hint="Trừ vào số đề nghị rút"))
            return
        self.form.add(MoneyField("drawn", "Số đã rút", hint="Để trống: như giấy đề nghị rút dự toán"))
        self.form.add(MoneyField("estimate", "Dự toán giao cả năm", hint="Để trống nếu không ghi trên bảng"))

    def _usual(self, month: Month | None) -> dict[str, str]:
        """The fee and the estimate as the office set them (Cài đặt), else as on the paper of this kind kept last."""
        if "fee" not in self.form.fields:
            return {}
        with self._desk.read() as session:
            last = paper_queries.latest(session, self.kind)
            asked = {} if last is None else asked_of(paper_queries.facts(session, last))
            wanted = month_of(self._desk.today) if month is None else month
            fee, estimate = fee_of(session, wanted), estimate_of(session, wanted // 100)
        known: dict[str, str] = {key: asked[key] for key in ("fee", "estimate") if key in asked}
        known |= {} if fee is None else {"fee": percent(fee).removesuffix(" %")}
        return known | ({} if estimate is None else {"estimate": format_amount(estimate)})

    def prepare(self, values: dict[str, object]) -> Prepared:
        """Read the month; runs in a waiting thread."""
        demand_readable(self.kind, self._desk.rights)
        month = Month(int(str(values["month"])))
        with self._desk.read() as session:
            paper = _PREPARE[self.kind](session, month, values)
        kept = kept_month_paper(paper)
        stem = f"{self.kind.value}-{month_iso(month)}"
        return Prepared(paper, _notes(paper), stem, f"In {KIND_LABELS[self.kind].lower()}", kept)


def _fee(values: Values) -> int:
    return fee_rate(str(values.get("fee") or "0"))


def _money(values: Values, key: str) -> int | None:
    found = values.get(key)
    return found if isinstance(found, int) else None


_PREPARE: Final[dict[PaperKind, Callable[[Any, Month, Values], MonthPaper]]] = {
    PaperKind.INCREASE: lambda session, month, _values: change_list(session, month, increase=True),
    PaperKind.DECREASE: lambda session, month, _values: change_list(session, month, increase=False),
    PaperKind.SUMMARY: lambda session, month, _values: summary(session, month),
    PaperKind.BRIDGE: lambda session, month, _values: bridge_note(session, month),
    PaperKind.DRAWING: lambda session, month, values: drawing(
        session, month, fee=_fee(values), kept=_money(values, "kept") or 0
    ),
    PaperKind.SETTLEMENT: lambda session, month, values: settlement(
        session, month, fee=_fee(values), drawn=_money(values, "drawn"), estimate=_money(values, "estimate")
    ),
}


def _check_fee(text: str) -> None:
    fee_rate(text)


def _notes(paper: MonthPaper) -> list[tuple[str, Tone]]:
    """What the clerk must be told of it."""
    said: list[tuple[str, Tone]] = [(_said(paper), "done")]
    if paper.heading.draft:
        said.append((DRAFT, "soon"))
    if isinstance(paper, Settlement) and paper.left < 0:
        said.append((OWED, "wrong"))
    return said


def _said(paper: MonthPaper) -> str:
    if isinstance(paper, ChangeList):
        sign = "tăng" if paper.direction == "increase" else "giảm"
        money = f"; truy lĩnh {format_amount(paper.money)} đồng" if paper.money and sign == "tăng" else ""
        return f"{format_amount(paper.people)} dòng, mỗi tháng {sign} {format_amount(abs(paper.change))} đồng{money}."
    if isinstance(paper, Summary | BridgeNote):
        return f"Tổng cộng {format_amount(paper.total)} đồng ({amount_in_words(paper.total)})."
    if isinstance(paper, Drawing):
        return (
            f"Đề nghị rút {format_amount(paper.total)} đồng ({amount_in_words(paper.total)}), trong đó chi phí chi trả "
            f"{format_amount(paper.fee.amount)} đồng."
        )
    return (
        f"Đã rút {format_amount(paper.drawn)} đồng, đã chi {format_amount(paper.paid)} đồng, chi phí "
        f"{format_amount(paper.fee.amount)} đồng, còn lại {'−' if paper.left < 0 else ''}"
        f"{format_amount(abs(paper.left))} đồng."
    )
