"""The table of all invariants: every number has its place in the code, and what is named there refuses what it must."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from travaux.checks import builtin_checks
from travaux.prove._places import Refusal, places, refusals

#: Kept by checks of texts, not of the model: outside the numbers that `travaux prove` looks at.
NUMBERS = {f"I-{n:02}" for n in range(1, 48)}
#: Written at the same time in another part of the work; to be taken out when that part is joined.
ELSEWHERE = {f"I-{n:02}" for n in (12, *range(22, 31), 32, 43, 44)}


def test_every_number_has_a_place() -> None:
    assert {place.number for place in places()} >= NUMBERS - ELSEWHERE
    assert {place.number for place in places()} <= NUMBERS


def test_checks_that_are_named_refuse_an_example() -> None:
    """The examples themselves are run by the tests of checks."""
    known = {check.code: check for check in builtin_checks()}
    named = [place.name for place in places() if place.kind == "check"]
    assert named
    assert all("Fails:" in (known[code].logic.__doc__ or "") for code in named)


@pytest.mark.parametrize("refusal", refusals(), ids=lambda refusal: refusal.record.__name__)
def test_validators_that_are_named_refuse_their_example(refusal: Refusal) -> None:
    assert refusal.what
    with pytest.raises(ValidationError, match="Value error") as raised:
        TypeAdapter(refusal.record).validate_python(dict(refusal.keeps.refuses))
    (error,) = raised.value.errors()
    assert error["type"] == "value_error"


def test_open_questions_say_why() -> None:
    assert all(len(place.what) > 40 for place in places() if place.kind == "open")
