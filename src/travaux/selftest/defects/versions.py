"""Language versions of one text that do not say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._paragraphs import Paragraph

_NUMBERED = re.compile(r"(?P<number>\d+)\. \{#")
_MORE = {"en": "It is published.", "es": "Se publica."}
_FIGURE = {"en": "It is listed under number 7.", "es": "Figura con el número 7."}


def _translated(ground: Ground) -> Iterator[tuple[Paragraph, int]]:
    """The numbered paragraphs of each version but the first, with their numbers as they are typed."""
    first = {id(text) for _, text in ground.own()}
    shared = {clause.file for text, clause in ground.clauses if id(text) in first}
    for paragraph in ground.paragraphs:
        line = ground.read(paragraph.file).split("\n")[paragraph.first - 1]
        numbered = _NUMBERED.match(line)
        if numbered and paragraph.file not in shared and paragraph.text.language in _MORE:
            yield paragraph, int(numbered["number"])


@defect("LNG005")
def paragraph_of_one_version(ground: Ground) -> Iterator[Planting]:
    """A paragraph stands in one language and not in the other."""
    for paragraph, number in _translated(ground):
        lines = ground.read(paragraph.file).split("\n")
        more = f"{number + 1}. {{#selftest-more}} {_MORE[paragraph.text.language]}"
        after = [*lines[: paragraph.last], "", more, *lines[paragraph.last :]]
        yield Planting(paragraph.file, paragraph.last + 2, {paragraph.file: "\n".join(after)})


@defect("LNG006")
def figure_of_one_version(ground: Ground) -> Iterator[Planting]:
    """A number stands in one language and not in the other; it is told where the paragraph begins."""
    for paragraph, _ in _translated(ground):
        planting = ground.adding(paragraph, _FIGURE[paragraph.text.language])
        yield Planting(planting.file, paragraph.first, planting.files)
