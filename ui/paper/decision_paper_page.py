"""Decisions on paper, or the proposal to make them: one sheet for one person, an annex for several of one kind."""

from __future__ import annotations

from models.benefits.entitlements.of_papers import PrintDecisions, print_decisions
from models.benefits.entitlements.papers import kept_decision
from models.benefits.entitlements.preparing import decision_paper
from models.benefits.frozen import demand_readable
from models.office.paper_rules import PaperKind
from models.office.paper_services import PreparePaper
from models.store.money import format_amount
from printing.benefits.decision import decision_pdf
from printing.benefits.decision_sheet import decision_xlsx
from ui.desk import Desk
from ui.forms.fields import ChoiceField
from ui.paper.paper_page import Makers, PaperPage, Prepared
from ui.theme import Tone

_SHEETS = (("decision", "Quyết định"), ("proposal", "Tờ trình đề nghị ban hành quyết định"))
KEEP_WORDS = "Lưu thành giấy tờ để ghi số, ngày, người ký: khi ấy quyết định có hiệu lực."


class DecisionPaperPage(PaperPage):
    """Keeping a decision binds it to its paper: what is entered on the paper lets the decision take effect."""

    def __init__(self, desk: Desk, decision_ids: tuple[int, ...]) -> None:
        words = "Căn cứ pháp lý theo ngày ký. Số, ngày, người ký để trống, ghi vào sổ sau khi ký."
        makers = Makers(decision_pdf, decision_xlsx)
        super().__init__(desk, "In quyết định", words, makers, self.prepare)
        self.decision_ids = decision_ids
        self.form.add(ChoiceField("sheet", "Tờ nào", _SHEETS, empty=None))
        self.form.settle()

    def prepare(self, values: dict[str, object]) -> Prepared:
        """Read the decisions; runs in a waiting thread."""
        as_proposal = values["sheet"] == "proposal"
        demand_readable(PaperKind.PROPOSAL if as_proposal else PaperKind.DECISION, self._desk.rights)
        with self._desk.read() as session:
            facts = decision_paper(session, self.decision_ids, self._desk.today, as_proposal=as_proposal)
        total = f", {format_amount(facts.total)} đồng" if facts.total else ""
        said: list[tuple[str, Tone]] = [(f"{len(facts.people)} người{total}.", "done")]
        if not as_proposal:
            said.append((KEEP_WORDS, "accent"))
        stem, history = ("to-trinh", "In tờ trình") if as_proposal else ("quyet-dinh", "In quyết định")
        return Prepared(facts, said, f"{stem}-{self.decision_ids[0]}", history, kept_decision(facts))

    def store(self, paper: PreparePaper) -> int:
        """A decision is bound to its paper; a proposal is a paper like others."""
        if paper.kind is not PaperKind.DECISION:
            return super().store(paper)
        return self._desk.do("Lập giấy tờ", print_decisions, PrintDecisions(self.decision_ids, paper))
