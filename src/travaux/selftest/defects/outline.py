"""Choices of an instrument that its kind of text does not have, and clauses that need others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._source import inserted, replaced


@defect("OUT001")
def unknown_clause(ground: Ground) -> Iterator[Planting]:
    """The instrument asks for a clause that is not there."""
    for entry, _ in ground.own():
        yield from ground.inserting(entry.raw, "clauses: {include: [selftest-nowhere]}")
        for number in range(len(entry.record.clauses.include)):
            yield from ground.changing(entry.raw, ("clauses", "include", number), "selftest-nowhere")


@defect("OUT001")
def unknown_variant(ground: Ground) -> Iterator[Planting]:
    """The instrument asks for a variant that the clause does not have."""
    for entry, text in ground.own():
        for selected in list(text.outline.all())[:20]:
            yield from ground.inserting(entry.raw, f"variants: {{{selected.clause.key}: selftest-other}}")


@defect("OUT002")
def need_that_is_not_met(ground: Ground) -> Iterator[Planting]:
    """A clause that needs another one, which does not stand."""
    for _, clause in ground.clauses:
        if ("needs",) not in clause.raw.keys and not clause.variant:
            line = clause.raw.keys[("tier",)][0]
            after = inserted(ground.read(clause.file), line, "needs: {clauses: [selftest-nowhere]}")
            yield Planting(clause.file, line, {clause.file: after})


@defect("OUT003", follows="OUT002")
def required_clause_that_is_excluded(ground: Ground) -> Iterator[Planting]:
    """The instrument leaves out a clause without which its kind of text is not complete: the closing, for one."""
    for entry, text in ground.own():
        for key in text.library.template.required:
            for planting in ground.inserting(entry.raw, f"clauses: {{exclude: [{key}]}}"):
                yield Planting(planting.file, _line_of("kind:", planting), planting.files)


@defect("OUT003", follows="OUT002")
def template_that_requires_what_is_not_there(ground: Ground) -> Iterator[Planting]:
    """The template requires a closing clause that nobody has written."""
    for entry, text in ground.own():
        name = f"templates/{entry.record.template or entry.record.kind}.yaml"
        if text.library.template.required == () and ground.has(name):
            after = f"{ground.read(name).rstrip()}\nrequired: [selftest-closing]\n"
            yield Planting(entry.raw.file.name, entry.raw.places[("kind",)][0], {name: after})


@defect("OUT004")
def parameter_of_the_wrong_type(ground: Ground) -> Iterator[Planting]:
    """A period that is none, for a parameter of a clause."""
    for entry, _ in ground.own():
        for _, clause in ground.clauses:
            for name, parameter in clause.front.parameters.items():
                if parameter.type == "period":
                    yield from ground.inserting(entry.raw, f"parameters: {{{clause.key}: {{{name}: soon}}}}")
        for key, given in entry.record.parameters.items():
            for name in _periods(ground, key, given):
                yield from ground.changing(entry.raw, ("parameters", key, name), "soon")


def _periods(ground: Ground, key: str, given: Mapping[str, object]) -> Iterator[str]:
    for _, clause in ground.clauses:
        if clause.key == key and not clause.variant:
            yield from (n for n, p in clause.front.parameters.items() if p.type == "period" and n in given)


@defect("OUT005", follows="OUT001 OUT002 OUT003")
def mechanism_of_which_no_clause_speaks(ground: Ground) -> Iterator[Planting]:
    """The families of a mechanism are written for another kind."""
    for entry, text in ground.own():
        for number, key in enumerate(entry.record.mechanisms):
            kind = ground.subject.records.mechanisms[key].record.kind
            own = [raw for family, raw in text.library.families.values() if family.mechanism == kind]
            after = {raw.file.name: replaced(ground.read(raw.file.name), raw, ("mechanism",), "other") for raw in own}
            if own and None not in after.values():
                yield Planting(entry.raw.file.name, entry.raw.places[("mechanisms", number)][0], after)


@defect("OUT006", follows="OUT001 OUT002 OUT003 OUT005 LIB006")
def chapter_to_stand_after_that_is_not_there(ground: Ground) -> Iterator[Planting]:
    """A family brings a chapter that is to follow one which does not exist."""
    for _, text in ground.own():
        for name in sorted({clause.family for _, clause in ground.clauses}):
            family, raw = text.library.families[name]
            after = replaced(ground.read(raw.file.name), raw, ("chapter",), "selftest-chapter")
            if after is not None and family.after is None and family.heading is None:
                line = raw.keys[("chapter",)][0]
                new = f"heading: {{{text.language}: Goods}}\nafter: selftest-nowhere"
                yield Planting(raw.file.name, line + 1, {raw.file.name: inserted(after, line, new)})


@defect("OUT007")
def field_that_the_kind_of_text_needs(ground: Ground) -> Iterator[Planting]:
    """An instrument without a field that its template names."""
    for entry, text in ground.own():
        for field in text.library.template.fields:
            for planting in ground.removing(entry.raw, field):
                yield Planting(planting.file, _line_of("kind:", planting), planting.files)


@defect("OUT007")
def field_that_the_template_asks_for(ground: Ground) -> Iterator[Planting]:
    """A template that names a field which the instrument has never had."""
    for entry, text in ground.own():
        name = f"templates/{entry.record.template or entry.record.kind}.yaml"
        if text.library.template.fields == () and not entry.record.depositary and ground.has(name):
            after = f"{ground.read(name).rstrip()}\nfields: [depositary]\n"
            yield Planting(entry.raw.file.name, entry.raw.places[("kind",)][0], {name: after})


@defect("OUT008")
def clause_that_the_template_forbids(ground: Ground) -> Iterator[Planting]:
    """The instrument asks for a clause that has no place in its kind of text."""
    for entry, text in ground.own():
        name = f"templates/{entry.record.template or entry.record.kind}.yaml"
        forbidden = text.library.template.forbidden
        more = {} if forbidden else {name: f"{ground.read(name).rstrip()}\nforbidden: [selftest-clause]\n"}
        for key in forbidden or ("selftest-clause",):
            for planting in ground.inserting(entry.raw, f"clauses: {{include: [{key}]}}"):
                yield Planting(planting.file, planting.line, {**(planting.files or {}), **more})


@defect("OUT009")
def another_number_of_parties(ground: Ground) -> Iterator[Planting]:
    """A kind of text that has another number of parties."""
    for entry, text in ground.own():
        name = f"templates/{entry.record.template or entry.record.kind}.yaml"
        if text.library.template.parties is None and ground.has(name):
            after = f"{ground.read(name).rstrip()}\nparties: {len(entry.record.parties) + 1}\n"
            yield Planting(entry.raw.file.name, entry.raw.places[("parties",)][0], {name: after})


@defect("OUT010")
def language_without_words_for_some_parties(ground: Ground) -> Iterator[Planting]:
    """A mechanism that one party does not take, and a language that cannot say so."""
    for entry, text in ground.own():
        name = f"templates/languages/{text.language}.yaml"
        words = re.sub(r"^participating:.*\n(?:[ #].*\n)*", "", ground.read(name), flags=re.MULTILINE)
        for key in entry.record.mechanisms if len(entry.record.parties) > 2 else ():
            members = ", ".join(entry.record.parties[:2])
            for planting in ground.inserting(
                entry.raw, f"participation: {{{key}: {{mode: opt-in, parties: [{members}]}}}}"
            ):
                yield Planting(planting.file, planting.line, {**(planting.files or {}), name: words})


def _line_of(field: str, planting: Planting) -> int:
    """The line on which a field of the top level stands in a changed file."""
    (text,) = (planting.files or {}).values()
    lines = str(text).split("\n")
    return next(number for number, line in enumerate(lines, 1) if line.startswith(field))
