"""Checks of packages (PKG): what is lost on the way from one instrument to the next: parties, and commitments."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._model import binds, listed, party_names, texts_of, title
from travaux.checks._packages import steps
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.library import Clause
from travaux.model.instrument import Instrument
from travaux.outline import Selected
from travaux.records import Entry

# --- parties ---------------------------------------------------------------------------------------------------------


def _stands_for(s: Subject, party: str) -> set[str]:
    """A party, the State or union that it is part of, and those that it acts for."""
    record = s.records.parties[party].record
    return {party, *(capacity.acts_for or party for capacity in record.capacities.values()), record.part_of or party}


def _open_to_others(s: Subject, instrument: Entry[Instrument]) -> bool:
    """Whether a text lets others accede."""
    return any(
        selected.clause.key == "accession" for text in texts_of(s, instrument) for selected in text.outline.all()
    )


@check("PKG014", Severity.WARNING, across=True)
def absent_party(s: Subject) -> Iterator[Found]:
    """A party of an instrument is absent from the one to which it leads.

    Why: it has prepared, or already promised, what it will not be bound by. An error where the first text binds; a note
    where the second lets it accede. An institution counts for the State or union that it belongs to.
    Source: Vienna Convention on the Law of Treaties, Article 34 (gn-01, not opened): a treaty binds no
    third State without its consent.
    Fix: name it under `parties` of the second text, or let the first one say that its way is accession.
    Follows: EIF004, PTY004.
    At: seeds/instruments/example-plan.yaml: parties:

    Fails:
        == seeds/instruments/example.yaml ==
        parties: [alba, corda]
    Passes:
        == seeds/instruments/example-plan.yaml ==
        parties: [alba, corda]
    Passes:
        == seeds/parties/office.yaml ==
        id: office
        names: {en: {long: the Trade Office of Corda, short: Trade Office}}
        entity: institution
        signature: {en: For the Trade Office of Corda}
        capacities:
          example-plan: {role: participant, acts_for: corda, sources: [fact]}
        languages: [en]
        currency: EUR
        == seeds/instruments/example-plan.yaml ==
        parties: [alba, office]
    """
    for step, end in steps(s):
        absent = [key for key in step.record.parties if not _stands_for(s, key) & set(end.record.parties)]
        if absent:
            message = f"{title(end)}, to which {title(step)} leads, is without {party_names(s, absent)}"
            related = (Related(end.span("parties"), f"the parties of {title(end)}"),)
            span, hint = step.span("parties", step.record.parties.index(absent[0])), "name them in both, or in neither"
            grave = Severity.ERROR if binds(s, step) else Severity.INFO if _open_to_others(s, end) else None
            yield Found(message, span, hint, step.record.id, related=related, severity=grave)


# --- clauses ---------------------------------------------------------------------------------------------------------


@check("PKG015", Severity.WARNING, across=True)
def commitment_without_a_clause(s: Subject) -> Iterator[Found]:
    """What a text that does not bind commits its participants to has no clause in the text to which it leads.

    Why: the commitment is dropped on the way without anybody having decided so.
    Source: `becomes` in the front matter of the clauses, which says what each is meant to grow into.
    Fix: let one of those clauses stand in the second text, or leave the commitment out of the first.
    At: seeds/instruments/example-plan.yaml: leads_to:

    Fails:
        == clauses/example-plan/plan-work.en.md ==
        ---
        heading: Actions
        purpose: Is to become a clause that the treaty lacks.
        order: 40
        tier: 1
        uses: [participant]
        becomes: [stock-data]
        ---
        The Participants intend to complete their actions.
    Passes:
        == clauses/example-plan/plan-work.en.md ==
        ---
        heading: Actions
        purpose: Is to become a clause of the treaty, or two.
        order: 40
        tier: 1
        uses: [participant]
        becomes: [stock-data, duty]
        ---
        The Participants intend to complete their actions.
    """
    for step, end in steps(s):
        standing = {selected.clause.key for text in texts_of(s, end) for selected in text.outline.all()}
        lost = [
            clause for clause in _clauses(s, step) if clause.front.becomes and not standing & {*clause.front.becomes}
        ]
        if lost:
            names = listed(clause.front.heading or clause.key for clause in lost)
            message = f"{title(end)} has no clause for what {title(step)} says under {names}"
            related = tuple(
                Related(clause.raw.span("becomes"), f"is to become {listed(clause.front.becomes)}") for clause in lost
            )
            hint = "let such a clause stand there, or leave the commitment out here"
            yield Found(message, step.span("leads_to"), hint, step.record.id, related=related)


def _clauses(s: Subject, instrument: Entry[Instrument]) -> Iterator[Clause]:
    """The clauses of an instrument, once for all its languages, each in the wording that is printed."""
    seen: set[str] = set()
    for text in texts_of(s, instrument):
        for selected in text.outline.all():
            if selected.clause.key not in seen:
                seen.add(selected.clause.key)
                yield _printed(selected)


def _printed(selected: Selected) -> Clause:
    return selected.wordings[selected.settled or 0].clause


# --- goods -----------------------------------------------------------------------------------------------------------


@check("PKG016", Severity.INFO, across=True)
def pilot_that_is_dropped(s: Subject) -> Iterator[Found]:
    """A plan chooses products for its pilot that the text to which it leads does not cover.

    Why: prices are explored of a good on which nothing will be agreed. It is told and no more: a pilot may try goods
    that come into the treaty later.
    Source: the action plan of the United States and Mexico has a pilot list and leads to a binding text (drafting
    research, reported).
    Fix: add the product to the second text, or take it out of the pilot.

    Fails:
        == seeds/products/other.yaml ==
        id: other
        names: {en: otherium}
        market: opaque
        lists: {us_2025: true, eu: critical, jp_rare_metal: true}
        stages: {metal: [{hs: HS2022 8112.99, description: {en: unwrought otherium}}]}
        sources: [fact]
        == seeds/instruments/example-plan.yaml ==
        pilot_products: [other]
    Passes:
        == seeds/instruments/example-plan.yaml ==
        pilot_products: [examplium]
    """
    for step, end in steps(s):
        pilot, covered = step.record.pilot_products, end.record.products
        outside = [key for key in pilot if key not in covered] if covered else []
        if outside:
            message = f"the pilot takes {listed(outside)}, which {title(end)} does not cover"
            related = (Related(end.span("products"), "its products"),)
            span = step.span("pilot_products", pilot.index(outside[0]))
            yield Found(message, span, "add them there, or take them out", step.record.id, related=related)
