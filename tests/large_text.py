"""A large text, drawn from nothing but its size: the same tree for the same numbers, with every kind of node in it.

What grows faster than the text shows in it; `benchmarks/growth.py` doubles each number in turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import docx_pieces as pieces
from strategies import DOT
from travaux.index import index
from travaux.tree import (
    Alternatives,
    Annex,
    Column,
    Document,
    Draft,
    Figure,
    Footnote,
    Note,
    Option,
    Para,
    Provision,
    Ref,
    Signature,
    Table,
    Text,
)

PARAGRAPHS = 4
"""In each article."""
_CHAPTER = 25
_HEADINGS = ("Line", "Code", "Description", "Base rate", "Staging", "Final rate")
_WORDS = ("unwrought", "refined", "powders", "waste and scrap", "alloys", "oxides", "hydroxides", "carbonates")


@dataclass(frozen=True)
class Size:
    """How many of each there are."""

    articles: int = 500
    references: int = 3000
    footnotes: int = 400
    parties: int = 54
    terms: int = 300
    figures: int = 60
    rows: int = 5000
    comments: int = 1000
    notes: int = 500
    alternatives: int = 500


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a schedule, made as they are asked for, in the order of their chapters."""

    count: int
    chapters: int = 12

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for n in range(self.count):
            chapter = 25 + n * self.chapters // self.count
            words = f"{_WORDS[n % 8]}, {_WORDS[n // 8 % 8]}, of lot {n * 7919 % 10_007}"
            cells = (f"{n + 1:06d}", f"{chapter}{n % 97:02d}.{n % 89:02d}", words, f"{n % 300 / 10}%", "B5", "0%")
            yield f"goods.{n + 1:06d}", cells

    def by_group(self) -> Iterator[tuple[str, Iterator[tuple[str, tuple[str, ...]]]]]:
        return groupby(self, key=lambda row: f"HS Chapter {row[1][1][:2]}")


def large_document(size: Size) -> Document:
    """The text with its numbers, its comments on paragraphs in turn."""
    document = index(large_draft(size))
    keys = _paragraph_keys(size)
    comments: dict[str, tuple[Note, ...]] = {}
    for n in range(size.comments):
        said = Note(f"c{n}", f"Remark {n}.", "comment", f"p{n % size.parties:02d}")
        comments[keys[n % len(keys)]] = (*comments.get(keys[n % len(keys)], ()), said)
    return replace(document, comments=comments)


def large_draft(size: Size) -> Draft:
    """The text without numbers."""
    parties = tuple(f"p{n:02d}" for n in range(size.parties))
    articles = [_definitions(size), *(_article(n, size) for n in range(1, size.articles))]
    columns = tuple(Column(heading, "right" if "rate" in heading else "left") for heading in _HEADINGS)
    table = Table("goods", columns, Rows(size.rows), "Schedule of goods", landscape=True)
    return replace(
        pieces_draft(),
        parties=parties,
        party_names={party: f"the State of {party.upper()}" for party in parties},
        body=tuple(
            pieces.chapter(f"chapter-{n}", f"Chapter {n}", *articles[n : n + _CHAPTER])
            for n in range(0, len(articles), _CHAPTER)
        ),
        signatures=tuple(Signature(party, f"For the State of {party.upper()}") for party in parties),
        annexes=(Annex("annex", "Schedule", (table,)),) if size.rows else (),
        terms={f"term-{n}": (_term(n), f"{_term(n)}s") for n in range(size.terms)},
    )


def pieces_draft() -> Draft:
    """An empty text in the house style of the tests."""
    house = pieces.HOUSE
    return Draft("large", "agreement", "binding", "en", "Large Agreement", "Large Agreement", (), house)


def _term(n: int) -> str:
    return f"listed thing {n} of list {n * 31 % 97}"


def _paragraph_keys(size: Size) -> list[str]:
    return [f"a{n:04d}.{k}" for n in range(1, size.articles) for k in range(PARAGRAPHS)]


def _definitions(size: Size) -> Provision:
    defined = (pieces.definition(f"term-{n}", _term(n), f" means a thing of list {n}.") for n in range(size.terms))
    return pieces.article("a0000", "Definitions", *defined)


def _article(n: int, size: Size) -> Provision:
    own = (_paragraph(n, k, size) for k in range(PARAGRAPHS))
    return pieces.article(f"a{n:04d}", f"Treatment of list {n}", *own)


def _paragraph(n: int, k: int, size: Size) -> Provision:
    place, places = (n - 1) * PARAGRAPHS + k, (size.articles - 1) * PARAGRAPHS
    words: list[Any] = [f"Each Party shall keep {_term(place % max(size.terms, 1))} under review in the year {place}"]
    for number in range(place, size.references, places):
        words += [", as in ", Ref(f"r{number}", (_target(number, size),))]
    words += [Footnote(f"f{number}", (Text(f"Footnote {number}."),)) for number in range(place, size.footnotes, places)]
    words += [Note(f"n{number}", f"Drafting note {number}.") for number in range(place, size.notes, places)]
    words += [_open(number) for number in range(place, size.alternatives, places)]
    unit = pieces.paragraph(f"a{n:04d}.{k}", *words, ".")
    figures = tuple(Figure(f"g{m}", DOT, f"Figure {m}") for m in range(place, size.figures, places))
    return replace(unit, content=(*unit.content, *figures)) if figures else unit


def _target(number: int, size: Size) -> str:
    """Another paragraph, near or far."""
    return f"a{1 + number * 7919 % (size.articles - 1):04d}.{number % PARAGRAPHS}"


def _open(number: int) -> Alternatives[Any]:
    options = (Option((Text(f" within {number} days"),), proposed=("p00",)), Option((Text(" at once"),), "", ("p01",)))
    return Alternatives(f"o{number}", options, reason=f"The time is open ({number})")


def paragraphs_of(document: Document) -> Iterator[Para]:
    """Every paragraph of running text of the articles."""
    for chapter in document.draft.body:
        for article in chapter.children:  # type: ignore[union-attr]
            for unit in article.children:  # type: ignore[union-attr]
                yield from (block for block in unit.content if isinstance(block, Para))  # type: ignore[union-attr]
