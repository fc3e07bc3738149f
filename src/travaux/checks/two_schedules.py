"""Checks of two schedules: what one says of a line for a party, the other may not say otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._schedules import Printed, ScheduleLine, schedules
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.keeps import keeps
from travaux.model.instrument import Instrument
from travaux.records import Entry

#: Types of columns that hold what is agreed, and not what names or describes a row.
_AGREED = frozenset({"percentage", "decimal", "integer", "date", "choice"})


@check("SCH006", Severity.ERROR)
@keeps("I-54")
def two_annexes_differ(s: Subject) -> Iterator[Found]:
    """Two schedules of the build have different values in one column for one line of one party.

    Why: two annexes that both bind give two rates, and each side will cite its own. It happens days before signature,
    when one annex is changed and the other has been sent to the printer.
    Source: schedules of the agreement of the European Union and Chile were corrected by procès-verbal in 2003
    (reported); the thresholds of the Korean text of EU-Korea differed from the others in 2011 (reported).
    Covers: THR-09, ANX-04, ANX-03.
    Fix: print one of the two from the file of the other.
    Follows: SCH002.

    Given:
        == seeds/instruments/one.csv ==
        party,hs,rate
        alba,HS2022 8110.10,3%
        == clauses/example/rates.en.md ==
        ---
        {heading: Rates, purpose: Rates by Party., order: 95, place: annex, tier: 1}
        ---
        {{ schedule("one") }}

        {{ schedule("two") }}
        == seeds/instruments/example.yaml ==
        schedules:
          - {id: one, file: one.csv, key: hs, columns: &columns [{name: party, heading: {en: Party}, type: party},
             {name: hs, heading: {en: Line}, type: hs}, {name: rate, heading: {en: Rate}, type: percentage}]}
          - {id: two, file: two.csv, key: hs, columns: *columns}
    Fails:
        == seeds/instruments/two.csv ==
        party,hs,rate
        alba,HS2022 8110.10,4%
    Fails:
        == seeds/instruments/one.csv ==
        hs,goods,rate
        HS2022 8110.10,in ingots,3%
        HS2022 8110.10,in powder,5%
        == seeds/instruments/two.csv ==
        hs,goods,rate
        HS2022 8110.10,in ingots,3%
        HS2022 8110.10,in powder,5.5%
        == seeds/instruments/example.yaml ==
        schedules:
          - {id: one, file: one.csv, key: goods, columns: &columns [{name: hs, heading: {en: Line}, type: hs},
             {name: goods, heading: {en: Goods}, type: text}, {name: rate, heading: {en: Rate}, type: percentage}]}
          - {id: two, file: two.csv, key: goods, columns: *columns}
    Passes:
        == seeds/instruments/two.csv ==
        party,hs,rate
        alba,HS2022 8110.10,3.0%
        borea,HS2022 8110.20,4%
    """
    printed = [(instrument, one) for instrument in s.instruments() for one in schedules(s, instrument)]
    for number, (_, first) in enumerate(printed):
        for instrument, second in printed[number + 1 :]:
            if first.file != second.file:
                yield from _differences(instrument, first, second)


def _differences(instrument: Entry[Instrument], first: Printed, second: Printed) -> Iterator[Found]:
    shared = _columns(first, _AGREED) & _columns(second, _AGREED)
    names = _naming(first, second) if shared else ()
    lines = _by_name(first, names)
    for key, line in _by_name(second, names).items() if lines else ():
        other = lines.get(key)
        for column in sorted(shared) if other else ():
            one, two = (other.cells[column].strip() if other else "", line.cells[column].strip())
            if one and two and _value(one) != _value(two):
                message = f"{column} of {_called(key)} is {two} here and {one} in {first.schedule.id!r}"
                related = (Related(other.span, "the other"),) if other else ()
                hint = "say one value, or print one schedule from the file of the other"
                yield Found(message, line.span, hint, instrument.record.id, related=related)


def _called(key: tuple[str, ...]) -> str:
    """How messages call a row: `HS2022 8110.10 for 'alba'`, or by the words that name it."""
    party, code, *words = key
    named = " ".join(filter(None, (code, *words)))
    return f"{named} for {party!r}" if party else named


def _columns(printed: Printed, types: frozenset[str]) -> set[str]:
    return {column.name for column in printed.schedule.columns if column.type in types}


def _naming(first: Printed, second: Printed) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """By schedule the columns that name a row: party, tariff line, and words that both have; () where none does.

    The words are looked at where a tariff line is not enough, as for parts of a line; without tariff lines the key of
    the two schedules names a row, where it is one column.
    """
    words = tuple(sorted(_columns(first, frozenset({"text"})) & _columns(second, frozenset({"text"}))))
    both = [(one.column("party"), one.column("hs")) for one in (first, second)]
    if any(bool(both[0][n]) != bool(both[1][n]) for n in (0, 1)):
        return ()
    if not both[0][1]:
        words = (first.schedule.key,) if first.schedule.key == second.schedule.key else ()
    return tuple((party, code, words) for party, code in both) if both[0][1] or words else ()


def _by_name(
    printed: Printed, names: tuple[tuple[str, str, tuple[str, ...]], ...]
) -> dict[tuple[str, ...], ScheduleLine]:
    """The rows by what names them, where that is one row; a tariff line with one row is named by itself."""
    if not names:
        return {}
    known = {column.name for column in printed.schedule.columns}
    party, code, words = next(each for each in names if {each[0], each[1]} - {""} <= known)
    found: dict[tuple[str, ...], list[ScheduleLine]] = {}
    for line in printed.lines():
        short = (line.cells[party] if party else "", line.cells[code] if code else "")
        found.setdefault(short if code else (*short, *(line.cells[word] for word in words)), []).append(line)
    alone = {key: lines[0] for key, lines in found.items() if len(lines) == 1}
    for key, lines in found.items():
        several = [((*key, *(line.cells[word].strip() for word in words)), line) for line in lines if len(lines) > 1]
        counts = [longer for longer, _ in several]
        alone |= {longer: line for longer, line in several if counts.count(longer) == 1}
    return alone


def _value(cell: str) -> str:
    """A cell in one form: 3.0% is 3%."""
    number, share = cell.removesuffix("%").strip(), "%" if cell.endswith("%") else ""
    return (number.rstrip("0").rstrip(".") if "." in number else number) + share
