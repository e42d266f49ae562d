"""A decision on paper: the proposal is kept, the decision cites it, and what is entered on its paper lets it count."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.benefits.entitlements.histories import decision
from models.benefits.entitlements.rules import DecisionKind, DecisionState
from models.benefits.entitlements.services import Item
from models.office.paper_rules import PaperKind
from models.store.dates import Month
from tests.printing.reading import joined, pdf_text
from tests.ui.benefits.windows import of_group, prepared, taken_over
from tests.ui.frame.test_window import show
from tests.ui.paper.test_life import enter, keep, settled, signer
from tests.ui.paper.test_papers import made, notes
from ui.benefits.section import BenefitSection
from ui.desk import Desk
from ui.paper.decision_paper_page import SIGNED_WORDS, DecisionPaperPage


def opened(section: BenefitSection, number: int) -> DecisionPaperPage:
    section.home()
    section.open_decision_paper((number,))
    page = section.currentWidget()
    assert isinstance(page, DecisionPaperPage)
    return page


def test_a_proposal_its_decision_and_what_is_entered_on_paper(desk: Desk, qtbot: QtBot) -> None:
    signer(desk)
    span = of_group(taken_over(desk), "HTXH")
    number = prepared(desk, DecisionKind.STOP, Item(span.person_id, span.entitlement_id, from_month=Month(202612)))
    section = BenefitSection(desk)
    desk.stale.connect(section.renew)
    show(section, qtbot)
    page = opened(section, number)
    assert "proposal" not in page.form.fields, "no proposal is kept yet"
    page.form.fields["sheet"].restore("proposal")
    proposal = keep(section, qtbot)
    assert proposal.view is not None
    assert proposal.view.kind is PaperKind.PROPOSAL
    page = opened(section, number)
    page.form.fields["proposal"].restore(str(proposal.paper_id))
    paper = keep(section, qtbot)
    assert joined(["tại Tờ trình số ........./TTr-VHXH"]) in joined(pdf_text(paper.pdf))
    enter(paper, qtbot, number="15", signed_on="20/11/2026")
    settled(paper, qtbot)
    with desk.read() as session:
        row = decision(session, number)
    assert row is not None
    assert (row.state, row.number, row.paper_id) == (DecisionState.ENTERED, "15/QĐ-UBND", paper.paper_id)
    page = opened(section, number)
    made(page, qtbot)
    assert SIGNED_WORDS in notes(page)
    assert not page.keep_button.isEnabled(), "it stands on its paper already"
    qtbot.mouseClick(page.keep_button, Qt.MouseButton.LeftButton)
    assert section.currentWidget() is page
    section.close_pages()
    section.close()
