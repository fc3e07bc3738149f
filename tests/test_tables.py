"""Tables of figures: their forms, every fault at its line, rows from a CSV file, and what a look-up finds."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from projects import EXAMPLE, Edit, change, copied, put
from travaux.build import Options, compile
from travaux.diagnostic import Failure
from travaux.discover import layers
from travaux.lookup import Exchange, Lookup, lookup
from travaux.records import load

TREATY = "seeds/instruments/example.yaml"
FILE = "seeds/tables/freight.yaml"
HEAD = """\
id: freight
holds: freight
what: Freight of examplium
unit: USD/kg
columns: [{name: from, type: place}, {name: to, type: place}, {name: product, type: product}]
illustrative: true
"""
ROWS = """\
rows:
  - {at: [outside, any, any], value: 1.50}
  - {at: [alba, borea, any], value: 0.40}
  - {at: [alba, borea, examplium], value: 0.30, illustrative: false, grade: official, sources: [fact]}
"""
SOUND = HEAD + ROWS


def faults(tmp_path: Path, text: str, *edits: Edit) -> list[str]:
    with pytest.raises(Failure) as failure:
        load(layers(copied(tmp_path, put(FILE, text), *edits)), ("example",))
    return sorted(set(map(str, failure.value.diagnostics)))


def found(tmp_path: Path, text: str, *edits: Edit, holds: str = "freight") -> Lookup:
    named = change(TREATY, "languages: [en]", "tables: [freight]\nlanguages: [en]")
    subject = compile("example", Options(project=copied(tmp_path, put(FILE, text), named, *edits))).subject
    return lookup(subject, subject.records.instruments["example"], holds)


def test_row_that_names_most_decides(tmp_path: Path) -> None:
    table = found(tmp_path, SOUND)

    def value(start: str, end: str, product: str) -> Fraction | None:
        figure = table.find(**{"from": start, "to": end, "product": product})
        return figure.value if figure else None

    assert value("alba", "borea", "examplium") == Fraction(3, 10)
    assert value("alba", "borea", "other") == Fraction(2, 5)
    assert value("outside", "corda", "examplium") == Fraction(3, 2)
    assert value("corda", "alba", "examplium") is None
    assert table.said() == "freight (2 of 3 rows are examples)"


def test_rows_from_a_file(tmp_path: Path) -> None:
    csv = (
        "from,to,product,value,illustrative,grade,sources\noutside,any,any,1.25,,,\n"
        "alba,borea,any,0.4,false,official,fact\n"
    )
    table = found(tmp_path, HEAD + "file: freight.csv\n", put("seeds/tables/freight.csv", csv))
    figure = table.find(**{"from": "outside", "to": "alba", "product": "examplium"})
    assert figure is not None
    assert (figure.value, figure.example) == (Fraction(5, 4), True)
    assert table.said() == "freight (1 of 2 rows are examples)"


def test_figures_in_another_currency_and_unit(tmp_path: Path) -> None:
    rates = (
        "id: rates\nholds: exchange-rate\nwhat: Rates\nunit: ratio\nillustrative: true\n"
        "columns: [{name: from, type: currency}, {name: to, type: currency}]\nrows:\n  - {at: [EUR, USD], value: "
        "1.25}\n"
    )
    named = change(TREATY, "tables: [freight]", "tables: [freight, rates]")
    table = found(tmp_path, SOUND.replace("USD/kg", "EUR/t"), put("seeds/tables/rates.yaml", rates), named)
    figure = table.find(**{"from": "outside", "to": "alba", "product": "any"})
    subject = compile("example", Options(project=tmp_path)).subject
    exchange = Exchange(lookup(subject, subject.records.instruments["example"], "exchange-rate"))
    assert figure is not None
    assert exchange.price(figure, "USD", "kg", "contained Ex") == Fraction(3, 2) * Fraction(5, 4) / 1000
    assert exchange.rate("USD", "EUR") == Fraction(4, 5)
    assert exchange.rate("USD", "JPY") is None


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("outside, any, any", "outside, any", f"{FILE}:8:5: error[TAB001]: the row has 2 cells in `at`, the table 3 "
         "columns: from, to, product"),
        ("[alba, borea, any]", "[alba, boera, any]", f"{FILE}:9:17: error[TAB002]: to: unknown party 'boera'\n"
         "  hint: did you mean 'borea'?"),
        ("[alba, borea, any]", "[alba, borea, exemplium]", f"{FILE}:9:24: error[TAB002]: product: unknown product "
         "'exemplium'\n  hint: did you mean 'examplium'?"),
        ("[alba, borea, any]", "[outside, any, any]", f"{FILE}:9:5: error[TAB003]: a row for outside, any, any stands "
         "already on line 8\n  hint: keep one of them"),
        (", sources: [fact]", "", f"{FILE}:10:5: error[TAB004]: the figure is not marked as an example, and has no "
         "source with a grade\n  hint: add both, or set `illustrative: true`"),
        ("value: 0.40", "value: dear", f"{FILE}:9:37: error[MOD003]: 'dear' is text; a number is written without "
        f"quotes, "
         "as in 110.50"),
        ("unit: USD/kg", "unit: USD/ton", f"{FILE}:4:7: error[MOD003]: 'USD/ton' is not a unit of a table; write `%`, "
         "`ratio`, `t`, or money per mass as in USD/kg"),
        ("unit: USD/kg", "unit: ratio", f"{FILE}:4:1: error[MOD003]: the `unit` of a table of freight is money per "
        f"mass, "
         "as in USD/kg, not ratio"),
        ("{name: to, type: place}, ", "", f"{FILE}:5:18: error[MOD003]: the `columns` of a table of freight are from "
         "(place), to (place), product (product)"),
        (ROWS, "", f"{FILE}:1:1: error[MOD003]: give either `rows` or the `file` that has them"),
        ("sources: [fact]", "sources: [fakt]", f"{FILE}:10:97: error[MOD005]: unknown source 'fakt'\n"
         "  hint: did you mean 'fact'?"),
    ],
)  # fmt: skip
def test_fault_at_its_place(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert old in SOUND
    assert expected in faults(tmp_path, SOUND.replace(old, new))


@pytest.mark.parametrize(
    ("holds", "columns", "row", "told"),
    [
        ("exchange-rate", "from currency, to currency", "EUR, USD = 0", "0: a exchange-rate is above zero"),
        ("floor-suspension", "product product, stage stage, since date", "examplium, metal, 2028-01-01 = 2",
         "2: a floor-suspension is 0 or 1"),
        ("daily-exchange-rate", "from currency, to currency, since date", "EUR, USD, 2028-02-30 = 1.1",
         "since: 2028-02-30 is not a day of the calendar"),
    ],
)  # fmt: skip
def test_figures_and_days_that_a_kind_of_table_cannot_hold(
    holds: str, columns: str, row: str, told: str, tmp_path: Path
) -> None:
    named = ", ".join(f"{{name: {c.split()[0]}, type: {c.split()[1]}}}" for c in columns.split(", "))
    at, _, value = row.partition(" = ")
    text = (
        f"id: rates\nholds: {holds}\nwhat: Figures\nunit: ratio\nillustrative: true\ncolumns: [{named}]\nrows:\n"
        f"  - {{at: [{at}], value: {value}}}\n"
    )
    project = copied(tmp_path / "project", put("seeds/tables/rates.yaml", text))
    change(TREATY, "short_title:", "tables: [rates]\nshort_title:")(project)
    with pytest.raises(Failure) as raised:
        compile("example", Options(project=project))
    assert [d.message for d in raised.value.diagnostics] == [told]


@pytest.mark.parametrize(
    ("csv", "expected"),
    [
        ("from,to,value\n", "seeds/tables/freight.csv:1:1: error[TAB005]: the first line must name "
        "from,to,product,value, "
         "and after them any of as_of, grade, illustrative, sources"),
        ("from,to,product,value\nalba,borea,any\n", "seeds/tables/freight.csv:2:1: error[TAB001]: the first line "
        "names 4 "
         "columns, this line fills 3"),
        ("from,to,product,value\nalba,borea,any,cheap\n", "seeds/tables/freight.csv:2:1: error[TAB002]: value: "
        "'cheap' is "
         "not a number; write it as 12.50"),
        ("from,to,product,value\nalba,bora,any,1\n", "seeds/tables/freight.csv:2:1: error[TAB002]: to: unknown party "
         "'bora'\n  hint: did you mean 'borea'?"),
    ],
)  # fmt: skip
def test_fault_in_a_file(tmp_path: Path, csv: str, expected: str) -> None:
    assert faults(tmp_path, HEAD + "file: freight.csv\n", put("seeds/tables/freight.csv", csv)) == [expected]


def test_file_that_is_missing(tmp_path: Path) -> None:
    assert faults(tmp_path, HEAD + "file: none.csv\n") == [
        f"{FILE}:7:7: error[TAB005]: there is no file seeds/tables/none.csv\n  hint: the path is relative to this "
        f"record"
    ]


def test_table_that_an_instrument_names_must_exist(tmp_path: Path) -> None:
    edit = change(TREATY, "languages: [en]", "tables: [fraight]\nlanguages: [en]")
    assert faults(tmp_path, SOUND, edit) == [
        f"{TREATY}:8:10: error[MOD005]: unknown table 'fraight'\n  hint: did you mean 'freight'?"
    ]


def test_tables_of_the_library_are_read_only_where_they_are_named() -> None:
    assert load(layers(EXAMPLE), ("example",))[0].tables == {}


CONVERSION = """id: rows
holds: conversion-cost
what: Cost of the step
unit: USD/kg
columns: [{name: to_stage, type: stage}, {name: party, type: party}, {name: product, type: product},
          {name: from_stage, type: stage}]
