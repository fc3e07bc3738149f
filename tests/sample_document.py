"""A short agreement with every kind of node, for the tests of renderers."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from plain_numbers import numbered
from travaux.span import Span
from travaux.tree import (
    Alternatives,
    Annex,
    Change,
    Column,
    Definition,
    Document,
    Draft,
    Elsewhere,
    Emphasis,
    Figure,
    Footnote,
    Formula,
    HouseStyle,
    Level,
    LineNumbers,
    Note,
    Option,
    Origin,
    Para,
    Provision,
    Recital,
    Ref,
    Reply,
    Row,
    Signature,
    Table,
    Text,
    Use,
    Value,
)

HOUSE = HouseStyle(
    language="en",
    reference="us",
    chapters="arabic",
    articles="by-chapter",
    annexes="by-chapter",
    words={"chapter": "Chapter", "article": "Article"},
    header=("Draft of the co-chairs", "Without prejudice"),
    cover=("Text for the third round",),
    line_numbers=LineNumbers(),
)
EMPTY = Draft("minerals", "agreement", "binding", "en", "Agreement", "Agreement", ("us", "eu"), HOUSE)
DOT = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")


@dataclass(frozen=True)
class Schedule:
    """A long schedule kept outside the tree, as `RowSource` asks."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]

    def __iter__(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def by_group(self) -> Iterator[tuple[str, Iterator[tuple[str, tuple[str, ...]]]]]:
        return groupby(self, key=lambda row: f"Chapter {row[1][0][:2]}" if row[1] and row[1][0] else "")


def every_kind() -> Document:
    """A short agreement in which each kind of node, alternative and change occurs at least once."""
    return numbered(
        replace(
            EMPTY,
            title="Agreement on Trade in Critical Minerals",
            short_title="Minerals Agreement",
            parties=("us", "eu"),
            party_names={"us": "the United States of America", "eu": "the European Union"},
            opening=(_para("The United States of America and the European Union (“the Parties”),"),),
            recitals=_recitals(),
            enacting=(_para("have agreed as follows:"),),
            body=(_definitions(), _prices()),
            closing=(_para("Done in two originals."),),
            signatures=(Signature("us", "For the United States of America"), Signature("eu", "For the European Union")),
            annexes=_annexes(),
        )
    )


def _para(*content: Any) -> Para:
    return Para(tuple(Text(piece) if isinstance(piece, str) else piece for piece in content))


def _recitals() -> tuple[Any, ...]:
    first = Recital("recital-supply", (Emphasis((Text("Wishing"),)), Text(" to widen the supply of refined minerals;")))
    second = Recital("recital-price", (Emphasis((Text("Noting"),)), Text(" that prices below cost deter investment;")))
    third = Recital("recital-old", (Text("Recalling the statement of the ministers;"),))
    option = Option((second,), "Recital B", ("eu",), ("us", "eu"))
    return (first, Alternatives("alt-recital", (option,)), Change("deleted", (third,), "us"))


def _definitions() -> Provision:
    term = Provision(
        Level.POINT,
        "definitions.covered-good",
        content=(
            _para(Definition("covered-good", "covered good"), " means a good listed in ", _ref("r1", "annex"), "."),
        ),
        numbered=False,
    )
    words = _para("For the purposes of this Agreement:")
    only = Provision(Level.PARAGRAPH, "definitions.one", content=(words,), children=(term,), numbered=False)
    article = Provision(Level.ARTICLE, "definitions", "Definitions", children=(only,))
    return Provision(Level.CHAPTER, "general", "General Provisions", children=(article,))


def _ref(name: str, *targets: str, through: bool = False) -> Ref:
    return Ref(name, targets, Span("clauses/x.en.md", 3, 7), through)


def _beside() -> Ref:
    return Ref(
        "r4", (), Span("clauses/x.en.md", 3, 9), elsewhere=Elsewhere("plan", "Action Plan", "action-plan", ("a",))
    )


def _prices() -> Provision:
    return Provision(Level.CHAPTER, "prices", "Border Prices", children=(_charge(), _review(), _change()))


def _charge() -> Provision:
    points = (
        Provision(Level.POINT, "charge.transit", content=(_para("goods in transit on that date; and"),)),
        Provision(
            Level.POINT,
            "charge.small",
            content=(_para("consignments below ", Value("adjustment.de_minimis", "800.00", "USD 800"), ","),),
            children=(Provision(Level.SUBPOINT, "charge.small.one", content=(_para("whether or not split;"),)),),
        ),
    )
    note = Footnote(
        "fn-duty", (Text("The charge is not a "), Emphasis((Text("customs duty"),), strong=True), Text("."))
    )
    paragraphs = (
        Provision(
            Level.PARAGRAPH,
            "charge.duty",
            content=(
                _para(
                    "Each Party shall charge each ",
                    Use("covered-good", "covered good"),
                    " the amount found under ",
                    _ref("r2", "charge.formula", "charge.scope", through=True),
                    note,
                    ".",
                    Note("note-rate", "The rate depends on the outcome of round three."),
                ),
            ),
        ),
        Provision(
            Level.PARAGRAPH,
            "charge.formula",
            content=(_para("The amount is:"), Formula("formula", "A = max(0, F × C − W − D)"), _rates()),
        ),
        Provision(
            Level.PARAGRAPH,
            "charge.scope",
            "Exclusions",
            content=(_para("This Article does not apply to:"),),
            children=points,
            tail=(
                _para(
                    "as each Party ", Alternatives("alt-word", _may_shall(), reason="Force of the duty"), " publish."
                ),
            ),
        ),
    )
    return Provision(
        Level.ARTICLE, "charge", "Border price adjustment", children=paragraphs, origin=Origin("charge", "us", "ab12cd")
    )  # fmt: skip


def _may_shall() -> tuple[Option[Any], ...]:
    return (Option((Text("shall"),), proposed=("us",), supported=("eu",)), Option((Text("may"),)))


def _rates() -> Table:
    columns = (Column("Mineral", width=3), Column("Floor (USD/kg)", "right"), Column("Unit", "centre"))
    rows = (
        Row("rates.group", ((Text("Battery metals"),),), group=True),
        Row("rates.cobalt", ((Text("Cobalt | sulphate"),), (Value("floor.cobalt", "31.5", "31.50"),), (Text("kg"),))),
    )
    return Table("rates", columns, rows, "Floor prices", landscape=True)


def _review() -> Provision:
    old = _para("The Committee meets yearly.")
    new = _para(
        "The Committee meets ", Change("inserted", (Text("twice"),), "eu"), Change("deleted", (Text("once"),), "eu")
    )
    content = (
        Alternatives("alt-block", (Option((old,), "", ("us",)), Option((new,), "", ("eu",))), reason="Frequency"),
        Change("inserted", (_para("It publishes its minutes.", _asked()),), "secretariat", "2026-11-02"),
        Figure("figure", DOT, "Timeline of the review"),
        _para(Note("finding-1", "REF001: no such provision", "finding"), _ref("r3", "nowhere"), " and ", _beside()),
    )
    return Provision(Level.ARTICLE, "review", "Review", content=content)


def _asked() -> Note:
    answers = (Reply("eu", "Within 30 days."), Reply("secretariat", "Noted.", "2026-11-04"))
    return Note("asked", "Within what time?", "comment", "us", "2026-11-03", replies=answers)


def _change() -> Any:
    closed = Provision(Level.ARTICLE, "closed", "Closed question")
    left = Option((closed,), "", ("us",))
    return Alternatives(
        "alt-article", (left, Option((Provision(Level.ARTICLE, "exit", "Withdrawal"),), "", ("eu",))), chosen=1
    )


def _annexes() -> tuple[Any, ...]:
    columns = (Column("HS code"), Column("Description", width=3))
    rows = Schedule((("s.2822", ("2822.00", "Cobalt oxides")), ("s.2825", ("2825.20", "Lithium hydroxide"))))
    annex = Annex(
        "annex",
        "Covered Goods",
        (Table("schedule", columns, rows),),
        (Provision(Level.PARAGRAPH, "annex.reading", content=(_para("Codes are of six digits."),)),),
        chapter="prices",
    )
    return (annex, Change("inserted", (Annex("annex-new", "Contact points"),), "us"))
