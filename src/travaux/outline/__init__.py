"""Stage 4, outline: which clause stands in the text, about what, in which order.

Instrument, library and language give a list of chapters with their clauses. A clause stands in the text when its
family belongs to the template and its mechanism to the instrument; optional ones only when they are named.
"""

from __future__ import annotations

from collections.abc import Mapping

from travaux.diagnostic import Failure
from travaux.library import Library
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import Mechanism
from travaux.outline._choice import Choice
from travaux.outline._demands import Demands
from travaux.outline._parameters import typed
from travaux.outline._result import Outline, OutlineChapter, Selected, Wording
from travaux.records import Entry

__all__ = ["STAGE_CODES", "Outline", "OutlineChapter", "Selected", "Wording", "outline", "typed"]

STAGE_CODES: Mapping[str, str] = {
    "OUT001": "The instrument names a clause, a variant or a parameter that does not exist.",
    "OUT002": "A clause needs another clause, or a mechanism, that does not stand in the text.",
    "OUT003": "A clause that the template requires is missing, or not written in this language.",
    "OUT004": "A parameter has a value that its type does not allow.",
    "OUT005": "No clause of the text speaks of a mechanism that the instrument names.",
    "OUT006": "A chapter is named that neither the template nor a family brings.",
    "OUT007": "A field of the instrument is not set that its kind of text cannot do without.",
    "OUT008": "The instrument names a clause that the template forbids.",
    "OUT009": "The kind of text has another number of parties.",
    "OUT010": "The language has no words for a mechanism that not every party takes.",
}


def outline(instrument: Entry[Instrument], mechanisms: Mapping[str, Entry[Mechanism]], library: Library) -> Outline:
    """The order of the text. Raises `Failure` with everything that is missing or does not fit.

    `mechanisms` are those the instrument names, by key.
    """
    named = {key: mechanisms[key] for key in instrument.record.mechanisms}
    choice = Choice(instrument.record, instrument.raw, named, library)
    result = choice.run()
    demands = Demands(instrument.record, instrument.raw, named, library, choice.faults)
    demands.hold(result)
    if demands.faults:
        raise Failure(tuple(demands.faults))
    return result
