"""The command line on a full and on a read-only disk: exit code 1, the reason in JSON, nothing half done."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any

import pytest

from desktop.commands.root import run_command
from tests.desktop.commands import SAMPLES, Cli
from tests.store.children import PAGE, in_child, lift_limit, limit_file_size, may_mount, mount_read_only, own_mounts
from tests.store.deeds import looked_over

LIST = SAMPLES / "set-11" / "payment-list.xlsx"


def run(cli: Cli, *arguments: str | Path) -> dict[str, Any]:
    """A command in a child, whose output pytest does not catch."""
    out, err = io.StringIO(), io.StringIO()
    told = ["--data", str(cli.data), "--password-file", str(cli.password_file), *map(str, arguments)]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run_command(told)
    return {"code": code, "out": out.getvalue(), "err": err.getvalue()}


def within(cli: Cli, size: int, *arguments: str | Path) -> dict[str, Any]:
    limit_file_size(size)
    answer = run(cli, *arguments)
    lift_limit()
    return answer


@pytest.mark.parametrize("pages", [0, 2, 12, 40])
def test_an_import_without_room(cli: Cli, pages: int) -> None:
    answer = in_child(within, cli, pages * PAGE, "import", LIST, "--apply", "--json")
    assert (answer["code"], answer["out"]) == (1, "")
    assert '"code": "disk_' in answer["err"]
    assert "Traceback" not in answer["err"]
    assert looked_over(cli.data)["person"] == 0
    assert cli("import", LIST, "--apply").code == 0


def test_a_paper_without_room(cli: Cli) -> None:
    assert cli("import", LIST, "--apply").code == 0
    out = cli.folder / "a.pdf"
    answer = in_child(within, cli, 9 * PAGE, "print", "payment", "--month", "2026-11", "--out", out, "--json")
    assert answer["code"] == 1
    assert '"code": "disk_' in answer["err"]
    assert not list(cli.folder.glob("a.pdf*"))


@pytest.mark.parametrize(
    "arguments", [("people", "list"), ("check",), ("import", str(LIST), "--apply"), ("demo", "--people", "5")]
)
def test_a_read_only_disk(cli: Cli, arguments: tuple[str, ...]) -> None:
    if not may_mount():
        pytest.skip("no right to mount")
    before = cli.stored()
    answer = in_child(read_only, cli, *arguments, "--json")
    assert (answer["code"], answer["out"]) == (1, "")
    assert '"code": "read_only"' in answer["err"]
    assert "chép cả thư mục dữ liệu" in answer["err"]
    assert cli.stored() == before


def read_only(cli: Cli, *arguments: str) -> dict[str, Any]:
    own_mounts()
    mount_read_only(cli.data)
    return run(cli, *arguments)
