"""Export discipline: what one record refuses, what the check on wordings says, and what its chapter prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import AGREEMENT, found_in_library
from clause_prints import printed
from faulty_mechanisms import refused

INSTRUMENT = f"seeds/instruments/{AGREEMENT}.yaml"
OWN = "seeds/mechanisms/export-discipline.yaml"
DUTY = "{id: a, party: alba, type: export-duty, what: {en: duty on ore}}"
MILL = "{id: b, party: alba, type: processing-requirement, what: {en: ore is milled at home}}"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ("exceptions: [security, security]", "named twice under `exceptions`: security"),
        ("exceptions: [scrap]", "say in `scrap` how far the exception `scrap` reaches, and only then"),
        ("scrap: may-be-restricted", "say in `scrap` how far the exception `scrap` reaches, and only then"),
        (
            "exceptions: [scrap]\nscrap: may-be-restricted",
            "the parties spare each other from export curbs and yet may curb scrap: write `scrap: "
            "free-between-parties`, or `mutual_exemption: false`",
        ),
        (f"kept: [{DUTY}, {DUTY}]", "named twice under `kept`: a"),
        (f"no_export_duty: false\nkept: [{DUTY}]", "a keeps an export duty, and none is barred"),
        (f"no_quota: false\nkept: [{MILL}]", "b keeps a processing requirement, and no restriction is barred"),
        ("consultation: P55D", "consultations within P55D of a notice of P55D come too late to change a thing"),
        ("late_notice: P11M", "a restriction that lapses after P11M can be over before it is notified"),
    ],
)
def test_a_record_that_does_not_fit_itself(changed: str, message: str) -> None:
    assert refused("exports", changed) == [message]


def test_a_wording_that_says_something_else(tmp_path: Path) -> None:
    files = {OWN: "no_quota: false\n", INSTRUMENT: "variants: {export-licensing-transparency: statistics}\n"}
    assert found_in_library("WRD001", files, tmp_path) == [
        "error: export-restrictions is printed in the standard wording, and 'export-discipline' has what the wording "
        "'endeavour' says",
        "error: export-licensing-transparency is printed in the wording 'statistics', and 'export-discipline' has what "
        "the standard wording says",
    ]


def test_the_library_bars_duties_and_quotas(tmp_path: Path) -> None:
    text = printed(AGREEMENT, {}, tmp_path, faults=("error", "warning"))
    assert "No Party shall adopt or maintain an export duty on a covered good" in text
    assert "no later than [60 days] before the date on which it begins to apply" in text
    assert "restrict exports to another Party only where its purpose cannot be achieved" in text
    assert "It shall exempt waste and scrap that is destined for recovery in the territory of another Party" in text
    assert "Article 8.2 (Export restrictions)" in text
    assert "historic share" not in text


@pytest.mark.parametrize(
    ("changed", "instrument", "expected", "absent"),
    [
        (
            "no_quota: false\nmutual_exemption: false\nscrap: may-be-restricted\n",
            "variants: {export-restrictions: endeavour}\n",
            "Each Party shall endeavour not to adopt an export restriction",
            "only where its purpose cannot be achieved",
        ),
        (
            "exceptions: []\nsuppress: [{code: RSP003, reason: It is tried without.}]\nscrap: null\nre_export: false\n",
            "clauses: {include: [supply-sharing, export-monopoly-dual-pricing]}\n",
            "only in so far as Article 16.1 (General exceptions) permits it.",
            "critical shortage of the good",
        ),
        (
            "exceptions: [shortage]\nscrap: null\n",
            "variants: {}\n",
            "as provided in Article XI:2(a) of GATT 1994; or",
            "waste and scrap in order to recover",
        ),
        (
            "no_export_duty: false\nmutual_exemption: false\nillustrative: false\n",
            "clauses: {include: [supply-sharing]}\n",
            "shall endeavour not to introduce or increase an export duty",
            "[60 days] before the date",
        ),
        (
            "kept: [{id: ore, party: mx, type: export-duty, what: {en: Duty on ore}, ends_after: P3Y},\n"
            "  {id: mill, party: mx, type: processing-requirement, what: {en: Ore is milled at home}}]\n"
            "sharing: {except_for: [mx]}\ndual_pricing: processing-excepted\n",
            "variants: {export-duties-ban: carve-outs}\n"
            "clauses: {include: [supply-sharing, export-monopoly-dual-pricing]}\n",
            "| Mexico | Duty on ore | 3 years after the date of entry into force |",
            "may require evidence of the destination",
        ),
        (
            "licensing: {statistics: P6M}\n",
            "variants: {export-licensing-transparency: statistics}\n",
            "the number of applications received, granted, refused and pending",
            "historic share",
        ),
    ],
)
def test_every_wording_and_branch_is_sound(
    changed: str, instrument: str, expected: str, absent: str, tmp_path: Path
) -> None:
    text = printed(AGREEMENT, {OWN: changed, INSTRUMENT: instrument}, tmp_path, faults=("error", "warning"))
    assert expected in text
    assert absent not in text
