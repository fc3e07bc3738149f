"""Words of the wrong register: binding ones in a text that is not to bind, and others in a treaty."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks._walk import passages
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground


def _saying(ground: Ground, binding: bool, place: str, sentence: str) -> Iterator[Planting]:
    for paragraph in ground.paragraphs:
        fits = paragraph.text.binding is binding and paragraph.clause.front.place == place
        if fits and paragraph.text.language == "en":
            yield ground.adding(paragraph, sentence)


@defect("REG001")
def binding_verb_in_a_plan(ground: Ground) -> Iterator[Planting]:
    """A duty in a text that is not to bind."""
    yield from _saying(ground, False, "article", "Each of them shall inform the others.")


@defect("REG001")
def binding_noun_in_a_plan(ground: Ground) -> Iterator[Planting]:
    """A binding verb of another kind in a text that is not to bind."""
    yield from _saying(ground, False, "article", "They undertake to inform one another.")


@defect("REG002")
def plan_in_a_treaty(ground: Ground) -> Iterator[Planting]:
    """A sentence of a treaty that states an intention of the Parties."""
    yield from _saying(ground, True, "article", "The Parties intend to inform one another.")


@defect("REG003")
def duty_in_a_recital(ground: Ground) -> Iterator[Planting]:
    """A recital that lays a duty."""
    for text, clause in ground.clauses:
        if clause.front.place != "recitals" or not text.binding or text.language != "en":
            continue
        lines = ground.read(clause.file).split("\n")
        for number in range(clause.body_line - 1, len(lines)):
            line = lines[number]
            words = line.rstrip()[:-1].rpartition("}")[2].strip()
            printed = any(words in passage.printed for passage in passages(text) if passage.part == "recital")
            if line.rstrip().endswith(";") and "{%" not in line and words and printed:
                other = f"{line.rstrip()[:-1]}, which each of them shall do;"
                yield ground.writing(clause.file, number + 1, other)


@defect("REG004")
def duty_with_another_verb(ground: Ground) -> Iterator[Planting]:
    """A duty that is laid with must."""
    yield from _saying(ground, True, "article", "Each Party must inform the others.")


@defect("REG005")
def future_in_a_treaty(ground: Ground) -> Iterator[Planting]:
    """A plain future in an article of a treaty."""
    yield from _saying(ground, True, "article", "The information will be published.")
