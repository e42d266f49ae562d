"""Rules of a paper's life: prepared with blanks, entered, issued and then frozen, cancelled and perhaps replaced.

Number, date and signer often come days after the list was made, from the records clerk (benefits.md 15.2, 3). Numbers
run by body, series and year (NĐ 30/2020/NĐ-CP, Điều 15). Pure functions; nothing here reads a store.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.office.rules import paper_number
from models.store.errors import RuleError
from models.store.vietnamese import tidy

HIGHEST_NUMBER = 99_999
LISTS, DECISIONS, PROPOSALS, REPORTS, NOTICES, SLIPS = "DS", "QĐ", "TTr", "BC", "TB", "PB"
"""Series of numbers of a body: lists, decisions on benefits, proposals, reports, letters, slips for citizens."""


class PaperKind(StrEnum):
    """What a paper is."""

    POSTING = "posting"
    PAYMENT_FINANCE = "payment_finance"
    PAYMENT_DESK = "payment_desk"
    DECISION = "decision"
    PROPOSAL = "proposal"
    INCREASE = "increase"
    DECREASE = "decrease"
    SUMMARY = "summary"
    BRIDGE = "bridge"
    DRAWING = "drawing"
    SETTLEMENT = "settlement"
    RECOVERY_LETTER = "recovery_letter"
    CITIZEN_SLIP = "citizen_slip"

    @property
    def series(self) -> str:
        """The body's series that numbers it."""
        return _SERIES.get(self, LISTS)

    @property
    def own_number(self) -> bool:
        """The pay-desk copy carries the number of its finance copy; the others have their own."""
        return self is not PaperKind.PAYMENT_DESK

    @property
    def signed(self) -> bool:
        """The pay-desk copy is signed by whoever pays out, a slip for citizens by nobody; the others by a signer."""
        return self not in (PaperKind.PAYMENT_DESK, PaperKind.CITIZEN_SLIP)


class PaperState(StrEnum):
    """Where a paper stands in its life."""

    PREPARED = "prepared"
    ENTERED = "entered"
    ISSUED = "issued"
    CANCELLED = "cancelled"


_SERIES = {
    PaperKind.DECISION: DECISIONS,
    PaperKind.PROPOSAL: PROPOSALS,
    PaperKind.SUMMARY: REPORTS,
    PaperKind.BRIDGE: REPORTS,
    PaperKind.SETTLEMENT: REPORTS,
    PaperKind.RECOVERY_LETTER: NOTICES,
    PaperKind.CITIZEN_SLIP: SLIPS,
}
KIND_LABELS: dict[str, str] = {
    PaperKind.POSTING.value: "Danh sách niêm yết",
    PaperKind.PAYMENT_FINANCE.value: "Danh sách chi trả",
    PaperKind.PAYMENT_DESK.value: "Danh sách phát tiền",
    PaperKind.DECISION.value: "Quyết định",
    PaperKind.PROPOSAL.value: "Tờ trình",
    PaperKind.INCREASE.value: "Danh sách tăng",
    PaperKind.DECREASE.value: "Danh sách giảm",
    PaperKind.SUMMARY.value: "Tổng hợp chi trả",
    PaperKind.BRIDGE.value: "Thuyết minh tăng, giảm",
    PaperKind.DRAWING.value: "Giấy đề nghị rút dự toán",
    PaperKind.SETTLEMENT.value: "Bảng quyết toán chi trả",
    PaperKind.RECOVERY_LETTER.value: "Thông báo nộp lại tiền",
    PaperKind.CITIZEN_SLIP.value: "Phiếu báo cho người dân",
}
STATE_LABELS: dict[str, str] = {
    PaperState.PREPARED.value: "Chờ số, ngày, người ký",
    PaperState.ENTERED.value: "Đủ số, ngày, người ký",
    PaperState.ISSUED.value: "Đã phát hành",
    PaperState.CANCELLED.value: "Đã hủy",
}


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """What comes after the list was made. `sign` follows the number; `signer_lines` stand above the signature."""

    number: int | None = None
    sign: str = ""
    signed_on: date | None = None
    signer_name: str = ""
    signer_lines: tuple[str, ...] = ()

    @property
    def number_text(self) -> str:
        """ "05": a number below ten gets a zero before it (NĐ 30/2020, Phụ lục I); empty without one."""
        return "" if self.number is None else f"{self.number:02d}"

    @property
    def shown_number(self) -> str:
        """ "05/DS-UBND"; empty without a number."""
        return "" if self.number is None or not self.sign else paper_number(self.number, self.sign)


def missing(kind: PaperKind, entry: PaperEntry) -> tuple[str, ...]:
    """What still has to be entered before the paper can be issued, in words."""
    wanted = (
        (entry.sign != "" and entry.number is None, "số"),
        (entry.signed_on is None, "ngày ký"),
        (kind.signed and not entry.signer_name, "người ký"),
    )
    return tuple(words for lacks, words in wanted if lacks)


def check_number(number: int | None) -> None:
    """A number of a paper is 1 to 99999; raises RuleError (field "number")."""
    if number is not None and not 1 <= number <= HIGHEST_NUMBER:
        raise RuleError("Số của văn bản từ 1 đến 99999.", field="number", code="number_out_of_range")


def check_day(signed_on: date | None, today: date) -> None:
    """A paper is not signed in the future; raises RuleError (field "signed_on")."""
    if signed_on is not None and signed_on > today:
        raise RuleError("Ngày ký chưa tới. Hãy ghi sau khi đã ký.", field="signed_on", code="signed_in_future")


def checked_reason(reason: str) -> str:
    """The tidied reason of a cancelling; raises RuleError (field "reason") when it says nothing."""
    words = tidy(reason)
    if not any(character.isalpha() for character in words):
        raise RuleError("Hãy ghi lý do hủy: người đọc sau này cần biết.", field="reason", code="reason_missing")
    return words
