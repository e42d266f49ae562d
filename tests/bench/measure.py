"""Timing two ways of the same work in turn, so that a machine whose speed drifts treats both alike."""

from __future__ import annotations

import gc
import json
import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

RUNS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One comparison: medians in seconds, the ratio ours / theirs, and the bound of the promise (None: no promise)."""

    name: str
    ours: float
    theirs: float
    against: str
    bound: float | None

    @property
    def ratio(self) -> float:
        """Ours over theirs."""
        return self.ours / self.theirs

    def line(self) -> str:
        """One line for people."""
        promise = "" if self.bound is None else f"  (at most {self.bound:g}: {'kept' if self.kept else 'MISSED'})"
        return (
            f"{self.name:<46} {1000 * self.ours:9.1f} ms | {self.against:<28} {1000 * self.theirs:9.1f} ms"
            f" | ratio {self.ratio:5.2f}{promise}"
        )

    @property
    def kept(self) -> bool:
        """Whether the promise holds."""
        return self.bound is None or self.ratio <= self.bound


def in_turn(ours: Callable[[], Any], theirs: Callable[[], Any], *, runs: int = RUNS) -> tuple[float, float]:
    """Median seconds of both, run A B A B ... after one warm-up of each."""
    ours()
    theirs()
    a: list[float] = []
    b: list[float] = []
    for _ in range(runs):
        for work, times in ((ours, a), (theirs, b)):
            gc.collect()
            started = time.perf_counter()
            work()
            times.append(time.perf_counter() - started)
    return statistics.median(a), statistics.median(b)


def peak_mebibytes() -> float | None:
    """The most memory this process ever held, or None where the system does not tell."""
    if sys.platform == "win32":
        return None
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def in_own_process(function: Callable[[], list[Any]]) -> tuple[list[Any], float | None]:
    """Run a benchmark in a fresh process; its answer and its peak memory."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(function, theirs))
    process.start()
    theirs.close()
    try:
        answer, peak = ours.recv()
    except EOFError:
        raise RuntimeError(f"{function.__module__} broke") from None
    finally:
        process.join()
    return answer, peak


def _serve(function: Callable[[], list[Any]], pipe: Any) -> None:
    answer = function()
    pipe.send((answer, peak_mebibytes()))


def as_json(figures: list[Figure]) -> str:
    """All figures as one JSON text."""
    return json.dumps([{**asdict(figure), "ratio": figure.ratio, "kept": figure.kept} for figure in figures])
