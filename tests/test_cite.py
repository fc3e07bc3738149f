"""Cross-references in the three house styles, from everywhere to everywhere."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Literal

import pytest

from one_clause import prepared
from sample_document import EMPTY, HOUSE
from travaux.index import index
from travaux.tree import Annex, Level, Para, Provision, Ref

Style = Literal["us", "eu", "japan"]
WORDS = prepared()[1].words.words


def unit(level: Level, key: str, *children: Provision, heading: str = "", numbered: bool = True) -> Provision:
    return Provision(level, key, heading, children=children, numbered=numbered)


def points(*keys: str) -> tuple[Provision, ...]:
    return tuple(
        unit(Level.POINT, key, unit(Level.SUBPOINT, f"{key}i"), unit(Level.SUBPOINT, f"{key}ii")) for key in keys
    )


BODY = (
    unit(
        Level.CHAPTER, "general",
        unit(Level.ARTICLE, "terms", unit(Level.PARAGRAPH, "term", *points("ta"), numbered=False), heading="Terms"),
        unit(
            Level.ARTICLE, "duty",
            unit(Level.PARAGRAPH, "d1", *points("da", "db")), unit(Level.PARAGRAPH, "d2", *points("dc")),
            heading="Duty",
        ),
        unit(Level.ARTICLE, "list", *points("la", "lb"), heading="List"),
        heading="General",
    ),
)  # fmt: skip
ANNEX = Annex("annex", "Goods", children=(unit(Level.PARAGRAPH, "n1", *points("na")), unit(Level.PARAGRAPH, "n2")))


def cited(style: Style, at: str, *targets: str, through: bool = False) -> str:
    """What a reference prints that stands in the provision `at`."""
    ref = Ref("r", targets, through=through)

    def with_ref(node: Provision) -> Provision:
        content = (Para((ref,)),) if node.key == at else ()
        return replace(node, content=content, children=tuple(map(with_ref, node.children)))  # type: ignore[arg-type]

    annex = replace(ANNEX, children=tuple(map(with_ref, ANNEX.children)))  # type: ignore[arg-type]
    body = tuple(map(with_ref, BODY))
    house = replace(HOUSE, reference=style, words=WORDS)
    document = index(replace(EMPTY, house=house, body=body, annexes=(annex,)))
    return "".join(segment.text for segment in document.citations["r"])


@pytest.mark.parametrize(
    ("at", "targets", "us", "eu", "japan"),
    [
        ("list", ["duty"], "Article 1.2 (Duty)", "Article 1.2", "Article 1.2"),
        ("list", ["d1"], "Article 1.2.1 (Duty)", "Article 1.2(1)", "paragraph 1 of Article 1.2"),
        ("list", ["da"], "Article 1.2.1(a) (Duty)", "Article 1.2(1), point (a)", "paragraph 1(a) of Article 1.2"),
        (
            "list", ["daii"],
            "Article 1.2.1(a)(ii) (Duty)", "Article 1.2(1), point (a)(ii)", "paragraph 1(a)(ii) of Article 1.2",
        ),
        ("duty", ["lb"], "Article 1.3(b) (List)", "Article 1.3, point (b)", "subparagraph (b) of Article 1.3"),
        ("d2", ["d1"], "paragraph 1", "paragraph 1", "paragraph 1"),
        ("d2", ["da"], "paragraph 1(a)", "paragraph 1, point (a)", "paragraph 1(a)"),
        ("da", ["db"], "subparagraph (b)", "point (b)", "subparagraph (b)"),
        ("da", ["dbi"], "subparagraph (b)(i)", "point (b)(i)", "subparagraph (b)(i)"),
        ("d1", ["duty"], "this Article", "this Article", "this Article"),
        ("da", ["d1"], "this paragraph", "this paragraph", "this paragraph"),
        ("d1", ["d1"], "this paragraph", "this paragraph", "this paragraph"),
        ("dai", ["da"], "this subparagraph", "this point", "this subparagraph"),
        ("d1", ["annex"], "Annex 1 (Goods)", "Annex 1", "Annex 1"),
        ("d1", ["n1"], "paragraph 1 of Annex 1 (Goods)", "paragraph 1 of Annex 1", "paragraph 1 of Annex 1"),
        ("d1", ["general"], "Chapter 1 (General)", "Chapter 1", "Chapter 1"),
        ("la", ["la", "lb"], "subparagraphs (a) and (b)", "points (a) and (b)", "subparagraphs (a) and (b)"),
        ("d1", ["d1", "d2"], "paragraphs 1 and 2", "paragraphs 1 and 2", "paragraphs 1 and 2"),
        (
            "list", ["duty", "terms"],
            "Article 1.2 (Duty) and Article 1.1 (Terms)", "Article 1.2 and Article 1.1", "Article 1.2 and Article 1.1",
        ),
        ("list", ["nowhere"], "nowhere", "nowhere", "nowhere"),
        ("d1", ["nowhere", "d2"], "nowhere and paragraph 2", "nowhere and paragraph 2", "nowhere and paragraph 2"),
    ],
)  # fmt: skip
def test_reference(at: str, targets: list[str], us: str, eu: str, japan: str) -> None:
    assert (cited("us", at, *targets), cited("eu", at, *targets), cited("japan", at, *targets)) == (us, eu, japan)


def test_range_of_paragraphs() -> None:
    assert cited("us", "d1", "d1", "d2", through=True) == "paragraphs 1 to 2"
    assert cited("us", "list", "duty", "terms", through=True) == "Article 1.2 (Duty) to Article 1.1 (Terms)"


KEYS = (
    "general",
    "terms",
    "term",
    "ta",
    "duty",
    "d1",
    "da",
    "dai",
    "d2",
    "dc",
    "list",
    "la",
    "annex",
    "n1",
    "na",
    "n2",
)


@pytest.mark.parametrize("style", ["us", "eu", "japan"])
def test_every_place_can_be_cited_from_every_place(style: Style) -> None:
    for at, target in itertools.product(KEYS[1:12], KEYS):
        words = cited(style, at, target)
        assert words
        assert "  " not in words
        assert words == words.strip()
