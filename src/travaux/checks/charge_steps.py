"""Checks of the steps of the charge (CHG): the text takes them in the order of the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from travaux.checks import Found, check
from travaux.checks._duties import by_clause
from travaux.checks._model import each
from travaux.checks._walk import Unit
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.instrument import Instrument
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.records import Entry


@check("CHG006", Severity.ERROR)
def steps_in_another_order(s: Subject) -> Iterator[Found]:
    """The text takes the phase-in, the rate of the zone and the limit in another order than the record.

    Why: half of a gap and then a limit, or a limit and then half of it, are two amounts. Assessments and proofs follow
    the record, and customs the text. The steps are known by their ids, as in `step-cap`.
    Source: none outside this library: text and record have to agree.
    Covers: MEC-02.
    Fix: print the steps in a loop over `mechanism.order`.

    Fails:
        == clauses/example-adjustment/adjustment.en.md ==
        Each Party shall take the following steps:

        1. {#step-cap} apply the limit; and
        2. {#step-phase-in} multiply by the share.
    Passes:
        == clauses/example-adjustment/adjustment.en.md ==
        Each Party shall take the following steps:

        1. {#step-phase-in} multiply by the share; and
        2. {#step-cap} apply the limit.
    """
    for instrument, adjustment in each(s, BorderAdjustment):
        for text in s.texts:
            if text.instrument.record.id != instrument.record.id:
                continue
            for own in by_clause(text).values():
                steps = ((unit, unit.node.key.rpartition(".step-")[2]) for unit in own if ".step-" in unit.node.key)
                printed = [(unit, step) for unit, step in steps if step in adjustment.record.order]
                yield from _out_of_order(instrument, adjustment, printed)


def _out_of_order(
    instrument: Entry[Instrument], adjustment: Entry[BorderAdjustment], printed: Sequence[tuple[Unit, str]]
) -> Iterator[Found]:
    """The first step of an article or annex that the record takes elsewhere."""
    wanted = [step for step in adjustment.record.order if step in {step for _, step in printed}]
    if [step for _, step in printed] != wanted and len(printed) == len(wanted):
        unit = next(unit for (unit, step), right in zip(printed, wanted, strict=True) if step != right)
        message = f"the text takes the steps {', '.join(step for _, step in printed)} in this order"
        related = (Related(adjustment.span("order"), "the order of the record"),)
        hint = "print them in a loop over `mechanism.order`"
        yield Found(message, unit.node.span, hint, instrument.record.id, unit.node.key, related=related)
