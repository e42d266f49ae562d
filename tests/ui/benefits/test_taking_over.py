"""Taking over old lists, the law about one person, and the search of the book."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.benefits.entitlements.drafting import lawful, level_since, offered, rule_article
from models.benefits.entitlements.taking_over import preview
from models.benefits.months.services import OpeningMonth, opening_month
from models.benefits.secrecy import NEUTRAL_LABEL
from models.benefits.services import LineDetails, NewLine, StopLine, add_line, stop_line
from models.people import queries
from models.people.households import NewHousehold, SetPoverty, create_household, set_poverty
from models.people.viewing import GROUND_VIEWED, PAGE_VIEWED
from models.store.dates import Month
from models.store.work import Outcome, Work
from tests.ui.benefits.windows import of_group, spans, taken_over
from tests.ui.frame.test_window import show
from tests.ui.people.test_grounds import views
from tests.ui.people.test_people import words
from ui.benefits.assessment_page import ASK_FIRST, SUPPOSED, AssessmentPage
from ui.benefits.missing_facts import NOT_ASKED, QUESTIONS, questions
from ui.benefits.section import BenefitSection
from ui.benefits.source import EVERY
from ui.benefits.take_over_page import TakeOverPage
from ui.desk import Desk
from ui.register.source import Wanted

WAIT_MS = 60_000
NOVEMBER = Month(202611)


def test_the_take_over_is_looked_at_then_done_once(desk: Desk, qtbot: QtBot) -> None:
    section = BenefitSection(desk)
    show(section, qtbot)
    assert "chưa theo quyết định nào" in section.list.notice.words
    due = section.list.source.count(Wanted())
    qtbot.mouseClick(section.list.notice.button, Qt.MouseButton.LeftButton)
    page = section.open_take_over()
    qtbot.waitUntil(lambda: not page.busy, timeout=WAIT_MS)
    assert spans(desk) == []
    by_village = [row for row in page.sum_source.rows(page.sums.model.ids).values() if row[0] == "Thôn"]
    assert sum(int(row[2].replace(".", "")) for row in by_village) <= due
    assert page.agree.text().startswith("Tiếp nhận ")
    qtbot.mouseClick(page.agree, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: section.currentWidget() is not page, timeout=WAIT_MS)
    assert len(spans(desk)) == sum(int(row[2].replace(".", "")) for row in by_village)
    section.home()
    section.renew(frozenset({("benefits", 0)}))
    assert section.list.source.not_taken_over() == due - len(spans(desk))
    section.close_pages()
    section.close()


def test_what_ended_lately_is_taken_over_when_it_is_asked_for(desk: Desk, qtbot: QtBot) -> None:
    with desk.read() as session:
        [line, *_] = preview(session, NOVEMBER).lines
    desk.do("Thôi", stop_line, StopLine(line.line_id, Month(202610)))
    page = TakeOverPage(desk)
    show(page, qtbot)
    qtbot.waitUntil(lambda: not page.busy, timeout=WAIT_MS)
    count = int(page.agree.text().split()[2].replace(".", ""))
    page.ended_since.restore("07/2026")
    page.again.click()
    qtbot.waitUntil(lambda: not page.busy, timeout=WAIT_MS)
    assert "Thêm 1 khoản đã thôi" in page.told.text()
    assert page.agree.text() == f"Tiếp nhận {count + 1} khoản"
    qtbot.mouseClick(page.agree, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.busy, timeout=WAIT_MS)
    assert [one.stop for one in spans(desk) if one.line_id == line.line_id] == [202610]
    page.close()


def test_the_list_filters_by_group_article_channel_and_standing(desk: Desk) -> None:
    section = BenefitSection(desk)
    source = section.list.source
    every = source.count(Wanted())
    k6n = source.ids(Wanted((("group", "K6N"),)), 1000, 0)
    by_article = source.ids(Wanted((("article", "khoản 6 Điều 5"),)), 1000, 0)
    assert 0 < len(k6n) <= len(by_article) < every
    assert {row[4] for row in source.rows(by_article).values()} == {"khoản 6 Điều 5"}
    assert set(source.ids(Wanted((("group", "K6N"), ("article", "khoản 6 Điều 5"))), 1000, 0)) == set(k6n)
    assert source.count(Wanted((("group", "K6N"), ("article", "Điều 17")))) == 0
    channels = [source.count(Wanted((("account", key),))) for key in ("account", "cash")]
    assert all(channels)
    assert sum(channels) == every
    assert source.count(Wanted((("standing", "suspended"),))) == 0
    assert source.count(Wanted((("standing", EVERY),))) >= every
    assert not [key for key, _ in section.list.source.columns[3].choices if key in ("K3", "K8")]
    section.close_pages()
    section.close()


def test_f2_on_what_a_decision_governs_says_where_to_go(desk: Desk, qtbot: QtBot) -> None:
    taken_over(desk)
    section = BenefitSection(desk)
    show(section, qtbot)
    section.list.register.select_id(section.list.register.model.ids[0])
    qtbot.keyClick(section.list.register.table, Qt.Key.Key_F2)
    assert "theo quyết định" in section.list.notice.words
    section.close_pages()
    section.close()


def test_the_book_is_searched_for_who_gets_nothing(desk: Desk, qtbot: QtBot) -> None:
    section = BenefitSection(desk)
    show(section, qtbot)
    page = section.open_screening()
    qtbot.waitUntil(lambda: not page.busy, timeout=WAIT_MS)
    found = page.source.rows(page.register.model.ids)
    assert len(found) > 3
    assert not [row for row in found.values() if row[3] in ("K3", "K8")]
    place = page.register.model.ids[0]
    page.register.opened.emit(place)
    opened = section.currentWidget()
    assert isinstance(opened, AssessmentPage)
    assert opened.person_id == page.source.person(place)
    assert page.source.person(0) == 0
    section.close_pages()
    section.close()


def shown(page: AssessmentPage) -> str:
    assert page._content is not None
    return words(page._content)


def test_what_the_law_says_of_a_person_is_said_with_its_article(desk: Desk, qtbot: QtBot) -> None:
    person = of_group(taken_over(desk), "K6N").person_id
    page = AssessmentPage(desk, person)
    qtbot.addWidget(page)
    said = shown(page)
    assert "khoản 6 Điều 5" in said
    assert "Nghị định 335/2026/NĐ-CP" in said
    assert "Sổ ghi người này đang hưởng nhóm này." in said
    page.month.restore("01/2020")
    page.look()
    assert page.month.error
    page.month.restore("08/2024")
    page.look()
    assert "Nghị định 76/2024/NĐ-CP" in shown(page) or "20/2021/NĐ-CP" in shown(page)
    assert views(desk) == [PAGE_VIEWED]


def test_a_secret_ground_is_told_when_asked_for_and_noted(desk: Desk, qtbot: QtBot) -> None:
    with desk.read() as session:
        person = queries.ids(session, queries.PersonFilter(day=desk.today, age_to=3), limit=1)[0]
    line = LineDetails("Trẻ em nhiễm HIV/AIDS thuộc hộ nghèo", 1_350_000, "K3", 250)
    desk.do("Thêm", add_line, NewLine(person, line))
    desk.do("Thêm hộ", found_poor, person)
    taken_over(desk)
    page = AssessmentPage(desk, person)
    qtbot.addWidget(page)
    assert page.notice.words
    assert NEUTRAL_LABEL in shown(page)
    assert not [word for word in ("HIV", "K3", "khoản 3") if word in shown(page)]
    page._reveal()
    assert "K3" in shown(page)
    assert views(desk) == [PAGE_VIEWED, GROUND_VIEWED]


def found_poor(work: Work, person: int) -> Outcome[None]:
    """Give the person a household of their own that is on the list of the poor."""
    home = create_household(work, NewHousehold(person)).value
    set_poverty(work, SetPoverty(home, "poor", date(2026, 1, 1), None))
    return Outcome(None)


def test_no_list_asks_anybody_about_hiv() -> None:
    assert questions(["hiv", "born", "income.pension", "children[0].born", "sex"]) == [
        QUESTIONS["born"],
        QUESTIONS["income.pension"],
        QUESTIONS["children"],
    ]
    assert "hiv" in NOT_ASKED


def test_what_the_law_gives_is_asked_and_not_guessed(desk: Desk) -> None:
    day = desk.today
    with desk.read() as session:
        person = 7
        groups = {one.code: one for one in offered(session, NOVEMBER, day)}
        assert groups["K4"].counted
        assert not groups["K6N"].counted
        found = lawful(session, person, "K4", NOVEMBER, day, label="Người đơn thân", count=3)
        assert found is not None
        assert (found.worth.amount, found.worth.coefficient) == (1_620_000, 300)
        assert lawful(session, person, "K99", NOVEMBER, day, label="?") is None
        assert rule_article(session, "suspend", NOVEMBER, day) == "Điều 9 Nghị định 335/2026/NĐ-CP"
        assert rule_article(session, "no such rule", NOVEMBER, day) == ""
        assert level_since(session, NOVEMBER, day) == 202607
        assert level_since(session, Month(202401), day) == 202107


def test_a_later_take_over_says_from_which_list_it_is_paid(desk: Desk, qtbot: QtBot) -> None:
    page = TakeOverPage(desk)
    show(page, qtbot)
    qtbot.waitUntil(lambda: not page.busy, timeout=WAIT_MS)
    assert "Chương trình lập danh sách từ tháng 12/2026." in page.told.text()
    desk.do("Mở đầu", opening_month, OpeningMonth(Month(202610)))
    page.look()
    qtbot.waitUntil(lambda: not page.busy, timeout=WAIT_MS)
    assert "Sổ này chi từ tháng 11/2026." in page.told.text()
    page.close()


def test_an_unknown_pension_is_no_verdict(desk: Desk, qtbot: QtBot) -> None:
    """Somebody who is paid the social pension was told "nothing fits", because the book does not know of a pension."""
    person = of_group(taken_over(desk), "HTXH").person_id
    page = AssessmentPage(desk, person)
    qtbot.addWidget(page)
    said = shown(page)
    assert "Chưa kết luận được cho tháng 11/2026" in said
    assert SUPPOSED in said
    assert "540.000 đ" in said
    assert "Sổ ghi người này đang hưởng nhóm này." in said
    assert ASK_FIRST in said


def test_no_man_is_asked_whether_he_is_pregnant() -> None:
    asked = ["pregnant", "income"]
    assert len(questions(asked, sex="male")) == 1
    assert len(questions(asked, sex="female")) == len(questions(asked)) == 2
