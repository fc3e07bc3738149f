"""Clause files that cannot be read, and families and templates that are not there."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._source import replaced


@defect("LIB001")
def name_of_a_clause_file(ground: Ground) -> Iterator[Planting]:
    """A clause file whose name does not say its language."""
    for _, clause in ground.clauses:
        name = f"{clause.file.rpartition('/')[0]}/Selftest.md"
        yield Planting(name, files={name: ground.read(clause.file)})


@defect("LIB002")
def clause_without_front_matter(ground: Ground) -> Iterator[Planting]:
    """A clause file that begins with its words."""
    for _, clause in ground.clauses:
        yield Planting(clause.file, 1, {clause.file: clause.body.lstrip()})


@defect("LIB003")
def clause_in_two_folders(ground: Ground) -> Iterator[Planting]:
    """A clause that was copied into another family."""
    for _, clause in ground.clauses:
        for family in sorted({other.family for _, other in ground.clauses} - {clause.family})[:2]:
            text = ground.read(clause.file)
            copy = f"clauses/{family}/{clause.file.rpartition('/')[2]}"
            kept = {name: ground.read(name) for name in _families(clause.family, family)}
            second = max(copy, clause.file, key=lambda name: name.split("/"))
            yield Planting(second, files={clause.file: text, copy: text, **kept})


def _families(*names: str) -> Iterator[str]:
    yield from (f"clauses/{name}/family.yaml" for name in names)


@defect("LIB004")
def folder_without_a_family(ground: Ground) -> Iterator[Planting]:
    """A folder of clauses that says nothing of itself."""
    for text, clause in ground.clauses:
        name = f"clauses/selftest-strays/selftest-stray.{text.language}.md"
        yield Planting(name, files={name: ground.read(clause.file)})


@defect("LIB005")
def unknown_template(ground: Ground) -> Iterator[Planting]:
    """A kind of text for which there is no template."""
    for entry, _ in ground.own():
        if entry.record.template is None:
            yield from ground.changing(entry.raw, ("kind",), "treety")


@defect("LIB005")
def unknown_language(ground: Ground) -> Iterator[Planting]:
    """A language in which nothing can be drafted."""
    for entry, _ in ground.own():
        line = entry.raw.places[("languages",)][0]
        yield from ground.changing(entry.raw, ("languages", 0), "qq", line)


@defect("LIB006")
def chapter_that_no_template_has(ground: Ground) -> Iterator[Planting]:
    """A family for a chapter that does not exist."""
    for _, text in ground.own():
        for name in sorted({clause.family for _, clause in ground.clauses}):
            family, raw = text.library.families[name]
            after = replaced(ground.read(raw.file.name), raw, ("chapter",), "selftest-nowhere")
            if after is not None and family.after is None:
                yield Planting(raw.file.name, raw.places[("chapter",)][0], {raw.file.name: after})
