"""Frozen facts of proposals and decisions, single or with an annex.

Promises: a paper whose ground tells of HIV/AIDS speaks of one person alone and names neither group nor clause
(privacy.md 11.1); months of grants follow the day of signing once it is entered (benefits.md 15.2, 3). Everything is
picklable and can be kept as a paper's facts. Must not open a session or draw anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from models.benefits.entitlements.grounds import Basis
from models.benefits.entitlements.rules import DECISION_LABELS, DecisionKind
from models.benefits.frozen import entered_letterhead
from models.benefits.papers import Letterhead, Signatory
from models.benefits.secrecy import mentions_hiv
from models.office.paper_rules import KIND_LABELS, PaperEntry, PaperKind
from models.office.paper_services import PreparePaper
from models.store.dates import Month, month_of
from models.store.errors import RuleError
from models.store.frozen import thaw

MONEY_KINDS = frozenset({DecisionKind.RECOVER, DecisionKind.FUNERAL})
"""Decisions about one sum, not about so much a month."""
ENDING_KINDS = frozenset({DecisionKind.SUSPEND, DecisionKind.STOP, DecisionKind.TRANSFER_OUT})
BENEFIT_WORDS = {
    "allowance": "trợ cấp xã hội hằng tháng",
    "social_pension": "trợ cấp hưu trí xã hội hằng tháng",
    "care_support": "hỗ trợ kinh phí chăm sóc, nuôi dưỡng hằng tháng",
    "funeral": "hỗ trợ chi phí mai táng",
}
_SUBJECTS = {
    DecisionKind.TAKEN_OVER: "tiếp tục thực hiện {}",
    DecisionKind.GRANT: "hưởng {}",
    DecisionKind.ADJUST: "điều chỉnh mức {}",
    DecisionKind.SUSPEND: "tạm dừng chi trả {}",
    DecisionKind.RESUME: "tiếp tục chi trả {}",
    DecisionKind.STOP: "thôi hưởng {}",
    DecisionKind.TRANSFER_OUT: "thôi chi trả {} do chuyển nơi cư trú",
    DecisionKind.TRANSFER_IN: "chi trả {} tại nơi cư trú mới",
    DecisionKind.RECOVER: "thu hồi {} đã chi sai",
    DecisionKind.FUNERAL: "hỗ trợ chi phí mai táng",
}


@dataclass(frozen=True, slots=True)
class DecidedStep:
    """What is due from a month on: đồng a month, coefficient in hundredths. `month` None: that of the signing."""

    month: Month | None
    amount: int | None = None
    coefficient: int | None = None


@dataclass(frozen=True, slots=True)
class DecidedPerson:
    """One person of a decision. `what` are the words of the group and `clause` its article; neither where it is secret.

    `before` is what was due in the first step's month before the decision; `steps` are in order of their months, of a
    recovery or funeral the one sum. `by_signing`: the month counts from the signing, whatever was expected. `other` is
    the carer, or who buries; `benefit` the words of the own benefit, where the decision is about several.
    """

    number: int
    code: str
    name: str
    born: str
    id_number: str
    village: str
    what: str
    clause: str
    steps: tuple[DecidedStep, ...]
    before: int | None = None
    by_signing: bool = False
    other: str = ""
    other_id_number: str = ""
    why: str = ""
    dead: bool = False
    benefit: str = ""


@dataclass(frozen=True, slots=True)
class DecisionPaper:
    """A decision, or the proposal to make it (`proposal`), as prepared on the day `on`.

    `benefit` are the words of what it is about, `office` "xã Hưng Đạo", `department` its proposing department.
    `cited` names the proposal ("số 12/TTr-VHXH ngày ..."), empty: room for the pen. Refuses a secret of several people.
    """

    letterhead: Letterhead
    kind: DecisionKind
    benefit: str
    office: str
    department: str
    bases: tuple[Basis, ...]
    people: tuple[DecidedPerson, ...]
    signatory: Signatory
    recipients: tuple[str, ...]
    on: date
    secret: bool = False
    proposal: bool = False
    cited: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if self.secret and (len(self.people) > 1 or any(one.what or one.clause for one in self.people)):
            raise RuleError(
                "Quyết định của người có căn cứ được giữ kín phải là tờ riêng, không in chung.", code="secret_alone"
            )
        if not self.people:
            raise RuleError("Quyết định chưa có người nào.", code="nobody")

    @property
    def signed_on(self) -> date | None:
        """The day of signing, None as long as it is not entered."""
        return self.letterhead.signed_on

    @property
    def subject(self) -> str:
        """ "Về việc hưởng trợ cấp xã hội hằng tháng"."""
        return f"Về việc {self.about}"

    @property
    def about(self) -> str:
        """What is decided, in lower case."""
        return _SUBJECTS[self.kind].format(self.benefit)

    @property
    def grounds(self) -> tuple[str, ...]:
        """The grounds that hold on the day of signing, on the day it was prepared as long as that is not known."""
        day = self.signed_on or self.on
        return tuple(one.words for one in self.bases if one.holds(day))

    @property
    def single(self) -> bool:
        """Whether it speaks of one person in one step, and needs no annex."""
        return len(self.people) == 1

    @property
    def heads(self) -> int:
        """How many people it speaks of; one of them may have several benefits."""
        return len({one.code for one in self.people})

    @property
    def total(self) -> int:
        """Sum of what the last step of each person says, in đồng."""
        return sum(one.steps[-1].amount or 0 for one in self.people if one.steps)

    def month_of(self, person: DecidedPerson, step: DecidedStep) -> Month | None:
        """The month a step counts from; None: the month of a signing that is still to come."""
        if person.by_signing:
            return None if self.signed_on is None else month_of(self.signed_on)
        return step.month


def benefit_words(kinds: Iterable[str]) -> str:
    """What a decision on benefits of these kinds is about, in words."""
    wanted = set(kinds)
    return ", ".join(words for kind, words in BENEFIT_WORDS.items() if kind in wanted) or BENEFIT_WORDS["allowance"]


def kept_decision(paper: DecisionPaper) -> PreparePaper:
    """What is kept of a decision or proposal; its facts still to be packed. The title names a single person."""
    kind = PaperKind.PROPOSAL if paper.proposal else PaperKind.DECISION
    [first, *more] = paper.people
    who = first.name if not more else f"{paper.heads} người"
    what = DECISION_LABELS[paper.kind].lower()
    return PreparePaper(
        kind=kind,
        body="committee",
        title=f"{KIND_LABELS[kind]} {what}" + ("" if mentions_hiv(who) else f" - {who}"),
        facts=b"",
        lines=len(paper.people),
        total=paper.total or None,
        sign=paper.letterhead.sign,
    )


def decision_again(content: Any, entry: PaperEntry) -> DecisionPaper:
    """A kept decision or proposal with number, date and signer. Raises ValueError for strange facts."""
    made: DecisionPaper = thaw(DecisionPaper, content)
    made = replace(made, letterhead=entered_letterhead(made.letterhead, entry))
    if not entry.signer_name:
        return made
    return replace(made, signatory=Signatory(entry.signer_lines, entry.signer_name, made.signatory.hint))
