"""The change of 05/10/2026 (NĐ 335/2026/NĐ-CP) played through in a made-up commune, as an office goes through it.

Preview, switch, one decision for everybody with the entries made days later, what the month's birthdays bring, new
rights of the screening, the list of 11/2026 from its opening to its closing, and every paper. Each step keeps its
processor time, each paper its size and pages. `python -m tests.benefits.october_compared PEOPLE SEED FOLDER` plays it
at any size and leaves the papers in the folder.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

from models.benefits.entitlements.drafting import offered
from models.benefits.entitlements.law_change import Change, LawChange
from models.benefits.entitlements.law_change_facts import preview
from models.benefits.entitlements.law_decisions import PrepareLawChange, prepare_law_change
from models.benefits.entitlements.of_papers import PrintDecisions, enter, print_decisions
from models.benefits.entitlements.papers import kept_decision
from models.benefits.entitlements.preparing import citizen_slips, decision_paper
from models.benefits.entitlements.rules import DecisionKind
from models.benefits.entitlements.screening import screen
from models.benefits.entitlements.services import (
    EnterDecision,
    Item,
    PrepareDecision,
    enter_decision,
    prepare_decision,
)
from models.benefits.entitlements.taking_over import TakeOver, take_over
from models.benefits.events import queries as inbox
from models.benefits.events.preparing import village_slips
from models.benefits.events.services import DecideEvent, decide_event
from models.benefits.months import late, queries, reviewing
from models.benefits.months.preparing import bank_rows, drawing, payment_of, settlement
from models.benefits.months.preparing_changes import bridge_note, change_list, summary
from models.benefits.months.returns_services import apply_return
from models.benefits.months.services import (
    CloseMonth,
    ConfirmMonth,
    OpenMonth,
    SendMonth,
    close_month,
    confirm_month,
    open_month,
    send_month,
)
from models.benefits.papers import desk_copy
from models.demo.services import NEW_DECREE, NEW_LEVELS, FillDemo, fill_demo
from models.imports.returns.matching import Choices
from models.imports.returns.process import command_of, look_at
from models.imports.returns.queries import payments
from models.law.services import SwitchLaw, begin_law, switch_law
from models.office.paper_facts import kept_facts
from models.store import vault
from models.store.dates import Month
from models.store.folder import current_set
from models.store.store import Store
from printing.benefits import payment_pdf, payment_xlsx
from printing.benefits.bank_file import bank_xlsx
from printing.benefits.citizen_slip import slips_pdf
from printing.benefits.decision import decision_pdf
from printing.benefits.decision_sheet import decision_xlsx
from printing.benefits.list_sheet import list_xlsx
from printing.benefits.lists import list_pdf
from printing.benefits.month_forms import form_of
from printing.benefits.village_slip import village_slip_pdf
from tests.people.commune import DAY, Clock, Office, make_small_commune
from tests.store.fixtures import PASSWORD

NOVEMBER: Final = Month(202611)
SIGNED: Final = date(2026, 11, 20)
PRINTED: Final = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
SIGNER: Final = "Đặng Quốc Mẫu"
FEE: Final = 50
"""Hundredths of a percent."""
NOT_TAKEN: Final = 40
"""Every so many payments one is not collected."""
EVENT_MONTHS: Final = tuple(Month(202607 + index) for index in range(5))


@dataclass(frozen=True)
class Step:
    """What a step took: processor seconds, and of a paper its bytes and pages (0: a sheet)."""

    name: str
    seconds: float
    size: int = 0
    pages: int = 0


@dataclass
class Play:
    """One commune going through the change; `folder` takes the papers."""

    office: Office
    people: int
    seed: int
    folder: Path | None = None
    steps: list[Step] = field(default_factory=list)
    found: LawChange | None = None
    decision: int = 0
    screened: list[Any] = field(default_factory=list)
    pension_label: str = ""
    papers: dict[str, bytes] = field(default_factory=dict)

    def timed(self, name: str, work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Run and keep the processor time."""
        started = time.process_time()
        value = work(*arguments, **named)
        self.steps.append(Step(name, time.process_time() - started))
        return value

    def paper(self, name: str, draw: Callable[[], bytes]) -> bytes:
        """Draw a paper, keep its measure, leave it in the folder."""
        started = time.process_time()
        data = draw()
        seconds = time.process_time() - started
        pages = len(PdfReader(BytesIO(data)).pages) if data.startswith(b"%PDF") else 0
        self.steps.append(Step(name, seconds, len(data), pages))
        self.papers[name] = data
        if self.folder is not None:
            (self.folder / (f"{name}.pdf" if pages else name.replace("-xlsx", ".xlsx"))).write_bytes(data)
        return data

    def through(self) -> None:
        """Everything, in order."""
        self.begin()
        self.change_law()
        self.decide()
        self.birthdays()
        self.new_rights()
        self.november()
        self.print_month()
        self.reconcile()

    def begin(self) -> None:
        """The commune as it was paid until 10/2026, and those whose old decision begins with 11/2026."""
        self.office.do(lambda work, _: begin_law(work), None)
        self.timed("fill", self.office.do, fill_demo, FillDemo(self.people, self.seed, before_october=True))
        self.office.do(take_over, TakeOver(NOVEMBER, kept_from=NOVEMBER))

    def change_law(self) -> None:
        """Look at the change before it counts, then let it count."""
        supposed = self.timed("preview", self._preview, [NEW_DECREE])
        self.timed("switch", self.office.do, switch_law, SwitchLaw(NEW_DECREE, counts=True, reason="áp dụng"))
        self.found = self._preview()
        if (supposed.changes, supposed.pending) != (self.found.changes, self.found.pending):
            raise AssertionError("the preview told something else than what is so after the switch")

    def _preview(self, supposing: Sequence[str] = ()) -> LawChange:
        return self.office.read(preview, NEW_LEVELS, NOVEMBER, DAY, supposing=list(supposing))

    def decide(self) -> None:
        """One decision for everybody, those set apart taken on purpose: printed with blanks, entered days later."""
        assert self.found is not None
        looked = [one for one in self.found.pending if one.pieces and not self.leaves_out(one)]
        ids = tuple(one.entitlement_id for one in (*self.found.changes, *looked))
        made = self.timed("prepare", self.office.do, prepare_law_change, PrepareLawChange(NEW_LEVELS, NOVEMBER, ids))
        self.decision = made.common
        proposal = self.timed("proposal facts", self._paper_of, [made.common], as_proposal=True)
        self.paper("to-trinh", lambda: decision_pdf(proposal, printed_at=PRINTED))
        paper = self.timed("decision facts", self._paper_of, [made.common])
        self.paper("quyet-dinh", lambda: decision_pdf(paper, printed_at=PRINTED))
        self.paper("quyet-dinh-xlsx", lambda: decision_xlsx(paper, printed_at=PRINTED))
        about = kept_decision(paper)
        command = PrintDecisions((made.common,), replace(about, facts=kept_facts(paper, {})))
        self.timed("keep decision", self.office.do, print_decisions, command)
        self.timed("enter decision", self.office.do, enter, EnterDecision(made.common, "1", SIGNED, SIGNER))
        for number, single in enumerate(made.single, start=2):
            self.office.do(enter_decision, EnterDecision(single, f"{number}/QĐ-UBND", SIGNED, SIGNER))

    @staticmethod
    def leaves_out(one: Change) -> bool:
        """Who had months before the age of the group is not adjusted with the others: the office asks first.

        Pupils (K2) were orphans under 16 until then, which gives the same.
        """
        return "off_age" in one.pending and one.group != "K2"

    def _paper_of(self, ids: Sequence[int], **named: Any) -> Any:
        return self.office.read(decision_paper, ids, DAY, **named)

    def birthdays(self) -> None:
        """What the months from 07/2026 bring by themselves, decided and entered; new rights come with the screening."""
        for month in EVENT_MONTHS:
            self.timed(f"events {month}", self.office.do, late.find_events, late.FindEvents(month))
        open_ones = [row.id for row in self.office.read(inbox.inbox, DAY)]
        proposals = self.office.read(inbox.proposals, open_ones, DAY)
        number = 1_000
        for event in open_ones:
            kinds = {one.kind for one in proposals[event].decisions}
            if not kinds or kinds & {DecisionKind.GRANT}:
                continue
            for decision in self.office.do(decide_event, DecideEvent(event)).decision_ids:
                number += 1
                self.office.do(enter_decision, EnterDecision(decision, f"{number}/QĐ-UBND", SIGNED, SIGNER))

    def new_rights(self) -> None:
        """Whom the screening names for the social pension gets it, one decision for all of them."""
        found = self.timed("screening", self.office.read, screen, DAY)
        self.screened = [one for one in found if one.group == "HTXH" and not one.gets]
        titles = {one.code: one.title for one in self.office.read(offered, NOVEMBER, DAY)}
        self.pension_label = titles["HTXH"]
        items = tuple(
            Item(one.person_id, kind=one.kind, group_code=one.group, label=titles[one.group], amount=one.amount)
            for one in self.screened
        )
        grant = PrepareDecision(DecisionKind.GRANT, items, "Đủ điều kiện, rà soát tháng 11/2026", "Hưởng")
        made = self.timed("prepare grants", self.office.do, prepare_decision, grant)
        paper = self.timed("grant facts", self._paper_of, [made])
        self.paper("quyet-dinh-huong", lambda: decision_pdf(paper, printed_at=PRINTED))
        self.timed("enter grants", self.office.do, enter_decision, EnterDecision(made, "2/QĐ-CT", SIGNED, SIGNER))

    def november(self) -> None:
        """Opened, reviewed, confirmed."""
        self.timed("open month", self.office.do, open_month, OpenMonth(NOVEMBER))
        self.timed("review", self.office.read, reviewing.risks_of, NOVEMBER)
        self.timed("bridge", self.office.read, queries.bridge_of, NOVEMBER)
        self.timed("confirm", self.office.do, confirm_month, ConfirmMonth(NOVEMBER))

    def print_month(self) -> None:
        """Every paper of the month."""
        read = self.office.read
        whole = self.timed("payment facts", read, payment_of, NOVEMBER)
        desk = desk_copy(whole)
        self.paper("chi-tra-ke-toan", lambda: payment_pdf(whole, printed_at=PRINTED))
        self.paper("chi-tra-ban-chi", lambda: payment_pdf(desk, printed_at=PRINTED))
        self.paper("chi-tra-ke-toan-xlsx", lambda: payment_xlsx(whole, printed_at=PRINTED))
        for channel in ("account", "cash"):
            part = read(payment_of, NOVEMBER, None, channel)
            self.paper(f"chi-tra-{channel}", partial(payment_pdf, part, printed_at=PRINTED))
        for name, prepare in (
            ("tang", lambda reader: change_list(reader, NOVEMBER, increase=True)),
            ("giam", lambda reader: change_list(reader, NOVEMBER, increase=False)),
            ("tong-hop", lambda reader: summary(reader, NOVEMBER)),
            ("thuyet-minh", lambda reader: bridge_note(reader, NOVEMBER)),
            ("rut-du-toan", lambda reader: drawing(reader, NOVEMBER, fee=FEE)),
        ):
            self._form(name, prepare)
        rows = read(bank_rows, NOVEMBER)
        self.paper("ngan-hang-xlsx", lambda: bank_xlsx(rows, NOVEMBER, printed_at=PRINTED))
        sheets = self.timed("village slip facts", read, village_slips, NOVEMBER)
        self.paper("phieu-thon", lambda: village_slip_pdf(sheets, printed_at=PRINTED))
        slips = self.timed("citizen slip facts", read, citizen_slips, [self.decision], DAY)
        self.paper("phieu-bao", lambda: slips_pdf(slips, printed_at=PRINTED))

    def _form(self, name: str, prepare: Callable[[Any], Any]) -> None:
        made = self.timed(f"{name} facts", self.office.read, prepare)
        self.paper(name, lambda: list_pdf(form_of(made), printed_at=PRINTED))
        self.paper(f"{name}-xlsx", lambda: list_xlsx(form_of(made), printed_at=PRINTED))

    def reconcile(self) -> None:
        """Sent; the bank's own file comes back filled in, then the post's for cash; closed and settled."""
        self.office.do(send_month, SendMonth(NOVEMBER))
        there = self.office.read(payments, NOVEMBER)
        bank = answered_bank_file(self.papers["ngan-hang-xlsx"])
        cash = cash_file([one for one in there if not one.account])
        for name, data in (("bank", bank), ("cash", cash)):
            there = self.office.read(payments, NOVEMBER)
            looked = self.timed(f"look at {name}", look_at, data, f"{name}.xlsx", DAY, there, Choices())
            self.timed(f"apply {name}", self.office.do, apply_return, command_of(NOVEMBER, looked))
        self.timed("close", self.office.do, close_month, CloseMonth(NOVEMBER))
        self._form("quyet-toan", lambda reader: settlement(reader, NOVEMBER, fee=FEE))


