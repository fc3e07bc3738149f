"""Terms that nothing defines, that are defined twice, or that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.library import Clause
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._source import inserted, replaced


def _using(source: str, clause: Clause, term: str) -> tuple[str, int] | None:
    """The file of a clause with a term more under `uses`, and the line of that; None where `uses` is a long list."""
    if ("uses",) not in clause.raw.keys:
        line = clause.raw.keys[("tier",)][0]
        return inserted(source, line, f"uses: [{term}]"), line
    after = replaced(source, clause.raw, ("uses",), f"[{', '.join([*clause.front.uses, term])}]")
    return None if after is None else (after, clause.raw.keys[("uses",)][0])


@defect("TRM001")
def term_that_nothing_defines(ground: Ground) -> Iterator[Planting]:
    """A clause uses a term, and says that it does, which no clause defines."""
    for paragraph in ground.paragraphs:
        (source,) = (ground.adding(paragraph, "It applies to selftest goods.").files or {}).values()
        using = _using(str(source), paragraph.clause, "selftest-good")
        if using and paragraph.text.language == "en":
            yield Planting(paragraph.file, using[1], {paragraph.file: using[0]})


@defect("TRM001")
def term_of_a_clause_that_is_absent(ground: Ground) -> Iterator[Planting]:
    """A term with its capitals, whose clause does not stand in the text."""
    for paragraph in ground.paragraphs:
        here = {term for _, clause in ground.clauses for term in clause.front.defines}
        standing = {entry.text.lower() for entry in paragraph.text.document.definitions} | {"party", "participant"}
        for clause in paragraph.text.library.clauses.values():
            for term, forms in clause.front.defines.items():
                words = forms[0].title()
                other = any(each in words.lower() for each in standing)  # which is then read as that term
                if term not in here and " " in words and clause.language == "en" and words.isascii() and not other:
                    yield ground.adding(paragraph, f"This is without prejudice to a {words}.")


@defect("TRM002")
def term_that_nothing_uses(ground: Ground) -> Iterator[Planting]:
    """A term is defined in an article, and no other words have it."""
    for planting, _ in _defining(ground, "selftest-sample", "specimen good"):
        yield planting


@defect("TRM003")
def term_that_is_defined_twice(ground: Ground) -> Iterator[Planting]:
    """A term of the text is defined a second time, in another article."""
    order = [clause.file for _, clause in ground.clauses]
    for text, _ in ground.clauses[:1]:
        first = {entry.term: entry for entry in reversed(text.document.definitions) if entry.text.islower()}
        for term, entry in sorted(first.items()):
            later = order[order.index(entry.span.file) :]
            yield from (planting for planting, clause in _defining(ground, term, entry.text) if clause.file in later)


def _defining(ground: Ground, term: str, words: str) -> Iterator[tuple[Planting, Clause]]:
    """A definition at the end of a paragraph, in articles that define nothing yet and do not use the term."""
    for paragraph in ground.paragraphs:
        clause = paragraph.clause
        if ("defines",) in clause.raw.keys or term in clause.front.uses or not paragraph.operative:
            continue
        if paragraph.text.language != "en" or words.lower() in clause.body.lower():
            continue
        added = ground.adding(paragraph, f"For this purpose, **{words}** means a good that is shown.")
        (source,) = (added.files or {}).values()
        line = clause.raw.keys[("tier",)][0]
        after = inserted(str(source), line, f"defines: {{{term}: [{words}]}}")
        yield Planting(clause.file, added.line + 1, {clause.file: after}), clause


@defect("TRM004")
def use_that_is_not_there(ground: Ground) -> Iterator[Planting]:
    """A clause declares the use of a term of the text and has none of its words."""
    for text, clause in ground.clauses:
        defined = sorted({entry.term for entry in text.document.definitions})
        forms = {entry.term: entry.forms for entry in text.document.definitions}
        absent = [each for each in defined if not any(form.lower() in clause.body.lower() for form in forms[each])]
        for term in [each for each in absent if each not in (*clause.front.uses, *clause.front.defines)][:2]:
            using = _using(ground.read(clause.file), clause, term)
            if using and clause.front.place == "article":
                yield Planting(clause.file, using[1], {clause.file: using[0]})


@defect("TRM006")
def duty_in_a_definition(ground: Ground) -> Iterator[Planting]:
    """A definition that lays a duty."""
    for text, clause in ground.clauses:
        lines = ground.read(clause.file).split("\n")
        printed = {entry.span.line for entry in text.document.definitions if entry.span.file == clause.file}
        for number, line in enumerate(lines):
            means = number + 1 in printed and "** means" in line and line.rstrip().endswith(";")
            if text.language == "en" and means:
                other = f"{line.rstrip()[:-1]}, which each of them shall admit;"
                yield ground.writing(clause.file, number + 1, other)
