"""Checks of what a record states and no text prints (MEC): a limit, rate or time that stands nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from travaux.checks import Found, check
from travaux.checks._fields import Path, values
from travaux.checks._walk import clauses
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity
from travaux.model.base import Model
from travaux.model.period import Period
from travaux.model.quantity import Mass, Money, Percentage, Price
from travaux.records import Entry

_STATED = (Percentage, Period, Money, Price, Mass, Decimal, int)


@check("MEC007", Severity.WARNING)
def stated_and_not_printed(s: Subject) -> Iterator[Found]:
    """A record states a limit, a rate, a time or a number, and the clauses that are about it do not print it.

    Why: assessments and proofs follow the record, and customs the text. Where the number was taken out of a clause, or
    typed over, the two come apart without anybody seeing it. What another clause of the library prints, which the text
    does not have, is left alone: it was left out by choice; so is a record of which the text prints less than half.
    Source: none outside this library: text and record have to agree.
    Fix: print the value from the record; or take it out of the record.
    At: seeds/mechanisms/adjustment.yaml: cap:; seeds/instruments/example.yaml: min_parties:

    Given:
        == seeds/instruments/example.yaml ==
        entry_into_force: {threshold: null}
        == clauses/example/commencement.en.md ==
        1. {#start} This Agreement enters into force {{ instrument.entry_into_force.delay }} after
        {{ instrument.entry_into_force.min_parties }} Parties have approved it, and for another Party
        {{ instrument.entry_into_force.later }} after it has approved it.
        == clauses/example-adjustment/adjustment.en.md ==
        Each Party shall charge the border adjustment, up to {{ mechanism.cap }} of the customs value, with
        {{ mechanism.notice }} of notice, save on {{ mechanism.de_minimis }} or less, and refund what was overpaid
        within {{ mechanism.refund_deadline }}.
    Fails:
        == clauses/example-adjustment/adjustment.en.md ==
        Each Party shall charge the border adjustment, with {{ mechanism.notice }} of notice, save on
        {{ mechanism.de_minimis }} or less, and refund what was overpaid within {{ mechanism.refund_deadline }}.
    Fails:
        == clauses/example/commencement.en.md ==
        1. {#start} This Agreement enters into force {{ instrument.entry_into_force.delay }} after three Parties have
        approved it, and for another Party {{ instrument.entry_into_force.later }} after it has approved it.
    Passes:
        == seeds/mechanisms/adjustment.yaml ==
        cap: 35%
    """
    for text in s.texts:
        printed = {_names(value.value.path.split(".")) for value in text.document.values}
        above = {names[:depth] for names in printed for depth in range(len(names) + 1)}
        for entry, prefix, stated in _records(s, text):
            fields: dict[tuple[str, ...], tuple[Path, Any]] = {}
            for path, value in stated:
                fields.setdefault(_names(map(str, path)), (path, value))
            lacking = [names for names in fields if not _within(printed, above, (*prefix, *names))]
            for names in lacking if len(lacking) * 2 <= len(fields) else ():
                if not _left_out(text, names, entry.record.kind):
                    path, value = fields[names]
                    message = f"{'.'.join(names)} of {entry.record.id!r} is {_said(value)}, and no clause prints it"
                    hint = "print it from the record, or take it out of the record"
                    yield Found(message, entry.span(*path), hint, text.instrument.record.id)


def _names(path: Iterable[str]) -> tuple[str, ...]:
    """A path without the numbers of items: what one line of a record prints, all do."""
    return tuple(name for name in path if not name.isdecimal())


def _within(printed: set[tuple[str, ...]], above: set[tuple[str, ...]], names: tuple[str, ...]) -> bool:
    """Whether a field is printed, as a part of something that is, or by one of its own parts (it is above them)."""
    return names in above or any(names[:depth] in printed for depth in range(len(names) + 1))


def _said(value: Any) -> str:
    return (
        " ".join(str(getattr(value, name)) for name in type(value).model_fields)
        if isinstance(value, Model)
        else str(value)
    )


def _records(s: Subject, text: Text) -> Iterator[tuple[Entry[Any], tuple[str, ...], Iterator[tuple[Path, Any]]]]:
    """The mechanisms that have clauses in a text, and its terms of entry into force and of decisions."""
    for key in dict.fromkeys(each.mechanism.record.id for each in text.outline.all() if each.mechanism):
        entry = s.records.mechanisms[key]
        yield entry, (f"mechanisms/{key}",), _stated(entry.record)
    record = text.instrument.record
    for name in ("entry_into_force", "decisions"):
        yield text.instrument, (f"instruments/{record.id}",), _stated(getattr(record, name), (name,))


def _stated(record: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """What a record states in numbers, with where: only what is written in it, and no default."""
    found = values(record, _STATED, written=True, path=path)
    return ((path, value) for path, value in found if not isinstance(value, bool))


def _left_out(text: Text, names: tuple[str, ...], kind: str) -> bool:
    """Whether a clause of a family that stands here, or is about the record, prints a field and is left out.

    Or whether it prints the field behind a condition.
    """
    prints = re.compile(r"(?:\{\{|\{% ?for [^%]* in|\{% ?set)[^}%]*\." + re.escape(names[-1]) + r"\b")
    own = clauses(text)
    keys, families = {clause.key for clause in own.values()}, {clause.family for clause in own.values()}
    families |= {name for name, (family, _) in text.library.families.items() if family.mechanism == kind}
    return any(
        prints.search(clause.body)
        for clause in text.library.clauses.values()
        if (clause.key not in keys and clause.family in families) or clause.file in own
    )
