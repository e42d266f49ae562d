"""Entering or changing a person, with a panel that warns of a likely double before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.benefits.secrecy import may_see_grounds, mentions_hiv
from models.people import finding, page, queries, rules, services
from models.people.doubles import Face
from models.people.ethnic import ethnic_names
from models.people.identity import number_warnings, tidy_id_number, tidy_insurance, tidy_phones
from models.people.qr import CardText, parse_card
from models.people.viewing import GROUND_VIEWED
from models.store.dates import PartialDate
from models.store.errors import EnvironmentProblem, RuleError
from models.store.vietnamese import tidy, tidy_name
from ui.desk import Desk
from ui.forms.fields import ChoiceField, NoteField, TextField
from ui.forms.form import Form
from ui.forms.keeping import DraftKeeper
from ui.forms.values import DateField, PartialDateField
from ui.parts import Button, Card, Notice, PrimaryButton, ToneLabel, title_label
from ui.people.source import village_choices
from ui.theme import em

NEW_DRAFT = "people/new"
_MATTERS = ("name", "born", "sex", "id_number", "old_id_number", "insurance_number", "village")


def draft_key(person_id: int) -> str:
    """Where the draft of this form is kept."""
    return f"people/{person_id}" if person_id else NEW_DRAFT


class DoublesPanel(QWidget):
    """Likely doubles side by side: "cùng người" opens, "không phải cùng người" is remembered."""

    opened = Signal(int)
    told_apart = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._cards: list[QWidget] = []

    @property
    def count(self) -> int:
        return len(self._cards)

    def show_doubles(self, found: list[finding.DoubleView]) -> None:
        """Replace what is shown."""
        for card in self._cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [self._card(one) for one in found]
        for card in self._cards:
            self._column.addWidget(card)
        self.setVisible(bool(found))

    def _card(self, one: finding.DoubleView) -> QWidget:
        card = Card(fill="soon_soft")
        words = "  ·  ".join(part for part in (one.name, one.born, one.village, one.code) if part)
        card.body.addWidget(ToneLabel("Có thể đã có trong sổ", "soon", factor=0.95))
        card.body.addWidget(title_label(words, 1.0))
        card.body.addWidget(ToneLabel(one.reason, "quiet"))
        same, other = Button("Cùng người: mở ra xem"), Button("Không phải cùng người")
        same.clicked.connect(lambda _checked=False: self.opened.emit(one.id))
        other.clicked.connect(lambda _checked=False: self.told_apart.emit(one.id))
        row = QHBoxLayout()
        row.addWidget(same)
        row.addWidget(other)
        row.addStretch(1)
        card.body.addLayout(row)
        return card


class PersonForm(QWidget):
    """The form of one person; `person_id` 0 starts a new one. `saved` brings the id, `left` steps back."""

    saved = Signal(int)
    left = Signal()
    opened = Signal(int)

    def __init__(
        self, desk: Desk, person_id: int = 0, *, card: CardText | None = None, known: Mapping[str, str] | None = None
    ) -> None:
        """`known`: texts of fields of a new person, where nothing half-typed waits."""
        super().__init__()
        self._desk = desk
        self.person_id = person_id
        self._not_same: set[int] = set()
        self._waiting_card: CardText | None = None
        self._secret_note = ""
        self.form = Form()
        self.notice = Notice("", "accent", button="Bỏ phần gõ dở")
        self.notice.pressed.connect(self._drop_restored)
        self.doubles = DoublesPanel()
        self.doubles.opened.connect(self.opened)
        self.doubles.told_apart.connect(self._tell_apart)
        self._add_fields()
        self._build()
        self._stored = self._load()
        self._restore(card)
        self._fill_known(known or {})
        self.form.submitted.connect(self.save)
        DraftKeeper(self.form, lambda draft: desk.keep_draft(draft_key(person_id), draft))
        self.form.card_read.connect(self._read_card)
        for key in _MATTERS:
            self.form.fields[key].left.connect(self.look_for_doubles)

    def _add_fields(self) -> None:
        form, today = self.form, self._desk.today
        form.add_group("Nhân thân")
        form.add(TextField("name", "Họ và tên", required=True, neatly=tidy_name, check_text=_check_name))
        form.add_widget(self.doubles)
        form.add(PartialDateField("born", "Ngày sinh", latest=today))
        form.add(ChoiceField("sex", "Giới tính", tuple(rules.SEX_LABELS.items())))
        form.add(ChoiceField("ethnic", "Dân tộc", tuple(ethnic_names().items())))
        form.add_group("Giấy tờ")
        hint = "12 số trên CCCD hoặc thẻ căn cước; quét mã QR vào đây cũng được"
        form.add(TextField("id_number", "Số định danh cá nhân", hint=hint, check_text=_check_number))
        form.add(TextField("old_id_number", "Số CMND cũ", hint="9 số, nếu có", check_text=_check_number))
        form.add(TextField("insurance_number", "Số thẻ BHYT", check_text=lambda text: _checked(tidy_insurance, text)))
        form.add_group("Nơi ở và liên lạc")
        form.add(ChoiceField("village", "Thôn, tổ dân phố", village_choices(self._desk)))
        form.add(TextField("address", "Số nhà, đường, xóm"))
        if not self.person_id:
            form.add(DateField("since", "Ở đây từ ngày", hint="Để trống nếu không rõ", latest=today))
        form.add(
            TextField("phones", "Điện thoại", hint="Nhiều số thì cách nhau bằng dấu phẩy", check_text=_check_phones)
        )
        form.add_group("Khác")
        form.add(NoteField("note", "Ghi chú", hint="Không ghi bệnh tật hay điều riêng tư không cần cho công việc"))
        if self.person_id:
            for key in ("village", "address"):
                self.form.fields[key].hide()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(title_label("Sửa thông tin" if self.person_id else "Thêm người"))
        top.addStretch(1)
        back = Button("Quay lại", "arrow-left", tip="Quay lại, phần đang gõ được giữ (Esc)")
        back.clicked.connect(self.left)
        save = PrimaryButton("Lưu", "save", tip="Lưu (Ctrl+Enter)")
        save.clicked.connect(self.save)
        top.addWidget(back)
        top.addWidget(save)
        column = QVBoxLayout(self)
        column.setContentsMargins(em(self), em(self, 0.8), em(self), 0)
        column.addLayout(top)
        column.addWidget(self.notice)
        column.addWidget(self.form, 1)
        self.doubles.hide()

    def _load(self) -> dict[str, str]:
        if self.person_id:
            with self._desk.read() as session:
                found = queries.details(session, self.person_id)
            if found is not None:
                self._guard(found.note)
                self.form.load(
                    {
                        "name": found.name,
                        "born": found.born.display() if found.born else "",
                        "sex": found.sex or "",
                        "ethnic": found.ethnic_code,
                        "id_number": found.id_number,
                        "old_id_number": found.old_id_number,
                        "insurance_number": found.insurance_number,
                        "phones": ", ".join(found.phones),
                        "note": "" if self._secret_note else found.note,
                    }
                )
        self.form.settle()
        return self.form.draft()

    def _guard(self, note: str) -> None:
        """A note that speaks of HIV/AIDS: who holds the right reads it, which is noted; for others it stays unread."""
        if not mentions_hiv(note):
            return
        if may_see_grounds(self._desk.office.actor.rights):
            self._desk.views.note(GROUND_VIEWED, self.person_id)
        else:
            self._secret_note = note
            self.form.fields["note"].hide()

    def _restore(self, card: CardText | None) -> None:
        kept = self._desk.draft(draft_key(self.person_id))
        if kept and kept != self._stored:
            self.form.restore(kept)
            words = "Phần đang gõ dở lần trước đã được đưa lại. Xem rồi lưu, hoặc bỏ đi."
            if card is not None:
                words = f"Đang có người nhập dở. Bỏ phần gõ dở thì {card.name} từ thẻ vừa quét được đưa vào."
                self._waiting_card = card  # two people must not be mixed in one form
            self.notice.say(words, "accent")
        elif card is not None:
            self._fill_from(card)

    def _fill_known(self, known: Mapping[str, str]) -> None:
        """Two people must not be mixed in one form: what waits half-typed comes first."""
        if known and self.notice.words:
            name = known.get("name", "")
            self.notice.say(f"Đang có người nhập dở. Lưu hoặc bỏ phần này rồi mở lại {name} từ Biến động.", "soon")
            return
        for key, text in known.items():
            self.form.fields[key].restore(text)

    def _drop_restored(self) -> None:
        self._desk.drop_draft(draft_key(self.person_id))
        self.form.load(self._stored)
        self.notice.say("")
        card, self._waiting_card = self._waiting_card, None
        if card is not None:
            self._fill_from(card)
        self.form.fields["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leaving keeps what is typed, also what the one-second pause has not kept yet."""
        if self.form.dirty:
            with suppress(EnvironmentProblem):  # the window goes all the same
                self._desk.keep_draft(draft_key(self.person_id), self.form.draft())
        super().closeEvent(event)

    def focus_first(self) -> None:
        """Put the cursor into the first field; where something was brought back, what is to be decided comes first."""
        first = self.notice.button if self.notice.words and self.form.dirty else self.form.fields["name"]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read_card(self, text: str) -> None:
        card = parse_card(text)
        if card is not None:
            self._fill_from(card)

    def _fill_from(self, card: CardText) -> None:
        self.setFocus()
        values = {
            "name": card.name,
            "born": card.born.display() if card.born else "",
            "sex": card.sex or "",
            "id_number": card.number,
            "old_id_number": card.old_number,
            "address": card.address,
        }
        self.form.restore({key: text for key, text in values.items() if text})
        if card.marks_lost:
            self.notice.say("Máy quét làm mất dấu tiếng Việt: hãy sửa lại họ tên và địa chỉ.", "soon")
        self.look_for_doubles()

    # -- doubles and doubts ------------------------------------------------------------------------------------------

    def _face(self) -> Face | None:
        try:
            born = self.form.value("born")
            number = tidy_id_number(str(self.form.value("id_number") or ""))
            old = tidy_id_number(str(self.form.value("old_id_number") or ""))
        except RuleError:
            return None
        name = tidy_name(self.form.fields["name"].draft())
        if not name:
            return None
        village = self.form.fields["village"].draft()
        return Face(
            self.person_id,
            name,
            born if isinstance(born, PartialDate) else None,
            rules.sex_of(self.form.fields["sex"].draft()),
            int(village) if village else None,
            number,
            old,
        )

    def look_for_doubles(self) -> None:
        """Search for likely doubles of what is typed so far, and for doubts about the number."""
        face = self._face()
        if face is None:
            return
        with self._desk.read() as session:
            found = finding.doubles_of(session, face, self._desk.today)
        self.doubles.show_doubles([one for one in found if one.id not in self._not_same][:3])
        doubts = number_warnings(face.id_number, face.sex, face.born)
        field = self.form.fields["id_number"]
        if doubts:
            field.say(doubts[0].message, "soon")
        elif not field.error:
            field.say(None)

    def _tell_apart(self, other: int) -> None:
        self._not_same.add(other)
        self.look_for_doubles()

    # -- saving ------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Check, store, announce; a refusal stands beside its field."""
        if not self.form.check():
            return
        try:
            person_id = self._store()
        except RuleError as error:
            self.form.show_problem(error)
            return
        except EnvironmentProblem as problem:
            self.notice.say(problem.message, "wrong")
            return
        self.form.settle()
        self._desk.drop_draft(draft_key(self.person_id))
        self.saved.emit(person_id)

    def _store(self) -> int:
        details = self._details()
        if self.person_id:
            self._desk.do("Sửa thông tin người", services.change_person, services.ChangePerson(self.person_id, details))
            person_id = self.person_id
        else:
            village, since = self.form.value("village"), self.form.value("since")
            command = services.NewPerson(
                details,
                int(str(village)) if village else None,
                str(self.form.value("address") or ""),
                since if isinstance(since, date) else None,
            )
            person_id = self._desk.do("Thêm người", services.add_person, command)
        for other in self._not_same:
            command_apart = services.NotSame(person_id, other)
            self._desk.do("Không phải cùng người", services.remember_not_same, command_apart)
        return person_id

    def _details(self) -> services.PersonDetails:
        value = self.form.value
        born = value("born")
        return services.PersonDetails(
            name=str(value("name") or ""),
            born=born if isinstance(born, PartialDate) else None,
            sex=str(value("sex")) if value("sex") else None,
            ethnic_code=str(value("ethnic") or ""),
            id_number=str(value("id_number") or ""),
            old_id_number=str(value("old_id_number") or ""),
            insurance_number=str(value("insurance_number") or ""),
            phones=tidy_phones(str(value("phones") or "")),
            note=self._secret_note or str(value("note") or ""),
        )


def _check_name(text: str) -> None:
    rules.check_name(text)


def _check_number(text: str) -> None:
    tidy_id_number(text)


def _check_phones(text: str) -> None:
    tidy_phones(text)


def _checked(read: object, text: str) -> None:
    if callable(read):
        read(tidy(text))


def household_of(desk: Desk, person_id: int) -> int | None:
    """The household this person belongs to today."""
    with desk.read() as session:
        return page.household_of(session, person_id, desk.today)
