"""What a text must not have on the day on which it is signed."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground


@defect("SGN001")
def words_in_brackets(ground: Ground) -> Iterator[Planting]:
    """Words in square brackets in a provision that is settled."""
    for paragraph in ground.paragraphs:
        if paragraph.settled:
            yield ground.adding(paragraph, "This is without prejudice to [a selftest agreement].")


@defect("SGN001")
def line_to_be_filled_in(ground: Ground) -> Iterator[Planting]:
    """A blank in a provision that is settled, of a clause that has none."""
    for paragraph in ground.paragraphs:
        if paragraph.settled and "blank(" not in ground.read(paragraph.file):
            yield ground.adding(paragraph, 'This is without prejudice to {{ blank("selftest") }}.')


@defect("SGN002")
def comment_without_an_answer(ground: Ground) -> Iterator[Planting]:
    """A comment on a provision that nobody has answered."""
    for entry, text in ground.own():
        for key in text.document.labels if not entry.record.comments else ():
            comment = f"{{on: '{key}', author: Secretariat, text: To be looked at}}"
            yield from ground.inserting(entry.raw, f"comments: [{comment}]")
