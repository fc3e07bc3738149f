"""The register of duties: who owes what under a text, where that stands, by when, and what follows otherwise."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from travaux.checks._duties import Declared, consequences, declared, owed_by, printed_values, standing
from travaux.checks._terms import library_terms
from travaux.compilation import Text
from travaux.model.duty import AFTER, CONTINUING, EVERY, FOR, ON_EVENT, START, UNTIMED, Duty

SCHEMA = "travaux.duties/1"
_TIMES = {CONTINUING: "at all times", ON_EVENT: "when the case arises", UNTIMED: "no time is said"}
_COLUMNS = ("instrument", "language", "by", "name", "place", "provision", "act", "time", "follows")


@dataclass(frozen=True, slots=True)
class Line:
    """One duty: its place ("Article 14.2.1"), its provision, the act, by when, and the places that say what follows.

    `own`: the clause says itself what follows, and not the template for all of them.
    """

    place: str
    provision: str
    act: str
    time: str
    follows: tuple[str, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class Bearer:
    """One who owes duties: key of the term or words of the text, the name, and the duties in the order of the text."""

    by: str
    name: str
    duties: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The duties of one text, by those who owe them, in the order in which the text names them first."""

    instrument: str
    language: str
    title: str
    bearers: tuple[Bearer, ...]


def register(text: Text, only: str = "") -> Register:
    """The duties of a text, of one who owes them or of all; a text that does not bind has none."""
    found: dict[str, list[Line]] = {}
    for entry in declared(text) if text.binding else ():
        if entry.duty is not None and _stands(entry, entry.duty):
            who = owed_by(text, entry, entry.duty)
            if who:
                found.setdefault(who, []).append(_line(text, entry, entry.duty, who))
    bearers = (Bearer(who, _name(text, who), tuple(lines)) for who, lines in found.items() if only in ("", who))
    draft = text.document.draft
    return Register(draft.instrument, text.language, draft.title, tuple(bearers))


def _stands(entry: Declared, duty: Duty) -> bool:
    """Whether this text lays the duty: what it does not print the time of stands behind a condition."""
    return bool(entry.units) and (not duty.field or any(True for _ in printed_values(entry, duty)))


def _line(text: Text, entry: Declared, duty: Duty, who: str) -> Line:
    labels = text.document.labels
    there = (standing(text, place) for place in consequences(text, duty, who))
    follows = tuple(labels[key].cited for key in there if key in labels)
    place = labels[entry.provision].cited
    return Line(place, entry.provision, duty.act, _time(entry, duty), follows, bool(duty.consequence))


def _time(entry: Declared, duty: Duty) -> str:
    """By when, in words: `within 30 days of receipt of the request`."""
    start = "the date of entry into force" if duty.from_ == START else duty.from_ or ""
    value = _value(entry, duty)
    if not value:
        words = _TIMES.get(duty.time, duty.time)
        return f"{words} ({start})" if start else words
    if start.startswith("before "):
        return f"no later than {value} {start}"
    how, link = {EVERY: (EVERY, "from"), FOR: (FOR, "from"), AFTER: ("", "after")}.get(duty.how, ("within", "of"))
    return " ".join(filter(None, (how, value, f"{link} {start}" if start else "after" if duty.how == AFTER else "")))


def _value(entry: Declared, duty: Duty) -> str:
    """The field as it is printed; a bare number with the word that the clause types after it: `72 hours`."""
    value = next(printed_values(entry, duty), "")
    if value.isdigit():
        typed = re.search(rf"{re.escape(duty.expression)} *\}}\}}(?:\{{%.*?%\}}|\])* (\w+)", entry.clause.body)
        return f"{value} {typed[1]}" if typed else value
    return value


def _name(text: Text, who: str) -> str:
    forms, _ = library_terms(text).get(who, ((), None))
    name = forms[0] if forms else who
    return name[0].upper() + name[1:]


# --- forms ---------------------------------------------------------------------------------------------------------


def as_text(registers: Sequence[Register]) -> str:
    """Every register one after another: who owes, then a line for each duty and one for its time and what follows."""
    return "\n".join(line for one in registers for line in _text(one)).rstrip("\n")


def _text(one: Register) -> Iterator[str]:
    every = [line for bearer in one.bearers for line in bearer.duties]
    open_ = sum(line.time.startswith(_TIMES[UNTIMED]) for line in every)
    yield f"Duties: {one.title} ({one.instrument}, {one.language})"
    counts = f"{len(every)} duties, {len(one.bearers)} who owe them; no time is said for {open_}"
    told = counts if every else "No clause of the text tells a duty."
    yield from (told, "")
    for bearer in one.bearers:
        yield from _bearer(bearer)
        yield ""


def _bearer(bearer: Bearer) -> Iterator[str]:
    usual = next((line.follows for line in bearer.duties if not line.own and line.follows), ())
    usually = f"; what follows on a breach: {', '.join(usual)}" if usual else ""
    yield f"{bearer.name} ({len(bearer.duties)}{usually})"
    wide = max(len(line.place) for line in bearer.duties)
    for line in bearer.duties:
        follows = f"; otherwise {', '.join(line.follows) or 'nothing follows'}" if line.own else ""
        yield f"  {line.place:<{wide}}  {line.act}"
        yield f"  {'':<{wide}}    {line.time}{follows}"


def as_json(registers: Sequence[Register]) -> str:
    """The registers as a JSON document of the schema `travaux.duties/1`, in ASCII for any pipe."""
    return json.dumps({"schema": SCHEMA, "registers": [asdict(one) for one in registers]}, indent=1)


def as_csv(registers: Sequence[Register]) -> str:
    """The registers as a table with a row for each duty of each who owes it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in registers:
        for bearer in one.bearers:
            for line in bearer.duties:
                who = (one.instrument, one.language, bearer.by, bearer.name)
                writer.writerow((*who, line.place, line.provision, line.act, line.time, "; ".join(line.follows)))
    return out.getvalue().rstrip("\n")
