"""What is told of benefits before two records become one must be what the merge then leaves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.benefits.lines import lines_of
from models.benefits.merged import merged_lines
from models.benefits.queries import amounts
from models.benefits.services import LineDetails, NewLine, add_line
from models.people.merging import MergePeople, merge_people
from models.store.dates import Month
from tests.people.commune import DAY, Office

SEVERE = LineDetails("Người khuyết tật nặng", 810_000, "K6N", 150, start_month=Month(202301))


@pytest.mark.parametrize(
    ("other", "paid", "total", "folded"),
    [
        (SEVERE, 1, 810_000, 1),
        (replace(SEVERE, amount=750_000), 2, 1_560_000, 0),
        (replace(SEVERE, stop_month=Month(202501)), 1, 810_000, 0),
        (replace(SEVERE, amount=None), 2, 810_000, 0),
    ],
)
def test_the_sum_told_is_the_sum_paid(office: Office, other: LineDetails, paid: int, total: int, folded: int) -> None:
    keep, lost = office.person("Nguyễn Thị Hạnh"), office.person("Nguyễn Thị Hạnh")
    office.do(add_line, NewLine(keep, SEVERE))
    office.do(add_line, NewLine(lost, other))
    with office.store.read() as session:
        told = merged_lines(session, keep, lost, DAY, grounds="open")
    assert (told.paid, told.total, told.folded) == (paid, total, folded)
    office.do(merge_people, MergePeople(keep, lost, {}))
    with office.store.read() as session:
        left = {row.id for row in lines_of(session, keep, DAY, grounds="open")}
        assert amounts(session, [keep], Month(202611)) == {keep: total}
    assert {row.id for row in told.rows} == left
