"""Where the frozen program starts, and its worker processes too: nothing heavy may come before freeze_support()."""

from __future__ import annotations

import multiprocessing

if __name__ == "__main__":
    multiprocessing.freeze_support()

    from desktop.main import main

    main()
