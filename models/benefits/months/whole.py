"""Are the kept months as they were confirmed? Lines against digest, digest against the history, and the bridges."""

from __future__ import annotations

import json

from sqlalchemy import Connection, select

from models.benefits.months.bridge import build_bridge
from models.benefits.months.facts import Line
from models.benefits.months.queries import MonthRow, months
from models.benefits.months.rules import MonthState
from models.benefits.months.stored import digest_of, lines_of
from models.benefits.months.tables import PayMonth
from models.store.dates import add_months, month_display
from models.store.errors import RuleError
from models.store.tables import Audit


def damaged_months(connection: Connection) -> str | None:
    """What `check` tells when a confirmed list is no longer what was confirmed."""
    known = _digests_in_history(connection)
    wrong: list[str] = []
    last: tuple[MonthRow, list[Line]] | None = None
    for row in reversed(months(connection)):
        lines = [line for _, line in lines_of(connection, row.id)]
        if row.state != MonthState.OPEN and not _whole(row, lines, known, last):
            wrong.append(month_display(row.month))
        last = (row, lines)
    if not wrong:
        return None
    return f"Danh sách chi trả tháng {', '.join(wrong)} không còn như lúc chốt; hãy khôi phục từ bản sao lưu."


def _whole(row: MonthRow, lines: list[Line], known: dict[int, str], last: tuple[MonthRow, list[Line]] | None) -> bool:
    if (row.lines, row.total) != (len(lines), sum(line.amount for line in lines)):
        return False
    if row.digest != digest_of(lines) or known.get(row.id, row.digest) != row.digest:
        return False
    if row.opening or last is None or last[0].month != add_months(row.month, -1):
        return row.opening
    try:
        build_bridge(row.month, last[0].month, last[1], lines, {})
    except RuleError:
        return False
    return True


def _digests_in_history(connection: Connection) -> dict[int, str]:
    """Month -> the digest that its confirmation wrote; months whose history was erased are left out."""
    found = select(Audit.record_id, Audit.fields).filter_by(record_table=PayMonth.__tablename__).order_by(Audit.id)
    known: dict[int, str] = {}
    for record_id, fields in connection.execute(found):
        if fields is not None and "digest" in (told := json.loads(fields)):
            known[record_id] = told["digest"][1]
    return known
