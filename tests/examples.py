"""The examples in the docstrings of checks, laid over the example project and compiled by the real pipeline."""

from __future__ import annotations

import shutil
from pathlib import Path

from travaux.build import Compilation, Options, compile
from travaux.selftest.example import Example, examples, merged, sections

__all__ = ["INSTRUMENTS", "PROJECT", "Example", "compiled", "examples", "laid_over", "merged", "sections"]

PROJECT = Path(__file__).parent / "example_project"
INSTRUMENTS = ("example", "example-plan")


def laid_over(example: Example, folder: Path) -> Path:
    """The example project in `folder` with the files of the example laid over it."""
    shutil.copytree(PROJECT, folder, dirs_exist_ok=True)
    for name, text in example.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        merge = path.suffix == ".yaml" and path.is_file()
        path.write_text(merged(path.read_text(encoding="utf-8"), text) if merge else text, encoding="utf-8")
    return folder


def compiled(example: Example, folder: Path, profile: str = "") -> Compilation:
    """The build of both instruments of the example project with the example laid over it."""
    return compile(INSTRUMENTS, Options(project=laid_over(example, folder), profile=profile or "default"))
