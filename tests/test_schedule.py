"""Schedules: a CSV file is checked cell by cell and becomes a table whose rows are read anew each time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from projects import Edit, change, copied, put
from travaux.build import Options, compile
from travaux.diagnostic import Failure
from travaux.discover import layers
from travaux.parse import parse
from travaux.records import load
from travaux.schedule import MOST_FAULTS, CsvRows, schedules
from travaux.span import NOWHERE
from travaux.tree import Table

TEXT, CSV = "seeds/instruments/example.yaml", "seeds/instruments/rates.csv"
TYPES = ("text", "hs", "percentage", "decimal", "integer", "date", "choice", "party")
COLUMNS = "".join(
    f"      - {{name: {kind}, heading: {{en: {kind.title()}}}, type: {kind}, required: {str(kind == 'text').lower()}"
    f"{', choices: [Floor, Content]' if kind == 'choice' else ''}}}\n"
    for kind in TYPES
)
HEADER = ",".join(TYPES) + "\n"
ROW = "a,HS2022 8110.10,5%,1.50,7,2027-01-01,Floor,alba\n"


def project(folder: Path, text: str | bytes, more: str = "") -> Path:
    record = f"schedules:\n  - id: rates\n    file: rates.csv\n    key: text\n{more}    columns:\n{COLUMNS}"
    add: Edit = change(TEXT, "depositary: alba\n", f"depositary: alba\n{record}")
    return copied(folder, add, put(CSV, text))


def table(folder: Path, text: str | bytes, more: str = "") -> Table:
    found = layers(project(folder, text, more))
    records, _ = load(found, ("example",))
    entry = records.instruments["example"]
    library = parse(found, entry.record.kind, "en", NOWHERE, NOWHERE)
    return schedules(entry, records.parties, library)["rates"]


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(Failure) as failure:
        table(folder, text)
    return [str(d).removeprefix(f"{CSV}:") for d in failure.value.diagnostics]


def test_rows_are_printed_in_the_order_of_the_columns(tmp_path: Path) -> None:
    swapped = "hs,text,percentage,decimal,integer,date,choice,party\n"
    found = table(tmp_path, swapped + 'HS2022 8110.10.20 US,"a, ""b""",5%,1.50,7,2027-01-01,Floor,alba\n')
    assert [column.heading for column in found.columns] == [kind.title() for kind in TYPES]
    (row,) = found.rows
    key, cells = row  # type: ignore[misc]
    assert key == 'rates.a, "b"'
    assert cells[0] == 'a, "b"'
    assert cells[2:] == ("5%", "1.50", "7", "2027-01-01", "Floor", "Alba")


def test_rows_can_be_iterated_again_and_counted(tmp_path: Path) -> None:
    found = table(tmp_path, HEADER + "".join(f"k{n},,,,,,,\n" for n in range(7)) + "\n")
    assert isinstance(found.rows, CsvRows)
    assert len(found.rows) == 7
    assert list(found.rows) == list(found.rows)
    assert [key for key, _ in found.rows] == [f"rates.k{n}" for n in range(7)]


def test_group_by_chapter_of_the_harmonized_system(tmp_path: Path) -> None:
    rows = "a,HS2022 2846.90,,,,,,\nb,HS2022 8110.10,,,,,,\n"
    found = table(tmp_path, HEADER + rows, "    group_by: hs-chapter\n").rows
    assert isinstance(found, CsvRows)
    assert [(heading, [key for key, _ in rows]) for heading, rows in found.by_group()] == [
        ("HS Chapter 28", ["rates.a"]),
        ("HS Chapter 81", ["rates.b"]),
    ]


def test_column_of_the_group_headings_is_no_column_of_the_table(tmp_path: Path) -> None:
    rows = "a,,,,,,,alba\nb,,,,,,,alba\nc,,,,,,,borea\n"
    found = table(tmp_path, HEADER + rows, "    group_by: party\n")
    assert [column.heading for column in found.columns] == [kind.title() for kind in TYPES if kind != "party"]
    assert isinstance(found.rows, CsvRows)
    groups = [(heading, [cells for _, cells in members]) for heading, members in found.rows.by_group()]
    assert groups == [
        ("Alba", [("a", *[""] * 6), ("b", *[""] * 6)]),
        ("Borea", [("c", *[""] * 6)]),
    ]
    assert [row for _, members in found.rows.by_group() for row in members] == list(found.rows)


