"""Proofs where not every party takes the floors: who stays out is a State outside, and steps of a party's own leak."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects import Edit, change
from test_prove_leaks import FLOOR, STAGES, TABLES, TREATY, UNCAPPED, ZONE, section

Capture = pytest.CaptureFixture[str]
#: A zone whose treatment hangs on no floor: who keeps none is a gate for all.
LOOSE = change(ZONE, "cumulation: full", "cumulation: full\nconditional_on_floor: false")
EDITS = (*TABLES, *STAGES, UNCAPPED, LOOSE)
OUT = "participation:\n  floor: {mode: opt-out, parties: [borea]}\n  adjustment: {mode: opt-out, parties: [borea]}\n"
LEFT_OUT = "participation:\n  floor: {carve_outs: [{party: borea, products: [examplium], reason: {en: Law}}]}\n"
STEPS = "participation:\n  floor: {phase_in: {corda: [{after: 0, share: 10%}, {after: 36, share: 100%}]}}\n"


def saying(participation: str) -> Edit:
    """The example treaty with a participation at its end."""

    def edit(root: Path) -> None:
        path = root / TREATY
        path.write_text(path.read_text(encoding="utf-8") + participation, encoding="utf-8")

    return edit


def test_who_keeps_no_floor_is_a_gate_as_a_party_and_none_outside(tmp_path: Path, capsys: Capture) -> None:
    inside = change(FLOOR, "kind: price-floor", "kind: price-floor\naddressees: [alba, corda]")
    leak = section(tmp_path / "inside", capsys, "I-01", *EDITS, inside)
    assert "clear it in Borea, freight at 0.25: no floor is kept there" in leak
    for name, said in (("out", OUT), ("left-out", LEFT_OUT)):
        found = section(tmp_path / name, capsys, "I-01", *EDITS, saying(said))
        assert found.startswith("I-01 holds"), found


@pytest.mark.parametrize("said", [OUT, LEFT_OUT])
def test_agreement_in_force_makes_a_gate_of_who_stays_out(said: str, tmp_path: Path, capsys: Capture) -> None:
    barred = [
        change(f"seeds/parties/{party}.yaml", "full_fta: true", "full_fta: true\n    bars_new_duties: true")
        for party in ("alba", "borea")
    ]
    found = section(tmp_path, capsys, "I-01", *EDITS, *barred, saying(said))
    assert found.startswith("I-01 fails")
    assert "clear it in Borea, freight at 0.25: no floor is kept there" in found
    assert "to Alba: no charge, as a good of Borea" in found


def test_steps_of_a_party_leak_until_they_end(tmp_path: Path, capsys: Capture) -> None:
    found = section(tmp_path, capsys, "I-01", *EDITS, saying(STEPS))
    assert found.startswith("I-01 fails")
    assert "      clear it in Corda, freight at 0.25: the border price adjustment is 0.475 -> 3.725\n" in found
    assert (
        "    assuming: 0 months after entry into force, when of the gap is charged: 100% in Alba, 100% in Borea and "
        "10% in Corda"
    ) in found
