"""Commands of decisions on benefits: prepare each kind, the list of them, enter number and day, cancel.

A prepared decision has no effect; `benefits enter` gives it number, day and signer, and with them its effect.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import click
from sqlalchemy.orm import Session as Reader

from desktop.commands.context import Session, answer, json_option
from desktop.commands.kinds import RECORD, DayType, MonthType
from desktop.commands.people import asked_person, today
from models.benefits.entitlements.checks import kind_of
from models.benefits.entitlements.drafting import paid_here_from
from models.benefits.entitlements.effects import Worth
from models.benefits.entitlements.histories import decisions as all_decisions
from models.benefits.entitlements.law_decisions import PrepareLawChange, prepare_law_change
from models.benefits.entitlements.law_rates import rates_for
from models.benefits.entitlements.of_papers import enter
from models.benefits.entitlements.queries import Held, held_by
from models.benefits.entitlements.rules import DECISION_LABELS, DecisionKind, DecisionState
from models.benefits.entitlements.services import (
    CancelDecision,
    EnterDecision,
    Item,
    PrepareDecision,
    cancel_decision,
    prepare_decision,
)
from models.benefits.groups import all_groups
from models.benefits.lines import ground_shown
from models.benefits.secrecy import grounds_for, is_hiv_group
from models.store.dates import Month, month_display, month_of
from models.store.errors import RuleError
from models.store.money import format_amount
from models.store.rights import demand
from models.store.store import Store

person_argument = click.argument("person")
from_option = click.option("--from", "since", type=MonthType(), default=None, help="Từ tháng YYYY-MM.")
reason_option = click.option("--reason", default="", help="Lý do, in trong quyết định.")
group_option = click.option("--group", default=None, help="Chế độ thuộc nhóm này, khi người đó có nhiều chế độ.")
amount_option = click.option("--amount", type=click.IntRange(1), default=None, help="Mức tháng (đồng), khi khác luật.")
LARGEST = Decimal(10)


class CoefficientType(click.ParamType[int]):
    """A coefficient such as 1.5 or 1,5, in hundredths."""

    name = "HỆ SỐ"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Hundredths, or a usage error."""
        try:
            read = Decimal(str(value).replace(",", "."))
        except InvalidOperation:
            read = Decimal(-1)
        if not read.is_finite() or not 0 < read <= LARGEST or read * 100 % 1:
            self.fail("cần hệ số như 1.5", param, ctx)
        return int(read * 100)


@click.command("grant")
@person_argument
@click.option("--group", required=True, help="Nhóm như K6N, HTXH, CS-HGD.")
@click.option("--carer", default=None, help="Người chăm sóc (nhóm CS-*).")
@click.option("--children", type=click.IntRange(1, 20), default=1, help="Số con được tính (nhóm K4, CS-MT).")
@from_option
@amount_option
@reason_option
@click.option("--transfer", is_flag=True, help="Chuyển đến; --from là tháng nơi cũ thôi chi trả, hưởng theo luật.")
@json_option
@click.pass_obj
def grant(session: Session, person: str, group: str, carer: str | None, children: int, since: Month | None,
          amount: int | None, reason: str, transfer: bool, as_json: bool) -> None:  # fmt: skip
    """Lập quyết định hưởng; mức lấy theo luật của tháng ký, trừ khi ghi --amount."""
    with session.opened("change") as store:
        _demand_ground(session, group)
        with store.read() as reader:
            person_id = asked_person(reader, person)
            known = {one.code: one for one in all_groups()}
            if group not in known:
                raise RuleError(f"Không có nhóm mang mã «{group}».", field="group", code="group_unknown")
            carer_id = None if carer is None else asked_person(reader, carer)
            month = since or month_of(today(store))
            if transfer:
                month = paid_here_from(reader, month, today(store))
            worth, article = _lawful(reader, person_id, group, known[group].title, month, children * 100, today(store))
        if amount is not None:
            worth, article = Worth(group, known[group].title, amount, None), ""
        item = _item(person_id, None, worth, month, article, kind_of(group), carer_id)
        kind = DecisionKind.TRANSFER_IN if transfer else DecisionKind.GRANT
        _prepare(session, store, kind, item, reason, as_json)


def _lawful(
    reader: Reader, person_id: int, group: str, label: str, month: Month, coefficient: int | None, day: date
) -> tuple[Worth, str]:
    """What the law gives, with its article. RuleError when it has no such group in that month."""
    level = rates_for(reader, {person_id}, day).level(person_id, group, month, coefficient)
    if level is None:
        words = f"Tháng {month_display(month)} luật không có mức cho nhóm {group}. Hãy ghi --amount."
        raise RuleError(words, field="group", code="no_level")
    return Worth(group, label, level.amount, level.coefficient, level.table, level.base_rate), level.article


