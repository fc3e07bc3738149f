"""A synthetic agreement of fixed words: 80 articles, 300 references, 60 terms, a schedule of N rows of 6 cells.

The same words are written as a `travaux` project (YAML, clauses, CSV), as plain JSON and CSV for the peers, and as
Markdown for pandoc. Nothing is random: one linear congruential generator draws everything, so that every machine
measures the same text. The words of the schedule are as varied as those of a real one, because the time and size
of compression depend on it.

    python benchmarks/synthetic.py FOLDER ROWS
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

ARTICLES, REFERENCES, TERMS, CHAPTERS = 80, 300, 60, 8
PARAGRAPHS, POINTS = 6, 3
TITLE = "Agreement on Trade between Party North and Party South"
KEY = "synthetic-agreement"
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


def agreement() -> Agreement:
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


def write_csv(path: Path, count: int) -> None:
    """The schedule, its first line naming the columns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows(count))


# --- for the peers -----------------------------------------------------------------------------------------------


def write_json(path: Path, text: Agreement) -> None:
    """The text with its numbers, for peers that number nothing themselves."""
    articles = [
        {
            "key": article.key,
            "number": article.number,
            "heading": article.heading,
            "units": [{**vars(unit), "words": [_plain(word) for word in unit.words]} for unit in article.units],
        }
        for article in text.articles
    ]
    data = {"title": TITLE, "headings": HEADINGS, "terms": text.terms, "articles": articles}
    path.write_text(json.dumps(data), encoding="utf-8")


def _plain(word: str | Reference) -> object:
    return word if isinstance(word, str) else vars(word)


def _anchor(key: str) -> str:
    return key.replace(".", "-")


def markdown(text: Agreement, schedule: Path) -> Iterator[str]:
    """The lines of the text in pandoc's Markdown, with the schedule as a pipe table."""
    yield f"% {TITLE}\n"
    for article in text.articles:
        yield f"# Article {article.number}: {article.heading} {{#{article.key}}}\n"
        if article.number == 1:
            yield from (f"**{term}** {meaning};\n" for term, meaning in text.terms)
        for unit in article.units:
            words = "".join(w if isinstance(w, str) else f"[{w.text}](#{_anchor(w.key)})" for w in unit.words)
            indent = "    " if unit.depth == 2 else ""
            yield f"{indent}{unit.label}  []{{#{_anchor(unit.key)}}}{words}\n"
    yield "# Schedule {#schedule}\n"
    with schedule.open(encoding="utf-8", newline="") as file:
        next(cells := csv.reader(file))
        yield f"| {' | '.join(HEADINGS)} |"
        yield "|--:|-----|------------------|--:|----|--:|"
        yield from (f"| {' | '.join(row)} |" for row in cells)


# --- as a travaux project ----------------------------------------------------------------------------------------


def write_project(root: Path, text: Agreement) -> None:
    """The text as a project; its schedule lies beside the instrument and is written apart."""
    for name, content in _files(text):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def _files(text: Agreement) -> Iterator[tuple[str, str]]:
    yield "travaux.yaml", "# A synthetic agreement for measurements.\n"
    for key, name in (("north", "Party North"), ("south", "Party South")):
        yield f"seeds/parties/{key}.yaml", _party(key, name)
    yield f"seeds/instruments/{KEY}.yaml", _instrument()
    yield "templates/synthetic.yaml", _template()
    yield "clauses/synthetic-frame/family.yaml", _family("frame", 0)
    yield "clauses/synthetic-frame/synthetic-opening.en.md", _opening()
    yield "clauses/synthetic-frame/synthetic-schedule.en.md", _schedule_clause()
    for chapter in range(CHAPTERS):
        yield f"clauses/synthetic-{chapter}/family.yaml", _family(f"chapter-{chapter}", chapter)
    for article in text.articles:
        folder = f"clauses/synthetic-{(article.number - 1) * CHAPTERS // ARTICLES}"
        yield f"{folder}/{article.key}.en.md", _clause(article, text)


