"""What the checks of the model ask again and again: which texts bind, who owes what, how a thing is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar, cast

from travaux.compilation import Subject, Text
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import GoodsLine, Mechanism, PartySet
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.price_floor import BorderEqualised, PriceFloor
from travaux.model.party import Party
from travaux.model.period import Period
from travaux.records import Entry
from travaux.span import Span

M = TypeVar("M", bound=Mechanism)
MOST_NAMED = 6

# --- names -------------------------------------------------------------------------------------------------------


def name(party: Entry[Party]) -> str:
    """How messages call a party: its short name in English, or in the first language it has one in."""
    names = party.record.names
    chosen = names.get("en") or next(iter(names.values()), None)
    return chosen.short if chosen else party.record.id


def bare_name(form: str) -> str:
    """A name without the article before it: `the Union of Corda` is signed for as `del Reino` in other languages."""
    head, _, rest = form.partition(" ")
    return rest if rest and head.islower() else form


def bare_names(s: Subject, language: str) -> Iterator[tuple[str, str]]:
    """Each name of each party on record in a language, without its article, with how messages call the party."""
    for entry in s.records.parties.values():
        own = entry.record.names.get(language)
        for form in (own.long, own.short, own.label or own.short) if own else ():
            yield bare_name(form), name(entry)


def title(instrument: Entry[Instrument]) -> str:
    """How messages call an instrument: `the Critical Minerals Agreement`."""
    titles = instrument.record.short_title
    return f"the {titles.get('en') or next(iter(titles.values()))}"


def good(s: Subject, line: GoodsLine) -> str:
    """How messages call a good: `gallium (metal, gallium-4n)`."""
    names = s.records.products[line.product].record.names
    details = ", ".join(filter(None, (line.stage, line.grade)))
    return f"{names.get('en') or next(iter(names.values()))} ({details})"


def listed(words: Iterable[str]) -> str:
    """`A`, `A and B`, `A, B and C`; a long list ends in the number of those left out."""
    every = list(words)
    if len(every) > MOST_NAMED:
        every = [*every[:MOST_NAMED], f"{len(every) - MOST_NAMED} more"]
    return " and ".join(filter(None, [", ".join(every[:-1]), every[-1]])) if every else ""


def party_names(s: Subject, keys: Iterable[str]) -> str:
    """The names of several parties as a list."""
    return listed(name(s.records.parties[key]) for key in keys)


# --- instruments ---------------------------------------------------------------------------------------------------


def texts_of(s: Subject, instrument: Entry[Instrument]) -> tuple[Text, ...]:
    """The texts of an instrument, one for each drafting language of the build."""
    return tuple(text for text in s.texts if text.instrument.record.id == instrument.record.id)


def binds(s: Subject, instrument: Entry[Instrument]) -> bool:
    """True for an instrument of the binding register."""
    return any(text.binding for text in texts_of(s, instrument))


def binding(s: Subject) -> Iterator[Entry[Instrument]]:
    """The binding instruments of the build."""
    return (instrument for instrument in s.instruments() if binds(s, instrument))


def resolved(named: PartySet | str, instrument: Entry[Instrument]) -> tuple[str, ...]:
    """The parties of the instrument that a set of parties means, in the order of the instrument."""
    return tuple(key for key in instrument.record.parties if named == "all" or key in named)


# --- mechanisms ----------------------------------------------------------------------------------------------------


def mechanisms(s: Subject, instrument: Entry[Instrument], cls: type[M]) -> tuple[Entry[M], ...]:
    """The mechanisms of a class that an instrument names, in its order."""
    found = (entry for entry in s.mechanisms(instrument) if isinstance(entry.record, cls))
    return tuple(cast("Entry[M]", entry) for entry in found)


def each(s: Subject, cls: type[M]) -> Iterator[tuple[Entry[Instrument], Entry[M]]]:
    """Every mechanism of a class with the instrument that names it."""
    return ((instrument, entry) for instrument in s.instruments() for entry in mechanisms(s, instrument, cls))


def equalised(floor: PriceFloor) -> BorderEqualised | None:
    """The legal form of a floor that is kept at the border; None for the others."""
    return floor.form if isinstance(floor.form, BorderEqualised) else None


def kept(s: Subject, instrument: Entry[Instrument], adjustment: BorderAdjustment) -> tuple[Entry[PriceFloor], ...]:
    """The floors of the instrument that an adjustment keeps."""
    floors = mechanisms(s, instrument, PriceFloor)
    return tuple(floor for floor in floors if floor.record.id in adjustment.floors and equalised(floor.record))


# --- time ------------------------------------------------------------------------------------------------------------


def spelled(period: Period | None) -> str:
    """A period in words and figures: `1 year and 6 months`."""
    if period is None:
        return "no time"
    parts = ((period.years, "year"), (period.months, "month"), (period.weeks, "week"), (period.days, "day"))
    return listed(f"{n} {unit}{'s' if n > 1 else ''}" for n, unit in parts if n)


def shorter(one: Period, other: Period) -> bool | None:
    """Whether `one` is over before `other`; None where it depends on the days of the months."""
    months = [12 * period.years + period.months for period in (one, other)]
    days = [period.days + 7 * period.weeks for period in (one, other)]
    if months[0] == months[1]:
        return days[0] < days[1]
    if one.longest_days < other.shortest_days:
        return True
    return False if one.shortest_days >= other.longest_days else None


def horizon(s: Subject, instrument: Entry[Instrument]) -> tuple[Period, Span] | None:
    """The period of a plan, as the clause with the parameter `horizon` has it, and where it is set."""
    for text in texts_of(s, instrument):
        for selected in text.outline.all():
            found = selected.parameters.get("horizon")
            if isinstance(found, Period):
                own = instrument.record.parameters.get(selected.key, {})
                given = instrument.span("parameters", selected.key, "horizon")
                return found, given if "horizon" in own else selected.clause.raw.span("parameters", "horizon")
    return None
