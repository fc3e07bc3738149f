"""Passages that are left in English in a text of another language (LNG)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._walk import found_in, passages
from travaux.compilation import Subject
from travaux.diagnostic import Severity

_ENGLISH = "en"
#: Small words of English; of three of them together no other language of treaties has as many.
_SMALL = frozenset(re.findall(r"\w+", "the of and shall which that its this by for with under each any from at"))
_WORD = re.compile(r"[^\W\d_]+")
_LEAST, _SHARE = 3, 4


@check("LNG008", Severity.WARNING)
def passage_left_in_english(s: Subject) -> Iterator[Found]:
    """A passage of a text in another language is in English.

    Why: it was to be translated; of a text that is authentic in two languages, the one then lacks the provision.
    Source: legal scrub practice.
    Fix: translate it.

    Given:
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
    Fails:
        == clauses/two/work.es.md ==
        ---
        {heading: Trabajo, purpose: Lo que se hará., order: 40, tier: 1}
        ---
        1. {#report} Ambas partes informarán sobre los precios.

        2. {#meet} They will meet for the work on each of the goods.
    Passes:
        == clauses/two/work.es.md ==
        ---
        {heading: Trabajo, purpose: Lo que se hará., order: 40, tier: 1}
        ---
        1. {#report} Ambas partes informarán a The Bank of the Reserves sobre los precios.

        2. {#meet} Se reunirán.
    """
    for text in s.texts:
        for passage in passages(text) if text.language.partition("-")[0] != _ENGLISH else ():
            words = [word.lower() for word in _WORD.findall(passage.words())]
            small = [word for word in words if word in _SMALL]
            if len(set(small)) >= _LEAST and len(small) * _SHARE >= len(words):
                start = " ".join(passage.words().split()[:4])
                message = f"{start!r} begins a passage in English, and the text is in {text.library.words.name}"
                yield found_in(text, passage, start, message, "translate it")
