"""A machine that died: on the new one the first run leads to the stick, and from there into the office's store."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from models.demo.services import demo_commune
from models.office.services import create_commune
from models.safekeeping.backup import back_up
from models.safekeeping.manifest import Maker
from models.safekeeping.medium import Medium
from models.store.opened import OpenedFolder
from models.store.store import CHANGE
from tests.store.fixtures import FOUNDER, PASSWORD


def test_from_the_first_run_into_the_restored_store(bare_data: Path, tmp_path: Path) -> None:
    data, copies = tmp_path / "data", tmp_path / "copies"
    shutil.copytree(bare_data, data)
    copies.mkdir()
    with OpenedFolder(data, PASSWORD) as folder:
        folder.store.transact("Lập sổ", FOUNDER, create_commune, demo_commune(7), kind=CHANGE)
        Medium(copies).claim()
        back_up(folder.store, Medium(copies), Maker("1", "Cán bộ mẫu", "máy cũ"))
    homes = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("CONFIG", "STATE", "DATA", "CACHE")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.desktop.restored_program", str(tmp_path / "new"), str(copies), PASSWORD],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **homes, "QT_QPA_PLATFORM": "offscreen"},
        timeout=120,
    )
    assert done.stdout.splitlines() == ["Sổ An Sinh", "Sổ An Sinh - Xã Đồi Gió, Lâm Đồng"], done.stderr
