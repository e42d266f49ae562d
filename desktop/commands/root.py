"""The command line: every action of the windows is a command too, with --json where it answers.

Exit code 0: done; 1: a rule or the machine stands in the way; 2: wrong usage. The reason stands on stderr, as a line of
JSON when asked.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from desktop.commands.context import Session
from desktop.commands.words import OfficeContext, install_words, speak, value_names
from models.store.errors import EnvironmentProblem, RuleError

DONE, REFUSED, MISUSED = 0, 1, 2


COMMANDS = {
    "create": "office:create",
    "demo": "office:demo",
    "check": "office:check",
    "staff": "staff:staff",
    "people": "people:people",
    "import": "imports:import_list",
    "imports": "imports:imports",
    "benefits": "benefits:benefits",
    "events": "events:events",
    "law": "law:law",
    "month": "month:month",
    "print": "papers:print_papers",
    "papers": "kept_papers:papers",
    "history": "history:history",
    "backup": "restore:backup",
    "handover": "handover:handover",
    "self-check": "machine:self_check",
    "pictures": "machine:pictures",
}
"""Each command with its module and name; a module is imported when its command is called."""


class LazyGroup(click.Group):
    """Commands of COMMANDS, loaded when needed, so that no command waits for what another one uses."""

    context_class = OfficeContext

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None when there is no such name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(import_module(f"desktop.commands.{module}"), name)
        return speak(command) if isinstance(command, click.Command) else None


install_words()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--data", "data", type=click.Path(path_type=Path), help="Thư mục dữ liệu (mặc định: của người dùng).")
@click.option(
    "--password-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Tệp chứa mật khẩu ở dòng đầu; không có thì hỏi.",
)
@click.option("--handle", help="Tên đăng nhập, như can-bo-2 (mặc định: ai có mật khẩu này).")
@click.pass_context
def root(context: click.Context, data: Path | None, password_file: Path | None, handle: str | None) -> None:
    """Sổ An Sinh: sổ trợ giúp xã hội của một xã, phường."""
    context.obj = Session.of(data, password_file, handle)


def run_command(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    as_json = "--json" in arguments
    try:
        answer = root.main(args=list(arguments), prog_name="so-an-sinh", standalone_mode=False)
    except (RuleError, EnvironmentProblem) as problem:
        field = problem.field if isinstance(problem, RuleError) else None
        _tell(problem.message, problem.code, field, as_json=as_json)
        return REFUSED
    except click.exceptions.Abort:
        _tell("Đã dừng theo yêu cầu.", "stopped", as_json=as_json)
        return REFUSED
    except click.ClickException as misuse:
        _tell(_misuse(misuse), "usage", as_json=as_json)
        return MISUSED
    return answer if isinstance(answer, int) else DONE


def _misuse(error: click.ClickException) -> str:
    """What was wrong with the command, in the clerk's language, and where to read more."""
    path = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "so-an-sinh"
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    return f"{_what_is_wrong(error)}\nXem cách dùng: {path} --help"


def _what_is_wrong(error: click.ClickException) -> str:
    hint = error.param.get_error_hint(error.ctx) if isinstance(error, click.BadParameter) and error.param else ""
    name = value_names(hint)
    if isinstance(error, click.MissingParameter):
        return f"Thiếu {name}."
    if isinstance(error, click.BadParameter):
        return f"Giá trị không hợp lệ cho {name}: {error.message}"
    if isinstance(error, click.NoSuchOption | click.exceptions.NoSuchCommand):
        return error.format_message()
    return f"Lệnh không đúng: {error.format_message()}"


def _tell(message: str, code: str, field: str | None = None, *, as_json: bool) -> None:
    if as_json:
        message = json.dumps({"error": {"code": code, "field": field, "message": message}}, ensure_ascii=False)
    click.echo(message, err=True)
