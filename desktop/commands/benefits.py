"""Commands of benefits: who gets what, taking old lists over, who may have a right and gets nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

import click

from desktop.commands import carers, decisions
from desktop.commands.context import Session, answer, json_option
from desktop.commands.kinds import RECORD, MonthType
from desktop.commands.people import MOST_PEOPLE, asked_person, today, village_id
from models.benefits import lines
from models.benefits.entitlements.checks import codes_of
from models.benefits.entitlements.doubles import doubles as paid_twice
from models.benefits.entitlements.histories import entitlements_of
from models.benefits.entitlements.screening import Screened, screen
from models.benefits.entitlements.taking_over import FoundLine, Sum, TakeOver, TakeOverPreview, preview, take_over
from models.benefits.groups import all_groups
from models.benefits.lines import LineFilter
from models.benefits.secrecy import NEUTRAL_LABEL, Grounds, grounds_for, is_secret_ground
from models.people.masking import numbers_for
from models.people.viewing import GROUND_VIEWED, PAGE_VIEWED, NoteView, note_view
from models.store.dates import Month, month_display, month_iso, month_of
from models.store.errors import RuleError
from models.store.money import format_amount
from models.store.rights import demand
from models.store.store import VIEW
from models.store.vietnamese import search_text

month_option = click.option("--month", type=MonthType(), default=None, help="Tháng YYYY-MM (mặc định: tháng này).")
SHOWN_LINES = 20
"""Lines of each kind that a preview names on the screen; --json names all."""


@click.group()
def benefits() -> None:
    """Trợ cấp: ai hưởng gì, tiếp nhận danh sách cũ, quyết định, rà soát."""


for _command in (*decisions.COMMANDS, carers.carer):
    benefits.add_command(_command)


@benefits.command("list")
@month_option
@click.option("--village", default=None, help="Chỉ một thôn, tổ dân phố.")
@click.option("--group", "groups", multiple=True, help="Chỉ một nhóm như K6N (lặp lại được).")
@click.option("--article", default=None, help="Chỉ các nhóm theo điều, khoản có các chữ này, ví dụ «khoản 6 Điều 5».")
@click.option("--channel", type=click.Choice(["account", "cash"]), default=None, help="Tài khoản hay tiền mặt.")
@click.option("--standing", type=click.Choice(["paid", "suspended"]), default="paid", show_default=True,
              help="Đang hưởng hay đang tạm dừng.")  # fmt: skip
@click.option("--text", default="", help="Chỉ người tìm thấy theo chữ này.")
@click.option(
    "--limit", type=click.IntRange(1, MOST_PEOPLE), default=200, show_default=True, help="Nhiều nhất mấy khoản."
)
@click.option("--offset", type=click.IntRange(0, MOST_PEOPLE), default=0, help="Bỏ qua mấy khoản đầu.")
@json_option
@click.pass_obj
def list_benefits(session: Session, month: Month | None, village: str | None, groups: tuple[str, ...],
                  article: str | None, channel: str | None, standing: str, text: str, limit: int, offset: int,
                  as_json: bool) -> None:  # fmt: skip
    """Ai đang hưởng gì trong một tháng."""
    with session.opened() as store, store.read() as reader:
        grounds = grounds_for(session.actor.rights)
        if (groups or article) and grounds == "neutral":
            demand(session.actor.rights, "grounds")
        day = today(store)
        wanted = LineFilter(
            day=day,
            text=text,
            village_id=village_id(reader, village),
            month=month or month_of(day),
            groups=_groups(groups, article),
            channel=channel or "",
            standing=standing if standing != "paid" else "",
            whole_numbers="numbers" not in session.actor.rights and "all" not in session.actor.rights,
        )
        count, total = lines.count(reader, wanted)
        ids = lines.ids(reader, wanted, limit=limit, offset=offset, grounds=grounds)
        rows = numbers_for(session.actor.rights, lines.rows(reader, ids, day, grounds=grounds))
    if as_json:
        shown = month_iso(month or month_of(day))
        answer({"month": shown, "count": count, "total": total, "lines": [asdict(row) for row in rows]})
        return
    for row in rows:
        click.echo(f"{row.code}\t{row.name}\t{row.village}\t{row.group or row.label}\t{row.amount}")
    click.echo(f"{count} khoản, {format_amount(total)} đồng một tháng")


def _groups(codes: tuple[str, ...], article: str | None) -> tuple[str, ...]:
    """The codes asked for; RuleError for one that is none."""
    known = {one.code: one for one in all_groups()}
    for code in codes:
        if code not in known:
            raise RuleError(f"Không có nhóm mang mã «{code}».", field="group", code="group_unknown")
    if article is None:
        return codes
    wanted = search_text(article)
    found = tuple(code for code, one in known.items() if wanted in search_text(one.clause))
    if not found:
        words = f"Không có nhóm nào theo «{article}». Ví dụ: «khoản 6 Điều 5»."
        raise RuleError(words, field="article", code="article_unknown")
    return (*codes, *found)


@benefits.command()
@click.argument("person")
@click.option("--reveal", is_flag=True, help="Hiện cả căn cứ được giữ kín; lượt xem được ghi lại.")
@json_option
@click.pass_obj
def show(session: Session, person: str, reveal: bool, as_json: bool) -> None:
    """Các chế độ của một người và những quyết định của từng chế độ."""
    with session.opened() as store:
        if reveal:
            demand(session.actor.rights, "grounds")
        grounds: Grounds = "open" if reveal else grounds_for(session.actor.rights)
        with store.read() as reader:
            person_id = asked_person(reader, person)
            found = entitlements_of(reader, person_id, grounds=grounds)
        for title, seen in ((PAGE_VIEWED, True), (GROUND_VIEWED, reveal)):
            if seen:
                store.transact(title, session.actor, note_view, NoteView(person_id), kind=VIEW)
    if as_json:
        answer({"entitlements": [asdict(one) for one in found]})
        return
    for one in found:
        amount = f"{format_amount(one.amount)} đồng" if one.amount else one.standing
        click.echo(f"[{one.id}] {one.group or one.label}: {amount} ({one.origin.lower()})")
        for span in one.spans:
            click.echo(f"  {span.since or '…'} - {span.until or 'nay'}: {span.amount} {span.standing.lower()}")
        for each in one.decisions:
            number = each.number or each.state
            click.echo(f"  {each.kind} {number} {each.day} từ {each.since} {each.why}".rstrip())


@benefits.command("take-over")
@click.option("--month", type=MonthType(), required=True, help="Tháng cuối cùng đã chi theo danh sách cũ, YYYY-MM.")
@click.option("--kept-from", type=MonthType(), default=None, help="Tháng đầu chi theo sổ này (mặc định: tháng sau).")
@click.option("--line", "line_ids", type=RECORD, multiple=True, help="Chỉ khoản mang số này (lặp lại được).")
@click.option(
    "--ended-since", type=MonthType(), default=None, help="Cả khoản đã thôi nhưng còn chi từ tháng này trở đi."
)
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước.")
@json_option
@click.pass_obj
def take_over_lines(session: Session, month: Month, kept_from: Month | None, line_ids: tuple[int, ...],
                    ended_since: Month | None, dry_run: bool, as_json: bool) -> None:  # fmt: skip
    """Tiếp nhận các khoản từ danh sách cũ thành chế độ theo quyết định; làm một lần cho mỗi khoản."""
    with session.opened(None if dry_run else "change") as store:
        with store.read() as reader:
            found = preview(reader, month, ended_since)
            shown = (*found.lines, *found.doubles, *found.without_amount, *found.ended)
            codes = codes_of(reader, {line.person_id for line in shown})
        told = _preview_json(found, codes, grounds_for(session.actor.rights))
        if not dry_run:
            command = TakeOver(month, line_ids or None, kept_from, ended_since)
            done = store.transact("Tiếp nhận danh sách cũ", session.actor, take_over, command).value
            told = {**asdict(done), "preview": told}
    if as_json:
        answer({"month": month_iso(month), "stored": not dry_run, **told})
        return
    if not dry_run:
        click.echo(f"Đã tiếp nhận {done.lines} khoản, {format_amount(done.total)} đồng một tháng.")
        return
    click.echo(
        f"Tiếp nhận được {len(found.lines)} khoản, {format_amount(found.total)} đồng tháng {month_display(month)}."
    )
    for words, rows in (
        ("Chưa rõ nhóm", found.unrecognised),
        ("Lệch với mức theo luật", found.off_the_law),
        ("Chưa ghi mức, không tiếp nhận", found.without_amount),
        ("Có thể trùng, không tự tiếp nhận", found.doubles),
        ("Đã thôi trước tháng này, tiếp nhận để xem lại theo luật mới", found.ended),
    ):
        if rows:
            some = ", ".join(dict.fromkeys(codes[line.person_id] for line in rows[:SHOWN_LINES]))
            click.echo(f"{words}: {len(rows)} khoản ({some}{' ...' if len(rows) > SHOWN_LINES else ''})")
    if found.left:
        click.echo(f"Đã mất hoặc chuyển đi trước tháng này: {found.left} khoản, không tiếp nhận.")


def _preview_json(found: TakeOverPreview, codes: dict[int, str], grounds: Grounds) -> dict[str, Any]:
    return {
        "lines": len(found.lines),
        "total": found.total,
        "left": found.left,
        "by_group": _sums(found.by_group, grounds, found.lines),
        "by_village": [asdict(one) for one in found.by_village],
        **{
            name: [_line_json(line, codes, grounds) for line in getattr(found, name)]
            for name in ("unrecognised", "off_the_law", "without_amount", "doubles", "ended")
        },
    }


def _sums(sums: tuple[Sum, ...], grounds: Grounds, found: tuple[FoundLine, ...]) -> list[dict[str, Any]]:
    """Sums by group; what a ground would tell is summed under the neutral label."""
    told: Counter[str] = Counter()
    money: Counter[str] = Counter()
    secret = {line.group or line.label for line in found if is_secret_ground(line.group, line.label)}
    for one in sums:
        hidden = grounds == "neutral" or one.name in secret
        name = NEUTRAL_LABEL if hidden else one.name
        told[name] += one.lines
        money[name] += one.total
    return [{"name": name, "lines": count, "total": money[name]} for name, count in told.items()]


def _line_json(line: FoundLine, codes: dict[int, str], grounds: Grounds) -> dict[str, Any]:
    label, group = lines.ground_shown(line.group, line.label, grounds)
    return {
        "line_id": line.line_id,
        "code": codes[line.person_id],
        "village": line.village,
        "label": label,
        "group": group,
        "amount": line.amount,
        "lawful": line.lawful,
        "start": None if line.start is None else month_iso(line.start),
        "stop": None if line.stop is None else month_iso(line.stop),
    }


@benefits.command("screen")
@json_option
@click.pass_obj
def screen_register(session: Session, as_json: bool) -> None:
    """Rà soát: ai có thể được hưởng mà chưa hưởng. Chỉ là gợi ý, phải xác minh trước."""
    with session.opened("grounds") as store, store.read() as reader:
        found = screen(reader, today(store))
        codes = codes_of(reader, {one.person_id for one in found})
    if as_json:
        answer({"count": len(found), "people": [_screened_json(one, codes) for one in found]})
        return
    for one in found:
        click.echo(
            f"{codes[one.person_id]}\t{one.group}\t{format_amount(one.amount)}\t{one.why} {' '.join(one.assumed)}"
        )
    click.echo(f"{len(found)} gợi ý")


def _screened_json(one: Screened, codes: dict[int, str]) -> dict[str, Any]:
    gets = sorted(NEUTRAL_LABEL if is_secret_ground(code, code) else code for code in one.gets)
    told = {"code": codes[one.person_id], "group": one.group, "kind": one.kind, "amount": one.amount}
    return {**told, "gets": gets, "why": one.why, "assumed": list(one.assumed)}


@benefits.command("doubles")
@month_option
@json_option
@click.pass_obj
def list_doubles(session: Session, month: Month | None, as_json: bool) -> None:
    """Ai đang hưởng hai chế độ mà luật không cho hưởng cùng lúc."""
    with session.opened() as store, store.read() as reader:
        grounds = grounds_for(session.actor.rights)
        found = paid_twice(reader, month or month_of(today(store)), today(store))
        codes = codes_of(reader, {one.person_id for one in found})
    rows: list[dict[str, Any]] = [
        {
            "code": codes[one.person_id],
            "grounds": [lines.ground_shown(code, code, grounds)[0] for code in one.grounds],
            "amounts": list(one.amounts),
        }
        for one in found
    ]
    if as_json:
        answer({"count": len(rows), "people": rows})
        return
    for row in rows:
        click.echo(f"{row['code']}\t{', '.join(row['grounds'])}")
    click.echo(f"{len(rows)} người")
