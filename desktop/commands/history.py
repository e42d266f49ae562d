"""Commands about the history: who changed what, and whether its chain is the one that was sealed and printed."""

from __future__ import annotations

from typing import Any

import click

from desktop.commands.context import Session, answer, json_option
from desktop.commands.kinds import RECORD
from models.store.errors import RuleError
from models.store.opened import OpenedFolder
from models.store.verify import BREAKS, Verified, code_fits, verify_history


@click.group("history")
def history() -> None:
    """Lịch sử thay đổi: kiểm tra chuỗi niêm phong."""


@history.command()
@click.option("--change", type=RECORD, default=None, help="Số thay đổi in ở chân tờ giấy.")
@click.option("--code", default=None, metavar="XXXX-XXXX-XXXX", help="Mã in ở chân tờ giấy.")
@json_option
@click.pass_obj
def verify(session: Session, change: int | None, code: str | None, as_json: bool) -> int:
    """Kiểm tra lịch sử từ thay đổi đầu tiên, các ngày đã niêm phong, và mã in trên tờ giấy."""
    if (change is None) != (code is None):
        raise RuleError("Cần cả số thay đổi và mã in trên tờ giấy.", field="code", code="change_and_code")
    with OpenedFolder(
        session.data, session.password(), session.handle
    ) as folder:  # where it is damaged nobody signs in
        found = verify_history(folder.store)
        fits = None if change is None or code is None else code_fits(folder.store, change, code)
    ok = found.ok and fits is not False
    if as_json:
        answer({"ok": ok, **_told(found), "paper": None if fits is None else {"change": change, "fits": fits}})
    else:
        _echo(found, fits, change)
    return 0 if ok else 1


def _told(found: Verified) -> dict[str, Any]:
    return {
        "changes": found.changes,
        "records": found.records,
        "head": {"change": found.head_change, "code": found.head_code},
        "broken": None if found.broken is None else {"change": found.broken.change_id, "what": found.broken.what},
        "missing": found.missing,
        "days": [{"day": day.day, "change": day.change_id, "code": day.code, "whole": day.whole} for day in found.days],
    }


def _echo(found: Verified, fits: bool | None, change: int | None) -> None:
    if found.broken is None:
        click.echo(f"✓ Chuỗi lịch sử liền mạch: {found.changes} thay đổi, {found.records} bản ghi.")
    else:
        click.echo(f"✗ Chuỗi lịch sử đứt ở thay đổi số {found.broken.change_id}: {BREAKS[found.broken.what]}.")
    if found.missing is not None:
        click.echo(f"✗ Sổ cũ hơn lần niêm phong gần nhất: thay đổi số {found.missing} không còn như đã niêm phong.")
    wrong = [day for day in found.days if not day.whole]
    for day in wrong:
        click.echo(f"✗ Ngày {day.day}: thay đổi số {day.change_id} không còn như đã niêm phong (mã {day.code}).")
    if not wrong:
        click.echo(f"✓ {len(found.days)} ngày đã niêm phong đều khớp.")
    click.echo(f"  Đầu chuỗi: thay đổi số {found.head_change}, mã {found.head_code}")
    if fits is not None:
        sign, words = ("✓", "khớp") if fits else ("✗", "KHÔNG khớp")
        click.echo(f"{sign} Mã trên tờ giấy {words} với sổ ở thay đổi số {change}.")
