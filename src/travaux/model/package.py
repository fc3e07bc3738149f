"""Packages: instruments that belong together, are built in one go, cite each other and must agree."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from travaux.model.base import InstrumentKey, Record, SourceKey, Texts


class Package(Record):
    """Instruments that are tabled together: an agreement, the plans that lead to it, and what goes with them."""

    title: Texts
    instruments: Annotated[tuple[InstrumentKey, ...], Field(min_length=2)]
    """The instruments, in the order in which they are built."""
    sources: tuple[SourceKey, ...] = ()
