"""Frozen facts: what is spelled can be read again, an older spelling too, and nothing strange is taken for facts."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.store.canonical import canonical_bytes
from models.store.dates import Month
from models.store.frozen import freeze, packed, thaw, unpacked, unpacked_bytes


class Colour(StrEnum):
    """Two words."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One of everything."""

    name: str
    amount: int
    colour: Colour = Colour.RED
    day: date | None = None
    month: Month | None = None
    sex: Literal["male", "female"] | None = None
    open: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """Leaves."""

    leaves: tuple[Leaf, ...]
    first: Leaf | None = None


leaves = st.builds(
    Leaf,
    name=st.text(),
    amount=st.integers(),
    colour=st.sampled_from(Colour),
    day=st.none() | st.dates(),
    month=st.none() | st.just(Month(202611)),
    sex=st.sampled_from([None, "male", "female"]),
    open=st.booleans(),
    words=st.lists(st.text()).map(tuple),
)


@given(st.builds(Tree, leaves=st.lists(leaves, max_size=4).map(tuple), first=st.none() | leaves))
def test_what_is_frozen_is_thawed(tree: Tree) -> None:
    try:
        spelled, small = packed(freeze(tree))
    except UnicodeEncodeError:  # a lone surrogate never comes out of the store
        return
    assert unpacked_bytes(small) == spelled == canonical_bytes(freeze(tree))
    assert thaw(Tree, unpacked(small)) == tree


def test_defaults_are_left_out_and_come_back() -> None:
    assert freeze(Leaf("a", 1)) == {"name": "a", "amount": 1}
    assert thaw(Leaf, {"name": "a", "amount": 1}) == Leaf("a", 1)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {"name": "a"},
        {"name": "a", "amount": "1"},
        {"name": "a", "amount": True},
        {"name": "a", "amount": 1, "colour": "green"},
        {"name": "a", "amount": 1, "sex": "both"},
        {"name": "a", "amount": 1, "day": "31/12/2026"},
        {"name": "a", "amount": 1, "words": "abc"},
        {"name": "a", "amount": 1, "more": 2},
    ],
)
def test_strange_facts_are_refused(data: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each with its own words
        thaw(Leaf, data)


def test_what_has_no_spelling_is_refused() -> None:
    with pytest.raises(TypeError):
        freeze(1.5)
    with pytest.raises(TypeError):
        freeze(Leaf)


@pytest.mark.parametrize("data", [b"", b"x", zlib.compress(b"{}")[:-1], zlib.compress(b"{}") + b"x"])
def test_damaged_packs_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="packed"):
        unpacked_bytes(data)


def test_another_spelling_is_refused() -> None:
    with pytest.raises(ValueError, match="canonical"):
        unpacked(zlib.compress(b'{ "a": 1}'))
