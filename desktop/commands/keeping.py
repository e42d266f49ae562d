"""What commands that print share: keeping the list as a paper, the office's time, the print in the history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import Any

import click

from desktop.commands.kinds import RECORD
from models.office.paper_facts import kept_facts
from models.office.paper_services import PreparePaper, ReplacePaper, prepare_paper, replace_paper
from models.store.store import PRINT, Store
from models.store.work import OFFICE_TIME, Actor, Outcome, Work


@dataclass(frozen=True, slots=True)
class Keeping:
    """Whether a list becomes a paper that can be issued, and whose place it takes."""

    wanted: bool
    replaces: int | None
    reason: str

    def keep(self, store: Store, actor: Actor, paper: PreparePaper, facts: object) -> int | None:
        """Keep the list when asked to; the paper's id."""
        if not self.wanted and self.replaces is None:
            return None
        whole = replace(paper, facts=kept_facts(facts, {}))
        if self.replaces is None:
            return store.transact("Lập giấy tờ", actor, prepare_paper, whole).value
        command = ReplacePaper(self.replaces, self.reason, whole)
        return store.transact("Thay giấy tờ", actor, replace_paper, command).value


def keep_options(command: Callable[..., None]) -> Callable[..., None]:
    """--keep, --replaces and --reason, handed on as `keeping`."""

    @click.option("--keep", is_flag=True, help="Lưu thành giấy tờ để ghi số, ngày, người ký và phát hành.")
    @click.option("--replaces", type=RECORD, default=None, help="Lưu thành giấy tờ, thay tờ mang mã này.")
    @click.option("--reason", default="", help="Lý do thay, ghi vào tờ bị thay.")
    @wraps(command)
    def keeping(*arguments: Any, keep: bool, replaces: int | None, reason: str, **named: Any) -> None:
        command(*arguments, keeping=Keeping(keep, replaces, reason), **named)

    return keeping


def told(kept: int | None) -> dict[str, int]:
    """What the answer says of a kept paper."""
    return {} if kept is None else {"paper": kept}


def echo_kept(kept: int | None) -> None:
    """Say what became of the paper."""
    if kept is not None:
        click.echo(f"Đã lưu thành giấy tờ, mã {kept}. Ghi số và phát hành: papers issue {kept}")


def office_now(store: Store) -> datetime:
    """Now in the office's time."""
    return store.now().astimezone(OFFICE_TIME)


def note_print(store: Store, actor: Actor, title: str) -> None:
    """Put a print into the history."""

    def note(work: Work, _: None) -> Outcome[int]:
        return Outcome(work.change_id)

    store.transact(title, actor, note, None, kind=PRINT)
