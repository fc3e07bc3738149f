"""Checks of expectations: what a party is known to ask for, and the official lists on which it has its minerals."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._model import binding, listed, name, texts_of
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity


@check("PTY007", Severity.INFO)
def expected_clause_missing(s: Subject) -> Iterator[Found]:
    """A party is known to ask for a clause, and the text has none of the kind.

    Why: it will be asked for late, when other things have been traded for its absence.
    Source: mx-06 on sovereignty over resources and jp-05 on answers to coercion (reported), eu-03 on WTO
    law (official).
    Positions move: whether the wish still stands is for the delegation to say.
    Covers: EU-03, JP-05, MX-06.
    Fix: one of the clauses that the record of the party names.
    At: seeds/instruments/example.yaml: parties:

    Fails:
        == seeds/parties/borea.yaml ==
        expects: [{topic: a rule on floods, clauses: [floods]}]
    Passes:
        == seeds/parties/borea.yaml ==
        expects: [{topic: a common body, clauses: [floods, committee]}]
    """
    for instrument in binding(s):
        keys = {selected.clause.key for text in texts_of(s, instrument) for selected in text.outline.all()}
        for party in s.parties(instrument):
            for number, wish in enumerate(party.record.expects):
                if not keys & set(wish.clauses):
                    message = f"{name(party)} is known to ask for {wish.topic}, and the text has no clause on it"
                    related = (Related(party.span("expects", number), "its record"),)
                    hint = f"clauses that have it: {listed(wish.clauses)}"
                    yield Found(message, instrument.span("parties"), hint, instrument.record.id, related=related)


@check("COV005", Severity.INFO)
def on_no_list_of_the_union(s: Subject) -> Iterator[Found]:
    """The European Union is a party, and a product of the text is on none of its lists of raw materials.

    Why: the lists say what its policy on raw materials reaches; for another product its negotiators need a reason.
    Source: Regulation (EU) 2024/1252, Annexes I and II (eu-10, reported).
    Covers: EU-10.
    Follows: CAP003, CAP004, DUT001, EIF004, PTY004, WTO001.
    At: seeds/instruments/example.yaml: products:

    Fails:
        == seeds/instruments/example.yaml ==
        parties: [alba, eu]
        == seeds/products/examplium.yaml ==
        lists: {eu: none}
    Passes:
        == seeds/instruments/example.yaml ==
        parties: [alba, eu]
        == seeds/products/examplium.yaml ==
        lists: {eu: strategic}
    """
    for instrument in binding(s):
        if "eu" not in instrument.record.parties:
            continue
        for number, product in enumerate(s.products(instrument)):
            if product.record.lists.eu == "none":
                message = f"{product.record.id} is on none of the lists of raw materials of the European Union"
                related = (Related(product.span("lists", "eu"), "its record"),)
                hint = "say in the record of the instrument why the Union agrees to it"
                span = instrument.span("products", number)
                yield Found(message, span, hint, instrument.record.id, related=related)
