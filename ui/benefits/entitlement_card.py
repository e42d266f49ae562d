"""A person's benefits: each entitlement with its months, amounts and decisions, what waits, and lines of old lists.

The card only draws and asks; `ui.benefits.person_part` does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from models.benefits.entitlements.decision_people import Waiting
from models.benefits.entitlements.histories import DecisionView, EntitlementView, SpanView
from models.benefits.entitlements.rules import DECISION_LABELS, DecisionKind
from models.store.money import format_amount
from ui.parts import Button, ToneLabel, title_label
from ui.people.menus import Offer, menu_button
from ui.theme import Tone, em

Offers = Callable[[EntitlementView], Sequence[Offer]]
INDENT_EM = 0.9


def waiting_block(one: Waiting, enter: Callable[[], object], open_it: Callable[[], object], why_not: str) -> QWidget:
    """A decision that waits for number, day and signer, with its next step."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(em(box, 0.5))
    unknown = "từ tháng đã tạm dừng" if one.kind == DECISION_LABELS[DecisionKind.RESUME] else "từ tháng ký"
    since = f"từ {one.since}" if one.since else unknown
    parts = (f"{one.kind}: {one.label}" if one.label else one.kind, since, f"{one.amount} đ" if one.amount else "")
    words = ", ".join(part for part in parts if part)
    if one.people > 1:
        words += f" (chung quyết định với {one.people - 1} người)"
    label = ToneLabel(f"Chờ số, ngày, người ký. {words}.", "soon")
    row.addWidget(label, 1)
    look = Button("Xem", tip=f"Xem quyết định: {words}")
    look.setAccessibleName(f"Xem quyết định {words}")
    look.clicked.connect(lambda _checked=False: open_it())
    sign = Button("Ghi số, ngày", "pencil", tip=f"Ghi số, ngày, người ký: {words}")
    sign.setAccessibleName(f"Ghi số, ngày của quyết định {words}")
    sign.clicked.connect(lambda _checked=False: enter())
    if why_not:
        sign.forbid(why_not)
    for button in (look, sign):
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return box


def entitlement_block(one: EntitlementView, offers: Offers, why_not: str) -> QWidget:
    """One entitlement: what it is now, its menu, its spans and decisions."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(em(box, 0.2))
    top = QHBoxLayout()
    top.addWidget(ToneLabel(one.label or one.kind, "accent"), 1)
    if one.runs and not one.suspended:
        top.addWidget(title_label(f"{format_amount(one.amount)} đ", 1.0), 0, Qt.AlignmentFlag.AlignTop)
    else:
        top.addWidget(ToneLabel(one.standing, "soon" if one.suspended else "quiet", wrap=False))
    column.addLayout(top)
    about = QHBoxLayout()
    group = "" if one.guarded else f"nhóm {one.group}" if one.group else "chưa nhận ra nhóm"
    parts = (one.kind if one.kind != one.label else "", group, one.origin.lower(), one.other)
    about.addWidget(ToneLabel("  ·  ".join(part for part in parts if part), "quiet", factor=0.95), 1)
    name = f"Lập quyết định cho {one.label or one.kind}"
    about.addWidget(menu_button("Quyết định…", name, offers(one), why_not=why_not), 0, Qt.AlignmentFlag.AlignTop)
    column.addLayout(about)
    column.addLayout(_spans(box, one.spans))
    for each in one.decisions:
        if words := _decided(each):
            label = ToneLabel(words, "quiet", factor=0.92)
            label.setContentsMargins(em(box, INDENT_EM), 0, 0, 0)
            column.addWidget(label)
    return box


def _spans(box: QWidget, spans: Sequence[SpanView]) -> QGridLayout:
    """Months, amount, coefficient and decision of each span, the latest first."""
    grid = QGridLayout()
    grid.setContentsMargins(em(box, INDENT_EM), 0, 0, 0)
    grid.setHorizontalSpacing(em(box, 0.8))
    grid.setVerticalSpacing(em(box, 0.1))
    grid.setColumnStretch(3, 1)
    for row, span in enumerate(spans):
        resting = span.standing != "Đang hưởng"
        tone: Tone = "soon" if resting else "text"
        since = span.since or "chưa rõ"
        months = since if since == span.until else f"{since} - {span.until}" if span.until else f"từ {since}"
        amount = span.standing.lower() if resting else f"{span.amount} đ" if span.amount else "chưa rõ mức"
        made = f"hệ số {span.coefficient}" if span.coefficient and not resting else ""
        decision = f"quyết định {span.decision}" if span.decision else ""
        told = "  ·  ".join(part for part in (made, span.table.lower(), decision) if part)
        grid.addWidget(ToneLabel(months, "quiet", wrap=False), row, 0, Qt.AlignmentFlag.AlignTop)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        grid.addWidget(ToneLabel(amount, tone, wrap=False), row, 1, right)
        grid.addWidget(ToneLabel(told, "quiet", factor=0.95), row, 3)
    return grid


def _decided(one: DecisionView) -> str:
    """A decision with its reason in one sentence; "" for one that says nothing more than the spans do."""
    if one.state == "Chờ số, ngày, người ký":
        return ""
    parts = [f"{one.kind} số {one.number}" if one.number else one.kind]
    parts += [f"ngày {one.day}"] if one.day else []
    parts += [f"{one.signer} ký"] if one.signer else []
    parts += ["đã hủy"] if one.state == "Đã hủy" else []
    said = ", ".join(parts)
    why = one.why.rstrip(".")
    told = ". ".join(part for part in (said, why, one.article) if part)
    return "" if told == one.kind else f"{told}."
