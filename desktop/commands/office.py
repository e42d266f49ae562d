"""Commands about the store as a whole: create, demo, check."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from desktop.commands.context import Session, answer, json_option
from desktop.commands.people import today
from desktop.founding import found_store
from models.demo.services import FillDemo, demo_commune, fill_demo
from models.office.places import province_by_name
from models.office.services import CreateCommune
from models.people.queries import PersonFilter, ids
from models.store.check import check_store
from models.store.errors import RuleError
from models.store.folder import has_store
from models.store.opened import OpenedFolder
from models.store.store import Store


@click.command()
@click.option("--commune", required=True, help="Tên xã, phường, đặc khu, ví dụ «Xã Hưng Đạo».")
@click.option("--province", required=True, help="Tên tỉnh, thành phố, ví dụ «Hà Nội».")
@click.option("--staff", default="", help="Họ tên cán bộ sử dụng.")
@json_option
@click.pass_obj
def create(session: Session, commune: str, province: str, staff: str, as_json: bool) -> None:
    """Tạo sổ mới cho một xã, phường. Mật khẩu không lấy lại được, hãy giữ kỹ."""
    found = province_by_name(province)
    if found is None:
        raise RuleError(f"Không có tỉnh, thành phố tên «{province}».", field="province", code="province_unknown")
    found_store(session.data, session.password(new=True), CreateCommune(commune, found.code, staff_name=staff))
    if as_json:
        answer({"data": str(session.data)})
    else:
        click.echo(f"Đã tạo sổ trong {session.data}")


@click.command()
@click.option("--people", "count", type=click.IntRange(1, 500_000), default=2000, show_default=True, help="Số người.")
@click.option("--seed", type=int, default=1, show_default=True, help="Cùng số cho cùng dữ liệu.")
@click.option("--before-october", is_flag=True, help="Chi như trước 05/10/2026, để thử đổi sang luật mới.")
@json_option
@click.pass_obj
def demo(session: Session, count: int, seed: int, before_october: bool, as_json: bool) -> None:
    """Lập một xã không có thật để xem và thử; sổ đã có người thì không điền."""
    password = session.password(new=not has_store(session.data))
    if not has_store(session.data):
        found_store(session.data, password, demo_commune(seed), facts={"sample": "yes"})
    with session.opened_folder(password) as folder:
        _demand_nobody(folder.store)
        wanted = FillDemo(count, seed, before_october)
        done = folder.store.transact("Điền dữ liệu mẫu", session.actor, fill_demo, wanted).value
    if as_json:
        answer({"people": done.people, "households": done.households, "benefit_lines": done.benefit_lines})
    else:
        click.echo(
            f"Đã thêm {done.people} người, {done.households} hộ, {done.benefit_lines} dòng trợ cấp (không có thật)."
        )


def _demand_nobody(store: Store) -> None:
    """Made-up people never get in among real ones, nor twice into a sample."""
    with store.read() as reader:
        if ids(reader, PersonFilter(day=today(store)), limit=1):
            raise RuleError(
                "Sổ này đã có người nên không điền thêm người không có thật. Hãy chọn thư mục dữ liệu khác (--data).",
                code="people_present",
            )


@click.command()
@json_option
@click.pass_obj
def check(session: Session, as_json: bool) -> int:
    """Kiểm tra sổ còn nguyên vẹn: mã hóa, dữ liệu, liên kết, tệp khóa, chuỗi lịch sử."""
    # Where it is damaged nobody signs in.
    with OpenedFolder(session.data, session.password(), session.handle, memory=session.memory) as folder:
        report = check_store(folder.store, session.data, folder.older)
    if as_json:
        parts = [{"name": part.name, "ok": part.ok, "message": part.message} for part in report.parts]
        answer({"ok": report.ok, "checked_at": datetime.now(UTC).isoformat(timespec="seconds"), "parts": parts})
    else:
        for part in report.parts:
            click.echo(f"{'✓' if part.ok else '✗'} {part.message}")
    return 0 if report.ok else 1
