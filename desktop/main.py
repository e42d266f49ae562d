"""The program's front door: without a command it opens the window, with one it is a command line.

Until the unlock window is painted only Qt and the vault are imported, so nothing is imported here before it is known
which way to go.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from desktop.faults import guard_process

WINDOW_OPTIONS = {"--data", "--sample-password"}


def main() -> None:
    """Entry of the console script and of the frozen program."""
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support

        freeze_support()
    guard_process()
    arguments = sys.argv[1:]
    if wants_window(arguments):
        from desktop.window import run_window

        sys.exit(run_window(arguments))
    from desktop.commands.root import run_command

    sys.exit(run_command(arguments))


def wants_window(arguments: Sequence[str]) -> bool:
    """Whether there is nothing but options of the window: data folder, and the password shown for sample data."""
    rest = list(arguments)
    while rest:
        option = rest.pop(0)
        if option.partition("=")[0] in WINDOW_OPTIONS and "=" in option:
            continue
        if option not in WINDOW_OPTIONS or not rest:
            return False
        rest.pop(0)
    return True


if __name__ == "__main__":
    main()
