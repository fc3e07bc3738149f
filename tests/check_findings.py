"""What a check finds in the example project or in the built-in agreement, with files laid over them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from examples import Example, compiled, merged
from travaux.build import Options, compile
from travaux.diagnostic import Diagnostic

LIBRARY = Path(__file__).parents[1]
AGREEMENT, PLAN = "critical-minerals-agreement", "us-mx-action-plan"


def found(code: str, files: Mapping[str, str], folder: Path) -> list[str]:
    """The findings of one check in the example project, each as `severity: message`."""
    return said(compiled(Example("Fails", files), folder).diagnostics, code)


def found_in_library(code: str, files: Mapping[str, str], folder: Path, instrument: str = AGREEMENT) -> list[str]:
    """The same for a built-in instrument, in a project that changes some fields of its records."""
    (folder / "travaux.yaml").write_text("name: test\n", encoding="utf-8")
    (folder / "seeds/instruments").mkdir(parents=True)
    shutil.copy(LIBRARY / "seeds/instruments/border-schedule.csv", folder / "seeds/instruments")
    for name, changed in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(merged((LIBRARY / name).read_text(encoding="utf-8"), changed), encoding="utf-8")
    return said(compile(instrument, Options(project=folder)).diagnostics, code)


def said(diagnostics: tuple[Diagnostic, ...], code: str) -> list[str]:
    """The findings of one check as text."""
    return [f"{d.severity.value}: {d.message}" for d in diagnostics if d.code == code]
