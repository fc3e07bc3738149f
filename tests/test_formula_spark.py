"""The query for Spark: its text keeps the rules of the engine, and where Spark is installed its amounts are run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from charges import charge
from formulas import sound_formula
from test_formula_evaluate import SMALL, TABLES, entries, row
from travaux.calculation.border import formula_of
from travaux.formula.compiled import assessed
from travaux.formula.reason import Reason
from travaux.formula.sql import to_sql
from travaux.formula.whole import Formula

COUNT, FORMULAS = 2_000, 25


def every_formula() -> list[Formula]:
    return [sound_formula(seed) for seed in range(150)] + [SMALL, formula_of(charge("gallium/metal/gallium-4n"))]


def test_no_type_is_wider_than_the_engine_and_no_number_is_bare() -> None:
    for formula in every_formula():
        sql = to_sql(formula, "spark")
        types = [(int(p), int(s)) for p, s in re.findall(r"DECIMAL\((\d+),(\d+)\)", sql)]
        assert all(s <= p <= 38 for p, s in types)
        assert "DOUBLE" not in sql
        assert " / " not in sql
        assert "//" not in sql
        assert "HUGEINT" not in sql
        assert '"' not in sql
        # A number outside quotes, names and types would be typed by the engine; ROUND takes its places so.
        bare = re.sub(r"DECIMAL\(\d+,\d+\)|'[^']*'|`[^`]*`|\b[te]\d+\.|\bt\d+\b|key_\d+|, \d+\)", "", sql)
        assert re.findall(r"\d+", bare) == [], bare


def test_amounts_are_compared_and_chosen_in_one_type() -> None:
    sql = to_sql(SMALL, "spark", keep=["entry_id"])
    assert "GREATEST(CAST(CAST('0' AS DECIMAL(1,0)) AS DECIMAL(18,10))" in sql
    assert sql.endswith("SELECT `entry_id`, `shortfall`, `border_adjustment`, `reason_code`\nFROM `_step_2`")
    assert "CASE WHEN `reason_code` IS NULL THEN" in sql
    assert "WHEN `customs_value` IS NULL THEN 'NO_CUSTOMS_VALUE'" in sql


@pytest.mark.slow
def test_spark_gives_the_same_last_digit(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if "slow" not in request.config.option.markexpr:
        pytest.skip("takes minutes; run by hand with -m slow")
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    from test_formula_sql import columns, written

    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.ansi.enabled", "true").config("spark.sql.warehouse.dir", str(tmp_path))
    spark = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    given = entries(2028, COUNT)
    written(tmp_path / "entries.csv", given)
    schema = columns("DECIMAL(38,8)").replace("VARCHAR", "STRING").replace("INTEGER", "INT")
    spark.read.csv(str(tmp_path / "entries.csv"), header=True, schema=schema).createOrReplaceTempView("entries")
    rates = [(*keys, since, until, value) for keys, since, until, value in TABLES["rates"].spans()]
    spark.createDataFrame(rates, "key_1 STRING, since DATE, until DATE, value DECIMAL(38,18)").createOrReplaceTempView(
        "rates"
    )
    try:
        for seed in range(FORMULAS):
            formula = sound_formula(seed)
            found = spark.sql(to_sql(formula, "spark", keep=["entry_id"])).orderBy("entry_id").collect()
            told = assessed(formula, (row(formula, entry) for entry in given), TABLES)
            values = [each[-2] if each[-1] is None else each[-1] for each in found]
            assert values == [each.code if isinstance(each, Reason) else each for each in told], seed
    finally:
        spark.stop()
