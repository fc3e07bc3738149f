"""Checks of formulas (FOR) that are typed in a clause: each symbol explained, and no amount below zero."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._phrases import NOTHING
from travaux.checks._walk import Unit, closing_words, open_items, passages, units
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity

_SYMBOL = re.compile(r"(?<![\w.])[^\W\d]\w*")
#: What a formula names that is no symbol of its own.
_FUNCTIONS = frozenset({"max", "min", "round", "first", "if", "and", "or"})
_AT_LEAST_ZERO = re.compile(r"max\s*\(\s*0\s*,|,\s*0\s*\)")
_TAKES_OFF = re.compile(r"[^,(=]\s*[−-]\s*\w")
#: Chapters of families whose formulas say what is owed.
_OWED = frozenset({"border-adjustment", "flooding-safeguard", "offtake-cfd"})


def _formulas(text: Text) -> Iterator[tuple[Unit, tree.Formula]]:
    """Every formula of the articles and annexes, with the unit in which it stands."""
    for unit in units(text):
        if not isinstance(unit.node, tree.Recital):
            blocks = (*unit.node.content, *getattr(unit.node, "tail", ()))
            yield from ((unit, block) for block, _ in open_items(blocks) if isinstance(block, tree.Formula))


def _home(unit: Unit) -> str:
    """The key of the article or annex of a unit: that of its clause."""
    return unit.node.key.partition(".")[0]


@check("FOR001", Severity.ERROR)
def symbol_not_explained(s: Subject) -> Iterator[Found]:
    """A formula has a symbol that its article or annex does not explain, or a symbol is explained that no formula has.

    Why: an amount that is owed cannot be computed, or a lawyer looks for the step in which the element counts.
    Source: legal scrub practice: formulas are edited in one place and their list of symbols in another.
    Covers: ANX-06.
    Fix: explain the symbol beside the formula; take out what is left over. What the formula yields is explained by the
    sentence before it.

    Fails:
        == clauses/example/duty.en.md ==
        Each Party shall charge a fee of no more than:

        ```formula {#fee}
        T = P + U
        ```

        where T is the fee and P the cost of the service.
    Fails:
        == clauses/example/duty.en.md ==
        1. {#fee} Each Party shall charge a fee of no more than:

            ```formula {#sum}
            T = P
            ```

            In this formula:

            1. {#t} T is the fee;
            2. {#p} P is the cost of the service; and
            3. {#u} U is the cost of carriage.

        2. {#list} Each Party shall publish its fees.
    Passes:
        == clauses/example/duty.en.md ==
        Each Party shall charge a fee of no more than:

        ```formula {#fee}
        T = max(P, U)
        ```

        where T is the fee, P the cost of the service, and U that of its delivery.
    Passes:
        == clauses/example/duty.en.md ==
        1. {#fee} Each Party shall charge a fee of no more than the cost of the service (P), if:

            ```formula {#sum}
            T = P
            ```

            and if, where T is the fee:

            1. {#kept} it is kept apart from duties; and
            2. {#known} it is known to whoever pays it.

        2. {#list} Each Party shall publish its fees.
    """
    for text in s.texts:
        symbols: dict[str, set[str]] = {}
        said = _words(text)
        for unit, formula in _formulas(text):
            own = set(_SYMBOL.findall(formula.text)) - _FUNCTIONS
            symbols.setdefault(_home(unit), set()).update(own)
            result = formula.text.partition("=")[0].strip()
            for symbol in sorted(own - {result}):
                if not re.search(rf"(?<!\w){re.escape(symbol)}(?!\w)", said.get(_home(unit), "")):
                    message = f"the symbol {symbol!r} of the formula is explained nowhere in its article or annex"
                    span = formula.span or unit.node.span
                    yield Found(message, span, "say what it is", text.instrument.record.id, unit.node.key)
        yield from _left_over(text, symbols)


def _words(text: Text) -> dict[str, str]:
    """What each article and annex prints in words, by its key."""
    found: dict[str, list[str]] = {}
    for passage in passages(text):
        found.setdefault(passage.key.partition(".")[0], []).append(passage.printed)
    return {key: " ".join(words) for key, words in found.items()}


def _explained(text: Text) -> re.Pattern[str]:
    """How an item begins that says what a symbol is: `T is the fee`."""
    words = text.library.words
    verbs = "|".join(map(re.escape, (*words.being_verbs, *words.defining_verbs)))
    symbol = r"[^\W\d_](?:_\w|\d)?|[A-Z]{2}"  # of two letters that stand for a word, "it is", none is one
    return re.compile(rf"^(?P<symbol>{symbol}) (?:{verbs})(?!\w)") if verbs else NOTHING


def _left_over(text: Text, symbols: dict[str, set[str]]) -> Iterator[Found]:
    explained = _explained(text)
    for unit in units(text):
        known = symbols.get(_home(unit))
        if known is None or not isinstance(unit.node, tree.Provision) or unit.node.level < tree.Level.POINT:
            continue
        match = explained.match(closing_words(unit.node)) if not unit.node.children else None
        if match and match["symbol"] not in known:
            message = f"the symbol {match['symbol']!r} is explained, and no formula of the article or annex has it"
            yield Found(message, unit.node.span, "take it out", text.instrument.record.id, unit.node.key)


@check("FOR002", Severity.ERROR)
def amount_below_zero(s: Subject) -> Iterator[Found]:
    """A formula for what is charged or paid takes something off, and does not stop at zero.

    Why: where the price is above the floor the result is negative, and the importer could ask for it.
    Source: legal scrub practice; the formula of the library is max(0, F x C - W - D).
    Covers: ANX-06.
    Fix: `max(0, ...)` around the difference.

    Fails:
        == clauses/example-adjustment/adjustment.en.md ==
        Each Party shall charge on a covered good the following amount:

        ```formula {#amount}
        A = F − W
        ```

        where A is the amount, F the floor level and W the customs value.
    Passes:
        == clauses/example-adjustment/adjustment.en.md ==
        Each Party shall charge on a covered good the following amount:

        ```formula {#amount}
        A = max(0, F − W)
        ```

        where A is the amount, F the floor level and W the customs value.
    """
    for text in s.texts:
        owed = {
            selected.key
            for selected in text.outline.all()
            if selected.mechanism and selected.mechanism.record.kind in _OWED
        }
        for unit, formula in _formulas(text):
            takes_off = _TAKES_OFF.search(formula.text) and not _AT_LEAST_ZERO.search(formula.text)
            if takes_off and _home(unit) in owed:
                message = f"the result of {formula.text!r} can be less than zero"
                span = formula.span or unit.node.span
                hint = "write max(0, ...) around the difference"
                yield Found(message, span, hint, text.instrument.record.id, unit.node.key)
