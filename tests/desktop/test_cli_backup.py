"""backup create, list, verify on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from models.store.folder import current_set
from tests.desktop.commands import Cli
from tests.store.fixtures import PASSWORD


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """An empty stick."""
    root = tmp_path / "USB"
    root.mkdir()
    return root


def test_created_listed_verified(cli: Cli, stick: Path) -> None:
    made = cli("backup", "create", "--to", stick, "--json").json
    assert made["generation"]
    assert made["thinned"] == []
    assert made["note"] is None
    (row,) = cli("backup", "list", stick, "--json").json["backups"]
    assert (row["generation"], row["good_looking"]) == (made["generation"], True)
    assert row["facts"]["name"] == "Cán Bộ Thử"
    assert row["facts"]["commune"] == "xã Mẫu"
    assert row["facts"]["counts"]["village"] == 3
    assert {"benefit_line.amount", "paper.total", "pay_line.amount", "debt.amount"} <= row["facts"]["money"].keys()
    assert set(row["facts"]["money"].values()) == {0}
    assert len(row["code"]) == 14
    checked = cli("backup", "verify", stick, "--json").json
    assert checked["ok"] is True
    assert checked["generation"] == made["generation"]
    told = cli("backup", "verify", stick, "--generation", made["generation"])
    assert (told.code, "còn nguyên vẹn" in told.out) == (0, True)
    assert cli("check", "--json").json["ok"] is True


def test_without_a_password_only_clear_facts(cli: Cli, stick: Path) -> None:
    from desktop.commands.root import run_command

    cli("backup", "create", "--to", stick)
    cli._capsys.readouterr()
    assert run_command(["--data", str(cli.folder / "none"), "backup", "list", str(stick), "--json"]) == 0
    told = cli._capsys.readouterr().out
    assert "Cán Bộ Thử" not in told
    assert "Mẫu" not in told
    assert '"good_looking": true' in told


def test_a_new_machine_verifies_with_the_password_alone(cli: Cli, stick: Path) -> None:
    cli("backup", "create", "--to", stick)
    shutil.rmtree(cli.data)
    assert cli("backup", "verify", stick, "--json").json["ok"] is True
    cli.password_file.write_text("mật khẩu khác hẳn", encoding="utf-8")
    wrong = cli("backup", "verify", stick, "--json")
    assert (wrong.code, wrong.error["code"]) == (1, "wrong_password")
    (row,) = cli("backup", "list", stick, "--json").json["backups"]
    assert row["facts"] is None
    assert "Mật khẩu không đúng" in row["locked"]


def test_a_damaged_backup_is_told_and_noted(cli: Cli, stick: Path) -> None:
    cli("backup", "create", "--to", stick)
    (database,) = stick.rglob("store.db")
    data = bytearray(database.read_bytes())
    data[9000] ^= 4
    database.write_bytes(data)
    told = cli("backup", "verify", stick, "--json")
    assert (told.code, told.error["code"]) == (1, "backup_damaged")
    assert "store.db" in told.error["message"]
    from models.safekeeping.queries import known_bad

    with cli.opened() as store, store.read() as session:
        assert len(known_bad(session)) == 1


def test_troubles_have_their_names(cli: Cli, stick: Path) -> None:
    gone = cli("backup", "create", "--to", stick / "nowhere", "--json")
    assert (gone.code, gone.error["code"]) == (1, "folder_missing")
    empty = cli("backup", "verify", stick, "--json")
    assert (empty.code, empty.error["code"]) == (1, "backup_missing")
    assert cli("backup", "list", stick, "--json").json == {"backups": []}
    cli("backup", "create", "--to", stick)
    other = cli("backup", "verify", stick, "--generation", "20000101T000000Z-00000000", "--json")
    assert (other.code, other.error["field"]) == (1, "generation")


def test_the_words_for_people(cli: Cli, stick: Path) -> None:
    made = cli("backup", "create", "--to", stick, "--label", "USB xanh số 1")
    assert "Đã sao lưu và kiểm chứng" in made.out
    assert "Đang đọc lại để kiểm chứng…" in made.err
    told = cli("backup", "list", stick)
    assert "xã Mẫu: 0 người" in told.out
    assert PASSWORD not in told.out + told.err
    from models.safekeeping.queries import media

    with cli.opened() as store, store.read() as session:
        assert [each.label for each in media(session)] == ["USB xanh số 1"]


def test_a_copy_that_was_deleted_by_hand_is_noted(cli: Cli, stick: Path) -> None:
    first = cli("backup", "create", "--to", stick, "--json").json["generation"]
    shutil.rmtree(next(stick.rglob(first)))
    second = cli("backup", "create", "--to", stick, "--json").json["generation"]
    from models.safekeeping.queries import backups

    with cli.opened() as store, store.read() as session:
        assert {one.generation: one.standing for one in backups(session)} == {second: "good", first: "gone"}


def test_every_word_on_stderr_is_json_when_asked(cli: Cli, stick: Path) -> None:
    misused = cli("backup", "create", "--json")
    assert (misused.code, misused.error["code"]) == (2, "usage")
    database = current_set(cli.data).database
    pages = bytearray(database.read_bytes())
    pages[len(pages) * 7 // 10] ^= 1
    database.write_bytes(pages)
    refused = cli("backup", "create", "--to", stick / "none", "--json")
    assert refused.error["code"] == "folder_missing"
    refused = cli("staff", "remove", "can-bo-9", "--json")
    warning, error = (json.loads(line) for line in refused.err.splitlines())
    assert "store.db" in warning["warning"]
    assert error["error"]["code"] == "staff_unknown"
