"""An older copy of the data folder and remembered damage of scans, as the command line tells them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from desktop.known_books import KnownBooks
from desktop.paths import state_folder
from models.store.folder import current_set
from models.store.opened import OpenedFolder
from models.store.scans.services import NewScan, add_scans, seal
from models.store.scans.vigil import Vigil
from tests.desktop.commands import Cli
from tests.safekeeping.restores import add_people
from tests.store.fixtures import CLERK, PASSWORD


def worked(cli: Cli, name: str) -> None:
    """Somebody works at this machine; the next command, if any, sees how far the book goes."""
    with OpenedFolder(cli.data, PASSWORD) as folder:
        add_people(folder.store, name)
    assert cli("backup", "kept").err == ""


@pytest.fixture
def rolled_back(cli: Cli, tmp_path: Path) -> Cli:
    worked(cli, "Lò Văn Một")
    shutil.copytree(cli.data, tmp_path / "older")
    worked(cli, "Lò Văn Hai")
    shutil.rmtree(cli.data)
    (tmp_path / "older").rename(cli.data)
    return cli


def test_every_command_says_it_until_it_is_accepted(rolled_back: Cli) -> None:
    cli = rolled_back
    for _ in range(2):
        assert "Đây là bản cũ của sổ" in cli("backup", "kept").err
    warning = json.loads(cli("backup", "kept", "--json").err)["warning"]
    checked = cli("check", "--json")
    assert checked.code == 1
    assert [part["message"] for part in checked.json["parts"] if not part["ok"]] == [warning]
    verified = cli("history", "verify", "--json")
    assert (verified.code, verified.json["ok"]) == (1, False)
    assert json.loads(verified.err)["warning"] == warning
    assert cli("backup", "accept-older", "--json").json["accepted"]
    assert cli("backup", "kept").err == ""
    assert cli("check").code == 0
    assert "Chấp nhận dùng tiếp bản cũ của sổ" in cli("history", "list").out
    assert not cli("backup", "accept-older", "--json").json["accepted"]


def test_restoring_ends_the_warning_of_an_older_copy(rolled_back: Cli, tmp_path: Path) -> None:
    """As the warning itself advises, though the newest copy may still lack the very last changes."""
    cli = rolled_back
    (tmp_path / "stick").mkdir()
    made = cli("backup", "create", "--to", tmp_path / "stick")
    assert (made.code, "Đây là bản cũ của sổ" in made.err) == (0, True)
    refused = cli("backup", "restore", tmp_path / "stick", "--into", cli.data, "--json")
    assert (refused.code, json.loads(refused.err.splitlines()[-1])["error"]["code"]) == (1, "older_copy_present")
    (copy,) = cli("backup", "list", tmp_path / "stick", "--json").json["backups"]
    named = ("--generation", copy["generation"])
    assert cli("backup", "restore", tmp_path / "stick", "--into", cli.data, *named).code == 0
    assert cli("backup", "kept").err == ""
    (kept,) = cli("backup", "kept", "--json").json["kept"]
    assert cli("backup", "go-back", kept["set_id"]).code == 0
    assert cli("backup", "kept").err == ""


@pytest.mark.parametrize("over", [True, False])
def test_a_copy_restored_on_purpose_is_no_older_copy(cli: Cli, tmp_path: Path, over: bool) -> None:
    """Over the store that goes further, and into the emptied folder after the disk was lost."""
    (tmp_path / "stick").mkdir()
    worked(cli, "Lò Văn Một")
    assert cli("backup", "create", "--to", tmp_path / "stick").code == 0
    worked(cli, "Lò Văn Hai")
    if not over:
        shutil.rmtree(cli.data)
    assert cli("backup", "restore", tmp_path / "stick", "--into", cli.data).code == 0
    assert cli("backup", "kept").err == ""
    assert cli("check").code == 0


def test_damage_that_a_round_found_is_said_by_every_command(cli: Cli) -> None:
    books = KnownBooks(state_folder(), cli.data)
    with OpenedFolder(cli.data, PASSWORD) as folder:
        folder.store.transact("Quét", CLERK, add_scans, (NewScan(b"trang " * 9000, "image/png"),))
        seal(folder.store, least=1)
        (segment,) = current_set(cli.data).scans.iterdir()
        spoilt = bytearray(segment.read_bytes())
        spoilt[5000] ^= 1
        segment.write_bytes(spoilt)
        Vigil(folder.store, books).go_round()
    assert f"{segment.name[:12]}… bị hỏng" in cli("backup", "kept").err
