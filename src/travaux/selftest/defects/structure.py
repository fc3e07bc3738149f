"""Articles with nothing under their heading, headings that are used twice, levels that are left out."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from travaux.compilation import Text
from travaux.library import Clause
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._source import replaced


def _articles(ground: Ground) -> Iterator[tuple[Text, Clause]]:
    """Articles in one wording, on which no field of the instrument says anything."""
    for text, clause in ground.clauses:
        named = text.instrument.record.rests_on
        alone = not clause.variant and not any(key.split(".")[0] == clause.key for key in named)
        if clause.front.place == "article" and clause.front.heading and alone:
            yield text, clause


def _with_body(ground: Ground, clause: Clause, body: str) -> dict[str, str]:
    """The file of a clause with another body."""
    lines = ground.read(clause.file).split("\n")
    front = "\n".join(lines[: clause.body_line - 1])
    return {clause.file: f"{front}\n{body}\n"}


_HANGING = """1. {#selftest-goods} It applies to goods:
    - {#selftest-kind} of a kind that is:
        1. {#selftest-raw} raw.

2. {#selftest-others} It applies to no others."""


@defect("STR001", follows="OWE003 REF001 REF003 TRM001")
def number_below_a_bullet(ground: Ground) -> Iterator[Planting]:
    """A numbered point below one without a number."""
    for text, clause in _articles(ground):
        if text.language == "en" and not clause.front.defines:
            yield Planting(clause.file, clause.body_line + 2, _with_body(ground, clause, _HANGING))


@defect("STR003")
def heading_of_another_article(ground: Ground) -> Iterator[Planting]:
    """An article takes the heading of the one before it in its chapter."""
    for entry, text in ground.own():
        for chapter in text.outline.chapters:
            clauses = [each.clause for each in chapter.clauses if len(each.wordings) == 1 and each.mechanism is None]
            for one, other in itertools.pairwise(clauses):
                first, again = one.front.heading, other.front.heading
                if first and again and first != again and entry.record.id and "{" not in first:
                    after = replaced(ground.read(other.file), other.raw, ("heading",), first)
                    if after is not None:
                        yield Planting(other.file, 1, {other.file: after})


@defect("STR005", follows="OWE003 REF001 REF003 TRM001")
def article_without_text(ground: Ground) -> Iterator[Planting]:
    """A condition leaves out everything that an article says."""
    for _, clause in _articles(ground):
        if not clause.front.defines:
            yield Planting(clause.file, 1, _with_body(ground, clause, "{% if false %}Nothing.{% endif %}"))


@defect("STR006")
def heading_inside_an_article(ground: Ground) -> Iterator[Planting]:
    """A heading in the body of an article."""
    for _, clause in _articles(ground):
        lines = ground.read(clause.file).split("\n")
        after = [*lines[: clause.body_line - 1], "## {#selftest} Goods", "", *lines[clause.body_line - 1 :]]
        yield Planting(clause.file, clause.body_line, {clause.file: "\n".join(after)})
