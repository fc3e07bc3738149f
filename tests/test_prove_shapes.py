"""Shapes of charges: schedules that fall, and what is printed of them."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from decimal import Decimal
from itertools import permutations, product
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planted_charges import WORTH, W, example, planted, share
from projects import change
from test_prove_leaks import ADJUSTMENT, section
from travaux.calculation.border import formula_of
from travaux.formula.nodes import (
    ZERO,
    Case,
    Comparison,
    Conditional,
    Difference,
    Expression,
    Max,
    Min,
    Product,
    Sum,
)
from travaux.model.mechanism.price_floor import Phase
from travaux.model.quantity import Percentage
from travaux.prove import Counterexample, Holds, Undecided, shapes
from travaux.prove._charged import Charged
from travaux.prove._monotone import Fall, never_falls, pinned, rises, tried
from travaux.prove._report import _outcome, _outcome_json
from travaux.prove._solver import z3

Capture = pytest.CaptureFixture[str]
#: Without it the proofs say that they are not decided, which is tried here too.
solved = pytest.mark.skipif(z3() is None, reason="the solver is not installed: pip install 'travaux[prove]'")


@pytest.fixture(scope="module", name="example")
def _example() -> Charged:
    return example("100")


def stepped() -> Expression:
    """BA-6, after the entry prices of the European Union: two, four, six and eight per cent of the entry price as the
    price falls by as much below it, and all of the difference where it is under 92 per cent."""
    cases = [Case(Comparison(W, ">=", WORTH), ZERO)]
    for below in (2, 4, 6, 8):
        cases.append(Case(Comparison(W, ">=", Product((share(100 - below), WORTH))), Product((share(below), WORTH))))
    return Conditional(tuple(cases), Difference(WORTH, W))


# --- I-08 ------------------------------------------------------------------------------------------------------------


def told(one: Charged) -> str:
    outcome = shapes._falls(one, z3(), {})
    assert isinstance(outcome, Counterexample)
    assert outcome.reproduces()
    return "\n".join(_outcome(outcome))


def test_stepped_schedule_of_entry_prices_falls(example: Charged) -> None:
    one = planted(example, stepped())
    assert told(one) == (
        "seeds/mechanisms/adjustment.yaml:5:7: examplium (metal, examplium-99) at a price of 93.50 USD/kg contained Ex "
        "lands at 101.50, and at 100.00 it lands at 100.00: the dearer lands 1.50 cheaper\n"
        "    priced 93.50: it pays 8.00\n"
        "    priced 100.00: it pays 0.00\n"
        "  repair: charge 6.50 at most at a price of 93.50\n"
        "  assuming: a level of 100.00 USD/kg contained Ex\n"
        "  assuming: goods of 1000 kg of the substance itself, without other duties"
    )


@solved
def test_solver_says_the_same_of_the_stepped_schedule(example: Charged) -> None:
    one = planted(example, stepped())
    assert never_falls(z3(), one.formula) is None
    (setting,) = one.settings()
    found = pinned(z3(), setting)
    assert found is not None
    assert found.lands_cheaper()


@solved
@pytest.mark.parametrize(
    ("tiers", "holds"), [([(10, 0), (40, 30), (60, 50), (75, 70)], True), ([(10, 0), (40, 110)], False)]
)
def test_part_of_the_gap_that_grows_with_it(example: Charged, tiers: list[tuple[int, int]], holds: bool) -> None:
    """BA-5, the price-based safeguard of the Agreement on Agriculture: a part of each band of the gap. A part above the
    whole makes a cheaper good land dearer."""
    bands = [(low, high, part) for (low, part), (high, _) in zip([(0, 0), *tiers], [*tiers, (100, 0)], strict=True)]
    terms = [
        Product(
            (
                share(part),
                Difference(
                    Max((W, Product((share(100 - low), WORTH)))),
                    Max((W, Product((share(100 - high), WORTH)))),
                ),
            )
        )
        for low, high, part in bands
        if part
    ]
    total: Expression = terms[0]
    for term in terms[1:]:
        total = Difference(total, Difference(ZERO, term))
    one = planted(example, total)
    assert bool(never_falls(z3(), one.formula)) is holds
    (setting,) = one.settings()
    assert (tried(setting, one.level) is None) is holds


@solved
@settings(max_examples=25, deadline=None)
@given(st.integers(0, 150))
def test_share_of_the_gap_is_monotone_up_to_the_whole(phase: int) -> None:
    """A share of nine eighths is the counterexample of the prototype; the border lies at the whole."""
    one = example("12.50")
    gap = Max((ZERO, Difference(WORTH, W)))
    shared = planted(one, Product((share(phase), gap)))
    assert bool(never_falls(z3(), shared.formula)) is (phase <= 100)
    (setting,) = shared.settings()
    assert (tried(setting, one.level) is None) is (phase <= 100)


def test_dearest_good_that_lands_so_cheap_is_shown(example: Charged) -> None:
    (setting,) = planted(example, stepped()).settings()
    assert Fall(setting, Decimal(93500), Decimal(100000)).lands_cheaper()
    assert not Fall(setting, Decimal(92000), Decimal(92000)).lands_cheaper()
    assert tried(setting, Decimal(100)) == Fall(setting, Decimal("93500.00"), Decimal("100000.00"))


def test_charge_of_the_records_never_falls(tmp_path: Path, capsys: Capture) -> None:
    phased = change(
        "seeds/mechanisms/floor.yaml",
        "- {after: 0, share: 100%}",
        "- {after: 0, share: 40%}\n  - {after: 9, share: 100%}",
    )
    for n, order in enumerate(("cap, zone-rate, phase-in", "phase-in, zone-rate, cap")):
        ordered = change(ADJUSTMENT, "member_exempt: true", f"member_exempt: true\norder: [{order}]")
        assert section(tmp_path / str(n), capsys, "I-08", ordered, phased) == (
            "I-08 holds: Of two goods that differ by price alone, the dearer never lands cheaper.\n"
            "  1 charge: of two goods that differ by price alone the dearer never lands cheaper\n"
            "    assuming: the dearer good pays no less of other duties"
        )
    fixed = change(ADJUSTMENT, "base: declared-transaction-value", "base: index-price")
    assert section(tmp_path / "fixed", capsys, "I-08", fixed).startswith("I-08 holds")


FORMS = ("variable-specific", "fixed-specific", "ad-valorem", "two-tier-tariff-quota")
BASES = ("declared-transaction-value", "index-price", "landed-cost", "lower-of-value-and-index")
PHASES = (Phase(after=0, share=Percentage(Decimal(50))), Phase(after=9, share=Percentage(Decimal(100))))


def test_every_variant_of_a_record_is_decided_by_its_tree(example: Charged) -> None:
    """Every form, base, order, limit and stacking of duties."""
    floor = example.charge.floor.model_copy(update={"phase_in": PHASES})
    for form, base in product(FORMS, BASES):
        for stacking, cap in product(("net-of-other-duties", "on-top"), (None, Percentage(Decimal(65)))):
            for order in permutations(("phase-in", "zone-rate", "cap")):
                own = {"form": form, "base": base, "stacking": stacking, "cap": cap, "order": order}
                adjustment = example.charge.adjustment.model_copy(update=own)
                assert rises(formula_of(replace(example.charge, adjustment=adjustment, floor=floor))), own


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_what_rises_by_its_tree_is_never_found_to_fall(seed: int) -> None:
    """Random schedules of the price and the worth at the level: of those that rise no pair of prices lands cheaper."""
    one = planted(ONE, schedule(Random(seed), 3))
    (setting,) = one.settings()
    if rises(one.formula):
        assert tried(setting, one.level) is None


def schedule(random: Random, depth: int) -> Expression:
    """An expression of W and of F x C."""
    if depth == 0 or random.random() < 0.2:
        return random.choice([W, WORTH, ZERO, Difference(WORTH, W)])
    below = [schedule(random, depth - 1) for _ in range(2)]
    kinds = (
        lambda: Max(tuple(below)),
        lambda: Min(tuple(below)),
        lambda: Sum(tuple(below)),
        lambda: Difference(*below),
        lambda: Product((share(random.randint(1, 150)), below[0])),
        lambda: Conditional((Case(Comparison(W, ">=", Product((share(90), WORTH))), below[0]),), below[1]),
    )
    return random.choice(kinds)()


ONE = example("12.50")


def by_cases(phase: int) -> Expression:
    """A share of the gap, told by cases: the tree does not say that it has no step, and the solver does."""
    gap = Product((share(phase), Difference(WORTH, W)))
    return Conditional((Case(Comparison(W, ">=", WORTH), ZERO),), gap)


@solved
def test_solver_decides_in_a_moment_what_the_tree_does_not(example: Charged) -> None:
    """A solver that has become slower is found out here: each of these takes some hundredths of a second."""
    began = time.process_time()
    for phase in range(5, 105, 5):
        one = planted(example, by_cases(phase))
        assert not rises(one.formula)
        assert never_falls(z3(), one.formula)
    assert not never_falls(z3(), planted(example, by_cases(105)).formula)
    assert time.process_time() - began < 10  # some 0.3 seconds


@solved
def test_what_the_solver_proved_can_be_proved_again(example: Charged) -> None:
    """The question is printed in SMT-LIB; here the same solver reads it back."""
    import z3 as solver

    question = never_falls(solver, planted(example, by_cases(50)).formula)
    assert question is not None
    again = solver.Solver()
    again.from_string(question)
    assert again.check() == solver.unsat
    assert question == never_falls(solver, planted(example, by_cases(50)).formula)
    holds = Holds("it rises", ("decided by Z3",), (question,))
    assert _outcome_json(holds) == {
        "result": "holds",
        "what": "it rises",
        "assumptions": ("decided by Z3",),
        "replay": (question,),
    }


def test_without_the_solver_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch, example: Charged) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    assert z3() is None
    outcome = shapes._falls(planted(example, by_cases(50)), z3(), {})
    assert outcome == Undecided(
        "examplium (metal, examplium-99): that is decided with a solver: it needs the extra `prove`",
        example.span,
        "install it: pip install 'travaux[prove]'",
    )
    assert told(planted(example, stepped())).startswith("seeds/mechanisms/adjustment.yaml:5:7: examplium"), (
        "a case that was found needs no solver"
    )
