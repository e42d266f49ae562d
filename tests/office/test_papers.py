"""The life of a paper: prepared, entered, issued and frozen, cancelled, replaced; and how damage is told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from models.office import paper_queries, queries
from models.office.paper_rules import PaperEntry, PaperKind, PaperState
from models.office.paper_services import (
    CancelPaper,
    EnterPaper,
    IssuePaper,
    PreparePaper,
    ReplacePaper,
    cancel_paper,
    enter_paper,
    issue_paper,
    prepare_paper,
    replace_paper,
)
from models.office.services import ChangeBody, SetSigner, change_body, set_signer
from models.office.tables import Paper
from models.people.merging import MergePeople, merge_people
from models.store.check import check_store
from models.store.dates import Month
from models.store.errors import EnvironmentProblem, RuleError
from models.store.frozen import packed
from models.store.undo import undo_change
from models.store.work import Outcome, Work
from tests.people.commune import Office

PDF = b"%PDF-1.4 made up"
SIGNED = date(2026, 11, 20)
LIST = PreparePaper(
    PaperKind.POSTING,
    "committee",
    "Danh sách niêm yết tháng 11/2026",
    packed({"rows": ["Nguyễn Thị Mẫu"]})[1],
    1,
    month=Month(202611),
    sign="DS-UBND",
)


def signer(office: Office, body: str = "committee", **more: date) -> int:
    made: int = office.do(
        set_signer,
        SetSigner(body, "Lê Văn Ký", "head", "Chủ tịch", date(2025, 7, 1), **more),  # type: ignore[arg-type]  # words
    )
    return made


def prepared(office: Office, **changes: object) -> int:
    made: int = office.do(prepare_paper, replace(LIST, **changes))  # type: ignore[arg-type]  # any field
    return made


def entered(office: Office, number: int = 5, **changes: object) -> int:
    paper = prepared(office, **changes)
    known = office.read(queries.signers, body="committee")
    office.do(enter_paper, EnterPaper(paper, number, SIGNED, known[0].id if known else signer(office)))
    return paper


def issued(office: Office, number: int = 5, **changes: object) -> int:
    paper = entered(office, number, **changes)
    view = office.read(paper_queries.paper, paper)
    assert view is not None
    office.do(issue_paper, IssuePaper(paper, PDF, view.stamp))
    return paper


def state(office: Office, paper: int) -> PaperState:
    view = office.read(paper_queries.paper, paper)
    assert view is not None
    return view.state


def refused(code: str, act: Callable[[], object]) -> RuleError:
    with pytest.raises(RuleError) as caught:
        act()
    assert caught.value.code == code
    return caught.value


def test_number_date_and_signer_may_come_one_after_the_other(office: Office) -> None:
    paper = prepared(office)
    head = signer(office)
    assert state(office, paper) is PaperState.PREPARED
    assert office.do(enter_paper, EnterPaper(paper, signed_on=SIGNED)) is PaperState.PREPARED
    assert office.do(enter_paper, EnterPaper(paper, 5, SIGNED)) is PaperState.PREPARED
    assert office.do(enter_paper, EnterPaper(paper, 5, SIGNED, head)) is PaperState.ENTERED
    view = office.read(paper_queries.paper, paper)
    assert view is not None
    assert view.entry == PaperEntry(5, "DS-UBND", SIGNED, "Lê Văn Ký", ("CHỦ TỊCH",))
    assert view.entry.shown_number == "05/DS-UBND"
    assert office.do(enter_paper, EnterPaper(paper)) is PaperState.PREPARED


def test_what_is_entered_must_be_possible(office: Office) -> None:
    paper, head = prepared(office), signer(office, to_day=date(2026, 10, 31))
    for command, code, field in (
        (EnterPaper(paper, 0, SIGNED), "number_out_of_range", "number"),
        (EnterPaper(paper, 100_000, SIGNED), "number_out_of_range", "number"),
        (EnterPaper(paper, 5, date(2026, 11, 23)), "signed_in_future", "signed_on"),
        (EnterPaper(paper, 5), "day_missing", "signed_on"),
        (EnterPaper(paper, None, None, head), "day_missing", "signed_on"),
        (EnterPaper(paper, 5, SIGNED, head), "signer_not_in_office", "signer"),
        (EnterPaper(paper, 5, SIGNED, signer(office, "front")), "signer_not_in_office", "signer"),
    ):
        error = refused(code, lambda command=command: office.do(enter_paper, command))  # type: ignore[misc]  # a default
        assert error.field == field
    assert office.do(enter_paper, EnterPaper(paper, 99_999, date(2026, 10, 31), head)) is PaperState.ENTERED


def test_a_number_is_given_once_in_body_series_and_year(office: Office) -> None:
    first = entered(office, 5)
    second = prepared(office)
    head = office.read(queries.signers)[0].id
    assert (
        refused("number_taken", lambda: office.do(enter_paper, EnterPaper(second, 5, SIGNED, head))).field == "number"
    )
    office.do(enter_paper, EnterPaper(second, 5, date(2025, 12, 31), head))
    office.do(enter_paper, EnterPaper(first, 5, SIGNED, head))
    front = prepared(office, body="front", sign="DS-MTTQ-BTT")
    office.do(enter_paper, EnterPaper(front, 5, SIGNED))
    desk = prepared(office, kind=PaperKind.PAYMENT_DESK)
    assert office.do(enter_paper, EnterPaper(desk, 5, SIGNED)) is PaperState.ENTERED
    office.do(cancel_paper, CancelPaper(first, "đánh số nhầm"))
    office.do(enter_paper, EnterPaper(second, 5, SIGNED, head))


def test_the_next_number_follows_the_highest_given(office: Office) -> None:
    assert office.read(paper_queries.proposed_number, "committee", "DS", 2026) == 1
    entered(office, 7)
    entered(office, 3)
    assert office.read(paper_queries.proposed_number, "committee", "DS", 2026) == 8
    assert office.read(paper_queries.proposed_number, "committee", "DS", 2025) == 1
    assert office.read(paper_queries.proposed_number, "front", "DS", 2026) == 1


def test_the_series_of_a_year_do_not_shadow_the_suffix_of_the_body(office: Office) -> None:
    entered(office, 7)
    body = office.read(queries.body, "committee")
    series = tuple((kind, "DS-VHXH" if kind == "DS" else suffix) for kind, suffix in body.series.items())
    office.do(
        change_body, ChangeBody("committee", "", body.name_line, body.department_line, body.place_name, series=series)
    )
    assert office.read(queries.body, "committee").series["DS"] == "DS-VHXH"


def test_nothing_is_issued_before_all_is_entered(office: Office) -> None:
    paper = prepared(office)
    view = office.read(paper_queries.paper, paper)
    assert view is not None
    error = refused("not_entered", lambda: office.do(issue_paper, IssuePaper(paper, PDF, view.stamp)))
    assert "số, ngày ký, người ký" in error.message


def test_bytes_of_an_older_draft_are_not_issued(office: Office) -> None:
    paper = entered(office, 5)
    view = office.read(paper_queries.paper, paper)
    assert view is not None
    office.do(enter_paper, EnterPaper(paper, 6, SIGNED, office.read(queries.signers)[0].id))
    refused("paper_changed", lambda: office.do(issue_paper, IssuePaper(paper, PDF, view.stamp)))
    with pytest.raises(ValueError, match="PDF"):
        office.do(issue_paper, IssuePaper(paper, b"PK", view.stamp))


def test_an_issued_paper_refuses_every_verb_but_cancelling(office: Office) -> None:
    paper = issued(office)
    assert office.read(paper_queries.issued_pdf, paper) == PDF
    view = office.read(paper_queries.paper, paper)
    assert view is not None
    assert view.pdf_sha256 == hashlib.sha256(PDF).hexdigest()
    refused("paper_issued", lambda: office.do(enter_paper, EnterPaper(paper, 9, SIGNED)))
    refused("paper_issued", lambda: office.do(issue_paper, IssuePaper(paper, PDF, view.stamp)))
    refused("reason_missing", lambda: office.do(cancel_paper, CancelPaper(paper, " - ")))
    office.do(cancel_paper, CancelPaper(paper, "sai tên thôn"))
    assert state(office, paper) is PaperState.CANCELLED
    assert office.read(paper_queries.issued_pdf, paper) == PDF
    refused("cancelled_already", lambda: office.do(cancel_paper, CancelPaper(paper, "lần nữa")))
    refused("paper_cancelled", lambda: office.do(enter_paper, EnterPaper(paper, 9, SIGNED)))


@pytest.mark.parametrize("ended", [False, True])
def test_the_database_itself_refuses_to_change_what_was_issued(office: Office, ended: bool) -> None:
    paper = issued(office)
    if ended:
        office.do(cancel_paper, CancelPaper(paper, "thử"))
    values = {"TEXT": "'x'", "INTEGER": "77", "BLOB": "x'00'"}
    table = Paper.__table__

    def write(work: Work, statement: str) -> Outcome[None]:
        work.session.connection().exec_driver_sql(statement)
        return Outcome(None)

    free = set() if ended else {"state", "reason", "ended_at"}
    for column in table.columns:
        if column.name in free:
            continue
        other = values[str(column.type.compile()).upper() if "BLOB" not in str(column.type).upper() else "BLOB"]
        with pytest.raises(IntegrityError, match="frozen"):
            office.do(write, f'UPDATE paper SET "{column.name}" = {other} WHERE id = {paper}')
    for statement in ("UPDATE paper SET state = 'prepared'", "UPDATE paper SET state = 'entered'"):
        with pytest.raises(IntegrityError, match="frozen"):
            office.do(write, statement)
    with pytest.raises(IntegrityError, match="kept"):
        office.do(write, "DELETE FROM paper")
    assert state(office, paper) is (PaperState.CANCELLED if ended else PaperState.ISSUED)


def test_a_cancelled_paper_is_replaced_once_by_its_own_kind(office: Office) -> None:
    paper = issued(office)
    new = replace(LIST, title="Danh sách đúng")
    refused("reason_missing", lambda: office.do(replace_paper, ReplacePaper(paper, "", new)))
    assert state(office, paper) is PaperState.ISSUED
    desk = replace(new, kind=PaperKind.PAYMENT_DESK)
    refused("other_kind", lambda: office.do(replace_paper, ReplacePaper(paper, "sai", desk)))
    other = office.do(replace_paper, ReplacePaper(paper, "sai tên thôn", new))
    old, fresh = office.read(paper_queries.paper, paper), office.read(paper_queries.paper, other)
    assert old is not None
    assert fresh is not None
    assert (old.state, old.reason, old.replaced_by) == (PaperState.CANCELLED, "sai tên thôn", other)
    assert (fresh.state, fresh.replaces) == (PaperState.PREPARED, paper)
    refused("replaced_already", lambda: office.do(replace_paper, ReplacePaper(paper, "sai", new)))
    once_more = entered(office, 6)
    office.do(cancel_paper, CancelPaper(once_more, "in nhầm"))
    office.do(replace_paper, ReplacePaper(once_more, "", new))
    kept = office.read(paper_queries.paper, once_more)
    assert kept is not None
    assert kept.reason == "in nhầm"


def test_history_holds_hashes_and_neither_facts_nor_bytes(office: Office) -> None:
    issued(office)
    with office.store.connection() as connection:
        told = connection.exec_driver_sql("SELECT fields FROM audit WHERE record_table = 'paper'").scalars().all()
    names = set().union(*(json.loads(fields) for fields in told))
    assert {"facts_sha256", "pdf_sha256", "number", "state"} <= names
    assert not {"facts", "pdf"} & names


def test_merging_and_undoing_leave_papers_alone(office: Office) -> None:
    keep, other = office.person("Nguyễn Thị Mẫu"), office.person("Nguyễn Thị Mẩu")
    paper = issued(office)
    with office.store.connection() as connection:
        change = connection.exec_driver_sql(
            "SELECT max(change_id) FROM audit WHERE record_table = 'paper'"
        ).scalar_one()
    office.do(merge_people, MergePeople(keep, other, {}))
    refused("nothing_to_undo", lambda: office.do(lambda work, number: Outcome(undo_change(work, number)), change))
    assert office.read(paper_queries.issued_pdf, paper) == PDF
    assert state(office, paper) is PaperState.ISSUED


def check_papers(office: Office) -> bool:
    return next(part.ok for part in check_store(office.store, office.data).parts if part.name == "papers")


def test_check_and_reprint_tell_damaged_papers(office: Office) -> None:
    paper, waiting = issued(office), entered(office, 6)
    assert check_papers(office)

    def damage(work: Work, statement: str) -> Outcome[None]:
        connection = work.session.connection()
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS paper_frozen")
        connection.exec_driver_sql(statement)
        work.audits.append(("village", 1, "changed", "{}", None, bytes(16), bytes(32)))
        return Outcome(None)

    office.do(damage, f"UPDATE paper SET pdf = x'{(PDF + b'!').hex()}' WHERE id = {paper}")
    assert not check_papers(office)
    with pytest.raises(EnvironmentProblem) as caught:
        office.read(paper_queries.issued_pdf, paper)
    assert caught.value.code == "paper_damaged"
    digest = hashlib.sha256(PDF + b"!").hexdigest()
    office.do(damage, f"UPDATE paper SET pdf_sha256 = '{digest}' WHERE id = {paper}")
    assert office.read(paper_queries.issued_pdf, paper) == PDF + b"!"
    assert not check_papers(office), "the history knows another hash"
    office.do(damage, f"UPDATE paper SET pdf = x'{PDF.hex()}', pdf_sha256 = '{hashlib.sha256(PDF).hexdigest()}'")
    office.do(damage, f"UPDATE paper SET pdf = NULL, pdf_sha256 = NULL WHERE id = {waiting}")
    assert check_papers(office)
    office.do(damage, f"UPDATE paper SET facts = x'00' WHERE id = {waiting}")
    assert not check_papers(office)
    with pytest.raises(EnvironmentProblem):
        office.read(paper_queries.facts, waiting)


def test_the_register_is_sorted_and_filtered(office: Office) -> None:
    first, second = issued(office, 9), entered(office, 2, kind=PaperKind.PAYMENT_FINANCE, title="Chi trả", total=500)
    wanted = paper_queries.PaperFilter
    assert office.read(paper_queries.ids, wanted()) == [second, first]
    assert office.read(paper_queries.ids, wanted(), sort="number") == [second, first]
    assert office.read(paper_queries.ids, wanted(), sort="number", descending=True) == [first, second]
    assert office.read(paper_queries.ids, wanted(kind="payment_finance")) == [second]
    assert office.read(paper_queries.ids, wanted(state="issued")) == [first]
    assert office.read(paper_queries.ids, wanted(text="NIEM yet 09/ds")) == [first]
    assert office.read(paper_queries.count, wanted(text="niêm")) == 1
    assert office.read(paper_queries.ids, wanted(text="%")) == []
    assert office.read(paper_queries.count, wanted(kind="posting")) == 1
    row = office.read(paper_queries.rows, [second])[0]
    assert (row.title, row.number, row.total, row.state) == ("Chi trả", "02/DS-UBND", 500, "entered")


def test_a_paper_without_a_series_needs_no_number(office: Office) -> None:
    paper = prepared(office, sign="")
    head = signer(office)
    assert office.do(enter_paper, EnterPaper(paper, 9, SIGNED, head)) is PaperState.ENTERED
    view = office.read(paper_queries.paper, paper)
    assert view is not None
    assert (view.entry.number, view.entry.shown_number) == (None, "")


def test_the_first_number_and_today_are_allowed(office: Office) -> None:
    paper, head = prepared(office), signer(office)
    assert office.do(enter_paper, EnterPaper(paper, 1, date(2026, 11, 22), head)) is PaperState.ENTERED


def test_what_is_found_by_words_comes_in_slices_too(office: Office) -> None:
    first, second, third = prepared(office), prepared(office), prepared(office)
    prepared(office, title="Khác")
    wanted = paper_queries.PaperFilter(text="niem yet")
    assert office.read(paper_queries.ids, wanted, limit=2) == [third, second]
    assert office.read(paper_queries.ids, wanted, limit=2, offset=2) == [first]
    assert office.read(paper_queries.ids, wanted, offset=1) == [second, first]
    assert office.read(paper_queries.ids, wanted, limit=0) == []


def test_a_paper_that_is_not_there(office: Office) -> None:
    assert office.read(paper_queries.paper, 99) is None
    for read in (paper_queries.facts, paper_queries.issued_pdf):
        with pytest.raises(KeyError):
            office.read(read, 99)
    refused("paper_gone", lambda: office.do(cancel_paper, CancelPaper(99, "thử")))
    paper = prepared(office, month=None)
    view = office.read(paper_queries.paper, paper)
    assert view is not None
    assert view.month is None
    assert office.read(paper_queries.issued_pdf, paper) == b""
