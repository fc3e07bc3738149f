"""The material of a text -> its facts, figures and precedents, each with its uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from travaux.compilation import Text
from travaux.discover import Layer
from travaux.library import Precedent
from travaux.model.source import Grade, Source
from travaux.provenance import GRADES, Cited, Fact, Figure, Place, Provenance, Standing, Use
from travaux.provenance.grounds import Ground, is_figure
from travaux.provenance.material import Material, Printed, Worded
from travaux.records import Entry, Records, sources
from travaux.span import Span

_Uses = dict[str, list[Use]]


def provenance(text: Text, records: Records, layers: Sequence[Layer]) -> Provenance:
    """What a text rests on. Raises `Failure` with every fault of the sources that are named."""
    material = Material(text, records)
    uses = _uses(material)
    found = sources(layers, ((key, use.span) for key, named in uses.items() for use in named))
    return Provenance(
        instrument=text.instrument.record.id,
        language=text.language,
        title=text.document.draft.short_title,
        facts=tuple(Fact(found[key], tuple(uses[key])) for key in sorted(uses)),
        figures=tuple(_figures(material, found)),
        precedents=tuple(_precedents(material)),
    )


# --- facts -------------------------------------------------------------------------------------------------------


def _uses(material: Material) -> _Uses:
    """The uses of each source: those of records first, then those of clauses."""
    uses: _Uses = {}
    for key, use in (*_in_records(material), *_in_clauses(material)):
        uses.setdefault(key, []).append(use)
    return uses


def _in_records(material: Material) -> Iterator[tuple[str, Use]]:
    for name, (entry, names) in material.used.items():
        for kind, key, path in names:
            if kind == "source":
                *holder, field, _ = path
                printed = material.printed_from.get((name, tuple(holder)), ())
                dotted = ".".join(map(str, (*holder, field)))
                yield key, Use(name, dotted, entry.span(*path), material.places.of(printed))


def _in_clauses(material: Material) -> Iterator[tuple[str, Use]]:
    """What a clause names in its front matter is for the whole of it, what it names in its text for a passage."""
    by_key: dict[tuple[str, str], list[str]] = {}
    for provision, source in material.text.document.draft.rests_on:
        by_key.setdefault((provision.partition(".")[0], source), []).append(provision)
    for worded in material.wordings:
        front = worded.clause.front.rests_on
        for source in worded.clause.sources:
            keys = by_key.get((worded.key, source), [])
            if keys or source in front:
                places = material.places.of(keys) or _places(material, worded)
                field = "rests_on" if source in front else "text"
                yield source, Use(_name(worded), field, worded.clause.source_span(source), places)


def _name(worded: Worded) -> str:
    return f"clauses/{worded.clause.key}" + (f"~{worded.clause.variant}" if worded.clause.variant else "")


def _places(material: Material, worded: Worded) -> tuple[Place, ...]:
    """The article or annex of a wording; of the recitals and the frame the part in which it stands."""
    place = worded.clause.front.place
    return material.places.of([worded.key if place in ("article", "annex") else f"#{place}"])


# --- figures -----------------------------------------------------------------------------------------------------


def _figures(material: Material, found: Mapping[str, Entry[Source]]) -> Iterator[Figure]:
    """The printed figures, each once, where it is first printed.

    A parameter of a clause has no sources of its own: the passage that prints it may name some.
    """
    choices, passages = _choices(material), _passages(material)
    printed: dict[str, list[Printed]] = {}
    for value in material.values:
        printed.setdefault(value.path, []).append(value)
    for value, *more in printed.values():
        places = material.places.of(each.provision for each in (value, *more))
        if value.path in choices:
            figure, span = choices[value.path]
            if is_figure(figure):
                own = tuple(dict.fromkeys(s for each in (value, *more) for s in passages.get(each.provision, ())))
                yield Figure(value.path, value.text, span, _best(own, found) if own else "choice", own, places)
        elif value.ground is not None and is_figure(value.ground.value):
            standing = _standing(value.ground, found)
            yield Figure(value.path, value.text, value.ground.span, standing, value.ground.sources, places)


def _passages(material: Material) -> dict[str, list[str]]:
    """The sources that a clause names in a passage of its text, by the key of the passage."""
    found: dict[str, list[str]] = {}
    for provision, source in material.text.document.draft.rests_on:
        if "." in provision:
            found.setdefault(provision, []).append(source)
    return found


def _choices(material: Material) -> dict[str, tuple[object, Span]]:
    """The parameters of the printed clauses by the path of their value, each with where it is set."""
    found: dict[str, tuple[object, Span]] = {}
    for worded in material.wordings:
        for name in worded.clause.front.parameters:
            path = worded.selected.parameter_paths[name]
            own = path.startswith("clauses/")
            at = ("parameters", name, "default") if own else ("parameters", worded.clause.key, name)
            raw = worded.clause.raw if own else material.text.instrument.raw
            found.setdefault(path, (worded.selected.parameters[name], raw.span(*at)))
    return found


def _standing(ground: Ground, found: Mapping[str, Entry[Source]]) -> Standing:
    if ground.illustrative:
        return "illustrative"
    if not ground.sources:
        return "none"
    if not ground.holder:
        return "record"
    return ground.grade or _best(ground.sources, found)


def _best(sources: Iterable[str], found: Mapping[str, Entry[Source]]) -> Grade:
    grades = {found[key].record.grade for key in sources}
    return next(grade for grade in GRADES if grade in grades)


# --- precedents --------------------------------------------------------------------------------------------------


def _precedents(material: Material) -> Iterator[Cited]:
    """The precedents of the printed wordings, each once, in the order of the text."""
    uses: dict[Precedent, list[Use]] = {}
    for worded in material.wordings:
        for number, precedent in enumerate(worded.clause.front.precedents):
            span = worded.clause.raw.span("precedents", number)
            use = Use(_name(worded), "precedents", span, _places(material, worded))
            uses.setdefault(precedent, []).append(use)
    return (Cited(precedent, tuple(found)) for precedent, found in uses.items())
