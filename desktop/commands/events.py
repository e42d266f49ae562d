"""Commands of change events: report, find, list with what each proposes, decide, dismiss; slips and debts below."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from desktop.commands.context import Session, answer, json_option
from desktop.commands.debts import debts
from desktop.commands.kinds import RECORD, DayType, MonthType
from desktop.commands.people import asked_person, today
from desktop.commands.slips import slip
from models.benefits.events.funeral_decision import FuneralWish
from models.benefits.events.proposal import Proposal
from models.benefits.events.queries import EventRow, coming, event_rows, inbox, proposals
from models.benefits.events.rules import EVENT_LABELS, EventKind, EventState
from models.benefits.events.services import (
    DecideEvent,
    DecideFuneral,
    DismissEvent,
    ReopenEvent,
    ReportEvent,
    decide_event,
    decide_funeral,
    dismiss_event,
    reopen_event,
)
from models.benefits.events.slips import SeeAlive, see_alive
from models.benefits.months import late
from models.store.dates import Month, PartialDate, month_display, month_iso
from models.store.errors import RuleError
from models.store.money import format_amount

CASH = "-"
SEEN = ("visit", "office", "collected")
STATES = [*(one.value for one in EventState), "all"]

level_option = click.option("--amount", type=click.IntRange(1), default=None,
                            help="Mức mai táng (đồng), khi luật để hai mức.")  # fmt: skip


class PartialType(click.ParamType[PartialDate]):
    """A day as far as it is known: YYYY-MM-DD, YYYY-MM or YYYY."""

    name = "YYYY[-MM[-DD]]"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> PartialDate:
        """The date, or a usage error."""
        try:
            return PartialDate.from_iso(str(value))
        except ValueError:
            self.fail("cần ngày dạng 2026-11-03, hoặc 2026-11, 2026 khi không rõ", param, ctx)


@click.group()
def events() -> None:
    """Biến động: ghi, tự tìm, xem đề xuất, quyết định, bỏ qua; phiếu của thôn, khoản phải thu hồi."""


events.add_command(slip)
events.add_command(debts)


@events.command()
@click.argument("kind", type=click.Choice([one.value for one in EventKind]))
@click.argument("person", required=False)
@click.option("--household", type=RECORD, default=None, help="Hộ mang số này, khi việc là của cả hộ.")
@click.option("--on", type=PartialType(), default=None, help="Ngày xảy ra, đến đâu biết đến đó.")
@click.option("--told", type=DayType(), default=None, help="Ngày biết tin (mặc định: hôm nay).")
@click.option("--group", default=None, help="Chuyển đến: nhóm đang hưởng ở nơi cũ, ví dụ K6N.")
@click.option("--stopped-from", type=MonthType(), default=None, help="Chuyển đến: tháng nơi cũ thôi chi trả, YYYY-MM.")
@click.option("--counts-from", type=MonthType(), default=None, help="Chuyển đến: tháng đầu hưởng ở đây, khi khác luật.")
@click.option("--why", default=None, help="Chuyển đến: lý do tính khác luật.")
@click.option("--carer", default=None, help="Chuyển đến: người chăm sóc (nhóm CS-*).")
@click.option("--children", type=click.IntRange(0, 20), default=None, help="Chuyển đến, thôi học: số con được tính.")
@click.option("--degree", default=None, help="Đổi mức độ: mild, severe, extremely_severe hoặc none.")
@click.option("--becomes", default=None, help="Vào, ra hộ nghèo: poor, near_poor hoặc none.")
@click.option("--account", default=None, help="Đổi tài khoản: số tài khoản mới; - là từ nay nhận tiền mặt.")
@click.option("--bank", default="", help="Đổi tài khoản: ngân hàng.")
@click.option("--holder", default="", help="Đổi tài khoản: chủ tài khoản, nếu là người khác.")
@click.option("--payee", default=None, help="Đổi người nhận thay: họ và tên.")
@click.option("--relation", default="", help="Đổi người nhận thay: quan hệ.")
@click.option("--details", default="", help='Chi tiết khác bằng JSON, ví dụ {"months": ["2026-11"]}.')
@click.option("--moved-to", default="", help="Nơi chuyển đến.")
@click.option("--note", default="", help="Ghi chú.")
@json_option
@click.pass_obj
def add(session: Session, /, kind: str, person: str | None, household: int | None, on: PartialDate | None,
        told: date | None, details: str, moved_to: str, note: str, as_json: bool, **facts: Any) -> None:  # fmt: skip
    """Ghi một việc: mất, chuyển đi, đổi mức độ, ra hộ nghèo, thôi học ... và thấy ngay đề xuất."""
    with session.opened("change") as store:
        with store.read() as reader:
            person_id = None if person is None else asked_person(reader, person)
            if facts["carer"] is not None:
                facts["carer"] = asked_person(reader, facts["carer"])
        account, payee = _payment(facts)
        command = ReportEvent(
            EventKind(kind),
            person_id,
            household,
            on,
            told,
            details={**_details(details), **_facts(facts)},
            note=note,
            moved_to=moved_to,
            account=account,
            payee=payee,
        )
        made = store.transact("Ghi biến động", session.actor, late.report, command).value
        with store.read() as reader:
            (row,) = event_rows(reader, [made.event_id], today(store))
            found = proposals(reader, [made.event_id], today(store))[made.event_id]
    if as_json:
        answer({"event": told_event(row), "proposal": told_proposal(found), "debts": list(made.debt_ids)})
        return
    _echo(row, found)
    if made.debt_ids:
        click.echo(f"Đã chi sau khi không còn được hưởng: {len(made.debt_ids)} khoản phải thu hồi (events debts list).")


def _payment(facts: dict[str, Any]) -> tuple[Mapping[str, str] | None, Mapping[str, str] | None]:
    """Takes the new account and payee out of the options; both go to the person's record, never into the event."""
    number, name = facts.pop("account"), facts.pop("payee")
    account = {
        "number": "" if number == CASH else number or "",
        "bank": facts.pop("bank"),
        "holder": facts.pop("holder"),
    }
    payee = {"name": name or "", "relation": facts.pop("relation")}
    return None if number is None else account, None if name is None else payee


