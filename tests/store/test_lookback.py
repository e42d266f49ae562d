"""Looking back over the history: filters, pages, records, and the verdict about chain, seals and paper codes."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from models.office.services import AddVillage, CreateCommune, add_village, create_commune
from models.store import lookback, vault
from models.store.errors import RuleError
from models.store.lookback import ChangeFilter
from models.store.seals import head_code
from models.store.store import VIEW, Store
from models.store.verify import code_fits, last_code, verify_history
from models.store.work import Actor, Outcome, Work
from tests.store.fixtures import CLERK

FOUNDER = Actor(None, frozenset({"all"}))


def _nothing(work: Work, _command: None) -> Outcome[int]:
    return Outcome(work.change_id)


def _fill(store: Store) -> None:
    store.transact("Lập sổ", FOUNDER, create_commune, CreateCommune("Xã Mẫu", "68", staff_name="cán bộ thử"))
    store.transact("Thêm thôn", CLERK, add_village, AddVillage("Thôn Đồng Cầu"))
    store.transact("Xem trang", CLERK, _nothing, None, kind=VIEW)
    store.transact("Thêm thôn", CLERK, add_village, AddVillage("Thôn 2"), reason="Nghị quyết tách thôn")


def _ids(store: Store, wanted: ChangeFilter, limit: int = 50, offset: int = 0) -> list[int]:
    with store.connection() as reader:
        found = lookback.ids(reader, wanted, limit=limit, offset=offset)
        if limit == 50 and not offset:
            assert lookback.count(reader, wanted) == len(found)
    return found


def test_filters_find_the_newest_first(store: Store) -> None:
    _fill(store)
    assert _ids(store, ChangeFilter()) == [4, 3, 2, 1]
    assert _ids(store, ChangeFilter(), limit=2, offset=1) == [3, 2]
    assert _ids(store, ChangeFilter(kinds=("change",))) == [4, 2, 1]
    assert _ids(store, ChangeFilter(kinds=())) == []
    assert _ids(store, ChangeFilter(actor_id=1)) == [4, 3, 2]
    assert _ids(store, ChangeFilter(actor_id=0)) == [1]
    assert _ids(store, ChangeFilter(text="them THON")) == [4, 2]
    assert _ids(store, ChangeFilter(text="nghi quyet")) == [4]
    assert _ids(store, ChangeFilter(text="không có")) == []
    assert _ids(store, ChangeFilter(since="2026-11-22T02:00:00.000Z")) == [4, 3, 2, 1]
    assert _ids(store, ChangeFilter(until="2026-11-22T02:00:00.000Z")) == []
    with store.connection() as reader:
        village = lookback.records(reader, 2, limit=5)[0]
    assert _ids(store, ChangeFilter(among=lookback.touched(village.table, [village.record_id]))) == [2]


def test_heads_and_records_tell_what_was_written(store: Store) -> None:
    _fill(store)
    with store.connection() as reader:
        heads = lookback.heads(reader, [1, 4, 99])
        first = lookback.first_records(reader, [1, 3, 4], 2)
        whole = lookback.records(reader, 1, limit=100)
    assert heads.keys() == {1, 4}
    assert (heads[4].actor_id, heads[4].name, heads[4].reason) == (1, "Thêm thôn", "Nghị quyết tách thôn")
    assert heads[1].actor_id is None
    assert heads[1].records == len(whole) > 2
    assert first[1] == whole[:2]
    assert first[3] == []
    [village] = first[4]
    assert village.operation == "new"
    assert village.fields is not None
    assert village.fields["name"] == (None, "2")


def test_an_erased_body_is_told_as_such(store: Store) -> None:
    _fill(store)
    with store._writer.begin() as connection:
        connection.execute(text("UPDATE audit SET fields = NULL, source = NULL, salt = NULL WHERE change_id = 2"))
    with store.connection() as reader:
        assert lookback.records(reader, 2, limit=1)[0].fields is None
    assert verify_history(store).ok


def test_a_whole_history_is_verified_with_its_days(store: Store) -> None:
    assert verify_history(store).head_change == 0
    _fill(store)
    found = verify_history(store)
    assert found.ok
    assert (found.changes, found.head_change) == (4, 4)
    assert [(day.day, day.change_id, day.code) for day in found.days] == [("2026-11-22", 4, found.head_code)]
    assert last_code(store) == (4, found.head_code)


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        ("UPDATE change SET actor_id = 2 WHERE id = 2", "header"),
        ("UPDATE change SET at = '2020-01-01T00:00:00.000Z' WHERE id = 2", "header"),
        ("UPDATE audit SET fields = replace(fields, 'Cầu', 'Câu') WHERE change_id = 2", "record"),
        ("DELETE FROM audit WHERE change_id = 2", "link"),
        ("UPDATE change SET digest = randomblob(32) WHERE id = 2", "link"),
    ],
)
def test_the_first_broken_link_is_named(store: Store, damage: str, what: str) -> None:
    _fill(store)
    with store._writer.begin() as connection:
        connection.execute(text(damage))
    found = verify_history(store)
    assert not found.ok
    assert found.broken is not None
    assert (found.broken.change_id, found.broken.what) == (2, what)


def test_a_history_cut_back_is_older_than_its_seal(store: Store) -> None:
    _fill(store)
    with store._writer.begin() as connection:
        connection.execute(text("DELETE FROM audit WHERE change_id = 4"))
        connection.execute(text("DELETE FROM change WHERE id = 4"))
    found = verify_history(store)
    assert found.broken is None
    assert found.missing == 4
    assert [day.whole for day in found.days] == [False]


def test_the_code_of_a_paper_is_compared_with_the_history(store: Store) -> None:
    _fill(store)
    sealed = vault.authenticate(store.set.vault, store.raw_key()).head
    assert sealed is not None
    code = head_code(sealed.digest)
    assert code_fits(store, 4, code)
    assert code_fits(store, 4, f" {code.lower().replace('-', ' ')} ")
    assert code_fits(store, 4, code.replace("O", "0").replace("I", "1").replace("B", "8"))
    assert not code_fits(store, 3, code)
    with pytest.raises(RuleError) as unread:
        code_fits(store, 4, code[:-1])
    assert unread.value.code == "head_code_form"
    with pytest.raises(RuleError) as unknown:
        code_fits(store, 5, code)
    assert unknown.value.code == "change_missing"
