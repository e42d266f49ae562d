"""What every command shares: where the data is, the password, the open folder, and how answers are printed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from desktop.known_books import KnownBooks
from desktop.paths import data_folder, state_folder
from models.office.open_office import OpenOffice
from models.office.signing_in import NOBODY
from models.store.errors import EnvironmentProblem
from models.store.files import write_durably
from models.store.opened import OpenedFolder
from models.store.rights import Right, demand
from models.store.store import Store
from models.store.work import Actor

Command = TypeVar("Command", bound=Callable[..., Any])
json_option = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")


@dataclass(slots=True)
class Session:
    """One run of the command line; `actor` is who signed in, once the folder is open.

    Without a `handle` it is whoever has this password: commands that ran alone go on when a second colleague comes.
    """

    data: Path
    password_file: Path | None
    handle: str | None = None
    actor: Actor = NOBODY

    @classmethod
    def of(cls, data: Path | None, password_file: Path | None, handle: str | None = None) -> Session:
        """Read the global options; the folder need not exist yet."""
        return cls(data_folder(data), password_file, handle)

    def password(self, *, new: bool = False) -> str:
        """The first line of the password file, or what is typed."""
        if self.password_file is None:
            return str(click.prompt("Mật khẩu", hide_input=True, confirmation_prompt=new))
        return first_line(self.password_file)

    @property
    def memory(self) -> KnownBooks:
        """What this workstation knows of the book: an older copy of the folder is told."""
        return KnownBooks(state_folder(), self.data)

    @contextmanager
    def opened_office(self, password: str | None = None) -> Iterator[OpenOffice]:
        """The unlocked office with somebody signed in, closed in the end."""
        secret = self.password() if password is None else password
        office = OpenOffice.unlock(self.data, secret, self.handle, memory=self.memory)
        self.actor = office.actor
        if office.folder.trouble is not None:
            warn(office.folder.trouble)
        try:
            yield office
        finally:
            office.close()

    @contextmanager
    def opened_folder(self, password: str | None = None) -> Iterator[OpenedFolder]:
        """The unlocked folder with somebody signed in, closed in the end."""
        with self.opened_office(password) as office:
            yield office.folder

    @contextmanager
    def opened(self, right: Right | None = None) -> Iterator[Store]:
        """The unlocked store with somebody signed in who has this right, closed in the end."""
        with self.opened_folder() as folder:
            if right is not None:
                demand(self.actor.rights, right)
            yield folder.store


def first_line(file: Path) -> str:
    """The password in the first line of a file; raises EnvironmentProblem."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise EnvironmentProblem("Không đọc được tệp mật khẩu.", code="password_file") from None
    return lines[0] if lines else ""


def warn(message: str) -> None:
    """Say on stderr what does not stop the command; a line of JSON where the command answers in JSON."""
    context = click.get_current_context(silent=True)
    as_json = context is not None and context.params.get("as_json")
    click.echo(json.dumps({"warning": message}, ensure_ascii=False) if as_json else message, err=True)


def answer(value: Any) -> None:
    """Print an answer as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False))


def read_file(path: Path) -> bytes:
    """The bytes of a file the clerk named; raises EnvironmentProblem."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise EnvironmentProblem(f"Không tìm thấy tệp {path.name}.", code="file_missing") from None
    except OSError:
        raise EnvironmentProblem(f"Không đọc được tệp {path.name}.", code="file_unreadable") from None


def write_file(path: Path, data: bytes) -> None:
    """Write a paper where the clerk asked for it, whole or not at all; raises EnvironmentProblem."""
    if not path.parent.is_dir():
        raise EnvironmentProblem(f"Không có thư mục {path.parent}.", code="folder_missing")
    write_durably(path, data)
