"""A clerk who is killed in the middle of a list: run as a program with the data folder and the list, it decides, waits
until what was said must be kept, and kills itself without a word to anybody.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from models.imports.lists.meanings import Meaning
from models.imports.planning.plan import RowChoice
from models.office.open_office import OpenOffice
from models.store.opened import OpenedFolder
from tests.store.fixtures import CLERK, KILL, NOW, PASSWORD
from tests.ui.fakes import FakeMemory
from ui.desk import Desk
from ui.imports.keeping import KEEP_AFTER_MS
from ui.imports.section import ImportSection
from ui.imports.wizard import ImportWizard


def decide(wizard: ImportWizard) -> None:
    """Correct a cell, half-type another, leave a row out, give a column another meaning."""
    wizard.ready.disconnect()
    task = wizard.task
    wrong = [index for index, row in enumerate(task.rows) if row.wrong]
    new = next(index for index, row in enumerate(task.rows) if not row.wrong)
    phones = next(one for one in task.tables[0].columns if one.meaning is Meaning.PHONE)
    task.set_meaning(task.tables[0], phones.letter, phones.header, Meaning.NOTE)
    row = task.rows[wrong[0]]
    task.corrections[row.sheet, row.row, "C"] = "28/02/1950"
    task.decide(new, RowChoice(skip=True))
    wizard.rows.table.selectRow(1)
    edit = wizard.rows.panel.findChildren(QLineEdit)[0]
    edit.setText("01/01/19")
    edit.textEdited.emit("01/01/19")
    QTimer.singleShot(KEEP_AFTER_MS + 300, lambda: os.kill(os.getpid(), KILL))


def main(data: Path, path: Path) -> None:
    app = QApplication([])
    office = OpenOffice(OpenedFolder(data, PASSWORD, clock=lambda: NOW), CLERK)
    section = ImportSection(Desk(office, FakeMemory()))
    section.show()
    section.open_file(str(path))
    wizard = section.currentWidget()
    if isinstance(wizard, ImportWizard):
        wizard.ready.connect(lambda: decide(wizard))
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
