"""The examples of checks as defects: planted in the project that they are written for, and in no other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from travaux.build import all_checks
from travaux.checks import Check
from travaux.selftest._defect import Defect, Planting
from travaux.selftest._ground import Ground
from travaux.selftest.example import Example, examples, follows, places

#: The instruments of the project over which examples are laid.
INSTRUMENTS = ("example", "example-plan")


def fitting(ground: Ground) -> bool:
    """True for the project that the examples are written for."""
    return all((ground.root / f"seeds/instruments/{key}.yaml").is_file() for key in INSTRUMENTS)


def example_defects(ground: Ground, verdict: str) -> Iterator[tuple[Check, Defect]]:
    """Each example with a verdict as a defect that can be planted in one place."""
    for check in all_checks(ground.options):
        for number, example in enumerate((e for e in examples(check) if e.verdict == verdict), 1):
            yield check, example_defect(check, example, number)


def example_defect(check: Check, example: Example, number: int = 1) -> Defect:
    """An example of a check as a defect; `number` is that among those with its verdict."""
    name = f"example {number}" if example.verdict == "Fails" else f"passing example {number}"
    return Defect(check.code, name, partial(_planted, check, example), follows(check))


def _planted(check: Check, example: Example, ground: Ground) -> Iterator[Planting]:
    def read(name: str) -> str | None:
        return ground.read(name) if (ground.root / name).is_file() else None

    among = places(check, example, read)
    yield Planting(next(iter(example.files)), files=example.laid(read), among=among)
