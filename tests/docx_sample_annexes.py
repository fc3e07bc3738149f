"""The annexes of the agreement in `docx_samples`: a schedule across the page, an example, rules of procedure."""

from __future__ import annotations

from typing import Any

from docx_pieces import para, paragraph, point
from strategies import Schedule
from travaux.tree import Annex, Column, Level, Provision, Table


def annexes() -> tuple[Any, ...]:
    rows = tuple(
        (
            f"goods.{n}",
            (
                f"{chapter}.{n:02d}",
                f"Oxides, hydroxides and salts of kind {n}, refined",
                f"{n * 731:,}",
                "A" if n % 2 else "B",
            ),
        )
        for chapter in ("2805", "2825", "8112")
        for n in range({"2805": 1, "2825": 14, "8112": 27}[chapter], {"2805": 14, "2825": 27, "8112": 40}[chapter])
    )
    columns = (
        Column("HS code"),
        Column("Description"),
        Column("Floor price (USD per tonne)", "right"),
        Column("Staging", "centre"),
    )
    goods = Annex(
        "annex.goods",
        "Covered goods",
        (para("The goods are:"), Table("goods", columns, Schedule(rows), "Schedule of goods", landscape=True)),
        chapter="prices",
    )
    rules = Annex(
        "annex.rules",
        "Rules of procedure",
        children=(
            Provision(
                Level.SECTION,
                "annex.rules.sec",
                "Meetings",
                children=(
                    paragraph("annex.rules.one", "The Committee meets twice a year."),
                    paragraph(
                        "annex.rules.two",
                        "It decides by consensus:",
                        children=(
                            point("annex.rules.two.a", "in person; or"),
                            point("annex.rules.two.b", "in writing."),
                        ),
                    ),
                ),
            ),
            Provision(
                Level.SECTION,
                "annex.rules.sec2",
                "Costs",
                children=(paragraph("annex.rules.three", "Each Party bears its own costs."),),
            ),
        ),
        chapter="institutions",
    )
    example = Annex(
        "annex.example",
        "Worked example",
        (para("A consignment of one tonne is entered."),),
        (
            paragraph("annex.example.one", "The floor price is taken from the schedule."),
            paragraph("annex.example.two", "The entered price is deducted."),
        ),
        chapter="prices",
    )
    return (goods, example, rules)
