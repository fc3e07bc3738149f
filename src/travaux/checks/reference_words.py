"""What a sentence says of the place that it refers to (REF): is it there?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._phrases import NOTHING, met
from travaux.checks._walk import REF, Passage, found_in, open_items, passages, units
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity


@check("REF010", Severity.WARNING)
def reference_to_what_is_not_there(s: Subject) -> Iterator[Found]:
    """A sentence speaks of "the notice referred to in" a place, or "the period set out in" it, and the place has none.

    Why: the reference leads to the wrong paragraph, most often since one was put in before it was written.
    Source: the TPP text of November 2015, measured: 51 of 918 titled references disagreed with what they led to.
    Covers: REF-03.
    Fix: refer to the paragraph that has it.

    Fails:
        == clauses/example/duty.en.md ==
        1. {#accept} Each Party shall admit every covered good of another Party.

        2. {#notice} A Party that suspends this Article shall notify the Committee within {{ param.notice }}. The
           Committee shall meet after the notification referred to in {{ ref("duty.accept") }}.
    Fails:
        == clauses/example/duty.en.md ==
        1. {#accept} Each Party shall admit every covered good of another Party.

        2. {#notice} A Party that suspends this Article shall notify the Committee within {{ param.notice }}. The
           Committee shall meet within the period set out in {{ ref("duty.accept") }}.
    Passes:
        == clauses/example/duty.en.md ==
        1. {#accept} Each Party shall admit every covered good of another Party.

        2. {#notice} A Party that suspends this Article shall notify the Committee within {{ param.notice }}.

        3. {#meeting} The Committee shall meet within the period set out in {{ ref("duty.notice") }}, after the
           notification referred to in {{ ref("duty.notice") }}.
    """
    for text in s.texts:
        for passage, match in met(text, _pattern(text)):
            ref = _reference(passage, passage.all_words.count(REF, 0, match.end() - 1))
            stems = text.library.words.things_referred_to[match["thing"].lower()]
            if ref is not None and not any(_has(text, target, stems) for target in ref.targets):
                shown = match[0].removesuffix(REF).strip()
                message = f"{shown!r}: what is referred to has no {match['thing']}"
                yield found_in(text, passage, shown, message, "refer to the provision that has it")


def _pattern(text: Text) -> re.Pattern[str]:
    """A thing, and words that say in which place it stands, before a reference."""
    words = text.library.words
    if not words.things_referred_to or not words.reference_verbs:
        return NOTHING
    things = "|".join(map(re.escape, words.things_referred_to))
    being = "|".join(map(re.escape, words.being_verbs)) or "(?!)"
    verbs = "|".join(map(re.escape, words.reference_verbs))
    return re.compile(rf"(?<![\w-])(?P<thing>{things})(?: (?:{being}))? (?:{verbs}) {REF}", re.IGNORECASE)


def _reference(passage: Passage, number: int) -> tree.Ref | None:
    """A reference of a passage by its number, where it leads to places of this text."""
    refs = [leaf for leaf in passage.leaves if isinstance(leaf, tree.Ref)]
    return refs[number] if number < len(refs) and refs[number].targets else None


def _has(text: Text, target: str, stems: tuple[str, ...]) -> bool:
    """Whether a place speaks of a thing, in itself or below; true of a place that has no words here."""
    if not stems:
        return bool(_time(text).search(_printed(text).get(target, "0")))
    said = _printed(text).get(target)
    return said is None or any(stem in said.lower() for stem in stems)


def _time(text: Text) -> re.Pattern[str]:
    """A number with a unit of time, or a word for a time."""
    units = "|".join(sorted(re.escape(f) for pair in text.library.words.units.values() for f in pair if "{" not in f))
    return re.compile(rf"^0$|\b(?:{units})\b", re.IGNORECASE)


def _printed(text: Text) -> dict[str, str]:
    """What each provision prints with all below it, by key."""
    return text.once("printed with all below", lambda: _with_all_below(text))


def _with_all_below(text: Text) -> dict[str, str]:
    own: dict[str, str] = {}
    for passage in passages(text):
        own[passage.key] = f"{own.get(passage.key, '')} {passage.printed}"
    return {unit.node.key: " ".join(own.get(key, "") for key in _keys(unit.node)) for unit in units(text)}


def _keys(node: tree.Provision | tree.Annex | tree.Recital) -> Iterator[str]:
    yield node.key
    for child, _ in open_items(getattr(node, "children", ())):
        yield from _keys(child)
