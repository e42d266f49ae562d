"""Whom a restored store lets in again and whom it locks out, told before it happens and kept for those who come after.

A copy from before a handover knows the colleague who left and not the one who came: restoring it turns the handover
back. Promises: the same words stand in the preview, in the history of the restored store and on the state page.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.office.staff_rules import role_text
from models.office.tables import Staff
from models.safekeeping.handover_rules import facts_again
from models.safekeeping.tables import Handover
from models.safekeeping.ways_in import colleagues, unless_damaged, ways_in
from models.store.rights import needs
from models.store.slots import handles_of
from models.store.store import SAFEKEEPING, Store
from models.store.tables import Change
from models.store.vault_format import PASSWORD, Vault
from models.store.work import OFFICE_TIME, Actor, Outcome, Work

CHANGED: Final = "Người mở được sổ thay đổi do khôi phục"
SEEN: Final = "Đã xem: người mở được sổ thay đổi do khôi phục"
Named = dict[str, tuple[str, str]]
"""By handle: the colleague's uid and the words for them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Colleagues as "Nguyễn Thị Hạnh (can-bo-1, Công chức, quản trị sổ)": who may open the book again, who no longer.

    `handed` tells of the handover that is turned back, "" where there was none.
    """

    let_in: tuple[str, ...] = ()
    locked_out: tuple[str, ...] = ()
    handed: str = ""

    def __bool__(self) -> bool:
        return bool(self.let_in or self.locked_out)


def entry_before(backup: Store, then: Vault, present: Store | None) -> Entry:
    """What restoring `backup`, whose vault is `then`, over `present` would change; nothing on a bare machine."""
    if present is None:
        return Entry()
    there = colleagues(backup)
    here = unless_damaged(lambda: colleagues(present), there)
    slots, _ = ways_in(then, there, present.authenticated_vault(), here)
    return _entry(backup, {slot.handle for slot in slots if slot.kind == PASSWORD}, present)


def note_entry(store: Store, present: Store | None, actor: Actor) -> None:
    """Write into a restored store, whose ways in are settled, what changed against the one it replaces, if anything."""
    if present is None:
        return
    told = _entry(store, set(handles_of(store.authenticated_vault())), present)
    if told:
        store.transact(CHANGED, actor, _note, entry_words(told), kind=SAFEKEEPING)


def entry_words(entry: Entry) -> str:
    """One paragraph for the history and the state page."""
    said = [f"{entry.handed} đã bị khôi phục đè lên."] if entry.handed else []
    if entry.let_in:
        said.append(f"Lại mở được sổ: {'; '.join(entry.let_in)}.")
    if entry.locked_out:
        said.append(f"Không mở được sổ nữa: {'; '.join(entry.locked_out)}.")
    return " ".join(said)


def entry_told(session: Session) -> str:
    """What the last restore changed of this, "" when nothing or when an administrator noted that it was seen."""
    told = select(Change.name, Change.reason).where(Change.kind == SAFEKEEPING, Change.name.in_((CHANGED, SEEN)))
    row = session.execute(told.order_by(Change.id.desc()).limit(1)).first()
    return str(row.reason or "") if row is not None and row.name == CHANGED else ""


@needs("safekeeping")
def see_entry(work: Work, _: None) -> Outcome[None]:
    """Note that whoever is signed in has read it and settled it."""
    return Outcome(None, frozenset({("safekeeping", 0)}))


@needs(None)
def _note(work: Work, words: str) -> Outcome[None]:
    work.reason = words
    return Outcome(None)


def _entry(store: Store, admitted: Collection[str], present: Store) -> Entry:
    there, nobody = _named(store), Named()
    here = unless_damaged(lambda: _named(present), nobody)
    before = {here[handle] for handle in handles_of(present.authenticated_vault()) if handle in here}
    after = {there[handle] for handle in admitted if handle in there}
    known = {uid for uid, _ in before}, {uid for uid, _ in after}
    let_in = tuple(sorted(words for uid, words in after if uid not in known[0]))
    locked_out = tuple(sorted(words for uid, words in before if uid not in known[1]))
    return Entry(let_in, locked_out, unless_damaged(lambda: _handed_since(store, present), "") if let_in else "")


def _named(store: Store) -> Named:
    columns = (Staff.handle, Staff.uid, Staff.display_name, Staff.role, Staff.administrator)
    with store.connection() as connection:
        rows = connection.execute(select(*columns)).all()
    return {
        row.handle: (
            row.uid,
            f"{row.display_name} ({row.handle}, {role_text(row.role, administrator=bool(row.administrator))})",
        )
        for row in rows
    }


def _handed_since(store: Store, present: Store) -> str:
    """The last handover of the present store that the other one does not know; of another office's book none counts."""
    if store.fact("uid") != present.fact("uid"):
        return ""
    with store.connection() as connection:
        known = set(connection.scalars(select(Handover.uid)))
    wanted = select(Handover.uid, Handover.made_at, Handover.facts).join(Staff, Staff.id == Handover.giver_id)
    with present.connection() as connection:
        rows = connection.execute(wanted.where(Staff.left_on.is_not(None)).order_by(Handover.id.desc())).all()
    row = next((one for one in rows if one.uid not in known), None)
    if row is None:
        return ""
    facts, day = facts_again(row.facts), datetime.fromisoformat(row.made_at).astimezone(OFFICE_TIME)
    return f"Lần bàn giao ngày {day:%d/%m/%Y} ({facts.giver.name} giao cho {facts.receiver.name or 'bên nhận'})"
