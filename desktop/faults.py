"""What is told of a fault of our own: its kind and the way to it, never a value, since values may be people's names."""

from __future__ import annotations

import sys
from types import TracebackType

SHOWN_FRAMES = 8


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
    return f"{type(error).__name__}: {' > '.join(frames[-SHOWN_FRAMES:])}"
