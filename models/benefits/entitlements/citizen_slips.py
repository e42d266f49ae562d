"""What a citizen takes home of a decision, in plain words: what, from when, why, how, what to bring, where to complain.

Promises: a ground that tells of HIV/AIDS stands nowhere on it (privacy.md 11.1), and no account number. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from models.benefits.entitlements.papers import ENDING_KINDS, MONEY_KINDS, DecidedPerson, DecisionPaper
from models.benefits.entitlements.rules import DecisionKind
from models.benefits.secrecy import mentions_hiv
from models.office.paper_rules import KIND_LABELS, PaperEntry, PaperKind
from models.office.paper_services import PreparePaper
from models.store.dates import Month, month_display, month_of
from models.store.frozen import thaw
from models.store.money import format_amount

BRING = (
    "Căn cước (hoặc căn cước điện tử trên VNeID). Người nhận thay mang căn cước của mình và giấy ủy quyền có xác nhận."
)
COMPLAIN = (
    "Hỏi tại {department}, Ủy ban nhân dân {office}. Không đồng ý thì khiếu nại với Chủ tịch Ủy ban nhân dân {office} "
    "trong 90 ngày kể từ ngày nhận quyết định (Điều 9 Luật Khiếu nại)."
)
SIGN = "PB-UBND"
"""What follows the number of slips; they have a series of their own."""
CASH = "Nhận tiền mặt tại điểm chi trả của thôn, tổ dân phố"
BY_FILE = "Theo hồ sơ của ông (bà)."
_ENDED = {
    DecisionKind.SUSPEND: "Tạm dừng {}",
    DecisionKind.STOP: "Thôi hưởng {}",
    DecisionKind.TRANSFER_OUT: "Thôi nhận {} tại đây; nơi cư trú mới chi trả tiếp",
}


@dataclass(frozen=True, slots=True)
class CitizenSlip:
    """One slip: to whom, and the heads with what stands under them."""

    to: str
    decision: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CitizenSlips:
    """The slips of one office, under its name and that of its department; `number` "" as long as they have none."""

    body: str
    department: str
    slips: tuple[CitizenSlip, ...]
    sign: str = ""
    number: str = ""


def slips_of(paper: DecisionPaper, ways: Mapping[tuple[str, bool], str], today: Month) -> CitizenSlips:
    """A slip for each person of a decision; `ways` tells into which bank the money goes.

    Its keys are the person's code, and whether somebody else is paid for them (a carer).
    """
    slips = tuple(_slip(paper, one, ways.get((one.code, bool(one.other)), ""), today) for one in paper.people)
    return CitizenSlips(paper.letterhead.body, paper.department, slips, SIGN)


def kept_slips(facts: CitizenSlips) -> PreparePaper:
    """What is kept of slips; their facts still to be packed."""
    [first, *more] = facts.slips
    who = f"{len(facts.slips)} người" if more else first.to
    about = "" if mentions_hiv(who) else f" - {who}"
    kind = PaperKind.CITIZEN_SLIP
    title = f"{KIND_LABELS[kind]}{about}"
    return PreparePaper(kind, "committee", title, b"", len(facts.slips), sign=facts.sign)


def slips_again(content: Any, entry: PaperEntry) -> CitizenSlips:
    """Kept slips with number and date. Raises ValueError for strange facts."""
    made: CitizenSlips = thaw(CitizenSlips, content)
    day = f" ngày {entry.signed_on:%d/%m/%Y}" if entry.signed_on is not None else ""
    return replace(made, sign=entry.sign, number=f"{entry.shown_number}{day}" if entry.shown_number else "")


def _slip(paper: DecisionPaper, person: DecidedPerson, bank: str, today: Month) -> CitizenSlip:
    parts = [("Nội dung", _what(paper, person)), ("Từ khi nào", _since(paper, person, today))]
    parts.append(("Vì sao", _why(paper, person)))
    if paper.kind not in ENDING_KINDS and paper.kind is not DecisionKind.RECOVER:
        way = f"Chuyển vào tài khoản tại {bank}" if bank else CASH
        parts += [("Nhận tiền", f"{way}."), ("Mang theo", BRING)]
    told = COMPLAIN.format(department=_department(paper), office=paper.office)
    return CitizenSlip(_to(person), _decision(paper), (*parts, ("Hỏi, khiếu nại", told)))


def _to(person: DecidedPerson) -> str:
    family = "gia đình " if person.dead else ""
    who = f"{family}ông (bà) {person.other}" if person.other else f"{family}ông (bà) {person.name}"
    about = f" (về ông, bà {person.name})" if person.other else f", sinh năm {person.born[-4:]}" if person.born else ""
    return f"{who}{about}" + (f", {person.village}" if person.village else "")


def _decision(paper: DecisionPaper) -> str:
    head = paper.letterhead
    if not head.number or head.signed_on is None:
        return ""
    return f"Theo Quyết định số {head.number}/{head.sign} ngày {head.signed_on:%d/%m/%Y}"


def _what(paper: DecisionPaper, person: DecidedPerson) -> str:
    own = person.benefit or paper.benefit
    benefit = f"{own[:1].upper()}{own[1:]}"
    amount = person.steps[-1].amount
    if paper.kind in ENDING_KINDS:
        return f"{_ENDED[paper.kind].format(own)}."
    if paper.kind is DecisionKind.RECOVER:
        return f"Số tiền đã chi sai phải nộp lại: {format_amount(amount or 0)} đồng."
    if amount is None:
        return f"{benefit}."
    each = "một lần" if paper.kind in MONEY_KINDS else "mỗi tháng"
    old = f" (mức cũ {format_amount(person.before)} đồng)" if person.before and person.before != amount else ""
    return f"{benefit}: {format_amount(amount)} đồng {each}{old}."


def _since(paper: DecisionPaper, person: DecidedPerson, today: Month) -> str:
    if paper.kind in MONEY_KINDS:
        return "Kỳ chi trả gần nhất." if paper.kind is DecisionKind.FUNERAL else "Kể từ ngày nhận quyết định."
    first = paper.month_of(person, person.steps[0])
    if first is None:
        return "Từ tháng ký quyết định."
    said = f"Từ tháng {month_display(first)}."
    if paper.kind in ENDING_KINDS or first >= max(today, month_of(paper.signed_on or paper.on)):
        return said
    return f"{said} Tiền của các tháng trước được trả thêm trong kỳ chi trả gần nhất."


def _why(paper: DecisionPaper, person: DecidedPerson) -> str:
    if paper.secret:
        return BY_FILE
    said = person.why or paper.reason or (person.what and f"Đủ điều kiện theo diện: {person.what}")
    if not said or mentions_hiv(said):
        return BY_FILE
    said = said if said.endswith((".", "!")) else f"{said}."
    return said if not person.clause or person.clause in said else f"{said} Căn cứ: {person.clause}."


def _department(paper: DecisionPaper) -> str:
    words = paper.department or "PHÒNG VĂN HÓA - XÃ HỘI"
    return "Phòng Văn hóa - Xã hội" if words.upper() == "PHÒNG VĂN HÓA - XÃ HỘI" else words
