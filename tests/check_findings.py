"""What a check finds in the example project or in the built-in agreement, with files laid over them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from examples import Example, compiled, merged
from travaux.build import Compilation, Options, compile
from travaux.diagnostic import Diagnostic

LIBRARY = Path(__file__).parents[1]
AGREEMENT, PLAN = "critical-minerals-agreement", "us-mx-action-plan"


def found(code: str, files: Mapping[str, str], folder: Path) -> list[str]:
    """The findings of one check in the example project, each as `severity: message`."""
    return said(told_by(compiled(Example("Fails", files), folder), code), code)


def found_in_library(code: str, files: Mapping[str, str], folder: Path, instrument: str = AGREEMENT) -> list[str]:
    """The same for a built-in instrument, in a project that changes some fields of its records."""
    return said(told_by(compile(instrument, Options(project=changed_library(files, folder))), code), code)


def told_by(made: Compilation, code: str) -> tuple[Diagnostic, ...]:
    """What the check of a code finds; the others are not run, unless the code is that of a stage."""
    own = tuple(check for check in made.checks if check.code == code)
    return (replace(made, checks=own) if own else made).diagnostics


def said(diagnostics: tuple[Diagnostic, ...], code: str) -> list[str]:
    """The findings of one check as text."""
    return [f"{d.severity.value}: {d.message}" for d in diagnostics if d.code == code]


def changed_library(files: Mapping[str, str], folder: Path) -> Path:
    """A project in `folder` that changes some fields of the library's records."""
    for name, text in {"travaux.yaml": "name: test\n", **dict(_changed(files))}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    schedule = folder / "seeds/instruments/border-schedule.csv"
    schedule.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(LIBRARY / "seeds/instruments/border-schedule.csv", schedule)
    return folder


def _changed(files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, above in files.items():
        yield name, merged((LIBRARY / name).read_text(encoding="utf-8"), above)
