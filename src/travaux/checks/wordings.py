"""Checks of wordings (WRD): whether the wording of a clause that an instrument chooses says what the record has."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._mending import put
from travaux.compilation import Subject, Text
from travaux.diagnostic import Related, Severity
from travaux.outline import Selected


def _printed(selected: Selected) -> str | None:
    """The variant that the text prints, `""` for the standard wording; None while it is open."""
    if len(selected.wordings) == 1:
        return selected.clause.variant
    return None if selected.settled is None else selected.wordings[selected.settled].clause.variant


def _called(variant: str) -> str:
    return f"the wording {variant!r}" if variant else "the standard wording"


def _about_a_mechanism(s: Subject) -> Iterator[tuple[Text, Selected]]:
    return ((text, selected) for text in s.texts for selected in text.outline.all() if selected.mechanism)


@check("WRD001", Severity.ERROR, fix="unsafe")
def wording_differs_from_record(s: Subject) -> Iterator[Found]:
    """The wording that is chosen for a clause does not say what the record of its mechanism has.

    Why: the record is what was agreed and what the proofs and the memo speak of; a text that only endeavours where the
    record bars says something else.
    Source: drafting practice: a choice is made in one place and carried through.
    Fix: choose the other wording under `variants` of the instrument, or change the record. A clause with positions that
    are still open is left alone.
    At: seeds/instruments/example.yaml: id:

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, exports]
        == seeds/mechanisms/exports.yaml ==
        no_quota: false
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, exports]
        variants: {export-restrictions: endeavour}
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, exports]
        variants: {export-restrictions: endeavour}
        == seeds/mechanisms/exports.yaml ==
        no_quota: false
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, exports]
        variants:
          export-restrictions: [{variant: standard, proposed: [alba]}, {variant: endeavour, proposed: [borea]}]
    """
    for text, selected in _about_a_mechanism(s):
        entry, printed = selected.mechanism, _printed(selected)
        if entry is None or printed is None:
            continue
        wanted = entry.record.wordings().get(selected.clause.key)
        if wanted is None or wanted == printed:
            continue
        message = (
            f"{selected.clause.key} is printed in {_called(printed)}, and {entry.record.id!r} has what "
            f"{_called(wanted)} says"
        )
        span = text.instrument.span("variants", selected.clause.key)
        related = (Related(entry.span("id"), "the record of the mechanism"),)
        hint = f"write `variants: {{{selected.clause.key}: {wanted or 'standard'}}}`, or change the record"
        fix = put(text.instrument, wanted or "standard", "variants", selected.clause.key)
        yield Found(message, span, hint, text.instrument.record.id, related=related, fix=fix)
