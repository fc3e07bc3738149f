"""The state of a text: which draft it is, whose, and how far each article has come."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from travaux.model.base import Key, Model, NonEmpty, PartyKey
from travaux.model.period import Date

ArticleState: TypeAlias = Literal["not-discussed", "open", "parked", "ad-referendum", "agreed"]
ArticleKey: TypeAlias = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(@[a-z0-9-]+)?$")]


class Dropped(Model):
    """A proposal that a text no longer shows, and why."""

    clause: Key
    variant: Key | Literal["standard"]
    reason: NonEmpty


class Status(Model):
    """What the cover and the running header say of this version of the text."""

    draft: NonEmpty
    """Which draft it is: `Draft 1`."""
    round: NonEmpty | None = None
    date: Date | None = None
    """The date of the draft. It stands here because no output takes a date from the clock."""
    marking: tuple[NonEmpty, ...] = ()
    """Lines such as `Without prejudice` or `Subject to legal review`."""
    classification: NonEmpty | None = None
    """Who may read this version, at the head of every page: `LIMITED`."""
    reservation: NonEmpty | None = None
    """Whose positions stay open: `All Parties reserve their position on this text`."""
    text_of: Annotated[Literal["chair"] | PartyKey, Field(union_mode="left_to_right")] | None = None
    """Whose text it is: of the chair, who has to show what every party proposes, or the proposal of one party."""
    dropped: tuple[Dropped, ...] = ()
    """Proposals that the text of the chair does not show any more. They are on record and nowhere printed."""
    articles: dict[ArticleKey, ArticleState] = {}
    """By clause, or `clause@mechanism`: how far it has come. `ad-referendum` is agreed at the table, until capitals
    confirm it; `parked` is put aside for later. The working Word file has it in the margin; no other edition does."""
