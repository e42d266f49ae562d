"""Asking the program what is due, as FACTS.json and the command line do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from models.law.assess import Assessment, assess
from models.law.book import shipped_book
from models.law.facts import parse_facts
from models.store.dates import parse_month

NOW = date(2026, 11, 22)


def ask(facts: Mapping[str, Any], month: str, known_on: date = NOW) -> Assessment:
    """What the facts are due in a month ("2026-11") under the law known on a day."""
    when = parse_month(month)
    return assess(parse_facts(dict(facts)), when, shipped_book().at(when, known_on))


def payable(found: Assessment) -> dict[str, int]:
    """The paid lines: group -> amount; their sum is the total."""
    paid = {line.group: line.amount for line in found.payable}
    assert sum(paid.values()) == found.total
    assert len(paid) == len(found.payable)
    return paid
