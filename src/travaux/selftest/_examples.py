"""The examples of checks as defects: planted in the project that they are written for, and in no other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from travaux.build import all_checks
from travaux.checks import Check
from travaux.selftest._defect import Defect, Planting
from travaux.selftest._ground import Ground
from travaux.selftest.example import Example, examples, follows

#: The instruments of the project over which examples are laid.
INSTRUMENTS = ("example", "example-plan")


def fitting(ground: Ground) -> bool:
    """True for the project that the examples are written for."""
    return all((ground.root / f"seeds/instruments/{key}.yaml").is_file() for key in INSTRUMENTS)


def example_defects(ground: Ground, verdict: str) -> Iterator[tuple[Check, Defect]]:
    """Each example with a verdict as a defect that can be planted in one place."""
    for check in all_checks(ground.options):
        for number, example in enumerate((e for e in examples(check) if e.verdict == verdict), 1):
            name = f"example {number}" if verdict == "Fails" else f"passing example {number}"
            yield check, Defect(check.code, name, partial(_planted, example), follows(check))


def _planted(example: Example, ground: Ground) -> Iterator[Planting]:
    files = example.laid(lambda name: ground.read(name) if (ground.root / name).is_file() else None)
    yield Planting(next(iter(example.files)), files=files, among=tuple(files))
