"""Plants defects one by one, builds, and compares what is said with what has to be said."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from travaux.diagnostic import Diagnostic, Severity
from travaux.selftest import _word
from travaux.selftest._defect import Defect, Planting
from travaux.selftest._ground import Ground, suppressed


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one planting: `found` where the code was told, `placed` where it was at the right file and line.

    `at` is where it was told. `others` are errors that were not there before and that the defect does not declare.
    `kinds` are the kinds of files that were changed.
    """

    code: str
    defect: str
    instrument: str
    place: str
    found: bool
    placed: bool
    at: tuple[str, ...]
    others: tuple[Diagnostic, ...]
    kinds: tuple[str, ...] = ()


def drawn(defect: Defect, ground: Ground, seed: int, most: int) -> list[Planting]:
    """At most so many of the places at which a defect can stand; the same for the same seed."""
    accepted = suppressed(ground)
    places = [p for p in defect.plantings(ground) if (p.file, defect.code) not in accepted]
    if len(places) <= most:
        return places
    lots = random.Random(f"{seed} {defect.code} {defect.name} {ground.name}")
    return [places[number] for number in sorted(lots.sample(range(len(places)), most))]


def planted(
    defect: Defect, ground: Ground, planting: Planting, gravity: Mapping[str, str], profile: str = "default"
) -> Outcome:
    """Plants one defect, sees what is said, and takes it out again."""
    before: Sequence[Diagnostic]
    after: Sequence[Diagnostic]
    if planting.word is not None:
        before, after = ground.word.findings, _word.read(planting.word, planting.file)
    else:
        before = ground.before(profile)
        undo = ground.write(planting.files or {})
        try:
            after = ground.diagnostics(profile)
        finally:
            ground.restore(undo)
    fresh = new(before, after)
    own = [d for d in fresh if d.code == defect.code]
    # An example may be of a case that its check takes more lightly or more gravely than most.
    told = [d for d in own if planting.among or d.severity.value == gravity.get(d.code)]
    right = [d for d in told if _there(d, planting)]
    errors = [d for d in fresh if d.severity is Severity.ERROR and d not in right and d.code not in defect.follows]
    return Outcome(
        defect.code,
        defect.name,
        ground.name,
        planting.place,
        found=bool(own),
        placed=bool(right),
        at=tuple(dict.fromkeys(str(d.span) for d in own)),
        others=tuple(errors),
        kinds=tuple(sorted(_kinds(planting))),
    )


def _kinds(planting: Planting) -> set[str]:
    if planting.word is not None:
        return {"built text"}
    return {_kind(name) for name in planting.files or {}}


def _kind(name: str) -> str:
    if name.endswith(".csv"):
        return "schedule"
    if name.startswith("templates/"):
        return "template"
    return "clause" if name.endswith(".md") else "record"


def new(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What is said now and was not said before, wherever the lines have moved to."""
    known = {(d.code, d.span.file, d.message, d.severity) for d in before}
    return [d for d in after if (d.code, d.span.file, d.message, d.severity) not in known]


def _there(found: Diagnostic, planting: Planting) -> bool:
    place = (found.span.file, found.span.line)
    if planting.among:
        return place in planting.among
    return place == (planting.file, planting.line) and planting.provision in ("", found.provision)
