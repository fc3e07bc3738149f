"""References that lead nowhere, and references that are typed."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground


@defect("REF001")
def reference_to_nowhere(ground: Ground) -> Iterator[Planting]:
    """A reference to a provision that does not exist."""
    for paragraph in ground.paragraphs:
        yield ground.adding(paragraph, 'This is without prejudice to {{ ref("selftest-nowhere") }}.')


@defect("REF002")
def reference_to_an_absent_clause(ground: Ground) -> Iterator[Planting]:
    """A reference to a clause of the library that does not stand in the text."""
    for paragraph in ground.paragraphs:
        here = {selected.clause.key for selected in paragraph.text.outline.all()}
        for key in sorted(set(paragraph.text.library.known_clauses) - here)[:3]:
            yield ground.adding(paragraph, f'This is without prejudice to {{{{ ref("{key}") }}}}.')


@defect("REF003")
def reference_to_a_recital(ground: Ground) -> Iterator[Planting]:
    """A reference to something that carries no number."""
    for paragraph in ground.paragraphs:
        recitals = [s.clause for s in paragraph.text.outline.recitals if paragraph.text.language == s.clause.language]
        for key in [each.key for each in paragraph.text.document.draft.recitals if hasattr(each, "key")][:3]:
            if recitals and not set(key) & set("@~#"):
                yield ground.adding(paragraph, f'This is without prejudice to {{{{ ref("{key}") }}}}.')


@defect("REF004")
def typed_reference(ground: Ground) -> Iterator[Planting]:
    """The number of an article of the text is typed."""
    for paragraph in ground.paragraphs:
        word = paragraph.text.library.words.words.get("article", "")
        labels = (label.field for label in paragraph.text.document.labels.values())
        own = [field for field in labels if paragraph.text.language == "en" and field.startswith(f"{word} ")]
        if own and paragraph.operative:
            yield ground.adding(paragraph, f"This is without prejudice to {own[-1]}.")


@defect("REF005")
def vague_pointing(ground: Ground) -> Iterator[Planting]:
    """A place of the text is pointed to by a word."""
    for paragraph in ground.paragraphs:
        if paragraph.text.language == "en":
            yield ground.adding(paragraph, "This is without prejudice to the provisions set out above.")


@defect("REF011")
def sources_for_a_clause_that_is_not_there(ground: Ground) -> Iterator[Planting]:
    """The instrument says on what a clause rests that the text does not have."""
    for entry, _ in ground.own():
        for source in entry.record.sources[:1]:
            yield from ground.inserting(entry.raw, f"rests_on: {{selftest-nowhere: [{source}]}}")
