"""Leaks planted in the example treaty, and the agreement of the library: what `travaux prove` prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from projects import EXAMPLE, Edit, change, copied, put, run
from travaux.prove import Counterexample, Holds, Inapplicable, Invariant, NotReproduced, Undecided, prove
from travaux.span import Span

TREATY = "seeds/instruments/example.yaml"
FLOOR, ADJUSTMENT, ZONE = (f"seeds/mechanisms/{name}.yaml" for name in ("floor", "adjustment", "zone"))
OWN = (EXAMPLE / FLOOR).read_text()

FREIGHT = """\
id: freight
holds: freight
what: Freight of examplium
unit: USD/kg
columns: [{name: from, type: place}, {name: to, type: place}]
illustrative: true
rows:
  - {at: [outside, any], value: 0.25}
  - {at: [any, any], value: 1.00}
"""
COSTS = """\
id: costs
holds: conversion-cost
what: Smelting of examplium
unit: USD/kg
columns:
  - {name: party, type: party}
  - {name: product, type: product}
  - {name: from_stage, type: stage}
  - {name: to_stage, type: stage}
illustrative: false
as_of: '2026'
grade: reported
sources: [fact]
rows:
  - {at: [any, examplium, concentrate, metal], value: 4.50}
"""
PRICES = """\
id: prices
holds: outside-price
what: Prices of examplium
unit: USD/kg
columns: [{name: product, type: product}, {name: stage, type: stage}]
illustrative: true
rows:
  - {at: [examplium, concentrate], value: 3.00}
  - {at: [examplium, metal], value: 10.00}
"""
TABLES = (
    put("seeds/tables/freight.yaml", FREIGHT),
    put("seeds/tables/costs.yaml", COSTS),
    put("seeds/tables/prices.yaml", PRICES),
    change(TREATY, "languages: [en]", "tables: [freight, costs, prices]\nlanguages: [en]"),
)
CLAUSE = (
    "---\n{heading: Border adjustment, purpose: The charge at the border., order: 10, tier: 1}\n---\n"
    "Each Party shall charge the difference.\n"
)


def UNCAPPED(root: Path) -> None:  # noqa: N802 - an edit, like the others
    """The charge has no limit, and the clause prints none."""
    change(ADJUSTMENT, "cap: 40%\n", "")(root)
    put("clauses/example-adjustment/adjustment.en.md", CLAUSE)(root)


def lower_in_borea(level: str, lines: str = "") -> tuple[Edit, ...]:
    """Borea keeps a floor of its own."""
    own = OWN.replace("id: floor", "id: floor-borea\naddressees: [borea]\ntitle: {en: the floor of Borea}")
    own = own.replace("amount: 12.50", f"amount: {level}").replace("lines:\n", f"lines:\n{lines}")
    return (
        put("seeds/mechanisms/floor-borea.yaml", own),
        change(FLOOR, "kind: price-floor", "kind: price-floor\ntitle: {en: the floor}\naddressees: [alba, corda]"),
        change(ADJUSTMENT, "floors: [floor]", "floors: [floor, floor-borea]"),
        change(TREATY, "floor, adjustment", "floor, floor-borea, adjustment"),
    )


def concentrate(level: str) -> str:
    """A line of a floor on concentrate."""
    return (
        "  - product: examplium\n    stage: concentrate\n    hs: [HS2022 2617.10]\n    levels:\n"
        f"      2027-01-01: {{amount: {level}, currency: USD, per: kg, basis: contained Ex}}\n    illustrative: true\n"
    )


STAGES = (change(FLOOR, "lines:\n", f"lines:\n{concentrate('8.00')}"),)


def section(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], number: str, *edits: Edit, instrument: str = "example"
) -> str:
    """What `travaux prove` prints of one invariant."""
    out = run(capsys, "prove", instrument, "--project", copied(tmp_path, *edits)).out
    (found,) = [part for part in out.split("\n\n") if part.startswith(f"{number} ")]
    return found


SAID = (
    "    assuming: levels of 2027-01-01, in USD/kg contained Ex\n"
    "    assuming: freight: freight (examples)\n"
    "    assuming: no lower price outside than in prices (examples)\n"
    "    assuming: no other duties\n"
)
HONEST = (
    "    assuming: the declared price is the price paid, without rebate or over-invoicing\n"
    "    assuming: every phase-in has ended and every Party charges"
)
LEAK = "I-01 fails: No good from outside lands in a Party below that Party's floor.\n"


def test_single_hop_where_nothing_says_what_originates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    no_zone = change(TREATY, "adjustment, zone]", "adjustment]")
    edits = (*TABLES, *lower_in_borea("10.75"), UNCAPPED, no_zone)
    assert section(tmp_path, capsys, "I-01", *edits) == LEAK + (
        "  seeds/mechanisms/floor.yaml:25:7: examplium (metal, examplium-99) lands in Alba at 11.75 USD/kg contained "
        "Ex, "
        "0.75 below the floor of 12.50\n"
        "      buy it outside as metal at 10                                          -> 10.00\n"
        "      clear it in Borea, freight at 0.25: the border price adjustment is 0.5 -> 10.75\n"
        "      ship it at 1 to Alba: no charge, as a good of Borea                    -> 11.75\n"
        "      the same mineral also lands too cheap in Corda (metal, 0.75 below)\n"
        "    repair: lower the floor of Alba (metal) from 12.50 to 11.75 and Corda (metal) from 12.50 to 11.75\n"
        "    repair: raise the floor of Borea (metal) from 10.75 to 11.50\n"
        "    repair: the leak closes when freight from Borea to Alba is 1.75 or more\n" + SAID + HONEST
    )


def test_by_way_of_processing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edits = (*TABLES, *STAGES, *lower_in_borea("12.50", concentrate("5.00")), UNCAPPED)
    found = section(tmp_path, capsys, "I-01", *edits)
    assert found.startswith(
        LEAK + "  seeds/mechanisms/floor.yaml:31:7: examplium (metal, examplium-99) lands in Alba at 10.50 "
        "USD/kg contained Ex, 2.00 below the floor of 12.50\n"
        "      buy it outside as concentrate at 3                                      ->  3.00\n"
        "      clear it in Borea, freight at 0.25: the border price adjustment is 1.75 ->  5.00\n"
    )
    assert "      make metal of it in Borea at 4.5: it originates there                   ->  9.50\n" in found
    assert "    repair: raise the floor of Borea (concentrate) from 5.00 to 7.00\n" in found
    assert "    assuming: costs of conversion: costs\n" in found


def test_by_way_of_a_member_without_a_floor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where treatment in the zone has no condition, a party without the floor is the gate for all."""
    loose = change(ZONE, "cumulation: full", "cumulation: full\nconditional_on_floor: false")
    without = change(FLOOR, "kind: price-floor", "kind: price-floor\naddressees: [alba, corda]")
    edits = (*TABLES, *STAGES, UNCAPPED, without)
    found = section(tmp_path, capsys, "I-01", *edits, loose)
    assert "lands in Alba at 8.75 USD/kg contained Ex, 3.75 below the floor of 12.50\n" in found
    assert "clear it in Borea, freight at 0.25: no floor is kept there" in found
    assert section(tmp_path / "conditional", capsys, "I-01", *edits).startswith("I-01 holds")


