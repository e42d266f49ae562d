"""The payment organisation's file, as it comes: read, matched, previewed; taken whole or not at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models.benefits.months.returns import Blank, Told, Verdict
from models.benefits.months.returns_services import Applied, ApplyReturn, TakenLine, apply_return
from models.benefits.months.rules import MonthState
from models.imports.returns.columns import ReturnMeaning
from models.imports.returns.matching import Choices, Preview, preview
from models.imports.returns.process import command_of, look_at
from models.imports.returns.queries import month_state, payments
from models.imports.returns.reading import ReturnSheet, read_return
from models.imports.returns.words import understand_result
from models.imports.workbook.reading import read_workbook
from models.people.codes import display_code
from models.store.errors import RuleError
from models.store.store import Store
from tests.imports.returns.made_months import LINES, NOVEMBER, make_december, make_month
from tests.imports.writers import Grid, write_csv, write_xls, write_xlsx
from tests.store.fixtures import CLERK

TODAY = date(2026, 11, 30)
HEADER = ["STT", "Mã đối tượng", "Họ và tên", "Số CCCD", "Số tài khoản", "Số tiền", "Kết quả", "Lý do"]
FULL: list[list[Any]] = [
    ["1", "000123-8", "Lê Thị Hạnh", "001150000011", "", 580_000, "Đã nhận", ""],
    ["2", "000124-7", "K’Brơi", "", "0123456789", 540_000, "Chưa nhận", "Đi vắng"],
    ["3", "000125-5", "Trần Văn Đức", "001215000012", "55512345678", 1_350_000, "Thành công", ""],
    ["4", "000125-5", "Trần Văn Đức", "001215000012", "", 540_000, "Đã nhận", ""],
    ["5", "", "Nguyễn Thị Ánh", "", "", 50_000, "Trả lại", "Đã chết"],
]


def grid(rows: list[list[Any]], header: list[str] | None = None) -> Grid:
    titles = [["BƯU ĐIỆN HUYỆN"], ["BÁO CÁO KẾT QUẢ CHI TRẢ THÁNG 11/2026"], []]
    return Grid("KQ", [*titles, header or HEADER, *rows, ["", "Tổng cộng", "", "", "", 3_060_000, "", ""]])


def coded(rows: list[list[Any]]) -> list[list[Any]]:
    """The rows with the right check digits."""
    return [[row[0], display_code(int(row[1][:6])) if row[1] else "", *row[2:]] for row in rows]


def read(data: bytes, name: str = "kq.xlsx", **named: Any) -> ReturnSheet:
    return read_return(read_workbook(data, name), TODAY, **named)


@pytest.fixture
def sent(store: Store) -> Store:
    store.transact("Lập", CLERK, make_month, MonthState.SENT.value)
    return store


def look(store: Store, sheet: ReturnSheet, choices: Choices = Choices()) -> Preview:  # noqa: B008 - frozen
    with store.read() as reader:
        return preview(sheet, payments(reader, NOVEMBER), choices)


def take(store: Store, made: Preview, sha256: str = "ab" * 32) -> Applied:
    taken = tuple(TakenLine(one, "") for one in made.results)
    command = ApplyReturn(NOVEMBER, "kq.xlsx", sha256, taken, date(2026, 11, 12))
    return store.transact("Đối soát", CLERK, apply_return, command).value


def results(store: Store) -> list[tuple[str, int | None, str]]:
    with store.read() as reader:
        found = reader.execute(text("SELECT result, paid_amount, unpaid_reason FROM pay_line ORDER BY id"))
        return [(row[0], row[1], row[2]) for row in found]


def last_row_by_code() -> list[list[Any]]:
    rows = coded(FULL)
    rows[4][1] = coded([["", "000126-0"]])[0][1]
    return rows


@pytest.mark.parametrize("writer", [write_xlsx, write_xls, write_csv])
def test_a_whole_answer_is_written_line_by_line(sent: Store, writer: Any) -> None:
    data = writer([grid(last_row_by_code())])
    made = look(sent, read(data, "kq"))
    assert (made.stops, made.unnamed) == ((), ())
    applied = take(sent, made)
    assert applied.open_lines == 0
    assert results(sent) == [
        ("paid", 540_000, ""),
        ("paid", 40_000, ""),
        ("unpaid", 0, "Đi vắng"),
        ("paid", 1_350_000, ""),
        ("paid", 540_000, ""),
        ("unpaid", 0, "Đã chết"),
    ]
    with sent.read() as reader:
        assert month_state(reader, NOVEMBER) == MonthState.RECONCILED
        kept = reader.execute(text("SELECT paid_lines, paid_amount, unpaid_lines, unpaid_amount FROM pay_return")).one()
    assert tuple(kept) == (4, 2_470_000, 2, 590_000)


def test_the_money_of_the_file_is_the_money_of_the_list() -> None:
    assert sum(line["amount"] for line in LINES) == 3_060_000


@pytest.mark.parametrize(
    ("header", "row", "told", "paid"),
    [
        (
            ["Mã ĐT", "Tên khách hàng", "Số tiền", "Trạng thái"],
            ["000124", "K'Brơi", 540_000, "Success"],
            Told.PAID,
            None,
        ),
        (
            ["Số TK", "Tên khách hàng", "Số tiền", "Trạng thái GD"],
            ["123456789", "KBROI", 540_000, "Lỗi: sai tên"],
            Told.UNPAID,
            None,
        ),
        (
            ["STT", "Họ tên", "CCCD", "Phải chi", "Đã chi"],
            [1, "Trần Văn Đức", "001215000012", 1_890_000, 1_890_000],
            None,
            1_890_000,
        ),
        (
            ["TT", "Họ và tên", "Số định danh", "Đã nhận", "Chưa nhận"],
            [1, "Lê Thị Hạnh", "1150000011", "x", ""],
            Told.PAID,
            None,
        ),
        (
            ["TT", "Họ và tên", "Số định danh", "Đã nhận", "Chưa nhận"],
            [1, "Lê Thị Hạnh", "001150000011", "", "x"],
            Told.UNPAID,
            None,
        ),
        (
            ["TT", "Họ và tên", "Số định danh", "Số tiền", "Ký nhận"],
            [1, "Lê Thị Hạnh", "001150000011", 580_000, ""],
            None,
            None,
        ),
    ],
)
def test_columns_as_they_come(header: list[str], row: list[Any], told: Told | None, paid: int | None) -> None:
    if header[0] == "Mã ĐT":
        row = [coded([["", "000124-0"]])[0][1], *row[1:]]
    sheet = read(write_xlsx([Grid("S", [header, row])]))
    assert [(one.told, one.paid) for one in sheet.rows] == [(told, paid)]


def test_a_banks_file_without_names_is_read_by_its_keys(sent: Store) -> None:
    rows = [
        ["Ngày GD", "Số TK thụ hưởng", "Số tiền GD", "Trạng thái"],
        ["12/11/2026", 123456789, 540000.0, "Thành công"],
    ]
    made = look(sent, read(write_xlsx([Grid("Sheet1", rows)])))
    assert [(one.verdict, one.name) for one in made.judged] == [(Verdict.SET_PAID, "K’Brơi")]
    assert len(made.unnamed) == 4


def stopped(store: Store, rows: list[list[Any]], choices: Choices = Choices()) -> list[str]:  # noqa: B008 - frozen
    made = look(store, read(write_xlsx([grid(rows)])), choices)
    return [one.message for one in made.stops]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({1: {6: "hửm"}}, "Không rõ “hửm”"),
        ({1: {6: ""}}, "Ô kết quả để trống"),
        ({1: {5: 500_000}}, "Tệp ghi 500.000 đồng, danh sách là 540.000 đồng."),
        ({0: {1: "000999-", 3: "001150009999"}}, "Không có ai trong danh sách"),
        ({0: {2: "Trần Văn Đức"}}, "lệch dòng"),
        ({0: {3: "001215000012"}}, "những người khác nhau"),
        ({0: {5: "năm trăm"}}, "Không hiểu số tiền"),
    ],
)
def test_a_row_that_is_not_clear_stops_the_whole_file(
    sent: Store, change: dict[int, dict[int, Any]], words: str
) -> None:
    rows = last_row_by_code()
    for place, cells in change.items():
        for column, value in cells.items():
            rows[place][column] = coded([["", value + "0"]])[0][1] if value == "000999-" else value
    assert [words in message for message in stopped(sent, rows)] == [True]


def test_the_same_row_twice_counts_once_and_two_words_for_one_stop(sent: Store) -> None:
    rows = last_row_by_code()
    assert stopped(sent, [*rows, rows[0]]) == []
    other = [*rows[0][:6], "Chưa nhận", ""]
    assert ["nói khác nhau" in message for message in stopped(sent, [*rows, other])] == [True]


def test_lines_of_one_payment_on_rows_of_their_own_are_put_together(sent: Store) -> None:
    rows = last_row_by_code()
    first, second = [*rows[0][:5], 540_000, "Đã nhận", ""], [*rows[0][:5], 40_000, "Chưa nhận", "thiếu tiền"]
    made = look(sent, read(write_xlsx([grid([first, second, *rows[1:]])])))
    assert made.stops == ()
    take(sent, made)
    assert results(sent)[:2] == [("partly", 500_000, "thiếu tiền"), ("paid", 40_000, "")]


def test_what_the_clerk_leaves_out_or_accepts_no_longer_stops(sent: Store) -> None:
    rows = last_row_by_code()
    rows[0][2] = "Lê Thị Hạnh (bà)"
    rows.append(["6", "", "Người lạ", "001150009999", "", 1, "Đã nhận", ""])
    sheet = read(write_xlsx([grid(rows)]))
    stops = look(sent, sheet).stops
    numbers = {one.name: one.rows[0] for one in stops}
    assert len(stops) == 2
    chosen = Choices(Blank.ASK, frozenset({numbers["Người lạ"]}), frozenset({numbers["Lê Thị Hạnh (bà)"]}))
    assert look(sent, sheet, chosen).stops == ()


@pytest.mark.parametrize("state", [MonthState.OPEN, MonthState.CONFIRMED, MonthState.CLOSED])
def test_a_month_that_is_not_out_takes_nothing(store: Store, state: MonthState) -> None:
    store.transact("Lập", CLERK, make_month, state.value)
    made = look(store, read(write_xlsx([grid(last_row_by_code())])))
    with pytest.raises(RuleError) as refused:
        take(store, made)
    assert refused.value.code == "month_takes_no_answer"
    assert set(results(store)) == {("", None, "")}


def test_a_file_is_taken_once_and_not_over_a_change(sent: Store) -> None:
    made = look(sent, read(write_xlsx([grid(last_row_by_code())])))
    take(sent, made)
    before = results(sent)
    for sha256, code in (("ab" * 32, "file_taken"), ("cd" * 32, "changed_since_preview")):
        with pytest.raises(RuleError) as refused:
            take(sent, made, sha256)
        assert refused.value.code == code
    assert results(sent) == before


def test_half_a_file_is_never_written(sent: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made = look(sent, read(write_xlsx([grid(last_row_by_code())])))
    stranger = TakenLine(made.results[0].__class__(999_999, "paid", 1), "")
    command = ApplyReturn(NOVEMBER, "kq.xlsx", "ab" * 32, (*(TakenLine(one, "") for one in made.results), stranger))
    with pytest.raises(RuleError):
        sent.transact("Đối soát", CLERK, apply_return, command)
    assert set(results(sent)) == {("", None, "")}


def test_a_closed_month_refuses_results_whoever_writes(store: Store) -> None:
    store.transact("Lập", CLERK, make_month, MonthState.CLOSED.value)

    def write(work: Any, _command: None) -> Any:
        work.session.execute(text("UPDATE pay_line SET result = 'paid'"))

    with pytest.raises(IntegrityError, match="frozen"):
        store.transact("Sửa", CLERK, write, None)


def test_the_clerk_says_what_a_column_is() -> None:
    rows = [
        ["Mã ĐT", "Họ tên", "CCCD", "Số tiền", "Thông tin"],
        ["", "Lê Thị Hạnh", "001150000011", 580_000, "Đã nhận"],
    ]
    data = write_xlsx([Grid("S", rows)])
    assert read(data).rows[0].told is None
    assert read(data, wanted={4: ReturnMeaning.RESULT}).rows[0].told is Told.PAID


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("Đã nhận", Told.PAID),
        ("đã chi trả", Told.PAID),
        ("Thành công", Told.PAID),
        ("con nhận thay", Told.PAID),
        ("x", Told.PAID),
        ("✓", Told.PAID),
        ("Chưa nhận", Told.UNPAID),
        ("Không thành công", Told.UNPAID),
        ("đã chết", Told.UNPAID),
        ("Đã trả lại ngân sách", Told.UNPAID),
        ("chuyển đi nơi khác", Told.UNPAID),
        ("Đã chuyển khoản", Told.PAID),
        ("sai số tài khoản", Told.UNPAID),
        ("FAILED", Told.UNPAID),
        ("nhận một phần", Told.PARTLY),
        ("", Told.BLANK_CELL),
        ("   ", Told.BLANK_CELL),
        ("?", Told.UNKNOWN_WORD),
        ("hửm", Told.UNKNOWN_WORD),
    ],
)
def test_words_of_a_result(word: str, told: Told) -> None:
    assert understand_result(word) is told


def test_a_file_without_any_key_is_refused() -> None:
    with pytest.raises(RuleError) as refused:
        read(write_xlsx([Grid("S", [["STT", "Họ tên"], [1, "Lê Thị Hạnh"]])]))
    assert refused.value.code == "no_keys"


def test_nothing_is_made_of_a_file_with_open_questions_and_sources_name_the_row(sent: Store) -> None:
    with sent.read() as reader:
        found = payments(reader, NOVEMBER)
    rows = last_row_by_code()
    data = write_xlsx([grid([*rows[:4], [*rows[4][:6], "hửm", ""]])])
    with pytest.raises(RuleError) as refused:
        command_of(NOVEMBER, look_at(data, "kq.xlsx", TODAY, found, Choices()))
    assert refused.value.code == "rows_to_settle"
    looked = look_at(write_xlsx([grid(rows)]), "kq.xlsx", TODAY, found, Choices())
    command = command_of(NOVEMBER, looked)
    assert {line.source for line in command.lines} == {f"KQ!{number}" for number in range(5, 10)}
    assert sent.transact("Đối soát", CLERK, apply_return, command).value.open_lines == 0


def test_money_that_a_confirmed_list_carries_is_answered_there(sent: Store) -> None:
    made = look(sent, read(write_xlsx([grid(last_row_by_code())])))
    take(sent, made)
    sent.transact("Lập", CLERK, make_december, 6)
    with pytest.raises(RuleError) as refused:
        take(sent, made, "cd" * 32)
    assert refused.value.code == "carried_already"
    assert "12/2026" in refused.value.message


def test_a_day_of_payment_still_to_come_is_a_row_to_be_looked_at(sent: Store) -> None:
    """A file dated after today was taken without a word."""
    rows = [[*row, "25/12/2026"] for row in last_row_by_code()]
    sheet = read(write_xlsx([grid(rows, [*HEADER, "Ngày nhận"])]))
    made = look(sent, sheet)
    assert len(made.stops) == len(rows)
    assert "Ngày nhận 25/12/2026 chưa tới." in made.stops[0].message
