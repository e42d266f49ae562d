"""Commands about the office's own law: documents, their rows, what counts here. They join the group `law`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from desktop.commands.context import Session, answer, json_option, read_file
from desktop.commands.kinds import RECORD, DayType, MonthType
from models.law import services
from models.law.queries import OfficeLawView, all_documents, office_rows
from models.law.services import AddOfficeDocument, AddOfficeRows, CloseOfficeLaw, SwitchLaw, WithdrawOfficeLaw
from models.law.show import row_words
from models.store.dates import Month, month_display, month_iso
from models.store.errors import RuleError


@click.command("documents")
@json_option
@click.pass_obj
def documents(session: Session, as_json: bool) -> None:
    """Các văn bản: số, tên, đang áp dụng hay không; văn bản của địa phương có số thứ tự ở đầu."""
    with session.opened() as store, store.read() as reader:
        found = all_documents(reader)
    if as_json:
        rows = [
            {
                "id": one.own_id,
                "key": one.document.key,
                "number": one.document.number,
                "title": one.document.title,
                "issuer": one.document.issuer,
                "signed_on": None if one.document.signed is None else one.document.signed.isoformat(),
                "in_force": one.document.in_force.isoformat(),
                "known_from": one.document.known_from.isoformat(),
                "counts": one.counts,
            }
            for one in found
        ]
        answer({"documents": rows})
        return
    for one in found:
        state = "đang áp dụng" if one.counts else "chưa áp dụng"
        click.echo(f"{one.own_id or '-'}\t{one.document.key}\t{state}\t{one.document.title}")


@click.command("add-document")
@click.option("--number", required=True, help="Số, ký hiệu, như 12/2026/NQ-HĐND.")
@click.option("--title", required=True, help="Tên văn bản.")
@click.option("--issuer", required=True, help="Cơ quan ban hành, như HĐND tỉnh Lâm Đồng.")
@click.option("--signed-on", type=DayType(), required=True, help="Ngày ký YYYY-MM-DD.")
@click.option("--in-force", type=DayType(), required=True, help="Ngày có hiệu lực YYYY-MM-DD.")
@click.option("--known-from", type=DayType(), default=None, help="Biết được từ ngày (mặc định: ngày ký).")
@click.option("--file", "file_name", default="", help="Tên tệp hoặc nơi lưu văn bản.")
@json_option
@click.pass_obj
def add_document(
    session: Session,
    number: str,
    title: str,
    issuer: str,
    signed_on: date,
    in_force: date,
    known_from: date | None,
    file_name: str,
    as_json: bool,
) -> None:
    """Thêm một văn bản của địa phương; văn bản chỉ áp dụng sau lệnh switch."""
    command = AddOfficeDocument(number, title, issuer, signed_on, in_force, known_from, file_name)
    made = _do(session, "Thêm văn bản của địa phương", services.add_office_document, command)
    _tell({"id": made}, f"Đã thêm văn bản số thứ tự {made}.", as_json)


@click.command("add-rows")
@click.argument("document", type=RECORD)
@click.argument("rows_file", metavar="ROWS.json", type=click.Path(path_type=Path))
@click.option("--from", "first", type=MonthType(), required=True, help="Từ tháng YYYY-MM.")
@click.option("--to", "last", type=MonthType(), default=None, help="Đến hết tháng (mặc định: chưa biết).")
@json_option
@click.pass_obj
def add_rows(session: Session, document: int, rows_file: Path, first: Month, last: Month | None, as_json: bool) -> None:
    """Thêm mức, nhóm, quà của một văn bản: tệp là danh sách {"kind", "body"} theo mẫu của docs/law.md."""
    command = AddOfficeRows(document, _read_rows(rows_file), first, last)
    made = _do(session, "Thêm mức của địa phương", services.add_office_rows, command)
    _tell({"ids": list(made)}, f"Đã thêm {len(made)} dòng.", as_json)


def _read_rows(path: Path) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    try:
        raw = json.loads(read_file(path).decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise RuleError("Tệp không phải JSON đúng.", field="rows", code="rows_json") from None
    listed = raw if isinstance(raw, list) else []
    fits = [one for one in listed if isinstance(one, dict) and set(one) == {"kind", "body"}]
    rows = tuple((one["kind"], one["body"]) for one in fits)
    if not rows or len(fits) != len(listed) or not all(isinstance(k, str) and isinstance(b, dict) for k, b in rows):
        raise RuleError('Tệp cần một danh sách {"kind": ..., "body": {...}}.', field="rows", code="rows_json")
    return rows


@click.command("rows")
@json_option
@click.pass_obj
def rows(session: Session, as_json: bool) -> None:
    """Các mức, nhóm, quà mà cơ quan đã nhập."""
    with session.opened() as store, store.read() as reader:
        found = office_rows(reader)
    if as_json:
        answer({"rows": [_row(one) for one in found]})
        return
    for one in found:
        last = f" đến hết {month_display(one.row.last)}" if one.row.last else ""
        words = row_words(one.row.kind, one.row.body)
        click.echo(f"{one.id}\t{one.number}\t{words}\ttừ {month_display(one.row.first)}{last}")


def _row(one: OfficeLawView) -> dict[str, Any]:
    return {
        "id": one.id,
        "document": one.document_id,
        "number": one.number,
        "kind": one.row.kind,
        "from": month_iso(one.row.first),
        "to": None if one.row.last is None else month_iso(one.row.last),
        "body": dict(one.row.body),
    }


@click.command("close")
@click.argument("row_ids", metavar="ROW...", type=RECORD, nargs=-1, required=True)
@click.option("--last", type=MonthType(), required=True, help="Tháng cuối cùng còn áp dụng YYYY-MM.")
@json_option
@click.pass_obj
def close(session: Session, row_ids: tuple[int, ...], last: Month, as_json: bool) -> None:
    """Cho các dòng hết hiệu lực sau một tháng."""
    changed = _do(
        session, "Cho hết hiệu lực mức của địa phương", services.close_office_law, CloseOfficeLaw(row_ids, last)
    )
    _tell({"closed": changed}, f"Đã cho hết hiệu lực {changed} dòng.", as_json)


@click.command("withdraw")
@click.argument("row_id", metavar="ROW", type=RECORD)
@json_option
@click.pass_obj
def withdraw(session: Session, row_id: int, as_json: bool) -> None:
    """Bỏ một dòng nhập nhầm: coi như chưa từng đúng, lịch sử vẫn giữ."""
    _do(session, "Bỏ dòng mức nhập nhầm", services.withdraw_office_law, WithdrawOfficeLaw(row_id))
    _tell({"withdrawn": row_id}, "Đã bỏ dòng.", as_json)


@click.command("switch")
@click.argument("key", metavar="VĂN_BẢN")
@click.option("--on/--off", "counts", default=True, help="Áp dụng, hoặc thôi áp dụng.")
@click.option("--reason", default="", help="Lý do.")
@json_option
@click.pass_obj
def switch(session: Session, key: str, counts: bool, reason: str, as_json: bool) -> None:
    """Áp dụng hoặc thôi áp dụng một văn bản (tên ở lệnh documents). Hãy xem trước bằng lệnh preview --suppose."""
    name = "Áp dụng văn bản" if counts else "Thôi áp dụng văn bản"
    _do(session, name, services.switch_law, SwitchLaw(key, counts, reason))
    _tell({"key": key, "counts": counts}, f"{name} {key}: xong.", as_json)


def _do(session: Session, name: str, verb: Any, command: object) -> Any:
    with session.opened_office() as office:
        return office.transact(name, verb, command)


def _tell(value: dict[str, Any], words: str, as_json: bool) -> None:
    if as_json:
        answer(value)
    else:
        click.echo(words)


COMMANDS = (documents, add_document, add_rows, rows, close, withdraw, switch)
"""What joins the group `law`."""
