"""The command line's JSON against the slow computation: every field of the answer, on random people."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

from desktop.commands.law import law
from tests.law import slow
from tests.law.people import Facts, eight_months, known_now, known_then, month_text, person

PEOPLE = 3_000
FIELDS = {"month", "known_on", "law", "lines", "total", "missing"}
LINE_FIELDS = {"kind", "group", "table", "base_rate", "coefficient", "amount", "payable", "basis", "why"}
SIGNED = {
    "20/2021/NĐ-CP": 0,
    "76/2024/NĐ-CP": 1,
    "147/2025/NĐ-CP": 2,
    "176/2025/NĐ-CP": 3,
    "63/2025/NQ-HĐND": 4,
    "335/2026/NĐ-CP": 9,
}
RATE_OF = {360_000: "20/2021/NĐ-CP", 500_000: "76/2024/NĐ-CP", 540_000: "335/2026/NĐ-CP", 650_000: "63/2025/NQ-HĐND"}


def asked(folder: Path, facts: Facts, month: str, known_on: str) -> dict[str, Any]:
    """What `law assess` prints."""
    file = folder / "facts.json"
    file.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    found = CliRunner().invoke(law, ["assess", str(file), "--month", month, "--known-on", known_on, "--json"])
    assert found.exit_code == 0, found.output
    told: dict[str, Any] = json.loads(found.output)
    return told


def kind_of(group: str) -> str:
    if group == "HTXH":
        return "social_pension"
    return "care_support" if group.startswith("CS-") else "allowance"


def check_line(line: dict[str, Any], documents: list[str]) -> None:
    """A line says how its amount comes about, and on which documents it stands."""
    assert set(line) == LINE_FIELDS
    assert line["kind"] == kind_of(line["group"])
    if line["coefficient"] is None:
        assert line["base_rate"] == line["amount"]
        assert line["group"] in {"HTXH", "old K5c"}
    else:
        assert line["coefficient"] == f"{Decimal(line['coefficient']):.1f}"
        assert line["base_rate"] * Decimal(line["coefficient"]) == line["amount"]
        assert not line["payable"] or RATE_OF[line["base_rate"]] in documents
    assert "Điều" in line["basis"]
    assert line["why"].endswith(".")


@pytest.mark.drill
def test_the_printed_answer(tmp_path: Path, drill_count: Callable[[int], int]) -> None:
    for seed in range(4_000_000, 4_000_000 + drill_count(PEOPLE)):
        random = Random(seed)
        months = eight_months(random)
        facts = person(random, months)
        known_on = random.choice((known_then(random, months[0]), known_now(random)))
        month = month_text(months[0])
        told = asked(tmp_path, facts, month, known_on.isoformat())
        assert set(told) == FIELDS
        assert (told["month"], told["known_on"]) == (month, known_on.isoformat())
        expected = slow.due(facts, month, known_on)
        payable = [line for line in told["lines"] if line["payable"]]
        lines = frozenset(slow.Line(line["group"], line["table"], line["amount"]) for line in payable)
        assert (told["total"], lines, len(payable)) == (expected.total, expected.lines, len(lines)), f"seed {seed}"
        order = [SIGNED[number] for number in told["law"] if number in SIGNED]
        assert order == sorted(order)
        for line in told["lines"]:
            check_line(line, told["law"])