def _item(
    person_id: int,
    entitlement_id: int | None,
    worth: Worth,
    since: Month | None,
    article: str = "",
    kind: str = "",
    carer_id: int | None = None,
) -> Item:
    return Item(
        person_id=person_id,
        entitlement_id=entitlement_id,
        kind=kind,
        group_code=worth.group_code,
        label=worth.label,
        carer_id=carer_id,
        from_month=since,
        law_table=worth.law_table,
        base_rate=worth.base_rate,
        coefficient=worth.coefficient,
        amount=worth.amount,
        article=article,
    )


def _prepare(session: Session, store: Store, kind: DecisionKind, item: Item, reason: str, as_json: bool) -> None:
    title = DECISION_LABELS[kind]
    command = PrepareDecision(kind, (item,), reason, title)
    made = store.transact(f"Lập quyết định: {title.lower()}", session.actor, prepare_decision, command).value
    if as_json:
        answer({"decision_id": made, "kind": kind.value, "state": DecisionState.PREPARED.value, "amount": item.amount})
        return
    click.echo(f"Quyết định {made} ({title.lower()}) chờ số, ngày, người ký: benefits enter {made} ...")


@click.command("adjust")
@person_argument
@group_option
@click.option("--to-group", default=None, help="Nhóm mới, khi đổi nhóm (ví dụ K6DBN).")
@click.option("--from", "since", type=MonthType(), required=True, help="Từ tháng YYYY-MM.")
@amount_option
@click.option("--coefficient", type=CoefficientType(), default=None, help="Hệ số mới khi tính theo số con (K4, CS-MT).")
@reason_option
@json_option
@click.pass_obj
def adjust(session: Session, person: str, group: str | None, to_group: str | None, since: Month, amount: int | None,
           coefficient: int | None, reason: str, as_json: bool) -> None:  # fmt: skip
    """Lập quyết định điều chỉnh mức; mức lấy theo luật của tháng, trừ khi ghi --amount."""
    with session.opened("change") as store:
        with store.read() as reader:
            found = _entitlement(session, reader, person, group)
            old, person_id = found.worth, found.person_id
            code = to_group or old.group_code
            label = next((one.title for one in all_groups() if one.code == to_group), old.label)
            if amount is not None:
                worth, article = Worth(code, label, amount, coefficient), ""
            else:
                wanted = coefficient or old.coefficient
                worth, article = _lawful(reader, person_id, code, label, since, wanted, today(store))
            item = _item(person_id, found.entitlement_id, worth, since, article)
        _prepare(session, store, DecisionKind.ADJUST, item, reason, as_json)


def _ending(kind: DecisionKind, words: str) -> click.Command:
    """A command of a kind that only needs the entitlement and a month."""

    @person_argument
    @group_option
    @from_option
    @reason_option
    @json_option
    @click.pass_obj
    def run(session: Session, person: str, group: str | None, since: Month | None, reason: str, as_json: bool) -> None:
        with session.opened("change") as store:
            with store.read() as reader:
                found = _entitlement(session, reader, person, group)
                item = Item(found.person_id, found.entitlement_id, from_month=since, why=reason)
            _prepare(session, store, kind, item, reason, as_json)

    made: Callable[..., Any] = run
    made.__doc__ = words
    return click.command(kind.value.replace("_", "-"), help=words)(made)


suspend = _ending(DecisionKind.SUSPEND, "Lập quyết định tạm dừng (mặc định: từ tháng sau tháng ký).")
resume = _ending(DecisionKind.RESUME, "Lập quyết định hưởng tiếp, trả từ tháng tạm dừng.")
stop = _ending(DecisionKind.STOP, "Lập quyết định thôi hưởng; --from là tháng đầu không còn hưởng.")
transfer_out = _ending(DecisionKind.TRANSFER_OUT, "Lập quyết định thôi chi trả vì chuyển nơi cư trú.")


def _entitlement(session: Session, reader: Reader, person: str, group: str | None) -> Held:
    """The one entitlement meant; RuleError when there is none, or several and no group says which."""
    _demand_ground(session, group)
    found = [one for one in held_by(reader, asked_person(reader, person)) if group in (None, one.worth.group_code)]
    chosen = [one for one in found if one.runs] or found
    if not chosen:
        raise RuleError("Người này không có chế độ như vậy.", field="group", code="no_entitlement")
    if len(chosen) > 1:
        grounds = grounds_for(session.actor.rights)
        shown = (ground_shown(one.worth.group_code, one.worth.label, grounds) for one in chosen)
        codes = ", ".join(code or label for label, code in shown)
        raise RuleError(f"Người này có nhiều chế độ ({codes}): hãy ghi --group.", field="group", code="several")
    return chosen[0]


