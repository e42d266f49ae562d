"""A list that comes after the take-over: what it says otherwise of an entitlement is shown and changes nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from models.benefits.entitlements.taking_over import TakeOver, take_over
from models.benefits.tables import BenefitLine
from models.imports.lists.facts import RowKey
from models.imports.matching.differences import BY_DECISION
from models.imports.planning.plan import RowChoice
from models.imports.services import undo_import
from models.people.dated import known
from models.store.dates import Month
from models.store.errors import RuleError
from models.store.store import Store
from tests.imports.test_storing import AN, bring_in, look, office, sheet
from tests.store.fixtures import CLERK

__all__ = ["office"]
OTHER: list[Any] = [*AN[:7], "2,0", 1_080_000, *AN[9:]]


def amounts(store: Store) -> list[tuple[int | None, int | None]]:
    """Coefficient and amount of every line as known now."""
    with store.read() as session:
        found = select(BenefitLine.coefficient, BenefitLine.amount).where(known(BenefitLine, None))
        return [(row[0], row[1]) for row in session.execute(found)]


def test_another_amount_of_an_entitlement_is_told_and_not_taken(office: Store) -> None:
    bring_in(office, sheet(AN))
    office.transact("Tiếp nhận", CLERK, take_over, TakeOver(Month(202610)))
    understanding, verdicts, _, _ = look(office, sheet(OTHER))
    (change,) = [one for one in verdicts[0].changes if one.field == BY_DECISION]
    assert (change.old.split(",")[0], change.new.split(",")[0]) == ("810.000", "1.080.000")
    assert not {"amount", "coefficient"} & {one.field for one in verdicts[0].changes}
    key: RowKey = understanding.rows[0].key
    bring_in(office, sheet(OTHER), {key: replace(RowChoice(), take=frozenset({BY_DECISION, "amount", "coefficient"}))})
    assert amounts(office) == [(150, 810_000)]


def test_an_import_whose_lines_became_entitlements_is_not_undone(office: Store) -> None:
    batch = bring_in(office, sheet(AN)).batch_id
    office.transact("Tiếp nhận", CLERK, take_over, TakeOver(Month(202610)))
    with pytest.raises(RuleError, match="Không hoàn tác được"):
        office.transact("Hoàn tác", CLERK, undo_import, batch)
