"""Checks of two schedules: what one says of a line for a party, the other may not say otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._schedules import Printed, ScheduleLine, schedules
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.keeps import keeps

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
    Passes:
        == seeds/instruments/two.csv ==
        party,hs,rate
        alba,HS2022 8110.10,3.0%
        borea,HS2022 8110.20,4%
    """
    printed = [(instrument, one) for instrument in s.instruments() for one in schedules(s, instrument)]
    for number, (_, first) in enumerate(printed):
        for instrument, second in printed[number + 1 :]:
            if first.file == second.file:
                continue
            shared = _agreed(first) & _agreed(second)
            lines = _by_party(first) if shared else {}
            for key, line in _by_party(second).items() if lines else ():
                other = lines.get(key)
                for column in sorted(shared) if other else ():
                    one, two = (other.cells[column].strip() if other else "", line.cells[column].strip())
                    if one and two and _value(one) != _value(two):
                        party, code = key
                        message = f"{column} of {code} for {party!r} is {two} here and {one} in {first.schedule.id!r}"
                        related = (Related(other.span, "the other"),) if other else ()
                        hint = "say one value, or print one schedule from the file of the other"
                        yield Found(message, line.span, hint, instrument.record.id, related=related)


def _agreed(printed: Printed) -> set[str]:
    return {column.name for column in printed.schedule.columns if column.type in _AGREED}


def _by_party(printed: Printed) -> dict[tuple[str, str], ScheduleLine]:
    """The rows by party and tariff line, where a line has one row; {} for a schedule that is not kept so."""
    party, code = printed.column("party"), printed.column("hs")
    if not party or not code:
        return {}
    found: dict[tuple[str, str], ScheduleLine] = {}
    twice = set[tuple[str, str]]()
    for line in printed.lines():
        key = (line.cells[party], line.cells[code])
        twice |= {key} & found.keys()
        found[key] = line
    return {key: line for key, line in found.items() if key not in twice}


def _value(cell: str) -> str:
    """A cell in one form: 3.0% is 3%."""
    number, share = cell.removesuffix("%").strip(), "%" if cell.endswith("%") else ""
    return (number.rstrip("0").rstrip(".") if "." in number else number) + share
