"""Roles, handles, and verbs of colleagues: who may do what, and that somebody always keeps the staff."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from models.office.failures import Failures
from models.office.paper_services import IssuePaper, issue_paper
from models.office.queries import staff as everybody
from models.office.staff_queries import actor_of, handles_ever, present_handles, staff_members
from models.office.staff_rules import (
    ROLES,
    check_handle,
    failures_text,
    next_handle,
    rights_of,
    role_of_rights,
    role_text,
)
from models.office.staff_services import (
    AddStaff,
    ChangeStaff,
    StaffMember,
    add_staff,
    change_staff,
    mark_left,
    note_own_password,
    note_password_set,
)
from models.store import vault
from models.store.errors import RuleError
from models.store.folder import current_set
from models.store.history import CHANGED
from models.store.rights import may, may_not, needs
from models.store.store import CHANGE, EXPORT, MIGRATION, PRINT, SAFEKEEPING, SIGN_IN, STAFF, VIEW, Store
from models.store.tables import Audit, Change
from models.store.work import Actor, Outcome, Work
from tests.people.commune import Office
from tests.store.fixtures import FOUNDER, NOW, PASSWORD


def nothing(work: Work, _: None) -> Outcome[int]:
    return Outcome(work.change_id)


@needs("safekeeping")
def for_keepers(work: Work, _: None) -> Outcome[int]:
    return Outcome(work.change_id)


ACTIONS: dict[str, tuple[Callable[..., Any], Any, str]] = {
    "change": (nothing, None, CHANGE),
    "print": (nothing, None, PRINT),
    "export": (nothing, None, EXPORT),
    "view": (nothing, None, VIEW),
    "sign in": (nothing, None, SIGN_IN),
    "note a backup": (nothing, None, SAFEKEEPING),
    "migrate": (nothing, None, MIGRATION),
    "issue": (issue_paper, IssuePaper(1, b"", ""), CHANGE),
    "staff": (add_staff, AddStaff("Lê Văn Bốn", "viewer", "can-bo-9"), STAFF),
    "restore": (for_keepers, None, SAFEKEEPING),
    "own password": (note_own_password, None, STAFF),
}
EVERYBODY = {"view", "sign in", "note a backup", "migrate", "own password"}
MAY = {
    "clerk": EVERYBODY | {"change", "print", "export", "issue"},
    "head": EVERYBODY | {"change", "print", "export", "issue"},
    "leader": EVERYBODY | {"print", "issue"},
    "viewer": EVERYBODY,
}
OF_ADMINISTRATOR = {"staff", "restore"}
SEES = {
    "clerk": {"grounds", "numbers"},
    "head": {"grounds", "numbers", "audit"},
    "leader": {"grounds", "numbers", "audit"},
    "viewer": set(),
}


@pytest.mark.parametrize("administrator", [False, True])
@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_exactly_what_the_table_says(
    office: Office, role: str, action: str, administrator: bool
) -> None:
    verb, command, kind = ACTIONS[action]
    actor = Actor(1, rights_of(role, administrator=administrator))
    allowed = action in MAY[role] or (administrator and action in OF_ADMINISTRATOR)
    before = written(office.store)
    try:
        office.store.transact(action, actor, verb, command, kind=kind)
        refused = ""
    except RuleError as error:
        refused = error.code
    assert (refused != "no_right") == allowed
    if not allowed:
        assert written(office.store) == before


@pytest.mark.parametrize("administrator", [False, True])
@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_exactly_what_the_table_says(role: str, administrator: bool) -> None:
    rights = rights_of(role, administrator=administrator)
    seen = {right for right in ("grounds", "numbers", "audit") if right in rights}
    assert seen == SEES[role] | ({"audit"} if administrator else set())
    assert not may(rights, "all")
    assert role_of_rights(rights)


def test_who_has_no_rights_reads_why_and_whom_to_ask(office: Office) -> None:
    with pytest.raises(RuleError) as refused:
        office.store.transact("Sửa", Actor(1), nothing, None)
    assert (refused.value.code, refused.value.field) == ("no_right", None)
    assert refused.value.message == may_not("change")
    assert "quản trị" in refused.value.message


def test_an_unknown_role_may_nothing() -> None:
    assert rights_of("chairman", administrator=False) == frozenset()


def written(store: Store) -> int:
    with store.read() as session:
        return len(session.query(Change).all())


# -- handles ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("handle", "name", "code"),
    [
        ("", "Lê Thị Lan", "handle_missing"),
        ("Can-bo-2", "Lê Thị Lan", "handle_form"),
        ("cán-bộ-2", "Lê Thị Lan", "handle_form"),
        ("can bo", "Lê Thị Lan", "handle_form"),
        ("-a", "Lê Thị Lan", "handle_form"),
        ("a--b", "Lê Thị Lan", "handle_form"),
        ("a" * 33, "Lê Thị Lan", "handle_form"),
        ("phieu-3", "Lê Thị Lan", "handle_reserved"),
        ("lan", "Lê Thị Lan", "handle_is_name"),
        ("lan2", "Lê Thị Lan", "handle_is_name"),
        ("vhxh-lan", "Lê Thị Lan", "handle_is_name"),
        ("lethilan", "Lê Thị Lan", "handle_is_name"),
        ("thilan1980", "Lê Thị Lan", "handle_is_name"),
        ("do-duc", "Đỗ Đức", "handle_is_name"),
    ],
)
def test_a_handle_is_no_name_and_well_formed(handle: str, name: str, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        check_handle(handle, name)
    assert (refused.value.code, refused.value.field) == (code, "handle")


@pytest.mark.parametrize("handle", ["1", "can-bo-2", "vhxh", "quay-1", " can-bo-3 "])
def test_a_neutral_handle_is_taken(handle: str) -> None:
    assert check_handle(handle, "Cán bộ 2") == handle.strip()
    assert check_handle(handle, "Lê Thị Lan") == handle.strip()


def test_the_proposed_handle_is_free() -> None:
    assert next_handle(["1"]) == "can-bo-2"
    assert next_handle(["1", "can-bo-2", "can-bo-4"]) == "can-bo-3"


def test_role_in_words() -> None:
    assert role_text("clerk", administrator=True) == "Công chức, quản trị sổ"
    assert role_text("viewer", administrator=False) == "Người xem"


def test_failures_are_told_in_the_offices_time() -> None:
    three = Failures(3, "2026-11-22T00:10:00.000Z", "2026-11-22T00:12:00.000Z")
    assert failures_text(three) == "Trước đó 3 lần mở không thành, từ 22/11/2026 07:10 đến 22/11/2026 07:12."
    once = Failures(1, "2026-11-22T00:10:00.000Z", "2026-11-22T00:10:00.000Z")
    assert failures_text(once) == "Trước đó 1 lần mở không thành, lúc 22/11/2026 07:10."


# -- verbs ------------------------------------------------------------------------------------------------------------


def do(office: Office, verb: Any, command: Any) -> Any:
    return office.store.transact("Cán bộ", FOUNDER, verb, command, kind=STAFF).value


def test_adding_a_colleague_is_in_the_history(office: Office) -> None:
    made = do(office, add_staff, AddStaff("  lê thị  LAN ", "head", "can-bo-2"))
    with office.store.read() as session:
        found = {one.handle: one for one in staff_members(session, {"1"})}
        change = session.query(Change).order_by(Change.id.desc()).first()
        fields = session.query(Audit.fields).filter_by(change_id=change.id).scalar()
        assert actor_of(session, "can-bo-2") == Actor(made, rights_of("head", administrator=False))
        assert actor_of(session, "1").rights == rights_of("clerk", administrator=True)
    assert change.kind == STAFF
    assert '"role":[null,"head"]' in fields
    assert '"handle":[null,"can-bo-2"]' in fields
    one = found["can-bo-2"]
    assert (one.role_text, one.administrator, one.state) == ("Trưởng phòng", False, "no_password")
    assert found["1"].state == "ready"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (AddStaff(" ", "clerk", "can-bo-2"), "name_missing"),
        (AddStaff("Lê Thị Lan", "boss", "can-bo-2"), "role_unknown"),
        (AddStaff("Lê Thị Lan", "clerk", "1"), "handle_taken"),
        (AddStaff("Lê Thị Lan", "clerk", "lan"), "handle_is_name"),
    ],
)
def test_what_cannot_be_added(office: Office, command: AddStaff, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        do(office, add_staff, command)
    assert refused.value.code == code


def test_a_handle_is_never_given_twice(office: Office) -> None:
    made = do(office, add_staff, AddStaff("Lê Thị Lan", "clerk", "can-bo-2"))
    do(office, mark_left, StaffMember(made))
    with pytest.raises(RuleError) as refused:
        do(office, add_staff, AddStaff("Hồ Văn Bảy", "clerk", "can-bo-2"))
    assert refused.value.code == "handle_taken"
    with office.store.read() as session:
        assert handles_ever(session) == ["1", "can-bo-2"]
        assert present_handles(session) == {"1"}


def test_who_left_signs_in_no_more_and_is_told_apart(office: Office) -> None:
    made = do(office, add_staff, AddStaff("Lê Thị Lan", "clerk", "can-bo-2", administrator=True))
    do(office, mark_left, StaffMember(made))
    with office.store.read() as session:
        gone = {one.handle: one for one in staff_members(session, {"1", "can-bo-2"})}["can-bo-2"]
        rest = {one.handle: one for one in staff_members(session, {"1"})}["can-bo-2"]
        for handle in ("can-bo-2", "can-bo-7", "phieu-1"):
            with pytest.raises(RuleError) as refused:
                actor_of(session, handle)
            assert refused.value.code == "not_staff"
    assert (gone.state, rest.state, gone.administrator) == ("key_left", "left", False)
    assert rest.state_text == f"Đã thôi từ {NOW:%d/%m/%Y}"
    for verb, command in (
        (mark_left, StaffMember(made)),
        (change_staff, ChangeStaff(made, "Lê Thị Lan", "head", True)),
        (note_password_set, StaffMember(made)),
    ):
        with pytest.raises(RuleError) as refused:
            do(office, verb, command)
        assert refused.value.code == "staff_left"


def test_the_last_who_keeps_the_staff_stays(office: Office) -> None:
    for verb, command in (
        (mark_left, StaffMember(1)),
        (change_staff, ChangeStaff(1, "Cán bộ thử", "clerk", False)),
    ):
        with pytest.raises(RuleError) as refused:
            do(office, verb, command)
        assert refused.value.code == "last_administrator"
    second = do(office, add_staff, AddStaff("Lê Thị Lan", "viewer", "can-bo-2", administrator=True))
    do(office, change_staff, ChangeStaff(1, "Cán bộ thử", "clerk", False))
    with pytest.raises(RuleError):
        do(office, mark_left, StaffMember(second))


def test_a_password_leaves_no_trace_but_that_it_was_set(office: Office) -> None:
    do(office, note_password_set, StaffMember(1))
    with office.store.read() as session:
        audit = session.query(Audit).order_by(Audit.id.desc()).first()
        assert (audit.record_table, audit.record_id, audit.operation, audit.fields) == ("staff", 1, CHANGED, "{}")
    with pytest.raises(RuleError) as refused:
        office.store.transact("Đổi", Actor(None), note_own_password, None, kind=STAFF)
    assert refused.value.code == "staff_unknown"


def administrators(store: Store) -> int:
    with store.read() as session:
        return sum(one.administrator and one.left_on is None for one in staff_members(session, ()))


def test_no_sequence_of_verbs_ends_without_an_administrator(
    commune_data: Path, tmp_path: Path, office_key: bytes
) -> None:
    """Colleagues act with the rights they have at that moment; whatever is refused, one who keeps the staff stays."""
    copies = count()
    refused: set[str] = set()

    class Sequence(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            data = tmp_path / str(next(copies))
            shutil.copytree(commune_data, data)
            self.store = Store(current_set(data), office_key, clock=lambda: NOW)

        def teardown(self) -> None:
            self.store.close()

        def act(self, who: int, verb: Any, command: Any) -> None:
            with self.store.read() as session:
                staff = staff_members(session, ())
            one = staff[who % len(staff)]
            actor = Actor(one.id, rights_of(one.role, administrator=one.administrator))
            try:
                self.store.transact("Cán bộ", actor, verb, command, kind=STAFF)
            except RuleError as problem:
                refused.add(problem.code)

        @rule(who=st.integers(0, 9), role=st.sampled_from(ROLES), administrator=st.booleans())
        def add(self, who: int, role: str, administrator: bool) -> None:
            with self.store.read() as session:
                handle = next_handle(handles_ever(session))
            self.act(who, add_staff, AddStaff("Lê Thị Lan", role, handle, administrator))

        @rule(
            who=st.integers(0, 9),
            whom=st.integers(1, 6),
            role=st.sampled_from(ROLES),
            administrator=st.booleans(),
        )
        def change(self, who: int, whom: int, role: str, administrator: bool) -> None:
            self.act(who, change_staff, ChangeStaff(whom, "Lê Thị Lan", role, administrator))

        @rule(who=st.integers(0, 9), whom=st.integers(1, 6))
        def leave(self, who: int, whom: int) -> None:
            self.act(who, mark_left, StaffMember(whom))

        @invariant()
        def somebody_keeps_the_staff(self) -> None:
            assert administrators(self.store) >= 1

    quick = settings(max_examples=25, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Sequence, settings=quick)
    assert refused <= {"no_right", "last_administrator", "staff_left", "staff_unknown"}
    assert {"no_right", "last_administrator"} <= refused


def test_the_office_lists_its_staff(office: Office) -> None:
    do(office, add_staff, AddStaff("Lê Thị Lan", "head", "can-bo-2"))
    with office.store.read() as session:
        assert [one.display_name for one in everybody(session)] == ["Cán Bộ Thử", "Lê Thị Lan"]


@pytest.fixture
def office_key(commune_data: Path) -> bytes:
    return vault.unlock(vault.read_vault(current_set(commune_data).vault), PASSWORD)[0]
