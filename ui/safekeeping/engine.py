"""Safekeeping of the open store for its pages: facts from the store and the sticks, jobs for the thread, notes after.

Calls that wait use their own connections; `note`, `register`, `reconcile` and the like write and belong to the window's
thread. A copy counts only after the models proved it.
"""

from __future__ import annotations

from pathlib import Path

from models.safekeeping import backup, drills, practice, queries, rules, services
from models.safekeeping.entry import SEEN, entry_told, see_entry
from models.safekeeping.generations import Listed
from models.safekeeping.medium import Medium
from models.safekeeping.queries import BackupView
from models.safekeeping.retiring import RetireMedium, retire_medium
from models.store.store import SAFEKEEPING
from models.store.work import instant_text
from ui.desk import Desk
from ui.safekeeping.facts import Choices, CopyLine, Found, NewMedium, Proved, State
from ui.safekeeping.jobs import CopyJobs, Looked, Made
from ui.safekeeping.lamp import lamp_view
from ui.safekeeping.places import Drive, Drives
from ui.safekeeping.ports import Stopped, Tell
from ui.safekeeping.reading import counts_words, on_medium, recognised, uid_of
from ui.safekeeping.telling import backed_up, copy_line, drill_view, proved_of

UNKNOWN_COPY = "Không thấy bản sao này trên USB nữa."


