"""A mechanism of an instrument -> the same record as it stands between the parties that take it, and goods left out.

What the record says of single parties is left of those that take it. `owed` is for checks, proofs and assessment, which
read who owes it; `printed` for clauses, which speak of participating Parties. A mechanism that every party takes is the
record itself, untouched.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar, get_args, get_origin

from pydantic import BaseModel

from travaux.library import Language
from travaux.model.base import PartyKey
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import GoodsLine, Mechanism
from travaux.model.participation import CarveOut
from travaux.model.product import HSLine, Product
from travaux.model.quantity import HSCode
from travaux.records import Entry, Left, Records

M = TypeVar("M", bound=Mechanism)
#: The key of the defined term for a party that takes a mechanism, as the library's clause on participation defines it.
TERM = "participating-party"
#: Fields that hold `all` or the keys of parties.
_SETS = ("addressees", "beneficiaries", "members")


def owed(instrument: Instrument, entry: Entry[M]) -> Entry[M]:
    """The record as owed between the parties that take it: `all` becomes those parties."""
    return _narrowed(instrument, entry, spelled=True)


def printed(instrument: Instrument, entry: Entry[M]) -> Entry[M]:
    """The record as the text prints it: `all` stays, because the text then speaks of participating Parties."""
    return _narrowed(instrument, entry, spelled=False)


def _narrowed(instrument: Instrument, entry: Entry[M], spelled: bool) -> Entry[M]:
    record = entry.record
    if not instrument.limited(record.id):
        return entry
    taking = instrument.taking(record.id)
    sets = {name: _among(getattr(record, name, None), taking, spelled) for name in _SETS}
    lists = {name: _left(record, name, taking) for name in type(record).model_fields if name not in _SETS}
    found = {name: value for name, value in (sets | lists).items() if value is not None}
    return replace(entry, record=record.model_copy(update=found))


def _among(keys: object, taking: tuple[str, ...], spelled: bool) -> tuple[str, ...] | None:
    """The parties of a set that take the mechanism; None for what is no set of parties, and for `all` that stays."""
    if keys == "all":
        return taking if spelled else None
    return tuple(key for key in keys if key in taking) if isinstance(keys, tuple) else None


def _left(record: Mechanism, name: str, taking: tuple[str, ...]) -> object:
    """A list with a line a party, or a mapping by party, without those that stay out; None for any other field."""
    value = getattr(record, name)
    if isinstance(value, tuple) and value and all(isinstance(item, BaseModel) and _whose(item) for item in value):
        return Left.of((n, item) for n, item in enumerate(value) if all(key in taking for key in _whose(item)))
    annotation = type(record).model_fields[name].annotation
    if get_origin(annotation) is dict and get_args(annotation)[0] == PartyKey:
        return {key: item for key, item in value.items() if key in taking}
    return None


def _whose(item: BaseModel) -> tuple[str, ...]:
    """The party, or the pair of parties, that a line of a record is about."""
    pair = getattr(item, "pair", ())
    party = getattr(item, "party", None)
    return tuple(pair) or ((party,) if isinstance(party, str) else ())


# --- goods left out --------------------------------------------------------------------------------------------------


def left_out(
    instrument: Instrument, mechanism: str, party: str, product: str, codes: Iterable[HSCode] = ()
) -> CarveOut | None:
    """The carve-out by which a party leaves a good out of a mechanism; None where it takes it for that good.

    `codes` are the tariff lines of the good; a carve-out of some lines covers the good whose every line is among them.
    """
    terms = instrument.participation.get(mechanism)
    lines = tuple(codes)
    for carve in terms.carve_outs if terms else ():
        if carve.party == party and product in carve.products and _covers(carve, lines):
            return carve
    return None


def covered(record: Mechanism, products: Mapping[str, Product]) -> dict[str, tuple[HSCode, ...]]:
    """By product the tariff lines on which a mechanism works: those of its own goods, or all where it lists none."""
    own: list[GoodsLine] = [*getattr(record, "lines", ()), *getattr(record, "rules", ())]
    own += getattr(getattr(record, "downstream", None), "lines", ())
    if not own:
        return {key: _codes(line for lines in p.stages.values() for line in lines) for key, p in products.items()}
    found: dict[str, tuple[HSCode, ...]] = {}
    for line in own:
        listed = line.hs or (
            _codes(products[line.product].stages.get(line.stage, ())) if line.product in products else ()
        )
        found[line.product] = tuple(dict.fromkeys((*found.get(line.product, ()), *listed)))
    return found


def goods_left(carve: CarveOut, lines: Mapping[str, tuple[HSCode, ...]]) -> tuple[HSCode, ...]:
    """The tariff lines that a carve-out takes out of those on which a mechanism works."""
    own = dict.fromkeys(code for product in carve.products for code in lines.get(product, ()))
    return tuple(code for code in own if not carve.hs or any(left.contains(code) for left in carve.hs)) or carve.hs


def lines_left(instrument: Instrument, records: Records) -> dict[str, dict[str, tuple[HSCode, ...]]]:
    """By mechanism and party: the tariff lines of which nothing is left once the carve-outs are taken out.

    A line that also has goods of a product which the party keeps stays.
    """
    found: dict[str, dict[str, tuple[HSCode, ...]]] = {}
    for key, terms in instrument.participation.items():
        for party in dict.fromkeys(carve.party for carve in terms.carve_outs):
            own = [carve for carve in terms.carve_outs if carve.party == party]
            named = (*instrument.products, *(product for carve in own for product in carve.products))
            lines = covered(records.mechanisms[key].record, {p: records.products[p].record for p in named})
            out = {(product, code) for c in own for product in c.products for code in goods_left(c, lines)}
            kept = {code for product, codes in lines.items() for code in codes if (product, code) not in out}
            found.setdefault(key, {})[party] = tuple(
                dict.fromkeys(code for _, code in sorted(out, key=str) if code not in kept)
            )
    return found


def _codes(lines: Iterable[HSLine]) -> tuple[HSCode, ...]:
    return tuple(line.hs for line in lines)


def _covers(carve: CarveOut, codes: tuple[HSCode, ...]) -> bool:
    """Whether a carve-out takes in every one of some tariff lines."""
    return not carve.hs or (bool(codes) and all(any(own.contains(code) for own in carve.hs) for code in codes))


def barred(instrument: Instrument, records: Records) -> Iterator[tuple[str, str]]:
    """Two parties of an instrument between which a free trade agreement in force bars new duties, both ways round."""
    for party in instrument.parties:
        for agreement in records.parties[party].record.agreements:
            if agreement.full_fta and agreement.bars_new_duties:
                yield from ((party, other) for other in agreement.partners if other in instrument.parties)


# --- words -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rewording:
    """How a clause about a mechanism that not every party takes is worded, in one language."""

    pattern: re.Pattern[str]
    phrases: tuple[tuple[str, str], ...]

    def __call__(self, text: str) -> str:
        """The text with every phrase for the parties in the words for those that take the mechanism."""
        return self.pattern.sub(self._said, text)

    def found_in(self, text: str) -> bool:
        """Whether a text has such a phrase."""
        return any(match["changed"] for match in self.pattern.finditer(text))

    def _said(self, match: re.Match[str]) -> str:
        if not match["changed"]:
            return match[0]
        words = " ".join(match[0].split())
        said = next(new for old, new in self.phrases if old[1:] == words[1:] and old[0].lower() == words[0].lower())
        said = said[0].upper() + said[1:] if words[0].isupper() else said
        gap = re.search(r"\s+", match[0])
        # The break of a line stays where it was, so that what follows is still reported at its line.
        return said.replace(" ", gap[0], 1) if gap else said


def rewording(language: Language) -> Rewording | None:
    """The rewording of a language; None where it has no phrases for it."""
    if not language.participating:
        return None
    return _rewording(tuple(language.participating.items()), language.every_party, language.spaced)


@functools.cache
def _rewording(phrases: tuple[tuple[str, str], ...], every_party: tuple[str, ...], spaced: bool) -> Rewording:
    edge = r"\b" if spaced else ""
    kept, changed = (
        "|".join(_loosely(phrase) for phrase in sorted(each, key=len, reverse=True)) or "(?!)"
        for each in (every_party, [old for old, _ in phrases])
    )
    return Rewording(re.compile(f"{edge}(?:{kept}){edge}|(?P<changed>{edge}(?:{changed}){edge})"), phrases)


def _loosely(phrase: str) -> str:
    """A pattern for a phrase over the breaks of lines, with a small or a capital letter at its beginning."""
    first, rest = phrase[0], r"\s+".join(re.escape(word) for word in phrase[1:].split(" "))
    either = f"[{first.lower()}{first.upper()}]" if first.lower() != first.upper() else re.escape(first)
    return either + rest
