"""Niêm yết: asks for ground, body, window and village, shows the wall sheet, and tells what was left out and why.

Which line may hang is decided by models.postings alone; this page only asks, shows, and passes rulings on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from models.benefits import services as benefits
from models.office.rules import BODY_LABELS
from models.postings.frozen import posting_paper
from models.postings.papers import LabelQuestion, Posting, PostingKind
from models.postings.preparing import USUAL_WINDOW_DAYS, PostingWish, prepare_from_store
from models.store.dates import Month, PartialDate, month_display, month_of
from models.store.errors import EnvironmentProblem, RuleError
from printing.postings.posting_list import posting_pdf
from printing.postings.posting_sheet import posting_xlsx
from ui.benefits.line_dialog import group_choices
from ui.desk import Desk
from ui.forms.combo import QuietCombo
from ui.forms.fields import ChoiceField, TextField
from ui.forms.keeping import DraftKeeper
from ui.forms.values import DateField, MonthField
from ui.paper.paper_page import Makers, PaperPage, Prepared, Replacing
from ui.parts import Button, Card, ToneLabel
from ui.people.source import village_choices
from ui.rights import guarded
from ui.theme import Tone, em

DRAFT = "paper/posting"
NAMES_TOLD = 5
_KINDS = (
    (PostingKind.ALLOWANCE.value, "Người hưởng trợ cấp hằng tháng"),
    (PostingKind.POOR.value, "Hộ nghèo"),
    (PostingKind.NEAR_POOR.value, "Hộ cận nghèo"),
    (PostingKind.LONGEVITY.value, "Người được chúc thọ, mừng thọ"),
)
_REVIEW = "Kết quả rà soát theo Quyết định 24/2021/QĐ-TTg: ghi kế hoạch rà soát của năm."
_GROUNDS = {
    PostingKind.ALLOWANCE.value: "Luật không buộc treo danh sách này: chỉ treo khi kế hoạch hoặc nghị quyết của xã "
    "yêu cầu, và ghi văn bản đó.",
    PostingKind.POOR.value: _REVIEW,
    PostingKind.NEAR_POOR.value: _REVIEW,
    PostingKind.LONGEVITY.value: "Người tròn 70, 75, 80, 85, 90, 95 và từ 100 tuổi trong năm (Luật Người cao tuổi, "
    "Điều 21): ghi kế hoạch mừng thọ của năm.",
}


class RulingCard(Card):
    """One label nobody has recognised: the clerk says which group it is."""

    def __init__(self, desk: Desk, question: LabelQuestion) -> None:
        super().__init__(fill="soon_soft")
        self._desk = desk
        self._question = question
        side = em(self, 0.5)
        self.body.setContentsMargins(side, side, side, side)
        self.choice = QuietCombo()
        self.choice.addItem("Để lại, chưa quyết", "")
        for code, words in group_choices():
            self.choice.addItem(words, code)
        self.button = guarded(desk, "change", Button("Ghi nhận"))
        self.button.clicked.connect(self.rule)
        row = QHBoxLayout()
        row.addWidget(ToneLabel(f"“{question.label}” ({question.lines} dòng) là nhóm nào?", "soon"), 1)
        row.addWidget(self.choice, 1)
        row.addWidget(self.button)
        self.body.addLayout(row)

    def rule(self) -> None:
        """Remember what this label is."""
        code = str(self.choice.currentData() or "")
        if code:
            command = benefits.RuleLabel(self._question.label, code)
            try:
                self._desk.do("Xác định nhóm của diện hưởng", benefits.rule_label, command)
            except (RuleError, EnvironmentProblem) as problem:
                self.body.addWidget(ToneLabel(problem.message, "wrong"))
                return
            self.setEnabled(False)
            self.button.setText("Đã ghi nhận")


class PostingPage(PaperPage):
    """The posting list for the wall."""

    def __init__(self, desk: Desk, replacing: Replacing | None = None) -> None:
        words = "Không có căn cứ thì không in tên."
        super().__init__(desk, "Niêm yết", words, Makers(posting_pdf, posting_xlsx), self.prepare, replacing)
        self._posting: Posting | None = None
        self._add_fields(desk)
        today = desk.today
        last = today + timedelta(days=USUAL_WINDOW_DAYS - 1)
        values = {
            "month": month_display(month_of(today)),
            "first_day": PartialDate.of(today).display(),
            "last_day": PartialDate.of(last).display(),
        }
        kept = desk.draft(DRAFT)
        asked: dict[str, str] = {key: kept[key] for key in ("ground", "body", "objections") if key in kept}
        if replacing is not None:
            asked = dict(replacing.asked)
        self.form.load({**values, **asked})
        if replacing is None:
            DraftKeeper(self.form, lambda draft: desk.keep_draft(DRAFT, draft))
        self._explain()

    def _add_fields(self, desk: Desk) -> None:
        form = self.form
        kind = ChoiceField("kind", "Danh sách", _KINDS, empty=None)
        kind.changed.connect(self._explain)
        form.add(kind)
        form.add(TextField("ground", "Căn cứ niêm yết"))
        form.add(ChoiceField("body", "Cơ quan niêm yết", tuple(BODY_LABELS.items()), empty=None))
        form.add_row(
            MonthField("month", "Tháng", required=True),
            ChoiceField("village", "Phạm vi", village_choices(desk), empty="Cả xã"),
        )
        form.add_row(
            DateField("first_day", "Niêm yết từ ngày", required=True),
            DateField("last_day", "Đến hết ngày", required=True),
        )
        form.add(TextField("objections", "Nơi nhận ý kiến", hint="Để trống: Phòng Văn hóa - Xã hội"))

    def _explain(self) -> None:
        """Which ground this kind of list needs."""
        self.form.fields["ground"].set_hint(_GROUNDS[self.form.fields["kind"].draft()])

    def prepare(self, values: dict[str, object]) -> Prepared:
        """Ask the rules for the sheet; runs in a waiting thread."""
        month, first, last = values["month"], values["first_day"], values["last_day"]
        if not (isinstance(first, date) and isinstance(last, date)):
            raise TypeError("both days are required fields")
        ground = str(values["ground"] or "")
        wish = PostingWish(
            ground=ground,
            kind=PostingKind(str(values["kind"])),
            month=Month(month) if isinstance(month, int) else None,
            village_id=int(str(values["village"])) if values["village"] else None,
            body=str(values["body"]),
            first_day=first,
            last_day=last,
            objections_to=str(values["objections"] or ""),
        )
        try:
            with self._desk.read() as session:
                posting = prepare_from_store(session, wish, self._desk.today)
        except RuleError as error:
            fields = {"window": "last_day", "objections_to": "objections"}
            raise RuleError(error.message, field=fields.get(error.field or "", error.field), code=error.code) from error
        self._posting = posting
        paper = posting_paper(posting.sheet, wish.body, first, last)
        return Prepared(posting.sheet, _notes(posting), posting.sheet.file_stem(), "In danh sách niêm yết", paper)

    def show_notes(self, notes: Sequence[tuple[str, Tone]]) -> None:
        super().show_notes(notes)
        if self._posting is None:
            return
        cards: list[QWidget] = [RulingCard(self._desk, one) for one in self._posting.withheld.questions]
        if not cards:
            return
        for card in cards:
            self.add_note(card)
        again = Button("Lập lại tờ niêm yết", "undo-2")
        again.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        again.clicked.connect(self.make)
        self.add_note(again)
        self.fit_notes()


def _some(names: Sequence[str]) -> str:
    """The first few names, so that the clerk finds the records."""
    told = ", ".join(f"“{name}”" for name in names[:NAMES_TOLD])
    return told if len(names) <= NAMES_TOLD else f"{told}, …"


def _notes(posting: Posting) -> list[tuple[str, Tone]]:
    held, rows = posting.withheld, len(posting.sheet.rows)
    first = f"Tờ niêm yết có {rows} dòng."
    if held.initialled:
        first += f" {held.initialled} người ghi bằng chữ cái đầu vì dưới 16 tuổi"
        first += f" (trong đó {held.unknown_age} người chưa rõ ngày sinh)." if held.unknown_age else "."
    said: list[tuple[str, Tone]] = [(first, "done" if rows else "soon")]
    out: list[str] = []
    if held.hiv:
        out.append(f"{held.hiv} dòng có căn cứ liên quan HIV/AIDS: luật cấm công khai, không bao giờ lên tường")
    if held.remark:
        out.append(
            f"{held.remark} dòng có lời ghi kèm họ tên hoặc tên thôn, cần sửa trong hồ sơ: {_some(held.remarked)}"
        )
    if held.unrecognised:
        out.append(f"{held.unrecognised} dòng chưa rõ diện hưởng: giữ lại đến khi xác định nhóm ở dưới")
    if held.nameless:
        out.append(f"{held.nameless} dòng không có tên")
    if out:
        said.append(("Không đưa lên tường: " + "; ".join(out) + ". Trên giấy không để lộ chỗ trống nào.", "soon"))
    return said
