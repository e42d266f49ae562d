"""Number, date and signer of a kept paper: proposed from the body's series and its signers, written when known."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.office import paper_queries, queries
from models.office.paper_queries import PaperView
from models.office.paper_rules import LISTS
from models.office.paper_services import EnterPaper, enter_paper
from models.office.queries import SignerView
from models.store.dates import PartialDate
from models.store.errors import EnvironmentProblem, RuleError
from ui.desk import Desk
from ui.dialogs import STORING
from ui.forms.fields import ChoiceField, TextField
from ui.forms.form import Form
from ui.forms.keeping import DraftKeeper
from ui.forms.values import DateField
from ui.parts import Button, Notice
from ui.rights import guarded
from ui.theme import em
from ui.waiting import Waiting

HEAD_EM = 1.6
ROW_EM = 6.0
MOST_DIGITS = 5


class EntryForm(QWidget):
    """The small form; `saved` comes after what was typed stands in the book. A half-filled one is kept."""

    saved = Signal()

    def __init__(self, desk: Desk, paper_id: int) -> None:
        super().__init__()
        self._desk = desk
        self._paper_id = paper_id
        self._draft = f"paper/entry/{paper_id}"
        self._signers: list[SignerView] = []
        self._body = ""
        self._series = LISTS
        self._proposed = ""
        self.form: Form | None = None
        self.notice = Notice("", "wrong")
        self.button = Button("Ghi số, ngày, người ký", "check", tip="Ghi vào tờ giấy (Ctrl+Enter)")
        self.button.clicked.connect(self.save)
        guarded(desk, "change", self.button)
        self._storing = Waiting(self)
        self._storing.done.connect(self._written)
        self._storing.refused.connect(self._refused)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.notice)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        self._column.addLayout(row)
        self._column.addStretch(1)

    def show_paper(self, view: PaperView) -> None:
        """Show the fields this paper has; what is being typed stays."""
        if self.form is not None and self.form.dirty:
            return
        self._body, self._series = view.body, view.kind.series
        with self._desk.read() as session:
            self._signers = queries.signers(session, body=view.body)
        form = self._made(view)
        entry, day = view.entry, view.entry.signed_on or self._desk.today
        self._proposed = self._proposal(day) if view.kind.own_number else ""
        number = entry.number_text or (self._proposed if entry.sign else "")
        known = next((one for one in self._signers if one.name == entry.signer_name), None) or self._in_office(day)
        form.load(
            {
                "number": number,
                "signed_on": PartialDate.of(day).display(),
                "signer": str(known.id) if known is not None else "",
            }
        )
        kept = self._desk.draft(self._draft)
        if kept:
            form.restore(kept)
            self.notice.say("Phần đang gõ dở lần trước đã được đưa lại.", "accent")

    def _made(self, view: PaperView) -> Form:
        if self.form is not None:
            return self.form
        form = Form()
        if view.entry.sign:
            hint = f"/{view.entry.sign}; số kế tiếp được đề nghị" if view.kind.own_number else "Số của bản tài chính"
            number = TextField("number", "Số", hint=hint, check_text=_check_number)
            form.add_row(number, DateField("signed_on", "Ngày ký", latest=self._desk.today))
        else:
            form.add(DateField("signed_on", "Ngày ký", latest=self._desk.today))
        form.fields["signed_on"].left.connect(self._propose)
        if view.kind.signed:
            choices = tuple((str(one.id), _signer_words(one)) for one in self._signers)
            hint = "" if choices else "Chưa có người ký: thêm ở Cài đặt, Đơn vị và chữ ký"
            form.add(ChoiceField("signer", "Người ký", choices, hint=hint, empty="Chưa ghi"))
        form.submitted.connect(self.save)
        DraftKeeper(form, lambda draft: self._desk.keep_draft(self._draft, draft))
        rows = 1 + view.kind.signed
        form.setFixedHeight(em(self, HEAD_EM + ROW_EM * rows))
        self._column.insertWidget(1, form)
        self.setFocusProxy(next(iter(form.fields.values())))
        self.form = form
        return form

    def stops(self) -> list[QWidget]:
        """Where Tab stops here, in order."""
        fields: list[QWidget] = list(self.form.fields.values()) if self.form is not None else []
        return [*fields, self.button]

    def _proposal(self, day: date) -> str:
        with self._desk.connection() as reader:
            number = paper_queries.proposed_number(reader, self._body, self._series, day.year)
        return f"{number:02d}"

    def _in_office(self, day: date) -> SignerView | None:
        return next((one for one in self._signers if one.from_day <= day and (one.to_day or day) >= day), None)

    def _propose(self) -> None:
        """Another day may mean another year's series and another signer; what the clerk typed stays."""
        if self.form is None:
            return
        try:
            day = self.form.value("signed_on")
        except RuleError:
            return
        if not isinstance(day, date):
            return
        number, signer = self.form.fields.get("number"), self.form.fields.get("signer")
        if number is not None and self._proposed and number.draft() == self._proposed:
            self._proposed = self._proposal(day)
            number.restore(self._proposed)
        if signer is not None and signer.draft():
            chosen = next((one for one in self._signers if str(one.id) == signer.draft()), None)
            if chosen is not None and not (chosen.from_day <= day and (chosen.to_day or day) >= day):
                other = self._in_office(day)
                signer.restore(str(other.id) if other is not None else "")

    @property
    def busy(self) -> bool:
        """Whether what was typed is being written."""
        return self._storing.busy

    def save(self) -> None:
        """Write what stands in the fields beside the window: with a paper thousands of decisions may take effect."""
        form = self.form
        if form is None or self.busy or not form.check():
            return
        number = str(form.value("number") or "") if "number" in form.fields else ""
        day = form.value("signed_on")
        signer = str(form.value("signer") or "") if "signer" in form.fields else ""
        command = EnterPaper(
            self._paper_id,
            int(number) if number else None,
            day if isinstance(day, date) else None,
            int(signer) if signer else None,
        )
        self.button.setEnabled(False)
        self.notice.say(STORING, "accent")
        self._storing.start(lambda: self._desk.do("Ghi số, ngày, người ký", enter_paper, command))

    def _written(self, _state: object) -> None:
        self.button.setEnabled(True)
        self.forget()
        self.saved.emit()

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self.button.setEnabled(True)
        self.notice.say("")
        if isinstance(problem, RuleError) and self.form is not None:
            self.form.show_problem(problem)
        else:
            self.notice.say(problem.message, "wrong")

    def wait(self) -> None:
        """Let what is being written end, before the page goes."""
        if self.busy:
            self._storing.wait()
            self.forget()

    def settled(self) -> bool:
        """Whether what stands in the fields stands in the book; says so when it does not."""
        if self.form is not None and self.form.dirty:
            self.notice.say("Có phần mới gõ chưa ghi. Hãy ghi trước, xem lại tờ giấy, rồi phát hành.", "soon")
            return False
        return True

    def forget(self) -> None:
        """What was typed is in the book or given up."""
        self.notice.say("")
        if self.form is not None:
            self.form.settle()
        self._desk.drop_draft(self._draft)


def _check_number(text: str) -> None:
    if not text.isdecimal() or len(text) > MOST_DIGITS:
        raise RuleError("Ghi số, không ghi ký hiệu: ví dụ 5.", field="number", code="not_a_number")


def _signer_words(signer: SignerView) -> str:
    until = f" đến {signer.to_day:%d/%m/%Y}" if signer.to_day else ""
    return f"{signer.name} ({signer.position or signer.lines[-1]}), từ {signer.from_day:%d/%m/%Y}{until}"
