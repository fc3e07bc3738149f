"""The state of a negotiation: what is said of an article is so, and the text of the chair drops nobody's proposal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from travaux.checks import Found, check
from travaux.checks._mending import taken_out
from travaux.checks._model import party_names, texts_of
from travaux.checks._settled import as_typed, open_words
from travaux.checks._walk import Passage, found_in, passages
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.instrument import Instrument, Position
from travaux.records import Entry

#: Of an article in such a state no word is open; while capitals have not confirmed it, that may still be so.
_SETTLED = {"agreed": Severity.ERROR, "ad-referendum": Severity.WARNING}


@check("NEG001", Severity.ERROR)
def agreed_and_open(s: Subject) -> Iterator[Found]:
    """An article is said to be agreed, and brackets, a blank or competing wordings stand in it.

    Why: one side takes the article for closed and the other goes on negotiating it. An article that is agreed ad
    referendum is a warning: a capital may have put the bracket in.
    Source: practice of multilateral negotiations, in which what is agreed has no brackets (reported).
    Covers: DC-082.
    Fix: another state, or a text without brackets: `chosen`, a source, a figure.
    At:
        clauses/example/duty.en.md: heading

    Fails:
        == seeds/instruments/example.yaml ==
        status: {articles: {duty: agreed}}
        == clauses/example/duty.en.md ==
        Each Party shall admit covered goods [without delay].
    Fails:
        == seeds/instruments/example.yaml ==
        status: {articles: {duty: ad-referendum}}
        variants: {duty: [{variant: standard, proposed: [alba]}, {variant: short, proposed: [borea]}]}
        == clauses/example/duty~short.en.md ==
        ---
        heading: Duty
        purpose: Another wording.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        No Party shall refuse covered goods.
    Passes:
        == seeds/instruments/example.yaml ==
        status: {articles: {duty: open, committee: agreed}}
        == clauses/example/duty.en.md ==
        Each Party shall admit covered goods [without delay].
    """
    for text in s.texts:
        entry, seen = text.instrument, set()
        states = entry.record.status.articles
        for passage in passages(text) if states else ():
            key = _article(passage, states)
            severity = _SETTLED.get(states.get(key, ""))
            words = open_words(passage) if severity else ""
            if words and key not in seen:
                seen.add(key)
                message = f"the article is {states[key].replace('-', ' ')}, and {words!r} is still open in it"
                related = (Related(entry.span("status", "articles", key), "its state"),)
                hint = "settle it, or give the article another state"
                yield found_in(text, passage, as_typed(passage, words), message, hint, severity, related)


def _article(passage: Passage, states: Mapping[str, str]) -> str:
    """The key under which a state is given for the article of a passage; that of one mechanism before that of all."""
    if passage.clause is None:
        return ""
    own = passage.key.partition(".")[0]
    return own if own in states else passage.clause.key


@check("NEG002", Severity.WARNING, fix="unsafe")
def state_of_what_is_not_there(s: Subject) -> Iterator[Found]:
    """A state is given for an article that does not stand in the text.

    Why: whoever reads the list of what is agreed looks for it in vain; most often the article was taken out.
    Source: practice of negotiations in rounds.
    Fix: take the state out, or let the clause stand in the text.

    Fails:
        == seeds/instruments/example.yaml ==
        status: {articles: {duty: agreed, committee: open}}
        clauses: {exclude: [duty]}
    Passes:
        == seeds/instruments/example.yaml ==
        status: {articles: {duty: agreed, committee: open}}
    """
    for instrument in s.instruments():
        chosen = [selected for text in texts_of(s, instrument) for selected in text.outline.all()]
        standing = {key for selected in chosen for key in (selected.key, selected.clause.key)}
        for key in instrument.record.status.articles:
            if key not in standing:
                span = instrument.raw.key_span("status", "articles", key)
                message = f"a state is given for {key!r}, which does not stand in the text"
                fix = taken_out(instrument, ("status", "articles", key))
                yield Found(message, span, "take it out", instrument.record.id, fix=fix)


@check("NEG003", Severity.WARNING)
def proposal_dropped(s: Subject) -> Iterator[Found]:
    """The text of the chair does not show a proposal of a party, and does not say that it was dropped.

    Why: a party that no longer finds its words reads a decision into the text that nobody has taken. It is also told
    where a proposal is listed as dropped and still printed.
    Source: practice of multilateral negotiations: a chair brackets, and consolidates with reasons (reported).
    Covers: DC-084.
    Fix: leave the position open, or list it under `status.dropped` with the reason.

    Given:
        == clauses/example/duty~short.en.md ==
        ---
        heading: Duty
        purpose: Another wording.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        No Party shall refuse covered goods.
    Fails:
        == seeds/instruments/example.yaml ==
        status: {text_of: chair}
        variants: {duty: [{variant: standard, proposed: [alba], chosen: true}, {variant: short, proposed: [borea]}]}
    Fails:
        == seeds/instruments/example.yaml ==
        status: {text_of: chair, dropped: [{clause: duty, variant: short, reason: Withdrawn in the third round.}]}
        variants: {duty: [{variant: standard, proposed: [alba]}, {variant: short, proposed: [borea]}]}
    Passes:
        == seeds/instruments/example.yaml ==
        status: {text_of: chair}
        variants: {duty: [{variant: standard, proposed: [alba]}, {variant: short, proposed: [borea]}]}
    Passes:
        == seeds/instruments/example.yaml ==
        status: {text_of: chair, dropped: [{clause: duty, variant: short, reason: Withdrawn in the third round.}]}
        variants: {duty: [{variant: standard, proposed: [alba], chosen: true}, {variant: short, proposed: [borea]}]}
    Passes:
        == seeds/instruments/example.yaml ==
        status: {text_of: alba}
        variants: {duty: [{variant: standard, proposed: [alba], chosen: true}, {variant: short, proposed: [borea]}]}
    """
    for instrument in s.instruments():
        status = instrument.record.status
        if status.text_of != "chair":
            continue
        told = {(each.clause, each.variant): number for number, each in enumerate(status.dropped)}
        shown = _shown(s, instrument)
        for clause, number, position in _proposals(instrument.record):
            at = (clause, position.variant)
            who = party_names(s, position.proposed)
            if at not in shown and at not in told:
                message = f"the text of the chair does not show the {position.variant!r} wording of {clause}: {who}"
                hint = "leave the position open, or list it under `status.dropped` with the reason"
                span = instrument.span("variants", clause, number)
                yield Found(message, span, hint, instrument.record.id)
            elif at in shown and at in told:
                message = f"the {position.variant!r} wording of {clause} ({who}) is listed as dropped, and printed"
                span = instrument.span("status", "dropped", told[at])
                yield Found(message, span, "take it out of `dropped`", instrument.record.id)


def _proposals(record: Instrument) -> Iterator[tuple[str, int, Position]]:
    """Each wording that a party proposes, by clause, with its number among the positions on it."""
    for clause, wanted in record.variants.items():
        for number, position in enumerate(() if isinstance(wanted, str) else wanted):
            if position.proposed:
                yield clause, number, position


def _shown(s: Subject, instrument: Entry[Instrument]) -> set[tuple[str, str]]:
    """The clauses and wordings that are printed: the one that is chosen, or all of them in brackets."""
    return {
        (selected.clause.key, wording.clause.variant or "standard")
        for text in texts_of(s, instrument)
        for selected in text.outline.all()
        for wording in selected.wordings
        if wording.chosen or not any(other.chosen for other in selected.wordings)
    }
