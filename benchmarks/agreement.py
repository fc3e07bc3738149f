"""The words of a synthetic agreement: 80 articles, 300 references, 60 terms, a schedule of N rows of 6 cells.

Nothing is random: one linear congruential generator draws everything, so that every machine measures the same text.
The words of the schedule are as varied as those of a real one, because the time and size of compression depend on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

ARTICLES, REFERENCES, TERMS, CHAPTERS = 80, 300, 60, 8
PARAGRAPHS, POINTS = 6, 3
TITLE = "Agreement on Trade between Party North and Party South"
COLUMNS = ("line", "hs", "description", "base_rate", "category", "final_rate")
HEADINGS = ("Line", "Code", "Description of goods", "Base rate", "Category", "Final rate")

SUBJECTS = (
    "Each Party", "A Party that applies a measure", "The importing Party", "The exporting Party",
    "The Joint Committee", "The customs authority of each Party", "A Party that receives a request",
)  # fmt: skip
DUTIES = (
    "shall give notice of", "shall publish without delay", "shall keep under review", "shall apply in good faith",
    "shall bring into line with its own law", "shall make known to the other Party", "shall administer with care",
)  # fmt: skip
OBJECTS = (
    "every decision that bears on the goods listed in the schedule", "the rates that it charges at its border",
    "the conditions under which goods are released", "any act that changes the treatment of goods in transit",
    "the forms that traders have to fill in", "all fees that are due when goods arrive",
)  # fmt: skip
CONDITIONS = (
    "as soon as the facts are known to it", "unless the safety of persons would suffer by it",
    "in the order in which the applications were lodged", "without asking for papers that it already holds",
    "so far as its law allows that to be done in public", "at least once in every calendar year",
    "and tell those concerned of the reasons that led to it", "within the time that the Joint Committee has set",
)  # fmt: skip
QUALITIES = ("registered", "sealed", "bonded", "graded", "pooled", "weighed", "certified", "listed", "stored", "traced")
THINGS = ("consignment", "warehouse", "shipment", "declaration", "quota", "sample")


class Draws:
    """Numbers that look drawn and never change (Knuth's MMIX constants)."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def below(self, limit: int) -> int:
        """A whole number from 0 to limit - 1."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & (2**64 - 1)
        return (self.state >> 33) % limit

    def one(self, choices: Sequence[str]) -> str:
        """One of the choices."""
        return choices[self.below(len(choices))]


@dataclass(frozen=True)
class Reference:
    """A cross-reference: the key it leads to, and how it is printed."""

    key: str
    text: str


Words: TypeAlias = "list[str | Reference]"


@dataclass
class Unit:
    """A paragraph (depth 1) or point (depth 2): its key, its own number and its words."""

    key: str
    depth: int
    label: str
    words: Words


@dataclass
class Article:
    """An article with its paragraphs and points in order."""

    key: str
    number: int
    heading: str
    units: list[Unit] = field(default_factory=list)


@dataclass
class Agreement:
    """The text: article 1 holds the definitions, as pairs of term and meaning."""

    terms: list[tuple[str, str]]
    articles: list[Article]


def term_names() -> list[str]:
    """All terms but `Party`, which the opening defines."""
    names = [f"{quality} {thing}" for quality in QUALITIES for thing in THINGS]
    return names[: TERMS - 1]


def sentence(draws: Draws) -> str:
    """A sentence without its full stop."""
    term = draws.one(term_names())
    return (
        f"{draws.one(SUBJECTS)} {draws.one(DUTIES)} {draws.one(OBJECTS)} for each {term}, "
        f"{draws.one(CONDITIONS)} {draws.one(CONDITIONS)}"
    )


def draw() -> Agreement:
    """The text without its schedule; the same at every call."""
    draws = Draws(20)
    terms = [(term, f"means a thing that {draws.one(CONDITIONS)} {draws.one(CONDITIONS)}") for term in term_names()]
    articles = [Article("article-001", 1, "Definitions")]
    articles += [_article(number, draws) for number in range(2, ARTICLES + 1)]
    _refer(articles, draws)
    return Agreement(terms, articles)


def _article(number: int, draws: Draws) -> Article:
    article = Article(f"article-{number:03d}", number, _heading(number))
    for paragraph in range(1, PARAGRAPHS + 1):
        key, points = f"{article.key}.p{paragraph}", POINTS if paragraph % 2 == 0 else 0
        article.units.append(Unit(key, 1, f"{paragraph}.", [sentence(draws), ":" if points else "."]))
        for point in range(points):
            end = (";", "; and", ".")[point]
            words: Words = [f"{draws.one(OBJECTS)}, {draws.one(CONDITIONS)}{end}"]
            article.units.append(Unit(f"{key}{'abc'[point]}", 2, f"({'abc'[point]})", words))
    return article


def _heading(number: int) -> str:
    """No two articles have one heading."""
    subject = f"{QUALITIES[number % 10]} {THINGS[number // 10 % 6]}s"
    return f"{'Treatment' if number < 60 else 'Release'} of {subject}"


def _refer(articles: list[Article], draws: Draws) -> None:
    """Puts the references into paragraphs, spread evenly."""
    paragraphs = [unit for article in articles for unit in article.units if unit.depth == 1]
    for number in range(REFERENCES):
        target = articles[1 + draws.below(ARTICLES - 1)]
        unit = target.units[draws.below(len(target.units))]
        paragraph, point = unit.key[len("article-000.p") :][:1], unit.key[len("article-000.p1") :]
        printed = f"Article {target.number}.{paragraph}" + (f"({point})" if point else "")
        words = paragraphs[number * 37 % len(paragraphs)].words
        words[1:1] = [" in accordance with ", Reference(unit.key, printed)]


# --- schedule ----------------------------------------------------------------------------------------------------


def vocabulary(draws: Draws) -> list[str]:
    """Three thousand words of two to four syllables."""
    onsets = ("b", "ch", "d", "f", "gr", "k", "l", "m", "n", "p", "r", "s", "t", "v")
    syllables = [onset + vowel + end for onset in onsets for vowel in "aeiou" for end in ("", "n", "r", "l")]
    return ["".join(draws.one(syllables) for _ in range(2 + draws.below(3))) for _ in range(3000)]


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """The rows of the schedule; common words come more often than rare ones."""
    draws = Draws(42)
    words = vocabulary(draws)
    size = len(words)
    for number in range(count):
        chosen = (words[min(draws.below(size), draws.below(size))] for _ in range(4 + draws.below(12)))
        chapter = 1 + number * 76 // count
        code = f"HS2022 {chapter:02d}{draws.below(100):02d}.{draws.below(100):02d}"
        base, final = draws.below(300), draws.below(100)
        category = ("A", "B5", "B10", "C", "E")[draws.below(5)]
        yield (
            f"{number + 1:06d}", code, " ".join(chosen),
            f"{base // 10}.{base % 10}%", category, f"{final // 10}.{final % 10}%",
        )  # fmt: skip
