"""How far the negotiation has come, where the instrument says so."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.compilation import Subject, Text
from travaux.signoff import Look, item


@item("SGN209")
def not_agreed(s: Subject, text: Text) -> Iterator[Look]:
    """Which articles are not agreed, and who brings each to its end?

    Why: what is agreed ad referendum, parked or open is signed by nobody, and an article of which nothing is said may
    have been forgotten.
    Source: practice of multilateral negotiations, in which the secretariat keeps such a list (reported).
    Covers: DC-082.
    """
    states = text.instrument.record.status.articles
    for selected in text.outline.all() if states else ():
        state = states.get(selected.key, states.get(selected.clause.key, ""))
        if selected.clause.front.place == "article" and state != "agreed":
            yield Look(state.replace("-", " ") or "nothing is said", selected.key)


@item("SGN210")
def dropped(s: Subject, text: Text) -> Iterator[Look]:
    """Does each party know that its proposal is no longer in the text of the chair, and why?

    Why: a party that finds out by itself reopens the article.
    Source: practice of multilateral negotiations (reported).
    Covers: DC-084.
    """
    for each in text.instrument.record.status.dropped:
        yield Look(f"{each.clause}, {each.variant}: {each.reason}", each.clause)