illustrative: true
rows: [{at: [compound, any, examplium, metal], value: 2}]
"""
RATES = """id: rows
holds: exchange-rate
what: Units of the one for one of the other
unit: ratio
columns: [{name: from, type: currency}, {name: to, type: currency}]
illustrative: true
rows:
  - {at: [EUR, USD], value: 1.25}
  - {at: [USD, EUR], value: 1.25}
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (CONVERSION, "TAB002: to_stage: compound is not made from metal"),
        (CONVERSION.replace("metal]", "compound]"), "TAB002: to_stage: compound is not made from compound"),
        (CONVERSION.replace("metal]", "ore]"), ""),
        (CONVERSION.replace("metal]", "waste-and-scrap]"), ""),
        (RATES, "TAB003: 1.25 for USD, EUR contradicts 1.25 for EUR, USD"),
        (RATES.replace("USD, EUR], value: 1.25", "USD, EUR], value: 0.8"), ""),
    ],
)
def test_rows_that_contradict_what_they_hold(tmp_path: Path, text: str, message: str) -> None:
    project = layers(copied(tmp_path, put("seeds/tables/rows.yaml", text)))
    if not message:
        assert load(project, ("example",))
        return
    with pytest.raises(Failure) as failure:
        load(project, ("example",))
    assert [f"{d.code}: {d.message}" for d in failure.value.diagnostics] == [message]
