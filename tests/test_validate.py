"""Stage 2: a record that does not fit says so once for each fault, in plain words, at its place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field

from travaux.diagnostic import Failure
from travaux.discover import Layer, SourceFile
from travaux.model.base import Key, Model, NonEmpty, Record, Texts
from travaux.model.quantity import Price
from travaux.read import Raw, parse_yaml
from travaux.span import Span
from travaux.validate import UnknownKey, closest, named_after_its_file, validate


class Round(Model):
    type: Literal["round"]
    radius: int


class Square(Model):
    type: Literal["square"]
    side: int


class Thing(Record):
    name: Texts
    prices: Annotated[tuple[Price, ...], Field(min_length=1)] = ()
    shape: Annotated[Round | Square, Field(discriminator="type")] | None = None
    colour: Literal["red", "green"] = "red"
    part: Key | None = None
    count: Annotated[int, Field(ge=1, le=9)] = 1
    owner: NonEmpty | None = None
    reach: Literal["all"] | tuple[Key, ...] = "all"


def raw(text: str) -> Raw:
    return parse_yaml(SourceFile(Path("/p/thing.yaml"), "thing.yaml", Layer(Path("/p"), builtin=False)), text)


def faults(text: str) -> list[str]:
    with pytest.raises(Failure) as failure:
        validate(Thing, raw(text))
    return [str(d).replace("thing.yaml:", "", 1) for d in failure.value.diagnostics]


def test_sound_record() -> None:
    thing = validate(Thing, raw("id: thing\nname: {en: Thing}\nshape: {type: round, radius: 2}\nreach: [a, b]\n"))
    assert (thing.id, thing.shape, thing.reach) == ("thing", Round(type="round", radius=2), ("a", "b"))
    with pytest.raises(ValueError, match="frozen"):
        thing.id = "other"  # type: ignore[misc]


HEAD = "id: thing\nname: {en: Thing}\n"
ADD = "\n  hint: add it; `travaux schema` prints what each field means"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("id: thing\n", [f"1:1: error[MOD004]: the field 'name' is missing{ADD}"]),
        (
            HEAD + "color: red\n",
            ["3:1: error[MOD002]: unknown field 'color'\n  hint: did you mean 'colour'?"],
        ),
        (
            HEAD + "zzz: 1\n",
            ["3:1: error[MOD002]: unknown field 'zzz'\n  hint: remove it, or see `travaux schema`"],
        ),
        (
            HEAD + "colour: gren\n",
            ["3:9: error[MOD003]: 'gren' is not one of 'red' or 'green'\n  hint: did you mean 'green'?"],
        ),
        (HEAD + "count: 0\n", ["3:8: error[MOD003]: a number of at least 1 is wanted here, not the number 0"]),
        (HEAD + "count: 10\n", ["3:8: error[MOD003]: a number of at most 9 is wanted here, not the number 10"]),
        (HEAD + "count: true\n", ["3:8: error[MOD003]: a whole number is wanted here, not true"]),
        (HEAD + "count: 2.0\n", ["3:8: error[MOD003]: a whole number is wanted here, not the number 2.0"]),
        (
            HEAD + "owner: 7\n",
            [
                "3:8: error[MOD003]: text is wanted here, not the number 7\n"
                "  hint: put it in quotes if it is meant as text"
            ],
        ),
        (HEAD + 'owner: "  "\n', ["3:8: error[MOD003]: a text that is not empty is wanted here, not '  '"]),
        (HEAD + "prices: []\n", ["3:9: error[MOD003]: a list of at least 1 is wanted here, not a list of 0"]),
        (
            HEAD + "part: Big Part\n",
            [
                "3:7: error[MOD003]: 'Big Part' is not a key\n"
                "  hint: lower-case letters and digits, joined by hyphens, as in border-adjustment"
            ],
        ),
        (
            HEAD + "shape: {radius: 2}\n",
            ["3:8: error[MOD004]: the field 'type' is missing\n  hint: it says which form is meant"],
        ),
        (
            HEAD + "shape: {type: rond, radius: 2}\n",
            ["3:8: error[MOD003]: 'rond' is not one of 'round', 'square'\n  hint: did you mean 'round'?"],
        ),
        (HEAD + "shape: {type: round}\n", [f"3:8: error[MOD004]: the field 'radius' is missing{ADD}"]),
        (
            HEAD + "shape: {type: round, radius: 1, raduis: 1}\n",
            ["3:33: error[MOD002]: unknown field 'raduis'\n  hint: did you mean 'radius'?"],
        ),
        (
            "id: thing\nname: {}\n",
            ["2:7: error[MOD003]: give the text in at least one language, such as `en: ...`"],
        ),
        (
            HEAD + "prices:\n  - {amount: -1, currency: USD, per: kg, basis: TREO}\n  - {amount: 1, currency: US}\n",
            [
                "4:14: error[MOD003]: -1 is not above zero",
                "5:27: error[MOD003]: 'US' is not a currency code\n  hint: three capital letters, as in USD",
                f"5:5: error[MOD004]: the field 'per' is missing{ADD}",
                f"5:5: error[MOD004]: the field 'basis' is missing{ADD}",
            ],
        ),
        (HEAD + "reach: some\n", ["3:8: error[MOD003]: 'some' is not one of 'all'"]),
        (
            HEAD + "suppress: [{code: REF001}]\n",
            [f"3:12: error[MOD004]: the field 'reason' is missing{ADD}"],
        ),
    ],
)
def test_faults(text: str, wanted: list[str]) -> None:
    assert faults(text) == wanted


def test_keys_are_met() -> None:
    class Keys:
        met: list[tuple[str, str]] = []

        def meet(self, kind: str, key: str) -> None:
            self.met.append((kind, key))
            if key == "atlantis":
                raise UnknownKey(kind, key, ["atlas", "borea"])

    from travaux.model.instrument import Position

    keys = Keys()
    assert validate(Position, raw("variant: standard\nproposed: [borea]\n"), keys).proposed == ("borea",)
    with pytest.raises(Failure) as failure:
        validate(Position, raw("variant: standard\nproposed: [atlantis]\n"), keys)
    assert str(failure.value) == (
        "thing.yaml:2:12: error[MOD005]: unknown party 'atlantis'\n  hint: did you mean 'atlas'?"
    )
    assert keys.met == [("party", "borea"), ("party", "atlantis")]


def test_key_and_name_of_the_file() -> None:
    assert named_after_its_file("thing", raw("id: thing\n")) == ()
    (found,) = named_after_its_file("other", raw("id: other\n"))
    assert (found.code, found.span) == ("MOD007", Span("thing.yaml", 1, 5))


def test_closest() -> None:
    assert closest("pirce", ["price", "basis"]) == "did you mean 'price'?"
    assert closest("zzz", ["price", "basis"]) == ""
    assert closest("", []) == ""
