"""Made-up safekeeping for pictures: sticks, copies, a preview; nothing is read, copied or stored."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from models.store.work import OFFICE_TIME
from ui.safekeeping.facts import (
    Choices,
    CopyLine,
    DrillView,
    Found,
    KeptLine,
    LampView,
    NewMedium,
    Preview,
    PreviewLine,
    Proved,
    Restored,
    SeriesLine,
    State,
    moment,
)
from ui.safekeeping.places import Drive
from ui.safekeeping.ports import Stopped, Tell
from ui.safekeeping.telling_restore import ENTRY_TODO

AT: Final = datetime(2026, 11, 20, 16, 40, tzinfo=OFFICE_TIME)
GB: Final = 1_000_000_000
NAME: Final = "USB 1 Phòng Văn hóa - Xã hội"
KEEPER: Final = "Nguyễn Thị Hồng Hạnh, tủ sắt phòng 3"
OURS: Final = Found(
    Drive(Path("E:/"), "KINGSTON", "4A1B-22C3", outside=True, total=32 * GB, free=12 * GB),
    standing="ours",
    uid="0" * 32,
    medium_id=1,
    label=NAME,
    keeper=KEEPER,
    copies=9,
    newest=AT,
)
NEW: Final = Found(Drive(Path("F:/"), "SANDISK", "77F0-1A2B", outside=True, total=16 * GB, free=15 * GB))
SAME_DISK: Final = Found(Drive(Path("D:/Sao lưu"), "Sao lưu", "", outside=False, total=500 * GB, free=100 * GB))
ENTRY: Final = (
    "Lần bàn giao ngày 18/11/2026 (Nguyễn Thị Hồng Hạnh giao cho Trần Thị Bích) đã bị khôi phục đè lên. Lại mở được "
    "sổ: Nguyễn Thị Hồng Hạnh (can-bo-1, Công chức, quản trị sổ). Không mở được sổ nữa: Trần Thị Bích (can-bo-2, Công "
    "chức, quản trị sổ)."
)
SENTENCES: Final = (
    "Đã đọc lại từ chính USB toàn bộ 2,1 GB; từng tệp đúng như đã ghi.",
    "Đã mở bản sao bằng khóa của sổ: không trang nào hỏng, số dòng và tổng các cột khớp với bản kê.",
    "Đếm được 12.480 người, 3.912 hộ, 164 giấy tờ, 8.120 bản quét.",
    "Lần này chỉ phải chép 96 MB; phần còn lại đã có sẵn và vẫn đúng.",
)
LATE: Final = LampView(
    "soon",
    "Sao lưu: 9 ngày trước",
    "Nên sao lưu",
    f"Bản sao lưu đã kiểm chứng gần nhất: 9 ngày trước, trên {NAME}. Quá 7 ngày.",
    "Cắm USB của cơ quan rồi bấm «Sao lưu ngay».",
)
GOOD: Final = LampView(
    "done",
    "Sao lưu: hôm nay",
    "Sổ có bản sao tốt",
    f"Bản sao lưu đã kiểm chứng gần nhất: hôm nay lúc 16:40, trên {NAME}.",
    "Bản sao này còn được tính trong 7 ngày.",
)
DRILL: Final = DrillView(
    AT - timedelta(days=3), True, AT - timedelta(days=4), "Đã mở thử và kiểm tra: 12.480 người, 3.912 hộ. Khớp với sổ."
)
PREVIEW: Final = Preview(
    AT,
    "Nguyễn Thị Hồng Hạnh",
    "MAY-VHXH-01",
    "Bản sao lưu cũ hơn sổ hiện tại.",
    (
        PreviewLine("Người dân", "12.483", "12.480", "3", "", "14"),
        PreviewLine("Hộ gia đình", "3.912", "3.912", "", "", ""),
        PreviewLine("Dòng trợ cấp", "1.204", "1.203", "1", "", ""),
        PreviewLine("Giấy tờ", "166", "164", "2", "", "1"),
        PreviewLine("Bản quét", "8.120", "8.120", "", "", ""),
        PreviewLine("Cán bộ", "3", "3", "", "", ""),
    ),
    (
        SeriesLine("committee/DS/2026", "Số DS của UBND năm 2026", 14, 16),
        SeriesLine("committee/TB/2026", "Số TB của UBND năm 2026", 41, 41),
        SeriesLine("person/0", "Mã đối tượng", 12_480, 12_483),
    ),
    (
        "3 người dân: Nguyễn Văn Đạt (2XK4-7), Trần Thị Ngọc Bích (2XK5-1), Hoàng Thị Mỵ (2XK6-8).",
        "2 giấy tờ: Danh sách niêm yết số 15/DS-UBND (đã phát hành), Danh sách chi trả tháng 11/2026 (đang soạn).",
        "14 người dân trở về nội dung cũ.",
        "27 lần ghi sổ sau bản sao này sẽ không còn trong nhật ký.",
    ),
    "Sổ hiện nay không bị xóa: được giữ lại trên máy này thêm 30 ngày. Các bản sao trên USB không thay đổi.",
)
BEFORE_HANDOVER: Final = replace(
    PREVIEW,
    entry=(
        "Lần bàn giao ngày 18/11/2026 (Nguyễn Thị Hồng Hạnh giao cho Trần Thị Bích) sẽ mất hiệu lực: bản sao này có từ "
        "trước đó.",
        "Nguyễn Thị Hồng Hạnh (can-bo-1, Công chức, quản trị sổ) lại mở được sổ, bằng mật khẩu của ngày ấy.",
        "Trần Thị Bích (can-bo-2, Công chức, quản trị sổ) không mở được sổ nữa.",
    ),
    entry_todo=ENTRY_TODO,
)
DONE: Final = Restored(
    (
        "Sổ nay là sổ trong bản sao lúc 16:40 20/11/2026, đã kiểm tra toàn bộ trước khi thay.",
        "Mở sổ bằng mật khẩu hiện nay của từng người, như trước khi khôi phục.",
        "Sổ trước khi khôi phục được giữ lại trên máy thêm 30 ngày.",
        "Nên sao lưu ngay sau khi mở sổ, để bản mới nhất trên USB là bản của sổ này.",
    )
)


def example_lines() -> tuple[CopyLine, ...]:
    """Copies of some weeks on two sticks, one of them damaged."""
    first = CopyLine(
        1,
        "a",
        AT,
        1,
        NAME,
        KEEPER,
        "12.480 người, 3.912 hộ, 164 giấy tờ, 8.120 bản quét",
        "Nguyễn Thị Hồng Hạnh",
        "MAY-VHXH-01",
        AT,
        2_100_000_000,
        "good",
        True,
    )
    away = replace(first, medium_id=2, medium="USB 2 Chủ tịch", keeper="Phòng Chủ tịch", reachable=False, counts="")
    return (
        first,
        replace(first, id=2, name="b", made_at=AT - timedelta(days=1)),
        replace(away, id=3, name="c", made_at=AT - timedelta(days=6)),
        replace(first, id=4, name="d", made_at=AT - timedelta(days=8), state="bad"),
        replace(away, id=5, name="e", made_at=AT - timedelta(days=40), state="gone"),
    )


@dataclass
class ExamplePlaces:
    """Sticks that are always there."""

    found: tuple[Found, ...] = (OURS, NEW, SAME_DISK)

    def glance(self) -> str:
        return "example"

    def look(self) -> tuple[Found, ...]:
        return self.found

    def at(self, folder: Path) -> Found:
        return replace(SAME_DISK, drive=replace(SAME_DISK.drive, root=folder))


@dataclass
class ExampleCopies(ExamplePlaces):
    """A store with copies; jobs end at once and say what the pictures show."""

    now: State = field(default_factory=lambda: State(LATE, Choices(), None, DRILL, ""))

    def state(self) -> State:
        return self.now

    def register(self, answer: NewMedium) -> Found:
        return replace(answer.found, standing="ours", label=answer.label, keeper=answer.keeper)

    def forget(self, medium_id: int) -> None:
        """Nothing to forget."""

    def made(self, found: Found) -> Proved:
        """The copy that `back_up` makes there."""
        return Proved(found.called, AT, True, SENTENCES)

    def back_up(self, found: Found, tell: Tell, stopped: Stopped) -> object:
        return self.made(found)

    def drill(self, found: Found, tell: Tell, stopped: Stopped) -> object:
        return DRILL

    def prove_again(self, copy: CopyLine, found: Found, tell: Tell, stopped: Stopped) -> object:
        return DRILL

    def note(self, outcome: object) -> Proved | str | None:
        if isinstance(outcome, Proved):
            self.now = replace(self.now, lamp=GOOD, last=outcome, due="")
            return outcome
        return None

    def reconcile(self) -> bool:
        return False

    def copies(self, reachable: tuple[Found, ...]) -> tuple[CopyLine, ...]:
        return example_lines()

    def settle_entry(self) -> None:
        self.now = replace(self.now, entry="")

    def choose(self, choices: Choices) -> None:
        """Nothing is kept."""


class ExampleKept:
    """Two sets that restores put aside; any password goes back."""

    def kept(self) -> tuple[KeptLine, ...]:
        month, day = timedelta(days=30), timedelta(days=2)
        why = f"Khôi phục sổ từ bản sao lưu, {KEEPER.partition(',')[0]}"
        first = KeptLine("a" * 32, AT, why, AT + month, "số 4.812, mã 7F3A91C2B4DE", 2_100_000_000)
        return first, replace(first, set_id="b" * 32, since=AT - day, until=AT + month - day)

    def open(self, line: KeptLine) -> Preview:
        return replace(
            BEFORE_HANDOVER,
            head=f"Sổ giữ lại từ lúc {moment(line.since)}",
            sentence="Từ sau lần khôi phục, sổ giữ lại và sổ hiện nay đã ghi khác nhau.",
            series=(),
        )

    def go_back(self, line: KeptLine, password: str) -> Restored:
        return DONE


@dataclass
class ExampleRestore(ExamplePlaces):
    """A restore that any password opens and that changes nothing; `preview` is what it shows."""

    preview: Preview = PREVIEW
    sealed: bool = False
    """Whether no key is at hand that tells what a copy holds, as on a bare machine."""

    def copies(self, found: Found) -> tuple[CopyLine, ...]:
        lines = tuple(line for line in example_lines() if line.medium_id == found.medium_id)
        hidden = {"counts": "", "who": "", "workstation": ""} if self.sealed else {}
        return tuple(replace(line, **hidden) for line in lines)  # type: ignore[arg-type]  # texts by name

    def handles(self, found: Found, copy: CopyLine) -> tuple[str, ...]:
        return ("can-bo-1", "can-bo-2", "lanh-dao")

    def needs_secret(self, copy: CopyLine) -> bool:
        return True

    def open(self, found: Found, copy: CopyLine, secret: str | None, handle: str | None, *, sheet: bool) -> Preview:
        return self.preview

    def restore(self, numbers: dict[str, int], tell: Tell, stopped: Stopped) -> Restored:
        return DONE

    def close(self) -> None:
        """Nothing was opened."""
