"""Sources: what nobody has confirmed stands in brackets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from travaux.checks import Found, check
from travaux.checks._walk import clauses, typed_at, units
from travaux.compilation import Subject, Text
from travaux.diagnostic import Related, Severity
from travaux.provenance.grounds import Ground, ground, is_figure


def _unconfirmed(s: Subject, keys: Sequence[str]) -> list[str]:
    return [key for key in keys if key in s.sources and s.sources[key].record.grade == "unconfirmed"]


def _see(s: Subject, key: str) -> Related:
    return Related(s.sources[key].span("grade"), "the source")


# --- SRC001 --------------------------------------------------------------------------------------------------------


@check("SRC001", Severity.ERROR)
def unconfirmed_without_brackets(s: Subject) -> Iterator[Found]:
    """A statement rests on a source that nobody has confirmed, and does not stand in square brackets.

    Why: outside brackets it reads as agreed fact, and is quoted back as such. A figure of the model that rests on
    such a source alone is a warning: it may be a proposal, and is then marked `illustrative`.
    Source: practice of negotiating texts: what is not agreed or not known stands in brackets.
    Fix: bracket the statement, confirm the source, or mark the figure as illustrative.
    Follows: PRC002.
    At: seeds/mechanisms/floor.yaml: 2027-01-01:

    Fails:
        == clauses/example/goods-annex.en.md ==
        ---
        heading: Covered goods
        purpose: An annex that rests on a rumour.
        order: 90
        place: annex
        tier: 1
        rests_on: [rumour]
        ---
        Unwrought metal.
        == clauses/example/signing.en.md ==
        ---
        purpose: Closing words that rest on a rumour.
        order: 80
        place: closing
        tier: 1
        ---
        DONE at the seat of the Union.{{ source("rumour") }}
    Fails:
        == seeds/mechanisms/floor.yaml ==
        lines:
          - product: examplium
            stage: metal
            levels:
              2027-01-01: {amount: 12.50, currency: USD, per: kg, basis: contained Ex}
            illustrative: false
            sources: [rumour]
    Passes:
        == seeds/mechanisms/floor.yaml ==
        lines:
          - product: examplium
            stage: metal
            levels:
              2027-01-01: {amount: 12.50, currency: USD, per: kg, basis: contained Ex}
            illustrative: true
            sources: [rumour]
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: A paragraph that rests on a rumour, which draws its brackets.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        1. {#accept} Each Party shall admit covered goods.

        2. {#reason} Trade in covered goods has doubled.{{ source("rumour") }}
    """
    for text in s.texts:
        yield from _statements(s, text)
        yield from _figures(s, text)


def _statements(s: Subject, text: Text) -> Iterator[Found]:
    """Provisions, and clauses of the frame, that rest on an unconfirmed source outside brackets."""
    outline = text.outline
    frame = {c.key: c.clause for c in (*outline.opening, *outline.recitals, *outline.enacting, *outline.closing)}
    standing, files = {unit.node.key: unit for unit in units(text)}, clauses(text)
    for key, source in text.document.draft.rests_on:
        unit = standing.get(key)
        clause = files.get(unit.node.span.file) if unit else frame.get(key)
        if clause is None or (unit and unit.branch) or not _unconfirmed(s, [source]):
            continue
        declared = clause.raw.span("rests_on") if source in clause.front.rests_on else clause.span()
        span = typed_at(clause, f'"{source}"', unit.node.span if unit and unit.node.span.line > 1 else declared)
        message = f"this rests on {source!r}, which nobody has confirmed, and stands outside brackets"
        hint = "name the source at the paragraph that rests on it, or confirm it"
        yield Found(message, span, hint, text.instrument.record.id, key, (_see(s, source),))


def _figures(s: Subject, text: Text) -> Iterator[Found]:
    """Figures of the model whose own sources are all unconfirmed; each once, where it is first printed."""
    bracketed = {unit.node.key for unit in units(text) if unit.branch}
    outside = [entry for entry in text.document.values if entry.provision not in bracketed]
    first = {entry.value.path: entry for entry in reversed(outside)}
    for path, entry in first.items():
        found = _grounds(s, path)
        if found and len(_unconfirmed(s, found.sources)) == len(found.sources):
            listed = ", ".join(map(repr, found.sources))
            message = f"the figure {entry.value.text!r} rests on {listed} alone, which nobody has confirmed"
            hint = "confirm the source, mark the figure as illustrative, or bracket it in the clause"
            related = tuple(_see(s, source) for source in found.sources)
            instrument = text.instrument.record.id
            yield Found(message, found.span, hint, instrument, entry.provision, related, severity=Severity.WARNING)


def _grounds(s: Subject, path: str) -> Ground | None:
    """What a figure rests on; None for what is no figure or an example.

    And for one with no sources nearer than the record's own, which say what the record as a whole was made from.
    """
    found = ground(s.records, path)
    return found if found and found.holder and not found.illustrative and is_figure(found.value) else None
