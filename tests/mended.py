"""What the fixes of a check make of an example: the project after them, and what is found in it."""

from __future__ import annotations

from collections.abc import Iterable, Set
from pathlib import Path

from examples import INSTRUMENTS
from travaux.build import Compilation, Options, compile
from travaux.diagnostic import Diagnostic
from travaux.fixing import Fixed, fixed


def with_fix(found: Iterable[Diagnostic], code: str) -> list[Diagnostic]:
    """The findings of a code that say what mends them."""
    return [d for d in found if d.code == code and d.fix is not None]


def mended(found: Iterable[Diagnostic], folder: Path) -> Fixed:
    """The fixes of findings carried out on the files of a project."""

    def read(name: str) -> str | None:
        path = folder / name
        return path.read_text(encoding="utf-8") if path.is_file() else None

    made = fixed(found, read)
    for name, text in made.texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return made


def again(folder: Path, profile: str = "") -> Compilation:
    """The same project built once more."""
    return compile(INSTRUMENTS, Options(project=folder, profile=profile or "default"))


def unlike(before: Iterable[Diagnostic], after: Iterable[Diagnostic], but: Set[str] = frozenset()) -> list[str]:
    """What is found after the fixes and was not before them, wherever it stood; `but` are codes that come to light."""
    known = {(d.code, d.message) for d in before}
    return [str(d) for d in after if (d.code, d.message) not in known and d.code not in but]
