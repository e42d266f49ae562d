"""Commands of what the office pays by: the organisation's fee, the estimate of a year."""

from __future__ import annotations

from dataclasses import asdict

import click

from desktop.commands.context import Session, answer, json_option
from desktop.commands.kinds import RECORD, MonthType
from desktop.commands.papers_months import PercentType
from models.benefits.months.terms import ESTIMATE, FEE, SetTerm, remove_term, set_term
from models.benefits.months.terms import terms as all_terms
from models.store.dates import Month, month_iso

document_option = click.option("--document", required=True, help="Số, ngày văn bản quy định hoặc giao dự toán.")


@click.group("terms")
def terms() -> None:
    """Chi phí chi trả và dự toán năm, dùng cho giấy rút dự toán và bảng quyết toán."""


@terms.command("list")
@json_option
@click.pass_obj
def list_terms(session: Session, as_json: bool) -> None:
    """Các mức đã ghi, mới nhất trước."""
    with session.opened() as store, store.read() as reader:
        rows = all_terms(reader)
    if as_json:
        answer({"terms": [{**asdict(row), "since": month_iso(row.since)} for row in rows]})
        return
    for row in rows:
        click.echo(f"[{row.id}] {row.label} {row.when}: {row.shown} ({row.document})")


@terms.command("fee")
@click.argument("percent", type=PercentType())
@click.option("--from", "since", type=MonthType(), required=True, help="Từ tháng YYYY-MM.")
@document_option
@json_option
@click.pass_obj
def fee(session: Session, percent: int, since: Month, document: str, as_json: bool) -> None:
    """Ghi tỷ lệ chi phí chi trả (phần trăm) từ một tháng; ghi lại cùng tháng là sửa."""
    _keep(session, SetTerm(FEE, since, percent, document), as_json)


@terms.command("estimate")
@click.argument("year", type=click.IntRange(2021, 2100))
@click.argument("amount", type=click.IntRange(1))
@document_option
@json_option
@click.pass_obj
def estimate(session: Session, year: int, amount: int, document: str, as_json: bool) -> None:
    """Ghi dự toán giao của một năm (đồng); ghi lại cùng năm là sửa."""
    _keep(session, SetTerm(ESTIMATE, Month(year * 100 + 1), amount, document), as_json)


def _keep(session: Session, command: SetTerm, as_json: bool) -> None:
    with session.opened("change") as store:
        kept = store.transact("Ghi chi phí chi trả, dự toán", session.actor, set_term, command).value
        with store.read() as reader:
            row = next(one for one in all_terms(reader) if one.id == kept)
    if as_json:
        answer({**asdict(row), "since": month_iso(row.since)})
        return
    click.echo(f"Đã ghi {row.label.lower()} {row.when}: {row.shown} ({row.document}).")


@terms.command("remove")
@click.argument("term", type=RECORD)
@json_option
@click.pass_obj
def remove(session: Session, term: int, as_json: bool) -> None:
    """Bỏ một mức ghi nhầm."""
    with session.opened("change") as store:
        store.transact("Bỏ chi phí chi trả, dự toán", session.actor, remove_term, term)
    if as_json:
        answer({"removed": term})
        return
    click.echo("Đã bỏ.")
