"""The large text as a project on disk: parties, clauses, a schedule and comments by the hundred, for a whole build."""

from __future__ import annotations

from pathlib import Path

from large_text import Rows, Size
from projects import change, put
from test_scale import of_parties

KEY = "many"
_RECORD = "seeds/instruments/many.yaml"
_COLUMNS = "line,code,description,base,staging,final"
_TYPES = ("text", "hs", "text", "percentage", "text", "percentage")


def write(folder: Path, size: Size) -> Path:
    """A project whose instrument has so many parties, articles, terms, references, footnotes, notes and comments."""
    root = of_parties(folder, size.parties)
    put("clauses/large/family.yaml", "chapter: example-trade\norder: 95\nregister: binding\n")(root)
    for n in range(size.articles):
        put(f"clauses/large/large-{n:04d}.en.md", _clause(n, size))(root)
    put("seeds/instruments/goods.csv", f"{_COLUMNS}\n{''.join(_lines(size.rows))}")(root)
    put("clauses/large/large-goods.en.md", _SCHEDULE)(root)
    change(_RECORD, "depositary: p00\n", f"depositary: p00\n{_schedules()}{_comments(size)}")(root)
    return root


_SCHEDULE = (
    '---\nheading: Goods\npurpose: The schedule.\norder: 9999\ntier: 1\nplace: annex\n---\n{{ schedule("goods") }}\n'
)


def _clause(n: int, size: Size) -> str:
    """An article of four paragraphs, with its share of everything."""
    terms = range(n, size.terms, size.articles)
    names = {f"listed-{t}": f"listed thing {t}" for t in terms}
    defines = "".join(f"  {key}: [{words}, {words}s]\n" for key, words in names.items())
    head = f"---\nheading: Matters of list {n}\npurpose: One of many.\norder: {n + 1}\ntier: 1\nuses: [party]\n"
    body = "".join(f"1. {{#p{k}}} {_words(4 * n + k, size)}\n\n" for k in range(4))
    defined = "".join(f"1. {{#{key}}} **{words}** means a thing of list {n}.\n\n" for key, words in names.items())
    return f"{head}{f'defines:{chr(10)}{defines}' if defines else ''}---\n{body}{defined}"


def _words(place: int, size: Size) -> str:
    places = 4 * size.articles
    refs = "".join(
        f' and {{{{ ref("large-{r * 7919 % size.articles:04d}.p{r % 4}") }}}}'
        for r in range(place, size.references, places)
    )
    note = f'{{{{ note("Drafting note {place}.") }}}}' if place < size.notes else ""
    footnote = f"^[Footnote {place}.]" if place < size.footnotes else ""
    return f"Each Party shall report in year {place}{refs}{footnote}.{note}"


def _lines(rows: int) -> list[str]:
    return [
        f'{line},HS2022 {code},"{words}",{base},{staging},{final}\n'
        for _, (line, code, words, base, staging, final) in Rows(rows)
    ]


def _schedules() -> str:
    columns = "".join(
        f"      - {{name: {name}, heading: {{en: {name.title()}}}, type: {kind}}}\n"
        for name, kind in zip(_COLUMNS.split(","), _TYPES, strict=True)
    )
    head = "schedules:\n  - id: goods\n    file: goods.csv\n    key: line\n    group_by: hs-chapter\n    columns:\n"
    return head + columns


def _comments(size: Size) -> str:
    """Half of the comments on paragraphs, half on rows of the schedule."""
    units = (f"large-{n % size.articles:04d}.p{n % 4}" for n in range(0, size.comments, 2))
    rows = (f"goods.{1 + n * 7 % size.rows:06d}" for n in range(1, size.comments, 2))
    said = (f"  - {{on: {unit}, author: p00, text: Remark {n}.}}\n" for n, unit in enumerate((*units, *rows)))
    return f"comments:\n{''.join(said)}"
