"""Records that contradict themselves: each is refused where one record can tell, and says what does not fit."""

from __future__ import annotations

import pytest

from examples import PROJECT, merged
from faulty_mechanisms import refused, refused_as
from travaux.model.base import Record
from travaux.model.instrument import Instrument
from travaux.model.party import Party

METAL = "product: examplium, stage: metal, hs: [HS2022 8110.10]"
ORE = "product: examplium, stage: concentrate, hs: [HS2022 8110.10]"
VALUE = "{type: value-content, method: build-down, threshold:"


@pytest.mark.parametrize(
    ("key", "changed", "message"),
    [
        (
            "adjustment",
            "duties: [{party: alba, authority: duties-act}, {party: alba, authority: duties-act}]",
            "named twice under `duties`: alba",
        ),
        ("exports", "late_notice: P70D", "`late_notice` of P70D leaves a case of urgency more time than P55D"),
        (
            "exports",
            "longest: P2M\nlicensing: {decide: P3M}",
            "a licence is decided on within P3M, and a restriction lapses after P2M",
        ),
        ("safeguard", "consultation: P60D", "`consultation` within P60D of a notice of P26D comes after the measure"),
        (
            "safeguard",
            "small_supplier: 9%\nsmall_suppliers_together: 4%",
            "`small_suppliers_together` of 4% is less than the 9% of one alone",
        ),
        ("zone", "records: P6M", "`records` are kept for P6M, and a proof of origin is valid for P10M"),
        (
            "zone",
            "legal_basis: [{pair: [alba, borea], basis: gatt-xxiv, agreement: FTA}, "
            "{pair: [borea, alba], basis: mfn-neutral}]",
            "a pair stands twice under `legal_basis`: borea and alba",
        ),
        (
            "zone",
            f"rules: [{{{METAL}, any_of: [{{type: tariff-shift, change: CC, except_from: [HS2022 8110.20]}}]}}]",
            "HS2022 8110.20 is excepted from a change of CC, which a material of it does not make",
        ),
        (
            "zone",
            f"rules: [{{{METAL}, any_of: [{VALUE} 40%}}]}}, {{{ORE}, any_of: [{VALUE} 45%}}]}}]",
            "HS2022 8110.10 of examplium has two different rules under `rules`",
        ),
        ("floor", "max_step: 100%", "`max_step` of 100%: one review could end the floor, or double it"),
        (
            "response",
            "monitoring: {by: exchange, data: [production, trade], every: P5M, warning: P6M}",
            "a sign of a disruption is passed on within P6M, and `monitoring` tells of it every P5M anyway",
        ),
        ("scrap", "general_consent: P20D", "`general_consent` lasts P20D, and the decision on the next takes P25D"),
        ("standards", "review: P3M", "a scheme is looked at again after P3M, and decided on only within P170D"),
        (
            "reference",
            "fallback: [last-value, cost-model]\ncarry_last_value: P20D",
            "an observation may be P25D old, and the last value is carried for P20D only",
        ),
        ("floor", "sources: [fact, fact]", "named twice under `sources`: fact"),
        ("floor", "depends_on: [floor]", "`depends_on` names floor itself"),
        ("zone", "tolerance: 100%", "`tolerance` of 100%: nothing of a good would have to originate"),
        (
            "safeguard",
            "volume: {least_share: 100%}",
            "`least_share` of 100%: imports would have to be all that is used",
        ),
        (
            "safeguard",
            f"lines: [{{{METAL}}}, {{{METAL}}}]",
            "one good twice under `lines`: examplium / metal",
        ),
        (
            "standards",
            "certification: self\ncriteria: [independent-audit, complaints]",
            "certification: self leaves no room for independent-audit under `criteria`",
        ),
        ("projects", "decision: P2Y", "the list is reviewed every P10M, and a project decided on within P2Y"),
    ],
)
def test_a_record_that_does_not_fit_itself(key: str, changed: str, message: str) -> None:
    assert refused(key, changed) == [message]


PARTY = "id: alba\nnames: {en: {long: Alba, short: Alba}}\nsignature: {en: For Alba}\ncapacities: {}\ncurrency: USD\n"
TEXT = (PROJECT / "seeds/instruments/example.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("cls", "text", "message"),
    [
        (Party, f"{PARTY}entity: state\nlanguages: [en]\npart_of: alba\n", "`part_of` names alba itself"),
        (
            Party,
            f"{PARTY}entity: state\nlanguages: [en]\nlanguages_later: [es, en]\n",
            "`languages_later` has en, which stands under languages too",
        ),
        (
            Instrument,
            merged(
                TEXT,
                "comments: [{on: duty, author: A, text: Why, date: 2026-02-02, "
                "replies: [{author: B, text: So, date: 2026-02-01}]}]",
            ),
            "an answer under `replies` is of 2026-02-01, and answers what was said on 2026-02-02",
        ),
    ],
)
def test_a_party_or_a_text_that_does_not_fit_itself(cls: type[Record], text: str, message: str) -> None:
    assert refused_as(cls, text) == [message]
