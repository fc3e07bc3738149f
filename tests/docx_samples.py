"""An agreement with every construct that the DOCX renderer knows, for its tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from docx_pieces import HOUSE, article, chapter, definition, para, paragraph, point, section, subpoint, unit
from docx_sample_annexes import annexes
from strategies import DOT
from travaux.tree import (
    Alternatives,
    Change,
    Column,
    Draft,
    Emphasis,
    Figure,
    Footnote,
    Formula,
    HouseStyle,
    Level,
    Note,
    Option,
    Provision,
    Recital,
    Ref,
    Row,
    Signature,
    Table,
    Text,
    Use,
    Value,
)


def agreement(house: HouseStyle = HOUSE) -> Draft:
    """A short agreement in which everything that the renderer knows occurs."""
    return Draft(
        instrument="minerals",
        kind="agreement",
        register="binding",
        language=house.language,
        title="Agreement on Trade in Critical Minerals and on Border-Adjusted Price Floors",
        short_title="Critical Minerals Agreement",
        parties=("us", "eu", "jp"),
        party_names={"us": "the United States of America", "eu": "the European Union", "jp": "Japan"},
        house=house,
        opening=(para("The United States of America, the European Union and Japan, hereinafter the Parties,"),),
        recitals=recitals(),
        enacting=(para(Emphasis((Text("Have agreed"),)), " as follows:"),),
        body=(general(), prices(), institutions()),
        closing=(para("In witness whereof the undersigned, duly authorised, have signed this Agreement."),),
        signatures=tuple(
            Signature(key, f"For {name}")
            for key, name in (("us", "the United States of America"), ("eu", "the European Union"), ("jp", "Japan"))
        ),
        annexes=annexes(),
    )


def recitals() -> tuple[Any, ...]:
    wish = Recital("recital.supply", (Emphasis((Text("Wishing"),)), Text(" to widen the sources of refined minerals;")))
    price = Recital("recital.price", (Emphasis((Text("Noting"),)), Text(" that prices below cost deter investment;")))
    other = Recital("recital.state", (Emphasis((Text("Mindful"),)), Text(" of the part that public support plays;")))
    gone = Recital("recital.old", (Text("Recalling the joint statement of their ministers;"),))
    rivals = Alternatives("alt.recital", (Option((price,), proposed=("eu",)), Option((other,), proposed=("us", "jp"))))
    return (wish, rivals, Change("deleted", (gone,), "us"))


def general() -> Provision:
    value = definition(
        "definitions.value",
        "customs value",
        " means the value determined by the importing Party:",
        children=(point("definitions.value.a", "under its law; or"), point("definitions.value.b", "by agreement;")),
        tail=(para("and excludes internal taxes;"),),
    )
    good = definition(
        "definitions.good",
        "covered good",
        " means a good listed in ",
        Ref("r.annex", ("annex.goods",)),
        " that is:",
        children=(
            point("definitions.good.a", "classified there; and"),
            point(
                "definitions.good.b",
                "refined in:",
                children=(
                    subpoint("definitions.good.b.i", "a Party; or"),
                    subpoint("definitions.good.b.ii", "another."),
                ),
            ),
        ),
    )
    scope = article(
        "scope", "Scope", paragraph("scope.only", "This Agreement applies to covered goods.", numbered=False)
    )
    head = paragraph("definitions.head", "For the purposes of this Agreement:", numbered=False)
    return chapter("general", "General provisions", article("definitions", "Definitions", head, value, good), scope)


def prices() -> Provision:
    return chapter(
        "prices",
        "Floor prices at the border",
        section("prices.charge", "Charge", charge(), rivals()),
        section("prices.relief", "Relief from the charge", relief()),
    )


def charge() -> Provision:
    formula = Formula("charge.formula", "A = max(0, F × C − W − entered price)")
    duty = Footnote(
        "fn.duty", (Text("The adjustment is "), Emphasis((Text("not"),), strong=True), Text(" an internal tax."))
    )
    exclusions = (
        point("charge.exclusions.transit", "goods in transit when a revised floor price takes effect; and"),
        point(
            "charge.exclusions.small",
            "consignments of a value below ",
            Value("mechanisms.adjustment.de_minimis", "800", "USD 800"),
            ":",
            children=(
                subpoint("charge.small.i", "entered by one person on one day;"),
                subpoint(
                    "charge.small.ii",
                    "of one kind, namely",
                    children=(
                        unit(Level.ITEM, "charge.small.ii.A", "ores; and"),
                        unit(Level.ITEM, "charge.small.ii.B", "concentrates;"),
                    ),
                ),
            ),
            tail=(para("whether or not the consignment was split,"),),
        ),
    )
    return article(
        "charge",
        "Border price adjustment",
        paragraph(
            "charge.duty",
            "Each Party shall apply to each ",
            Use("covered-good", "covered good"),
            " of a non-Party a border price adjustment",
            duty,
            " equal to the shortfall calculated under ",
            Ref("r.calc", ("charge.calculation",)),
            " of ",
            Ref("r.charge", ("charge",)),
            ".",
            Note("note.rate", "The rate depends on what the third round decides about the reference market."),
        ),
        Provision(
            Level.PARAGRAPH,
            "charge.calculation",
            content=(
                para("The adjustment for each tonne is:"),
                formula,
                para("where ", Emphasis((Text("F"),)), " is the floor price."),
            ),
        ),
        paragraph(
            "charge.exclusions",
            "This Article does not apply to:",
            children=exclusions,
            tail=(para("as each Party shall publish."),),
        ),
        Alternatives(
            "alt.cap",
            (
                Option(
                    (
                        paragraph(
                            "charge.cap.us",
                            "The adjustment shall not exceed ",
                            Value("cap", "40", "40 per cent"),
                            " of the customs value.",
                        ),
                    ),
                    proposed=("us",),
                    supported=("jp",),
                ),
                Option(
                    (paragraph("charge.cap.eu", "The adjustment shall not exceed the bound rate."),), proposed=("eu",)
                ),
            ),
        ),
        paragraph(
            "charge.review",
            "The Parties [shall] review ",
            Ref("r.range", ("charge.duty", "charge.exclusions"), through=True),
            Alternatives(
                "alt.year",
                (
                    Option((Text(" every year"),), proposed=("eu",)),
                    Option((Text(" every two years"),), proposed=("us",)),
                ),
            ),
            ". See ",
            Ref("r.bad", ("nowhere",)),
            Note("finding", "REF001: no provision has this key", "finding"),
            ".",
        ),
    )


def rivals() -> Alternatives[Provision]:
    ours = article(
        "quota.us",
        "Tariff-rate quota",
        paragraph("quota.us.1", "Imports within the quota are free of the adjustment."),
        paragraph("quota.us.2", "The quota opens on 1 January."),
    )
    theirs = article(
        "quota.eu", "Licences", paragraph("quota.eu.1", "Imports under licence are free of the adjustment.")
    )
    return Alternatives(
        "alt.quota", (Option((ours,), proposed=("us",)), Option((theirs,), "Compromise", ("eu",), ("jp",)))
    )


def relief() -> Provision:
    old = paragraph("relief.old", "Relief is granted on the word of the importer.")
    new = paragraph("relief.new", "Relief is granted on production of a certificate.")
    last = paragraph(
        "relief.last",
        "Relief lapses after ",
        Change("deleted", (Text("six"),), "us"),
        Change("inserted", (Text("twelve"),), "eu"),
        " months.",
    )
    return article("relief", "Relief", Change("deleted", (old,), "us"), Change("inserted", (new,), "eu"), last)


def institutions() -> Provision:
    table = Table(
        "committee.table",
        (Column("Task", width=3), Column("Months", "right"), Column("Lead", "centre")),
        (
            Row("committee.table.prices", ((Text("Prices"),),), group=True),
            Row(
                "committee.table.floor",
                (
                    (Text("Review of the floor prices & of the reference market"),),
                    (Value("review.months", "12", "12"),),
                    (Text("EU"),),
                ),
            ),
            Row("committee.table.data", ((Text("Exchange of data"),), (Text("6"),), (Text("US"),))),
        ),
        "Work of the Committee",
    )
    committee = Provision(
        Level.ARTICLE,
        "committee",
        "Committee",
        content=(para("A Committee is set up."), table, Figure("committee.figure", DOT, "Seats")),
    )
    return chapter(
        "institutions",
        "Institutions",
        committee,
        article(
            "entry",
            "Entry into force",
            paragraph(
                "entry.only",
                "This Agreement enters into force thirty days after the last notification under ",
                Ref("r.rule", ("annex.rules.one", "annex.rules.two")),
                ".",
                numbered=False,
            ),
        ),
    )


def with_house(**changes: Any) -> Draft:
    """The agreement in another house style."""
    return agreement(replace(HOUSE, **changes))


def body_of(*provisions: Any, **house: Any) -> Draft:
    empty = replace(with_house(**house), recitals=(), annexes=())
    return replace(empty, body=provisions)
