"""Projects to break: copies of the example project, edits of their files, and the command line run on them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest

from travaux.cli import main

EXAMPLE = Path(__file__).parent / "example_project"

Edit: TypeAlias = Callable[[Path], object]


@dataclass(frozen=True)
class Result:
    """What a run of the command line left: its exit code and the two streams."""

    code: int
    out: str
    err: str


#: The lines of the source in a message, and the line with the caret below.
_EXCERPT = re.compile(r"^ *\d* \| .*\n", re.MULTILINE)


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Result:
    """Runs the command line in this process. Lines of the source in its messages are left out of what it printed."""
    ran = run_whole(capsys, *arguments)
    return ran if "--format" in arguments else Result(ran.code, _EXCERPT.sub("", ran.out), ran.err)


def run_whole(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Result:
    """Runs the command line in this process; everything that it printed."""
    capsys.readouterr()
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as stop:
        code = int(str(stop.code or 0))
    streams = capsys.readouterr()
    return Result(code, streams.out, streams.err)


def copied(folder: Path, *edits: Edit) -> Path:
    """A copy of the example project with edits made in it."""
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    for edit in edits:
        edit(folder)
    return folder


def change(file: str, old: str, new: str) -> Edit:
    """An edit: the first `old` of a file becomes `new`."""

    def edit(root: Path) -> None:
        path = root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")

    return edit


def put(file: str, content: str | bytes) -> Edit:
    """An edit: a file is made, or replaced."""

    def edit(root: Path) -> None:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return edit


def place(root: Path, file: str, mark: str) -> tuple[int, int]:
    """Line and column, from 1, of the `^` in a mark such as `kind: ^price-flor`, or of its beginning without one."""
    text = (root / file).read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
    before, caret, after = mark.rpartition("^")
    at = text.index(before + after) + len(before) if caret else text.index(mark)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def snapshot(folder: Path) -> Mapping[str, bytes]:
    """Every file of a folder with its bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
