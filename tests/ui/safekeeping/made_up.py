"""Made-up safekeeping for window tests: sticks, copies and a long job that the test lets go on."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from models.store.errors import EnvironmentProblem, RuleError
from ui.safekeeping.facts import (
    Choices,
    CopyLine,
    DrillView,
    Found,
    LampView,
    NewMedium,
    Preview,
    PreviewLine,
    Proved,
    Restored,
    SeriesLine,
    State,
    Told,
)
from ui.safekeeping.places import Drive
from ui.safekeeping.ports import CopyStopped, Stopped, Tell

AT = datetime(2026, 11, 22, 8, 15, tzinfo=UTC)
NO_COPY = LampView(
    "wrong",
    "Chưa có bản sao lưu",
    "Chưa có bản sao lưu nào",
    "Máy này hỏng hoặc mất là mất toàn bộ sổ.",
    "Cắm USB của cơ quan rồi nhấn Sao lưu ngay.",
)
GOOD = LampView(
    "done",
    "Đã sao lưu hôm nay",
    "Sổ có bản sao tốt",
    "Bản sao ngày 22/11/2026 08:15 đã được đọc lại từ USB, mở ra và đếm đủ.",
    "",
)
STICK = Found(Drive(Path("/media/usb"), "USB VĂN PHÒNG", "4A1B-22C3", outside=True, total=32 * 10**9, free=12 * 10**9))
INSIDE = Found(Drive(Path("/home/copies"), "copies", "", outside=False, total=10**11, free=10**10))


def copy_line(number: int, **given: object) -> CopyLine:
    """One copy, a day older per number."""
    made = AT - timedelta(days=number)
    line = CopyLine(
        id=number,
        name=f"copy-{number}",
        made_at=made,
        medium_id=1,
        medium="USB 1",
        keeper="Nguyễn Thị Hạnh, tủ sắt phòng 3",
        counts="300 người, 120 hộ, 12 giấy tờ",
        who="Nguyễn Thị Hạnh",
        workstation="MAY-VHXH-01",
        proved_at=made,
        size=35_000_000,
        state="good",
        reachable=True,
    )
    return replace(line, **given)  # type: ignore[arg-type]  # fields by name


@dataclass
class MadeUpPlaces:
    """Sticks that a test plugs in and takes out."""

    sticks: list[Found] = field(default_factory=list)
    plugged: int = 0

    def plug(self, *found: Found) -> None:
        self.sticks[:] = found
        self.plugged += 1

    def glance(self) -> str:
        return str(self.plugged)

    def look(self) -> tuple[Found, ...]:
        return tuple(self.sticks)

    def at(self, folder: Path) -> Found:
        return Found(Drive(folder, folder.name, "", outside=False))


@dataclass
class MadeUpCopies(MadeUpPlaces):
    """A copy engine: `go_on` lets the running job end, `trouble` makes it fail."""

    now: State = field(default_factory=lambda: State(NO_COPY, Choices(), None, None, "Sổ chưa có bản sao nào."))
    lines: tuple[CopyLine, ...] = ()
    answers: list[NewMedium] = field(default_factory=list)
    forgotten: list[int] = field(default_factory=list)
    trouble: EnvironmentProblem | None = None
    go_on: threading.Event = field(default_factory=threading.Event)
    jobs: list[str] = field(default_factory=list)

    def state(self) -> State:
        return self.now

    def register(self, answer: NewMedium) -> Found:
        if answer.ours and not answer.keeper:
            raise RuleError("Ghi ai giữ USB này.", field="keeper", code="missing")
        self.answers.append(answer)
        known = replace(
            answer.found,
            standing="ours" if answer.ours else "foreign",
            medium_id=1,
            label=answer.label,
            keeper=answer.keeper,
        )
        self.sticks[:] = [known if one.drive == known.drive else one for one in self.sticks]
        return known

    def forget(self, medium_id: int) -> None:
        self.forgotten.append(medium_id)
        self.lines = ()

    def _work(self, name: str, tell: Tell, stopped: Stopped) -> None:
        self.jobs.append(name)
        tell(Told("Đang chép vào USB", 10_000_000, 40_000_000))
        while not self.go_on.wait(0.01):
            if stopped():
                raise CopyStopped
        if self.trouble is not None:
            raise self.trouble

    def back_up(self, found: Found, tell: Tell, stopped: Stopped) -> object:
        self._work("back_up", tell, stopped)
        return Proved(found.name, AT, found.drive.outside, ("Đã đọc lại 35 MB từ USB.", "Đếm đủ 300 người."))

    def drill(self, found: Found, tell: Tell, stopped: Stopped) -> object:
        self._work("drill", tell, stopped)
        return DrillView(AT, passed=True, copy_made_at=AT, message="300 người, 120 hộ: khớp với sổ.")

    def prove_again(self, copy: CopyLine, found: Found, tell: Tell, stopped: Stopped) -> object:
        self._work(f"prove {copy.name}", tell, stopped)
        return copy

    def note(self, outcome: object) -> Proved | str | None:
        if isinstance(outcome, DrillView):
            self.now = replace(self.now, drill=outcome)
        if isinstance(outcome, Proved):
            self.now = replace(self.now, lamp=GOOD, last=outcome, due="")
            self.lines = (copy_line(1), *self.lines)
            return outcome
        return None

    def reconcile(self) -> bool:
        return False

    def copies(self, reachable: tuple[Found, ...]) -> tuple[CopyLine, ...]:
        return self.lines

    def choose(self, choices: Choices) -> None:
        self.now = replace(self.now, choices=choices)


PREVIEW = Preview(
    AT,
    "Nguyễn Thị Hạnh",
    "MAY-VHXH-01",
    "Bản sao lưu cũ hơn sổ hiện tại.",
    (
        PreviewLine("Người", "301", "300", "3", "2", "5"),
        PreviewLine("Hộ", "120", "120", "", "", ""),
        PreviewLine("Khoản trợ cấp", "55", "54", "1", "", ""),
        PreviewLine("Giấy tờ đã lưu", "12", "10", "2", "", ""),
    ),
    (SeriesLine("committee/TB", "Thông báo của Ủy ban nhân dân xã năm 2026", 14, 16),),
    ("3 người thêm sau bản sao", "2 giấy tờ, trong đó có 15/TB-UBND"),
    "Sổ hiện nay được giữ lại trên máy đến ngày 22/12/2026.",
)


@dataclass
class MadeUpRestore(MadeUpPlaces):
    """A restore engine: the password is "đúng", the sheet "PHIEU"."""

    known: bool = False
    lines: tuple[CopyLine, ...] = (copy_line(1), copy_line(2), copy_line(3, state="bad"))
    numbers: dict[str, int] | None = None
    trouble: EnvironmentProblem | None = None
    closed: int = 0
    go_on: threading.Event = field(default_factory=threading.Event)

    def copies(self, found: Found) -> tuple[CopyLine, ...]:
        return self.lines if found.copies else ()

    def handles(self, found: Found, copy: CopyLine) -> tuple[str, ...]:
        return ("can-bo-1", "can-bo-2")

    def needs_secret(self, copy: CopyLine) -> bool:
        return not self.known

    def open(self, found: Found, copy: CopyLine, secret: str | None, handle: str | None, *, sheet: bool) -> Preview:
        if not self.known and secret != ("PHIEU" if sheet else "đúng"):
            raise RuleError("Mật khẩu không đúng.", field="secret", code="wrong_password")
        return PREVIEW

    def restore(self, numbers: dict[str, int], tell: Tell, stopped: Stopped) -> Restored:
        tell(Told("Đang chép bản sao vào máy", 10, 40))
        while not self.go_on.wait(0.01):
            if stopped():
                raise CopyStopped
        if self.trouble is not None:
            raise self.trouble
        self.numbers = numbers
        return Restored(("Sổ đã trở về lúc 22/11/2026 08:15.", "Sổ trước đó được giữ đến ngày 22/12/2026."))

    def close(self) -> None:
        self.closed += 1
