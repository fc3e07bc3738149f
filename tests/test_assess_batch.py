"""Files that DuckDB reads where they lie: larger than its memory, in the types of the file, a million entries."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from filecmp import cmp
from pathlib import Path
from typing import Any

import pytest

from test_assess_engines import COLUMNS, plan, some, written
from travaux.assess import batch
from travaux.assess.engine import assess
from travaux.assess.entries import entries
from travaux.assess.output import csv_lines
from travaux.assess.plan import Line, Plan
from travaux.assess.query import query
from travaux.assess.summary import Summary, as_data, sensitivity, summed
from travaux.diagnostic import Failure

duckdb = pytest.importorskip("duckdb", reason="needs the extra `batch`")
NARROW = {
    "customs_value": "DECIMAL(14,3)",
    "declared_duties": "DECIMAL(9,2)",
    "net_dry_mass": "DECIMAL(12,7)",
    "declared_assay": "DECIMAL(9,6)",
    "default_assay": "DECIMAL(5,4)",
    "highest_assay": "DECIMAL(3,2)",
}


def parquet(rows: list[dict[str, Any]], folder: Path, types: dict[str, str] = NARROW, times: int = 1) -> Path:
    """The entries as a Parquet file, each so many times under names of its own."""
    written(rows, folder / "drawn.csv")
    flags = "originating = 'yes' AS originating, derivative = 'yes' AS derivative"
    dates = ", ".join(f"TRY_CAST({c.name} AS DATE) AS {c.name}" for c in COLUMNS if c.kind == "date")
    amounts = {column.name: types.get(column.name, "DECIMAL(18,6)") for column in COLUMNS if column.kind == "decimal"}
    made = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in amounts.items())
    kept = ", ".join(column.name for column in COLUMNS if column.kind == "text" and column.name != "entry")
    name = "entry" if times == 1 else "entry || '-' || n AS entry"
    asked = f"SELECT {name}, {kept}, {flags}, {dates}, {made} FROM range({times}) AS r(n), e ORDER BY n, rowid"
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE e AS SELECT * FROM read_csv('{folder / 'drawn.csv'}', all_varchar = true)")
    connection.execute(f"COPY ({asked}) TO '{folder / 'entries.parquet'}' (FORMAT parquet, ROW_GROUP_SIZE 20000)")
    return folder / "entries.parquet"


def drawn(seed: int, count: int) -> list[dict[str, Any]]:
    draw = random.Random(seed)
    return [some(draw, n, count) for n in range(count)]


def by_python(file: Path, own: Plan) -> tuple[list[str], Any]:
    """The lines of the output and the summary of the other engine."""
    wanted = Summary()
    lines = list(csv_lines(summed(assess(lambda: entries(file), own), wanted)))
    sensitivity(lambda: entries(file), own, "", wanted)
    return lines, as_data(wanted, own)


def by_duckdb(file: Path, own: Plan, memory: str = "") -> tuple[list[str], Any]:
    output = file.with_name("out.csv")
    summary = batch.assessed(file, own, "", output, memory)
    return output.read_text(encoding="utf-8").splitlines(keepends=True), as_data(summary, own)


def test_amounts_in_the_types_of_the_file(tmp_path: Path) -> None:
    file = parquet(drawn(5, 1000), tmp_path)
    assert by_duckdb(file, plan()) == by_python(tmp_path / "drawn.csv", plan())


@pytest.mark.parametrize("kind", ["DECIMAL(38,18)", "DECIMAL(38,3)", "DECIMAL(10,3)", "DECIMAL(38,20)"])
def test_values_in_wide_and_narrow_types(kind: str, tmp_path: Path) -> None:
    rows = [row | {"customs_value": row["customs_value"] % 10**6} for row in drawn(6, 300) if "customs_value" in row]
    file = parquet(rows, tmp_path, NARROW | {"customs_value": kind})
    assert by_duckdb(file, plan()) == by_python(tmp_path / "drawn.csv", plan())


def test_whole_numbers_and_a_column_of_the_name_of_the_row(tmp_path: Path) -> None:
    rows = [
        row | {"customs_value": Decimal(n * 1000), "net_dry_mass": Decimal(n)} for n, row in enumerate(drawn(8, 300))
    ]
    file = parquet(rows, tmp_path, NARROW | {"customs_value": "BIGINT", "net_dry_mass": "USMALLINT"})
    other = tmp_path / "other.parquet"
    duckdb.sql(f"COPY (SELECT *, 7 AS file_row_number FROM '{file}') TO '{other}' (FORMAT parquet)")
    wanted = by_python(tmp_path / "drawn.csv", plan())
    assert by_duckdb(file, plan()) == wanted
    assert by_duckdb(other, plan()) == wanted


def test_blanks_in_text_of_a_parquet_file(tmp_path: Path) -> None:
    rows = drawn(9, 300)
    wanted = by_python(written(rows, tmp_path / "sound.csv"), plan())
    file = parquet(rows, tmp_path)
    untidy = tmp_path / "untidy.parquet"
    changed = "' ' || good || '\t' AS good, coalesce(mass_unit, '') AS mass_unit, coalesce(importer, '  ') AS importer"
    duckdb.sql(f"COPY (SELECT * REPLACE ({changed}) FROM '{file}') TO '{untidy}' (FORMAT parquet)")
    assert by_duckdb(untidy, plan()) == wanted


def test_an_entry_that_is_there_twice_in_a_long_file(tmp_path: Path) -> None:
    rows = drawn(10, 200)
    file = parquet([*rows, rows[17]], tmp_path)
    with pytest.raises(Failure, match="the entry 17 is there twice"):
        batch.assessed(file, plan())


def yen(own: Plan) -> Plan:
    """The plan with floors of gallium in yen, of which there are no hundredths."""

    def changed(line: Line) -> Line:
        levels = {
            day: price.model_copy(update={"amount": (price.amount * 150).quantize(Decimal(1)), "currency": "JPY"})
            for day, price in line.charge.line.levels.items()
        }
        one = line.charge.line.model_copy(update={"levels": levels})
        floor = line.floor.model_copy(update={"lines": (one,)})
        return replace(line, floor=floor, charge=replace(line.charge, floor=floor, line=one))

    lines = {good: changed(line) if good.startswith("gallium") else line for good, line in own.lines.items()}
    return replace(own, lines=lines, _made={})


def test_amounts_in_the_minor_units_of_their_currencies(tmp_path: Path) -> None:
    file = written(drawn(12, 1000), tmp_path / "entries.csv")
    lines, data = by_python(file, yen(plan()))
    assert by_duckdb(file, yen(plan())) == (lines, data)
    assert any(",JPY," in line and ".".join(line.split(",")[4:5]).isdigit() for line in lines)
    assert {total["currency"] for total in data["totals"]} == {"USD", "JPY"}


@pytest.mark.slow
def test_a_file_larger_than_the_memory_gives_the_same_bytes(tmp_path: Path) -> None:
    file = parquet(drawn(13, 2000), tmp_path, times=150)
    free = by_duckdb(file, plan())
    assert len(free[0]) == 300_001
    assert by_duckdb(file, plan(), "150MB") == free


def test_too_little_memory_is_told(tmp_path: Path) -> None:
    file = parquet(drawn(14, 2000), tmp_path, times=20)
    (tmp_path / "out.csv").write_text("old", encoding="utf-8")
    with pytest.raises(Failure) as caught:
        by_duckdb(file, plan(), "20MB")
    (told,) = caught.value.diagnostics
    assert (told.code, told.span.file) == ("ASM006", str(file))
    assert told.message.startswith("DuckDB has too little memory or disk for the file: Out of Memory Error: failed to ")
    assert told.hint == "free some, or assess the file in parts, the months of an importer together"
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "old"


@pytest.mark.slow
def test_a_million_entries_row_by_row(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if "slow" not in request.config.option.markexpr:
        pytest.skip("takes minutes; run by hand with -m slow, with pyspark and Java for the third engine")
    file = parquet(drawn(2030, 1_000_000), tmp_path)
    batch.assessed(file, plan(), "", tmp_path / "duckdb.csv")
    batch.assessed(file, plan(), "", tmp_path / "small.csv", "200MB")
    assert cmp(tmp_path / "small.csv", tmp_path / "duckdb.csv", shallow=False)
    told: dict[str, tuple[str, str, str]] = {}
    counted = 0
    with (tmp_path / "duckdb.csv").open(encoding="utf-8", newline="") as stream:
        for line in csv_lines(assess(lambda: entries(tmp_path / "drawn.csv"), plan())):
            assert next(stream) == line
            counted += 1
            entry, _, _, status, amount, _, reason, *_ = line.split(",")
            told[entry] = (status, amount, reason)
        assert next(stream, "") == ""
    assert counted == 1_000_001
    spark_agrees(file, told)


def spark_agrees(file: Path, told: dict[str, tuple[str, str, str]]) -> None:
    """Compares what the printed query gives on Spark, where that is installed."""
    sql = pytest.importorskip("pyspark.sql", reason="Python and DuckDB agree; Spark is not installed")
    kinds = {"text": "string", "decimal": "decimal(15,2)", "date": "date", "yes-no": "boolean"}
    builder = sql.SparkSession.builder.master("local[2]").config("spark.sql.ansi.enabled", "true")
    spark = builder.config("spark.ui.enabled", "false").config("spark.driver.memory", "4g").getOrCreate()
    try:
        given = spark.read.parquet(str(file))
        lacking = [c for c in COLUMNS if c.name not in given.columns]
        columns = [*given.columns, *(f"CAST(NULL AS {kinds[c.kind]}) AS {c.name}" for c in lacking)]
        given.selectExpr(*columns).createOrReplaceTempView("entries")
        found = spark.sql(query(plan(), "spark")).select("entry", "status", "amount", "reason").toLocalIterator()
        count = 0
        for entry, status, amount, reason in found:
            wanted = told[entry]
            assert (status, "" if amount is None else f"{amount:f}", reason or "") == wanted, entry
            count += 1
        assert count == len(told) - 1
    finally:
        spark.stop()
