"""The pages' engine over a real store and real copies in a folder: what is told is what the models proved."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from models.people import services as people
from models.safekeeping import queries
from models.safekeeping.drills import last_drill
from models.safekeeping.entry import CHANGED
from models.store.errors import EnvironmentProblem, RuleError
from models.store.rights import needs
from models.store.store import SAFEKEEPING
from models.store.work import Actor, Outcome, Work
from tests.ui.safekeeping.sticks import FolderSticks
from ui.desk import Desk
from ui.safekeeping.engine import StoreCopies
from ui.safekeeping.facts import Choices, Found, NewMedium, Proved, Told
from ui.safekeeping.ports import CopyStopped


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    root = tmp_path / "usb"
    root.mkdir()
    return root


@pytest.fixture
def engine(desk: Desk, stick: Path) -> StoreCopies:
    return StoreCopies(desk, FolderSticks(stick))


@needs(None)
def told(work: Work, words: str) -> Outcome[None]:
    """As a restore writes it."""
    work.reason = words
    return Outcome(None)


def heard(_told: Told) -> None:
    pass


def never() -> bool:
    return False


@pytest.fixture
def ours(engine: StoreCopies) -> Found:
    (found,) = engine.look()
    assert found.standing == "new"
    return engine.register(NewMedium(found, ours=True, label="USB 1", keeper="Hạnh, tủ sắt"))


@pytest.fixture
def copied(engine: StoreCopies, ours: Found) -> Proved:
    proved = engine.note(engine.back_up(ours, heard, never))
    assert isinstance(proved, Proved)
    return proved


def damaged(stick: Path, name: str) -> None:
    (path,) = stick.rglob(name)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_a_registered_stick_is_recognised_by_the_file_on_it(engine: StoreCopies, ours: Found, stick: Path) -> None:
    stick.rename(stick.with_name("other"))
    found = engine.at(stick.with_name("other"))
    assert (found.standing, found.label, found.keeper, found.uid) == ("ours", "USB 1", "Hạnh, tủ sắt", ours.uid)
    assert found.uid


def test_a_foreign_stick_gets_nothing_written(engine: StoreCopies, stick: Path) -> None:
    engine.register(NewMedium(engine.look()[0], ours=False, label="USB lạ", keeper=""))
    assert list(stick.iterdir()) == []


def test_a_copy_turns_the_lamp_green_and_is_told_in_plain_words(engine: StoreCopies, copied: Proved) -> None:
    state = engine.state()
    assert state.lamp.tone == "done"
    assert state.lamp.short == "Sao lưu: hôm nay"
    assert state.due == ""
    assert state.last == copied
    assert any("300 người" in sentence for sentence in copied.sentences)


def test_before_any_copy_the_lamp_is_red_and_a_copy_is_due(engine: StoreCopies) -> None:
    state = engine.state()
    assert state.lamp.tone == "wrong"
    assert state.last is None
    assert "Chưa có bản sao lưu" in state.due


def test_a_copy_on_the_same_disk_never_turns_it_green(engine: StoreCopies, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    found = engine.register(NewMedium(engine.at(tmp_path / "here"), ours=True, label="Ổ C", keeper=""))
    engine.note(engine.back_up(found, heard, never))
    assert engine.state().lamp.tone == "soon"
    assert engine.state().lamp.short == "Bản sao nằm cùng ổ đĩa với sổ"


def test_every_copy_is_listed_with_counts_maker_and_medium(engine: StoreCopies, copied: Proved) -> None:
    (line,) = engine.copies(engine.look())
    assert (line.state, line.medium, line.keeper, line.reachable) == ("good", "USB 1", "Hạnh, tủ sắt", True)
    assert "300 người" in line.counts
    assert line.workstation
    assert line.who
    (away,) = engine.copies(())
    assert (away.id, away.state, away.reachable, away.counts) == (line.id, "good", False, "")


@pytest.mark.parametrize("name", ["store.db", "manifest.json", "vault.json"])
def test_a_damaged_copy_is_found_by_proving_and_counts_no_more(
    engine: StoreCopies, copied: Proved, stick: Path, name: str
) -> None:
    (line,) = engine.copies(engine.look())
    damaged(stick, name)
    try:
        said = engine.note(engine.prove_again(line, engine.look()[0], heard, never))
    except EnvironmentProblem as problem:  # told before it is opened
        said = problem.message
        engine.look()
        engine.reconcile()
    assert isinstance(said, str)
    assert engine.copies(engine.look())[0].state == "bad"
    assert engine.state().lamp.tone == "wrong"


def test_a_whole_copy_stays_good(engine: StoreCopies, copied: Proved) -> None:
    (line,) = engine.copies(engine.look())
    assert engine.note(engine.prove_again(line, engine.look()[0], heard, never)) is None
    assert engine.state().lamp.tone == "done"


def test_a_copy_that_is_gone_from_its_stick_is_noticed(
    engine: StoreCopies, copied: Proved, stick: Path, desk: Desk
) -> None:
    (folder,) = [path.parent for path in stick.rglob("manifest.json")]
    shutil.rmtree(folder)
    engine.look()
    assert engine.reconcile()
    assert engine.state().lamp.tone == "wrong"
    assert not engine.reconcile()
    with desk.read() as session:
        assert [one.standing for one in queries.backups(session)] == ["gone"]


def test_a_look_from_before_a_copy_does_not_judge_it(engine: StoreCopies, ours: Found) -> None:
    engine.note(engine.back_up(ours, heard, never))
    engine.look()
    engine.note(engine.back_up(ours, heard, never))
    assert not engine.reconcile()


def test_a_stick_that_is_taken_out_makes_no_copy_gone(engine: StoreCopies, copied: Proved, stick: Path) -> None:
    stick.rename(stick.with_name("pocket"))
    assert engine.look() == ()
    assert not engine.reconcile()
    assert engine.state().lamp.tone == "done"


def test_a_stick_that_is_pulled_while_it_is_read_makes_no_copy_gone(
    engine: StoreCopies, copied: Proved, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pulled(*_: object) -> tuple[()]:
        stick.rename(stick.with_name("pocket"))
        return ()

    monkeypatch.setattr("ui.safekeeping.engine.on_medium", pulled)
    engine.look()
    assert not engine.reconcile()


def test_a_copy_that_is_cut_short_is_listed_as_bad_at_once(engine: StoreCopies, copied: Proved, stick: Path) -> None:
    (vault,) = stick.rglob("vault.json")
    vault.unlink()
    assert [one.state for one in engine.copies(engine.look())] == ["bad"]


def test_a_copy_that_nobody_noted_is_good_once_it_was_proved(engine: StoreCopies, ours: Found, desk: Desk) -> None:
    engine.back_up(ours, heard, never)  # the window was closed before it was noted
    (line,) = engine.copies(engine.look())
    assert (line.state, line.id) == ("unproved", -1)
    assert engine.state().lamp.tone == "wrong"
    engine.note(engine.prove_again(line, engine.look()[0], heard, never))
    assert engine.copies(engine.look())[0].state == "good"
    assert engine.state().lamp.tone == "done"


def test_a_drill_is_kept_and_due_again_after_a_week(engine: StoreCopies, copied: Proved, desk: Desk) -> None:
    assert engine.drill_due()
    assert engine.note(engine.drill(engine.look()[0], heard, never)) is None
    assert not engine.drill_due()
    drill = engine.state().drill
    assert drill is not None
    assert drill.passed
    assert "300 người" in drill.message
    assert drill.copy_made_at == copied.made_at


def test_a_drill_over_a_damaged_copy_says_so(engine: StoreCopies, copied: Proved, stick: Path, desk: Desk) -> None:
    damaged(stick, "store.db")
    said = engine.note(engine.drill(engine.look()[0], heard, never))
    assert isinstance(said, str)
    with desk.read() as session:
        kept = last_drill(session)
    assert kept is not None
    assert not kept.passed
    assert engine.state().lamp.tone == "wrong"


def test_a_retired_stick_no_longer_counts(engine: StoreCopies, copied: Proved) -> None:
    (line,) = engine.copies(engine.look())
    engine.forget(line.medium_id)
    assert engine.state().lamp.tone == "wrong"
    assert engine.look()[0].standing == "foreign"


def test_who_opens_the_book_since_a_restore_is_read_from_the_history_and_settled(
    engine: StoreCopies, desk: Desk
) -> None:
    assert engine.state().entry == ""
    desk.do(CHANGED, told, "Không mở được sổ nữa: Lê Thị Lan.", kind=SAFEKEEPING)
    assert engine.state().entry == "Không mở được sổ nữa: Lê Thị Lan."
    engine.settle_entry()
    assert engine.state().entry == ""


def test_choices_are_kept(engine: StoreCopies) -> None:
    engine.choose(Choices(14, remind_daily=False, remind_on_closing=False))
    assert engine.state().choices == Choices(14, remind_daily=False, remind_on_closing=False)


@pytest.mark.parametrize("job", ["back_up", "drill", "prove"])
def test_every_job_stops_when_asked(engine: StoreCopies, copied: Proved, job: str) -> None:
    (found,), (line,) = engine.look(), engine.copies(engine.look())
    jobs: dict[str, Callable[[], object]] = {
        "back_up": lambda: engine.back_up(found, heard, lambda: True),
        "drill": lambda: engine.drill(found, heard, lambda: True),
        "prove": lambda: engine.prove_again(line, found, heard, lambda: True),
    }
    with pytest.raises(CopyStopped):
        jobs[job]()
    assert [one.state for one in engine.copies(engine.look())] == ["good"]


def test_who_is_no_administrator_registers_no_stick(engine: StoreCopies, desk: Desk) -> None:
    desk.office.actor = Actor(1, frozenset({"change"}))
    with pytest.raises(RuleError, match="quản trị"):
        engine.register(NewMedium(engine.look()[0], ours=True, label="USB", keeper=""))


def test_the_store_changes_beside_a_copy(engine: StoreCopies, ours: Found, desk: Desk) -> None:
    """What is entered while the copy runs stays in the store, and the copy is one moment of it."""
    once: list[bool] = []

    def enter(_told: Told) -> None:
        if not once:
            once.append(True)
            desk.do("Thêm người", people.add_person, people.NewPerson(people.PersonDetails("Nguyễn Thị Bên Cạnh")))

    made = engine.back_up(ours, enter, never)
    assert once
    assert isinstance(engine.note(made), Proved)
