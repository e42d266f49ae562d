"""Commands about lists: import one (look only, or store), see the imports, undo one."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from desktop.commands.context import Session, answer, json_option, read_file
from desktop.commands.kinds import RECORD
from desktop.commands.people import today
from models.imports import queries
from models.imports.matching.known import Snapshot
from models.imports.process import Reading, file_digest, make_plan, read_and_match
from models.imports.report import import_report
from models.imports.services import ImportDone, StoreImport, store_import, undo_import
from models.store.errors import RuleError
from models.store.folder import has_store
from models.store.store import Store
from models.store.work import Actor, instant_text


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--apply", "apply", is_flag=True, help="Lưu vào sổ; không có thì chỉ xem.")
@json_option
@click.pass_obj
def import_list(session: Session, file: Path, apply: bool, as_json: bool) -> None:
    """Đọc một danh sách Excel (.xlsx, .xls, .xlsb, .ods, .csv); lưu khi có --apply."""
    data = read_file(file)
    if not apply and not has_store(session.data):
        report, done = _look(data, file.name), None
    else:
        with session.opened("change") as store:
            report, done = _import(store, session.actor, data, file.name, apply=apply)
    if as_json:
        answer({**report, "stored": None if done is None else {"batch": done.batch_id, **asdict(done.counts)}})
        return
    counts = report["counts"]
    click.echo(f"Đọc được {counts['rows']} dòng: {counts['new']} mới, {counts['match']} đã có, "
               f"{counts['unsure']} chưa chắc, {counts['wrong']} sai.")  # fmt: skip
    for row in report["rows"]:
        for problem in row["problems"]:
            click.echo(f"  {row['sheet']}, dòng {row['row']}: {problem['message']}")
    if done is not None:
        click.echo(
            f"Đã lưu: {done.counts.new_people} người mới, {done.counts.matched_people} người đã có, "
            f"{done.counts.benefit_lines} dòng trợ cấp. Hoàn tác: so-an-sinh imports undo {done.batch_id}"
        )
    elif apply is False:
        click.echo("Chưa lưu gì. Thêm --apply để lưu.")


def _look(data: bytes, name: str) -> dict[str, Any]:
    from datetime import UTC, datetime

    from models.store.work import OFFICE_TIME

    day = datetime.now(UTC).astimezone(OFFICE_TIME).date()
    understanding, verdicts = read_and_match(data, name, Reading(day, {}, {}, {}, frozenset()), Snapshot())
    return import_report(understanding, [verdict.status.value for verdict in verdicts])


def _import(
    store: Store, actor: Actor, data: bytes, name: str, *, apply: bool
) -> tuple[dict[str, Any], ImportDone | None]:
    day = today(store)
    with store.read() as reader:
        snapshot = queries.snapshot(reader, day)
        base = queries.plan_base(reader, instant_text(store.now()))
        reading = Reading(day, queries.column_memory(reader), {}, {}, frozenset())
    understanding, verdicts = read_and_match(data, name, reading, snapshot)
    report = import_report(understanding, [verdict.status.value for verdict in verdicts])
    if not apply:
        return report, None
    if not understanding.rows:
        raise RuleError("Không thấy danh sách người nào trong tệp này nên không lưu gì.", code="no_rows")
    plan = make_plan(understanding, verdicts, {}, snapshot, base)
    command = StoreImport(plan, name, file_digest(data))
    return report, store.transact("Nhập danh sách", actor, store_import, command).value


@click.group()
def imports() -> None:
    """Các lần nhập danh sách."""


@imports.command("list")
@json_option
@click.pass_obj
def list_imports(session: Session, as_json: bool) -> None:
    """Những lần đã nhập, mới nhất trước."""
    with session.opened() as store, store.read() as reader:
        batches = queries.batches(reader)
    if as_json:
        answer({"imports": [asdict(batch) for batch in batches]})
        return
    for batch in batches:
        undone = "  (đã hoàn tác)" if batch.undone else ""
        click.echo(f"{batch.id}\t{batch.file_name}\t{batch.new_people} người mới{undone}")


@imports.command()
@click.argument("batch", type=RECORD)
@json_option
@click.pass_obj
def undo(session: Session, batch: int, as_json: bool) -> None:
    """Hoàn tác cả một lần nhập, khi chưa có gì về sau dựa vào nó."""
    with session.opened() as store:
        count = store.transact("Hoàn tác lần nhập", session.actor, undo_import, batch).value
    if as_json:
        answer({"undone": count})
    else:
        click.echo(f"Đã hoàn tác {count} bản ghi.")
