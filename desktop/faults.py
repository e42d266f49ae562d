"""What is told of a fault of our own: its kind and the way to it, never a value, since values may be people's names.

`guard_process` takes over every door through which Python itself would print an exception's words or the machine would
keep a picture of the memory.
"""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from types import TracebackType

SHOWN_FRAMES = 8


def guard_process() -> None:
    """Call once at the start: exceptions anywhere are told by `way_to`, logs of libraries go nowhere, no core is kept.

    Windows keeps crash dumps only where somebody switched that on for the machine; a program cannot forbid it.
    """
    sys.excepthook = tell_fault
    threading.excepthook = _tell_of_thread
    sys.unraisablehook = _tell_unraisable
    logging.getLogger().addHandler(logging.NullHandler())
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, most))


def tell_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The `sys.excepthook` of the program; prints to stderr."""
    if issubclass(kind, KeyboardInterrupt):
        print("Đã dừng theo yêu cầu.", file=sys.stderr)
        return
    print(f"Chương trình gặp lỗi của chính nó. Hãy gửi dòng sau cho người hỗ trợ:\n{way_to(error)}", file=sys.stderr)


def way_to(error: BaseException) -> str:
    """ "KeyError: module.function:12 > ...", without the error's own words."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frame = trace.tb_frame
        frames.append(f"{frame.f_globals.get('__name__', '?')}.{frame.f_code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    inner = getattr(error, "way", "")  # of the worker process, itself without values
    return f"{type(error).__name__}: {' > '.join(frames[-SHOWN_FRAMES:])}{' | ' if inner else ''}{inner}"


def _tell_of_thread(told: threading.ExceptHookArgs) -> None:
    """As the main thread's: a window that watches for faults hears of it too."""
    if told.exc_value is not None and not issubclass(told.exc_type, SystemExit):
        sys.excepthook(told.exc_type, told.exc_value, told.exc_traceback)


def _tell_unraisable(told: sys.UnraisableHookArgs) -> None:
    """An exception in a destructor or a callback of C; Python would print the object as well."""
    if told.exc_value is not None and sys.stderr is not None:
        print(way_to(told.exc_value), file=sys.stderr)
