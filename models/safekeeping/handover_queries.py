"""What is handed over, counted from the store: registers, open work, money, number series, media, accounts.

Promises: counts and names of the office alone, nobody of the register is named; what is not built yet is not listed.
Reads only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.benefits.papers import Letterhead
from models.benefits.preparing import body_letterhead, prepare_payment
from models.benefits.tables import BenefitLine
from models.imports.planning.decisions import FORM as IMPORT_DRAFTS
from models.imports.tables import ImportBatch
from models.office import paper_queries, queries, staff_queries
from models.office.paper_queries import PaperFilter
from models.office.paper_rules import STATE_LABELS, PaperState
from models.office.places import province_by_code
from models.office.queries import CommuneView
from models.office.rules import BODY_LABELS
from models.office.services import HOUSEHOLD_CODES, PERSON_CODES
from models.office.staff_queries import StaffMemberView
from models.office.tables import IssuingBody, NumberSeries, Paper, Village
from models.people.dated import STILL_KNOWN, AsOf, holds
from models.people.tables import BankAccount, Disability, Guardian, Household, Payee, Person
from models.safekeeping import queries as safekeeping
from models.safekeeping.handover_rules import (
    MOST_TITLES,
    NOBODY,
    AccountLine,
    Counted,
    HandoverFacts,
    MediumLine,
    MoneyLine,
    OpenPaper,
    Party,
    SeriesLine,
)
from models.safekeeping.manifest import PROGRAM_VERSION
from models.safekeeping.queries import BackupView, MediumView
from models.safekeeping.rules import GOOD, OURS
from models.safekeeping.tables import Handover
from models.store import slots
from models.store.chain import last_change
from models.store.dates import month_display, month_of
from models.store.scans.tables import Scan
from models.store.seals import head_code
from models.store.store import Store
from models.store.tables import Base, Draft, StoreFact
from models.store.work import OFFICE_TIME

NOTICE, MINUTES = "TB", "BB"
"""Signs of a notice and of minutes by NĐ 30/2020/NĐ-CP, Phụ lục III."""
OPEN_STATES = (PaperState.PREPARED, PaperState.ENTERED)
_TITLES = {PERSON_CODES: "Mã đối tượng", HOUSEHOLD_CODES: "Số hộ"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What only people know about a handover. `keepers`: who keeps a medium (its id) from now on; others stay."""

    giver_id: int
    receiver: Party
    receiver_id: int | None = None
    witness: Party = NOBODY
    why: str = ""
    keepers: tuple[tuple[int, str], ...] = ()


def handover_facts(store: Store, asked: Asked) -> HandoverFacts:
    """The facts of the minutes as of now; KeyError when nobody founded the commune yet."""
    now = store.now().astimezone(OFFICE_TIME)
    vault = store.authenticated_vault()
    sheet = slots.recovery_handle(vault) or ""
    with store.read() as session:
        commune = queries.commune(session)
        if commune is None:
            raise KeyError("commune")
        head_change, digest = last_change(session.connection())
        members = staff_queries.staff_members(session, slots.handles_of(vault))
        giver = next(one for one in members if one.id == asked.giver_id)
        return HandoverFacts(
            letterhead=_letterhead(session, now.date()),
            commune=_place(commune),
            made_on=now.date(),
            made_at=f"{now:%H} giờ {now:%M}",
            giver=Party(giver.display_name, giver.role_text),
            receiver=asked.receiver,
            witness=asked.witness,
            why=asked.why,
            program=PROGRAM_VERSION,
            store_code=_store_code(session),
            head_change=head_change,
            head_code=head_code(digest.hex()),
            registers=tuple(_registers(session, now.date())),
            open_work=tuple(_open_work(session)),
            open_papers=_open_papers(session),
            money=tuple(_money(session, now.date())),
            series=tuple(_series(session)),
            media=tuple(_media(session, dict(asked.keepers))),
            accounts=tuple(_account(one, asked) for one in members),
            sheet=sheet,
            scans=_count(session, Scan),
        )


def _place(commune: CommuneView) -> str:
    """ "xã Tà Đùng, tỉnh Lâm Đồng"."""
    province = province_by_code(commune.province_code)
    return f"{commune.kind} {commune.name}" + (f", {province.full_name}" if province else "")


def _letterhead(session: Session, day: date) -> Letterhead:
    """That of the people's committee, with the sign of minutes in place of another kind of paper's."""
    head = body_letterhead(session, "committee", NOTICE)
    return replace(head, sign=head.sign.replace(NOTICE, MINUTES, 1) if head.sign else "", signed_on=day)


def _store_code(session: Session) -> str:
    """Enough of the store's uid to tell two books apart."""
    uid = session.scalar(select(StoreFact.value).where(StoreFact.name == "uid")) or ""
    return uid.replace("-", "")[-8:].upper()


def _count(session: Session, entity: type[Base], *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(entity).where(*conditions)) or 0


