"""The program as the memory drill runs it: unlocks by itself, works with planted names, locks when it is told to.

python -m tests.desktop.lock_driver DATA PASSWORD GO: "ready" is printed when all planted names are on the screen, the
lock comes once the file GO is there. Everything else is the product's own.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit

from desktop import window
from desktop.program import Program
from models.office.open_office import OpenOffice
from ui.frame.window import MainWindow
from ui.people.person_form import PersonForm
from ui.register.clipboard import copy_cells
from ui.unlock.window import UnlockWindow

DRAFT = "Quaxolotl Nhapdo"
POLL_MS = 50


class Driven(Program):
    """Unlocks itself once, then works."""

    def start(self) -> None:
        super().start()
        QTimer.singleShot(100, self, self._type)

    def _type(self) -> None:
        unlock = self.window
        if isinstance(unlock, UnlockWindow):
            unlock.password.setText(sys.argv[2])
            unlock.unlock()

    def show_frame(self, office: OpenOffice) -> None:
        super().show_frame(office)
        QTimer.singleShot(500, self, self._work)

    def _work(self) -> None:
        frame = self.window
        if not isinstance(frame, MainWindow):
            return
        people = frame.people
        copy_cells([people.people.model.strings(range(1))[0]])
        people.open_person(int(people.people.model.ids[0]))
        people.new_person()
        form = people.currentWidget()
        if isinstance(form, PersonForm):
            name = form.form.fields["name"].focusProxy()
            if isinstance(name, QLineEdit):
                name.setText(DRAFT)
                name.textEdited.emit(DRAFT)
        print("ready", flush=True)
        self._poll = QTimer(self)
        self._poll.timeout.connect(self._look)
        self._poll.start(POLL_MS)

    def _look(self) -> None:
        if Path(sys.argv[3]).exists():
            self._poll.stop()
            self.lock()


if __name__ == "__main__":
    window.Program = Driven  # type: ignore[misc]  # the drill's own
    sys.exit(window.run_window(["--data", sys.argv[1]]))
