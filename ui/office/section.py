"""Cài đặt: the commune, its two bodies and their signers, villages, and how the screen looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from models.benefits.months.terms import ESTIMATE, FEE, TERMS, terms
from models.office import queries
from models.office.rules import BODY_LABELS
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.frame.section import Section
from ui.frame.tabs import Tabs
from ui.office.dialogs import (
    body_dialog,
    commune_dialog,
    old_name_dialog,
    reopened,
    series_dialog,
    signer_dialog,
    village_dialog,
)
from ui.office.staff_page import StaffPage
from ui.office.term_dialog import term_dialog
from ui.parts import Button, Card, EmptyState, ToneLabel, title_label
from ui.register.source import Column, Wanted
from ui.register.view import RegisterView
from ui.rights import guarded
from ui.theme import em


class VillageSource:
    """All villages as a register."""

    subject = "villages"
    columns = (
        Column("name", "Tên", 16, sortable=False),
        Column("order", "Thứ tự", 5, "right", sortable=False),
        Column("old", "Tên cũ, tên khác", 20, sortable=False),
        Column("closed", "Thôi dùng từ", 8, sortable=False),
    )

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def _all(self) -> list[queries.VillageView]:
        with self._desk.read() as session:
            return queries.villages(session)

    def ids(self, wanted: Wanted, limit: int, offset: int) -> list[int]:
        return [one.id for one in self._all()][offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self._all())

    def rows(self, ids: object) -> dict[int, tuple[str, ...]]:
        return {
            one.id: (
                one.full_name,
                str(one.sort_order),
                ", ".join(one.old_names),
                one.closed_on.strftime("%d/%m/%Y") if one.closed_on else "",
            )
            for one in self._all()
        }

    def summary(self, wanted: Wanted) -> str:
        return ""


class OfficeSection(Section):
    """Tabs: unit and papers, villages, screen, colleagues. `rekey_asked`, `rights_changed`: see StaffPage."""

    rekey_asked = Signal(object)
    rights_changed = Signal()

    def __init__(self, desk: Desk, look: QWidget | None = None) -> None:
        super().__init__()
        self._desk = desk
        self.tabs = Tabs()
        self._unit = QScrollArea()
        self._unit.setWidgetResizable(True)
        self._unit.setFrameShape(QFrame.Shape.NoFrame)
        self.villages = self._villages()
        self.tabs.addTab(self._unit, "Đơn vị và chữ ký")
        self.tabs.addTab(self.villages, "Thôn, tổ dân phố")
        if look is not None:
            self.tabs.addTab(look, "Màn hình")
        self.staff = StaffPage(desk)
        self.staff.rekey_asked.connect(self.rekey_asked)
        self.staff.rights_changed.connect(self.rights_changed)
        self.tabs.addTab(self.staff, "Cán bộ")
        self.push(self.tabs)
        self.show_unit()
        self.villages.start()

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        if any(subject in ("office", TERMS) for subject, _ in stale):
            self.show_unit()
        if any(subject in ("villages", "office") for subject, _ in stale):
            self.villages.renew({("villages", 0)})
        self.staff.renew(stale)
        super().renew(stale)

    def _villages(self) -> RegisterView:
        empty = EmptyState(
            "map-pin",
            "Chưa có thôn, tổ dân phố nào",
            "Thêm từng thôn ở đây, hoặc nhập danh sách Excel: thôn lạ trong danh sách sẽ được hỏi rồi thêm vào.",
        )
        view = RegisterView(
            VillageSource(self._desk),
            title="Thôn, tổ dân phố",
            noun="thôn, tổ dân phố",
            memory=self._desk.memory,
            empty=empty,
            exports=False,
        )
        steps = [empty.add_step("Thêm thôn đầu tiên", "plus", self.add_village, primary=True)]
        old_name = view.add_step("Thêm tên cũ", "history", lambda: self._with_village(old_name_dialog))
        change = view.add_step("Sửa", "pencil", lambda: self._with_village(village_dialog), shortcut="F2")
        steps += [old_name, change, view.add_step("Thêm", "plus", self.add_village, shortcut="Ctrl+N", primary=True)]
        for step in steps:
            guarded(self._desk, "change", step)
        if change.isEnabled():
            view.opened.connect(lambda one: self._run(village_dialog(self, self._desk, one)))

        def follow() -> None:
            for button in (old_name, change):
                button.setEnabled(view.current_id() is not None)

        view.table.selectionModel().currentChanged.connect(lambda *_: follow())
        view.model.modelReset.connect(follow)
        follow()
        return view

    def add_village(self) -> None:
        """Ask for a new village."""
        self._run(village_dialog(self, self._desk, 0))

    def _with_village(self, make: Callable[[QWidget, Desk, int], FormDialog]) -> None:
        village = self.villages.current_id()
        if village is not None:
            self._run(make(self, self._desk, village))

    def reopen(self, draft: str) -> None:
        """Open the form of a kept draft, with what was typed."""
        dialog = reopened(self, self._desk, draft)
        if dialog is not None:
            self._run(dialog)

    def _run(self, dialog: FormDialog) -> None:
        dialog.exec()
        dialog.deleteLater()

    # -- unit and papers ---------------------------------------------------------------------------------------------

    def show_unit(self) -> None:
        """Read and draw the first tab."""
        with self._desk.read() as session:
            commune, bodies = queries.commune(session), queries.bodies(session)
            signers = queries.signers(session)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(em(self), em(self, 0.8), em(self), em(self, 0.6))
        column.setSpacing(em(self, 0.8))
        column.addWidget(title_label("Đơn vị và chữ ký"))
        if commune is not None:
            pairs = [("Đơn vị", commune.full_name), ("Tỉnh, thành phố", commune.province_name)]
            pairs.append(("Trước 01/7/2025", commune.former_units or "chưa ghi"))
            edit = self._button("Sửa…", "pencil", lambda: commune_dialog(self, self._desk))
            column.addWidget(_facts_card(commune.full_name, pairs, [edit]))
        for body in bodies:
            mine = [one for one in signers if one.body == body.key]
            column.addWidget(self._body(body, mine))
        column.addWidget(self._terms())
        column.addStretch(1)
        old = self._unit.takeWidget()
        self._unit.setWidget(inner)
        if old is not None:
            old.setParent(self._unit)
            old.deleteLater()  # not at once: the button in it whose form has just saved is still being pressed

    def _button(self, words: str, sign: str, make: Callable[[], FormDialog]) -> Button:
        button = guarded(self._desk, "change", Button(words, sign))
        button.clicked.connect(lambda _checked=False: self._run(make()))
        return button

    def _body(self, body: queries.BodyView, signers: list[queries.SignerView]) -> QWidget:
        pairs = [
            ("Cơ quan cấp trên", body.superior_line or "không in"),
            ("Tên cơ quan", body.name_line),
            ("Bộ phận soạn thảo", body.department_line),
            ("Địa danh", body.place_name),
            ("Ký hiệu văn bản", ", ".join(f"{kind}: {suffix}" for kind, suffix in body.series.items())),
        ]
        for signer in signers:
            until = f" đến {signer.to_day:%d/%m/%Y}" if signer.to_day else ""
            words = f"{signer.name} ({' / '.join(signer.lines)}), từ {signer.from_day:%d/%m/%Y}{until}"
            pairs.append(("Người ký", words))
        beside = {len(pairs) - len(signers) + at: self._signer_button(one) for at, one in enumerate(signers)}
        if not signers:
            pairs.append(("Người ký", "Chưa có: giấy tờ sẽ in chỗ ký để trống tên."))
        key = body.key
        buttons = [
            self._button("Sửa đầu văn bản…", "pencil", lambda: body_dialog(self, self._desk, key)),
            self._button("Thêm ký hiệu…", "plus", lambda: series_dialog(self, self._desk, key)),
            self._button("Thêm người ký…", "plus", lambda: signer_dialog(self, self._desk, key, 0)),
        ]
        return _facts_card(BODY_LABELS.get(body.key, body.name_line), pairs, buttons, beside)

    def _terms(self) -> QWidget:
        """The payment organisation's fee and the yearly estimate, as the money papers of a month use them."""
        with self._desk.read() as session:
            known = terms(session)
        pairs = [(f"{one.label} {one.when}", f"{one.shown} ({one.document})") for one in known]
        beside = {}
        for place, one in enumerate(known):
            button = self._button("Sửa…", "pencil", partial(term_dialog, self, self._desk, one.kind, one))
            button.setAccessibleName(f"Sửa {one.label} {one.when}")
            beside[place] = button
        if not known:
            pairs.append(("Chi phí, dự toán", "Chưa ghi: giấy rút dự toán, bảng quyết toán sẽ để trống."))
        make = [
            self._button("Thêm tỷ lệ chi phí…", "plus", lambda: term_dialog(self, self._desk, FEE)),
            self._button("Thêm dự toán năm…", "plus", lambda: term_dialog(self, self._desk, ESTIMATE)),
        ]
        return _facts_card("Chi trả trợ cấp", pairs, make, beside)

    def _signer_button(self, signer: queries.SignerView) -> Button:
        """Beside the signer's line: a row of buttons with everybody's name would be wider than a small screen."""
        button = self._button("Sửa…", "user", lambda: signer_dialog(self, self._desk, signer.body, signer.id))
        button.setAccessibleName(f"Sửa {signer.name}")
        return button


def _facts_card(
    title: str, pairs: list[tuple[str, str]], buttons: list[Button], beside: Mapping[int, Button] | None = None
) -> Card:
    """Facts with their labels; `beside` has buttons by the place of the fact that they change."""
    card = Card()
    card.body.addWidget(title_label(title, 1.1))
    grid = QGridLayout()
    grid.setHorizontalSpacing(em(card))
    grid.setColumnStretch(1, 1)
    for row, (label, text) in enumerate(pairs):
        button = beside.get(row) if beside else None
        place = Qt.AlignmentFlag.AlignTop if button is None else Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(ToneLabel(label, "quiet", wrap=False), row, 0, place)
        grid.addWidget(_value(text), row, 1)
        if button is not None:
            grid.addWidget(button, row, 2, place)
    card.body.addLayout(grid)
    line = QHBoxLayout()
    for button in buttons:
        line.addWidget(button)
    line.addStretch(1)
    card.body.addLayout(line)
    return card


def _value(text: str) -> QWidget:
    label = title_label(text, 1.0)
    font = label.font()
    font.setBold(False)
    label.setFont(font)
    label.setWordWrap(True)
    return label
