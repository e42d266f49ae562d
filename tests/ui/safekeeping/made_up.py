"""The example of the pictures, for window tests: sticks that come and go, and a long job that the test lets go on."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from models.store.errors import EnvironmentProblem, RuleError
from ui.safekeeping.example import AT, NEW, SAME_DISK, ExampleCopies, ExamplePlaces, ExampleRestore, example_lines
from ui.safekeeping.facts import Choices, CopyLine, DrillView, Found, LampView, NewMedium, Preview, Restored, Told
from ui.safekeeping.facts import Proved as ProvedCopy
from ui.safekeeping.facts import State as StoreState
from ui.safekeeping.ports import CopyStopped, Stopped, Tell

STICK, INSIDE = NEW, SAME_DISK
NO_COPY = LampView(
    "wrong",
    "Chưa có bản sao lưu",
    "Chưa có bản sao lưu nào",
    "Máy này hỏng hoặc mất là mất toàn bộ sổ.",
    "Cắm USB của cơ quan rồi nhấn Sao lưu ngay.",
)


def copy_line(number: int, **given: Any) -> CopyLine:
    """One copy, a day older per number."""
    made = AT - timedelta(days=number)
    first = replace(example_lines()[0], id=number, name=f"copy-{number}", made_at=made, proved_at=made)
    return replace(first, **given)


@dataclass
class Job:
    """A long job that a test lets end (`go_on`) or fail (`trouble`)."""

    go_on: threading.Event = field(default_factory=threading.Event)
    trouble: EnvironmentProblem | None = None

    def work(self, tell: Tell, stopped: Stopped) -> None:
        tell(Told("Đang chép vào USB", 10_000_000, 40_000_000))
        while not self.go_on.wait(0.01):
            if stopped():
                raise CopyStopped
        if self.trouble is not None:
            raise self.trouble


@dataclass
class MadeUpPlaces(ExamplePlaces):
    """Sticks that a test plugs in and takes out."""

    found: tuple[Found, ...] = ()
    plugged: int = 0

    def plug(self, *found: Found) -> None:
        self.found = found
        self.plugged += 1

    def glance(self) -> str:
        return str(self.plugged)


@dataclass
class MadeUpCopies(Job, MadeUpPlaces, ExampleCopies):
    """A copy engine over a store that has no copy yet."""

    now: StoreState = field(
        default_factory=lambda: StoreState(NO_COPY, Choices(), None, None, "Sổ chưa có bản sao nào.")
    )
    lines: tuple[CopyLine, ...] = ()
    answers: list[NewMedium] = field(default_factory=list)
    forgotten: list[int] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)

    def register(self, answer: NewMedium) -> Found:
        if answer.ours and not answer.keeper:
            raise RuleError("Ghi ai giữ USB này.", field="keeper", code="missing")
        self.answers.append(answer)
        known = replace(super().register(answer), medium_id=1, standing="ours" if answer.ours else "foreign")
        self.found = tuple(known if one.drive == known.drive else one for one in self.found)
        return known

    def forget(self, medium_id: int) -> None:
        self.forgotten.append(medium_id)
        self.lines = ()

    def back_up(self, found: Found, tell: Tell, stopped: Stopped) -> object:
        self.jobs.append("back_up")
        self.work(tell, stopped)
        return replace(self.made(found), outside=found.drive.outside)

    def drill(self, found: Found, tell: Tell, stopped: Stopped) -> object:
        self.jobs.append("drill")
        self.work(tell, stopped)
        return super().drill(found, tell, stopped)

    def prove_again(self, copy: CopyLine, found: Found, tell: Tell, stopped: Stopped) -> object:
        self.jobs.append(f"prove {copy.name}")
        self.work(tell, stopped)
        return copy

    def note(self, outcome: object) -> ProvedCopy | str | None:
        if isinstance(outcome, DrillView):
            self.now = replace(self.now, drill=outcome)
        if isinstance(outcome, ProvedCopy):
            self.lines = (copy_line(1), *self.lines)
        return super().note(outcome)

    def copies(self, reachable: tuple[Found, ...]) -> tuple[CopyLine, ...]:
        return self.lines

    def choose(self, choices: Choices) -> None:
        self.now = replace(self.now, choices=choices)


@dataclass
class MadeUpRestore(Job, MadeUpPlaces, ExampleRestore):
    """A restore engine: the password is "đúng", the sheet "PHIEU"."""

    known: bool = False
    lines: tuple[CopyLine, ...] = (copy_line(1), copy_line(2), copy_line(3, state="bad"))
    numbers: dict[str, int] | None = None
    closed: int = 0

    def copies(self, found: Found) -> tuple[CopyLine, ...]:
        return self.lines if found.copies else ()

    def needs_secret(self, copy: CopyLine) -> bool:
        return not self.known

    def open(self, found: Found, copy: CopyLine, secret: str | None, handle: str | None, *, sheet: bool) -> Preview:
        if not self.known and secret != ("PHIEU" if sheet else "đúng"):
            raise RuleError("Mật khẩu không đúng.", field="secret", code="wrong_password")
        return super().open(found, copy, secret, handle, sheet=sheet)

    def restore(self, numbers: dict[str, int], tell: Tell, stopped: Stopped) -> Restored:
        self.work(tell, stopped)
        self.numbers = numbers
        return super().restore(numbers, tell, stopped)

    def close(self) -> None:
        self.closed += 1
