"""A process that adds colleagues, sets passwords and removes them is killed at random moments.

Whatever the moment: the administrator signs in, the store is whole, every colleague either opens it with exactly one of
their passwords, or is told as one without a password and repaired, or has left and opens nothing.
"""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from models.office.open_office import OpenOffice
from models.office.staff_keys import add_colleague, colleagues, remove_colleague, set_password
from models.office.staff_queries import StaffMemberView
from models.office.staff_services import AddStaff
from models.store.check import check_store
from models.store.errors import RuleError
from models.store.vault import WrongPassword
from tests.store.children import killed_after
from tests.store.fixtures import PASSWORD

FULL_RUNS = 100
LONGEST_LIFE_SECONDS = 0.5

pytestmark = pytest.mark.usefixtures("cheap_keys")


def first_password(number: int) -> str:
    return f"mật khẩu đầu {number}"


def second_password(number: int) -> str:
    return f"mật khẩu sau {number}"


def deeds_until_killed(data: Path, told: int) -> None:
    """Runs in the child: add, set anew, every second time remove; never ends by itself."""
    office = OpenOffice.unlock(data, PASSWORD, "1")
    number = 1
    while True:
        number += 1
        made = add_colleague(office, AddStaff("Lê Thị Lan", "viewer", f"can-bo-{number}"), first_password(number))
        os.write(told, b".")
        set_password(office, made, second_password(number))
        if number % 2:
            remove_colleague(office.folder, office.actor, made)


def killed_run(data: Path, life: float) -> None:
    """Let a fork work for `life` seconds after its first colleague, kill it."""
    killed_after(life, lambda told: deeds_until_killed(data, told))


def opens(data: Path, handle: str, password: str) -> bool:
    try:
        OpenOffice.unlock(data, password, handle).close()
    except (WrongPassword, RuleError):
        return False
    return True


def looked_over(data: Path) -> list[StaffMemberView]:
    office = OpenOffice.unlock(data, PASSWORD, "1")
    try:
        report = check_store(office.store, data)
        assert report.ok, [part.message for part in report.parts if not part.ok]
        assert "staff" in office.actor.rights
        return colleagues(office.store)
    finally:
        office.close()


@pytest.mark.drill
def test_killed_between_the_book_and_the_keys(
    commune_data: Path, tmp_path: Path, drill_count: Callable[[int], int]
) -> None:
    chance = random.Random(20261122)
    met: Counter[str] = Counter()
    for run in range(drill_count(FULL_RUNS)):
        data = tmp_path / f"run{run}"
        shutil.copytree(commune_data, data)
        killed_run(data, chance.random() * LONGEST_LIFE_SECONDS)
        for one in looked_over(data):
            met[one.state] += 1
            if one.handle == "1":
                continue
            number = int(one.handle.rpartition("-")[2])
            known = [opens(data, one.handle, password(number)) for password in (first_password, second_password)]
            assert sum(known) == (1 if one.state == "ready" else 0), (run, one.handle, one.state, known)
            assert one.state != "key_left", run
            if one.state == "no_password":
                office = OpenOffice.unlock(data, PASSWORD, "1")
                set_password(office, one.id, second_password(number))
                office.close()
                assert opens(data, one.handle, second_password(number)), run
        shutil.rmtree(data)
    assert met["ready"]
