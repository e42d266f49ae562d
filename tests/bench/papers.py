"""A 5,000-row posting list as PDF against the same table in Typst and in platypus with Paragraph cells."""

from __future__ import annotations

import io
import random
from datetime import UTC, date, datetime
from importlib.resources import files

import typst
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

from models.benefits.papers import Letterhead, PostingCandidate
from models.postings.papers import PostingKind, PostingRequest, PostingSheet
from models.postings.rules import prepare_posting
from models.store.dates import Month, PartialDate
from printing.page.faces import Weight, font_of
from printing.postings.posting_list import posting_pdf
from tests.bench.lists import FAMILY, GIVEN, MIDDLE
from tests.bench.measure import Figure, in_turn

ROWS = 5_000
FONT_FOLDER = files("resources") / "fonts"
WHEN = datetime(2026, 11, 22, tzinfo=UTC)
HEADER = ("STT", "Họ và tên", "Năm sinh", "Thôn, tổ dân phố")


def sheet() -> PostingSheet:
    """A wall sheet of ROWS people, long village names so that cells wrap."""
    chance = random.Random(7)
    people = []
    for number in range(ROWS):
        sex = chance.choice(["Nam", "Nữ"])
        name = f"{chance.choice(FAMILY)} {chance.choice(MIDDLE[sex])} {chance.choice(GIVEN[sex])}"
        village = chance.randint(1, 20)
        people.append(
            PostingCandidate(
                person=number,
                name=name,
                born=PartialDate(chance.randint(1930, 2000)),
                village=f"Tổ dân phố số {village} khu tái định cư phía Đông kênh Nhân Mỹ",
                village_order=village,
                label="NKT nặng",
                group="K6N",
            )
        )
    request = PostingRequest(
        kind=PostingKind.ALLOWANCE,
        ground="Kế hoạch số 12/KH-UBND ngày 05/11/2026",
        letterhead=Letterhead("ỦY BAN NHÂN DÂN XÃ HƯNG ĐẠO", "Hưng Đạo", sign="DS-UBND"),
        first_day=date(2026, 11, 23),
        last_day=date(2026, 11, 27),
        objections_to="Phòng Văn hóa - Xã hội",
        month=Month(202611),
    )
    return prepare_posting(people, request).sheet


def by_typst(rows: list[tuple[str, str, str, str]]) -> bytes:
    """The same table in Typst, header repeated."""
    cells = ",\n".join(f"[{a}],[{b}],[{c}],[{d}]" for a, b, c, d in rows)
    head = ",".join(f"[*{name}*]" for name in HEADER)
    source = (
        '#set page(paper: "a4", margin: (left: 30mm, rest: 20mm))\n'
        '#set text(font: "Liberation Serif", size: 13pt)\n'
        f"#table(columns: (14mm, 1fr, 22mm, 55mm), table.header({head}),\n{cells})\n"
    )
    made: object = typst.compile(  # type: ignore[misc]  # its stub asks for more than the call needs
        source.encode(), font_paths=[str(FONT_FOLDER)], ignore_system_fonts=True
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made


def by_platypus(rows: list[tuple[str, str, str, str]]) -> bytes:
    """The same table as a LongTable of Paragraphs, header repeated."""
    style = ParagraphStyle("cell", fontName=font_of(Weight.REGULAR).fontName, fontSize=13, leading=16)
    table = LongTable(
        [[Paragraph(text, style) for text in row] for row in (HEADER, *rows)],
        colWidths=[40, 200, 62, 156],
        repeatRows=1,
    )
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build([table])
    return out.getvalue()


def run() -> list[Figure]:
    """Two figures."""
    facts = sheet()
    rows = [(str(row.number), row.name, row.birth_year, row.village) for row in facts.rows]

    def ours() -> None:
        posting_pdf(facts, printed_at=WHEN)

    against_typst = in_turn(ours, lambda: by_typst(rows), runs=5)
    against_paragraphs = in_turn(ours, lambda: by_platypus(rows), runs=3)
    name = f"posting list of {ROWS:,} rows"
    return [
        Figure(name, *against_typst, "Typst", 0.6),
        Figure(name, *against_paragraphs, "platypus with Paragraphs", 0.2),
    ]
