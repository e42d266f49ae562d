"""What a change of the law comes to, in sentences; and its sums alone, as the switch of a document keeps them."""

from __future__ import annotations

from typing import Any

from models.benefits.entitlements.law_change import LawChange
from models.benefits.entitlements.law_decisions import PreparedLawChange
from models.store.money import format_amount


def signed(amount: int) -> str:
    """ "+90.000", "−60.000" or "0"."""
    return f"{'+' if amount > 0 else '−' if amount < 0 else ''}{format_amount(abs(amount))}"


def told(found: LawChange) -> str:
    """The whole preview in two sentences."""
    gains = sum(one.monthly > 0 or one.arrears > 0 for one in found.changes)
    people = len({one.person_id for one in found.changes})
    loses = sum("loses" in one.pending for one in found.pending)
    return (
        f"{format_amount(gains)} khoản tăng, {format_amount(loses)} giảm, {format_amount(found.same)} không đổi, "
        f"xét riêng {format_amount(len(found.pending))}. Quyết định chung: {format_amount(people)} người, mỗi tháng "
        f"{signed(found.monthly)} đồng, truy lĩnh {signed(found.arrears)} đồng."
    )


def prepared_words(done: PreparedLawChange) -> str:
    """What was prepared, in a sentence."""
    count = len(done.single) + (done.common is not None)
    return (
        f"Đã lập {count} quyết định cho {format_amount(done.people)} người, đang chờ số, ngày, người ký. Mỗi tháng "
        f"{signed(done.monthly)} đồng, truy lĩnh {signed(done.arrears)} đồng. Bước tiếp: in, ký, ghi số, ngày."
    )


def preview_sums(found: LawChange) -> dict[str, Any]:
    """What the switch keeps of the preview: sums alone, no person."""
    return {
        "since": found.since,
        "payout": found.payout,
        "changes": len(found.changes),
        "pending": len(found.pending),
        "same": found.same,
        "monthly": found.monthly,
        "arrears": found.arrears,
    }