def test_by_way_of_a_refund(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refund = change(ADJUSTMENT, "de_minimis:", "refund: drawback-on-export\nde_minimis:")
    edits = (*TABLES, *STAGES, UNCAPPED)
    found = section(tmp_path, capsys, "I-04", *edits, refund)
    assert found.startswith(
        "I-04 fails: No good is both paid back for on export and let in free by another Party.\n"
        "  seeds/mechanisms/floor.yaml:29:7: examplium (metal, examplium-99) lands in Alba at 8.75 USD/kg contained "
        "Ex, "
        "3.75 below the floor of 12.50\n"
    )
    assert "ship it at 1, Borea pays back 4.75 to Alba: no charge, as a good of Borea" in found
    assert section(tmp_path / "none", capsys, "I-04", *edits) == (
        "I-04 not applicable: No good is both paid back for on export and let in free by another Party.\n"
        "  nothing is paid back on export"
    )


def test_money_pump(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rebates = (
        "id: rebates\nholds: export-refund\nwhat: Paid on export\nunit: USD/kg\n"
        "columns: [{name: party, type: party}]\nillustrative: true\nrows:\n  - {at: [alba], value: 2.50}\n"
    )
    named = change(TREATY, "tables: [", "tables: [rebates, ")
    found = section(tmp_path, capsys, "I-03", *TABLES, put("seeds/tables/rebates.yaml", rebates), named)
    assert found.startswith(
        "I-03 fails: No good gains by being sent round among the Parties.\n"
        "  seeds/mechanisms/floor.yaml:23:7: examplium (metal, examplium-99) gains 0.50 USD/kg contained Ex on each "
        "lap "
    )
    assert "      Alba -> Borea -> Alba: freight 2, paid on export 2.5\n" in found
    cheap = rebates.replace("2.50", "2.00")
    sound = section(tmp_path / "sound", capsys, "I-03", *TABLES, put("seeds/tables/rebates.yaml", cheap), named)
    assert sound.startswith("I-03 holds")


def test_limit_of_the_charge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cheap = change("seeds/tables/prices.yaml", "metal], value: 10.00", "metal], value: 7.75")
    assert section(tmp_path, capsys, "I-01", *TABLES, cheap) == LEAK + (
        "  seeds/mechanisms/adjustment.yaml:8:6: examplium (metal, examplium-99) of a value of 8.00 lands in Alba at "
        "11.20 "
        "USD/kg contained Ex, 1.30 below the floor of 12.50: the charge is limited to 40% of the value\n"
        "      the same holds in Borea and Corda\n"
        "    repair: goods of a value below about 8.9286 land under the floor; from there on none does\n"
        "    repair: a limit of 56.25% closes the gap at this value\n" + SAID + HONEST
    )
    assert section(tmp_path / "dear", capsys, "I-01", *TABLES).startswith("I-01 holds")


def test_without_tables_nothing_is_assumed_to_cost_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    no_zone = change(TREATY, "adjustment, zone]", "adjustment]")
    assert section(tmp_path, capsys, "I-01", *lower_in_borea("10.75"), UNCAPPED, no_zone) == (
        "I-01 not decided: No good from outside lands in a Party below that Party's floor.\n"
        "  seeds/mechanisms/floor.yaml:25:7: not decided: examplium (metal, examplium-99) lands in Alba at 10.75 "
        "USD/kg "
        "contained Ex, 1.75 below the floor of 12.50; some of the costs on the way are not on record; the leaks of "
        "this mineral close when every way between the Parties costs 1.75 more\n"
        "    hint: add them to a table that the instrument names"
    )
    assert section(tmp_path / "equal", capsys, "I-01", UNCAPPED).startswith("I-01 holds")


@pytest.mark.parametrize(
    ("edits", "why"),
    [
        ([change(ADJUSTMENT, "base: declared-transaction-value", "base: index-price")], "index price"),
        (
            [
                change(ADJUSTMENT, "form: variable-specific", "form: fixed-specific"),
                change(ADJUSTMENT, "update: per-entry", "update: monthly"),
            ],
            "fixed specific",
        ),
    ],
)
def test_charge_that_does_not_follow_the_price(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], edits: list[Edit], why: str
) -> None:
    assert section(tmp_path, capsys, "I-01", *edits) == (
        "I-01 not decided: No good from outside lands in a Party below that Party's floor.\n"
        f"  seeds/mechanisms/floor.yaml:23:7: not decided: examplium (metal, examplium-99): the charge is {why} and "
        f"does "
        "not follow the declared price\n    hint: a variable charge on the declared price is decided"
    )


def test_stages_that_do_not_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    low = change(FLOOR, "lines:\n", f"lines:\n{concentrate('6.00')}")
    assert section(tmp_path, capsys, "I-02", *TABLES, low).startswith(
        "I-02 fails: A floor at a later stage is no higher than the floor before it with the cost of conversion.\n"
        "  seeds/mechanisms/floor.yaml:29:7: Alba: concentrate floor 6.00 and conversion 4.50 stay below the metal "
        "floor of "
        "12.50 USD/kg contained Ex: a margin of 2.00 for processors, not declared\n"
        "    repair: lower the metal floor to 10.50\n"
        "    repair: raise the concentrate floor to 8.00\n"
    )
    assert section(tmp_path / "fit", capsys, "I-02", *TABLES, *STAGES).startswith("I-02 holds")


# --- the command ------------------------------------------------------------------------------------------------------


def test_agreement_of_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    result = run(capsys, "prove", "critical-minerals-agreement", "--format", "json")
    assert result.code == 1
    payload = json.loads(result.out)
    assert payload["schema"] == "travaux.proofs/1"
    proofs = {proof["invariant"]: proof for proof in payload["proofs"]}
    fails = [o["statement"] for o in proofs["I-01"]["outcomes"] if o["result"] == "fails"]
    assert [statement.partition(":")[0] for statement in fails] == [
        "neodymium-praseodymium (compound, ndpr-oxide-99) of a value of 61.00 lands in the European Union at 100.65 "
        "USD/kg "
        "NdPr oxide equivalent, 9.35 below the floor of 110.00",
        "gallium (metal, gallium-4n) of a value of 247.00 lands in the European Union at 407.55 USD/kg contained Ga, "
        "172.45 "
        "below the floor of 580.00",
        "antimony (metal, antimony-99-65) of a value of 13.00 lands in the European Union at 21.45 USD/kg contained "
        "Sb, 8.55 "
        "below the floor of 30.00",
    ]
    assert {number for number, proof in proofs.items() if proof["status"] == "fails"} >= {"I-01"}


def test_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "prove", "us-mx-action-plan").code == 0
    assert run(capsys, "prove", "nothing-of-the-kind").code == 2
    wrong = run(capsys, "prove", "example", "--project", EXAMPLE, "--explain", "I-99")
    assert (wrong.code, wrong.out) == (2, wrong.out)
    assert "there is no invariant 'I-99'" in wrong.out + wrong.err
    assert run(capsys, "prove", "--explain", "i-01").out.startswith("I-01\n\nNo good from outside lands in a Party")


def test_counterexample_that_does_not_reproduce_is_never_printed() -> None:
    from travaux.build import Options, compile

    subject = compile("example", Options(project=EXAMPLE)).subject

    def wrong(s: object, instrument: object) -> object:
        """Everything is wrong."""
        yield Counterexample("it is", Span(), lambda: False)

    with pytest.raises(NotReproduced, match="I-00: it is"):
        prove(subject, [Invariant("I-00", wrong)])  # type: ignore[arg-type]


def test_gravest_outcome_decides() -> None:
    from travaux.build import Options, compile

    subject = compile("example", Options(project=EXAMPLE)).subject
    outcomes = [Inapplicable("no"), Holds("yes"), Undecided("who knows", Span())]

    def several(s: object, instrument: object) -> object:
        """Nothing undecided counts as holding."""
        yield from outcomes

    (proof,) = prove(subject, [Invariant("I-00", several)])  # type: ignore[arg-type]
    assert proof.status.value == "not decided"
