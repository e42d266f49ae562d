"""Commands about the program itself: self-check and pictures of the windows."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from desktop.commands.context import Session, answer, json_option
from desktop.self_check import run_self_check


@click.command("self-check")
@json_option
def self_check(as_json: bool) -> int:
    """Chương trình có đủ phần: phông chữ, dữ liệu luật, biểu mẫu, mã hóa, tiến trình phụ."""
    parts = run_self_check()
    ok = all(done for _, done, _ in parts)
    if as_json:
        answer({"ok": ok, "parts": [{"name": name, "ok": done, "message": said} for name, done, said in parts]})
    else:
        for name, done, said in parts:
            click.echo(f"{'✓' if done else '✗'} {name}: {said}")
    return 0 if ok else 1


@click.command(hidden=True)
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--sample", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="Danh sách để xem thử.")
@click.option("--all-sizes", is_flag=True, help="Mọi cỡ màn hình, không chỉ 1366×768.")
@click.option(
    "--scale", type=click.FloatRange(1.0, 3.0), metavar="SỐ", default=1.0, help="Độ phóng của Windows: 1.25 là 125 %."
)
@click.option("--percent", type=click.IntRange(90, 150), metavar="SỐ", multiple=True, default=(100,), help="Cỡ chữ.")
@click.option("--scheme", type=click.Choice(["light", "dark"]), multiple=True, default=("light", "dark"), help="Nền.")
@click.pass_obj
def pictures(
    session: Session,
    out: Path,
    sample: Path | None,
    all_sizes: bool,
    scale: float,
    percent: tuple[int, ...],
    scheme: tuple[Literal["light", "dark"], ...],
) -> None:
    """Vẽ các cửa sổ vào ảnh, không cần màn hình."""
    from desktop.pictures import USUAL_SIZE, draw_office
    from ui.pictures import SIZES, Views

    views = Views(sizes=SIZES if all_sizes else (USUAL_SIZE,), schemes=scheme, percents=percent)
    for picture in draw_office(
        session.data, session.password(), session.handle, out, sample=sample, views=views, scale=scale
    ):
        click.echo(str(picture))
