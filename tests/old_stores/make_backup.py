"""Makes the backup of the present format that later versions must verify and restore for ever.

    python -m tests.old_stores.make_backup tests/old_stores/backup-1

Run it once per format, when the schema of a release has settled; never over a backup that was released.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from models.safekeeping.medium import Medium
from models.store.opened import OpenedFolder
from models.store.recovery import KEY_BYTES, RecoveryKey
from models.store.slots import set_recovery
from tests.old_stores.backup_facts import backup_facts
from tests.old_stores.make_store import Clock
from tests.people.commune import make_small_commune
from tests.safekeeping.restores import add_people, add_segment, take
from tests.safekeeping.sticks import backed_up
from tests.store.fixtures import CLERK, PASSWORD

PEOPLE = ("Lò Văn Một", "Lò Thị Hai", "Đặng Thị Ữ")
SHEET = RecoveryKey(bytes(range(KEY_BYTES)))
"""The key of its recovery sheet."""


def main() -> None:
    """Make it and write down what it holds."""
    folder = Path(sys.argv[1])
    stick = folder / "stick"
    stick.mkdir(parents=True)
    medium = Medium(stick)
    medium.claim()
    with TemporaryDirectory() as scratch:
        data = Path(scratch) / "data"
        make_small_commune(data)
        with OpenedFolder(data, PASSWORD, clock=Clock()) as opened:
            store = opened.store
            set_recovery(store, SHEET)
            add_people(store, *PEOPLE)
            add_segment(store, 1, size=2_000)
            store.transact("Số", CLERK, take, ("committee/DS", 5))
            backed_up(store, medium)
            known = backup_facts(store)
    text = json.dumps(known, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    (folder / "facts.json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
