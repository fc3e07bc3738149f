"""The optional clauses on reserves, procurement and production sites, in the agreement of the library."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import AGREEMENT
from clause_prints import printed

INSTRUMENT = f"seeds/instruments/{AGREEMENT}.yaml"


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        (
            "buffer-stock-limits",
            "The liability of a participating Party is limited to the contribution that it has stated.",
        ),
        (
            "procurement-preference",
            "prefer a tender with originating covered goods to another whose price is lower by no more than 10 per",
        ),
        (
            "rapid-response-facility",
            "may suspend zone treatment for the goods of that production site, and for no others.",
        ),
    ],
)
def test_stands_only_where_it_is_included(clause: str, sentence: str, tmp_path: Path) -> None:
    own = printed(AGREEMENT, {}, tmp_path / "own")
    assert sentence not in own
    files = {INSTRUMENT: f"clauses: {{include: [{clause}]}}\n"}
    assert sentence in printed(AGREEMENT, files, tmp_path / "with", faults=("error", "warning"))
