"""What restoring would change and what it did, in the words of the wizard. Pure functions."""

from __future__ import annotations

from models.safekeeping.entry import Entry, entry_words
from models.safekeeping.opening import OpenedGeneration
from models.safekeeping.preview import NEWER, OLDER, PARTED, SAME, Differences, SubjectDifference
from models.safekeeping.restoring import Restored as Done
from ui.safekeeping.facts import KeptLine, Preview, PreviewLine, Restored, SeriesLine, moment
from ui.safekeeping.reading import office_time

MOST_NAMES = 8
ONLY_NOTES = (
    "Sổ hiện nay không có người, hộ, trợ cấp hay giấy tờ nào khác với bản sao này; từ đó đến nay chỉ có thêm dòng nhật "
    "ký mở sổ, xem và sao lưu."
)
PRESENT_WAYS = "Mở sổ bằng mật khẩu hiện nay của từng người, như trước đó."
OLD_WAYS = "Ai nay lại mở được sổ thì mở bằng mật khẩu của ngày ấy; ai trước đó vẫn mở được thì bằng mật khẩu hiện nay."
DAYS_WAYS = "Mở sổ bằng mật khẩu của ngày lập bản sao này."
BACK_UP_NOW = "Nên sao lưu ngay sau khi mở sổ, để bản mới nhất trên USB là bản của sổ này."
_AS_KEPT = {
    OLDER: "Sổ giữ lại cũ hơn sổ hiện nay.",
    NEWER: "Sổ giữ lại mới hơn sổ hiện nay.",
    SAME: "Sổ giữ lại giống hệt sổ hiện nay.",
    PARTED: "Từ sau lần khôi phục, sổ giữ lại và sổ hiện nay đã ghi khác nhau.",
}
ENTRY_TODO = (
    "Chỉ khôi phục khi người mở lại được sổ có mặt hoặc đã đồng ý. Khôi phục xong, người đó mở sổ, thêm lại tài khoản "
    "cho người không còn mở được, rồi bàn giao lại. Khôi phục nhầm thì trong 30 ngày còn quay lại được: Sao lưu, thẻ "
    "Các bản sao lưu, «Sổ giữ lại trên máy»."
)
UNOPENED = "Sổ trên máy này không mở được nên không so được; nó không bị xóa mà được giữ lại khi khôi phục."
KEPT = (
    "Sổ hiện nay không bị xóa: được giữ lại trên máy này thêm 30 ngày. Các bản sao trên USB không thay đổi. "
    "Nên sao lưu sổ hiện nay trước khi khôi phục."
)


def preview_of(opened: OpenedGeneration, differences: Differences, entry: Entry, *, unopened: bool) -> Preview:
    """The third step. Without a present store nothing can be lost; `unopened`: there is one that nobody can open."""
    present = differences.relation is not None
    maker = opened.facts.maker
    return Preview(
        made_at=office_time(opened.listed.made_at),
        who=maker.name,
        workstation=maker.workstation,
        sentence=UNOPENED if unopened and not present else told_relation(differences),
        lines=tuple(_line(one, present) for one in differences.subjects),
        series=tuple(
            SeriesLine(f"{one.key}/{one.year}", one.label, one.there, one.here if present else None)
            for one in differences.series
        ),
        lost=lost_sentences(differences) if present else (),
        safety_copy=KEPT if present else "",
        entry=entry_sentences(entry),
        entry_todo=ENTRY_TODO if entry else "",
    )


def told_relation(differences: Differences) -> str:
    """How the two stand to each other; a present store that only noted copies and sign-ins since is no loss."""
    if differences.relation == OLDER and not differences.loses and not differences.work_lost:
        return ONLY_NOTES if not any(one.returned_count for one in differences.subjects) else differences.sentence
    return differences.sentence


