"""Values: the numbers of the text are those of the model, printed and not typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from travaux.checks import Found, check
from travaux.checks._dates import date_pattern
from travaux.checks._fields import Path, values
from travaux.checks._phrases import met
from travaux.checks._walk import HOLES, Passage, found_in, reworded
from travaux.compilation import Subject, Text
from travaux.diagnostic import Related, Severity
from travaux.edit import Fix
from travaux.keeps import keeps
from travaux.library import Language
from travaux.model.period import Period
from travaux.model.quantity import KILOGRAMS, MINOR_UNITS, Mass, Money, Percentage, Price
from travaux.outline import Selected
from travaux.records import Entry
from travaux.scripts import ended
from travaux.span import Span


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit: `day`, `month`, `%`, a currency or a unit of mass."""

    number: Decimal
    unit: str


# --- amounts in words that somebody typed ---------------------------------------------------------------------------


def _units(text: Text) -> dict[str, str]:
    """The printed words for units, and the unit of each."""
    words, numbers = text.library.words, text.instrument.record.numbers
    percent = numbers.percent or words.percent.replace("{number}", "").strip()
    named = {form.replace("{}", "").strip(): unit for unit, forms in words.units.items() for form in forms}
    named |= {name: code for code, name in words.currencies.items()}
    return {**{unit: unit for unit in KILOGRAMS}, **named, percent: "%", "%": "%"}


def _numbers(words: Language) -> dict[str, Decimal]:
    """The number words of a language from two on: `one day` is as often an article as a number."""
    return {word: Decimal(number) for number, word in enumerate(words.numbers) if number > 1}


def _longest(words: Mapping[str, object]) -> list[str]:
    return sorted(words, key=lambda w: (-len(w), w))


def _either(words: Mapping[str, object]) -> str:
    return "|".join(map(re.escape, _longest(words)))


def _typed_amounts(text: Text) -> Iterator[tuple[Passage, str, Amount]]:
    """Every number with a unit that is typed in a clause: the passage, the words, and the amount."""
    own, units, spelled = text.library.words, _units(text), _numbers(text.library.words)
    after = _spaced(units, spelled) if own.spaced else _unspaced(units, own)
    before = re.compile(rf"\b(?P<unit>{_either(MINOR_UNITS)}) (?P<number>{_FIGURES})")
    for pattern in (after, before):
        for passage, match in met(text, pattern):
            if match["number"] is None:
                continue
            number = spelled.get(match["number"]) or _decimal(match["number"], own)
            if number is not None:
                yield passage, match[0], Amount(number, units.get(match["unit"], match["unit"]))


_FIGURES = r"\d[\d.,]*(?<![.,])"


def _spaced(units: Mapping[str, str], spelled: Mapping[str, Decimal]) -> re.Pattern[str]:
    """A number, in figures or in words, and its unit."""
    found = rf"(?P<number>{_FIGURES}|{_either(spelled)}) ?(?P<unit>{_either(units)})(?!\w)"
    return re.compile(rf"(?<![\w.-]){found}")


def _unspaced(units: Mapping[str, str], own: Language) -> re.Pattern[str]:
    """The same where words join: only in figures, and past the dates and years, which are written in the same words."""
    dates = re.sub(r"\(\?P<\w+>", "(?:", date_pattern(own).pattern)
    year = re.escape(own.units["year"][0].replace("{}", "").strip())
    ends = "|".join(map(ended, _longest(units)))
    found = rf"(?P<number>{_FIGURES}) ?(?P<unit>{ends})"
    return re.compile(rf"{dates}|\d{{4}}{year}|(?<![0-9A-Za-z.-]){found}")


