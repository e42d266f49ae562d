"""The command that prints the minutes of a handover; the ceremony itself needs two people before a window."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.commands.context import Session, answer, json_option, write_file
from desktop.commands.keeping import note_print, office_now
from models.safekeeping.handover_queries import Asked, handover_facts
from models.safekeeping.handover_rules import checked_party
from models.safekeeping.handover_services import MINUTES_PRINTED
from models.store.errors import RuleError
from models.store.frozen import freeze
from models.store.rights import demand
from models.store.verify import foot_line


@click.command()
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Nơi lưu biên bản; .pdf.")
@click.option("--receiver", default="", help="Họ tên bên nhận; không ghi thì để trống cho bút.")
@click.option("--receiver-role", default="", help="Chức vụ bên nhận.")
@click.option("--witness", default="", help="Họ tên người chứng kiến.")
@click.option("--witness-role", default="", help="Chức vụ người chứng kiến.")
@click.option("--why", default="", help="Lý do bàn giao, ví dụ «chuyển công tác».")
@json_option
@click.pass_obj
def handover(
    session: Session,
    out: Path,
    receiver: str,
    receiver_role: str,
    witness: str,
    witness_role: str,
    why: str,
    as_json: bool,
) -> None:
    """In biên bản bàn giao sổ: số lượng, việc dở, tiền, dãy số, USB, tài khoản; ba chỗ ký."""
    from printing.safekeeping.handover import handover_pdf

    if out.suffix.lower() != ".pdf":
        raise RuleError("Biên bản bàn giao chỉ có bản PDF.", field="out", code="only_pdf")
    with session.opened("safekeeping") as store:
        demand(session.actor.rights, "print")
        asked = Asked(
            giver_id=session.actor.staff_id or 0,
            receiver=checked_party(receiver, receiver_role),
            witness=checked_party(witness, witness_role),
            why=why.strip(),
        )
        facts = handover_facts(store, asked)
        write_file(out, handover_pdf(facts, printed_at=office_now(store), foot=foot_line(store)))
        note_print(store, session.actor, MINUTES_PRINTED)
    if as_json:
        answer({"out": str(out), "facts": freeze(facts)})
    else:
        click.echo(f"Đã in biên bản bàn giao vào {out}.")
