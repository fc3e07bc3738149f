"""Does something again whenever a source file changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

#: Seconds between two looks. A save is answered that much later at most.
_PAUSE = 0.1
#: The folders of a project that hold sources; outputs lie elsewhere.
_FOLDERS = ("seeds", "clauses", "templates", "plugins")


def seen(roots: Iterable[Path]) -> Mapping[Path, tuple[int, int]]:
    """Every source file below the roots, with when it was changed and its size."""
    files = (p for root in roots for name in _FOLDERS for p in (root / name).rglob("*"))
    found: dict[Path, tuple[int, int]] = {}
    for path in files:
        try:
            status = path.stat()
        except OSError:
            continue  # removed, or replaced, since it was listed
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def watch(roots: Iterable[Path], do: Callable[[], object], wait: Callable[[], object] | None = None) -> None:
    """Does it once, and again after each change below the roots; ends with KeyboardInterrupt alone.

    `wait` is what is done between two looks: by default a tenth of a second passes.
    """
    places = tuple(roots)
    wait = wait or (lambda: time.sleep(_PAUSE))
    before = seen(places)
    do()
    while True:
        wait()
        now = seen(places)
        if now != before:
            before = now
            do()