def _demand_ground(session: Session, group: str | None) -> None:
    """Who may not read a secret ground must not learn it by naming it."""
    if is_hiv_group(group):
        demand(session.actor.rights, "grounds")


@click.command("adjust-law")
@click.option("--from", "since", type=MonthType(), required=True, help="Tháng đầu của mức mới YYYY-MM.")
@click.option("--payout", type=MonthType(), default=None, help="Tháng chi trả mức mới (mặc định: tháng này).")
@click.option("--entitlement", "ids", type=RECORD, multiple=True, help="Chỉ chế độ mang số này (lặp lại được).")
@reason_option
@json_option
@click.pass_obj
def adjust_law(session: Session, since: Month, payout: Month | None, ids: tuple[int, ...], reason: str,
               as_json: bool) -> None:  # fmt: skip
    """Lập quyết định điều chỉnh hàng loạt theo luật nay biết; ai cần xem riêng thì không tự đưa vào."""
    with session.opened("change") as store:
        command = PrepareLawChange(since, payout or month_of(today(store)), ids or None, reason)
        done = store.transact("Lập quyết định theo luật mới", session.actor, prepare_law_change, command).value
    if as_json:
        answer(asdict(done))
        return
    common = "không có" if done.common is None else str(done.common)
    money = f"thêm {format_amount(done.monthly)} đồng một tháng, truy lĩnh {format_amount(done.arrears)} đồng"
    click.echo(f"Quyết định chung: {common}; riêng từng người: {len(done.single)}. {done.people} người, {money}.")


@click.command("decisions")
@click.option(
    "--state", type=click.Choice([one.value for one in DecisionState]), default=None, help="Chỉ tình trạng này."
)
@json_option
@click.pass_obj
def list_decisions(session: Session, state: str | None, as_json: bool) -> None:
    """Các quyết định, mới nhất trước."""
    with session.opened() as store, store.read() as reader:
        wanted = None if state is None else DecisionState(state)
        rows = all_decisions(reader, state=wanted, grounds=grounds_for(session.actor.rights))
    if as_json:
        answer({"decisions": [asdict(row) for row in rows]})
        return
    for row in rows:
        said = row.number or row.state_label
        click.echo(f"{row.id}\t{row.kind_label}\t{said}\t{row.signed_on}\t{row.people} người\t{row.title}")


@click.command("enter")
@click.argument("decision", type=RECORD)
@click.option("--number", required=True, help="Số quyết định, ví dụ 12/QĐ-UBND.")
@click.option("--signed-on", type=DayType(), required=True, help="Ngày ký YYYY-MM-DD.")
@click.option("--signer", required=True, help="Họ tên người ký.")
@json_option
@click.pass_obj
def enter_number(session: Session, decision: int, number: str, signed_on: date, signer: str, as_json: bool) -> None:
    """Ghi số, ngày, người ký; quyết định có hiệu lực từ lúc này và không sửa nữa."""
    with session.opened("change") as store:
        command = EnterDecision(decision, number, signed_on, signer)
        done = store.transact("Ghi số, ngày quyết định", session.actor, enter, command).value
    if as_json:
        answer({"decision_id": decision, "people": done.people, "changed_items": list(done.changed)})
        return
    changed = f"; {len(done.changed)} mục đổi tháng hoặc mức theo ngày ký" if done.changed else ""
    click.echo(f"Đã ghi quyết định {decision}: {done.people} người{changed}.")


@click.command("cancel")
@click.argument("decision", type=RECORD)
@click.option("--reason", required=True, help="Vì sao hủy.")
@json_option
@click.pass_obj
def cancel(session: Session, decision: int, reason: str, as_json: bool) -> None:
    """Hủy một quyết định, khi chưa có danh sách nào đã chốt theo nó."""
    with session.opened("change") as store:
        command = CancelDecision(decision, reason)
        store.transact("Hủy quyết định", session.actor, cancel_decision, command)
    if as_json:
        answer({"cancelled": decision})
        return
    click.echo(f"Đã hủy quyết định {decision}.")


COMMANDS = (grant, adjust, suspend, resume, stop, transfer_out, adjust_law, list_decisions, enter_number, cancel)
"""Every command of this file, for the group `benefits`."""
