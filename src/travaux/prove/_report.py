"""Proofs as text for people and as JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import assert_never

from travaux.diagnostic import fail
from travaux.prove import Counterexample, Holds, Inapplicable, Invariant, Outcome, Proof, Status, Undecided
from travaux.span import Span
from travaux.validate import closest

SCHEMA = "travaux.proofs/1"
#: Counterexamples of one invariant that are printed as text; the others are counted.
MOST_PRINTED = 3


def as_text(proofs: Sequence[Proof]) -> str:
    """Every invariant of every instrument, those that fail with their counterexamples, and a line that counts them."""
    lines: list[str] = []
    for instrument, own in groupby(proofs, key=lambda proof: proof.instrument):
        lines += [instrument, ""]
        for proof in own:
            lines += [*_proof(proof), ""]
    return "\n".join([*lines, summary(proofs)])


def _proof(proof: Proof) -> Iterator[str]:
    yield f"{proof.invariant.number} {proof.status.value}: {proof.invariant.summary}"
    printed = 0
    left = 0
    for outcome in proof.outcomes:
        if isinstance(outcome, Counterexample):
            printed += 1
            if printed > MOST_PRINTED:
                left += 1
                continue
        yield from (f"  {line}" for line in _outcome(outcome))
    if left:
        yield f"  and {left} more; --format json prints all"


def _outcome(outcome: Outcome) -> Iterator[str]:
    match outcome:
        case Counterexample():
            yield f"{outcome.span}: {outcome.statement}"
            yield from (f"    {step}" for step in outcome.steps)
            yield from (f"  repair: {repair}" for repair in outcome.repairs)
            yield from _assuming(outcome.assumptions)
        case Undecided():
            yield f"{outcome.span}: not decided: {outcome.why}"
            if outcome.hint:
                yield f"  hint: {outcome.hint}"
        case Holds():
            yield outcome.what
            yield from _assuming(outcome.assumptions)
        case Inapplicable():
            yield outcome.why
        case _:
            assert_never(outcome)


def _assuming(assumptions: Iterable[str]) -> Iterator[str]:
    yield from (f"  assuming: {assumption}" for assumption in assumptions)


def summary(proofs: Iterable[Proof]) -> str:
    """`12 proofs: 2 fail, 1 not decided, 6 hold, 3 not applicable`."""
    statuses = [proof.status for proof in proofs]
    words = {Status.FAILS: "fail", Status.HOLDS: "hold"}
    parts = [f"{n} {words.get(status, status.value)}" for status in Status if (n := statuses.count(status))]
    return f"{len(statuses)} proofs: {', '.join(parts)}"


def as_json(proofs: Sequence[Proof]) -> str:
    """The proofs as a JSON document of the schema `travaux.proofs/1`, in ASCII for any pipe."""
    return json.dumps({"schema": SCHEMA, "proofs": [_json(proof) for proof in proofs]}, indent=1)


def _json(proof: Proof) -> dict[str, object]:
    return {
        "invariant": proof.invariant.number,
        "instrument": proof.instrument,
        "status": proof.status.value,
        "summary": proof.invariant.summary,
        "outcomes": [_outcome_json(outcome) for outcome in proof.outcomes],
    }


def _place(span: Span) -> dict[str, object]:
    return {"file": span.file, "line": span.line, "column": span.column}


def _outcome_json(outcome: Outcome) -> dict[str, object]:
    match outcome:
        case Counterexample():
            return {
                "result": "fails",
                "statement": outcome.statement,
                **_place(outcome.span),
                "steps": outcome.steps,
                "repairs": outcome.repairs,
                "assumptions": outcome.assumptions,
            }
        case Undecided():
            return {"result": "not decided", "why": outcome.why, "hint": outcome.hint, **_place(outcome.span)}
        case Holds():
            replay = {"replay": outcome.replay} if outcome.replay else {}
            return {"result": "holds", "what": outcome.what, "assumptions": outcome.assumptions, **replay}
        case Inapplicable():
            return {"result": "not applicable", "why": outcome.why}
        case _:
            assert_never(outcome)


def explain(number: str, known: Sequence[Invariant]) -> str:
    """What an invariant asks, why, and what it assumes. Raises `Failure` for one that is not looked at."""
    for tried in known:
        if tried.number == number:
            return f"{number}\n\n{tried.description}"
    numbers = [tried.number for tried in known]
    hint = closest(number, numbers) or f"invariants: {', '.join(numbers)}"
    raise fail("SYN012", Span(), f"there is no invariant {number!r}", hint)