def _decimal(figures: str, words: Language) -> Decimal | None:
    plain = figures.replace(words.group_mark, "") if words.group_mark else figures
    plain = plain.replace(words.decimal_mark, ".")
    return Decimal(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else None


# --- amounts of the model ------------------------------------------------------------------------------------------


def _amounts(record: Any) -> Iterator[tuple[Amount, Path]]:
    """The amounts in a record and the path of each. A period of several units is none: it is not printed as one."""
    for path, value in values(record, (Period, Percentage, Money, Mass, Price)):
        amount = _amount(value)
        if amount:
            yield amount, path


def _amount(value: Any) -> Amount | None:
    match value:
        case Period():
            counts = (("year", value.years), ("month", value.months), ("week", value.weeks), ("day", value.days))
            standing = [Amount(Decimal(count), unit) for unit, count in counts if count]
            return standing[0] if len(standing) == 1 else None
        case Percentage():
            return Amount(value.value, "%")
        case Mass():
            return Amount(value.amount, value.unit)
        case _:
            return Amount(value.amount, value.currency)


def _of_instrument(s: Subject, text: Text) -> dict[Amount, tuple[str, Span]]:
    """The amounts of the instrument and its mechanisms: what each is called, and its place."""
    entries: tuple[Entry[Any], ...] = (*s.mechanisms(text.instrument), text.instrument)
    return _of_records(entries)


def _of_records(entries: Iterable[Entry[Any]]) -> dict[Amount, tuple[str, Span]]:
    found: dict[Amount, tuple[str, Span]] = {}
    for entry in entries:
        for amount, path in _amounts(entry.record):
            name = f"{entry.record.id}: {'.'.join(map(str, path))}"
            found.setdefault(Amount(amount.number.normalize(), amount.unit), (name, entry.span(*path)))
    return found


def _of_clause(selected: Selected | None) -> dict[Amount, tuple[str, Span]]:
    """The amounts among the parameters of a clause, and of the mechanism that it is about."""
    found = _of_records([selected.mechanism] if selected and selected.mechanism else [])
    for name, value in (selected.parameters if selected else {}).items():
        for amount, _ in _amounts(value):
            span = selected.clause.raw.span("parameters", name) if selected else Span()
            found[Amount(amount.number.normalize(), amount.unit)] = (f"parameter {name}", span)
    return found


# --- VAL001 --------------------------------------------------------------------------------------------------------


@check("VAL001", Severity.WARNING, fix="unsafe")
@keeps("I-52")
def number_typed_by_hand(s: Subject) -> Iterator[Found]:
    """A number with a unit is typed in a clause. It is an error where the model has the same value.

    Why: when the value changes in the model, the typed one stays, and the text then states two.
    Source: the Korean text of the EU-Korea agreement had origin thresholds that differed from the other languages
    (2011, press reports); numbers that are printed from one place cannot drift apart.
    Covers: THR-07, THR-09.
    Fix: print the field of the model, or make a parameter of the clause.

    Fails:
        == clauses/example-floor/price-floor.en.md ==
        ---
        heading: Price floor
        purpose: Types the period of notice that the model has.
        order: 10
        tier: 1
        uses: [committee, party]
        ---
        Each Party shall publish its floor 30 days before it applies. The Committee shall review it every three years.
    Passes:
        == clauses/example-floor/price-floor.en.md ==
        ---
        heading: Price floor
        purpose: Prints the period of notice.
        order: 10
        tier: 1
        uses: [committee, party]
        parameters: {review: {type: period, default: P3Y, meaning: Time between two reviews}}
        ---
        Each Party shall publish its floor {{ mechanism.notice }} before it applies. The Committee shall review it
        every {{ param.review }}.
    """
    for text in s.texts:
        shared = _of_instrument(s, text)
        own = {w.clause.file: chosen for chosen in text.outline.all() for w in chosen.wordings}
        for passage, words, amount in _typed_amounts(text):
            same = {**shared, **_of_clause(own.get(passage.span.file))}.get(
                Amount(amount.number.normalize(), amount.unit)
            )
            if same is None:
                message = f"{words!r} is typed by hand"
                yield found_in(text, passage, words, message, "make it a parameter of the clause")
            else:
                message = f"{words!r} is typed by hand, and the model has the same value ({same[0]})"
                related = (Related(same[1], "the value of the model"),)
                hint = "print the value of the model"
                fix = _printed_from(own.get(passage.span.file), passage, words, same[0])
                yield found_in(text, passage, words, message, hint, Severity.ERROR, related, fix)


def _printed_from(selected: Selected | None, passage: Passage, words: str, name: str) -> Fix | None:
    """The value of a parameter of the clause, or of the mechanism that it is about, in the place of the words."""
    parameter = re.fullmatch(r"parameter ([a-z_]+)", name)
    field = re.fullmatch(r"(?P<record>[a-z0-9-]+): (?P<path>[a-z_]+(?:\.[a-z_]+)*)", name)
    if parameter:
        return reworded(passage, words, f"{{{{ param.{parameter[1]} }}}}")
    about = selected.mechanism.record.id if selected and selected.mechanism else ""
    return (
        reworded(passage, words, f"{{{{ mechanism.{field['path']} }}}}") if field and field["record"] == about else None
    )


# --- VAL002 --------------------------------------------------------------------------------------------------------


@check("VAL002", Severity.WARNING, fix="unsafe")
def number_said_twice(s: Subject) -> Iterator[Found]:
    """A number stands in words and in figures side by side.

    Why: of two numbers for one thing, one is sooner or later changed alone; which prevails is a lawsuit.
    Source: measured in twelve agreements: days are written out at most 0.10 times in a thousand words.
    Covers: DC-050.
    Fix: leave the figures.
    Follows: VAL001.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Says a number twice.
        order: 50
        tier: 1
        uses: [committee, party]
        parameters: {notice: {type: count, default: 30, meaning: Days of notice}}
        ---
        Each Party shall notify the Committee within thirty (30) days.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Says it once, and cites an article.
        order: 50
        tier: 1
        uses: [committee, party]
        parameters: {notice: {type: period, default: P30D, meaning: Time of the notice}}
        ---
        Each Party shall notify the Committee within {{ param.notice }} in accordance with Article XI (1) of GATT 1994.
    """
    for text in s.texts:
        known = _either(_numbers(text.library.words))
        units = _either(_units(text))
        hole = HOLES.pattern
        pattern = re.compile(
            rf"\b(?:{known}) \((?:\d+|{hole})\)|\b[^\W\d_]+(?:-[^\W\d_]+)? \((?:\d+|{hole})\) (?:{units})(?!\w)"
        )
        for passage, match in met(text, pattern):
            shown = HOLES.sub("...", match[0])
            message = f"the number in {shown!r} is said in words and in figures"
            yield found_in(text, passage, match[0], message, "leave the figures", fix=_figures(text, passage, match[0]))


def _figures(text: Text, passage: Passage, words: str) -> Fix | None:
    """The figures alone; it is safe where the word is known to be the same number, and not done where it is another."""
    match = re.match(r"(?P<word>[^()]+) \((?P<figures>\d+)\)", words)
    if match is None:
        return None
    number, said = Decimal(match["figures"]), _numbers(text.library.words).get(match["word"].lower())
    return reworded(passage, match[0], match["figures"], safe=said is not None) if said in (None, number) else None
