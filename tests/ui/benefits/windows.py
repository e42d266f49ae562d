"""What the tests of the windows of benefits share: an office whose lines are taken over, and people in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from models.benefits.entitlements.queries import DueSpan, due_spans
from models.benefits.entitlements.rules import DecisionKind
from models.benefits.entitlements.services import (
    EnterDecision,
    Item,
    PrepareDecision,
    enter_decision,
    prepare_decision,
)
from models.benefits.entitlements.taking_over import TakeOver, take_over
from models.store.dates import Month
from ui.camera import wait_while
from ui.desk import Desk
from ui.dialogs import FormDialog

LAST_OLD = Month(202611)
SIGNED = date(2026, 11, 20)


def taken_over(desk: Desk) -> list[DueSpan]:
    """Everything that runs under a decision; the spans as they stand."""
    desk.do("Tiếp nhận", take_over, TakeOver(LAST_OLD))
    return spans(desk)


def spans(desk: Desk) -> list[DueSpan]:
    """Every span as known now."""
    with desk.read() as session:
        return due_spans(session)


def of_group(found: list[DueSpan], group: str) -> DueSpan:
    """The first span of a group."""
    return next(one for one in found if one.group_code == group)


def prepared(desk: Desk, kind: DecisionKind, item: Item) -> int:
    """A decision in the making."""
    return desk.do("Lập", prepare_decision, PrepareDecision(kind, (replace(item, why=item.why or "theo đơn"),)))


def entered(desk: Desk, decision_id: int, number: str) -> None:
    """Let a decision take effect."""
    desk.do("Ghi", enter_decision, EnterDecision(decision_id, number, SIGNED, "Trần Văn Bình"))


def fill(dialog: FormDialog | None, **texts: str) -> dict[str, str]:
    """Fill in and save; the errors beside the fields, {} when it was saved."""
    assert dialog is not None
    dialog.form.restore(texts)
    dialog.submit()
    wait_while(lambda: dialog.busy)
    found = {key: field.error for key, field in dialog.form.fields.items() if field.error}
    dialog.form.settle()
    dialog.deleteLater()
    return found


def answer_dialog(**texts: str) -> None:
    """Fill in and save the form that opens next."""

    def act() -> None:
        dialog: QWidget | None = QApplication.activeModalWidget()
        assert isinstance(dialog, FormDialog)
        dialog.form.restore(texts)
        dialog.submit()

    QTimer.singleShot(150, act)
