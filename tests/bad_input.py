"""Inputs that are wrong, and what must be said of them: the words of a fault, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from projects import Edit, change, place

ALBA = "seeds/parties/alba.yaml"
TEXT = "seeds/instruments/example.yaml"
FLOOR = "seeds/mechanisms/floor.yaml"
DUTY = "clauses/example/duty.en.md"
ADD_MISSING = "add it; `travaux schema` prints what each field means"
SANDBOX = "a clause sees the model and the functions of the clause language, nothing else"


@dataclass(frozen=True)
class Fault:
    """One message that is wanted: where (file and a mark in it, "" for the file as a whole), what, and the hint."""

    file: str
    mark: str
    code: str
    message: str
    hint: str = ""
    fix: str = ""
    """What is offered to mend it, with its option."""

    def span(self, root: Path) -> tuple[int, int]:
        return place(root, self.file, self.mark) if self.mark else (0, 0)

    def text(self, root: Path) -> str:
        line, column = self.span(root)
        where = f"{self.file}:{line}:{column}" if line else self.file
        return f"{where}: error[{self.code}]: {self.message}" + "".join(
            f"\n  {more}" for more in (self.hint and f"hint: {self.hint}", self.fix) if more
        )


@dataclass(frozen=True)
class Case:
    name: str
    edits: tuple[Edit, ...]
    faults: tuple[Fault, ...]


def case(name: str, edit: Edit | tuple[Edit, ...], *faults: Fault) -> Case:
    return Case(name, edit if isinstance(edit, tuple) else (edit,), faults)


def add(line: str) -> Edit:
    """A line more in the instrument."""
    return change(TEXT, "depositary: alba\n", f"depositary: alba\n{line}\n")