def _registers(session: Session, day: date) -> Iterator[Counted]:
    now = AsOf(day)
    states = {row[0]: row[1] for row in session.execute(select(Person.status, func.count()).group_by(Person.status))}
    rest = f"đã mất {states.get('dead', 0)}, đã chuyển đi {states.get('moved', 0)}"
    yield Counted("Sổ người dân: người đang ở", states.get("living", 0), rest)
    yield Counted("Sổ hộ gia đình", _count(session, Household))
    yield Counted("Thôn, tổ dân phố", _count(session, Village, Village.closed_on.is_(None)))
    yield Counted("Khoản trợ cấp đang ghi", _count(session, BenefitLine, BenefitLine.known_until == STILL_KNOWN))
    yield Counted("Sổ khuyết tật: người đang ghi mức độ", _count(session, Disability, holds(Disability, now)))
    yield Counted("Tài khoản nhận tiền", _count(session, BankAccount, holds(BankAccount, now)))
    yield Counted("Người nhận thay", _count(session, Payee, holds(Payee, now)))
    yield Counted("Người giám hộ", _count(session, Guardian, holds(Guardian, now)))
    for state, label in STATE_LABELS.items():
        if state in (PaperState.ISSUED, PaperState.CANCELLED):
            yield Counted(f"Giấy tờ: {label.lower()}", _count(session, Paper, Paper.state == state))
    undone = _count(session, ImportBatch, ImportBatch.undone_by.is_not(None))
    yield Counted("Lần nhập danh sách Excel", _count(session, ImportBatch), f"đã hoàn tác {undone}" if undone else "")
    yield Counted("Bản quét giấy tờ", _count(session, Scan))
    yield Counted("Biên bản bàn giao trước đây", _count(session, Handover))


def _open_work(session: Session) -> Iterator[Counted]:
    forms = list(session.scalars(select(Draft.form)))
    lists = sum(form.startswith(IMPORT_DRAFTS) for form in forms)
    yield Counted("Biểu mẫu gõ dở còn giữ", len(forms) - lists)
    yield Counted("Danh sách Excel đang nhập dở", lists)
    for state in OPEN_STATES:
        yield Counted(f"Giấy tờ: {STATE_LABELS[state].lower()}", _count(session, Paper, Paper.state == state))


def _open_papers(session: Session) -> tuple[OpenPaper, ...]:
    ids = [one for state in OPEN_STATES for one in paper_queries.ids(session, PaperFilter(state=state.value))]
    found = paper_queries.rows(session, ids[:MOST_TITLES])
    return tuple(OpenPaper(row.title, STATE_LABELS[row.state], row.made_on) for row in found)


def _money(session: Session, day: date) -> Iterator[MoneyLine]:
    month = month_of(day)
    sums = prepare_payment(session, month).sums
    yield MoneyLine(f"Danh sách chi trả tháng {month_display(month)} theo sổ", sums.people, sums.total)
    issued = (
        select(IssuingBody.key, func.count(), func.sum(Paper.total))
        .join(IssuingBody, IssuingBody.id == Paper.body_id)
        .where(
            Paper.state == PaperState.ISSUED.value,
            Paper.year == day.year,
            Paper.own_number == 1,
            Paper.total.is_not(None),
        )
        .group_by(IssuingBody.key)
    )
    for key, papers, total in session.execute(issued):
        yield MoneyLine(f"{BODY_LABELS[key]}: danh sách chi trả đã phát hành năm {day.year}", papers, int(total or 0))


def _series(session: Session) -> Iterator[SeriesLine]:
    """Series that gave a number; those of a year before those of another year."""
    found = select(NumberSeries).where(NumberSeries.last > 0).order_by(NumberSeries.year.desc(), NumberSeries.id)
    for row in session.scalars(found):
        body, _, kind = row.key.partition("/")
        label = f"{BODY_LABELS.get(body, body)}, {kind}" if kind else _TITLES.get(row.key, row.key)
        yield SeriesLine(label, row.suffix, row.year, row.last)


def _media(session: Session, keepers: Mapping[int, str]) -> Iterator[MediumLine]:
    noted = [one for one in safekeeping.backups(session) if one.standing == GOOD]
    for medium in media_of_office(session):
        told = replace(medium, keeper=keepers.get(medium.id, medium.keeper))
        yield _medium(told, [one for one in noted if one.medium_uid == medium.uid])


def media_of_office(session: Session) -> tuple[MediumView, ...]:
    """The sticks and folders that go into other hands with the book."""
    return tuple(one for one in safekeeping.media(session) if one.standing == OURS)


def _medium(medium: MediumView, copies: Sequence[BackupView]) -> MediumLine:
    if not copies:
        return MediumLine(medium.label, medium.keeper, medium.outside, 0)
    newest, oldest = copies[0], copies[-1]
    return MediumLine(
        medium.label,
        medium.keeper,
        medium.outside,
        len(copies),
        oldest_day=_day_of(oldest.made_at),
        newest_day=_day_of(newest.made_at),
        generation=newest.generation,
        proved_at=_office(newest.proved_at).strftime("%d/%m/%Y %H:%M"),
        manifest_sha256=newest.manifest_sha256,
        head_change=newest.head_change,
    )


def _office(instant: str) -> datetime:
    return datetime.fromisoformat(instant).astimezone(OFFICE_TIME)


def _day_of(instant: str) -> str:
    return _office(instant).date().isoformat()


def _account(member: StaffMemberView, asked: Asked) -> AccountLine:
    state = member.state_text
    if member.id == asked.giver_id:
        state = "Thôi dùng sổ từ khi bàn giao"
    elif member.id == asked.receiver_id:
        state = "Nhận bàn giao"
    return AccountLine(member.display_name, member.role_text, member.handle, state)
