"""Files are whole or not there, nobody else's file is touched, and each refusal has its own words."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from models.store.errors import EnvironmentProblem
from models.store.files import disk_problem, flush_folder, write_durably
from models.store.folder import drop_unfinished


def windows_error(number: int, code: int) -> OSError:
    """What Windows raises: an errno and the system's own number."""
    problem = OSError(number, "refused")
    problem.winerror = code  # type: ignore[attr-defined]  # known on Windows alone
    return problem


def code_of_writing(path: Path) -> str:
    try:
        write_durably(path, b"new")
    except EnvironmentProblem as problem:
        return problem.code
    return "done"


@pytest.mark.parametrize(
    "refusal",
    [
        windows_error(errno.EACCES, 5),  # what replacing a file says that Excel holds
        windows_error(errno.EACCES, 32),
        windows_error(errno.EACCES, 33),
        PermissionError(errno.EACCES, "refused"),
        PermissionError(errno.EPERM, "refused"),
    ],
)
def test_a_file_that_another_program_holds_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: OSError
) -> None:
    paper = tmp_path / "danh-sach.xlsx"
    paper.write_bytes(b"old")

    def held(_from: Path, _to: Path) -> Path:
        raise refusal

    monkeypatch.setattr(Path, "replace", held)
    assert code_of_writing(paper) == "file_in_use"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"danh-sach.xlsx": b"old"}


def test_a_file_marked_read_only_on_windows_is_no_file_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = tmp_path / "danh-sach.xlsx"
    paper.write_bytes(b"old")

    def refused(_from: Path, _to: Path) -> Path:
        raise windows_error(errno.EACCES, 5)

    monkeypatch.setattr(Path, "replace", refused)
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    assert code_of_writing(paper) == "read_only"


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (windows_error(errno.EACCES, 32), "file_in_use"),
        (windows_error(errno.EACCES, 33), "file_in_use"),
        (windows_error(errno.EACCES, 5), "read_only"),
        (OSError(errno.EROFS, ""), "read_only"),
        (OSError(errno.ENOSPC, ""), "disk_full"),
        (OSError(errno.EFBIG, ""), "disk_full"),
        (OSError(errno.EIO, ""), "disk_error"),
    ],
)
def test_each_refusal_has_its_own_words(problem: OSError, code: str) -> None:
    assert disk_problem(problem).code == code


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "giay.pdf").mkdir()
    (tmp_path / "giay.pdf" / "inside").write_bytes(b"")
    assert code_of_writing(tmp_path / "giay.pdf") == "name_taken"
    assert [path.name for path in tmp_path.iterdir()] == ["giay.pdf"]


def test_files_of_others_beside_the_target_stay(tmp_path: Path) -> None:
    """Names that a writer might think of, and one more that is taken already."""
    for name in ("a.xlsx.new", "a.xlsx.tmp", "a.new", "~a.xlsx"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert code_of_writing(tmp_path / "a.xlsx") == "done"
    others = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir() if path.name != "a.xlsx"}
    assert others == {name: name for name in ("a.xlsx.new", "a.xlsx.tmp", "a.new", "~a.xlsx")}


def test_a_taken_name_is_never_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "urandom", bytes)
    assert code_of_writing(tmp_path / "a.xlsx") == "done"
    taken = tmp_path / f"~so-an-sinh-{'00' * 8}.new"
    taken.write_bytes(b"somebody's")
    assert code_of_writing(tmp_path / "a.xlsx") == "disk_error"
    assert taken.read_bytes() == b"somebody's"


def test_a_name_of_the_greatest_length_can_be_written(tmp_path: Path) -> None:
    name = f"{'a' * 250}.xlsx"
    assert code_of_writing(tmp_path / name) == "done"
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_what_a_kill_left_in_the_data_folder_is_thrown_away(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(data_folder.rglob("*"))

    def killed(_handle: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", lambda path, missing_ok=False: None)
        patched.setattr(os, "fsync", killed)
        for folder in (data_folder, next((data_folder / "sets").iterdir())):
            with pytest.raises(KeyboardInterrupt):
                write_durably(folder / "current", b"half")
    assert len(sorted(data_folder.rglob("*"))) == len(before) + 2
    drop_unfinished(data_folder)
    assert sorted(data_folder.rglob("*")) == before


@pytest.mark.parametrize(("number", "matters"), [(errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EIO, True)])
def test_a_share_that_cannot_flush_folders_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, matters: bool
) -> None:
    def refused(_handle: int) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(os, "fsync", refused)
    if matters:
        with pytest.raises(OSError, match="refused"):
            flush_folder(tmp_path)
    else:
        flush_folder(tmp_path)
