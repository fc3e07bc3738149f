"""Checks of language versions: one structure in all, and the same typed numbers in each provision."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._model import listed, texts_of
from travaux.checks._walk import passages, units
from travaux.compilation import Subject, Text
from travaux.diagnostic import Related, Severity
from travaux.keeps import keeps
from travaux.span import Span


def _pairs(s: Subject) -> Iterator[tuple[Text, Text]]:
    """The first version of each instrument with each of the others."""
    for instrument in s.instruments():
        first, *others = texts_of(s, instrument)
        yield from zip(itertools.repeat(first), others)


@check("LNG005", Severity.ERROR)
@keeps("I-52")
def versions_of_different_structure(s: Subject) -> Iterator[Found]:
    """Two language versions of a text do not have the same provisions in the same order.

    Why: each is authentic, and a reference to a paragraph leads to another rule in the other language.
    Source: of the errors in the Korean text of EU-Korea (2011) some were words and items left out (reported).
    Covers: LNG-01, DC-057.
    Fix: give the clause the same ids in each language.

    Fails:
        == seeds/instruments/example-plan.yaml ==
        title: {en: Action Plan on Examplium, es: Plan de Acción sobre el Examplio}
        short_title: {en: Action Plan, es: Plan de Acción}
        languages: [en, es]
        timetable: []
        template: two
        == templates/two.yaml ==
        register: non-binding
        chapters: [{id: two}]
        == clauses/two/family.yaml ==
        {chapter: two, order: 10, register: non-binding}
        == seeds/parties/alba.yaml ==
        names: {es: {long: la República de Alba, short: Alba}}
        signature: {es: Por la República de Alba}
        == seeds/parties/borea.yaml ==
        names: {es: {long: el Reino de Borea, short: Borea}}
        signature: {es: Por el Reino de Borea}
        == clauses/two/work.en.md ==
        ---
        {heading: Work, purpose: What will be done., order: 40, tier: 1}
        ---
        1. {#report} The two sides will report on prices.

        2. {#meet} They will meet.
        == clauses/two/work.es.md ==
        ---
        {heading: Trabajo, purpose: Lo que se hará., order: 40, tier: 1}
        ---
        1. {#meet} Ambas partes se reunirán.

        2. {#report} Informarán sobre los precios.
    Passes:
        == seeds/instruments/example-plan.yaml ==
        title: {en: Action Plan on Examplium, es: Plan de Acción sobre el Examplio}
        short_title: {en: Action Plan, es: Plan de Acción}
        languages: [en, es]
        timetable: []
        template: two
        == templates/two.yaml ==
        register: non-binding
        chapters: [{id: two}]
        == clauses/two/family.yaml ==
        {chapter: two, order: 10, register: non-binding}
        == seeds/parties/alba.yaml ==
        names: {es: {long: la República de Alba, short: Alba}}
        signature: {es: Por la República de Alba}
        == seeds/parties/borea.yaml ==
        names: {es: {long: el Reino de Borea, short: Borea}}
        signature: {es: Por el Reino de Borea}
        == clauses/two/work.en.md ==
        ---
        {heading: Work, purpose: What will be done., order: 40, tier: 1}
        ---
        1. {#report} The two sides will report on prices.

        2. {#meet} They will meet.
        == clauses/two/work.es.md ==
        ---
        {heading: Trabajo, purpose: Lo que se hará., order: 40, tier: 1}
        ---
        1. {#report} Ambas partes informarán sobre los precios.

        2. {#meet} Se reunirán.
    """
    for first, other in _pairs(s):
        ours = {unit.node.key: unit.node.span for unit in units(first)}
        theirs = {unit.node.key: unit.node.span for unit in units(other)}
        for left, right, text, own in ((ours, theirs, other, first), (theirs, ours, first, other)):
            gone = [key for key in left if key not in right]
            if gone:
                names = text.library.words.name
                message = f"the {names} text has no {listed(repr(key) for key in gone)}, which the other has"
                hint = "give the clause the same ids in each language"
                yield Found(message, left[gone[0]], hint, own.instrument.record.id, gone[0])
        both = [key for key in ours if key in theirs]
        moved = next((key for key, at in zip(both, (k for k in theirs if k in ours), strict=True) if key != at), None)
        if moved is not None:
            message = f"{moved!r} stands elsewhere in the {first.library.words.name} text"
            related = (Related(ours[moved], "there"),)
            hint = "put the provisions in the same order"
            yield Found(message, theirs[moved], hint, other.instrument.record.id, moved, related)


@check("LNG006", Severity.ERROR)
@keeps("I-52")
def versions_of_different_numbers(s: Subject) -> Iterator[Found]:
    """Two language versions of a provision have different numbers typed in them.

    Why: both are authentic and give two limits; nobody sees it who reads one of them.
    Source: in the Korean text of EU-Korea origin thresholds of 50 per cent read 40 and 20 (2011, reported); 296 errors
    were corrected in that of Korea-US (reported).
    Covers: LNG-02, THR-09, DC-057.
    Fix: print the number from the model; a value is the same in each language.

    Fails:
        == seeds/instruments/example-plan.yaml ==
        title: {en: Action Plan on Examplium, es: Plan de Acción sobre el Examplio}
        short_title: {en: Action Plan, es: Plan de Acción}
        languages: [en, es]
        timetable: []
        template: two
        == templates/two.yaml ==
        register: non-binding
        chapters: [{id: two}]
        == clauses/two/family.yaml ==
        {chapter: two, order: 10, register: non-binding}
        == seeds/parties/alba.yaml ==
        names: {es: {long: la República de Alba, short: Alba}}
        signature: {es: Por la República de Alba}
        == seeds/parties/borea.yaml ==
        names: {es: {long: el Reino de Borea, short: Borea}}
        signature: {es: Por el Reino de Borea}
        == clauses/two/work.en.md ==
        ---
        {heading: Work, purpose: What will be done., order: 40, tier: 1}
        ---
        The two sides will aim at a share of 50 in 2030.
        == clauses/two/work.es.md ==
        ---
        {heading: Trabajo, purpose: Lo que se hará., order: 40, tier: 1}
        ---
        Ambas partes procurarán alcanzar una proporción de 40 en 2030.
    Passes:
        == seeds/instruments/example-plan.yaml ==
        title: {en: Action Plan on Examplium, es: Plan de Acción sobre el Examplio}
        short_title: {en: Action Plan, es: Plan de Acción}
        languages: [en, es]
        timetable: []
        template: two
        == templates/two.yaml ==
        register: non-binding
        chapters: [{id: two}]
        == clauses/two/family.yaml ==
        {chapter: two, order: 10, register: non-binding}
        == seeds/parties/alba.yaml ==
        names: {es: {long: la República de Alba, short: Alba}}
        signature: {es: Por la República de Alba}
        == seeds/parties/borea.yaml ==
        names: {es: {long: el Reino de Borea, short: Borea}}
        signature: {es: Por el Reino de Borea}
        == clauses/two/work.en.md ==
        ---
        {heading: Work, purpose: What will be done., order: 40, tier: 1}
        ---
        The two sides will aim at a share of 50.5 in 2030.
        == clauses/two/work.es.md ==
        ---
        {heading: Trabajo, purpose: Lo que se hará., order: 40, tier: 1}
        ---
        Ambas partes procurarán alcanzar en 2030 una proporción de 50,5.
    """
    for first, other in _pairs(s):
        ours, theirs = _numbers(first), _numbers(other)
        for key, (numbers, span) in theirs.items():
            if key in ours and ours[key][0] != numbers:
                here, there = (numbers - ours[key][0], ours[key][0] - numbers)
                message = f"the numbers differ from those of the {first.library.words.name} text: "
                message += f"{_told(here)} here, {_told(there)} there"
                related = (Related(ours[key][1], "there"),)
                hint = "print the number from the model"
                yield Found(message, span, hint, other.instrument.record.id, key, related)


def _numbers(text: Text) -> dict[str, tuple[Counter[str], Span]]:
    """By provision: the numbers that are typed in it, in one form; those that are printed from the model are equal."""
    found: dict[str, tuple[Counter[str], Span]] = {}
    for passage in passages(text):
        numbers, _ = found.setdefault(passage.key, (Counter(), passage.span))
        numbers.update(
            n.replace(",", ".") for n in re.findall(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])", passage.all_words)
        )
    return found


def _told(numbers: Counter[str]) -> str:
    return listed(sorted(numbers.elements())) or "none"
