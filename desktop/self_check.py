"""Is this copy of the program whole? Run by the frozen build once made, and by whoever doubts an installation."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from desktop.founding import found_store
from models.benefits.papers import Letterhead, payment_list
from models.office.services import CreateCommune
from models.store import recovery, schema_version
from models.store.check import check_store
from models.store.dates import Month
from models.store.folder import current_set
from models.store.migrate import SCRIPTS, build_by_migrations
from models.store.money import amount_in_words
from models.store.opened import OpenedFolder
from models.store.vault import new_data_key
from models.store.worker import Worker
from printing.benefits.payment_list import payment_pdf

PASSWORD = "tự kiểm tra"  # noqa: S105 - of a store that lives for a second
Part = tuple[str, bool, str]


def run_self_check() -> list[Part]:
    """Every part in turn: name, whether it works, what was seen."""
    looks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("law", _law),
        ("fonts", _fonts),
        ("store", _store),
        ("migrations", _migrations),
        ("recovery", _recovery),
        ("worker", _worker),
        ("window", _window),
    )
    return [_look(name, look) for name, look in looks]


def _look(name: str, look: Callable[[], str]) -> Part:
    try:
        return (name, True, look())
    except Exception as error:
        return (name, False, f"{type(error).__name__}: {error}")


def _law() -> str:
    found = [file for file in (files("resources") / "law").iterdir() if file.name.endswith(".json")]
    if not found:
        raise FileNotFoundError("resources/law")
    for file in found:
        json.loads(file.read_text(encoding="utf-8"))
    return f"{len(found)} tệp dữ liệu luật"


def _fonts() -> str:
    facts = payment_list((), letterhead=Letterhead("ỦY BAN NHÂN DÂN XÃ MẪU", "Mẫu"), month=Month(202611))
    paper = payment_pdf(facts, printed_at=datetime(2026, 11, 1, tzinfo=UTC))
    if not paper.startswith(b"%PDF") or b"FontFile2" not in paper:
        raise ValueError("no embedded font")
    return f"tờ giấy thử {len(paper)} byte, phông nhúng"


def _store() -> str:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        found_store(data, PASSWORD, CreateCommune("Xã Tự Kiểm", "01"))
        with OpenedFolder(data, PASSWORD) as opened:
            report = check_store(opened.store, data)
        if not report.ok or not current_set(data).database.exists():
            raise ValueError("; ".join(part.message for part in report.parts if not part.ok))
    return "tạo, mở và kiểm tra được sổ mã hóa"


def _migrations() -> str:
    with tempfile.TemporaryDirectory() as folder:
        build_by_migrations(Path(folder) / "store.db", new_data_key())
    return f"các bước nâng cấp tới {schema_version.HEAD} trong {SCRIPTS.name}"


def _recovery() -> str:
    key = recovery.new_key()
    shares = recovery.split(key)
    if recovery.join(shares[1:]) != key or recovery.parse(recovery.qr_text(key)) != key:
        raise ValueError("recovery key")
    return f"khóa khôi phục {recovery.GROUPS} nhóm, {len(shares)} mảnh"


def _worker() -> str:
    worker = Worker()
    try:
        words = worker.run(amount_in_words, 1_015)
    finally:
        worker.close()
    if words != amount_in_words(1_015):
        raise ValueError(words)
    return "tiến trình phụ trả lời"


def _window() -> str:
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication, QLabel

    application = QApplication.instance() or QApplication([])
    label = QLabel("Sổ An Sinh")
    size = label.sizeHint()
    del label, application
    return f"cửa sổ {size.width()}×{size.height()}"