class StoreCopies:
    """The copy engine of one desk."""

    def __init__(self, desk: Desk, drives: Drives) -> None:
        self._desk, self._drives = desk, drives
        self._jobs = CopyJobs(desk.office)
        self._seen: dict[str, dict[str, bool | None]] = {}
        self._made: Proved | None = None

    # -- sticks ------------------------------------------------------------------------------------------------------

    def glance(self) -> str:
        return self._drives.glance()

    def look(self) -> tuple[Found, ...]:
        return tuple(self._recognised(drive) for drive in self._drives.look())

    def at(self, folder: Path) -> Found:
        return self._recognised(self._drives.at(folder))

    def _recognised(self, drive: Drive) -> Found:
        uid = uid_of(drive)
        with self._desk.read() as session:
            known = queries.medium_of(session, uid) if uid else None
            noted = [one.generation for one in queries.backups(session) if one.medium_uid == uid and _counts(one)]
        copies = on_medium(drive, self._jobs.place)
        if noted and copies is not None and uid_of(drive) == uid:  # still there after all was read
            there = {one.name: one.good_looking for one in copies}
            self._seen[uid] = {name: there.get(name) for name in noted}  # what is noted later is not judged by this
        return recognised(drive, uid, known, copies or ())

    def reconcile(self) -> bool:
        """Note what a look at the media has shown: copies that are gone or broken there. True when something was."""
        seen, self._seen = self._seen, {}
        lost = {name: good for copies in seen.values() for name, good in copies.items() if not good}
        with self._desk.read() as session:
            good = [one.generation for one in queries.backups(session) if _counts(one)]
        changed = [name for name in good if name in lost]
        for name in changed:
            self._note_standing(name, rules.GONE if lost[name] is None else rules.BAD)
        return bool(changed)

    def _note_standing(self, generation: str, standing: str) -> None:
        command = services.NoteStanding(generation, standing)
        self._desk.do("Ghi nhận tình trạng bản sao lưu", services.note_standing, command, kind=SAFEKEEPING)

    def register(self, answer: NewMedium) -> Found:
        medium, drive = Medium(answer.found.drive.root), answer.found.drive
        uid = answer.found.uid or medium.uid() or (medium.claim() if answer.ours else f"foreign-{drive.volume}")
        command = services.RegisterMedium(
            uid=uid,
            label=answer.label or drive.label,
            standing=rules.OURS if answer.ours else rules.FOREIGN,
            outside=drive.outside,
            volume=drive.volume,
            keeper=answer.keeper,
        )
        self._desk.do("Ghi nhận USB sao lưu", services.register_medium, command, kind=SAFEKEEPING)
        return self._recognised(drive)

    def forget(self, medium_id: int) -> None:
        self._desk.do("Thôi dùng USB sao lưu", retire_medium, RetireMedium(medium_id), kind=SAFEKEEPING)

    # -- what the store says -----------------------------------------------------------------------------------------

    def state(self) -> State:
        now = self._desk.store.now()
        with self._desk.read() as session:
            copies, chosen = queries.copies(session), queries.settings(session)
            last_change = queries.last_change_id(session)
            newest = next((one for one in queries.backups(session) if one.standing == rules.GOOD), None)
            drill = drills.last_drill(session)
            entry = entry_told(session)
        lamp = rules.lamp(copies, now, chosen.days)
        due = rules.reminder(rules.Moment.DAY, copies, now, chosen, last_change=last_change)
        return State(
            lamp_view(lamp, now, chosen.days),
            Choices(chosen.days, chosen.remind_daily, chosen.remind_on_closing),
            self._last(newest),
            drill_view(drill),
            due.message if due is not None else "",
            entry,
        )

    def settle_entry(self) -> None:
        self._desk.do(SEEN, see_entry, None, kind=SAFEKEEPING)

    def _last(self, newest: BackupView | None) -> Proved | None:
        if newest is None:
            return None
        told = proved_of(newest)
        made = self._made
        return made if made is not None and made.made_at == told.made_at else told

    def drill_due(self) -> bool:
        """Whether the weekly restore drill should be held."""
        with self._desk.read() as session:
            return drills.is_due(drills.last_drill(session), self._desk.store.now())

    def choose(self, choices: Choices) -> None:
        with self._desk.read() as session:
            before = queries.settings(session)
        command = rules.Settings(
            choices.green_days, choices.remind_daily, choices.remind_on_closing, before.remind_before_risk
        )
        self._desk.do("Đổi cách nhắc sao lưu", services.change_settings, command, kind=SAFEKEEPING)

    def copies(self, reachable: tuple[Found, ...]) -> tuple[CopyLine, ...]:
        keys = queries.data_keys(self._desk.store)
        with self._desk.read() as session:
            noted, media = queries.backups(session), {one.uid: one for one in queries.media(session)}
        there: dict[str, tuple[Found, Listed]] = {}
        for found in reachable:
            for one in on_medium(found.drive, self._jobs.place) or ():
                there[one.name] = (found, one)
        lines = [copy_line(one, media[one.medium_uid], there.pop(one.generation, None), keys) for one in noted]
        lines += [
            copy_line(None, None, seen, keys, number=-1 - index) for index, seen in enumerate(sorted_names(there))
        ]
        return tuple(sorted(lines, key=lambda line: line.made_at, reverse=True))

    # -- jobs in a thread --------------------------------------------------------------------------------------------

    def back_up(self, found: Found, tell: Tell, stopped: Stopped) -> object:
        return self._jobs.back_up(found, tell, stopped)

    def prove_again(self, copy: CopyLine, found: Found, tell: Tell, stopped: Stopped) -> object:
        return self._jobs.prove_again(copy, found, tell, stopped)

    def drill(self, found: Found, tell: Tell, stopped: Stopped) -> object:
        return self._jobs.drill(found, tell, stopped)

    # -- and what is noted of them -----------------------------------------------------------------------------------

    def note(self, outcome: object) -> Proved | str | None:
        if isinstance(outcome, Made):
            command = services.NoteBackup(outcome.found.uid, outcome.proved)
            self._desk.do("Sao lưu sổ", services.note_backup, command, kind=SAFEKEEPING)
            counted = counts_words(outcome.facts.counts) if outcome.facts is not None else ""
            self._made = backed_up(outcome.proved, outcome.found, counted)
            return self._made
        if isinstance(outcome, Looked) and outcome.report is not None:
            note = practice.NoteDrill(outcome.report, outcome.found.uid)
            self._desk.do("Diễn tập khôi phục", practice.note_drill, note, kind=SAFEKEEPING)
            return None if outcome.report.passed else outcome.report.message
        if isinstance(outcome, Looked):
            return self._note_proof(outcome)
        return None

    def _note_proof(self, looked: Looked) -> str | None:
        name = looked.listed.name
        if looked.proof is None:
            self._note_standing(name, rules.BAD)
            return f"Bản sao này không còn tốt. {looked.damage}"
        with self._desk.read() as session:
            noted = any(one.generation == name for one in queries.backups(session))
        if noted:
            self._note_standing(name, rules.GOOD)
        elif looked.found.standing == "ours":
            clear = looked.proof.clear
            proved = backup.ProvedBackup(
                looked.listed.place,
                name,
                clear.made_at,
                instant_text(self._desk.store.now()),
                clear.head,
                looked.proof.manifest_sha256,
                clear.size,
                0,
            )
            command = services.NoteBackup(looked.found.uid, proved)
            self._desk.do("Kiểm chứng bản sao lưu", services.note_backup, command, kind=SAFEKEEPING)
        return None


def _counts(noted: BackupView) -> bool:
    return noted.standing == rules.GOOD


def sorted_names(there: dict[str, tuple[Found, Listed]]) -> list[tuple[Found, Listed]]:
    """Copies in the order of their names, so that each keeps its number from one reading to the next."""
    return [there[name] for name in sorted(there)]
