"""A compiled text -> its clauses as units with places, headings, chapters and verbs, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.compilation import Text
from travaux.outline import Selected
from travaux.promotion import Force, Unit
from travaux.promotion.verbs import verbs_by_clause
from travaux.provenance.places import Places

#: In a text that binds only its duties count; one that does not is read for all that it says.
_FORCES: dict[bool, tuple[Force, ...]] = {
    True: ("duty",),
    False: ("duty", "intention", "recommendation", "choice"),
}


def units_of(text: Text) -> tuple[tuple[Selected, Unit], ...]:
    """Each clause that stands in a text with the unit that it is."""
    names = Places(text.document).names
    verbs = verbs_by_clause(text, names, _FORCES[text.binding])
    chapters = dict(_chapters(text))
    return tuple(
        (
            selected,
            Unit(
                key=selected.key,
                clause=selected.clause.key,
                place=_initial(names.get(_place(selected), selected.key)),
                heading=text.document.headings.get(selected.key, ""),
                chapter=chapters.get(selected.key, ""),
                purpose=selected.clause.front.purpose,
                verbs=verbs.get(selected.key, ()) or verbs.get(_place(selected), ()),
            ),
        )
        for selected in text.outline.all()
    )


def _initial(name: str) -> str:
    return name[:1].upper() + name[1:]


def _place(selected: Selected) -> str:
    """The key of what a clause is printed as: an article or annex of its own, or a part of the frame."""
    place = selected.clause.front.place
    return selected.key if place in ("article", "annex") else f"#{place}"


def _chapters(text: Text) -> Iterator[tuple[str, str]]:
    """The names of the chapters (`Chapter 2: Price floors`) by the keys of their articles and annexes."""
    labels = text.document.labels
    names = {
        chapter.key: f"{labels[chapter.key].cited}: {chapter.heading}"
        for chapter in text.outline.chapters
        if chapter.heading and chapter.key in labels
    }
    for chapter in text.outline.chapters:
        yield from ((selected.key, names.get(chapter.key, "")) for selected in chapter.clauses)
    yield from ((selected.key, names.get(chapter, "")) for chapter, selected in text.outline.annexes)
