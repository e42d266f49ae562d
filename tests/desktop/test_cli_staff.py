"""Colleagues on the command line: each signs in as themselves and may do what their role allows."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.people.masking import HIDDEN
from models.store.store import SIGN_IN
from models.store.tables import Change
from tests.desktop.commands import Answer, Cli, cli, commune_data
from tests.store.fixtures import PASSWORD

__all__ = ["cli", "commune_data"]

SECOND = "mật khẩu của Lan"

pytestmark = pytest.mark.usefixtures("cheap_keys")


def file_with(cli: Cli, password: str) -> Path:
    file = cli.folder / "moi.txt"
    file.write_text(password + "\n", encoding="utf-8")
    return file


def add(cli: Cli, *more: str, name: str = "Lê Thị Lan") -> Answer:
    return cli("staff", "add", "--name", name, *more, "--new-password-file", file_with(cli, SECOND), "--json")


def as_lan(cli: Cli, *arguments: str | Path) -> Answer:
    """Run a command as the second colleague."""
    cli.password_file.write_text(SECOND, encoding="utf-8")
    try:
        return cli("--handle", "can-bo-2", *arguments)
    finally:
        cli.password_file.write_text(PASSWORD, encoding="utf-8")


def as_first(cli: Cli, *arguments: str | Path) -> Answer:
    return cli("--handle", "1", *arguments)


def test_add_list_change_and_remove(cli: Cli) -> None:
    made = add(cli, "--role", "viewer")
    assert (made.code, made.json["handle"]) == (0, "can-bo-2")
    listed = as_first(cli, "staff", "list", "--json").json["staff"]
    assert [(one["handle"], one["role"], one["administrator"], one["state"]) for one in listed] == [
        ("1", "clerk", True, "ready"),
        ("can-bo-2", "viewer", False, "ready"),
    ]
    assert "can-bo-2\tLê Thị Lan\tNgười xem\tĐang dùng" in as_first(cli, "staff", "list").out
    changed = as_first(cli, "staff", "change", "can-bo-2", "--role", "head", "--administrator", "--json")
    assert (changed.json["role_label"], changed.json["administrator"]) == ("Trưởng phòng", True)
    refused = as_lan(cli, "staff", "remove", "can-bo-2", "--json")
    assert (refused.code, refused.error["code"]) == (1, "self_removal")
    removed = as_first(cli, "staff", "remove", "can-bo-2", "--json")
    assert (removed.code, removed.json) == (0, {"removed": "can-bo-2"})
    told = as_lan(cli, "people", "list", "--json")
    assert (told.code, told.error["code"]) == (1, "wrong_password")
    assert cli("check").code == 0, "one slot is left: no handle is asked for"


def test_the_history_knows_who_signed_in(cli: Cli) -> None:
    add(cli)
    as_lan(cli, "people", "list")
    with cli.opened("1") as store, store.read() as session:
        signed = [row.actor_id for row in session.query(Change).filter_by(kind=SIGN_IN).order_by(Change.id)]
    assert signed == [1, 2]


def test_without_a_handle_it_is_whoever_has_the_password(cli: Cli) -> None:
    add(cli)
    assert cli("people", "list").code == 0
    cli.password_file.write_text(SECOND, encoding="utf-8")
    assert cli("people", "list").code == 0
    refused = cli("--handle", "1", "people", "list", "--json")
    assert (refused.code, refused.error["code"]) == (1, "wrong_password")
    assert cli("--handle", "can-bo-7", "people", "list").code == 1
    cli.password_file.write_text(PASSWORD, encoding="utf-8")
    with cli.opened("1") as store, store.read() as session:
        signed = [row.actor_id for row in session.query(Change).filter_by(kind=SIGN_IN).order_by(Change.id)]
    assert signed == [1, 1, 2]


def test_a_viewer_looks_and_changes_nothing(cli: Cli, tmp_path: Path) -> None:
    assert cli("demo", "--people", "30").code == 0
    add(cli, "--role", "viewer")
    people = as_first(cli, "people", "list", "--json").json["people"]
    number = next(row["id_number"] for row in people if row["id_number"])
    masked = as_lan(cli, "people", "list", "--json")
    rows = masked.json["people"]
    assert len(rows) == len(people) == 30
    assert {row["id_number"] for row in rows} <= {HIDDEN, ""}
    assert {row["phone"] for row in rows} <= {HIDDEN, ""}
    assert not [row["id_number"] for row in people if row["id_number"] and row["id_number"] in masked.out]
    found = as_lan(cli, "people", "search", number, "--json")
    assert found.json["count"] == 1
    assert number not in found.out
    shown = as_lan(cli, "people", "show", str(found.json["people"][0]["id"]), "--json")
    assert shown.code == 0
    assert number not in shown.out
    assert HIDDEN in shown.out
    person = str(rows[0]["id"])
    for arguments in (
        ("people", "remove", person, "--reason", "ghi nhầm"),
        ("people", "show", person, "--reveal"),
        ("print", "payment", "--out", str(tmp_path / "chi.pdf")),
        ("print", "posting", "--ground", "Kế hoạch 1", "--out", str(tmp_path / "niem.pdf")),
        ("imports", "undo", "1"),
        ("staff", "add", "--name", "Hồ Văn Bảy", "--new-password-file", str(file_with(cli, SECOND))),
        ("staff", "change", "can-bo-2", "--role", "clerk"),
        ("staff", "remove", "1"),
        ("staff", "passwd", "1", "--new-password-file", str(file_with(cli, SECOND))),
    ):
        before = cli.stored("1")
        refused = as_lan(cli, *arguments, "--json")
        assert (refused.code, refused.error["code"]) == (1, "no_right"), arguments
        assert cli.stored("1") == before
    assert not list(tmp_path.glob("*.pdf"))


def test_own_and_foreign_passwords(cli: Cli) -> None:
    add(cli)
    third = "mật khẩu thứ ba"
    told = as_lan(cli, "staff", "passwd", "--new-password-file", file_with(cli, third), "--json")
    assert (told.code, told.json) == (0, {"handle": "can-bo-2"})
    assert as_lan(cli, "people", "list").code == 1
    told = as_first(cli, "staff", "passwd", "can-bo-2", "--new-password-file", file_with(cli, SECOND), "--json")
    assert told.code == 0
    assert as_lan(cli, "people", "list").code == 0
    short = as_first(cli, "staff", "passwd", "--new-password-file", file_with(cli, "ngắn"), "--json")
    assert (short.code, short.error["code"]) == (1, "password_too_short")
    assert as_first(cli, "people", "list").code == 0
    unknown = as_first(cli, "staff", "passwd", "can-bo-8", "--new-password-file", file_with(cli, third), "--json")
    assert (unknown.code, unknown.error["code"]) == (1, "staff_unknown")
