"""The models' facts of copies, proofs and drills as the pages show them. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping

from models.safekeeping.backup import ProvedBackup
from models.safekeeping.drills import KeptDrill
from models.safekeeping.generations import Listed
from models.safekeeping.manifest import Facts
from models.safekeeping.queries import BackupView, MediumView
from models.store.errors import EnvironmentProblem
from ui.safekeeping.facts import CopyLine, CopyState, DrillView, Found, Proved, size_words
from ui.safekeeping.reading import counts_words, office_time


def backed_up(proved: ProvedBackup, found: Found, counted: str) -> Proved:
    """A copy that was made just now."""
    sentences = [
        f"Đã đọc lại từ chính {found.called} toàn bộ {size_words(proved.size)}; từng tệp đúng như đã ghi.",
        "Đã mở bản sao bằng khóa của sổ: không trang nào hỏng, số dòng và tổng các cột khớp với bản kê.",
    ]
    if counted:
        sentences.append(f"Đếm được {counted}.")
    if proved.copied < proved.size:
        sentences.append(f"Lần này chỉ phải chép {size_words(proved.copied)}; phần còn lại đã có sẵn và vẫn đúng.")
    if proved.thinned:
        sentences.append(f"Đã bỏ bớt {len(proved.thinned)} bản cũ theo ngày, tuần, tháng.")
    if proved.untidy:
        sentences.append(f"Bản cũ chưa dọn xong: {proved.untidy}")
    return Proved(found.called, office_time(proved.made_at), found.drive.outside, tuple(sentences))


def proved_of(noted: BackupView) -> Proved:
    """The newest good copy, as the store remembers it."""
    sentences = (
        f"Đọc lại toàn bộ {size_words(noted.size)} từ đó lúc {office_time(noted.proved_at):%H:%M %d/%m/%Y}, "
        "từng tệp đúng như đã ghi.",
        "Mở được bằng khóa của sổ; số dòng và tổng các cột khớp với bản kê.",
    )
    return Proved(noted.medium_label, office_time(noted.made_at), noted.outside, sentences)


def copy_line(
    noted: BackupView | None,
    medium: MediumView | None,
    seen: tuple[Found, Listed] | None,
    keys: Mapping[str, bytes],
    *,
    number: int = 0,
) -> CopyLine:
    """One row: a copy that the store noted, or that only a stick tells of, or both."""
    found, listed = seen if seen is not None else (None, None)
    facts = read_facts(listed, keys) if listed is not None else None
    name = noted.generation if noted is not None else listed.name if listed is not None else ""
    made_at = noted.made_at if noted is not None else listed.made_at if listed is not None else ""
    size = noted.size if noted is not None else size_of(listed)
    return CopyLine(
        id=noted.id if noted is not None else number,
        name=name,
        made_at=office_time(made_at),
        medium_id=medium.id if medium is not None else found.medium_id if found is not None else 0,
        medium=medium.label if medium is not None else found.called if found is not None else "",
        keeper=medium.keeper if medium is not None else found.keeper if found is not None else "",
        counts=counts_words(facts.counts) if facts is not None else "",
        who=facts.maker.name if facts is not None else "",
        workstation=facts.maker.workstation if facts is not None else "",
        proved_at=office_time(noted.proved_at) if noted is not None else None,
        size=size,
        state=state_of(noted, listed),
        reachable=listed is not None,
    )


def state_of(noted: BackupView | None, listed: Listed | None) -> CopyState:
    """What the store and the stick together say; the worse of the two."""
    if listed is not None and not listed.good_looking:
        return "bad"
    if noted is None:
        return "unproved"
    return "good" if noted.standing == "good" else "bad" if noted.standing == "bad" else "gone"


def size_of(listed: Listed | None) -> int:
    """Bytes of all that a copy needs; 0 when its manifest is unreadable."""
    return listed.manifest.clear.size if listed is not None and listed.manifest is not None else 0


def read_facts(listed: Listed, keys: Mapping[str, bytes]) -> Facts | None:
    """The sealed part of a manifest, when one of the keys opens it."""
    if listed.manifest is None:
        return None
    key = keys.get(listed.manifest.clear.key_id)
    try:
        return listed.manifest.facts(key) if key is not None else None
    except EnvironmentProblem:
        return None


def drill_view(kept: KeptDrill | None) -> DrillView | None:
    """The last drill."""
    if kept is None:
        return None
    made = office_time(kept.made_at) if kept.made_at else None
    return DrillView(office_time(kept.at), kept.passed, made, kept.message)
