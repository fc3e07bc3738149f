"""What a mechanism of the example project says when some of its fields are changed so that they no longer fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from examples import PROJECT, merged
from travaux.diagnostic import Failure
from travaux.discover import Layer, SourceFile
from travaux.model.base import Record
from travaux.model.mechanism import class_of
from travaux.read import parse_yaml
from travaux.validate import validate


def refused(key: str, changed: str) -> list[str]:
    """The messages with which the record `key` is refused once `changed` is laid over it."""
    text = merged((PROJECT / f"seeds/mechanisms/{key}.yaml").read_text(encoding="utf-8"), changed)
    return refused_as(class_of(text.partition("\nkind: ")[2].partition("\n")[0]), text)


def refused_as(cls: type[Record], text: str) -> list[str]:
    """The messages with which a record of a class is refused."""
    raw = parse_yaml(SourceFile(Path("/p/record.yaml"), "record.yaml", Layer(Path("/p"), builtin=False)), text)
    with pytest.raises(Failure) as failure:
        validate(cls, raw)
    return [d.message for d in failure.value.diagnostics]
