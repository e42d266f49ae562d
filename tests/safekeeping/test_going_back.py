"""A restore that turned out wrong is taken back: the set that was put aside becomes current again."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from models.safekeeping.going_back import go_back, what_changes
from models.safekeeping.kept import kept_copies
from models.safekeeping.restoring import Restored
from models.store.errors import EnvironmentProblem, RuleError
from models.store.folder import current_set, finished_sets
from models.store.opened import OpenedFolder
from models.store.schema_version import OlderSchema
from models.store.tables import Change
from tests.people.commune import Clock
from tests.safekeeping.killing import in_fork
from tests.safekeeping.restores import BEFORE, SINCE, Kept, add_people, kept, kept_once, looked_over
from tests.store.fixtures import PASSWORD

__all__ = ["kept", "kept_once"]


def gone_back(data: Path, set_id: str) -> Restored:
    present = OpenedFolder(data, PASSWORD, clock=Clock())
    try:
        return go_back(data, set_id, present)
    except BaseException:
        add_people(present.store, "Lò Văn Tiếp")  # it is open and goes on
        present.close()
        raise


def test_back_to_what_was_replaced(kept: Kept) -> None:
    before = current_set(kept.data)
    restored = kept.restored()
    with OpenedFolder(kept.data, PASSWORD, clock=Clock()) as folder:
        add_people(folder.store, "Lò Văn Sau")
    back = gone_back(kept.data, before.set_id)
    assert current_set(kept.data) == before
    assert back.put_aside == (restored.set_id,)
    assert back.present_ways
    assert looked_over(kept.data) == {*BEFORE, *SINCE}
    with OpenedFolder(kept.data, PASSWORD, clock=Clock()) as folder, folder.store.read() as session:
        change = session.get(Change, back.change_id)
        assert change.kind == "safekeeping"
        assert change.actor_id == 1
        assert "Mã đối tượng: 25 → 26" in str(change.reason)  # what the other branch gave is not given again
        assert [one.set_id for one in kept_copies(session, kept.data)] == [restored.set_id]


def test_there_and_back_again(kept: Kept) -> None:
    before = current_set(kept.data).set_id
    restored = kept.restored()
    gone_back(kept.data, before)
    gone_back(kept.data, restored.set_id)
    assert looked_over(kept.data) == set(BEFORE)
    gone_back(kept.data, before)
    assert looked_over(kept.data) == {*BEFORE, *SINCE}
    assert len(finished_sets(kept.data)) == 2


def test_killed_while_going_back(kept_once: Kept, tmp_path: Path) -> None:
    """At each of its last steps: one whole store, whichever it is, and nothing strange."""
    template = kept_once.copied(tmp_path / "template")
    before = current_set(template.data).set_id
    template.restored()
    steps = int(in_fork(partial(gone_back, template.copied(tmp_path / "counted").data, before), step=0))
    left = []
    for step in range(max(1, steps - 8), steps + 3):
        place = template.copied(tmp_path / f"step{step}")
        in_fork(partial(gone_back, place.data, before), step=step)
        left.append(looked_over(place.data))
        assert left[-1] in (set(BEFORE), {*BEFORE, *SINCE})
        assert len(finished_sets(place.data)) == 2
        if left[-1] == set(BEFORE):
            gone_back(place.data, before)  # what was cut off is no obstacle
            assert looked_over(place.data) == {*BEFORE, *SINCE}
    assert set(BEFORE) in left
    assert {*BEFORE, *SINCE} in left


def test_a_set_that_nobody_put_aside(kept: Kept) -> None:
    with pytest.raises(RuleError) as caught:
        gone_back(kept.data, "0" * 32)
    assert caught.value.code == "not_kept"


def test_a_set_under_a_key_that_was_given_up(kept: Kept) -> None:
    before = current_set(kept.data).set_id
    kept.restored()
    with OpenedFolder(kept.data, PASSWORD, clock=Clock()) as folder:
        folder.rekey(lambda _: True)
    with pytest.raises(EnvironmentProblem) as caught:
        gone_back(kept.data, before)
    assert caught.value.code == "kept_other_key"
    assert looked_over(kept.data) == {*BEFORE, "Lò Văn Tiếp"}


def test_a_set_of_an_older_schema_is_told(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    before = current_set(kept.data).set_id
    kept.restored()
    with OpenedFolder(kept.data, PASSWORD, clock=Clock()) as folder:

        def older(_connection: object) -> None:
            raise OlderSchema

        monkeypatch.setattr("models.store.store.demand_current_schema", older)
        with pytest.raises(EnvironmentProblem) as caught:
            what_changes(kept.data, before, folder.store)
    assert caught.value.code == "kept_older"


def test_a_damaged_set_does_not_come_back(kept: Kept) -> None:
    before = current_set(kept.data)
    kept.restored()
    data = bytearray(before.database.read_bytes())
    data[len(data) // 2] ^= 1
    before.database.write_bytes(data)
    with pytest.raises(EnvironmentProblem) as caught:
        gone_back(kept.data, before.set_id)
    assert caught.value.code == "kept_damaged"
    assert looked_over(kept.data) == {*BEFORE, "Lò Văn Tiếp"}
