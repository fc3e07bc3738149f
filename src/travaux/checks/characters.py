"""Checks of characters (TXT): signs that nobody sees and that change what is read."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from travaux.checks import Found, check
from travaux.checks._fields import values
from travaux.checks._mending import put
from travaux.checks._walk import clauses
from travaux.compilation import Subject
from travaux.diagnostic import Severity
from travaux.edit import Fix, Reword
from travaux.library import Clause
from travaux.records import Entry
from travaux.scripts import TURNING

_TURNING = re.compile(f"[{TURNING}]")


@check("TXT001", Severity.WARNING, fix="safe")
def turned_direction(s: Subject) -> Iterator[Found]:
    """A name, a title or a clause holds an invisible character that turns the direction of the words after it.

    Why: what is read is then not what is written. Words can be made to look like others, in a text that a Party signs
    from the page and a program compares by its letters; a number can be made to read backwards.
    Source: Unicode Standard Annex 9 on the embeddings, overrides and isolates; Unicode Technical Report 36 on what has
    been hidden with them. No treaty text is known in which it was done.
    Fix: take it out. Arabic and Hebrew words turn by themselves.

    Fails:
        == seeds/parties/alba.yaml ==
        names:
          en: {long: "the Republic of \\u202eablA", short: Alba}
    Passes:
        == seeds/parties/alba.yaml ==
        names:
          en: {long: "the Republic of Alba (\u0623\u0644\u0628\u0627)", short: Alba}
    """
    for instrument in s.instruments():
        entries: tuple[Entry[Any], ...] = (
            instrument, *s.parties(instrument), *s.mechanisms(instrument), *s.products(instrument)
        )  # fmt: skip
        for entry in entries:
            for path, words in values(entry.record, (str,)):
                for sign in _signs(words):
                    fix = put(entry, json.dumps(words.replace(sign, ""), ensure_ascii=False), *path, safe=True)
                    yield replace(_found(sign, entry.span(*path), instrument.record.id), fix=fix)
    for text in s.texts:
        for clause in clauses(text).values():
            yield from _in_clause(clause, text.instrument.record.id)


def _in_clause(clause: Clause, instrument: str) -> Iterator[Found]:
    for path, text in values(clause.front, (str,)):
        for sign in _signs(text):
            yield _found(sign, clause.raw.span(*path), instrument)
    for number, line in enumerate(clause.body.split("\n"), 1):
        for match in _TURNING.finditer(line):
            place = clause.span(number, match.start() + 1)
            fix = Fix("take the character out", (Reword(place, match[0], ""),))
            yield replace(_found(match[0], place, instrument), fix=fix)


def _signs(text: str) -> list[str]:
    """The characters that turn, each once."""
    return list(dict.fromkeys(_TURNING.findall(text)))


def _found(sign: str, span: Any, instrument: str) -> Found:
    message = f"an invisible character turns the direction of the words: U+{ord(sign):04X} {unicodedata.name(sign)}"
    return Found(message, span, "take it out", instrument)
