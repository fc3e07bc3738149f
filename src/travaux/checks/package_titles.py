"""Checks of packages (PKG): titles, by which instruments that belong together are told apart and cited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from travaux.checks import Found, check
from travaux.checks._packages import members, together
from travaux.checks._phrases import met
from travaux.checks._walk import found_in, reworded
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.instrument import Instrument
from travaux.records import Entry


@check("PKG004", Severity.ERROR, across=True)
def one_title_for_two(s: Subject) -> Iterator[Found]:
    """Two instruments of a package have the same title.

    Why: a citation by title then names both, and nobody can say which was meant.
    Source: treaty practice: instruments concluded together are told apart by their titles.
    Fix: another `title` or `short_title` for one of them.

    Fails:
        == seeds/instruments/example-plan.yaml ==
        short_title: {en: Examplium Agreement}
    Passes:
        == seeds/instruments/example-plan.yaml ==
        short_title: {en: Examplium Plan}
    """
    for one, other in together(s):
        for language, words, field in _titles(other):
            for tongue, same, where in _titles(one):
                if (language, words.casefold()) == (tongue, same.casefold()):
                    related = (Related(one.span(where, tongue), f"the {where.replace('_', ' ')} of {one.record.id}"),)
                    message = f"{other.record.id} is called {words!r}, and so is {one.record.id}"
                    span = other.span(field, language)
                    yield Found(message, span, "call one of them otherwise", other.record.id, related=related)


def _titles(instrument: Entry[Instrument]) -> Iterator[tuple[str, str, str]]:
    """Each title of an instrument: its language, its words, and the field that has it."""
    for field in ("title", "short_title"):
        texts: dict[str, str] = getattr(instrument.record, field)
        yield from ((language, words, field) for language, words in texts.items())


_CAPITALS = re.compile(r"\b[A-ZÀ-Þ][\w’-]*(?:(?: [a-zß-ÿ]\w*){0,2} [A-ZÀ-Þ][\w’-]*)+")
_WORD = re.compile(r"[\w’-]+")


@check("PKG008", Severity.WARNING, across=True, fix="unsafe")
def another_title(s: Subject) -> Iterator[Found]:
    """A text quotes another instrument of its package, or itself, by a title that is nearly its own.

    Why: the reader looks for a text of that title, and there is none.
    Source: treaty practice: an instrument is cited by its title or its short title, word for word.
    Fix: cite it with `elsewhere("...")`, or by its title.

    Titles are told by their capitals, so that languages without capitals are not checked.

    Fails:
        == clauses/example-plan/plan-work.en.md ==
        The Participants intend to prepare the Agreement on Examplium Trade.
    Fails:
        == clauses/example-plan/plan-work.en.md ==
        The Participants intend to prepare the Agreement on Fair Trade in Examplium.
    Passes:
        == clauses/example-plan/plan-work.en.md ==
        The Participants intend to prepare the Agreement on Trade in Examplium, the Examplium Agreement.
    """
    real = [titles for each in members(s) for titles in (each.record.title, each.record.short_title)]
    inside = {each.record.id for each in members(s)}
    for text in s.texts:
        titles = [texts[text.language] for texts in real if text.language in texts]
        for passage, match in met(text, _CAPITALS) if text.instrument.record.id in inside else ():
            words, near = _nearly(match[0], titles)
            if near:
                message = f"{words!r} is quoted, and the title is {near!r}"
                fix = reworded(passage, words, near)
                yield found_in(text, passage, words, message, "cite it by its title, word for word", fix=fix)


def _nearly(run: str, titles: Sequence[str]) -> tuple[str, str]:
    """The words of a run that are nearly a title, and that title; empty where they are one, or none."""
    found = [(words, known) for known in titles if (words := _alike(run, known))]
    if not found or any(words in known or known in words for words, known in found):
        return "", ""
    return found[0]


def _alike(run: str, known: str) -> str:
    """The words of a run from the first to the last that the title has too, where they could be meant for it.

    They name the same kind of text, and of all words with capitals in both, three in four are in both.
    """
    own = _capitals(known)
    at = [match.span() for match in _WORD.finditer(run) if match[0] in own]
    words = run[at[0][0] : at[-1][1]] if at else ""
    same, every = {*own} & {*_capitals(words)}, {*own, *_capitals(words)}
    return words if len(own) > 2 and own[0] in same and 4 * len(same) >= 3 * len(every) else ""


def _capitals(words: str) -> list[str]:
    return [match[0] for match in _WORD.finditer(words) if match[0][0].isupper()]
