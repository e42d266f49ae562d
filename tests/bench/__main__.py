"""`python -m tests.bench [NAME ...]`: every benchmark in a process of its own, with its peak memory."""

from __future__ import annotations

import importlib
import sys

from tests.bench.measure import Figure, as_json, in_own_process

NAMES = (
    "startup",
    "register",
    "store",
    "imports",
    "papers",
    "frames",
    "safekeeping",
    "benefits",
    "benefits-windows",
)


def main() -> None:
    """Run the named benchmarks, or all."""
    arguments = [name for name in sys.argv[1:] if name != "--json"]
    figures: list[Figure] = []
    for name in arguments or NAMES:
        module = importlib.import_module(f"tests.bench.{name.replace('-', '_')}")
        print(f"{name}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
        found, peak = in_own_process(module.run)
        figures += found
        for figure in found:
            print("   ", figure.line())
        print(f"    peak memory {peak:.0f} MiB\n" if peak is not None else "", flush=True)
    if "--json" in sys.argv:
        print(as_json(figures))


if __name__ == "__main__":
    main()
