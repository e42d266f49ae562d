"""What every test shares: no display, hypothesis profiles, drills in full or a tenth, and the watch for leaks.

The watch is `tests/leaks.py`: a test that passes but leaves a thread, a child process, a window, a running timer or an
open file in its folder behind ends as an error.
"""

from __future__ import annotations

import atexit
import os
import tempfile
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.leaks import Watch, set_aside
from tests.store.compiled import share_statements
from tests.store.fixtures import bare_data, bare_key, cheap_keys, data_folder, store  # noqa: F401 - fixtures for every test

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
SETTINGS = tempfile.TemporaryDirectory(prefix="so-an-sinh-settings-")
"""Where Qt and the program note window sizes and folders meanwhile, instead of among the developer's own settings."""
os.environ["XDG_CONFIG_HOME"] = SETTINGS.name
atexit.register(SETTINGS.cleanup)

FULL_DRILL = os.environ.get("SO_AN_SINH_DRILL") == "full"
TENTH = 10

settings.register_profile("dev", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("dev"), max_examples=150, print_blob=True)
settings.register_profile("full", parent=settings.get_profile("ci"), max_examples=3000)
settings.load_profile("full" if FULL_DRILL else "ci" if os.environ.get("CI") else "dev")

PASSED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[None]:  # the report passes through as the generator's value
    """Note whether the body passed: a failed one keeps its locals alive in the traceback, which is no leak."""
    report = yield
    if call.when == "call":
        item.stash[PASSED] = report.passed  # type: ignore[attr-defined]  # hook wrappers receive the result by yield
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, drills among them, else as shuffled."""
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in ("long", "drill")))


def pytest_collection_finish(session: pytest.Session) -> None:
    """The first looks at all living objects take milliseconds as well."""
    set_aside()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Between two tests: here the fixtures' values are let go."""
    result = yield
    set_aside()
    return result


@pytest.fixture(autouse=True)
def watch_for_leaks(request: pytest.FixtureRequest) -> Iterator[None]:
    """Set up before and torn down after every other fixture of the test."""
    watch = Watch()
    yield
    if request.node.stash.get(PASSED, False):
        left = watch.left_behind((request.node.funcargs or {}).get("tmp_path"))
        if left:
            pytest.fail("left behind: " + "; ".join(left), pytrace=False)


@pytest.fixture(scope="session", autouse=True)
def shared_statements() -> Iterator[None]:
    """Stores of different tests compile a statement once."""
    with pytest.MonkeyPatch.context() as patch:
        share_statements(patch)
        yield


@pytest.fixture
def drill_count() -> Callable[[int], int]:
    """`drill_count(200)` is 200 with SO_AN_SINH_DRILL=full, else a tenth (at least one)."""

    def count(full: int) -> int:
        return full if FULL_DRILL else max(1, full // TENTH)

    return count
