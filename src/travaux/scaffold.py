"""`travaux init`: a small project that builds, with comments that teach, copied from `_scaffold/`."""

from __future__ import annotations

import json
from pathlib import Path

from travaux.diagnostic import fail
from travaux.schemas import schema, schema_kinds
from travaux.span import Span

_SOURCE = Path(__file__).parent / "_scaffold"


def init(folder: Path) -> tuple[str, ...]:
    """Writes the project into a folder that is empty or does not exist yet; returns the names of its files.

    Raises `Failure` when something stands there already, so that nothing is lost.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise fail("WRT001", Span(str(folder)), "is not an empty folder", "name a new one; nothing was changed")
    files = {p.relative_to(_SOURCE).as_posix(): p.read_bytes() for p in sorted(_SOURCE.rglob("*")) if p.is_file()}
    for kind in schema_kinds():
        files[f"schemas/{kind}.json"] = (json.dumps(schema(kind), indent=1, ensure_ascii=False) + "\n").encode()
    try:
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise fail("WRT001", Span(str(folder)), f"cannot be written: {error.strerror}") from None
    return tuple(files)
