"""Commands of the monthly list: its months, one month from opening to closing, the bridge, why somebody gets what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from desktop.commands.answering import answer_by_hand
from desktop.commands.context import Session, answer, json_option
from desktop.commands.kinds import MonthType
from desktop.commands.people import asked_person, today
from desktop.commands.reconciling import month_json, reconcile
from desktop.commands.terms import terms
from models.benefits.months import queries
from models.benefits.months.bridge import Bridge, Movement
from models.benefits.months.explain import Explained, explain
from models.benefits.months.reviewing import risks_of
from models.benefits.months.risks import RISK_LABELS, Risk
from models.benefits.months.rules import MONTH_STATE_LABELS, MonthState
from models.benefits.months.services import (
    CloseMonth,
    Computed,
    ConfirmMonth,
    OpeningMonth,
    OpenMonth,
    RecomputeMonth,
    SendMonth,
    close_month,
    confirm_month,
    open_month,
    opening_month,
    recompute_month,
    send_month,
)
from models.benefits.months.showing import shown_bridge, shown_risks
from models.benefits.secrecy import Grounds, grounds_for, is_health_ground, is_secret_ground
from models.people.codes import display_code
from models.people.masking import numbers_for
from models.people.viewing import GROUND_VIEWED, PAGE_VIEWED, NoteView, note_view
from models.store.dates import Month, month_display, month_iso
from models.store.errors import RuleError
from models.store.money import format_amount
from models.store.rights import demand
from models.store.store import VIEW, Store

month_argument = click.argument("month", type=MonthType())
reveal_option = click.option("--reveal", is_flag=True, help="Hiện cả căn cứ được giữ kín; lượt xem được ghi lại.")
MOST_RISKS = 100_000


@click.group()
def month() -> None:
    """Danh sách chi trả hằng tháng: lập, xem lại, chốt, gửi, đối soát, khóa sổ."""


@month.command("list")
@json_option
@click.pass_obj
def list_months(session: Session, as_json: bool) -> None:
    """Các tháng đang giữ, mới nhất trước."""
    with session.opened() as store, store.read() as reader:
        rows = [month_json(row) for row in queries.months(reader)]
    if as_json:
        answer({"months": rows})
        return
    for row in rows:
        click.echo(f"{row['month']}\t{row['state_label']}\t{row['lines']} dòng\t{format_amount(row['total'])} đồng")


@month.command("opening")
@month_argument
@json_option
@click.pass_obj
def begin(session: Session, month: Month, as_json: bool) -> None:
    """Lập tháng mở đầu: tháng cuối đã chi trước khi dùng sổ này."""
    with session.opened("change") as store:
        done = store.transact("Lập tháng mở đầu", session.actor, opening_month, OpeningMonth(month)).value
    _tell_computed((done,), as_json)


@month.command("open")
@month_argument
@click.option("--with", "with_month", type=MonthType(), default=None, help="Chi gộp với tháng liền sau (Tết).")
@click.option("--budget-year", type=click.IntRange(2000, 2200), default=None, help="Năm ngân sách, nếu khác thường lệ.")
@json_option
@click.pass_obj
def open_list(session: Session, month: Month, with_month: Month | None, budget_year: int | None, as_json: bool) -> None:
    """Lập danh sách của tháng; tháng đang lập thì lập lại theo sổ lúc này."""
    with session.opened("change") as store:
        with store.read() as reader:
            kept = next((row for row in queries.months(reader) if row.month == month), None)
        if kept is not None and kept.state == MonthState.OPEN and with_month in (None, kept.paid_with):
            title, again = "Lập lại danh sách tháng", RecomputeMonth(month)
            done = store.transact(title, session.actor, recompute_month, again).value
        elif kept is not None:
            raise RuleError(f"Danh sách tháng {month_display(month)} đã lập rồi.", field="month", code="month_state")
        else:
            command = OpenMonth(month, with_month, budget_year)
            done = store.transact("Lập danh sách tháng", session.actor, open_month, command).value
    _tell_computed(done, as_json)


@month.command()
@month_argument
@click.option("--limit", type=click.IntRange(0, MOST_RISKS), default=200, show_default=True, help="Nhiều nhất mấy mục.")
@reveal_option
@json_option
@click.pass_obj
def review(session: Session, month: Month, limit: int, reveal: bool, as_json: bool) -> None:
    """Những điều nên xem lại trước khi chốt, đáng ngại nhất trước."""
    with session.opened() as store:
        grounds = _grounds(session, reveal)
        with store.read() as reader:
            row = queries.month_row(reader, month)
            risks = shown_risks(risks_of(reader, month), grounds)
        _note_reveal(store, session, reveal, risks[:limit])
    counts = Counter(str(risk.kind) for risk in risks)
    told = numbers_for(session.actor.rights, [_risk_json(risk) for risk in risks[:limit]])
    if as_json:
        answer({"month": month_json(row), "counts": counts, "risks": told})
        return
    for kind, label in RISK_LABELS.items():
        if counts[kind]:
            click.echo(f"{label}: {counts[kind]}")
    for one in told:
        click.echo(f"  {one['code']}  {one['name']}: {one['text']}")


@month.command()
@month_argument
@reveal_option
@json_option
@click.pass_obj
def bridge(session: Session, month: Month, reveal: bool, as_json: bool) -> None:
    """Đối chiếu với tháng trước, từng bước, khớp đến từng đồng."""
    with session.opened() as store:
        grounds = _grounds(session, reveal)
        with store.read() as reader:
            made = shown_bridge(queries.bridge_of(reader, month), grounds)
        _note_reveal(store, session, reveal, [one for step in made.steps for one in step.movements])
    if as_json:
        answer(_bridge_json(made))
        return
    for step in made.steps:
        click.echo(f"{step.label}: {format_amount(step.amount)} đồng ({step.lines})")


@month.command()
@month_argument
@json_option
@click.pass_obj
def confirm(session: Session, month: Month, as_json: bool) -> None:
    """Chốt danh sách: từ đây không sửa được, mọi điều chỉnh nằm ở tháng sau."""
    with session.opened() as store:
        store.transact("Chốt danh sách tháng", session.actor, confirm_month, ConfirmMonth(month))
        _tell_state(store, month, as_json)


@month.command()
@month_argument
@json_option
@click.pass_obj
def send(session: Session, month: Month, as_json: bool) -> None:
    """Ghi là danh sách đã chốt được gửi tổ chức chi trả."""
    with session.opened() as store:
        store.transact("Gửi danh sách chi trả", session.actor, send_month, SendMonth(month))
        _tell_state(store, month, as_json)


@month.command()
@month_argument
@json_option
@click.pass_obj
def close(session: Session, month: Month, as_json: bool) -> None:
    """Khóa sổ một tháng đã đối soát xong."""
    with session.opened() as store:
        store.transact("Khóa sổ tháng", session.actor, close_month, CloseMonth(month))
        _tell_state(store, month, as_json)


@month.command("explain")
@click.argument("person")
@month_argument
@reveal_option
@json_option
@click.pass_obj
def explain_month(session: Session, person: str, month: Month, reveal: bool, as_json: bool) -> None:
    """Vì sao một người được số tiền ấy: theo điều biết lúc lập danh sách và theo điều nay biết."""
    with session.opened() as store:
        grounds = _grounds(session, reveal)
        with store.read() as reader:
            person_id = asked_person(reader, person)
            found = explain(reader, person_id, month, today(store), grounds=grounds)
        sensitive = any(is_health_ground(one.group, one.ground) for one in found)
        for title, seen in ((PAGE_VIEWED, sensitive), (GROUND_VIEWED, reveal)):
            if seen:
                store.transact(title, session.actor, note_view, NoteView(person_id), kind=VIEW)
    told = numbers_for(session.actor.rights, [_explained_json(one) for one in found])
    if as_json:
        answer({"month": month_iso(month), "benefits": told})
        return
    for one in told:
        click.echo(f"{one['ground']}:")
        for sentence in one["sentences"]:
            click.echo(f"  {sentence}")


def _grounds(session: Session, reveal: bool) -> Grounds:
    if reveal:
        demand(session.actor.rights, "grounds")
        return "open"
    return grounds_for(session.actor.rights)


def _note_reveal(store: Store, session: Session, reveal: bool, seen: Sequence[Risk | Movement]) -> None:
    """Whose secret ground was shown stands in the history."""
    people = {one.person_id for one in seen if is_secret_ground(one.group_code, one.label)} if reveal else set()
    for person_id in sorted(people):
        store.transact(GROUND_VIEWED, session.actor, note_view, NoteView(person_id), kind=VIEW)


def _tell_computed(done: tuple[Computed, ...], as_json: bool) -> None:
    if as_json:
        answer({"months": [{**asdict(one), "month": month_iso(one.month)} for one in done]})
        return
    for one in done:
        click.echo(f"Tháng {month_display(one.month)}: {one.lines} dòng, {format_amount(one.total)} đồng.")


def _tell_state(store: Store, month: Month, as_json: bool) -> None:
    with store.read() as reader:
        row = queries.month_row(reader, month)
    if as_json:
        answer({"month": month_json(row)})
    else:
        total = format_amount(row.total)
        click.echo(f"Tháng {month_display(month)}: {MONTH_STATE_LABELS[row.state]}, {row.lines} dòng, {total} đồng.")


def _risk_json(risk: Risk) -> dict[str, Any]:
    return {**risk._asdict(), "code": display_code(risk.code), "label_of_kind": RISK_LABELS[risk.kind]}


def _bridge_json(made: Bridge) -> dict[str, Any]:
    steps = [
        {
            "key": str(step.key),
            "label": step.label,
            "amount": step.amount,
            "lines": step.lines,
            "people": [_movement_json(one) for one in step.movements],
        }
        for step in made.steps
    ]
    return {"month": month_iso(made.month), "before": month_iso(made.before), "steps": steps}


def _movement_json(one: Movement) -> dict[str, Any]:
    code = display_code(one.code) if one.code else ""
    return {**one._asdict(), "code": code, "benefit_month": month_iso(Month(one.benefit_month))}


def _explained_json(one: Explained) -> dict[str, Any]:
    told = asdict(one)
    for side in ("then", "now"):
        if told[side] is not None:
            told[side]["known_on"] = told[side]["known_on"].isoformat()
    for line in told["listed"]:
        line["payout"] = month_iso(line["payout"])
    return {**told, "sentences": list(told["sentences"])}


month.add_command(reconcile)
month.add_command(answer_by_hand)
month.add_command(terms)
