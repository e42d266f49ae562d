"""The fee and the yearly estimate on the command line, and that the money papers take them."""

from __future__ import annotations

from typing import Any

from tests.desktop.commands import Cli

PAPER = ("--document", "12/2025/QĐ-UBND")


def asked(cli: Cli, *arguments: str) -> Any:
    found = cli("month", "terms", *arguments, "--json")
    assert found.code == 0, found.err
    return found.json


def test_terms_are_kept_listed_and_removed(cli: Cli) -> None:
    fee = asked(cli, "fee", "0,5", "--from", "2026-01", *PAPER)
    assert (fee["since"], fee["value"], fee["shown"]) == ("2026-01", 50, "0,5 %")
    estimate = asked(cli, "estimate", "2026", "9000000000", *PAPER)
    assert estimate["shown"] == "9.000.000.000 đồng"
    assert [one["kind"] for one in asked(cli, "list")["terms"]] == ["fee", "estimate"]
    asked(cli, "remove", str(fee["id"]))
    assert [one["kind"] for one in asked(cli, "list")["terms"]] == ["estimate"]
    assert "Dự toán năm 2026: 9.000.000.000 đồng" in cli("month", "terms", "list").out