def entry_sentences(entry: Entry, what: str = "bản sao này") -> tuple[str, ...]:
    """Who may open the restored book again, and who no longer; `what` is put in its place."""
    if not entry:
        return ()
    head = f"{entry.handed} sẽ mất hiệu lực: {what} có từ trước đó." if entry.handed else ""
    said = [head or "Sau khi khôi phục, người mở được sổ khác với hiện nay."]
    said += [f"{one} lại mở được sổ, bằng mật khẩu của ngày ấy." for one in entry.let_in]
    said += [f"{one} không mở được sổ nữa." for one in entry.locked_out]
    return tuple(said)


def preview_of_kept(line: KeptLine, differences: Differences, entry: Entry) -> Preview:
    """What going back to a kept set would change; numbers go on by themselves after the highest of both."""
    return Preview(
        made_at=line.since,
        who="",
        workstation="",
        sentence=_AS_KEPT.get(differences.relation or "", differences.sentence),
        lines=tuple(_line(one, present=True) for one in differences.subjects),
        series=(),
        lost=lost_sentences(differences),
        safety_copy="Sổ hiện nay không bị xóa: được giữ lại trên máy này thêm 30 ngày, và lại quay về được.",
        entry=entry_sentences(entry, "sổ giữ lại"),
        entry_todo=ENTRY_TODO if entry else "",
        head=f"Sổ giữ lại từ lúc {moment(line.since)}",
    )


def _line(one: SubjectDifference, present: bool) -> PreviewLine:
    if not present:
        return PreviewLine(one.label, "", number(one.there), "", "", "")
    return PreviewLine(
        one.label,
        number(one.here),
        number(one.there),
        _unless_none(one.lost_count),
        _unless_none(one.returned_count),
        _unless_none(one.changed),
    )


def lost_sentences(differences: Differences) -> tuple[str, ...]:
    """What would go, each kind with its first names."""
    sentences = [_named(one) for one in differences.subjects if one.lost_count]
    sentences += [
        f"{number(one.changed)} {one.label.lower()} trở về nội dung cũ." for one in differences.subjects if one.changed
    ]
    if differences.work_lost:
        sentences.append(f"{number(differences.work_lost)} lần ghi sổ sau bản sao này sẽ không còn trong nhật ký.")
    return tuple(sentences)


def _named(one: SubjectDifference) -> str:
    rest = one.lost_count - len(one.lost[:MOST_NAMES])
    more = f" và {number(rest)} nữa" if rest else ""
    return f"{number(one.lost_count)} {one.label.lower()}: {', '.join(one.lost[:MOST_NAMES])}{more}."


def gone_back(line: KeptLine, done: Done, entry: Entry) -> Restored:
    """The last step of going back."""
    sentences = [f"Sổ nay là sổ đã giữ lại từ lúc {moment(line.since)}, đã kiểm tra toàn bộ trước khi thay."]
    sentences += _ways(done)
    sentences.append("Sổ trước khi quay lại được giữ lại trên máy thêm 30 ngày.")
    if entry:
        sentences.append(entry_words(entry))
    return Restored((*sentences, BACK_UP_NOW))


def _ways(done: Done) -> list[str]:
    said = [PRESENT_WAYS if done.present_ways else OLD_WAYS if done.put_aside else DAYS_WAYS]
    return [*said, f"Tên đăng nhập mở được sổ: {', '.join(done.handles)}."] if done.handles else said


def restored_of(opened: OpenedGeneration, done: Done, entry: Entry) -> Restored:
    """The last step."""
    made = office_time(opened.listed.made_at)
    sentences = [f"Sổ nay là sổ trong bản sao lúc {made:%H:%M %d/%m/%Y}, đã kiểm tra toàn bộ trước khi thay."]
    sentences += _ways(done)
    if done.put_aside:
        sentences.append("Sổ trước khi khôi phục được giữ lại trên máy thêm 30 ngày.")
    if entry:
        sentences.append(entry_words(entry))
    return Restored((*sentences, BACK_UP_NOW))


def number(count: int) -> str:
    """1.250."""
    return f"{count:,}".replace(",", ".")


def _unless_none(count: int) -> str:
    return number(count) if count else ""
