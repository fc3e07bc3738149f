"""What texts rest on -> text for people, and JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from travaux.library import Precedent
from travaux.model.source import Source
from travaux.provenance import Cited, Fact, Figure, Place, Provenance, Tally, Use
from travaux.span import Span

SCHEMA = "travaux.sources/1"
#: How text calls what is no grade.
_STANDINGS = {"record": "by record as a whole", "choice": "drafters' choice", "none": "no source"}


# --- text --------------------------------------------------------------------------------------------------------


def as_text(found: Sequence[Provenance]) -> str:
    """Facts, figures and precedents of every text one after another, and after each how many are confirmed."""
    return "\n".join(line for one in found for line in _text(one)).rstrip("\n")


def _text(one: Provenance) -> Iterator[str]:
    yield from (f"{one.title} ({one.instrument}, {one.language})", "")
    yield from _part("Facts", (line for fact in one.facts for line in _fact(fact)))
    yield from _part("Figures", (line for figure in one.figures for line in _figure(figure)))
    yield from _part("Precedents", (line for cited in one.precedents for line in _cited(cited)))
    yield from _part("Report", (f"{name}: {told(tally)}" for name, tally in one.report.items()))


def _part(heading: str, lines: Iterator[str]) -> Iterator[str]:
    yield heading
    yield from [f"  {line}" for line in lines] or ["  none"]
    yield ""


def told(tally: Tally) -> str:
    """`12: 3 official, 8 reported, 1 unconfirmed; 11 of 12 confirmed`."""
    parts = [f"{number} {_STANDINGS.get(grade, grade)}" for grade, number in tally.counts if number]
    return f"{tally.total}: {', '.join(parts)}; {tally.confirmed} of {tally.total} confirmed" if parts else "none"


def _fact(fact: Fact) -> Iterator[str]:
    source = fact.source.record
    seen = {"full": "read in full", "excerpt": "read in part", "background": "not opened"}[source.seen]
    yield f"{source.id}: {', '.join(filter(None, (source.grade, source.date, seen)))}"
    yield f"  {' '.join(source.statement.split())}"
    yield f"  {', '.join(filter(None, (source.publisher, source.citation, source.url)))}"
    if source.note:
        yield f"  note: {' '.join(source.note.split())}"
    yield from (f"  {_use(use)}" for use in fact.uses)


def _use(use: Use) -> str:
    return f"{use.span}: {use.owner}, {use.field}{_at(use.places)}"


def _at(places: Sequence[Place]) -> str:
    return f" -> {'; '.join(place.cited for place in places)}" if places else ""


def _figure(figure: Figure) -> Iterator[str]:
    rests_on = f" ({', '.join(figure.sources)})" if figure.sources else ""
    yield f"{figure.text}: {_STANDINGS.get(figure.standing, figure.standing)}{rests_on}"
    yield f"  {figure.span}: {figure.path}{_at(figure.places)}"


def _cited(cited: Cited) -> Iterator[str]:
    yield f"{named(cited.precedent)}: {cited.precedent.grade}"
    yield f"  {cited.precedent.shows}"
    yield from (f"  {_use(use)}" for use in cited.uses)


def named(precedent: Precedent) -> str:
    """`GATT 1994, X`: the instrument, and the place in it where that is known."""
    return ", ".join(filter(None, (precedent.instrument, precedent.article)))


# --- JSON --------------------------------------------------------------------------------------------------------


def as_json(found: Sequence[Provenance]) -> str:
    """The same as a JSON document of the schema `travaux.sources/1`, in ASCII for any pipe."""
    return json.dumps({"schema": SCHEMA, "texts": [_data(one) for one in found]}, indent=1)


def _data(one: Provenance) -> dict[str, object]:
    return {
        "instrument": one.instrument,
        "language": one.language,
        "facts": [_fact_data(fact) for fact in one.facts],
        "figures": [_figure_data(figure) for figure in one.figures],
        "precedents": [_cited_data(cited) for cited in one.precedents],
        "report": {name: _tally_data(tally) for name, tally in one.report.items()},
    }


def _fact_data(fact: Fact) -> dict[str, object]:
    source: Source = fact.source.record
    names = ("grade", "seen", "date", "statement", "publisher", "citation", "url", "note")
    fields = {name: getattr(source, name) for name in names}
    return {"key": source.id, **fields, **_span(fact.source.span()), "uses": [_use_data(use) for use in fact.uses]}


def _figure_data(figure: Figure) -> dict[str, object]:
    return {
        "path": figure.path,
        "text": figure.text,
        "standing": figure.standing,
        "sources": figure.sources,
        **_span(figure.span),
        "provisions": _places_data(figure.places),
    }


def _cited_data(cited: Cited) -> dict[str, object]:
    names = ("instrument", "article", "shows", "grade")
    fields = {name: getattr(cited.precedent, name) for name in names}
    return {**fields, "uses": [_use_data(use) for use in cited.uses]}


def _tally_data(tally: Tally) -> dict[str, int]:
    return {"total": tally.total, "confirmed": tally.confirmed, **dict(tally.counts)}


def _use_data(use: Use) -> dict[str, object]:
    return {"in": use.owner, "field": use.field, **_span(use.span), "provisions": _places_data(use.places)}


def _places_data(places: Sequence[Place]) -> list[dict[str, str]]:
    return [{"key": place.key, "cited": place.cited} for place in places]


def _span(span: Span) -> dict[str, object]:
    return {"file": span.file, "line": span.line, "column": span.column}
