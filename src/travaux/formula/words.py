"""The words in which a language tells a formula: sentence patterns with slots, and titles of what is calculated.

A pattern is text with `{slots}`; it begins with words of its own, so that a printed text is read back in one way.
They are the section `formula` of a language's file.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter

from travaux.formula.nodes import NAME, Operator

#: The slots of every pattern that begins with words of its own.
_LED: Mapping[str, frozenset[str]] = {
    name: frozenset(slots.split())
    for name, slots in {
        "sum": "items",
        "result": "items",
        "product": "items",
        "greatest": "items",
        "least": "items",
        "first_known": "items",
        "applicable": "items",
        "case": "condition value",
        "otherwise": "value",
        "rounded": "places value",
        "ratio": "places numerator denominator",
        "lookup": "table date",
        "lookup_by": "table keys date",
        "all_of": "items",
        "any_of": "items",
        "not_so": "condition",
    }.items()
}
_FREE: Mapping[str, frozenset[str]] = {
    name: frozenset(slots.split())
    for name, slots in {
        "step": "n title symbol expression",
        "round_result": "places",
        "input": "symbol title unit places low high",
        "table": "title unit places low high",
        "places_one": "n",
        "places_other": "n",
        "in_unit": "unit",
        "minus": "amount",
        "of": "basis",
        "example_given": "title symbol value",
        "example_key": "title value",
        "example_found": "title date value",
        "example_found_by": "title keys date value",
        "example_taken": "n title symbol value",
        "example_step": "n title equation inserted value",
        "example_rounded": "n title equation inserted exact places value",
    }.items()
}
_COMPARISONS: tuple[Operator, ...] = ("<", "<=", "=", ">=", ">")


@dataclass(frozen=True, slots=True)
class FormulaWords:
    """One language: the section `formula` of `templates/languages/en.yaml` shows every field in use."""

    step: str
    round_result: str
    input: str
    table: str
    sum: str
    result: str
    less: str
    minus: str
    product: str
    greatest: str
    least: str
    first_known: str
    applicable: str
    case: str
    otherwise: str
    rounded: str
    ratio: str
    lookup: str
    lookup_by: str
    all_of: str
    any_of: str
    not_so: str
    places_none: str
    places_one: str
    places_other: str
    zero: str
    per: str
    of: str
    times: str
    in_unit: str
    in_number: str
    in_share: str
    separator: str
    last_separator: str
    item_separator: str
    last_item_separator: str
    last_option_separator: str
    example_given: str
    example_key: str
    example_found: str
    example_found_by: str
    example_taken: str
    example_step: str
    example_rounded: str
    comparisons: Mapping[str, str]
    titles: Mapping[str, str] = field(default_factory=dict)
    synonyms: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_mapping(cls, mapping: Mapping[str, object]) -> FormulaWords:
        """Words from a YAML mapping. Raises ValueError that names every key that is missing, unknown or unsound."""
        if faults := [*_keys(mapping), *_patterns(mapping), *_tables(mapping)]:
            raise ValueError("; ".join(faults))
        return cls(**mapping)  # type: ignore[arg-type]

    def title(self, name: str) -> str:
        """How the text calls an input, step, table or key; its bare name where the language has no title."""
        return self.titles.get(name, name)


def _keys(mapping: Mapping[str, object]) -> list[str]:
    fields = dataclasses.fields(FormulaWords)
    optional = {"titles", "synonyms"}
    missing = [f.name for f in fields if f.name not in mapping and f.name not in optional]
    unknown = [key for key in mapping if key not in {f.name for f in fields}]
    tables = {"comparisons", "titles", "synonyms"}
    odd = [f.name for f in fields if f.name in mapping and not _is_told(mapping[f.name], f.name in tables)]
    return [
        *(f"{name!r} is missing" for name in missing),
        *(f"there is no {key!r}" for key in unknown),
        *(f"{name!r} is {'words by name' if name in tables else 'text'}" for name in odd),
    ]


def _is_told(value: object, table: bool) -> bool:
    """True for text, and for a table of texts where one is wanted."""
    if not table:
        return isinstance(value, str)
    return isinstance(value, Mapping) and all(isinstance(word, str) for pair in value.items() for word in pair)


def _patterns(mapping: Mapping[str, object]) -> list[str]:
    faults = []
    for name, slots in {**_LED, **_FREE}.items():
        pattern = mapping.get(name)
        if not isinstance(pattern, str):
            continue
        pieces = list(Formatter().parse(pattern))
        found = {slot for _, slot, _, _ in pieces if slot}
        if found != slots:
            faults.append(f"{name!r} has {_slots(found)}; it takes {_slots(slots)}")
        elif name in _LED and not pieces[0][0].strip():
            faults.append(f"{name!r} must begin with words of its own, not with a slot")
    return faults


def _slots(slots: set[str] | frozenset[str]) -> str:
    return ", ".join(f"{{{slot}}}" for slot in sorted(slots)) or "no slot"


def _tables(mapping: Mapping[str, object]) -> list[str]:
    comparisons, titles = mapping.get("comparisons"), mapping.get("titles")
    faults = []
    if isinstance(comparisons, Mapping):
        faults += [f"'comparisons' lack {key!r}" for key in _COMPARISONS if key not in comparisons]
    if isinstance(titles, Mapping):
        told = list(titles.values())
        faults += [f"{name!r} is not a name of a formula" for name in titles if not re.fullmatch(NAME, str(name))]
        faults += [f"two things are called {title!r}" for title in dict.fromkeys(told) if told.count(title) > 1]
    return faults
