"""create, demo, check: what they answer, and each trouble with its code on stderr."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.faults import tell_fault
from models.store.folder import current_set
from models.store.opened import OpenedFolder
from tests.desktop.commands import Cli
from tests.store.deeds import counted
from tests.store.fixtures import PASSWORD

HUNG_DAO = ("--commune", "Xã Hưng Đạo", "--province", "Hà Nội")
PARTS = {"cipher", "database", "foreign_keys", "vault", "history", "days", "scans", "folder", "known"}
PARTS |= {"papers", "months", "entitlements"}


def test_a_store_is_created_once(empty_cli: Cli) -> None:
    assert empty_cli("create", *HUNG_DAO, "--staff", "Lê Thị Sổ").code == 0
    before = empty_cli.stored()
    again = empty_cli("create", *HUNG_DAO, "--json")
    assert (again.code, again.out, again.error["code"]) == (1, "", "store_exists")
    assert empty_cli.stored() == before
    checked = empty_cli("check", "--json").json
    assert checked["ok"] is True
    assert {part["name"] for part in checked["parts"]} == PARTS
    with OpenedFolder(empty_cli.data, PASSWORD) as folder, folder.store.read() as reader:
        from models.office.queries import commune

        found = commune(reader)
        assert found is not None
        assert found.name == "Hưng Đạo" or found.name == "Xã Hưng Đạo"


@pytest.mark.parametrize(
    ("arguments", "password", "code", "field"),
    [
        (("--commune", "Xã Hưng Đạo", "--province", "Hà Tây Xưa"), PASSWORD, "province_unknown", "province"),
        (HUNG_DAO, "ngắn", "password_too_short", "password"),
        (HUNG_DAO, "", "password_too_short", "password"),
    ],
)
def test_what_cannot_be_created_leaves_nothing(
    empty_cli: Cli, arguments: tuple[str, ...], password: str, code: str, field: str
) -> None:
    empty_cli.password_file.write_text(password, encoding="utf-8")
    answer = empty_cli("create", *arguments, "--json")
    assert (answer.code, answer.error["code"], answer.error["field"]) == (1, code, field)
    assert not (empty_cli.data / "current").exists()


def test_demo_fills_a_commune_once(cli: Cli) -> None:
    made = cli("demo", "--people", "60", "--seed", "7", "--json")
    assert made.code == 0
    assert set(made.json) == {"people", "households", "benefit_lines"}
    assert made.json["people"] == 60
    before = cli.stored()
    again = cli("demo", "--people", "60", "--seed", "7", "--json")
    assert (again.code, again.error["code"]) == (1, "people_present")
    assert cli.stored() == before
    assert cli("check").code == 0


def test_check_says_what_is_damaged(cli: Cli) -> None:
    assert cli("demo", "--people", "200").code == 0
    file = current_set(cli.data).database
    spoilt = bytearray(file.read_bytes())
    spoilt[-len(spoilt) // 4] ^= 1  # rows: a page of the schema would keep the store from opening at all
    file.write_bytes(spoilt)
    (cli.data / "la.txt").write_text("tệp lạ", encoding="utf-8")
    checked = cli("check", "--json")
    assert checked.code == 1
    assert checked.json["ok"] is False
    assert [set(part) for part in checked.json["parts"]] == [{"name", "ok", "message"}] * len(PARTS)
    broken = {part["name"] for part in checked.json["parts"] if not part["ok"]}
    assert {"cipher", "folder"} <= broken
    plain = cli("check")
    assert plain.code == 1
    assert plain.out.count("✗") >= 2  # which further parts stumble over the page depends on who reads it first


def missing(cli: Cli) -> None:
    shutil.rmtree(cli.data)


def wrong_password(cli: Cli) -> None:
    cli.password_file.write_text("mật khẩu khác", encoding="utf-8")


def no_password_file(cli: Cli) -> None:
    cli.password_file.unlink()


def no_database(cli: Cli) -> None:
    current_set(cli.data).database.unlink()


def spoilt_database(cli: Cli) -> None:
    current_set(cli.data).database.write_bytes(bytes(8192))


def spoilt_vault(cli: Cli) -> None:
    vault = current_set(cli.data).vault
    vault.write_bytes(vault.read_bytes().replace(b'"format":1', b'"format": 1'))


def no_vault(cli: Cli) -> None:
    current_set(cli.data).vault.unlink()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (missing, "store_missing"),
        (wrong_password, "wrong_password"),
        (no_password_file, "password_file"),
        (no_database, "database_missing"),
        (spoilt_database, "database_damaged"),
        (spoilt_vault, "vault_damaged"),
        (no_vault, "vault_missing"),
    ],
)
def test_each_trouble_is_told_in_its_own_words(cli: Cli, spoil: Callable[[Cli], None], code: str) -> None:
    spoil(cli)
    told = cli("people", "list", "--json")
    assert (told.code, told.out, told.error["code"]) == (1, "", code)
    plain = cli("people", "list")
    assert (plain.code, plain.out, plain.err.strip()) == (1, "", told.error["message"])


def test_a_second_instance_is_told(cli: Cli) -> None:
    with OpenedFolder(cli.data, PASSWORD):
        told = cli("check", "--json")
    assert (told.code, told.error["code"]) == (1, "already_open")


@pytest.mark.parametrize(
    "arguments",
    [
        ("frob",),
        ("people", "frob"),
        ("demo", "--people", "nhiều"),
        ("demo", "--people", "0"),
        ("create", "--commune", "Xã Mẫu"),
        ("import",),
        ("people", "show"),
        ("people", "list", "--nope"),
        ("imports", "undo", "một"),
        ("print", "posting", "--out", "a.pdf"),
        ("print", "posting", "--ground", "Kế hoạch 1", "--out", "a.doc"),
        ("print", "payment", "--month", "2026-13", "--out", "a.pdf"),
        ("print", "payment", "--month", "11/2026", "--out", "a.pdf"),
        ("print", "posting", "--ground", "Kế hoạch 1", "--month", "0000-01", "--out", "a.pdf"),
        ("print", "posting", "--ground", "Kế hoạch 1", "--from", "9999-12-30", "--out", "a.pdf"),
        ("people", "list", "--offset", "9" * 23),
        ("people", "list", "--limit", "9" * 23),
        ("print", "payment", "--copy", "third", "--out", "a.pdf"),
        ("print", "payment"),
    ],
)
def test_wrong_usage_is_two(cli: Cli, arguments: tuple[str, ...]) -> None:
    before = sorted(cli.folder.iterdir())
    answer = cli(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert "--help" in answer.err
    assert sorted(cli.folder.iterdir()) == before


@pytest.mark.parametrize(
    "command",
    ["", "create", "demo", "check", "people", "people list", "people search", "people show", "import", "imports undo",
     "print posting", "print payment", "self-check"],
)  # fmt: skip
def test_every_command_explains_itself(empty_cli: Cli, command: str) -> None:
    answer = empty_cli(*command.split(), "--help")
    assert answer.code == 0
    options = answer.out.partition("Tùy chọn:")[2].splitlines()
    bare = [line for line in options if re.fullmatch(r"  --\S+(?: \S+)?\s*(?:\[(?:mặc định|bắt buộc).*)?", line)]
    follows = [options[options.index(line) + 1] for line in bare]
    assert all(line.startswith("    ") for line in follows), bare


def test_the_console_script_itself(commune_data: Path, tmp_path: Path) -> None:
    cli = [sys.executable, "-X", "utf8", "-m", "desktop.main", "--data", str(tmp_path / "data")]
    (tmp_path / "password.txt").write_text(PASSWORD, encoding="utf-8")
    shutil.copytree(commune_data, tmp_path / "data")
    cli += ["--password-file", str(tmp_path / "password.txt")]
    quiet = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            check=False, args=[*cli, *arguments], capture_output=True, text=True, encoding="utf-8", env=quiet
        )

    found = run("people", "list", "--json")
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.strip() == '{"count": 0, "people": []}'
    assert run("people", "show", "7").returncode == 1
    assert run("frob").returncode == 2


def test_a_fault_of_ours_is_told_without_anybodys_name(capsys: pytest.CaptureFixture[str]) -> None:
    def search(known: dict[str, int]) -> int:
        return known["Lò Thị Bí Mật"]

    try:
        search({})
    except KeyError as error:
        tell_fault(type(error), error, error.__traceback__)
    told = capsys.readouterr().err
    assert "KeyError" in told
    assert "search:" in told
    assert "Bí Mật" not in told


def test_demo_makes_its_own_store(empty_cli: Cli) -> None:
    made = empty_cli("demo", "--people", "30")
    assert made.code == 0
    with OpenedFolder(empty_cli.data, PASSWORD) as folder:
        assert folder.store.fact("sample") == "yes"
        counts: dict[str, Any] = counted(folder.store)
    assert counts["person"] == 30
