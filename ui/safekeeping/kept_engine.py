"""Going back to a kept set, for its page: which there are, what would change, and the going back itself."""

from __future__ import annotations

from models.office.open_office import OpenOffice
from models.safekeeping.entry import Entry
from models.safekeeping.going_back import go_back, what_changes
from models.safekeeping.handover_services import check_receiver
from models.safekeeping.kept import KeptCopy, kept_copies
from models.store.money import format_amount
from models.store.rights import demand
from ui.safekeeping.facts import KeptLine, Preview, Restored
from ui.safekeeping.reading import office_time
from ui.safekeeping.telling_restore import gone_back, preview_of_kept

REPLACED = "Được thay khi khôi phục hoặc quay lại"


class KeptSets:
    """The kept sets of one opened office. Calls that wait use their own connections and belong into a thread."""

    def __init__(self, office: OpenOffice) -> None:
        self._office = office
        self._entry = Entry()

    def kept(self) -> tuple[KeptLine, ...]:
        folder = self._office.folder
        with folder.store.read() as session:
            return tuple(_line(one) for one in kept_copies(session, folder.data))

    def open(self, line: KeptLine) -> Preview:
        folder = self._office.folder
        differences, self._entry = what_changes(folder.data, line.set_id, folder.store)
        return preview_of_kept(line, differences, self._entry)

    def go_back(self, line: KeptLine, password: str) -> Restored:
        """Whoever goes back proves that they are who signed in: an open screen alone must not turn the book back."""
        folder = self._office.folder
        demand(self._office.actor.rights, "safekeeping")
        check_receiver(folder.store, self._office.actor.staff_id or 0, password)
        return gone_back(line, go_back(folder.data, line.set_id, folder), self._entry)


def _line(one: KeptCopy) -> KeptLine:
    change = f"số {format_amount(one.head_change)}, mã {one.code}" if one.code else ""
    why = ", ".join(part for part in (one.change, one.who) if part) or REPLACED
    return KeptLine(one.set_id, office_time(one.made_at), why, office_time(one.kept_until), change, one.size)
