"""Verbs of a handover: the minutes are kept with their facts and bytes, the successor becomes administrator.

Who gives the book away leaves together with the new data key (see `handed_over`): both or neither.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import select

from models.office.open_office import OpenOffice
from models.office.signing_in import note_sign_in
from models.office.staff_queries import actor_now, present_handles
from models.office.staff_services import StaffMember, mark_left
from models.office.tables import Staff
from models.safekeeping.handover_rules import HandoverFacts, demand_two, packed_facts
from models.safekeeping.services import MOST_LABEL
from models.safekeeping.tables import Handover, Medium
from models.store import vault
from models.store.errors import RuleError
from models.store.opened import OpenedFolder
from models.store.rights import demand, needs
from models.store.store import STAFF, Store
from models.store.uids import new_uid
from models.store.vault import WrongPassword
from models.store.vault_format import RECOVERY, Slot
from models.store.vietnamese import tidy
from models.store.work import Actor, Outcome, Work

PDF_HEAD = b"%PDF-"
MINUTES_KEPT = "Lập biên bản bàn giao"
HANDED_OVER = "Bàn giao sổ: người giao thôi dùng sổ, đổi khóa sổ"
SUCCESSOR = "Bàn giao sổ: người nhận thành quản trị sổ"
MINUTES_PRINTED = "In biên bản bàn giao"


@dataclass(frozen=True, slots=True)
class KeepMinutes:
    """The facts of a handover and the bytes drawn from them; `keepers` as in the facts, by medium."""

    giver_id: int
    receiver_id: int | None
    facts: HandoverFacts
    pdf: bytes
    keepers: tuple[tuple[int, str], ...] = ()


@needs("safekeeping")
def keep_minutes(work: Work, command: KeepMinutes) -> Outcome[int]:
    """Keep the minutes with hashes in the history, and who keeps each medium from now on; returns their id.

    RuleError when both sides are one person, or for a keeper without words (field "keeper-ID").
    """
    demand_two(command.giver_id, command.receiver_id)
    if not command.pdf.startswith(PDF_HEAD):
        raise ValueError("minutes are kept as a PDF")
    spelled, small = packed_facts(command.facts)
    kept = Handover(
        uid=new_uid(),
        made_at=work.instant,
        giver_id=command.giver_id,
        receiver_id=command.receiver_id,
        facts_sha256=hashlib.sha256(spelled).hexdigest(),
        pdf_sha256=hashlib.sha256(command.pdf).hexdigest(),
        facts=small,
        pdf=command.pdf,
    )
    work.add(kept)
    for medium_id, keeper in command.keepers:
        _give_medium(work, medium_id, keeper)
    work.flush()
    return Outcome(kept.id, frozenset({("safekeeping", 0)}))


def _give_medium(work: Work, medium_id: int, keeper: str) -> None:
    medium, words = work.get(Medium, medium_id), tidy(keeper)[:MOST_LABEL]
    if not words:
        raise RuleError("Ghi ai giữ USB này, để ở đâu.", field=f"keeper-{medium_id}", code="keeper_missing")
    if medium is not None and medium.keeper != words:
        medium.keeper = words


@needs("staff")
def make_successor(work: Work, command: StaffMember) -> Outcome[None]:
    """The successor becomes an administrator, so that the book is never without one. Harmless when they are."""
    staff = work.get(Staff, command.staff_id)
    if staff is None or staff.left_on is not None:
        raise RuleError("Người nhận chưa có tài khoản trong sổ.", field="receiver", code="no_receiver")
    staff.administrator = 1
    work.flush()
    return Outcome(None, frozenset({("staff", staff.id), ("staff", 0)}))


def hand_over(folder: OpenedFolder, actor: Actor, giver_id: int, receiver_id: int, *, keep_sheet: bool) -> None:
    """The giver leaves and the book gets a new data key without their slot, in one step; `keep_sheet` False also voids
    the recovery sheet.

    Takes seconds and needs the folder for itself: `folder.store` is another one afterwards. Raises RuleError when the
    successor has no password yet, or as `mark_left`; then nothing has changed. Copies made before stay openable with
    the passwords of their time.
    """
    demand_two(giver_id, receiver_id)
    with folder.store.read() as session:
        handles = {row.id: row.handle for row in session.execute(select(Staff.id, Staff.handle))}
        staying = present_handles(session) - {handles.get(giver_id, "")}
    slots = {slot.handle for slot in folder.store.authenticated_vault().slots}
    if handles.get(receiver_id) not in staying & slots:
        raise RuleError("Người nhận chưa đặt mật khẩu riêng.", field="receiver", code="no_receiver")

    def leave(store: Store) -> None:
        store.transact(SUCCESSOR, actor, make_successor, StaffMember(receiver_id), kind=STAFF)
        store.transact(HANDED_OVER, actor, mark_left, StaffMember(giver_id), kind=STAFF)

    def keep(slot: Slot) -> bool:
        return keep_sheet if slot.kind == RECOVERY else slot.handle in staying

    folder.rekey(keep, leave)


@dataclass(frozen=True, slots=True)
class Handing:
    """Who gives, who receives with which password of their own, and whether the recovery sheet stays valid."""

    giver_id: int
    receiver_id: int
    password: str
    keep_sheet: bool

    def __repr__(self) -> str:
        return "Handing(...)"


def check_receiver(store: Store, receiver_id: int, password: str) -> None:
    """The successor proves that they can open the book; raises WrongPassword (field "password") otherwise."""
    with store.read() as session:
        staff = session.get(Staff, receiver_id)
        handle = "" if staff is None else staff.handle
    try:
        vault.unlock(store.authenticated_vault(), password, handle)
    except WrongPassword:
        raise
    except RuleError:
        raise RuleError("Người nhận chưa đặt mật khẩu riêng.", field="password", code="no_receiver") from None


def hand_over_and_sign_in(office: OpenOffice, handing: Handing) -> None:
    """`hand_over`, after which the successor is signed in by their own password; raises likewise."""
    demand(office.actor.rights, "safekeeping")
    check_receiver(office.store, handing.receiver_id, handing.password)
    hand_over(office.folder, office.actor, handing.giver_id, handing.receiver_id, keep_sheet=handing.keep_sheet)
    with office.store.read() as session:
        office.actor = actor_now(session, handing.receiver_id)
        staff = session.get(Staff, handing.receiver_id)
        office.folder.handle = staff.handle if staff is not None else office.folder.handle
    office.folder.by_recovery = False
    note_sign_in(office.folder, office.actor, None)
