"""`travaux check --fix`: mends what can be mended in the sources of a project, and `--diff` shows it first."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from travaux.commands import DONE, FINDINGS
from travaux.commands._arguments import options

if TYPE_CHECKING:
    from travaux.choice import Choice
    from travaux.diagnostic import Diagnostic
    from travaux.fixing import Fixed

#: One mended finding may bring another to light; more rounds than this would mean that two fixes undo each other.
_ROUNDS = 10


def project_root(args: argparse.Namespace) -> Path | None:
    """The folder of the project; None where the library alone is checked, whose files are not the user's."""
    from travaux.discover import layers

    return next((layer.root for layer in layers(options(args).project) if not layer.builtin), None)


def _fixes(args: argparse.Namespace, choice: Choice, root: Path | None) -> Fixed:
    from travaux.choice import chosen
    from travaux.fixing import fixable, fixed

    found = chosen(_found(args)[0], choice)

    def read(name: str) -> str | None:
        path = root / name if root else None
        inside = path is not None and root is not None and path.resolve().is_relative_to(root.resolve())
        return path.read_bytes().decode("utf-8") if path and inside and path.is_file() else None

    return fixed(fixable(found, args.unsafe_fixes), read)


def _found(args: argparse.Namespace) -> tuple[tuple[Diagnostic, ...], bool]:
    """What is found, and whether the project can be read: where it cannot, the reading alone says what is wrong."""
    from travaux.build import compile
    from travaux.diagnostic import Failure

    try:
        return compile(args.instruments, options(args)).diagnostics, True
    except Failure as failure:
        return failure.diagnostics, False


def show(args: argparse.Namespace, choice: Choice) -> int:
    """Prints what would be changed as a unified diff; 1 where there is something."""
    from travaux.fixing import difference

    root = project_root(args)
    made = _fixes(args, choice, root)
    for name, after in sorted(made.texts.items()):
        before = (root / name).read_bytes().decode("utf-8") if root else ""
        print(difference(name, before, after), end="")
    _refusals(made)
    return FINDINGS if made.texts else DONE


def mend(args: argparse.Namespace, choice: Choice) -> None:
    """Changes the files of the project, round by round, until nothing is left to mend.

    Raises `Failure`, with every file as it was before, where a change would make the project unreadable.
    """
    from travaux.build import write
    from travaux.diagnostic import Failure

    root = project_root(args)
    readable = _found(args)[1]
    first: dict[Path, bytes] = {}
    mended: list[Diagnostic] = []
    made = None
    for _ in range(_ROUNDS):
        made = _fixes(args, choice, root)
        if not made.texts or root is None:
            break
        files = {root / name: text.encode() for name, text in made.texts.items()}
        first = {path: path.read_bytes() for path in files if path not in first} | first
        write(files)
        found, now = _found(args)
        if readable and not now:
            write(first)
            raise Failure(found)
        readable = now
        mended += made.mended
    for d in mended:
        print(f"mended: {d.span}: {d.code}: {d.fix.message if d.fix else ''}", file=sys.stderr)
    if made:
        _refusals(made)


def _refusals(made: Fixed) -> None:
    for d, why in made.refused:
        print(f"not mended: {d.span}: {d.code}: {why}", file=sys.stderr)
