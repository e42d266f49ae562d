"""A half-filled form of last time, offered again at the start: a line with one button, nothing opens by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.benefits.entering import DECISION
from ui.benefits.section import BenefitSection
from ui.frame.menus import BENEFITS, PEOPLE, POSTINGS, SETTINGS
from ui.law.dialogs import DRAFTS as LAW
from ui.office.dialogs import DRAFTS as OFFICE
from ui.office.section import OfficeSection
from ui.paper.section import PostingSection
from ui.parts import Notice
from ui.people.person_form import NEW_DRAFT

if TYPE_CHECKING:
    from ui.frame.window import MainWindow

WORDS: Final = {
    "people/": "sửa thông tin một người",
    OFFICE: "cài đặt",
    "paper/entry/": "số, ngày, người ký của một tờ giấy",
    LAW: "văn bản, mức của địa phương",
    DECISION: "số, ngày, người ký của một quyết định",
}
"""How the names of such forms begin, and what the clerk calls them."""


class Reopening(Notice):
    """The line; hidden when there is nothing to go on with."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__("", "accent", button="Mở lại")
        self._window = window
        self._draft = ""
        self.pressed.connect(self.reopen)

    def offer(self) -> None:
        """Offer the newest half-filled form."""
        forms = [form for form in self._window.desk.drafts() if form.startswith(tuple(WORDS)) and _known(form)]
        if forms:
            self._draft = forms[0]
            what = next(words for start, words in WORDS.items() if self._draft.startswith(start))
            what = "thêm người" if self._draft == NEW_DRAFT else what
            self.say(f"Có phần {what} đang gõ dở từ lần trước, đã được giữ lại.", "accent")

    def reopen(self) -> None:
        """Open it with what was typed."""
        self.say("")
        window = self._window
        place = {"people": PEOPLE, "paper": POSTINGS, "law": BENEFITS, "decision": BENEFITS}
        room = place.get(self._draft.partition("/")[0], SETTINGS)
        window.go_to(room)
        section, number = window.section(room), self._draft.rpartition("/")[2]
        if isinstance(section, OfficeSection):
            section.reopen(self._draft)
        elif isinstance(section, PostingSection):
            section.shelf.open_paper(int(number))
        elif isinstance(section, BenefitSection):
            section.reopen(self._draft)
        elif self._draft == NEW_DRAFT:
            window.people.new_person()
        else:
            window.people.edit_person(int(number))


def _known(form: str) -> bool:
    """Of decisions the entry alone is offered: what was typed for a cancelling is not pressed on anybody again."""
    return not form.startswith(DECISION) or form.removeprefix(DECISION).isdigit()
