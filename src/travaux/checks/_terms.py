"""Where the words of a text are those of a term that it does not define."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping

from travaux.checks import Found
from travaux.checks._phrases import any_of
from travaux.checks._walk import clauses, found_in, passages
from travaux.compilation import Text
from travaux.diagnostic import Related
from travaux.library import Clause
from travaux.validate import closest

_NAME_BEFORE = re.compile(r"(?<![.;:] )(?<!^)\b[A-Z][\w’'-]*\s$")
_NAME_AFTER = re.compile(r"^\s[A-Z]")


def _defined(text: Text) -> set[str]:
    return {entry.term for entry in text.document.definitions}


def library_terms(text: Text) -> dict[str, tuple[tuple[str, ...], Clause]]:
    """Every term that a clause of the library defines: its forms, and the clause."""
    return text.once("library terms", lambda: _library_terms(text))


def _library_terms(text: Text) -> dict[str, tuple[tuple[str, ...], Clause]]:
    found: dict[str, tuple[tuple[str, ...], Clause]] = {}
    for _, clause in sorted(text.library.clauses.items()):
        for term, forms in clause.front.defines.items():
            found.setdefault(term, (forms, clause))
    return found


def proper(form: str) -> str:
    """The form in which words of a text claim to be a term: as it is with a capital, else in Title Case."""
    if form != form.lower():
        return form
    return " ".join(word[0].upper() + word[1:] for word in form.split()) if " " in form else ""


def part_of_a_name(words: str, match: re.Match[str]) -> bool:
    """True where capitals around a match make it part of a longer name."""
    return bool(_NAME_BEFORE.search(words[: match.start()]) or _NAME_AFTER.search(words[match.end() :]))


def term_pattern(text: Text, term: str) -> re.Pattern[str]:
    """What finds a term in words: the forms that a clause gives it, or else the words of its key."""
    standing = text.document.draft.terms or {}
    forms = standing.get(term) or (library_terms(text)[term][0] if term in library_terms(text) else ())
    return any_of(forms) if forms else re.compile(rf"\b{re.escape(term.replace('-', ' '))}", re.IGNORECASE)


def unknown_uses(text: Text, known: Mapping[str, object]) -> Iterator[Found]:
    """Terms that a clause declares and prints, and that no clause which could stand here defines."""
    printed: dict[str, str] = {}
    for passage in passages(text):
        if passage.clause and not passage.heading:
            printed[passage.clause.file] = f"{printed.get(passage.clause.file, '')} {passage.words()}"
    for clause in clauses(text).values():
        for number, term in enumerate(clause.front.uses):
            pattern = None if term in known else term_pattern(text, term)
            if pattern and pattern.search(printed.get(clause.file, "")):
                message = f"the clause uses the term {term!r}, which no clause for this kind of text defines"
                hint = closest(term, known) or "define the term in a clause, or leave it out of `uses`"
                yield Found(message, clause.raw.span("uses", number), hint, text.instrument.record.id)


def unprinted_definitions(text: Text) -> Iterator[Found]:
    """Terms whose clause stands in the text without printing the definition."""
    undefined = {use.term for use in text.document.uses} - _defined(text)
    for clause in clauses(text).values():
        for term in clause.front.defines:
            if term in undefined:
                form = clause.front.defines[term][0]
                message = f"the clause declares that it defines {form!r}, but what it prints here does not define it"
                hint = f"write **{form}** in bold where it is defined"
                yield Found(message, clause.raw.span("defines", term), hint, text.instrument.record.id)


def words_of_absent_terms(
    text: Text, known: Mapping[str, tuple[tuple[str, ...], Clause]], kinds: Container[str]
) -> Iterator[Found]:
    """Words that are a term of a clause which does not stand in this text.

    Terms of clauses that stand only with a mechanism of another kind than those of the text have one cause, and
    are one finding.
    """
    by_kind: dict[str, list[Found]] = {}
    for home, found in _absent(text, known):
        by_kind.setdefault(text.library.absent_kind(home, kinds), []).append(found)
    for kind, every in by_kind.items():
        if kind and len(every) > 1:
            yield _of_one_cause(text, kind, every)
        else:
            yield from every


def _of_one_cause(text: Text, kind: str, every: list[Found]) -> Found:
    message = f"{len(every)} defined terms are used whose clauses stand only with a mechanism of the kind {kind!r}"
    related = tuple(Related(found.span, found.message.partition(" is used")[0]) for found in every)
    hint = "name such a mechanism under `mechanisms`, or use other words"
    return Found(message, text.instrument.span("mechanisms"), hint, text.instrument.record.id, related=related)


def _absent(text: Text, known: Mapping[str, tuple[tuple[str, ...], Clause]]) -> Iterator[tuple[Clause, Found]]:
    standing = {term for clause in clauses(text).values() for term in clause.front.defines}
    absent = {
        term: (any_of(forms), any_of(filter(None, map(proper, forms))), home)
        for term, (forms, home) in known.items()
        if term not in standing
    }
    seen: set[tuple[str, str]] = set()
    any_term = any_of({form.lower() for term in absent for form in known[term][0]})
    for passage in passages(text):
        printed = passage.words(terms=False)
        if passage.heading or not any_term.search(printed.lower()):
            continue  # most passages have none: one search says so
        declared = passage.clause.front.uses if passage.clause else ()
        for term, (every, titled, home) in absent.items():
            words = _absent_term(printed, every if term in declared else titled, declared=term in declared)
            if words and (term, passage.span.file) not in seen:
                seen.add((term, passage.span.file))
                message = f"{words!r} is used as a defined term, but nothing in this text defines it"
                related = (Related(home.raw.span("defines", term), f"defined by the clause {home.key!r}"),)
                hint = f"let {home.key!r} stand in the text, or use other words"
                yield home, found_in(text, passage, words, message, hint, related=related)


def _absent_term(words: str, pattern: re.Pattern[str], declared: bool) -> str:
    """The words by which a passage uses a term; "" where it does not."""
    for match in pattern.finditer(words):
        if declared or not part_of_a_name(words, match):
            return match[0]
    return ""
