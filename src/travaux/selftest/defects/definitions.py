"""Definitions that no clause declares, and tables that are called as a paragraph is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.checks._schedules import tables
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._paragraphs import Paragraph

_TABLE = re.compile(r'(?<=\btable\(")[\w-]+(?=")')
_ID = re.compile(r"\{#([\w-]+)\}")


def _articles(ground: Ground) -> Iterator[Paragraph]:
    for paragraph in ground.paragraphs:
        if paragraph.operative and paragraph.text.language == "en":
            yield paragraph


@defect("TRM011")
def definition_that_is_not_declared(ground: Ground) -> Iterator[Planting]:
    """A term is given a meaning in an article that does not say that it defines it."""
    for paragraph in _articles(ground):
        yield ground.adding(paragraph, "For this purpose, **specimen good** means a good that is shown.")


@defect("TRM011", follows="TRM003")
def definition_beside_the_first(ground: Ground) -> Iterator[Planting]:
    """An article gives another meaning to a term that is defined elsewhere."""
    for paragraph in _articles(ground):
        own = set(paragraph.clause.front.defines)
        for entry in paragraph.text.document.definitions[:3]:
            if entry.term not in own and entry.span.file != paragraph.file:
                yield ground.adding(paragraph, f"For this purpose, **{entry.text}** means what is shown.")


@defect("STR007")
def table_with_the_key_of_a_paragraph(ground: Ground) -> Iterator[Planting]:
    """A table is called as a paragraph of its article is."""
    for text, clause in ground.clauses:
        standing = {table.key for table in tables(text)}
        ids = [each for each in _ID.findall(clause.body) if f"{clause.key}.{each}" in text.document.labels]
        lines = ground.read(clause.file).split("\n")
        for number, line in enumerate(lines):
            called = _TABLE.search(line)
            for each in ids if called and f"{clause.key}.{called[0]}" in standing else ():
                yield ground.writing(clause.file, number + 1, _TABLE.sub(each, line, count=1))
