"""Preparing a wall sheet from the store. The candidates go through `rules.prepare_posting`, as every sheet does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.benefits.papers import Signatory
from models.benefits.preparing import body_letterhead
from models.benefits.queries import posting_candidates
from models.benefits.tables import LabelRuling
from models.office import queries as office
from models.postings.households import household_candidates
from models.postings.papers import Posting, PostingKind, PostingRequest
from models.postings.queries import longevity_candidates
from models.postings.rules import prepare_posting
from models.store.dates import Month, month_end, month_of

USUAL_WINDOW_DAYS = 5
"""Length of the window that the dialog proposes; each ground names its own."""
_BODIES = {"committee": "Ủy ban nhân dân", "front": "Ủy ban MTTQ Việt Nam"}
_LISTENS = {"committee": "Phòng Văn hóa - Xã hội, ", "front": "Ban Thường trực "}
"""Who of the body listens to objections, when the clerk names nobody."""
_BLANK_SIGNATORIES = {
    "committee": Signatory(("CHỦ TỊCH",)),
    "front": Signatory(("TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH")),
}
VILLAGES_RECEIVE = ("Các thôn, tổ dân phố (để niêm yết);", "Lưu: VT.")
"""Nơi nhận (NĐ 30/2020, Phụ lục I, ô 9b)."""
VILLAGE_RECEIVES = ("Thôn, tổ dân phố (để niêm yết);", "Lưu: VT.")
"""The same for one village, without its name: the name itself may tell something about its people."""


@dataclass(frozen=True, slots=True)
class PostingWish:
    """What the clerk asks to hang up. `village_id` None: the whole commune; `body` is "committee" or "front"."""

    ground: str
    kind: PostingKind = PostingKind.ALLOWANCE
    month: Month | None = None
    village_id: int | None = None
    body: str = "committee"
    first_day: date | None = None
    last_day: date | None = None
    objections_to: str = ""


def prepare_from_store(reader: Session, wish: PostingWish, today: date) -> Posting:
    """The sheet and what was left out of it. Raises RuleError naming the field that is missing.

    Who receives, is poor or is honoured is taken as of the last day of `wish.month`; without a month, as of the first
    day of the posting (allowances: of its month).
    """
    first = wish.first_day or today
    villages = {village.id: village.full_name for village in office.villages(reader)}
    letterhead = body_letterhead(reader, wish.body, "DS")
    body = _body_named(reader, wish.body) or letterhead.body
    request = PostingRequest(
        kind=wish.kind,
        ground=wish.ground,
        letterhead=letterhead,
        first_day=first,
        last_day=wish.last_day or first + timedelta(days=USUAL_WINDOW_DAYS - 1),
        objections_to=wish.objections_to or f"{_LISTENS.get(wish.body, '')}{body}",
        village=None if wish.village_id is None else villages[wish.village_id],
        month=wish.month,
        body=body,
        signatory=_signatory(reader, wish.body, first),
        recipients=VILLAGES_RECEIVE if wish.village_id is None else VILLAGE_RECEIVES,
    )
    rulings = {
        row.label_key: row.group_code for row in reader.execute(select(LabelRuling.label_key, LabelRuling.group_code))
    }
    if wish.kind is PostingKind.ALLOWANCE:
        month = wish.month or month_of(first)
        return prepare_posting(posting_candidates(reader, month, wish.village_id), request, rulings)
    day = first if wish.month is None else month_end(wish.month)
    if wish.kind is PostingKind.LONGEVITY:
        return prepare_posting(longevity_candidates(reader, day, wish.village_id), request, rulings)
    return prepare_posting(household_candidates(reader, wish.kind.value, day, wish.village_id), request, rulings)


def _body_named(reader: Session, body: str) -> str:
    """The body in running text, "Ủy ban nhân dân xã Hưng Đạo"; empty before the commune is known."""
    commune = office.commune(reader)
    if commune is None or body not in _BODIES:
        return ""
    return f"{_BODIES[body]} {commune.full_name[:1].lower()}{commune.full_name[1:]}"


def _signatory(reader: Session, body: str, day: date) -> Signatory | None:
    """Who signs for the body on that day; a blank place when nobody is known to hold office."""
    for signer in office.signers(reader, body=body, on=day):
        return Signatory(signer.lines, signer.name)
    return _BLANK_SIGNATORIES.get(body)
