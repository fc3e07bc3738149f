"""Where each invariant is kept: proved here, by a check, by the validator of a record, or not decided and why."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Literal

from pydantic import BaseModel

import travaux.model
from travaux import prove
from travaux.checks import builtin_checks
from travaux.keeps import Keeps, kept_by
from travaux.prove import builtin_invariants


@dataclass(frozen=True, slots=True)
class Place:
    """One thing that keeps an invariant, or says why it is open."""

    number: str
    kind: Literal["proof", "check", "record", "open"]
    name: str
    """The number of the proof, the code of the check, the class of the record, or the module that says so."""
    what: str
    """What it keeps, in a sentence; of an open question why it is open."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A validator that keeps invariants: its record, and the faulty fields that it refuses."""

    record: type[BaseModel]
    keeps: Keeps
    what: str


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def refusals() -> tuple[Refusal, ...]:
    """Every validator of the models that is marked, by the name of its record."""
    found: dict[tuple[str, str], Refusal] = {}
    for module in _modules(travaux.model):
        for record in vars(module).values():
            if isinstance(record, type) and issubclass(record, BaseModel):
                for name, decorator in record.__pydantic_decorators__.model_validators.items():
                    mark = kept_by(decorator.func)
                    if mark is not None:
                        what = (decorator.func.__doc__ or "").strip().partition("\n")[0]
                        found[record.__name__, name] = Refusal(record, mark, what)
    return tuple(found[key] for key in sorted(found))


def _open() -> Iterator[Place]:
    names = sorted(p.stem for p in Path(prove.__file__).parent.glob("*.py") if not p.stem.startswith("_"))
    for name in names:
        for number, why in getattr(importlib.import_module(f"{prove.__name__}.{name}"), "OPEN", {}).items():
            yield Place(number, "open", name, why)


def places() -> tuple[Place, ...]:
    """Every place of every invariant, by number; proofs first."""
    found = [Place(i.number, "proof", i.number, i.summary) for i in builtin_invariants()]
    for check in builtin_checks():
        mark = kept_by(check.logic)
        found += [Place(number, "check", check.code, check.summary) for number in mark.numbers if mark] if mark else []
    for refusal in refusals():
        found += [Place(n, "record", refusal.record.__name__, refusal.what) for n in refusal.keeps.numbers]
    return tuple(sorted([*found, *_open()], key=lambda place: place.number))
