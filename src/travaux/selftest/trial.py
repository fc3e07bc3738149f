"""Tests the checks on a project: every defect at places drawn by lot, and the examples where the project is theirs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from travaux.build import Options, all_checks
from travaux.report import rules
from travaux.selftest._defect import builtin_defects
from travaux.selftest._examples import INSTRUMENTS, example_defects, fitting
from travaux.selftest._ground import Ground, grounds
from travaux.selftest._outside import why_outside
from travaux.selftest._result import Result, result
from travaux.selftest._run import Outcome, drawn, planted


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: at most `per_code` places for each defect, drawn by `seed`; no codes means all."""

    codes: tuple[str, ...] = ()
    seed: int = 1
    per_code: int = 3
    progress: Callable[[str], None] = print


def tried(instruments: Sequence[str], options: Options, wanted: Wanted) -> Result:
    """What comes of the defects in a copy of the project. Raises `Failure` where the project is not sound."""
    known = rules(all_checks(options))
    codes = [code for code in sorted(known) if code.startswith(wanted.codes or "")]
    gravity = {code: rule.severity for code, rule in known.items()}
    outcomes: list[Outcome] = []
    passing: list[Outcome] = []
    with TemporaryDirectory(prefix="travaux-selftest-") as folder:
        made = list(grounds(Path(folder), tuple(instruments), options))
        for ground in made:
            outcomes += _generic(ground, wanted, gravity, codes)
        together = Ground(made[0].root, INSTRUMENTS, made[0].options) if made else None
        if together and fitting(together) and {key for each in made for key in each.instruments} >= set(INSTRUMENTS):
            outcomes += _examples(together, "Fails", wanted, gravity, codes)
            passing += _examples(together, "Passes", wanted, gravity, codes)
    return result(outcomes, passing, known, {code: _why_not(code) for code in codes})


def _why_not(code: str) -> str:
    """Why a code has no place in a project where it has none."""
    names = [defect.name for defect in builtin_defects() if defect.code == code]
    if names:
        return f"the project has nothing for: {'; '.join(names)}"
    return why_outside(code) or "only its examples provoke it, and they are written for another project"


def _generic(ground: Ground, wanted: Wanted, gravity: dict[str, str], codes: Collection[str]) -> Iterator[Outcome]:
    profiles = {check.code: check.only or "default" for check in all_checks(ground.options)}
    for defect in builtin_defects():
        if defect.code in codes:
            wanted.progress(f"{ground.name}: {defect.code}, {defect.name}")
            for planting in drawn(defect, ground, wanted.seed, wanted.per_code):
                yield planted(defect, ground, planting, gravity, profiles.get(defect.code, "default"))


def _examples(
    ground: Ground, verdict: str, wanted: Wanted, gravity: dict[str, str], codes: Collection[str]
) -> Iterator[Outcome]:
    for check, defect in example_defects(ground, verdict):
        if check.code in codes:
            wanted.progress(f"{ground.name}: {check.code}, {defect.name}")
            for planting in defect.plantings(ground):
                yield planted(defect, ground, planting, gravity, check.only or "default")
