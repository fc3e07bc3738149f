"""Checks of other instruments (REF) that a text names: under the name that they have today."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._phrases import any_of, said
from travaux.checks._walk import found_in
from travaux.compilation import Subject
from travaux.diagnostic import Severity


@check("REF008", Severity.WARNING)
def superseded_instrument(s: Subject) -> Iterator[Found]:
    """The text names an instrument or an organisation that another has taken the place of.

    Why: a reference to what is no longer in force leads nowhere, or to rules that nobody meant.
    Source: the trade and cooperation agreement of the European Union and the United Kingdom of December 2020 took an
    annex over from a text of 2008, with programs and methods that were out of use (reported).
    Covers: REF-10.
    Fix: name the instrument in force. The names are those of the language file.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Names a treaty that was replaced.
        order: 50
        tier: 1
        uses: [party]
        ---
        Each Party shall act in accordance with Article XI of GATT 1947.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Names the treaty in force.
        order: 50
        tier: 1
        uses: [party]
        ---
        Each Party shall act in accordance with Article XI of GATT 1994.
    """
    for text in s.texts:
        names = text.library.words.superseded
        for passage, match in said(text, any_of(names)):
            if passage.part in ("body", "annex"):
                message = f"{match[0]!r} is out of force: {names[match[0]]} took its place"
                yield found_in(text, passage, match[0], message, "name what is in force")
