"""A cache of compiled clause templates in the user's cache folder, as Python keeps `.pyc` files.

Compiling the templates of a long agreement takes longer than everything else that is done with them. The cache is
Jinja2's own; an entry holds the checksum of its source, so a changed clause is compiled anew. It can be deleted at
any time, and a folder that cannot be written is no fault: `TRAVAUX_CACHE` names another, and `off` turns it off.
"""

from __future__ import annotations

import functools
import os
import sys
from pathlib import Path

from jinja2.bccache import Bucket, FileSystemBytecodeCache


class Cache(FileSystemBytecodeCache):
    """Jinja2's cache in files, for which no fault of the disk is a fault of the build."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Reads the code of a template, if it is there."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # noqa: BLE001 - whatever a damaged file makes of itself, the template is compiled anew
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps the code of a template, if it can."""
        try:
            super().dump_bytecode(bucket)
        except OSError:
            return


def folder() -> Path | None:
    """The folder of the cache, or None where there is to be none."""
    named = os.environ.get("TRAVAUX_CACHE", "")
    if named == "off":
        return None
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "") or os.path.expanduser("~/.cache")  # noqa: PTH111 - never raises
    return Path(base) / "travaux" if base and Path(base).is_absolute() else None


@functools.cache
def cache() -> Cache | None:
    """The cache of this process, or None."""
    place = folder()
    if place is None:
        return None
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return None
    return Cache(str(place), "%s.clause") if _ours(place) else None


def _ours(place: Path) -> bool:
    """Code is only taken from a folder that nobody else can write to."""
    if not hasattr(os, "getuid"):
        return os.access(place, os.W_OK)
    status = place.stat()
    return status.st_uid == os.getuid() and not status.st_mode & 0o022 and os.access(place, os.W_OK)
