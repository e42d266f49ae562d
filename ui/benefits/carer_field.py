"""The line that names a carer: a code or number as typed, or somebody found through a button; the form around it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.benefits.entitlements.carers import NameCarer, name_carer
from models.benefits.entitlements.histories import EntitlementView
from models.people import finding, page, queries
from models.people.masking import numbers_for
from models.store.errors import RuleError
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.forms.fields import LineField
from ui.parts import Button
from ui.people.picker import pick_person
from ui.theme import em

MOST_NAMED = 6
HINT = "Gõ mã đối tượng hoặc số định danh, hoặc bấm Tìm"


class CarerField(LineField[int]):
    """Its value is the id of the one person meant; who is cared for cannot be meant."""

    LABEL = "Người nhận chăm sóc (người được nhận tiền)"
    ASKED = "Ai nhận chăm sóc?"
    ITSELF = "Đó là người được chăm sóc."

    def __init__(self, parent: QWidget | None, desk: Desk, cared_id: int, key: str = "carer") -> None:
        self._desk, self._cared_id, self._above = desk, cared_id, parent
        super().__init__(key, self.LABEL, self._meant, hint=HINT)
        self.finder = Button("Tìm…", "search", tip="Tìm người này trong sổ")
        self.finder.clicked.connect(lambda _checked=False: self.pick())
        row = QHBoxLayout()
        row.setSpacing(em(self, 0.4))
        place = self._layout.indexOf(self.editor)
        self._layout.removeWidget(self.editor)
        row.addWidget(self.editor, 1)
        row.addWidget(self.finder, 0, Qt.AlignmentFlag.AlignVCenter)
        self._layout.insertLayout(place, row)
        self.left.connect(self._name)

    def _meant(self, text: str) -> int | None:
        plain = text.strip()
        if not plain:
            return None
        with self._desk.read() as session:
            found = finding.find_person(session, plain, self._desk.today, limit=2)
        if not found.ids:
            raise RuleError("Trong sổ không có người này.", field=self.key, code="carer_unknown")
        if len(found.ids) > 1 or found.by == "words":
            raise RuleError("Hãy ghi mã đối tượng hoặc số định danh, hoặc bấm Tìm.", field=self.key, code="carer_open")
        if found.ids[0] == self._cared_id:
            raise RuleError(self.ITSELF, field=self.key, code="carer_self")
        return found.ids[0]

    def pick(self) -> None:
        """Find somebody by name."""
        chosen = pick_person(self._above, self._desk, self.ASKED, besides=self._cared_id)
        if chosen:
            with self._desk.read() as session:
                [row] = numbers_for(self._desk.rights, queries.rows(session, [chosen], self._desk.today))
            self.restore(row.code)
            self.changed.emit()
            self._name()

    def _name(self) -> None:
        """Say whose code that is."""
        try:
            chosen = self.read()
        except RuleError:
            return
        if chosen is None:
            self.say(None)
            return
        with self._desk.read() as session:
            [row] = queries.rows(session, [chosen], self._desk.today)
        self.say("  ·  ".join(part for part in (row.name, row.born, row.village) if part), "done")


class RecipientField(CarerField):
    """Who is paid for a funeral; the people of the dead person's household are named below."""

    LABEL = "Người nhận hỗ trợ mai táng"
    ASKED = "Ai nhận hỗ trợ mai táng?"
    ITSELF = "Đó là người đã mất."

    def __init__(self, parent: QWidget | None, desk: Desk, dead_id: int) -> None:
        super().__init__(parent, desk, dead_id, "recipient")
        with desk.read() as session:
            home = page.household_of(session, dead_id, desk.today)
            shown = None if home is None else page.household_page(session, home, desk.today)
        members = () if shown is None else shown.members
        known = [f"{one.name} ({one.code})" for one in members if one.now and one.person_id != dead_id]
        about = f"Trong hộ: {', '.join(known[:MOST_NAMED])}. " if known else ""
        self.set_hint(f"{about}{HINT}; để trống nếu chưa có trong sổ")


def carer_dialog(parent: QWidget | None, desk: Desk, one: EntitlementView) -> FormDialog:
    """Name the carer of care support that a list brought without one."""
    words = "Danh sách cũ không ghi ai chăm sóc. Từ danh sách tới, tiền được trả cho người ghi ở đây."
    key = f"carer/{one.id}"
    dialog = FormDialog(parent, desk, "Ghi người chăm sóc", words=words, yes="Ghi", draft_key=key)
    dialog.form.add(CarerField(dialog, desk, one.person_id))

    def save() -> None:
        carer = dialog.form.value("carer")
        if not isinstance(carer, int):
            raise RuleError("Hãy ghi người chăm sóc.", field="carer", code="carer_missing")
        desk.do("Ghi người chăm sóc", name_carer, NameCarer(one.id, carer))

    dialog.on_save(save)
    return dialog
