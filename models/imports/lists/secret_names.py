"""What lists write behind names and nobody may read there: HIV/AIDS (Luật 64/2006 Đ8 k5, privacy.md).

Names stand in registers, titles and exports, where no right is asked for; what is taken off a person's own name goes
into the note, which is guarded. Of others named in the row nothing but the name is kept.
"""

from __future__ import annotations

from typing import Final

from models.imports.lists.meanings import Meaning
from models.imports.lists.parts import TableReader
from models.imports.values.flaws import WARNING, Flaw
from models.imports.workbook.cells import Cell
from models.people.secret_words import name_tells, name_without_telling

OTHERS: Final = (Meaning.HEAD, Meaning.PAYEE, Meaning.GUARDIAN, Meaning.CARER, Meaning.ACCOUNT_HOLDER)
NAME_TOLD: Final = Flaw(
    "name_told",
    "Phần ghi sau họ tên liên quan đến sức khỏe đã được chuyển sang ghi chú giữ kín.",
    WARNING,
)
NAME_TELLS_ALONE: Final = Flaw(
    "name_unreadable", "Ô họ tên ghi lẫn điều liên quan đến sức khỏe, không tách được tên; hãy sửa ô này."
)
OTHER_NAME_TOLD: Final = Flaw(
    "other_name_told", "Phần ghi sau tên liên quan đến sức khỏe của người khác đã được bỏ, không vào sổ.", WARNING
)


def without_telling(cell: Cell) -> tuple[Cell, str]:
    """The cell without what it tells of HIV/AIDS, which goes into the note: names stand where no right is asked for."""
    return name_without_telling(cell) if isinstance(cell, str) else (cell, "")


def read_other_names(reader: TableReader) -> None:
    """Heads, payees, guardians, carers and holders by their names alone, where more would tell of HIV/AIDS."""
    part = reader.part
    for meaning in OTHERS:
        proposal = reader.first(meaning)
        for place, text in enumerate(part.texts.get(meaning, ())):
            if text is None or not name_tells(text):
                continue
            name, _ = name_without_telling(text)
            part.texts[meaning][place] = name or None
            part.problem(place, meaning.value, OTHER_NAME_TOLD, proposal.column if proposal else 0)
