"""print: decisions, proposals, slips and a month's papers on the command line, from the paper to its effect."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.commands.papers_decisions import _tell
from models.benefits.entitlements.rules import DecisionKind
from models.office.services import SetSigner, set_signer
from models.people.codes import display_code
from tests.benefits.months.book import DEC, Given, give
from tests.desktop.commands import Cli
from tests.people.commune import Office
from tests.printing.reading import joined, pdf_text
from tests.printing.test_decision import AN, paper
from tests.store.fixtures import CLERK


@pytest.fixture
def months(cli: Cli) -> Cli:
    """Two people with benefits paid until 11/2026, one of a secret ground; a signer; 12/2026 is open."""
    with cli.opened() as store:
        office = Office(store, store.clock, cli.data)  # type: ignore[arg-type]  # the store's own clock
        for name, group, amount in (("Trần Văn An", "K6N", 810_000), ("Lê Thị Bích", "K8", 750_000)):
            person = office.person(name, "1980-05-01", id_number="")
            store.transact("Thử", CLERK, give, Given(person, amount, opened=DEC, group=group))
        signer = SetSigner("committee", "Lê Văn Ký", "head", "", date(2025, 7, 1))
        store.transact("Người ký", CLERK, set_signer, signer)
    assert cli("month", "opening", "2026-11").code == 0
    return cli


def printed(cli: Cli, *arguments: str) -> str:
    out = cli.folder / "paper.pdf"
    found = cli("print", *arguments, "--out", out, "--json")
    assert found.code == 0, found.err
    return joined(pdf_text(out.read_bytes()))


def test_a_printed_decision_takes_effect_with_its_number(months: Cli) -> None:
    made = months("benefits", "stop", display_code(1), "--from", "2026-12", "--reason", "Mất", "--json")
    assert made.code == 0, made.err
    number = str(months("benefits", "decisions", "--json").json["decisions"][0]["id"])
    assert "TỜTRÌNH" in printed(months, "proposal", number, "--keep")
    text = printed(months, "decision", number, "--proposal", "1", "--keep")
    assert "Vềviệcthôihưởng" in text
    assert "......../TTr-VHXH" in text
    assert "thôihưởng" in printed(months, "citizen-slip", number, "--one-per-page").lower()
    entered = months("papers", "issue", "2", "--number", "8", "--date", "2026-11-20", "--signer", "Lê Văn Ký", "--json")
    assert entered.json["state"] == "issued", entered.err
    row = months("benefits", "decisions", "--json").json["decisions"][0]
    assert (row["state"], row["number"]) == ("entered", "08/QĐ-UBND")
    assert months("month", "open", "2026-12", "--json").json["months"][0]["lines"] == 1
    assert "TrầnVănAn" in printed(months, "decrease", "--month", "2026-12")


def test_the_papers_of_a_month(months: Cli) -> None:
    assert months("month", "open", "2026-12").code == 0
    for name in ("increase", "decrease", "summary", "bridge"):
        text = printed(months, name, "--month", "2026-12")
        assert "Bích" not in text, name
        assert "K8" not in text, name
    assert "Bích" in printed(months, "payment", "--month", "2026-12", "--channel", "cash")
    for step in ("confirm", "send"):
        assert months("month", step, "2026-12").code == 0
    assert "0,5%" in printed(months, "drawing", "--month", "2026-12", "--fee", "0.5", "--keep")
    kept = months("papers", "list", "--json").json["papers"][0]
    assert (kept["kind"], kept["total"]) == ("drawing", 1_567_800)
    bank = months("print", "bank-file", "--month", "2026-12", "--out", months.folder / "bank.xlsx", "--json").json
    assert (bank["rows"], bank["total"]) == (0, 0)


@pytest.mark.parametrize(
    ("arguments", "code", "status"),
    [
        (("decision", "99"), "decision_gone", 1),
        (("increase", "--month", "2026-12"), "no_month", 1),
        (("drawing", "--month", "2026-11"), "not_confirmed", 1),
        (("settlement", "--month", "2026-11"), "not_reconciled", 1),
        (("drawing", "--month", "2026-11", "--fee", "abc"), "", 2),
    ],
)
def test_refusals_are_named(months: Cli, arguments: tuple[str, ...], code: str, status: int) -> None:
    found = months("print", *arguments, "--out", months.folder / "x.pdf", "--json")
    assert found.code == status, found.err
    if code:
        assert found.error["code"] == code
    assert not (months.folder / "x.pdf").exists()


def test_who_has_two_benefits_is_told_as_one_person(capsys: pytest.CaptureFixture[str]) -> None:
    _tell(
        paper(DecisionKind.ADJUST, AN, replace(AN, number=2, what="Người đơn thân")),
        Path("qd.pdf"),
        None,
        as_json=False,
    )
    assert "cho 1 người vào qd.pdf." in capsys.readouterr().out
