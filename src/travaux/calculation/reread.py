"""A printed annex of calculation -> where its words and figures do not agree, with the model or with one another.

Steps are parsed back to the tree. The lines of each example are read, their arithmetic is done again, and the whole
formula is evaluated anew from what the example gives. What is read is text by key, so that it may come from a tree
that was built or from a file that somebody sends back.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from travaux.calculation.methods import KINDS, Method, Said
from travaux.calculation.printed import TAB, plain, symbols, tabular, whole
from travaux.calculation.recomputed import recomputed
from travaux.formula.example_parse import Amount, parse_example
from travaux.formula.fault import FormulaError
from travaux.formula.linear import equation
from travaux.formula.linear_parse import parse_equation
from travaux.formula.loose import normalised, parse_loose
from travaux.formula.nodes import Expression
from travaux.formula.numbers import Notation, trimmed
from travaux.formula.parse import parse_step
from travaux.formula.says import FormulaLanguage
from travaux.formula.whole import Step


@dataclass(frozen=True, slots=True)
class Misread:
    """What is wrong in the annex, and the key of the step, row or equation where it stands."""

    key: str
    message: str


def differences(
    told: Mapping[str, str], annex: str, language: FormulaLanguage, methods: Iterable[Method] = ()
) -> Iterator[Misread]:
    """Every difference in the annex of this key, whose texts are given by key, the cells of a row joined by tabs.

    With `methods` the printed text is compared with them, without with itself alone.
    """
    known = {method.kind: method for method in methods}
    for kind in KINDS:
        start = f"{annex}.{kind}"
        own = tuple(item for item in told.items() if item[0].startswith(start))
        method = known.get(kind)
        yield from _of_part(
            start, own, _Tongue(repr(language), language), Said(repr(method), method) if method else None
        )


def unlike(text: str, wanted: tuple[str, Expression], notation: Notation) -> str:
    """What a printed equation says, or why it cannot be read; nothing where it is the wanted one."""
    try:
        symbol, value = parse_loose(text, notation)
    except FormulaError as error:
        return f"the equation {text} {error.faults[0].message}"
    return "" if (symbol, value) == wanted else f"the equation is {equation(Step(symbol, '', value), notation)}"


def equations(told: Mapping[str, str], printed: Mapping[str, str], language: FormulaLanguage) -> Iterator[Misread]:
    """Every equation that is not the printed one, or is not there. One in another notation is compared sign by sign."""
    notation = plain(language)
    for key, text in printed.items():
        found = told.get(key)
        if found is None:
            yield Misread(key, f"the equation {text} is missing")
            continue
        try:
            wrong = unlike(found, parse_equation(text, notation), notation)
        except FormulaError:
            wrong = "" if normalised(found) == normalised(text) else f"the equation is {found}"
        if wrong:
            yield Misread(key, f"{wrong}, the model prints {text}")


@dataclass(frozen=True, slots=True)
class _Tongue:
    """A language that is compared by all that it says, so that what was read in it can be kept."""

    said: str
    language: FormulaLanguage = field(compare=False)


@functools.lru_cache(maxsize=16)  # an annex that has not changed is calculated again once in a process
def _of_part(prefix: str, told: tuple[tuple[str, str], ...], tongue: _Tongue, said: Said | None) -> tuple[Misread, ...]:
    part = _Part(prefix, dict(told), tongue.language, said.method if said else None)
    return tuple(part.differences()) if part.steps or said else ()


@functools.lru_cache(maxsize=4000)  # rows of an annex that has not changed are read once in a process
def _amounts(text: str, tongue: _Tongue) -> tuple[Amount, ...]:
    return parse_example([text], tongue.language)


@dataclass
class _Part:
    """One way of calculating as it is printed."""

    prefix: str
    told: Mapping[str, str]
    language: FormulaLanguage
    method: Method | None
    parsed: dict[int, Step] = field(default_factory=dict)

    def __post_init__(self) -> None:
        language = tabular(self.language)
        self.tongue = _Tongue(repr(language), language)
        self.steps = dict(self.numbered("step-"))
        self.symbols = dict(self.numbered("symbols."))

    def numbered(self, middle: str) -> Iterator[tuple[int, str]]:
        """Number and text of every key with this in the middle, in the order of the numbers."""
        start = f"{self.prefix}-{middle}"
        found = (key.removeprefix(start) for key in self.told if key.startswith(start))
        for number in sorted(int(rest) for rest in found if rest.isdecimal()):
            yield number, self.told[f"{start}{number}"]

    def differences(self) -> Iterator[Misread]:
        yield from self.of_steps()
        yield from self.of_symbols()
        yield from self.of_whole()
        for table in self.tables():
            yield from self.of_example(table)

    # --- steps

    def of_steps(self) -> Iterator[Misread]:
        for number, text in self.steps.items():
            try:
                self.parsed[number] = parse_step(number, text, self.language)
            except FormulaError as error:
                yield self.at(f"step-{number}", f"step {number} {error.faults[0].message}")
        if self.method is not None:
            yield from self.against(self.method.formula.steps)
        elif list(self.steps) != list(range(1, len(self.steps) + 1)):
            yield self.at(f"step-{max(self.steps)}", f"of {max(self.steps)} steps {len(self.steps)} are there")

    def against(self, steps: tuple[Step, ...]) -> Iterator[Misread]:
        for number, step in enumerate(steps, 1):
            found = self.parsed.get(number)
            if number not in self.steps:
                yield self.at(f"step-{number}", f"step {number}, {equation(step)}, is missing")
            elif found is not None and found != step:
                message = f"step {number} says {_told(found, step)}, the model {_told(step, found)}"
                yield self.at(f"step-{number}", message)
        for number in self.steps:
            if number > len(steps):
                yield self.at(f"step-{number}", f"the model has no step {number}")

    # --- symbols and equation

    def of_symbols(self) -> Iterator[Misread]:
        if self.method is None:
            return
        for number, (symbol, title) in enumerate(symbols(self.method, self.language), 1):
            found = self.symbols.get(number)
            if found != f"{symbol}{TAB}{title}":
                said = "is missing" if found is None else f"reads {found.replace(TAB, ': ')!r}"
                yield self.at(f"symbols.{number}", f"the symbol {symbol} ({title}) {said}")

    def of_whole(self) -> Iterator[Misread]:
        """The equation is that of the steps: of the model's, or of those that are printed."""
        steps = self.method.formula.steps if self.method else tuple(self.parsed.values())
        text = self.told.get(f"{self.prefix}-whole")
        if text is None or len(steps) < len(self.steps):
            return
        try:
            wanted = whole(steps)
        except ValueError:
            yield self.at("whole", "the equation is of a shortfall and a border adjustment that no step determines")
            return
        if wrong := unlike(text, (wanted.symbol, wanted.value), plain(self.language)):
            yield self.at("whole", f"{wrong}, the steps make it {equation(wanted, plain(self.language))}")

    # --- examples

    def tables(self) -> tuple[str, ...]:
        """What the tables of examples are called, in their order."""
        pattern = re.compile(rf"{re.escape(self.prefix)}-([a-z-]+-table)\.\d+")
        found = (pattern.fullmatch(key) for key in self.told)
        return tuple(dict.fromkeys(match[1] for match in found if match))

    def of_example(self, table: str) -> Iterator[Misread]:
        rows = dict(self.numbered(f"{table}."))
        amounts: dict[int, Amount] = {}
        wrong = set[int]()
        for number, text in rows.items():
            try:
                amounts.update((number, amount) for amount in _amounts(text, self.tongue))
            except FormulaError as error:
                wrong.add(number)
                yield self.at(f"{table}.{number}", f"{_label(text)}: {error.faults[0].message}")
        if not wrong and len(self.parsed) == len(self.steps):
            yield from self.of_amounts(table, rows, amounts)

    def of_amounts(self, table: str, rows: Mapping[int, str], amounts: Mapping[int, Amount]) -> Iterator[Misread]:
        """The first step whose printed amount is not what the formula gives; the others follow from it."""
        steps = self.method.formula.steps if self.method else tuple(self.parsed.values())
        places = {amount.name: number for number, amount in amounts.items()}
        try:
            results = recomputed(steps, tuple(amounts.values()), self.method.formula if self.method else None)
        except (FormulaError, ValueError) as error:
            yield self.at(f"{table}.{min(rows)}", f"the example cannot be calculated again: {error}")
            return
        for step in steps:
            number = places.get(step.name)
            if number is None:
                yield self.at(
                    f"{table}.{max(rows)}", f"the example has no line for {self.language.words.title(step.name)}"
                )
                return
            due, told = results[step.name], amounts[number].value
            if due != told:
                write = self.language.notation.write
                message = f"the steps give {write(trimmed(due))}, the example prints {write(told)}"
                yield self.at(f"{table}.{number}", f"{_label(rows[number])}: {message}")
                return

    def at(self, rest: str, message: str) -> Misread:
        return Misread(f"{self.prefix}-{rest}", message)


def _told(step: Step, other: Step) -> str:
    """The equation of a step, with its name where only that differs."""
    told = equation(step)
    return f"{told} ({step.name})" if told == equation(other) else told


def _label(row: str) -> str:
    return row.partition(TAB)[0]
