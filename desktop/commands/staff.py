"""Commands about colleagues who sign in: add, list, change, passwd, remove."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from desktop.commands.context import Session, answer, first_line, json_option
from models.office.open_office import OpenOffice
from models.office.staff_keys import (
    CHANGED,
    add_colleague,
    change_own_password,
    colleagues,
    demand_removable,
    remove_colleague,
    set_password,
)
from models.office.staff_queries import StaffMemberView, handles_ever
from models.office.staff_rules import ROLE_LABELS, ROLES, next_handle
from models.office.staff_services import AddStaff, ChangeStaff, change_staff
from models.store.errors import RuleError
from models.store.store import STAFF

role_option = click.option(
    "--role",
    type=click.Choice(list(ROLES)),
    default=None,
    help="clerk công chức, head trưởng phòng, leader lãnh đạo xác nhận, viewer người xem.",
)
new_password_option = click.option(
    "--new-password-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Tệp chứa mật khẩu mới ở dòng đầu; không có thì hỏi.",
)


@click.group()
def staff() -> None:
    """Cán bộ dùng sổ: thêm, xem, đổi vai trò, đặt mật khẩu, cho thôi."""


@staff.command("list")
@json_option
@click.pass_obj
def list_staff(session: Session, as_json: bool) -> None:
    """Các cán bộ, vai trò và tình trạng khóa."""
    with session.opened() as store:
        found = colleagues(store)
    if as_json:
        answer({"staff": [_row(one) for one in found]})
        return
    for one in found:
        click.echo(f"{one.handle}\t{one.display_name}\t{one.role_text}\t{one.state_text}")


@staff.command()
@click.option("--name", required=True, help="Họ tên cán bộ.")
@role_option
@click.option("--handle", default=None, help="Tên đăng nhập (mặc định: can-bo-2, can-bo-3...); không phải họ tên.")
@click.option("--administrator", is_flag=True, help="Được quản lý cán bộ, khôi phục, bàn giao.")
@new_password_option
@json_option
@click.pass_obj
def add(
    session: Session,
    name: str,
    role: str | None,
    handle: str | None,
    administrator: bool,
    new_password_file: Path | None,
    as_json: bool,
) -> None:
    """Thêm cán bộ; mật khẩu đầu tiên do chính người đó gõ."""
    with session.opened_office() as office:
        with office.store.read() as reader:
            chosen = handle or next_handle(handles_ever(reader))
        password = _new_password(new_password_file)
        made = add_colleague(office, AddStaff(name, role or "clerk", chosen, administrator), password)
    if as_json:
        answer({"id": made, "handle": chosen})
    else:
        click.echo(f"Đã thêm {name}, tên đăng nhập {chosen}.")


@staff.command()
@click.argument("handle", metavar="TÊN_ĐĂNG_NHẬP")
@click.option("--name", default=None, help="Họ tên mới.")
@role_option
@click.option("--administrator/--no-administrator", default=None, help="Cho, hay thôi, quyền quản trị sổ.")
@json_option
@click.pass_obj
def change(
    session: Session, handle: str, name: str | None, role: str | None, administrator: bool | None, as_json: bool
) -> None:
    """Đổi họ tên, vai trò, quyền quản trị."""
    with session.opened_office() as office:
        one = _known(office, handle)
        command = ChangeStaff(
            one.id,
            name or one.display_name,
            role or one.role,
            one.administrator if administrator is None else administrator,
        )
        office.transact(CHANGED, change_staff, command, kind=STAFF)
        told = _known(office, handle)
    if as_json:
        answer(_row(told))
    else:
        click.echo(f"{told.handle}: {told.display_name}, {told.role_text}.")


@staff.command()
@click.argument("handle", metavar="TÊN_ĐĂNG_NHẬP", required=False)
@new_password_option
@json_option
@click.pass_obj
def passwd(session: Session, handle: str | None, new_password_file: Path | None, as_json: bool) -> None:
    """Đổi mật khẩu của mình; người quản trị đặt lại cho người khác bằng tên đăng nhập của người đó."""
    old = session.password()
    with session.opened_office(old) as office:
        mine = handle is None or handle == office.folder.handle
        other = None if handle is None or mine else _known(office, handle)
        password = _new_password(new_password_file)
        if other is None:
            change_own_password(office, old, password)
        else:
            set_password(office, other.id, password)
        told = office.folder.handle if other is None else other.handle
    if as_json:
        answer({"handle": told})
    else:
        click.echo(f"Đã đổi mật khẩu của {told}.")


@staff.command()
@click.argument("handle", metavar="TÊN_ĐĂNG_NHẬP")
@json_option
@click.pass_obj
def remove(session: Session, handle: str, as_json: bool) -> None:
    """Cho cán bộ thôi dùng sổ: sổ có khóa mới. Bản sao lưu cũ vẫn mở được bằng mật khẩu cũ của người đó."""
    with session.opened_office() as office:
        one = demand_removable(office, _known(office, handle).id)
        remove_colleague(office.folder, office.actor, one.id)
    if as_json:
        answer({"removed": handle})
    else:
        click.echo(
            f"Đã cho {one.display_name} ({handle}) thôi dùng sổ; sổ có khóa mới. Bản sao lưu cũ vẫn mở được bằng "
            "mật khẩu cũ: hãy sao lưu ngay và cất các USB cũ."
        )


def _known(office: OpenOffice, handle: str) -> StaffMemberView:
    for one in colleagues(office.store):
        if one.handle == handle:
            return one
    raise RuleError(f"Không có cán bộ mang tên đăng nhập «{handle}».", field="handle", code="staff_unknown")


def _new_password(file: Path | None) -> str:
    if file is not None:
        return first_line(file)
    return str(click.prompt("Mật khẩu mới", hide_input=True, confirmation_prompt=True))


def _row(one: StaffMemberView) -> dict[str, Any]:
    return {**asdict(one), "left_on": one.left_on.isoformat() if one.left_on else None, "role": one.role,
            "role_label": ROLE_LABELS.get(one.role, one.role)}  # fmt: skip
