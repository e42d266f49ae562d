"""Vietnamese for the command line library's own words: usage, options, complaints about what was typed.

click asks gettext for each of its sentences; these stand in its place, so no compiled catalogue has to be shipped. A
test demands every sentence of the installed click. Names of values ("TEXT") are not among click's translatable words:
`OfficeFormatter` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

WORDS = {
    "Aborted!": "Đã dừng.",
    "deprecated": "sắp bỏ",
    "Options": "Tùy chọn",
    "Positional arguments": "Tham số",
    "Got unexpected extra argument ({args})": "Thừa tham số: {args}",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": "Lệnh «{name}» sắp bỏ.{extra_message}",
    "Commands": "Lệnh",
    "Missing command.": "Thiếu lệnh.",
    "Value must be an iterable.": "Cần một danh sách giá trị.",
    "Takes {nargs} values but 1 was given.": "Cần {nargs} giá trị nhưng có {len}.",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": "«{name}» sắp bỏ.{extra_message}",
    "env var: {var}": "biến môi trường: {var}",
    "default: {default}": "mặc định: {default}",
    "required": "bắt buộc",
    "(dynamic)": "(tự tính)",
    "Do you want to continue?": "Làm tiếp?",
    "Confirm the action without prompting.": "Đồng ý luôn, không hỏi lại.",
    "%(prog)s, version %(version)s": "%(prog)s, phiên bản %(version)s",
    "Show the version and exit.": "Xem phiên bản.",
    "Show this message and exit.": "Xem cách dùng này.",
    "Did you mean {possibility}?": "Có phải là {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Có phải một trong: {possibilities}?)",
    "Error: {message}": "Lỗi: {message}",
    "Try '{command} {option}' for help.": "Xem cách dùng: {command} {option}",
    "Invalid value: {message}": "Giá trị không hợp lệ: {message}",
    "Invalid value for {param_hint}: {message}": "Giá trị không hợp lệ cho {param_hint}: {message}",
    "Missing argument": "Thiếu tham số",
    "Missing option": "Thiếu tùy chọn",
    "Missing parameter": "Thiếu tham số",
    "Missing {param_type}": "Thiếu {param_type}",
    "Missing parameter: {param_name}": "Thiếu tham số: {param_name}",
    "No such option {name!r}.": "Không có tùy chọn {name}.",
    "No such command {name!r}.": "Không có lệnh «{name}».",
    "unknown error": "lỗi chưa rõ",
    "Could not open file {filename!r}: {message}": "Không mở được tệp «{filename}»: {message}",
    "Usage:": "Cách dùng:",
    "Invalid start character for option ({option})": "Tùy chọn bắt đầu không đúng ({option})",
    "Argument {name!r} takes {nargs} values.": "Tham số «{name}» cần {nargs} giá trị.",
    "Option {name!r} does not take a value.": "Tùy chọn {name} không nhận giá trị.",
    "Option {name!r} requires an argument.": "Tùy chọn {name} cần một giá trị.",
    "Option {name!r} requires {nargs} arguments.": "Tùy chọn {name} cần {nargs} giá trị.",
    "Repeat for confirmation": "Nhập lại lần nữa",
    "Error: The two entered values do not match.": "Hai lần nhập không giống nhau.",
    "Error: invalid input": "Trả lời không hợp lệ",
    "Press any key to continue...": "Bấm phím bất kỳ để tiếp tục...",
    "Choose from:\n\t{choices}": "Chọn một trong:\n\t{choices}",
    "{value!r} is not {choice}.": "«{value}» không phải là {choice}.",
    "{value!r} is not one of {choices}.": "«{value}» không phải là một trong: {choices}.",
    "{value!r} does not match the format {format}.": "«{value}» không theo mẫu {format}.",
    "{value!r} does not match the formats {formats}.": "«{value}» không theo mẫu nào trong: {formats}.",
    "{value!r} is not a valid {number_type}.": "«{value}» không phải là số.",
    "{value} is not in the range {range}.": "{value} nằm ngoài khoảng {range}.",
    "{value!r} is not a valid boolean. Recognized values: {states}": "«{value}» không phải là có/không: {states}",
    "{value!r} is not a valid UUID.": "«{value}» không phải là UUID.",
    "file": "tệp",
    "directory": "thư mục",
    "path": "đường dẫn",
    "{name} {filename!r} does not exist.": "không có {name} «{filename}».",
    "{name} {filename!r} is a file.": "«{filename}» là một tệp, không phải {name}.",
    "{name} {filename!r} is a directory.": "«{filename}» là một thư mục, không phải {name}.",
    "{name} {filename!r} is not readable.": "không đọc được {name} «{filename}».",
    "{name} {filename!r} is not writable.": "không ghi được {name} «{filename}».",
    "{name} {filename!r} is not executable.": "không chạy được {name} «{filename}».",
    "{len_type} values are required, but {len_value} was given.": "cần {len_type} giá trị nhưng có {len_value}.",
}
"""click's sentence -> ours, with the same fields."""

VALUES = {
    "OPTIONS": "TÙY CHỌN",
    "COMMAND": "LỆNH",
    "ARGS": "THAM SỐ",
    "TEXT": "CHỮ",
    "INTEGER RANGE": "SỐ",
    "INTEGER": "SỐ",
    "FLOAT RANGE": "SỐ",
    "FLOAT": "SỐ",
    "BOOLEAN": "CÓ/KHÔNG",
    "FILE": "TỆP",
    "PERSON": "NGƯỜI",
    "PAPER": "GIẤY TỜ",
    "BATCH": "SỐ LẦN NHẬP",
    "YYYY-MM-DD": "NĂM-THÁNG-NGÀY",
    "YYYY-MM": "NĂM-THÁNG",
}
"""Names of values in usage lines and option columns."""
_VALUE = re.compile("|".join(rf"(?<![\w-]){re.escape(name)}(?![\w-])" for name in VALUES))


def say(english: str) -> str:
    """click's `gettext`."""
    return WORDS.get(english, english)


def say_many(one: str, several: str, count: int) -> str:
    """click's `ngettext`; Vietnamese has one form, but not each pair of sentences has the same fields."""
    return say(one if count == 1 or several not in WORDS else several)


def install_words() -> None:
    """Let click speak Vietnamese from now on; call it before commands are imported, which name their values at once."""
    for module in (core, decorators, exceptions, formatting, parser, termui, types):
        own = vars(module)
        own.update({name: word for name, word in (("_", say), ("ngettext", say_many)) if name in own})


def value_names(text: str) -> str:
    """`text` with the names of values in Vietnamese."""
    return _VALUE.sub(lambda found: VALUES[found[0]], text)


class OfficeFormatter(click.HelpFormatter):
    """Help pages whose values have Vietnamese names."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The first line."""
        super().write_usage(prog, value_names(args), prefix)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A column of options or commands with their words."""
        super().write_dl([(value_names(first), second) for first, second in rows], col_max, col_spacing)


class OfficeContext(click.Context):
    """What each command of ours runs in."""

    formatter_class = OfficeFormatter


def speak(command: click.Command) -> click.Command:
    """Make `command`, and all below it, use our help pages."""
    command.context_class = OfficeContext
    below: Any = command.commands.values() if isinstance(command, click.Group) else ()
    for inner in below:
        speak(inner)
    return command