def _facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What was told by options, as an event keeps it."""
    names = {"becomes": "household"}
    months = ("stopped_from", "counts_from")
    return {
        names.get(name, name): month_iso(value) if name in months else value
        for name, value in facts.items()
        if value is not None
    }


def _details(text: str) -> Mapping[str, Any]:
    if not text:
        return {}
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise RuleError("Chi tiết phải là một đối tượng JSON { ... }.", field="details", code="details_json")
    return found


@events.command("list")
@click.option("--state", type=click.Choice(STATES), default=EventState.OPEN.value, show_default=True,
              help="Đang chờ, đã quyết định, đã bỏ qua hay tất cả.")  # fmt: skip
@json_option
@click.pass_obj
def list_events(session: Session, state: str, as_json: bool) -> None:
    """Các việc và điều chương trình đề xuất cho việc đang chờ."""
    with session.opened() as store, store.read() as reader:
        day = today(store)
        rows = inbox(reader, day, state=None if state == "all" else state)
        found = proposals(reader, [row.id for row in rows if row.state == EventState.OPEN], day)
        month = coming(reader, day)
    if as_json:
        listed = [
            {**told_event(row), "proposal": told_proposal(found[row.id]) if row.id in found else None} for row in rows
        ]
        answer({"coming_month": month_iso(month), "effect": _effect(found), "events": listed})
        return
    for row in rows:
        _echo(row, found.get(row.id))
    click.echo(f"{len(rows)} việc; ảnh hưởng đến tháng {month_display(month)}: {_signed(_effect(found))} đồng")


def _effect(found: Mapping[int, Proposal]) -> int:
    return sum(one.effect for one in found.values())


@events.command()
@click.option("--month", type=MonthType(), default=None, help="Tháng YYYY-MM (mặc định: tháng sắp chi).")
@json_option
@click.pass_obj
def find(session: Session, month: Month | None, as_json: bool) -> None:
    """Tự tìm: đến tuổi, hết hạn hộ nghèo, đã ghi mất, ba tháng không nhận, khoản chi vượt. Chạy lại không ghi đôi."""
    with session.opened("change") as store:
        with store.read() as reader:
            wanted = month or coming(reader, today(store))
        found = store.transact("Tìm biến động", session.actor, late.find_events, late.FindEvents(wanted)).value
    if as_json:
        answer({"month": month_iso(wanted), "found": dict(found.events), "debts": list(found.debt_ids)})
        return
    for kind, count in found.events:
        click.echo(f"{EVENT_LABELS[kind]}: {count}")
    many = sum(count for _, count in found.events)
    click.echo(f"Tháng {month_display(wanted)}: {many} việc mới, {len(found.debt_ids)} khoản phải thu hồi mới.")


@events.command()
@click.argument("event", type=RECORD)
@click.option("--funeral", is_flag=True, help="Lập cả quyết định hỗ trợ mai táng.")
@click.option("--recipient", default=None, help="Người nhận hỗ trợ mai táng, có trong sổ.")
@click.option("--nobody-else-pays", is_flag=True, help="Đã hỏi: BHXH và chế độ người có công không trả mai táng phí.")
@level_option
@json_option
@click.pass_obj
def decide(session: Session, event: int, funeral: bool, recipient: str | None, nobody_else_pays: bool,
           amount: int | None, as_json: bool) -> None:  # fmt: skip
    """Lập quyết định theo đề xuất; số, ngày, người ký ghi sau bằng benefits enter."""
    with session.opened("change") as store:
        with store.read() as reader:
            whom = None if recipient is None else asked_person(reader, recipient)
        wish = FuneralWish(whom, nobody_else_pays, amount) if funeral or recipient is not None else None
        command = DecideEvent(event, wish)
        made = store.transact("Quyết định biến động", session.actor, decide_event, command).value
    if as_json:
        answer({"event": event, "decisions": list(made.decision_ids)})
        return
    listed = ", ".join(map(str, made.decision_ids))
    click.echo(f"Đã lập quyết định: {listed}." if listed else "Việc này không cần quyết định; đã xử lý xong.")


@events.command()
@click.argument("event", type=RECORD)
@click.option("--recipient", default=None, help="Người nhận, có trong sổ.")
@click.option("--nobody-else-pays", is_flag=True, help="Đã hỏi: BHXH và chế độ người có công không trả mai táng phí.")
@level_option
@json_option
@click.pass_obj
def funeral(
    session: Session, event: int, recipient: str | None, nobody_else_pays: bool, amount: int | None, as_json: bool
) -> None:
    """Lập quyết định hỗ trợ mai táng khi tờ khai đến sau quyết định thôi hưởng."""
    with session.opened("change") as store:
        with store.read() as reader:
            whom = None if recipient is None else asked_person(reader, recipient)
        command = DecideFuneral(event, FuneralWish(whom, nobody_else_pays, amount))
        made = store.transact("Hỗ trợ mai táng", session.actor, decide_funeral, command).value
    if as_json:
        answer({"event": event, "decision": made})
        return
    click.echo(f"Đã lập quyết định hỗ trợ mai táng, mã {made}.")


@events.command()
@click.argument("person")
@click.option("--how", type=click.Choice(SEEN), default=SEEN[0], show_default=True,
              help="Đến nhà, người đó đến trụ sở hay tự đến nhận tiền.")  # fmt: skip
@click.option("--day", type=DayType(), default=None, help="Ngày gặp (mặc định: hôm nay).")
@json_option
@click.pass_obj
def alive(session: Session, person: str, how: str, day: date | None, as_json: bool) -> None:
    """Ghi đã gặp một người, để biết người đó còn sống."""
    with session.opened("change") as store:
        with store.read() as reader:
            person_id = asked_person(reader, person)
        seen = day or today(store)
        store.transact("Ghi lần gặp", session.actor, see_alive, SeeAlive(person_id, seen, how))
    if as_json:
        answer({"person": person_id, "seen_on": seen.isoformat(), "how": how})
        return
    click.echo(f"Đã ghi lần gặp ngày {seen:%d/%m/%Y}.")


@events.command()
@click.argument("event", type=RECORD)
@click.option("--reason", required=True, help="Vì sao bỏ qua.")
@json_option
@click.pass_obj
def dismiss(session: Session, event: int, reason: str, as_json: bool) -> None:
    """Bỏ qua một việc, có lý do."""
    with session.opened("change") as store:
        store.transact("Bỏ qua biến động", session.actor, dismiss_event, DismissEvent(event, reason))
    _done(event, EventState.DISMISSED.value, "Đã bỏ qua.", as_json=as_json)


@events.command()
@click.argument("event", type=RECORD)
@json_option
@click.pass_obj
def reopen(session: Session, event: int, as_json: bool) -> None:
    """Mở lại một việc đã đóng, khi không còn quyết định nào đứng theo nó."""
    with session.opened("change") as store:
        store.transact("Mở lại biến động", session.actor, reopen_event, ReopenEvent(event))
    _done(event, EventState.OPEN.value, "Đã mở lại.", as_json=as_json)


def _done(event: int, state: str, words: str, *, as_json: bool) -> None:
    if as_json:
        answer({"event": event, "state": state})
    else:
        click.echo(words)


def told_event(row: EventRow) -> dict[str, Any]:
    """An event as JSON."""
    return asdict(row)


def told_proposal(found: Proposal) -> dict[str, Any]:
    """A proposal as JSON: what is decided and from when, never the ground."""
    decisions = [
        {
            "kind": one.kind.value,
            "person": one.person_id,
            "from": None if item.from_month is None else month_iso(item.from_month),
            "amount": item.amount,
            "why": item.why,
        }
        for one in found.decisions
        for item in one.items
    ]
    funeral = None
    if found.funeral is not None:
        offer = found.funeral
        levels = [asdict(one) for one in offer.levels]
        funeral = {"amount": offer.amount, "levels": levels, "form": offer.form, "article": offer.article,
                   "days": offer.working_days}  # fmt: skip
    return {
        "decisions": decisions,
        "effect": found.effect,
        "sentences": list(found.sentences),
        "questions": list(found.questions),
        "papers": list(found.papers),
        "funeral": funeral,
    }


def _echo(row: EventRow, found: Proposal | None) -> None:
    where = f" ({row.village})" if row.village else ""
    click.echo(f"[{row.id}] {row.title} {row.happened}: {row.name} {row.code}{where} - {row.state_label}".rstrip())
    if found is None:
        return
    for sentence in found.sentences:
        click.echo(f"  {sentence}")
    for question in found.questions:
        click.echo(f"  ? {question}")
    if found.effect:
        click.echo(f"  Tháng tới: {_signed(found.effect)} đồng")


def _signed(amount: int) -> str:
    return f"+{format_amount(amount)}" if amount > 0 else f"-{format_amount(-amount)}" if amount else "0"
