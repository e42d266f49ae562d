"""The minutes of a handover as PDF: A4 portrait on the page ground of NĐ 30/2020/NĐ-CP, tables, three signatures.

Prints what `HandoverFacts` holds and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from models.safekeeping.handover_rules import COPIES, MOST_TITLES, HandoverFacts, MediumLine, signatories
from models.store.money import amount_in_words, format_amount
from printing.page import ground
from printing.page.columns import columns_to_fit, needs_of
from printing.page.faces import Style, Weight
from printing.page.ink import Ink
from printing.page.painter import Closing, paint_table
from printing.page.sizes import MM, PARAGRAPH_GAP, PORTRAIT, TEXT_SIZE
from printing.page.table import CELL_SIDE_PADDING, Align, HeaderCell, Part, Role, Row, Table, styles

TITLE = "BIÊN BẢN"
TABLE_TEXT_SIZE = 11.0
ROOM_UNDER_HEADING = 40 * MM
"""A heading does not stand alone at the foot of a page."""
DIGEST_GROUP = 8
_HEADING = Style(Weight.BOLD, TEXT_SIZE)
_NUMBER: Part = ("STT", 12, Align.CENTER)
_COUNTS: tuple[Part, ...] = (_NUMBER, ("Nội dung", 84, Align.LEFT), ("Số lượng", 24, Align.RIGHT),
                             ("Ghi chú", 45, Align.LEFT))  # fmt: skip
_PAPERS: tuple[Part, ...] = (_NUMBER, ("Giấy tờ chưa phát hành", 86, Align.LEFT), ("Lập ngày", 24, Align.CENTER),
                             ("Tình trạng", 43, Align.LEFT))  # fmt: skip
_MONEY: tuple[Part, ...] = (_NUMBER, ("Nội dung", 93, Align.LEFT), ("Số dòng, số tờ", 24, Align.RIGHT),
                            ("Số tiền (đồng)", 36, Align.RIGHT))  # fmt: skip
_SERIES: tuple[Part, ...] = (_NUMBER, ("Dãy số", 76, Align.LEFT), ("Ký hiệu", 35, Align.LEFT),
                             ("Năm", 18, Align.CENTER), ("Số cuối đã cấp", 24, Align.RIGHT))  # fmt: skip
_MEDIA: tuple[Part, ...] = (_NUMBER, ("USB, người giữ", 42, Align.LEFT), ("Bản mới nhất đã kiểm lại", 52, Align.LEFT),
                            ("Dấu kiểm bản kê (SHA-256)", 59, Align.LEFT))  # fmt: skip
_OLD: tuple[Part, ...] = (_NUMBER, ("USB", 45, Align.LEFT), ("Bản sao lưu lập từ ngày đến ngày", 52, Align.LEFT),
                          ("Số bản", 16, Align.RIGHT), ("Người giữ", 40, Align.LEFT))  # fmt: skip
_ACCOUNTS: tuple[Part, ...] = (_NUMBER, ("Họ tên", 50, Align.LEFT), ("Vai trò", 43, Align.LEFT),
                               ("Tên đăng nhập", 26, Align.LEFT), ("Sau bàn giao", 34, Align.LEFT))  # fmt: skip


def handover_pdf(facts: HandoverFacts, *, printed_at: datetime, foot: str = "") -> bytes:
    """The minutes as PDF; same facts, date and foot, same bytes.

    `printed_at` (with a time zone) dates the document, `foot` is the line of the history's code. Raises RuleError for a
    character that the font lacks.
    """
    return _Minutes(facts, printed_at, foot).drawn()


class _Minutes:
    """The pages being drawn: the pen, and how far down it is."""

    def __init__(self, facts: HandoverFacts, printed_at: datetime, foot: str) -> None:
        self._facts = facts
        self._ink = Ink(PORTRAIT, title="Biên bản bàn giao Sổ An Sinh", printed_at=printed_at, foot=foot)
        self._y = PORTRAIT.text_top
        self._section = 0

    def drawn(self) -> bytes:
        facts, ink = self._facts, self._ink
        ink.begin_page()
        self._y = ground.letterhead(ink, facts.letterhead, PORTRAIT.text_top)
        self._y = ground.title(ink, TITLE, "Bàn giao Sổ An Sinh (sổ trợ giúp xã hội điện tử)", self._y)
        self._opening()
        self._book()
        self._work_and_money()
        self._media()
        self._accounts()
        self._ending()
        return ink.finish()

    # -- parts -------------------------------------------------------------------------------------------------------

    def _opening(self) -> None:
        facts = self._facts
        on = facts.made_on
        self._say(
            f"Hôm nay, hồi {facts.made_at}, ngày {on.day:02d} tháng {on.month:02d} năm {on.year}, tại {facts.commune}, "
            "chúng tôi gồm:"
        )
        for side, party in (
            ("Bên giao", facts.giver),
            ("Bên nhận", facts.receiver),
            ("Người chứng kiến", facts.witness),
        ):
            self._say(f"{side}: {party.shown}.")
        why = f" vì {facts.why}" if facts.why else ""
        self._say(f"Hai bên bàn giao Sổ An Sinh{why}, với nội dung sau:")

    def _book(self) -> None:
        facts = self._facts
        self._heading("Sổ và các danh mục")
        self._say(
            f"Sổ mã {facts.store_code}, chương trình Sổ An Sinh phiên bản {facts.program}. Lịch sử đến thay đổi "
            f"số {facts.head_change}, mã {facts.head_code}: sổ chưa bị sửa lén thì lúc nào cũng cho lại đúng mã này."
        )
        rows = [(line.label, format_amount(line.number), line.note) for line in facts.registers]
        self._table(_COUNTS, rows)

    def _work_and_money(self) -> None:
        facts = self._facts
        self._heading("Việc đang làm dở")
        self._table(_COUNTS, [(line.label, format_amount(line.number), line.note) for line in facts.open_work])
        if facts.open_papers:
            self._table(_PAPERS, [(one.title, f"{one.made_on:%d/%m/%Y}", one.state) for one in facts.open_papers])
            if len(facts.open_papers) == MOST_TITLES:
                self._say(f"Bảng trên ghi {MOST_TITLES} tờ đầu; số còn lại xem trong sổ.")
        self._heading("Tiền")
        self._table(_MONEY, [(one.label, format_amount(one.lines), format_amount(one.amount)) for one in facts.money])
        if facts.money:
            self._say(f"Bằng chữ, danh sách chi trả tháng này: {amount_in_words(facts.money[0].amount)}.")
        self._heading("Dãy số đã dùng")
        series = [(one.label, one.sign, str(one.year or ""), format_amount(one.last)) for one in facts.series]
        self._table(_SERIES, series, none="Chưa cấp số nào.")

    def _media(self) -> None:
        facts = self._facts
        self._heading("USB sao lưu bàn giao")
        self._table(_MEDIA, [_medium(one) for one in facts.media], none="Chưa có USB sao lưu nào của cơ quan.")
        if facts.sheet:
            self._say(
                f"Phiếu khôi phục đang có hiệu lực: {facts.sheet}. Phiếu mở được sổ; phải để trong két hoặc phong bì "
                "niêm phong, không giao kèm USB."
            )
        else:
            self._say("Sổ hiện không có phiếu khôi phục nào còn hiệu lực.")
        self._heading("Bản sao cũ vẫn mở được bằng mật khẩu cũ")
        self._say(
            "Sau bàn giao sổ có khóa mới; mật khẩu của bên giao không còn mở được sổ và các bản sao lưu lập về sau. "
            "Các bản sao lưu lập trước lúc đó vẫn mở được bằng mật khẩu và phiếu khôi phục của thời điểm lập bản sao. "
            "Cơ quan phải giữ các USB dưới đây tại chỗ đã ghi, hoặc xóa chúng sau khi đã có bản mới."
        )
        old = [
            (one.label, f"{_day(one.oldest_day)} đến {_day(one.newest_day)}", format_amount(one.copies), one.keeper)
            for one in facts.old_copies
        ]
        self._table(_OLD, old, none="Không có bản sao cũ nào.")

    def _accounts(self) -> None:
        self._heading("Tài khoản trong sổ")
        self._table(_ACCOUNTS, [(one.name, one.role, one.handle, one.state) for one in self._facts.accounts])

    def _ending(self) -> None:
        """The pledge and the signatures, never apart: a page of signatures alone could be put under any text."""
        pledge = (
            "Bên giao đã giao đủ, không giữ lại bản sao, mật khẩu, phiếu khôi phục hoặc USB nào của sổ. Bên nhận "
            "đã tự đặt mật khẩu riêng, đã xem và nhận đủ như trên.",
            f"Biên bản lập thành {COPIES:02d} bản, mỗi bên giữ một bản, một bản lưu tại cơ quan.",
        )
        who = signatories(self._facts)
        needed = sum(ground.paragraph_height(PORTRAIT, words, place="biên bản") for words in ("8.", *pledge))
        if self._y - needed - ground.signatures_height(PORTRAIT, who) < PORTRAIT.bottom:
            self._y = self._next_page()
        self._heading("Cam kết")
        for words in pledge:
            self._say(words)
        ground.signatures(self._ink, who, self._y)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def _heading(self, words: str) -> None:
        self._section += 1
        if self._y - ROOM_UNDER_HEADING < PORTRAIT.bottom:
            self._y = self._next_page()
        self._y = ground.paragraph(self._ink, f"{self._section}. {words}", self._y, place="đề mục", style=_HEADING)

    def _say(self, words: str) -> None:
        if self._y - ground.paragraph_height(PORTRAIT, words, place="biên bản") < PORTRAIT.bottom:
            self._y = self._next_page()
        self._y = ground.paragraph(self._ink, words, self._y, place="biên bản")

    def _next_page(self) -> float:
        self._ink.begin_page()
        ground.page_number(self._ink)
        return PORTRAIT.text_top

    def _table(self, parts: Sequence[Part], lines: Sequence[Sequence[str]], none: str = "Không có.") -> None:
        rows = [Row((str(number), *line)) for number, line in enumerate(lines, start=1)]
        rows = rows or [Row((none,), Role.SUBTOTAL, spans=(len(parts),))]
        body, head, strong = styles(TABLE_TEXT_SIZE)
        needs = needs_of(parts, [row for row in rows if not row.spans], body, strong, CELL_SIDE_PADDING)
        columns = columns_to_fit(PORTRAIT.text_width, parts, needs)
        header = tuple(HeaderCell(column.name, 0, index) for index, column in enumerate(columns))
        table = Table(columns, header, header_rows=1, body=body, head=head, strong=strong)
        closing = Closing(0.0, self._reach)
        paint_table(self._ink, table, rows, top=self._y, next_page=self._next_page, closing=closing)

    def _reach(self, top: float) -> None:
        """Where the table ended."""
        self._y = top - PARAGRAPH_GAP


def _medium(one: MediumLine) -> tuple[str, str, str]:
    keeper = one.keeper or "chưa ghi người giữ"
    place = "" if one.outside else " (nằm trên chính ổ đĩa của sổ)"
    named = f"{one.label}{place}; người giữ: {keeper}"
    if not one.generation:
        return named, "Chưa có bản nào đã kiểm lại", ""
    newest = f"{one.generation}; kiểm lại lúc {one.proved_at}; đến thay đổi số {one.head_change}"
    return named, newest, _grouped(one.manifest_sha256)


def _grouped(digest: str) -> str:
    """A hash in groups, so that it can be read aloud and wraps where it should."""
    return " ".join(digest[start : start + DIGEST_GROUP] for start in range(0, len(digest), DIGEST_GROUP))


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d/%m/%Y}" if iso else ""
