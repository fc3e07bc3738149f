"""Checks of the form of recitals (REG, STR): how they begin and end, and what begins like one and is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._walk import found_in, passages, units
from travaux.compilation import Subject
from travaux.diagnostic import Severity

_CAPITALS = re.compile(r"^[A-ZÁÉÍÓÚÑ]{5,}(?![\w.])")


@check("REG008", Severity.WARNING)
def recital_in_an_article(s: Subject) -> Iterator[Found]:
    """A provision begins like a recital.

    Why: "recognising that" gives a reason and lays no duty; in an article it leaves open whether what follows is owed.
    Source: drafting practice; Vienna Convention on the Law of Treaties, Article 31(2), on the place of the preamble.
    Covers: REG-05.
    Fix: move the reason to the preamble, or say who shall do what.

    Fails:
        == clauses/example/committee.en.md ==
        RECOGNISING the need for advice, the Parties hereby establish a Joint Committee.
    Passes:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee. GATT 1994 applies to it.
    """
    for text in s.texts:
        for passage in passages(text):
            for sentence in re.split(r"(?<=[.;:]) ", passage.words()) if passage.part in ("body", "annex") else ():
                match = _CAPITALS.match(sentence)
                if match and text.binding and not passage.heading:
                    message = f"{match[0]!r} begins a recital, and this is a provision"
                    yield found_in(text, passage, match[0], message, "move the reason to the preamble")


@check("STR010", Severity.WARNING)
def recitals_are_one_sentence(s: Subject) -> Iterator[Found]:
    """A recital ends in another sign than the sentence wants, or begins otherwise than those around it.

    Why: the preamble is one sentence, from the names of the Parties to "have agreed". A full stop in its midst ends it,
    and what follows has neither subject nor verb.
    Source: the agreements measured end each recital in a semicolon and the last in a comma or semicolon (drafting
    research, reported).
    Covers: NUM-03.
    Fix: a semicolon at the end of each recital, a comma or semicolon at the end of the last.

    Fails:
        == clauses/example/recitals.en.md ==
        1. {#use} RECOGNISING that examplium is of use to industry.

        2. {#trade} DESIRING to trade in it at fair prices,
    Fails:
        == clauses/example/recitals.en.md ==
        1. {#use} RECOGNISING that examplium is of use to industry;

        2. {#care} MINDFUL of those who work with it;

        3. {#trade} desiring to trade in it at fair prices,
    Fails:
        == clauses/example/recitals.en.md ==
        1. {#use} RECOGNISING that examplium is of use to industry;

        2. {#care} MINDFUL of those who work with it;

        3. {#trade} {{ source("rumour") }}Desiring to trade in it at fair prices,
    Passes:
        == clauses/example/recitals.en.md ==
        1. {#use} RECOGNISING that examplium is of use to industry;

        2. {#trade} DESIRING to trade in it at fair prices,
    """
    for text in s.texts:
        found = [unit for unit in units(text) if isinstance(unit.node, tree.Recital)]
        if not text.library.words.spaced:
            continue
        keys, still_open = [unit.node.key for unit in found], {unit.node.key for unit in found if unit.branch}
        printed = {passage.key: passage for passage in passages(text) if passage.part == "recital"}
        own = [printed[key] for key in keys if key in printed]
        most = sum(bool(_CAPITALS.match(passage.printed)) for passage in own) * 2 > len(own)
        for number, passage in enumerate(own, 1):
            words = passage.printed.strip()
            if most and not _CAPITALS.match(words):
                message = f"the recital begins with {words.split()[0]!r}, and the others with a verb in capitals"
                yield found_in(text, passage, words.split()[0], message, "write the verb in capitals")
            if passage.key in still_open:
                continue
            signs = (";", ",") if number == len(own) else (";", f"; {text.library.words.list_and.strip()}")
            if not words.endswith(signs) and len(own) > 1:
                message = f"the recital ends in {' '.join(words.split()[-2:])!r}"
                hint = f"end it in {' or '.join(repr(sign) for sign in signs)}"
                yield found_in(text, passage, words[-20:], message, hint)
