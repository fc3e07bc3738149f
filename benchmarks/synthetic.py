"""The synthetic agreement as files: a `travaux` project, and the same words as JSON, CSV and Markdown for the peers.

python benchmarks/synthetic.py FOLDER ROWS
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from agreement import ARTICLES, CHAPTERS, COLUMNS, HEADINGS, TITLE, Agreement, Article, Reference, draw, rows

KEY = "synthetic-agreement"


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
        yield from (f"| {' | '.join([line, code[7:], *rest])} |" for line, code, *rest in cells)


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
    text = draw()
    project = root / "project"
    write_project(project, text)
    schedule = project / "seeds" / "instruments" / "schedule.csv"
    write_csv(schedule, count)
    write_json(root / "agreement.json", text)
    with (root / "agreement.md").open("w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in markdown(text, schedule))


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
