"""The examples of checks as defects: planted in the project that they are written for, and in no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from travaux.build import all_checks
from travaux.checks import Check
from travaux.selftest._defect import Defect, Planting
from travaux.selftest._ground import Ground
from travaux.selftest.example import Example, examples, follows, merged

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
    names = tuple(example.files)
    yield Planting(names[0], files=_contents(ground, example.files), among=names)


def _contents(ground: Ground, files: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name, text in files.items():
        merge = name.endswith(".yaml") and (ground.root / name).is_file()
        found[name] = merged(ground.read(name), text) if merge else text
    return found
