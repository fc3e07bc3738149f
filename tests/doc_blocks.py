"""The code blocks of a Markdown page: files that a reader writes, commands that run, and what they print.

A block after a line `**`path`**` is a file. A block `sh` is a run of commands; a block `text` after it is what they
print. Other blocks (`console`, `yaml` without a path) only show something.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from os import environ
from pathlib import Path

import travaux

ROOT = Path(__file__).resolve().parents[1]
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_BLOCK = re.compile(
    r"^(?:\*\*`(?P<path>[^`]+)`\*\*\n\n)?^(?P<fence>`{3,})(?P<language>\w+)\n(?P<body>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """One code block: its language, its text, and the path of the file that it is, or ""."""

    language: str
    body: str
    path: str = ""


@dataclass(frozen=True)
class Section:
    """A section of second level: its heading and its code blocks in order."""

    heading: str
    blocks: tuple[Block, ...] = field(default_factory=tuple)

    @property
    def files(self) -> Mapping[str, str]:
        """The files, by path."""
        return {block.path: block.body for block in self.blocks if block.path}

    @property
    def commands(self) -> tuple[str, ...]:
        """The runs of commands."""
        return tuple(block.body for block in self.blocks if block.language == "sh")

    @property
    def printed(self) -> str:
        """What the commands print."""
        return "".join(block.body for block in self.blocks if block.language == "text")


def blocks(text: str) -> tuple[Block, ...]:
    """The code blocks of some Markdown."""
    found = _BLOCK.finditer(text)
    return tuple(Block(match["language"], match["body"], match["path"] or "") for match in found)


def sections(page: Path) -> tuple[Section, ...]:
    """The sections of a page that have code blocks."""
    _, *parts = _HEADING.split(page.read_text(encoding="utf-8"))
    found = (Section(name, blocks(body)) for name, body in zip(parts[::2], parts[1::2], strict=True))
    return tuple(section for section in found if section.blocks)


def write_files(files: Mapping[str, str], folder: Path) -> None:
    """Writes files into a folder, replacing those that stand there."""
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")


def run(commands: str, folder: Path, tools: Path) -> subprocess.CompletedProcess[str]:
    """Runs commands as a shell does, stopping at the first that fails; `travaux` is the one under test."""
    command = tools / "travaux"
    if not command.exists():
        tools.mkdir(parents=True, exist_ok=True)
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m travaux "$@"\n', encoding="utf-8")
        command.chmod(0o755)
    own = {"PATH": f"{tools}:{environ['PATH']}", "PYTHONPATH": str(Path(travaux.__file__).parents[1])}
    shell = shutil.which("bash") or "sh"
    return subprocess.run(
        [shell, "-euc", commands], cwd=folder, env={**environ, **own}, capture_output=True, text=True, timeout=60
    )
