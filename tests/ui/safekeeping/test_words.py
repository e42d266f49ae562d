"""Sizes, ages, the lamp and the wizard's sentences in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from models.safekeeping.entry import Entry
from models.safekeeping.preview import Differences, SubjectDifference
from models.safekeeping.rules import Copy, lamp
from ui.safekeeping.facts import days_words, size_words
from ui.safekeeping.lamp import lamp_view
from ui.safekeeping.telling_restore import entry_sentences, lost_sentences, told_relation

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1500, "2 kB"),
        (1_540_000, "1,5 MB"),
        (35_000_000, "35 MB"),
        (2_100_000_000, "2,1 GB"),
    ],
)
def test_sizes(size: int, words: str) -> None:
    assert size_words(size) == words


def test_days() -> None:
    today = date(2026, 11, 22)
    said = [days_words(today - timedelta(days=days), today) for days in (-1, 0, 1, 2, 30)]
    assert said == ["hôm nay", "hôm nay", "hôm qua", "2 ngày trước", "30 ngày trước"]


def copied(days_ago: float, *, outside: bool = True) -> Copy:
    return Copy(NOW - timedelta(days=days_ago), "USB 1", outside, "good", 5, True)


@pytest.mark.parametrize(
    ("copies", "tone", "short"),
    [
        ((), "wrong", "Chưa có bản sao lưu tốt"),
        ((copied(0),), "done", "Sao lưu: hôm nay"),
        ((copied(6),), "done", "Sao lưu: 6 ngày trước"),
        ((copied(9),), "soon", "Sao lưu: 9 ngày trước"),
        ((copied(40),), "wrong", "Sao lưu: 40 ngày trước"),
        ((copied(0, outside=False),), "soon", "Bản sao nằm cùng ổ đĩa với sổ"),
    ],
)
def test_the_lamp_says_what_the_rule_says(copies: tuple[Copy, ...], tone: str, short: str) -> None:
    view = lamp_view(lamp(copies, NOW, 7), NOW, 7)
    assert (view.tone, view.short) == (tone, short)
    assert view.why
    assert view.todo


def subject(lost: int, changed: int) -> SubjectDifference:
    names = tuple(f"Người {index}" for index in range(lost))
    return SubjectDifference("people", "Người dân", 20, 10, lost, 0, changed, names, ())


def test_what_is_lost_is_named_up_to_a_few() -> None:
    differences = Differences("older", 5, 31, 0, "", "", (subject(10, 2),), (), work_lost=27)
    sentences = lost_sentences(differences)
    assert sentences[0].startswith("10 người dân: Người 0, Người 1")
    assert sentences[0].endswith("và 2 nữa.")
    assert sentences[1:] == (
        "2 người dân trở về nội dung cũ.",
        "27 lần ghi sổ sau bản sao này sẽ không còn trong nhật ký.",
    )
    assert lost_sentences(Differences("same", 5, 0, 0, "", "", (subject(0, 0),), ())) == ()


def test_a_restore_says_whom_it_locks_out() -> None:
    lost = SubjectDifference("staff", "Cán bộ", 2, 1, 1, 0, 0, ("Hoàng Minh Đức",), ())
    [sentence] = lost_sentences(Differences("older", 5, 0, 0, "", "", (lost,), ()))
    assert sentence == "1 cán bộ: Hoàng Minh Đức."
    entry = Entry(("Lê Thị Sổ (can-bo-1, Công chức)",), ("Hoàng Minh Đức (can-bo-2, Công chức)",))
    assert entry_sentences(entry) == (
        "Sau khi khôi phục, người mở được sổ khác với hiện nay.",
        "Lê Thị Sổ (can-bo-1, Công chức) lại mở được sổ, bằng mật khẩu của ngày ấy.",
        "Hoàng Minh Đức (can-bo-2, Công chức) không mở được sổ nữa.",
    )
    turned_back = replace(entry, handed="Lần bàn giao ngày 22/11/2026 (Lê Thị Sổ giao cho Hoàng Minh Đức)")
    assert entry_sentences(turned_back)[0].endswith("sẽ mất hiệu lực: bản sao này có từ trước đó.")
    assert entry_sentences(Entry()) == ()


def test_a_store_that_only_noted_copies_since_loses_nothing() -> None:
    calm = Differences("older", 5, 3, 0, "", "", (subject(0, 0),), ())
    assert "chỉ có thêm dòng nhật ký" in told_relation(calm)
    assert lost_sentences(calm) == ()
    for other in (
        replace(calm, work_lost=1),
        replace(calm, subjects=(subject(0, 1),)),
        replace(calm, relation="parted"),
    ):
        assert told_relation(other) == other.sentence
