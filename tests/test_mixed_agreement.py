"""A text to which a union and its Member States are party together: the preamble says so, and what follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import AGREEMENT
from clause_prints import printed

SEED = f"seeds/instruments/{AGREEMENT}.yaml"
TOGETHER = "(a) the European Union, together with its Member States;"
DEPOSIT = "An instrument of acceptance shall be deposited by the European Union and by each of its Member States."
ALONE = "The instrument of acceptance of the European Union binds the European Union as one Party."


@pytest.mark.parametrize("others", ["", ", signature: ceremony, consent-to-be-bound: notification"])
def test_member_states_sign_and_are_bound_beside_the_union(others: str, tmp_path: Path) -> None:
    text = printed(AGREEMENT, {SEED: f"variants: {{preamble-parties: mixed{others}}}\n"}, tmp_path, ("error",))
    assert "the European Union and its Member States being together one Party" in text
    assert TOGETHER in text
    assert "Together, the European Union and its Member States are one signatory" in text
    assert DEPOSIT in text
    assert ALONE not in text


def test_a_union_alone_is_bound_alone(tmp_path: Path) -> None:
    text = printed(AGREEMENT, {SEED: "variants: {signature: ceremony}\n"}, tmp_path, ("error",))
    assert ALONE in text
    assert "together with its Member States" not in text