def _party(key: str, name: str) -> str:
    return (
        f"id: {key}\nnames:\n  en: {{long: {name}, short: {name}}}\nentity: state\nsignature: {{en: For {name}}}\n"
        "capacities:\n  synthetic: {role: party}\nlanguages: [en]\ncurrency: EUR\nroutes:\n"
        "  - id: assembly\n    name: approval by the assembly\n    carries: [no-change-of-law, change-of-duty]\n"
        "    approvals: []\n"
    )


def _instrument() -> str:
    kinds = ("text", "hs", "text", "percentage", "choice", "percentage")
    choices = ", choices: [A, B5, B10, C, E]"
    columns = "".join(
        f"      - {{name: {name}, heading: {{en: {heading}}}, type: {kind}{choices if kind == 'choice' else ''}}}\n"
        for name, heading, kind in zip(COLUMNS, HEADINGS, kinds, strict=True)
    )
    return (
        f"id: {KEY}\nkind: synthetic\ntitle: {{en: {TITLE}}}\nshort_title: {{en: Synthetic Agreement}}\n"
        "parties: [north, south]\nlanguages: [en]\nhouse: {articles: continuous, annexes: arabic}\n"
        "status: {draft: Draft 1, date: 2026-01-01}\nauthentic: [en]\n"
        "routes: {north: assembly, south: assembly}\ndepositary: north\n"
        "entry_into_force: {min_parties: 2, delay: P30D, later: P30D}\n"
        "schedules:\n  - id: goods\n    file: schedule.csv\n    caption: {en: Schedule of goods}\n    key: line\n"
        f"    columns:\n{columns}"
    )


def _template() -> str:
    chapters = "".join(f"  - {{id: chapter-{n}, heading: {{en: Chapter heading {n + 1}}}}}\n" for n in range(CHAPTERS))
    return f"register: binding\nchapters:\n  - {{id: frame}}\n{chapters}"


def _family(chapter: str, order: int) -> str:
    return f"chapter: {chapter}\norder: {order}\nregister: binding\n"


def _opening() -> str:
    return (
        "---\npurpose: Names the parties.\norder: 1\nplace: opening\ntier: 1\n"
        "defines:\n  party: [Party, Parties]\n---\n"
        '{{ parties | join_and }}, each hereinafter a "**Party**",\n'
    )


def _schedule_clause() -> str:
    return (
        "---\nheading: Schedule of goods\npurpose: The schedule.\norder: 2\nplace: annex\ntier: 1\n---\n"
        '{{ schedule("goods") }}\n'
    )


def _key(term: str) -> str:
    return term.replace(" ", "-")


def _clause(article: Article, text: Agreement) -> str:
    """The clause of an article; article 1 defines the terms."""
    body = _definitions(text) if article.number == 1 else _body(article)
    used = [term for term, _ in text.terms if article.number > 1 and term in body]
    uses = ", ".join([*(["party"] if "Party" in body or "Parties" in body else []), *map(_key, used)])
    defines = "".join(f"  {_key(term)}: [{term}, {term}s]\n" for term, _ in text.terms if article.number == 1)
    return (
        f"---\nheading: {article.heading}\npurpose: Synthetic text.\norder: {article.number}\ntier: 1\n"
        f"{f'defines:{chr(10)}{defines}' if defines else ''}uses: [{uses}]\n---\n{body}"
    )


def _definitions(text: Agreement) -> str:
    ordered = sorted(text.terms)
    lines = (f"- {{#{_key(term)}}} **{term}** {meaning}" for term, meaning in ordered)
    return "For the purposes of this Agreement:\n\n" + ";\n".join(lines) + ".\n"


def _body(article: Article) -> str:
    lines: list[str] = []
    for unit in article.units:
        words = "".join(w if isinstance(w, str) else f'{{{{ ref("{w.key}") }}}}' for w in unit.words)
        name = unit.key.partition(".")[2]
        lines.append(f"1. {{#{name}}} {words}\n" if unit.depth == 1 else f"    1. {{#{name}}} {words}\n")
    return "\n".join(lines)


def write(root: Path, count: int) -> None:
    """Everything that travaux and its peers read, in one folder."""
    text = agreement()
    project = root / "project"
    write_project(project, text)
    schedule = project / "seeds" / "instruments" / "schedule.csv"
    write_csv(schedule, count)
    write_json(root / "agreement.json", text)
    with (root / "agreement.md").open("w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in markdown(text, schedule))


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
