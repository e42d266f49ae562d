"""Commands that print decisions, the proposals to make them, and what a citizen takes home."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from desktop.commands.context import Session, answer, json_option, write_file
from desktop.commands.keeping import Keeping, echo_kept, keep_options, note_print, office_now, told
from desktop.commands.kinds import RECORD, PaperPath
from desktop.commands.people import today, village_id
from models.benefits.entitlements.citizen_slips import kept_slips
from models.benefits.entitlements.of_papers import PrintDecisions, print_decisions
from models.benefits.entitlements.papers import DecisionPaper, kept_decision
from models.benefits.entitlements.preparing import cited_proposal, citizen_slips, decision_paper
from models.benefits.frozen import demand_readable
from models.office.paper_facts import kept_facts
from models.office.paper_rules import KIND_LABELS, PaperKind
from models.office.queries import villages
from models.store.store import Store
from models.store.verify import foot_line

ids_argument = click.argument("decision_ids", type=RECORD, nargs=-1, required=True, metavar="MÃ...")
out_option = click.option("--out", required=True, type=PaperPath(), help="Nơi lưu tờ giấy; đuôi .pdf hoặc .xlsx.")


@click.command("decision")
@ids_argument
@click.option("--proposal", type=RECORD, default=None, help="Mã tờ trình đã lưu, nêu trong căn cứ.")
@out_option
@click.option("--keep", is_flag=True, help="Lưu thành giấy tờ: ghi số, ngày, người ký thì quyết định có hiệu lực.")
@json_option
@click.pass_obj
def decision(
    session: Session, decision_ids: tuple[int, ...], proposal: int | None, out: Path, keep: bool, as_json: bool
) -> None:
    """Quyết định; nhiều mã cùng loại thì một tờ có danh sách kèm theo."""
    with session.opened("print") as store:
        demand_readable(PaperKind.DECISION, session.actor.rights)
        with store.read() as reader:
            cited = cited_proposal(reader, proposal) if proposal is not None else ""
            paper = decision_paper(reader, decision_ids, today(store), cited=cited)
        drawn = _drawn(store, paper, out)
        kept = None
        if keep:
            about = replace(kept_decision(paper), facts=kept_facts(paper, {}))
            command = PrintDecisions(tuple(decision_ids), about)
            kept = store.transact("Lập giấy tờ", session.actor, print_decisions, command).value
        write_file(out, drawn)
        note_print(store, session.actor, "In quyết định")
    _tell(paper, out, kept, as_json=as_json)


@click.command("proposal")
@ids_argument
@out_option
@keep_options
@json_option
@click.pass_obj
def proposal(session: Session, decision_ids: tuple[int, ...], out: Path, as_json: bool, keeping: Keeping) -> None:
    """Tờ trình đề nghị ban hành các quyết định này."""
    with session.opened("print") as store:
        demand_readable(PaperKind.PROPOSAL, session.actor.rights)
        with store.read() as reader:
            paper = decision_paper(reader, decision_ids, today(store), as_proposal=True)
        drawn = _drawn(store, paper, out)
        kept = keeping.keep(store, session.actor, kept_decision(paper), paper)
        write_file(out, drawn)
        note_print(store, session.actor, "In tờ trình")
    _tell(paper, out, kept, as_json=as_json)


def _drawn(store: Store, paper: DecisionPaper, out: Path) -> bytes:
    if out.suffix.lower() == ".pdf":
        from printing.benefits.decision import decision_pdf

        return decision_pdf(paper, printed_at=office_now(store), foot=foot_line(store))
    from printing.benefits.decision_sheet import decision_xlsx

    return decision_xlsx(paper, printed_at=office_now(store))


def _tell(paper: DecisionPaper, out: Path, kept: int | None, *, as_json: bool) -> None:
    if as_json:
        answer({"out": str(out), "people": paper.heads, "total": paper.total, **told(kept)})
        return
    kind = KIND_LABELS[PaperKind.PROPOSAL if paper.proposal else PaperKind.DECISION].lower()
    click.echo(f"Đã in {kind} {paper.about} cho {paper.heads} người vào {out}.")
    echo_kept(kept)


@click.command("citizen-slip")
@ids_argument
@click.option("--one-per-page", is_flag=True, help="Mỗi phiếu một trang A5; không ghi thì hai phiếu một trang A4.")
@click.option("--village", default=None, help="Chỉ người của một thôn, tổ dân phố.")
@click.option("--out", required=True, type=PaperPath(), help="Nơi lưu phiếu; đuôi .pdf.")
@keep_options
@json_option
@click.pass_obj
def citizen_slip(session: Session, decision_ids: tuple[int, ...], one_per_page: bool, village: str | None, out: Path,
                 as_json: bool, keeping: Keeping) -> None:  # fmt: skip
    """Phiếu báo cho người dân, chữ lớn: được gì, từ khi nào, vì sao, mang theo gì, hỏi ở đâu."""
    if out.suffix.lower() != ".pdf":
        raise click.BadParameter("phiếu báo chỉ in ra .pdf", param_hint="--out")
    with session.opened("print") as store:
        demand_readable(PaperKind.DECISION, session.actor.rights)
        with store.read() as reader:
            place = village_id(reader, village)
            name = next((one.full_name for one in villages(reader) if one.id == place), "")
            facts = citizen_slips(reader, decision_ids, today(store), village=name)
        from printing.benefits.citizen_slip import slips_pdf

        drawn = slips_pdf(facts, printed_at=office_now(store), foot=foot_line(store), two=not one_per_page)
        kept = keeping.keep(store, session.actor, kept_slips(facts), facts)
        write_file(out, drawn)
        note_print(store, session.actor, "In phiếu báo cho người dân")
    if as_json:
        answer({"out": str(out), "people": len(facts.slips), **told(kept)})
        return
    click.echo(f"Đã in {len(facts.slips)} phiếu báo vào {out}.")
    echo_kept(kept)


COMMANDS = (decision, proposal, citizen_slip)
