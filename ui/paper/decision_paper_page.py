"""Decisions on paper, or the proposal to make them: one sheet for one person, an annex for several of one kind."""

from __future__ import annotations

from models.benefits.entitlements.of_papers import PrintDecisions, print_decisions
from models.benefits.entitlements.papers import kept_decision
from models.benefits.entitlements.preparing import cited_proposal, decision_paper
from models.benefits.frozen import demand_readable
from models.office import paper_queries
from models.office.paper_rules import PaperKind, PaperState
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
SIGNED_WORDS = "Quyết định đã có số, ngày, người ký: tờ này chỉ để in lại cho khớp bản đã ký."
MOST_PROPOSALS = 20


class DecisionPaperPage(PaperPage):
    """Keeping a decision binds it to its paper: what is entered on the paper lets the decision take effect."""

    def __init__(self, desk: Desk, decision_ids: tuple[int, ...]) -> None:
        words = "Căn cứ pháp lý theo ngày ký. Số, ngày, người ký để trống, ghi vào sổ sau khi ký."
        makers = Makers(decision_pdf, decision_xlsx)
        super().__init__(desk, "In quyết định", words, makers, self.prepare)
        self.decision_ids = decision_ids
        self.form.add(ChoiceField("sheet", "Tờ nào", _SHEETS, empty=None))
        proposals = _proposals(desk)
        if proposals:
            self.form.add(ChoiceField("proposal", "Căn cứ tờ trình", proposals, empty="Không nêu"))
        self.form.settle()

    def prepare(self, values: dict[str, object]) -> Prepared:
        """Read the decisions; runs in a waiting thread."""
        as_proposal = values["sheet"] == "proposal"
        demand_readable(PaperKind.PROPOSAL if as_proposal else PaperKind.DECISION, self._desk.rights)
        number = "" if as_proposal else str(values.get("proposal") or "")
        with self._desk.read() as session:
            cited = cited_proposal(session, int(number)) if number else ""
            facts = decision_paper(session, self.decision_ids, self._desk.today, as_proposal=as_proposal, cited=cited)
        total = f", {format_amount(facts.total)} đồng" if facts.total else ""
        said: list[tuple[str, Tone]] = [(f"{format_amount(facts.heads)} người{total}.", "done")]
        if not as_proposal:
            said.append((SIGNED_WORDS if facts.signed_on else KEEP_WORDS, "accent"))
        stem, history = ("to-trinh", "In tờ trình") if as_proposal else ("quyet-dinh", "In quyết định")
        kept = None if facts.signed_on and not as_proposal else kept_decision(facts)
        return Prepared(facts, said, f"{stem}-{self.decision_ids[0]}", history, kept)

    def store(self, paper: PreparePaper) -> int:
        """A decision is bound to its paper; a proposal is a paper like others."""
        if paper.kind is not PaperKind.DECISION:
            return super().store(paper)
        return self._desk.do("Lập giấy tờ", print_decisions, PrintDecisions(self.decision_ids, paper))


def _proposals(desk: Desk) -> tuple[tuple[str, str], ...]:
    """The proposals kept last that are not cancelled, as choices."""
    wanted = paper_queries.PaperFilter(kind=PaperKind.PROPOSAL.value)
    with desk.connection() as reader:
        ids = paper_queries.ids(reader, wanted, limit=MOST_PROPOSALS)
        rows = {row.id: row for row in paper_queries.rows(reader, ids)}
    known = [rows[one] for one in ids if rows[one].state != PaperState.CANCELLED]
    return tuple((str(row.id), f"{row.number}: {row.title}" if row.number else row.title) for row in known)
