"""Commands about kept papers: number, date and signer, issuing, reprinting, cancelling."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import click

from desktop.commands.context import Session, answer, json_option, write_file
from desktop.commands.keeping import note_print, office_now
from desktop.commands.kinds import RECORD, DayType, PaperPath
from models.benefits.frozen import demand_readable
from models.office import paper_queries, queries
from models.office.paper_queries import PaperFilter, PaperRow, PaperView
from models.office.paper_rules import KIND_LABELS, STATE_LABELS, PaperState
from models.office.paper_services import CancelPaper, EnterPaper, IssuePaper, cancel_paper, enter_paper, issue_paper
from models.store.dates import month_iso
from models.store.errors import RuleError
from models.store.store import ReadSession, Store
from models.store.verify import foot_line
from models.store.vietnamese import same_name_key
from models.store.work import Actor


@click.group("papers")
def papers() -> None:
    """Giấy tờ đã lưu: ghi số, phát hành, in lại, hủy."""


@papers.command("list")
@click.option("--state", type=click.Choice(list(STATE_LABELS)), default=None, help="Chỉ các tờ ở tình trạng này.")
@json_option
@click.pass_obj
def list_papers(session: Session, state: str | None, as_json: bool) -> None:
    """Các tờ đã lưu, mới nhất trước."""
    with session.opened() as store, store.read() as reader:
        wanted = paper_queries.ids(reader, PaperFilter(state=state or ""))
        found = {row.id: row for row in paper_queries.rows(reader, wanted)}
    rows = [found[one] for one in wanted]
    if as_json:
        answer({"papers": [_row(row) for row in rows]})
        return
    for row in rows:
        click.echo(f"{row.id}  {row.number or 'chưa có số'}  {row.title}  [{STATE_LABELS[row.state]}]")


@papers.command()
@click.argument("paper_id", type=RECORD, metavar="MÃ")
@json_option
@click.pass_obj
def show(session: Session, paper_id: int, as_json: bool) -> None:
    """Một tờ giấy: tình trạng, số, ngày, người ký."""
    with session.opened() as store:
        view = _paper(store, paper_id)
    if as_json:
        answer(_view(view))
        return
    click.echo(f"{view.title} [{STATE_LABELS[view.state]}]")
    for label, text in (
        ("Loại", KIND_LABELS[view.kind]),
        ("Số", view.entry.shown_number),
        ("Ngày ký", _day(view.entry.signed_on)),
        ("Người ký", view.entry.signer_name),
        ("Lý do hủy", view.reason),
    ):
        if text:
            click.echo(f"  {label}: {text}")


@papers.command()
@click.argument("paper_id", type=RECORD, metavar="MÃ")
@click.option("--number", type=int, default=None, help="Số của văn bản (không ghi thì giữ số đã ghi).")
@click.option("--date", "signed_on", type=DayType(), default=None, help="Ngày ký.")
@click.option("--signer", default=None, help="Họ tên người ký, đang giữ chức vụ vào ngày ký.")
@click.option("--enter-only", is_flag=True, help="Chỉ ghi số, ngày, người ký; chưa phát hành.")
@json_option
@click.pass_obj
def issue(
    session: Session,
    paper_id: int,
    number: int | None,
    signed_on: date | None,
    signer: str | None,
    enter_only: bool,
    as_json: bool,
) -> None:
    """Ghi số, ngày, người ký rồi phát hành: từ đó tờ giấy không sửa được."""
    with session.opened() as store:
        view = _paper(store, paper_id)
        if number is not None or signed_on is not None or signer is not None:
            _enter(store, session.actor, view, number, signed_on, signer)
        if not enter_only:
            _issue(store, session.actor, paper_id)
        view = _paper(store, paper_id)
    if as_json:
        answer(_view(view))
        return
    done = "Đã phát hành" if view.state is PaperState.ISSUED else "Đã ghi"
    click.echo(f"{done} {view.entry.shown_number or 'tờ không số'}: {view.title}")


@papers.command()
@click.argument("paper_id", type=RECORD, metavar="MÃ")
@click.option("--reason", required=True, help="Lý do hủy.")
@json_option
@click.pass_obj
def cancel(session: Session, paper_id: int, reason: str, as_json: bool) -> None:
    """Hủy một tờ; nó vẫn nằm trong sổ cùng lý do."""
    with session.opened() as store:
        store.transact("Hủy giấy tờ", session.actor, cancel_paper, CancelPaper(paper_id, reason))
        view = _paper(store, paper_id)
    if as_json:
        answer(_view(view))
    else:
        click.echo(f"Đã hủy: {view.title}")


@papers.command()
@click.argument("paper_id", type=RECORD, metavar="MÃ")
@click.option("--out", required=True, type=PaperPath(), help="Nơi lưu tờ giấy; đuôi .pdf hoặc .xlsx.")
@json_option
@click.pass_obj
def reprint(session: Session, paper_id: int, out: Path, as_json: bool) -> None:
    """In lại đúng bản đã phát hành; bảng tính Excel thì lập lại từ những gì tờ giấy đã giữ."""
    with session.opened("print") as store:
        view = _paper(store, paper_id)
        demand_readable(view.kind, session.actor.rights)
        with store.read() as reader:
            file = paper_queries.issued_pdf(reader, paper_id)
            facts = paper_queries.facts(reader, paper_id)
        if not file:
            raise RuleError("Tờ này chưa phát hành nên chưa có bản để in lại.", code="not_issued")
        if out.suffix.lower() == ".xlsx":
            from printing.office.paper import paper_xlsx

            file = paper_xlsx(view.kind, facts, view.entry, printed_at=office_now(store))
        write_file(out, file)
        note_print(store, session.actor, f"In lại {KIND_LABELS[view.kind][:1].lower()}{KIND_LABELS[view.kind][1:]}")
    if as_json:
        answer({"out": str(out), "sha256": hashlib.sha256(file).hexdigest()})
    else:
        click.echo(f"Đã in lại vào {out}.")


def _enter(
    store: Store, actor: Actor, view: PaperView, number: int | None, signed_on: date | None, signer: str | None
) -> None:
    """What is not told stays as it was entered."""
    day = signed_on or view.entry.signed_on
    with store.read() as reader:
        signer_id = _signer_id(reader, view.body, signer or view.entry.signer_name, day)
    command = EnterPaper(view.id, view.entry.number if number is None else number, day, signer_id)
    store.transact("Ghi số, ngày, người ký", actor, enter_paper, command)


def _signer_id(reader: ReadSession, body: str, name: str, day: date | None) -> int | None:
    if not name:
        return None
    known = queries.signers(reader, body=body)
    mine = [one for one in known if same_name_key(one.name) == same_name_key(name)]
    if not mine:
        raise RuleError(f"Không có người ký tên «{name}».", field="signer", code="signer_unknown")
    in_office = [one for one in mine if day and one.from_day <= day and (one.to_day or day) >= day]
    return (in_office or mine)[0].id


def _issue(store: Store, actor: Actor, paper_id: int) -> None:
    """Draw from the kept facts and freeze."""
    from printing.office.paper import paper_pdf

    view = _paper(store, paper_id)
    with store.read() as reader:
        facts = paper_queries.facts(reader, paper_id)
    pdf = paper_pdf(view.kind, facts, view.entry, printed_at=office_now(store), foot=foot_line(store))
    store.transact("Phát hành giấy tờ", actor, issue_paper, IssuePaper(paper_id, pdf, view.stamp))


def _paper(store: Store, paper_id: int) -> PaperView:
    with store.read() as reader:
        view = paper_queries.paper(reader, paper_id)
    if view is None:
        raise RuleError("Không có tờ giấy này trong sổ.", field="paper", code="paper_gone")
    return view


def _row(row: PaperRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "title": row.title,
        "village": row.scope or None,
        "number": row.number or None,
        "date": _day(row.signed_on) or None,
        "state": row.state,
        "lines": row.lines,
        "total": row.total,
    }


def _view(view: PaperView) -> dict[str, Any]:
    return {
        "id": view.id,
        "uid": view.uid,
        "kind": view.kind.value,
        "title": view.title,
        "body": view.body,
        "village": view.scope or None,
        "month": None if view.month is None else month_iso(view.month),
        "lines": view.lines,
        "total": view.total,
        "number": view.entry.number,
        "sign": view.entry.sign or None,
        "date": _day(view.entry.signed_on) or None,
        "signer": view.entry.signer_name or None,
        "state": view.state.value,
        "reason": view.reason or None,
        "sha256": view.pdf_sha256,
        "replaces": view.replaces,
        "replaced_by": view.replaced_by,
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
