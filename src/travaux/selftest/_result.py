"""What came of all plantings, code by code: recall, precision, and what was missed or told for no reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from travaux.report import Rule
from travaux.selftest._run import Outcome

SCHEMA = "travaux.selftest/1"


@dataclass(frozen=True, slots=True)
class Row:
    """One code: how often it was planted, found, and found at the right place; how often it was told for no reason."""

    code: str
    severity: str
    ways: tuple[str, ...]
    planted: int
    found: int
    placed: int
    false: int

    @property
    def recall(self) -> float:
        """The share of what was planted that was found at the right place; 1 where nothing was planted."""
        return self.placed / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        """The share of what was told that somebody had planted, or that the defect declares; 1 where none was told."""
        return self.found / (self.found + self.false) if self.found + self.false else 1.0


@dataclass(frozen=True, slots=True)
class Result:
    """The rows by code, the outcomes behind them, and why the project has no place for the other codes."""

    rows: tuple[Row, ...]
    outcomes: tuple[Outcome, ...]
    passing: tuple[Outcome, ...]
    without_place: Mapping[str, str]

    @property
    def kinds(self) -> Mapping[str, int]:
        """How many defects were planted in each kind of file."""
        counted = Counter(kind for each in self.outcomes for kind in each.kinds)
        return dict(sorted(counted.items()))

    @property
    def missed(self) -> tuple[Outcome, ...]:
        """What was planted and not found, or found elsewhere."""
        return tuple(each for each in self.outcomes if not each.placed)

    @property
    def false(self) -> tuple[Outcome, ...]:
        """Outcomes with errors for which there is no reason."""
        told = tuple(each for each in self.passing if each.found)
        return (*told, *(each for each in (*self.outcomes, *self.passing) if each.others and each not in told))

    @property
    def sound(self) -> bool:
        """True where every defect was found at its place, and nothing else was told as an error."""
        return not self.missed and not self.false


def result(
    outcomes: Sequence[Outcome], passing: Sequence[Outcome], rules: Mapping[str, Rule], codes: Mapping[str, str]
) -> Result:
    """The outcomes by code; `codes` are those that were asked for, each with the reason if it has no place."""
    false = _false(outcomes, passing)
    rows = []
    for code in codes:
        own = [each for each in outcomes if each.code == code]
        if own or false.get(code):
            ways = tuple(dict.fromkeys(each.defect for each in own))
            found, placed = sum(each.found for each in own), sum(each.placed for each in own)
            rows.append(Row(code, rules[code].severity, ways, len(own), found, placed, false.get(code, 0)))
    planted = {each.code for each in outcomes}
    without = {code: why for code, why in codes.items() if code not in planted}
    return Result(tuple(rows), tuple(outcomes), tuple(passing), without)


def _false(outcomes: Iterable[Outcome], passing: Iterable[Outcome]) -> Mapping[str, int]:
    """How often each code was told for no reason."""
    counted = Counter(other.code for each in outcomes for other in each.others)
    for each in passing:
        counted.update(other.code for other in each.others if other.code != each.code)
        counted.update([each.code] if each.found else ())
    return counted


# --- printing ------------------------------------------------------------------------------------------------------


def as_text(made: Result) -> str:
    """A table by code, then every miss and every false error."""
    width = max((len(row.code) for row in made.rows), default=4)
    head = f"{'code':{width}}  {'severity':8}  planted  found  placed  false  recall  precision"
    lines = [head]
    for row in made.rows:
        counts = f"{row.planted:7}  {row.found:5}  {row.placed:6}  {row.false:5}"
        lines.append(f"{row.code:{width}}  {row.severity:8}  {counts}  {row.recall:6.0%}  {row.precision:9.0%}")
    lines += [f"missed: {_named(each)}: {_told(each)}" for each in made.missed]
    for each in made.false:
        told = [f"{other.span}: {other.code}: {other.message}" for other in each.others]
        lines += [f"false: {_named(each)}: {what}" for what in told or (_told(each),)]
    lines += _without_place(made)
    if made.kinds:
        lines.append("planted in: " + ", ".join(f"{number} {kind}" for kind, number in made.kinds.items()))
    total = f"{len(made.outcomes)} defects planted, {len(made.missed)} missed; {len(made.passing)} passing examples"
    lines.append(f"{total}; {len(made.false)} with a false error")
    return "\n".join(lines)


def _without_place(made: Result) -> Iterator[str]:
    by_reason: dict[str, list[str]] = {}
    for code, why in made.without_place.items():
        by_reason.setdefault(why, []).append(code)
    for why, codes in by_reason.items():
        yield f"not planted: {', '.join(codes)}: {why}"


def _named(each: Outcome) -> str:
    return f"{each.code} ({each.defect}) in {each.instrument}, {each.place}"


def _told(each: Outcome) -> str:
    return f"found at {', '.join(each.at)}" if each.found else "not found"


def as_json(made: Result) -> dict[str, Any]:
    """The same as plain values."""
    return {
        "schema": SCHEMA,
        "sound": made.sound,
        "codes": [
            {
                "code": row.code,
                "severity": row.severity,
                "ways": list(row.ways),
                "planted": row.planted,
                "found": row.found,
                "placed": row.placed,
                "false": row.false,
                "recall": round(row.recall, 4),
                "precision": round(row.precision, 4),
            }
            for row in made.rows
        ],
        "missed": [{**_plain(each), "at": list(each.at)} for each in made.missed],
        "false": [
            {**_plain(each), "at": list(each.at), "errors": [other.to_json() for other in each.others]}
            for each in made.false
        ],
        "planted_in": dict(made.kinds),
        "not_planted": [{"code": code, "why": why} for code, why in made.without_place.items()],
        "passing": len(made.passing),
    }


def _plain(each: Outcome) -> dict[str, str]:
    return {"code": each.code, "defect": each.defect, "instrument": each.instrument, "place": each.place}
