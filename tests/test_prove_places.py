"""The table of all invariants: every number has its place in the code, and what is named there refuses what it must."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from examples import PROJECT
from travaux.checks import builtin_checks
from travaux.discover import Layer, SourceFile
from travaux.model.mechanism.base import Mechanism
from travaux.prove._places import Refusal, places, refusals
from travaux.read import Raw, parse_yaml

#: From I-48 on they are about texts and not about the model: kept by checks alone.
NUMBERS = {f"I-{n:02}" for n in range(1, 55)}


def test_every_number_has_a_place() -> None:
    assert {place.number for place in places()} == NUMBERS


def test_checks_that_are_named_refuse_an_example() -> None:
    """The examples themselves are run by the tests of checks."""
    known = {check.code: check for check in builtin_checks()}
    named = [place.name for place in places() if place.kind == "check"]
    assert named
    assert all("Fails:" in (known[code].logic.__doc__ or "") for code in named)


def _faulty(refusal: Refusal) -> dict[str, Any]:
    """The example of a validator; that of a mechanism is laid over the mechanism of the example project."""
    if not issubclass(refusal.record, Mechanism):
        return dict(refusal.keeps.refuses)
    (kind,) = refusal.record.model_fields["kind"].annotation.__args__
    sound = [raw.value for raw in map(_read, sorted(PROJECT.glob("seeds/mechanisms/*.yaml")))]
    (own,) = [record for record in sound if record["kind"] == kind]
    return _over(own, refusal.keeps.refuses)


def _read(path: Path) -> Raw:
    return parse_yaml(SourceFile(path, path.name, Layer(PROJECT, builtin=False)), path.read_text(encoding="utf-8"))


def _over(sound: Mapping[str, Any], faulty: Mapping[str, Any]) -> dict[str, Any]:
    """The one mapping over the other, and mappings within them alike."""
    inner = {k: _over(sound[k], v) for k, v in faulty.items() if isinstance(v, dict) and isinstance(sound.get(k), dict)}
    return {**sound, **faulty, **inner}


@pytest.mark.parametrize("refusal", refusals(), ids=lambda refusal: refusal.record.__name__)
def test_validators_that_are_named_refuse_their_example(refusal: Refusal) -> None:
    assert refusal.what
    with pytest.raises(ValidationError, match="Value error") as raised:
        TypeAdapter(refusal.record).validate_python(_faulty(refusal))
    (error,) = raised.value.errors()
    assert error["type"] == "value_error"


def test_open_questions_say_why() -> None:
    assert all(len(place.what) > 40 for place in places() if place.kind == "open")