@pytest.mark.parametrize("text", [HEADER + ROW, (HEADER + ROW).replace("\n", "\r\n"), "\ufeff" + HEADER + ROW])
def test_line_ends_and_byte_order_mark(text: str, tmp_path: Path) -> None:
    assert len(table(tmp_path, text.encode()).rows) == 1  # type: ignore[arg-type]


def test_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    assert list(table(tmp_path, HEADER).rows) == []  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("text", "", "the cell is empty"),
        ("text", "  ", "the cell is empty"),
        ("text", '"a\nb"', "the cell holds a control character or a line break"),
        ("hs", "8110.10", "HS code 8110.10 has no edition; write it as HS2022 8110.10"),
        ("percentage", "5", "'5' is not a percentage; write it as 65%"),
        ("decimal", "1,5", ""),
        ("decimal", "1e3", "'1e3' is not a number; write it as 12.50"),
        ("decimal", "\u0663", "'\u0663' is not a number; write it as 12.50"),
        ("integer", "-1", "'-1' is not a whole number"),
        ("integer", "\u00b2", "'\u00b2' is not a whole number"),
        ("date", "2027-02-30", "2027-02-30 is not a day of the calendar"),
        ("choice", "Flor", "'Flor' is not one of Floor, Content; did you mean 'Floor'?"),
    ],
)
def test_cell_that_does_not_fit(column: str, cell: str, message: str, tmp_path: Path) -> None:
    cells = dict(zip(TYPES, ROW.strip().split(","), strict=True))
    cells[column] = cell
    (found,) = faults(tmp_path, HEADER + ",".join(cells.values()) + "\n")
    assert message in found
    assert found.split(": error")[0].split(":")[0] in ("2", "3")


def test_column_of_a_fault_is_that_of_the_cell(tmp_path: Path) -> None:
    (found,) = faults(tmp_path, HEADER + "a,HS2022 8110.10,five,1.50,7,2027-01-01,Floor,alba\n")
    assert found == "2:18: error[CSV003]: percentage: 'five' is not a percentage; write it as 65%"


def test_many_faults_are_counted_in_the_end(tmp_path: Path) -> None:
    found = faults(tmp_path, HEADER + "".join(f"k{n},x,,,,,,\n" for n in range(MOST_FAULTS + 9)))
    assert len(found) == MOST_FAULTS + 1
    assert found[-1].endswith("error[CSV003]: and 9 more faults in this file")


def test_rows_that_break_off(tmp_path: Path) -> None:
    assert faults(tmp_path, HEADER + "a,HS2022 8110.10\n" + ROW.replace("a,", "b,", 1) + ROW.replace("\n", ",x\n")) == [
        "2:1: error[CSV002]: the first line names 8 columns, this line fills 2",
        "4:1: error[CSV002]: the first line names 8 columns, this line fills 9",
    ]


def test_quotation_mark_that_is_not_closed(tmp_path: Path) -> None:
    assert faults(tmp_path, HEADER + '"a,HS2022 8110.10\n') == [
        "2:1: error[CSV002]: the first line names 8 columns, this line fills 1"
    ]


def test_cell_that_is_far_too_long(tmp_path: Path) -> None:
    (found,) = faults(tmp_path, HEADER + f'"{"a" * 200_000}",,,,,,,\n')
    assert found == "2:1: error[CSV002]: the line cannot be read: field larger than field limit (131072)"


def test_long_schedule_goes_through_every_format(tmp_path: Path) -> None:
    rows = "".join(f"k{n},HS2022 8110.10,5%,,,,,alba\n" for n in range(2_000))
    root = project(tmp_path, HEADER + rows)
    annex = root / "clauses/example/goods-annex.en.md"
    annex.write_text(annex.read_text() + '\n{{ schedule("rates") }}\n')
    compilation = compile("example", Options(root))
    sizes: dict[str, Any] = {form: len(compilation.rendered(form).data) for form in ("docx", "html", "md", "json")}
    assert "k1999" in compilation.rendered("html").data.decode()
    assert min(sizes.values()) > 5_000
