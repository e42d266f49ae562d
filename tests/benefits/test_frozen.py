"""Payment lists kept as facts: the same list comes back with number, date and signer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.benefits.frozen import demand_readable, desk_again, finance_again
from models.benefits.papers import Letterhead, PaymentEntry, PaymentList, desk_copy, payment_list
from models.office.paper_facts import content_of, kept_facts
from models.office.paper_rules import PaperEntry, PaperKind
from models.store.dates import Month
from models.store.errors import RuleError
from printing.benefits import payment_pdf
from printing.office.paper import paper_pdf
from tests.printing.reading import PRINTED_AT, joined, pdf_text

ENTRY = PaperEntry(12, "DS-UBND", date(2026, 11, 20), "Lê Văn Ký", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))


def made() -> PaymentList:
    entries = [
        PaymentEntry("Thôn 1", "000001-9", "Nguyễn Thị Mẫu", "1950", 540_000, id_number="001150000001", group="K5a"),
        PaymentEntry("Thôn 2", "000002-7", "Trần Văn Thử", "1960", 810_000, sex="male", coefficient=150, arrears=5),
    ]
    head = Letterhead("ỦY BAN NHÂN DÂN XÃ MẪU", "Mẫu", sign="DS-UBND")
    return payment_list(entries, letterhead=head, month=Month(202611))


def test_both_copies_come_back() -> None:
    finance = made()
    desk = desk_copy(finance)
    blank = PaperEntry(sign="DS-UBND")
    assert finance_again(content_of(kept_facts(finance, {})), blank) == finance
    assert desk_again(content_of(kept_facts(desk, {})), blank) == desk


def test_the_signer_stands_in_the_last_column_of_the_finance_copy_alone() -> None:
    finance = made()
    again = finance_again(content_of(kept_facts(finance, {})), ENTRY)
    assert again.signatories[:-1] == finance.signatories[:-1]
    last = again.signatories[-1]
    assert (last.titles, last.name) == (("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Lê Văn Ký")
    assert last.hint == finance.signatories[-1].hint
    desk = desk_again(content_of(kept_facts(desk_copy(finance), {})), ENTRY)
    assert desk.signatories == desk_copy(finance).signatories
    assert (desk.letterhead.number, desk.letterhead.signed_on) == ("12", date(2026, 11, 20))


def test_each_kind_is_drawn_as_its_own_copy() -> None:
    finance = made()
    for kind, copy in ((PaperKind.PAYMENT_FINANCE, finance), (PaperKind.PAYMENT_DESK, desk_copy(finance))):
        drawn = paper_pdf(kind, kept_facts(copy, {}), ENTRY, printed_at=PRINTED_AT)
        text = joined(pdf_text(drawn))
        assert joined(["Số: 12/DS-UBND"]) in text
        assert ("001150000001" in text) is (kind is PaperKind.PAYMENT_FINANCE)
        assert drawn != payment_pdf(replace(copy), printed_at=PRINTED_AT)


OF_SUMS = {PaperKind.POSTING, PaperKind.DRAWING, PaperKind.SETTLEMENT, PaperKind.RECOVERY_LETTER}


@pytest.mark.parametrize(
    ("rights", "readable"),
    [
        ({"all"}, set(PaperKind)),
        ({"grounds", "numbers"}, set(PaperKind)),
        ({"numbers"}, {*OF_SUMS, PaperKind.PAYMENT_DESK}),
        ({"grounds"}, {*OF_SUMS, PaperKind.SUMMARY, PaperKind.BRIDGE, PaperKind.CITIZEN_SLIP}),
        (set(), OF_SUMS),
    ],
)
def test_a_kept_list_is_read_by_who_might_make_it(rights: set[str], readable: set[PaperKind]) -> None:
    def may(kind: PaperKind) -> bool:
        try:
            demand_readable(kind, rights)
        except RuleError:
            return False
        return True

    assert {kind for kind in PaperKind if may(kind)} == readable
