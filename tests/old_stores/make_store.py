"""Makes the store of the present format that later versions must open for ever: made-up people, a cheap password.

    python -m tests.old_stores.make_store tests/old_stores/format-1

Run it once per format, when the schema of a release has settled; never over a store that was released.
"""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from models.demo.services import FillDemo, fill_demo
from models.imports.services import undo_import
from models.office import paper_queries
from models.office.paper_facts import kept_facts
from models.office.paper_services import (
    EnterPaper,
    IssuePaper,
    ReplacePaper,
    enter_paper,
    issue_paper,
    prepare_paper,
    replace_paper,
)
from models.office.queries import signers
from models.people.merging import MergePeople, merge_people
from models.people.services import ChangePerson, MoveResidence, PersonDetails, change_person, move_residence
from models.postings.frozen import posting_paper
from models.postings.preparing import PostingWish, prepare_from_store
from models.store.dates import PartialDate
from models.store.folder import current_set
from models.store.opened import OpenedFolder
from models.store.store import Store
from models.store.vault import read_vault, unlock
from tests.old_stores.facts import DAY, MONTH, facts
from tests.people.commune import make_small_commune
from tests.store.deeds import add_one, import_list
from tests.store.fixtures import CLERK, PASSWORD

MADE_UP_PDF = b"%PDF-1.7 stands for the bytes of a paper, whose fonts alone would double the store"


class Clock:
    """From the evening of the release on, a minute for each look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def make(data: Path) -> None:
    """The store: some of everything that this format can hold."""
    make_small_commune(data)
    with OpenedFolder(data, PASSWORD, clock=Clock()) as opened:
        store = opened.store
        store.transact("Điền dữ liệu mẫu", CLERK, fill_demo, FillDemo(40, 3))
        store.transact("Hoàn tác", CLERK, undo_import, import_list(store, 3, 1).batch_id)
        import_list(store, 12, 2)
        first, second = add_one(store, "Lò Văn Một"), add_one(store, "Lò Văn Mốt")
        details = PersonDetails("Lò Văn Sửa", PartialDate(1950, 3), "male", note="ghi chú có dấu: ữ ỹ ặ")
        store.transact("Sửa", CLERK, change_person, ChangePerson(first, details))
        store.transact("Chuyển", CLERK, move_residence, MoveResidence(first, 2, "Xóm Mới", date(2026, 11, 1)))
        store.transact("Gộp", CLERK, merge_people, MergePeople(first, second, {}))
        make_papers(store)
        store.keep_draft(CLERK, "people/new", {"name": "Nháp Dở"})
    (data / "lock").unlink()


def make_papers(store: Store) -> None:
    """One paper in each state of its life, one in the place of another."""
    with store.read() as reader:
        sheet = prepare_from_store(reader, PostingWish("Kế hoạch số 1/KH-UBND", month=MONTH), DAY).sheet
        signer = signers(reader, body="committee", on=DAY)[0]
    paper = replace(posting_paper(sheet, "committee", DAY, DAY), facts=kept_facts(sheet, {"ground": sheet.ground}))
    for number in range(1, 5):
        made = store.transact("Lập", CLERK, prepare_paper, paper).value
        if number > 1:
            store.transact("Ghi số", CLERK, enter_paper, EnterPaper(made, number, DAY, signer.id))
        if number > 2:
            with store.read() as reader:
                view = paper_queries.paper(reader, made)
            if view is None:
                raise LookupError("paper")
            store.transact("Phát hành", CLERK, issue_paper, IssuePaper(made, MADE_UP_PDF, view.stamp))
        if number > 3:
            store.transact("Thay", CLERK, replace_paper, ReplacePaper(made, "sai tên thôn", paper))


def main() -> None:
    """Make it and write down what it holds."""
    folder = Path(sys.argv[1])
    folder.mkdir()
    make(folder / "data")
    copied = folder / "copied"
    shutil.copytree(folder / "data", copied)
    chosen = current_set(copied)
    store = Store(chosen, unlock(read_vault(chosen.vault), PASSWORD)[0])
    try:
        known = facts(store)
    finally:
        store.close()
    shutil.rmtree(copied)
    text = json.dumps(known, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    (folder / "facts.json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
