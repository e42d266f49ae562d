"""The command line speaks Vietnamese: every help page, every kind of misuse, every sentence of the library."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import click
import pytest

from desktop.commands.root import COMMANDS, LazyGroup, root
from desktop.commands.words import WORDS
from tests.desktop.commands import Cli

SPOKEN = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")
NEVER = re.compile(r"colou?r|twice|declaration|same flag|No options defined|values? are required, but|Choice\(")
"""Words to programmers who declare commands wrongly."""
ENGLISH = re.compile(
    r"\b(?:usage|options?|commands?|arguments?|show|message|exit|required|default|text|integer|range|file|path"
    r"|directory|boolean|missing|invalid|values?|no such|got|unexpected|extra|try|help for|one of|valid|does|exist"
    r"|error|the|is|and|of|not|for|to|did you mean|takes?|given|args|dynamic|person|batch|paper)\b",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"(?<!\w)--?[a-z][\w-]*|\[[^\]\s]*\|[^\]]*\]|'[^']*'|«[^»]*»|\.\w+|mặc định: \w+|so-an-sinh [a-z -]*"
)


def sentences() -> Iterator[str]:
    """Every sentence that click gives to gettext."""
    folder = Path(click.__file__).parent
    for name in SPOKEN:
        for node in ast.walk(ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"}:
                parts = [part.value for part in node.args[:2] if isinstance(part, ast.Constant)]
                yield from (part for part in parts if isinstance(part, str) and part)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_sentence_of_the_library_is_known() -> None:
    known = set(WORDS)
    singular_only = {"Got unexpected extra arguments ({args})", "Takes {nargs} values but {len} were given.", "d"}
    assert {text for text in sentences() if not NEVER.search(text)} - known - singular_only == set()


def test_our_words_use_the_same_fields() -> None:
    for english, ours in WORDS.items():
        assert fields(ours) <= fields(english) | {"len"}, english


def pages(command: click.Command, way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The way to each command."""
    yield way
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from pages(inner, (*way, name))


PAGES = list(pages(root, ()))


def english_in(text: str) -> list[str]:
    """English words that are no names of commands, options or their values."""
    plain = NAMED.sub(" ", text)
    for name in {*COMMANDS, *(step for page in PAGES for step in page)}:
        plain = re.sub(rf"(?m)^  {name}(?:  .*)?$|people list", lambda found: found[0][len(found[0]) :], plain)
    return ENGLISH.findall(plain)


def test_the_walk_reaches_every_command() -> None:
    assert isinstance(root, LazyGroup)
    assert {page[0] for page in PAGES if page} == set(COMMANDS)
    assert ("people", "show") in PAGES


@pytest.mark.parametrize("way", PAGES, ids=" ".join)
def test_every_help_page_is_vietnamese(empty_cli: Cli, way: tuple[str, ...]) -> None:
    answer = empty_cli(*way, "--help")
    assert answer.code == 0
    assert answer.out.startswith("Cách dùng: so-an-sinh")
    assert "Xem cách dùng này." in answer.out
    assert english_in(answer.out) == [], answer.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("frob",),
        ("peopl",),
        ("people",),
        ("people", "frob"),
        ("people", "list", "một", "hai"),
        ("people", "list", "--limi", "3"),
        ("people", "list", "--limit", "ba"),
        ("people", "list", "--limit", "0"),
        ("people", "list", "--json=3"),
        ("people", "show"),
        ("demo", "--people"),
        ("demo", "--seed", "1.5"),
        ("create", "--commune", "Xã Mẫu"),
        ("imports", "undo", "một"),
        ("import",),
        ("import", "."),
        ("print", "payment", "--copy", "ba", "--out", "a.pdf"),
        ("print", "payment", "--month", "11/2026", "--out", "a.pdf"),
        ("print", "payment", "--out", "a.doc"),
        ("--data",),
        ("--password-file", ".", "check"),
        ("-x",),
        ("pictures", "--out", "a", "--sample", "không có"),
    ],
    ids=" ".join,
)
def test_every_misuse_is_told_in_vietnamese(empty_cli: Cli, arguments: tuple[str, ...]) -> None:
    answer = empty_cli(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert english_in(answer.err) == [], answer.err


def test_a_slip_of_the_pen_is_answered_with_what_may_be_meant(empty_cli: Cli) -> None:
    assert "--limit" in empty_cli("people", "list", "--limi", "3").err
    assert "search" in empty_cli("people", "serch").err
