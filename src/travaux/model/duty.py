"""A duty as the front matter of a clause tells it: who owes what, by when, and what follows when it is not done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from travaux.model.base import Model, NonEmpty

#: The key under which the words of a clause stand that are in no paragraph with an id.
ITSELF = "itself"
#: What stands in place of a duty where a provision says what holds, and asks nobody for an act.
RULE = "rule"
#: Times that no figure of the text says: at all times, when a thing happens, and none.
CONTINUING, ON_EVENT, UNTIMED = "continuing", "on-event", "untimed"
TIMES = (CONTINUING, ON_EVENT, UNTIMED)
#: The consequence of a duty from which nothing follows.
NOTHING = "none"
#: The term of the day from which a text counts; a duty whose time runs `from` it can be compared with another.
START = "date-of-entry-into-force"

#: What may stand before a field: a period counts within, and says so where it recurs, lasts or has to pass first.
EVERY, FOR, AFTER = "every", "for", "after"
_FIELD = re.compile(
    r"(?:(?P<how>every|for|after) )?(?P<root>param|mechanism|instrument)(?P<steps>(?:\.[a-z][a-z0-9_]*|\[[0-9]+\])+)"
)
_MEANS_A_FIELD = re.compile(r"(?:(?:every|for|after) )?(?:param|mechanism|instrument)\b(?! )")
_PLACE = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)?$")


def _several(value: object) -> object:
    """One thing where a list of them may stand."""
    return (value,) if isinstance(value, str | Mapping) else value


def _told(value: object) -> object:
    if value == () or (isinstance(value, str) and value != RULE):
        raise ValueError(f"a duty is wanted here, a list of them, or {RULE!r}")
    return () if value == RULE else _several(value)


def _timed(text: str) -> str:
    if _MEANS_A_FIELD.match(text) and not _FIELD.fullmatch(text):
        raise ValueError(
            f"{text!r} does not name a field; write it as in the clause: param.reply, every mechanism.cycle"
        )
    return text


def _follows(places: tuple[str, ...]) -> tuple[str, ...]:
    for place in places:
        if not _PLACE.match(place):
            raise ValueError(
                f"{place!r} is not the key of a clause, or of a clause and a paragraph: consultations.request"
            )
    if NOTHING in places and len(places) > 1:
        raise ValueError(f"{NOTHING!r} stands alone: something follows, or nothing does")
    return places


Some: TypeAlias = tuple[NonEmpty, ...]
_OneOrMore = BeforeValidator(
    _several, json_schema_input_type=NonEmpty | Annotated[tuple[NonEmpty, ...], Field(min_length=1)]
)


class Duty(Model):
    """Who owes what, by when, and what follows."""

    by: Annotated[Some, Field(min_length=1), _OneOrMore]
    """Who owes it: the key of a defined term, or words of the provision for somebody who is no defined term. A list
    where the model chooses who is named: the first of them whom the provision names."""
    act: Annotated[NonEmpty, StringConstraints(max_length=90)]
    """What is owed, in few words of our own."""
    time: Annotated[NonEmpty, AfterValidator(_timed)] = CONTINUING
    """By when: the field that the provision prints (`param.reply`; after `every`, `for` or `after` where the period
    recurs, lasts or has to pass first), `continuing`, `on-event` (when what the provision names happens),
    `untimed` (no time is said), or words of the provision (`without delay`)."""
    from_: Annotated[NonEmpty | None, Field(alias="from")] = None
    """From when a period runs: `date-of-entry-into-force`, or few words; `before ...` where it is counted backwards."""
    consequence: Annotated[Some, AfterValidator(_follows), _OneOrMore] = ()
    """What follows when it is not done: clauses, or `clause.paragraph`; `none` where nothing follows. Left out: what
    `remedies` of the template says for the one who owes it."""
    first_meeting: bool = False
    """True: with this act the body that owes it begins to exist."""

    @property
    def field(self) -> tuple[str, ...]:
        """The field that `time` names, step by step; none where it names no field."""
        match = _FIELD.fullmatch(self.time)
        return (match["root"], *re.findall(r"[a-z0-9_]+", match["steps"])) if match else ()

    @property
    def expression(self) -> str:
        """The field as a clause prints it: `param.reply`; "" where `time` names none."""
        match = _FIELD.fullmatch(self.time)
        return match["root"] + match["steps"] if match else ""

    @property
    def how(self) -> str:
        """How the period of the field counts: `every`, `for`, `after`; "" for within."""
        match = _FIELD.fullmatch(self.time)
        return (match["how"] or "") if match else ""

    @property
    def words(self) -> str:
        """The words of the provision that say the time; "" where it is a field, or of no words."""
        return "" if self.field or self.time in TIMES else self.time


Told: TypeAlias = Annotated[
    tuple[Duty, ...],
    BeforeValidator(
        _told, json_schema_input_type=Duty | Annotated[tuple[Duty, ...], Field(min_length=1)] | Literal["rule"]
    ),
]
"""The duties of a provision; none for a `rule`."""
ProvisionId: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(-\*)?$")]
"""An id of the clause; `good-*` for all that begin with `good-`; `itself` for words in no paragraph with an id."""
