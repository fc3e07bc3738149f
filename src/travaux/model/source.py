"""Sources: public facts with where they come from and how well each is confirmed."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from travaux.model.base import NonEmpty, Record

Grade: TypeAlias = Literal["official", "reported", "unconfirmed"]


class Source(Record):
    """A fact, a rule of law or a figure, in our own words, with its source.

    Grades: `official`, the text of an official or primary document was seen; `reported`, press, law firm, think
    tank or tracker; `unconfirmed`, one weak source, sources in conflict, a search that found nothing, or settled
    law that was not opened.
    """

    statement: NonEmpty
    """What is known, in one or two sentences."""
    publisher: NonEmpty
    """Who says so: the outlet, authority or instrument."""
    url: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None
    """Where it was read."""
    citation: NonEmpty | None = None
    """The legal citation, where the source is a text of law."""
    date: Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")] | None = None
    """The date of the fact, as far as it is known: year, month or day."""
    grade: Grade
    seen: Literal["full", "excerpt", "background"]
    """How much of the source was read; `background` means it was not opened."""
    note: NonEmpty | None = None
    """What a reader should be warned of."""