def answered_bank_file(data: bytes) -> bytes:
    """The bank's file with its answers filled in: some were not reached."""
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    rows = sheet.iter_rows()
    header = next(row for row in rows if any(cell.value == "Mã đối tượng" for cell in row))
    place = {cell.value: index for index, cell in enumerate(header)}
    number = 0
    for row in rows:
        if row[place["Số tài khoản"]].value is None:
            continue
        number += 1
        missed = number % NOT_TAKEN == 0
        row[place["Kết quả"]].value = "Không thành công" if missed else "Thành công"
        if missed:
            row[place["Lý do chưa chi"]].value = "Sai số tài khoản"
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def cash_file(there: Sequence[Any]) -> bytes:
    """The post's list of who came."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Tien mat")
    sheet.append(["Mã đối tượng", "Họ và tên", "Số tiền", "Kết quả", "Lý do"])
    for number, one in enumerate(there, start=1):
        missed = number % NOT_TAKEN == 0
        sheet.append([one.code, one.name, one.total, "Chưa nhận" if missed else "Đã nhận", "Vắng" if missed else None])
    made = BytesIO()
    book.save(made)
    return made.getvalue()


@contextmanager
def new_office(data: Path) -> Iterator[Office]:
    """A store of its own in a new folder."""
    make_small_commune(data)
    key, _ = vault.unlock(vault.read_vault(current_set(data).vault), PASSWORD)
    clock = Clock()
    with closing(Store(current_set(data), key, clock=clock)) as store:
        yield Office(store, clock, data)


def report(play: Play) -> Iterator[str]:
    """A line for each step."""
    for one in play.steps:
        size = f"{one.size / 1024:10,.0f} KiB" if one.size else ""
        pages = f"{one.pages:6,} trang" if one.pages else ""
        yield f"{one.name:24} {one.seconds:8.2f} s {size} {pages}"
