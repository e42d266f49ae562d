"""The paper of a decision from the store: whom it names, on what grounds, and that it says what took effect."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.benefits.entitlements.of_papers import PrintDecisions, print_decisions
from models.benefits.entitlements.papers import DecisionPaper, decision_again, kept_decision
from models.benefits.entitlements.preparing import cited_proposal, citizen_slips, decision_paper
from models.benefits.entitlements.rules import DecisionKind
from models.benefits.entitlements.services import Item, PrepareDecision, prepare_decision
from models.office import paper_queries
from models.office.paper_facts import content_of, kept_facts
from models.office.paper_rules import PaperKind
from models.office.paper_services import EnterPaper, enter_paper, prepare_paper
from models.people.tables import BankAccount
from models.store.dates import Month
from models.store.errors import RuleError
from models.store.work import Outcome, Work
from tests.benefits.entitlements.test_decisions import spans, taken
from tests.office.test_papers import signer
from tests.people.commune import DAY, Office

OCTOBER, DECEMBER = Month(202610), Month(202612)


def granting(office: Office, name: str, group: str, **more: object) -> int:
    item = Item(office.person(name, "1980-03-05"), kind="allowance", group_code=group, label="x", from_month=OCTOBER)
    item = replace(item, law_table="central", base_rate=540_000, amount=810_000, coefficient=150)
    made: int = office.do(
        prepare_decision,
        PrepareDecision(DecisionKind.GRANT, (replace(item, **more),)),  # type: ignore[arg-type]  # any field
    )
    return made


def printed(office: Office, *decisions: int) -> int:
    made: DecisionPaper = office.read(decision_paper, decisions, DAY)
    paper = replace(kept_decision(made), facts=kept_facts(made, {}))
    number: int = office.do(print_decisions, PrintDecisions(decisions, paper))
    return number


def kept(office: Office, paper: int) -> DecisionPaper:
    view = office.read(paper_queries.paper, paper)
    assert view is not None
    return decision_again(content_of(office.read(paper_queries.facts, paper)), view.entry)


def test_a_stop_names_person_ground_month_and_what_was_due(office: Office) -> None:
    person, entitlement = taken(office)
    item = Item(person, entitlement, from_month=DECEMBER, why="Mất ngày 15/11/2026")
    decision = office.do(prepare_decision, PrepareDecision(DecisionKind.STOP, (item,)))
    made = office.read(decision_paper, [decision], DAY)
    [told] = made.people
    assert (told.name, told.born, told.village, told.before) == ("Nguyễn Văn Mẫu", "05/03/1986", "Thôn 1", 750_000)
    assert "khuyết tật nặng" in told.what
    assert "Điều 5" in told.clause
    assert (told.steps[0].month, told.steps[0].amount, told.why) == (DECEMBER, None, "Mất ngày 15/11/2026")
    assert (made.office, made.secret, made.subject) == ("xã Mẫu", False, "Về việc thôi hưởng trợ cấp xã hội hằng tháng")
    assert [words for words in made.grounds if "335/2026" in words]
    assert not [words for words in made.grounds if "20/2021" in words]


def test_a_secret_decision_is_neutral_and_goes_into_no_annex(office: Office) -> None:
    secret, plain = granting(office, "Lê Thị Bích", "K8"), granting(office, "Trần Văn An", "K6N")
    made = office.read(decision_paper, [secret], DAY)
    assert made.secret
    assert (made.people[0].what, made.people[0].clause, made.reason) == ("", "", "")
    assert "HIV" not in repr(made)
    assert "K8" not in repr(made)
    with pytest.raises(RuleError, match="tờ riêng"):
        office.read(decision_paper, [secret, plain], DAY)
    slip = office.read(citizen_slips, [secret], DAY).slips[0]
    assert dict(slip.parts)["Vì sao"] == "Theo hồ sơ của ông (bà)."


def test_decisions_of_other_kinds_and_cancelled_ones_are_refused(office: Office) -> None:
    person, entitlement = taken(office)
    stop = office.do(
        prepare_decision, PrepareDecision(DecisionKind.STOP, (Item(person, entitlement, from_month=DECEMBER),))
    )
    grant = granting(office, "Trần Văn An", "K6N")
    for decisions, code in (([stop, grant], "other_kind"), ([99], "decision_gone")):
        with pytest.raises(RuleError) as refused:
            office.read(decision_paper, decisions, DAY)
        assert refused.value.code == code


def test_the_paper_says_what_took_effect_on_the_day_of_signing(office: Office) -> None:
    signer(office)
    decisions = granting(office, "Trần Văn An", "K6N"), granting(office, "Lê Văn Ba", "K6N")
    paper = printed(office, *decisions)
    before = kept(office, paper)
    assert [one.month_of(one.people[0], one.people[0].steps[0]) for one in (before,)] == [None]
    office.do(enter_paper, EnterPaper(paper, 15, date(2026, 11, 20), 1))
    after = kept(office, paper)
    [first, _] = after.people
    assert after.month_of(first, first.steps[0]) == 202611
    entitlement = 1
    [(start, _, amount, _)] = spans(office, entitlement)
    assert (start, amount) == (202611, first.steps[0].amount)
    assert after.signatory.name == "Lê Văn Ký"
    assert after.letterhead.number == "15"


def test_a_decision_cites_its_proposal(office: Office) -> None:
    signer(office)
    decision = granting(office, "Trần Văn An", "K6N")
    proposal = office.read(decision_paper, [decision], DAY, as_proposal=True)
    assert proposal.letterhead.superior == "ỦY BAN NHÂN DÂN XÃ MẪU"
    paper = office.do(prepare_paper, replace(kept_decision(proposal), facts=kept_facts(proposal, {})))
    view = office.read(paper_queries.paper, paper)
    assert view is not None
    assert view.kind is PaperKind.PROPOSAL
    assert "....../TTr-VHXH" in office.read(cited_proposal, paper)
    office.do(enter_paper, EnterPaper(paper, 3, date(2026, 11, 19), 1))
    cited = office.read(cited_proposal, paper)
    assert cited == "số 03/TTr-VHXH ngày 19 tháng 11 năm 2026"
    made = office.read(decision_paper, [decision], DAY, cited=cited)
    assert made.cited == cited
    with pytest.raises(RuleError) as refused:
        office.read(cited_proposal, 99)
    assert refused.value.code == "not_a_proposal"


def test_the_slip_of_care_support_goes_to_the_carer_and_names_the_bank(office: Office) -> None:
    carer = office.person("Ngô Thị Hoa", "1980")

    def account(work: Work, person: int) -> Outcome[None]:
        work.add(BankAccount(person_id=person, number="8801205123456", bank="Agribank", known_since=work.instant))
        return Outcome(None)

    office.do(account, carer)
    item = Item(
        office.person("Đỗ Văn Dũng", "1950"), kind="care_support", group_code="CS-HGD", label="x", carer_id=carer
    )
    command = PrepareDecision(DecisionKind.GRANT, (replace(item, from_month=OCTOBER, amount=540_000, coefficient=100),))
    decision = office.do(prepare_decision, command)
    [person] = office.read(decision_paper, [decision], DAY).people
    assert person.other == "Ngô Thị Hoa"
    [slip] = office.read(citizen_slips, [decision], DAY).slips
    assert slip.to == "ông (bà) Ngô Thị Hoa (về ông, bà Đỗ Văn Dũng), Thôn 1"
    assert "8801205123456" not in repr(slip)
