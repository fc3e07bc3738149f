"""Duties that the front matter of a clause tells, of provisions, times and remedies that are not there."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.library import Clause
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._source import inserted

Path = tuple[str | int, ...]


def _fields(ground: Ground, field: str) -> Iterator[tuple[Clause, Path]]:
    """Each place in the front matter of a clause at which a duty has a field."""
    for _, clause in ground.clauses:
        yield from ((clause, path) for path in clause.raw.places if path[:1] == ("duties",) and path[-1] == field)


def _telling(ground: Ground, duties: str) -> Iterator[Planting]:
    """Duties in the front matter of each article that tells none; found on their line."""
    for text, clause in ground.clauses:
        if clause.front.place == "article" and not clause.front.duties and text.binding:
            line = clause.raw.keys[("tier",)][0]
            after = inserted(ground.read(clause.file), line, f"duties: {{{duties}}}")
            yield Planting(clause.file, line, {clause.file: after})


@defect("OWE003")
def duty_of_a_misspelled_paragraph(ground: Ground) -> Iterator[Planting]:
    """A duty is told of a paragraph whose id is misspelled; not where the clause makes ids of its records."""
    for _, clause in ground.clauses:
        for key in clause.front.duties if "id(" not in clause.body else ():
            yield from ground.renaming(clause.raw, ("duties", key), f"selftest-{key.rstrip('*')}")


@defect("OWE003")
def duty_that_was_left_over(ground: Ground) -> Iterator[Planting]:
    """A clause tells a duty of a paragraph that was taken out."""
    for planting in _telling(ground, "selftest-record: {by: party, act: publish a record}"):
        if "id(" not in ground.read(planting.file):
            yield planting


@defect("OWE005")
def time_of_no_parameter(ground: Ground) -> Iterator[Planting]:
    """The time of a duty is a parameter that the clause does not have."""
    for clause, path in _fields(ground, "time"):
        yield from ground.changing(clause.raw, path, "param.selftest_time")
    yield from _telling(ground, "itself: {by: party, act: publish a record, time: param.selftest_time}")


@defect("OWE005")
def time_of_no_field(ground: Ground) -> Iterator[Planting]:
    """The time of a duty is a field that no instrument has."""
    for clause, path in _fields(ground, "time"):
        yield from ground.changing(clause.raw, path, "every instrument.selftest_time")


@defect("OWE007")
def remedy_that_is_nowhere(ground: Ground) -> Iterator[Planting]:
    """What follows on the breach of a duty is a clause that nobody has written."""
    for clause, path in _fields(ground, "consequence"):
        if len(path) > 2:  # which is not the paragraph of that id
            yield from ground.changing(clause.raw, path, "selftest-remedy")
    yield from _telling(ground, "itself: {by: party, act: publish a record, consequence: selftest-remedy}")


@defect("OWE007")
def remedy_of_the_template_that_is_nowhere(ground: Ground) -> Iterator[Planting]:
    """The template lets follow on a breach what nobody has written."""
    for entry, text in ground.own():
        name = f"templates/{entry.record.template or entry.record.kind}.yaml"
        if not text.library.template.remedies and ground.has(name):
            after = f"{ground.read(name).rstrip()}\nremedies: {{party: [selftest-remedy]}}\n"
            yield Planting(entry.raw.file.name, entry.raw.places[("kind",)][0], {name: after})
        elif ground.has(name):
            after = ground.read(name).replace("[consultations]", "[selftest-remedy]", 1)
            if after != ground.read(name):
                yield Planting(entry.raw.file.name, entry.raw.places[("kind",)][0], {name: after})
