"""The letter about a debt: looked at, printed, kept as a paper that gets its number and day and is issued."""

from __future__ import annotations

from models.benefits.events.letters import KeepLetter, keep_letter
from models.benefits.events.papers import kept_letter
from models.benefits.events.preparing import recovery_letter
from models.office.paper_services import PreparePaper
from models.store.money import format_amount
from printing.benefits.recovery_letter import recovery_letter_pdf
from ui.desk import Desk
from ui.paper.paper_page import Makers, PaperPage, Prepared

KEEP_WORDS = "Lưu thành giấy tờ để ghi số, ngày, người ký; từ đó khoản này là đã gửi giấy."


class LetterPage(PaperPage):
    """Keeping the letter binds it to its debt."""

    def __init__(self, desk: Desk, debt_id: int) -> None:
        words = "Số, ngày, người ký để trống, ghi vào sổ sau khi ký."
        makers = Makers(recovery_letter_pdf, None)
        super().__init__(desk, "Giấy báo nộp lại", words, makers, self.prepare)
        self.debt_id = debt_id
        self.form.settle()

    def prepare(self, _values: dict[str, object]) -> Prepared:
        """Read the debt; runs in a waiting thread."""
        with self._desk.read() as session:
            facts = recovery_letter(session, self.debt_id, self._desk.today)
        told = f"{facts.person}: còn phải nộp {format_amount(facts.left)} đồng."
        stem, history = f"giay-bao-nop-lai-{self.debt_id}", "In giấy báo nộp lại"
        return Prepared(facts, [(told, "done"), (KEEP_WORDS, "accent")], stem, history, kept_letter(facts))

    def store(self, paper: PreparePaper) -> int:
        """Keep it and bind it to the debt."""
        return self._desk.do("Lập giấy báo nộp lại", keep_letter, KeepLetter(self.debt_id, paper))
