"""What a text must not have on the day on which it is signed."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks._walk import passages
from travaux.compilation import Text
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._paragraphs import Paragraph
from travaux.unsettled import UNSETTLED


@defect("SGN001")
def words_in_brackets(ground: Ground) -> Iterator[Planting]:
    """Words in square brackets in a provision that is settled."""
    for paragraph in _settled(ground):
        yield ground.adding(paragraph, "This is without prejudice to [a selftest agreement].")


@defect("SGN001")
def line_to_be_filled_in(ground: Ground) -> Iterator[Planting]:
    """A blank in a provision that is settled, of a clause that has none."""
    for paragraph in _settled(ground):
        if "blank(" not in ground.read(paragraph.file):
            yield ground.adding(paragraph, 'This is without prejudice to {{ blank("selftest") }}.')


@defect("SGN002")
def comment_without_an_answer(ground: Ground) -> Iterator[Planting]:
    """A comment on a provision that nobody has answered."""
    for entry, text in ground.own():
        for key in text.document.labels if not entry.record.comments else ():
            comment = f"{{on: '{key}', author: Secretariat, text: To be looked at}}"
            yield from ground.inserting(entry.raw, f"comments: [{comment}]")


def _settled(ground: Ground) -> Iterator[Paragraph]:
    """The paragraphs of provisions in which nothing is open."""
    for paragraph in ground.paragraphs:
        words = ground.read(paragraph.file).split("\n")[paragraph.last - 1].rpartition("}")[2].replace("*", "").strip()
        if not any(words in printed and still for printed, still in _printed(paragraph.text)):
            yield paragraph


def _printed(text: Text) -> tuple[tuple[str, bool], ...]:
    """What each passage prints, and whether anything of its provision is open."""

    def made() -> tuple[tuple[str, bool], ...]:
        every = passages(text)
        still = {each.key for each in every if each.branch or UNSETTLED.search(each.printed)}
        return tuple((" ".join(each.printed.split()), each.key in still) for each in every)

    return text.once("selftest.settled", made)
