"""Ladders of sources: steps that come after one that always yields a figure, or a second time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from travaux.checks._model import mechanisms
from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.model.mechanism.reference_price import CERTAIN, ReferencePrice
from travaux.prove import Counterexample
from travaux.records import Entry


def unreached(s: Subject, instrument: Entry[Instrument]) -> Iterator[Counterexample]:
    """Sources of a reference price that are never reached."""
    for reference in mechanisms(s, instrument, ReferencePrice):
        steps = reference.record.fallback
        for n, step in enumerate(steps):
            ends = next((other for other in steps[:n] if other in CERTAIN or other == step), None)
            if ends is not None:
                again = ends == step
                why = "which stands there before" if again else f"after {ends!r}, which always yields a figure"
                yield Counterexample(
                    f"the fallback of {reference.record.id!r} has {step!r}, {why}: it is never reached",
                    reference.span("fallback", n),
                    lambda steps=steps, n=n: not _reached(steps, n),  # type: ignore[misc]
                    repairs=(f"take {step!r} out" + ("" if again else f", or put it before {ends!r}"),),
                )


def _reached(steps: Sequence[str], number: int) -> bool:
    """Whether a step is the first that yields a figure, in any state in which the others do or do not."""
    names = sorted(set(steps))
    for states in product((True, False), repeat=len(names)):
        yields = {name: state or name in CERTAIN for name, state in zip(names, states, strict=True)}
        if next((n for n, step in enumerate(steps) if yields[step]), None) == number:
            return True
    return False
