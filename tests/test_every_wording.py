"""Every clause and every variant of it, built in turn in a text in which it stands, without an error."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import pytest

from check_findings import AGREEMENT
from every_clause import LONG, built, files, read
from travaux.build import compile
from travaux.model.instrument import ClauseChoice, Decisions
from travaux.model.mechanism.price_floor import Phase
from travaux.model.participation import CarveOut, Participation
from travaux.model.quantity import Share

#: Texts in which the clauses of the non-binding register stand.
OTHERS = (
    "critical-minerals-agreement-core",
    "us-mx-action-plan",
    "us-jp-action-plan",
    "eu-us-action-plan",
    "eu-us-jp-joint-statement",
    "eu-us-mou",
    "ministerial-framework",
    "reserve-cooperation",
)
#: Built from projects of their own, in `test_letters_and_protocols`.
ELSEWHERE = ("exchange-of-letters", "protocol")

#: What a wording needs beside it: what its mechanism has to say.
RECORDS: Mapping[str, Mapping[str, str]] = {
    "chain-of-custody~mandatory": {"standards-market": "custody: {duty: all-goods}\n"},
    "circularity~targets": {"scrap-recycling": "targets: [{measure: content, share: 25%, by: 2030}]\n"},
    "coordinated-response~committed": {"rapid-response": "contribution: committed\n"},
    "crisis-network~existing-lines": {"rapid-response": "network: existing-lines\n"},
    "due-diligence~mandatory": {"standards-market": "due_diligence: {duty: required}\n"},
    "export-duties-ban~carve-outs": {
        "export-discipline": "kept:\n"
        "  - {id: ore, party: mx, type: export-duty, what: {en: Duty on ore}, ends_after: P3Y}\n"
    },
    "export-licensing-transparency~statistics": {"export-discipline": "licensing: {statistics: P6M}\n"},
    "export-restrictions~endeavour": {"export-discipline": "no_quota: false\n"},
    "finance-coordination~amounts": {
        "project-support": "finance_windows: [{party: us, body: project-finance, forms: [loan],\n"
        "  up_to: {amount: 1000000000, currency: USD}}]\n"
    },
    "floor-exemptions~national": {"transition-relief": "process: national\n"},
    "floor-exemptions~no-contracts": {"transition-relief": "contracts: {relief: none, share: null, until: null}\n"},
    "investment-screening~obligation": {"investment": "screening: obligation\n"},
    "monitoring-early-warning~observatory": {"rapid-response": "monitoring: {by: observatory}\n"},
    "no-private-right~no-claim": {"governance": "private_right: no-claim\n"},
    "offtake-framework~private-only": {"producer-support": "counterparty: private\n"},
    "partner-participation~consent-only": {
        "governance": "partners: {entry: consent-only, chapters: [], decision: null}\n"
    },
    "partner-participation~fast-track": {
        "governance": "partners: {entry: fast-track, chapters: [], decision: P120D, floors_after: P36M}\n"
    },
    "price-gap-support~cumulative": {"producer-support": "beside_floor: cumulative\n"},
    "project-identification~benefits": {"project-support": "effect: priority\n"},
    "recycled-scrap-origin~processing": {"scrap-recycling": "origin_place: processing\n"},
    "secretariat-and-budget~permanent": {
        "governance": "secretariat: {form: host-party, host: jp, scale: {eu: 35%, jp: 25%, mx: 10%, us: 30%}}\n"
    },
    "stakeholder-dialogue~groups": {"governance": "dialogue: {form: groups}\n"},
    "standards-based-market~mandatory": {"standards-market": "gate: market-access\n"},
    "standards-recognition~common": {"standards-market": "recognition: common\n"},
    "standards-recognition~mutual": {"standards-market": "recognition: mutual\n"},
}
#: Clauses that stand beside a wording, and those whose place it takes.
BESIDE = {
    "rounding-rule~annexed-factors": ("annex-conversion-factors",),
    "annex-conversion-factors": ("rounding-rule",),
}
INSTEAD = {"general-exceptions~natural-resources": ("right-to-regulate",)}
FIELDS: Mapping[str, Mapping[str, Any]] = {
    "decision-making~majority": {
        "decisions": Decisions(quorum=Share.parse("75%"), majority=Share.parse("75%"), of="parties", illustrative=True)
    }
}

#: What brings in the clauses on taking part: one matter of each kind, goods left out, and a phase-in of one Party.
PARTICIPATION = {
    "participation": {
        "strategic-reserves": Participation(mode="opt-in", parties=("jp", "us")),
        "governance": Participation(mode="opt-out", parties=("mx",)),
        "border-equalised-floors": Participation(
            carve_outs=(CarveOut(party="jp", products=("antimony",), reason={"en": "no producer is left"}),),
            phase_in={"mx": (Phase(after=0, share=Share.parse("20%")), Phase(after=36, share=Share.parse("100%")))},
        ),
    }
}


@functools.cache
def of_the_agreement() -> tuple[str, ...]:
    """The wordings that the template of the agreement can have, as `key` or `key~variant`."""
    known = read(AGREEMENT)[1].clauses
    return tuple(f"{key}~{variant}" if variant else key for key, variant in sorted(known))


def others() -> dict[tuple[str, str], list[str]]:
    """By clause and choice: the values that are not its default."""
    standard = [
        files()[name, ""] for name in of_the_agreement() if "~" not in name and not files()[name, ""].front.optional
    ]
    return {
        (clause.key, name): [value for value in parameter.choices if value != parameter.default]
        for clause in standard
        for name, parameter in clause.front.parameters.items()
        if parameter.choices
    }


def errors(name: str) -> tuple[str, ...]:
    """The errors in the agreement with this wording in it."""
    key, _, variant = name.partition("~")
    optional = files()[key, ""].front.optional
    chosen = ClauseChoice(
        include=(*([key] if optional else []), *BESIDE.get(name, ())),
        exclude=(*INSTEAD.get(name, ()), *([] if name == LONG else [LONG])),
    )
    changes = {"clauses": chosen, "variants": {key: variant or "standard"}, **FIELDS.get(name, {})}
    if files()[key, ""].family == "participation":
        changes |= PARTICIPATION
    if name == "annex-conversion-factors":
        changes["variants"] = {"rounding-rule": "annexed-factors"}
    made = built(AGREEMENT, changes, RECORDS.get(name, {}))
    printed = {wording.clause.file for s in made.text.outline.all() for wording in s.wordings}
    assert files()[key, variant].file in printed, f"{name} does not stand in the text"
    return made.errors


@pytest.mark.parametrize("name", [name for name in of_the_agreement() if "~" in name])
def test_variant_builds(name: str) -> None:
    assert not errors(name)


def brought_in(name: str) -> bool:
    """Whether a clause stands only where the instrument says so."""
    front = files()[name, ""].front
    return front.optional or front.needs.participation is not None


@pytest.mark.parametrize("name", [name for name in of_the_agreement() if "~" not in name and brought_in(name)])
def test_optional_clause_builds(name: str) -> None:
    assert not errors(name)


def test_other_clauses_stand_in_a_text_without_errors() -> None:
    standing: set[str] = set()
    made = compile((AGREEMENT, *OTHERS))
    assert not made.errors
    for text in made.texts:
        standing |= {wording.clause.file for s in text.outline.all() for wording in s.wordings}
    for (key, variant), clause in files().items():
        name = f"{key}~{variant}" if variant else key
        if clause.family not in ELSEWHERE and not (name in of_the_agreement() and (variant or brought_in(name))):
            assert clause.file in standing, f"{clause.file} stands in no text of the library"


@pytest.mark.parametrize("round_", range(3))
def test_choices_of_clauses_build(round_: int) -> None:
    """The other values of every choice at once: the first other value of each, the second, the third."""
    parameters: dict[str, dict[str, Any]] = {}
    for (key, name), values in others().items():
        if round_ < len(values):
            parameters.setdefault(key, {})[name] = values[round_]
    made = built(AGREEMENT, {"parameters": parameters, "clauses": ClauseChoice(exclude=(LONG,))})
    assert not made.errors


def test_the_core_agreement_is_of_the_first_tier_alone() -> None:
    made = built("critical-minerals-agreement-core")
    assert made.text.instrument.record.clauses == ClauseChoice(tier=1)
    assert {wording.clause.front.tier for s in made.text.outline.all() for wording in s.wordings} == {1}
    assert "The competent authority shall make no other deduction, addition or rounding." in made.printed
    assert "A disruption measure in the form of a duty shall be reduced by the border price adjustment" in made.printed
