"""Deeds that are killed: in a forked child, after some time or at a file operation."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

from tests.store.children import ended, fork
from tests.store.fixtures import KILL

STEPS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.link", "os.rmdir", "shutil.rmtree"})
"""What the interpreter tells of before it does it (PEP 578)."""


class Step:
    """Dies by its own hand at the n-th file operation; counts them when `last` is 0."""

    def __init__(self, last: int) -> None:
        self.count, self.last = 0, last

    def __call__(self, event: str, _: object) -> None:
        if event in STEPS:
            self.count += 1
            if self.count == self.last:
                os.kill(os.getpid(), KILL)


def in_fork(deed: Callable[[], object], *, step: int | None = None, life: float | None = None) -> float | int:
    """Run it in a child: seconds it took, or the count of its steps (step=0); kills it as told."""
    heard, told = os.pipe()
    begun = time.monotonic()
    child = fork()
    if child == 0:
        try:
            steps = Step(step or 0)
            if step is not None:
                sys.addaudithook(steps)
            deed()
            os.write(told, str(steps.count).encode())
        except BaseException as trouble:
            os.write(told, repr(trouble).encode())
        finally:
            os._exit(0)
    os.close(told)
    if life is not None:
        time.sleep(life)
        os.kill(child, KILL)
    ended(child)
    took = time.monotonic() - begun
    with os.fdopen(heard, encoding="utf-8") as pipe:
        answer = pipe.read()
    assert not answer or answer.isdigit(), answer
    return int(answer) if step == 0 else took
