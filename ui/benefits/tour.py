"""The windows of benefits in states worth looking at, for the walk through every window."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from models.benefits.entitlements.rules import DecisionKind
from ui.benefits.assessment_page import AssessmentPage
from ui.benefits.decision_dialogs import ending_dialog, grant_dialog
from ui.benefits.entering import cancel_decision_dialog, enter_dialog
from ui.benefits.events.section import EventsSection
from ui.benefits.events.tour import see_events
from ui.benefits.money_page import MoneyPage
from ui.benefits.months.section import MonthSection
from ui.benefits.months.tour import see_months
from ui.benefits.section import BenefitSection
from ui.camera import Camera, wait_while
from ui.desk import Desk
from ui.law.section import LawSection
from ui.law.tour import see_law

NOTHING = 0


def see_benefits(camera: Camera, window: QWidget, section: BenefitSection, desk: Desk, person: int) -> None:
    """The decisions, the take-over, what the law says of a person, every form; nothing is stored."""
    section.home()
    section.show_tab("decisions")
    camera.shoot(window, "decisions")
    events = section.show_tab("events")
    if isinstance(events, EventsSection):
        see_events(camera, window, events, desk)
    months = section.show_tab("months")
    if isinstance(months, MonthSection):
        see_months(camera, window, months, desk)
    law = section.show_tab("law")
    if isinstance(law, LawSection):
        see_law(camera, window, law, desk)
    taking_over = section.open_take_over()
    wait_while(lambda: taking_over.busy)
    camera.shoot(window, "take-over")
    taking_over.tabs.setCurrentIndex(1)
    camera.shoot(window, "take-over-doubts")
    section.home()
    law_change = section.open_law_change()
    wait_while(lambda: law_change.busy)
    camera.shoot(window, "law-change")
    section.home()
    screening = section.open_screening()
    wait_while(lambda: screening.busy)
    camera.shoot(window, "screening")
    section.home()
    if person:
        page = AssessmentPage(desk, person)
        page.left.connect(section.back)
        section.push(page)
        camera.shoot(window, "assessment")
        section.home()
        money = MoneyPage(desk, person)
        money.left.connect(section.back)
        section.push(money)
        camera.shoot(window, "money")
        section.home()
        camera.shoot_small(grant_dialog(window, desk, person), "dialog-grant")
        for kind in (DecisionKind.SUSPEND, DecisionKind.RESUME, DecisionKind.STOP, DecisionKind.TRANSFER_OUT):
            camera.shoot_small(ending_dialog(window, desk, person, NOTHING, kind), f"dialog-{kind.value}")
    camera.shoot_small(enter_dialog(window, desk, NOTHING), "dialog-enter")
    camera.shoot_small(cancel_decision_dialog(window, desk, NOTHING), "dialog-cancel-decision")
    section.tabs.setCurrentIndex(0)
