"""Conflicts between what the scheme wants and what binds its Parties, each settled by a provision of the agreement."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import pytest

from check_findings import AGREEMENT
from every_clause import LONG, built
from travaux.model.instrument import ClauseChoice
from travaux.renderers.docx.plain import texts

CONFLICTS = [
    # import-price requirements barred by the CPTPP and the USMCA: no means but the duty, no floor where a bar stands
    ("import-restrictions-pricefloor.means", "shall not require a person, as a condition of importation"),
    ("import-restrictions-pricefloor.within", "a price floor is not applied to an originating good of a Party"),
    ("import-restrictions-pricefloor.other-parties", "where an existing agreement between that Party"),
    ("import-restrictions.price-requirements", "at or above a given price"),
    ("border-adjustment-charge.entry", "shall not refuse, delay or make subject to a licence the importation"),
    # no deemed customs value
    (
        "customs-value-basis.no-minimum-value",
        "No Party shall use a floor level, a reference price or an indicator price",
    ),
    ("customs-value-basis.separate", "It does not form part of the customs value of the goods."),
    # bound rates
    ("legal-basis-wto.bound-rate", "exceeds the rate bound in its schedule to GATT 1994 only on one of the following"),
    ("border-adjustment-charge.limit", "shall not exceed 65 per cent of the customs value"),
    # no earmarked revenue
    ("border-adjustment-charge.revenue", "Nothing in this Agreement assigns it to a purpose or to another Party."),
    # no secret annex
    ("annexes-integral.public", "An understanding between Parties that has not been published has no effect"),
    # reserves in bands, never in tonnes
    ("stockpile-coordination.size", "within the band of days of use"),
    ("stockpile-reporting.report", "lies below, within or above the band"),
    ("stockpile-reporting.no-quantities", "A Party is not required to state a quantity"),
    # lithium in Mexico
    ("right-to-regulate.reserved-mx-lithium", "Mexico reserves lithium to the State under its law."),
    ("project-identification.reserved", "only in a form that this law allows"),
    ("offtake-framework.reserved", "that the law of a Party reserves to the State"),
    # one gap, one charge
    ("crediting-and-cumulation.other-duties", "The border price adjustment is charged net of other duties."),
    ("crediting-and-cumulation.trade-remedies", "do not together offset the same difference in price more than once"),
    ("crediting-and-cumulation.paid-elsewhere", "shall deduct the amount paid from the amount due"),
    ("trade-remedies-preserved.adjustment", "shall first determine the border price adjustment"),
    # goods on their way
    ("border-adjustment-charge.in-transit", "shall be treated as if the change had not occurred"),
    ("disruption-safeguard.in-transit", "shall not apply to goods that left the exporting country"),
    ("suspension-of-benefits.effect", "shall not apply to goods in transit"),
    # when the floor stops, and when it ends
    ("floor-suspension.stop", "Each Party shall suspend the price floor for that good"),
    ("floor-suspension.resume", "Each Party shall apply the price floor again"),
    ("floor-suspension.sunset", "cease to apply 10 years after the date of entry into force"),
    ("review-and-term.renewal", "whether to renew or change them or let them end"),
    # phase-in
    ("transition-phase-in.share", "During the transition period it shall apply to the shortfall the share"),
    ("transition-phase-in.no-extension", "shall not be extended except by an amendment"),
    # who sets the price, and who may challenge it
    ("reference-price-methodology.determination", "The Price Panel shall determine a reference price"),
    ("reference-price-methodology.challenge", "request the Price Panel to reconsider it"),
    ("subsidiary-bodies.independence", "shall not seek or accept instructions from a government"),
    ("refund-review-appeal.review", "a person to whom a decision under this Chapter is addressed"),
    ("ds-scope.price-figure", "the amount of a reference price, which may be contested only"),
    # data of enterprises
    ("reference-price-methodology.few-producers", "fewer than three producers"),
    ("cbi-protection.aggregates", "fewer than three persons that are independent of each other"),
    ("competition-law-safeguards.separate-data", "only to the competent authority or body that requested them"),
]

#: Other ways out of the same conflicts: the wording, or the field of a record, and what the provision then says.
OTHERWISE: list[tuple[dict[str, str], dict[str, str], str, str]] = [
    (
        {"import-restrictions-pricefloor": "derogation"},
        {},
        "import-restrictions-pricefloor.third-rights",
        "does not affect the rights of a non-Party",
    ),
    (
        {"import-restrictions-pricefloor": "undertaking"},
        {},
        "import-restrictions-pricefloor.price",
        "shall not exceed what is needed to offset the margin of dumping",
    ),
    (
        {},
        {"border-price-adjustment": "stacking: on-top\n"},
        "crediting-and-cumulation.other-duties",
        "is charged in addition to customs duties",
    ),
    (
        {},
        {"border-price-adjustment": "revenue_use: party-discretion\n"},
        "border-adjustment-charge.revenue",
        "Each Party shall decide, in accordance with its law, how the revenue is used.",
    ),
]


@functools.cache
def agreement() -> Mapping[str, str]:
    """What the agreement prints, by the key of its provision."""
    return texts(built(AGREEMENT).text.document)


@pytest.mark.parametrize(("key", "words"), CONFLICTS)
def test_conflict_is_settled(key: str, words: str) -> None:
    assert words in agreement()[key]


@pytest.mark.parametrize(("variants", "records", "key", "words"), OTHERWISE)
def test_conflict_is_settled_otherwise(variants: dict[str, str], records: dict[str, str], key: str, words: str) -> None:
    made = built(AGREEMENT, {"variants": variants, "clauses": ClauseChoice(exclude=(LONG,))}, records)
    assert not made.errors
    assert words in texts(made.text.document)[key]


def test_revenue_is_not_tied_to_a_fund() -> None:
    tied = {"border-price-adjustment": "revenue_use: appropriated-fund\n"}
    (error,) = built(AGREEMENT, {}, tied).errors
    assert "error[LIM001]: the revenue of the charge is tied to a fund" in error
