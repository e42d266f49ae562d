"""The command that names the carer of care support which a list brought without one."""

from __future__ import annotations

import click

from desktop.commands.context import Session, answer, json_option
from desktop.commands.people import asked_person
from models.benefits.entitlements.carers import NameCarer, has_carer, name_carer
from models.benefits.entitlements.queries import held_by
from models.store.errors import RuleError


@click.command("carer")
@click.argument("person")
@click.argument("carer")
@click.option("--group", default=None, help="Khoản hỗ trợ chăm sóc thuộc nhóm này, khi có nhiều khoản.")
@json_option
@click.pass_obj
def carer(session: Session, person: str, carer: str, group: str | None, as_json: bool) -> None:
    """Ghi người chăm sóc (được nhận tiền) của khoản hỗ trợ chăm sóc tiếp nhận từ danh sách cũ."""
    with session.opened("change") as store:
        with store.read() as reader:
            person_id, carer_id = asked_person(reader, person), asked_person(reader, carer)
            held = [
                one
                for one in held_by(reader, person_id)
                if one.runs and has_carer(one.kind, one.worth.group_code) and group in (None, one.worth.group_code)
            ]
        if not held:
            raise RuleError("Người này không có khoản hỗ trợ chăm sóc nào đang hưởng.", code="no_entitlement")
        if len(held) > 1:
            raise RuleError("Người này có nhiều khoản hỗ trợ chăm sóc: hãy ghi --group.", field="group", code="several")
        command = NameCarer(held[0].entitlement_id, carer_id)
        store.transact("Ghi người chăm sóc", session.actor, name_carer, command)
    if as_json:
        answer({"entitlement": held[0].entitlement_id, "person": person_id, "carer": carer_id})
        return
    click.echo("Đã ghi người chăm sóc; từ danh sách tới tiền được trả cho người này.")
