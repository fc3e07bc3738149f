"""The charge of `assess.py` written by hand for Polars and pandas, from the numbers of one plan.

Both look a floor up by good and year, as all levels and shares of this plan change on a first of January: that is
quicker than a look-up by date. Neither checks its input or gives reasons.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Numbers = Mapping[str, Any]
GIVEN = ("net_dry_mass", "declared_assay", "customs_value", "declared_duties", "zone_share")


def polars_sum(file: str, numbers: Numbers) -> str:
    """The sum of charges in exact decimals, every product cast to enough places before, halves rounded away."""
    import polars as pl

    def wide(column: str, places: int) -> pl.Expr:
        return pl.col(column).cast(pl.Decimal(38, places))

    def table(name: str, keys: Mapping[str, Any]) -> pl.LazyFrame:
        rows = numbers[name]
        columns = {key: pl.Series([row[n] for row in rows], dtype=kind) for n, (key, kind) in enumerate(keys.items())}
        value = pl.Series([row[-1] for row in rows], dtype=pl.String).cast(pl.Decimal(38, 14))
        return pl.LazyFrame({**columns, name: value})

    away: Any = "half_away_from_zero"
    worth = wide("rates", 14)
    found = (
        pl.scan_parquet(file)
        .with_columns(pl.col("date_of_acceptance").dt.year().cast(pl.Int64).alias("year"))
        .join(table("floors", {"good": pl.String, "year": pl.Int64}), on=["good", "year"])
        .join(table("phases", {"year": pl.Int64}), on="year")
        .join(table("rates", {"declaration_currency": pl.String}), on="declaration_currency")
        .with_columns((wide("net_dry_mass", 9) * wide("declared_assay", 9)).round(6, mode=away).alias("content"))
        .with_columns((worth * wide("customs_value", 14)).alias("value"))
        .with_columns(
            (wide("floors", 14) * wide("content", 14) - pl.col("value") - worth * wide("declared_duties", 14)).alias(
                "gap"
            )
        )
        .with_columns(pl.when(pl.col("gap") > 0).then(pl.col("gap")).otherwise(pl.lit(0)).alias("gap"))
        .with_columns(
            (wide("zone_share", 14) * (wide("phases", 14) * wide("gap", 14))).alias("charge"),
            (pl.lit(numbers["cap"]).cast(pl.Decimal(38, 14)) * wide("value", 14)).alias("limit"),
        )
        .with_columns(pl.min_horizontal("charge", "limit").round(2, mode=away).alias("charge"))
        .select(wide("charge", 2).sum())
    )
    return str(found.collect(engine="streaming").item())


def read_floats(file: str) -> Any:
    """A frame of the columns that the charge needs, amounts as binary numbers of 64 bits."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    read = pq.read_table(file, columns=[*GIVEN, "good", "declaration_currency", "date_of_acceptance"])
    for name in GIVEN:
        read = read.set_column(read.column_names.index(name), name, read[name].cast(pa.float64()))
    year = pc.year(read["date_of_acceptance"])
    read = read.drop_columns("date_of_acceptance").append_column("year", year)
    return read.to_pandas(self_destruct=True)


def pandas_sum(file: str, numbers: Numbers) -> str:
    """The sum of charges in binary numbers; whole columns at a time."""
    return repr(float(vectorised(read_floats(file), numbers).sum()))


def vectorised(frame: Any, numbers: Numbers) -> Any:
    """The charge of every row, as a column."""
    import numpy as np
    import pandas as pd

    def table(name: str, *keys: str) -> Any:
        return pd.DataFrame([[*row[:-1], float(row[-1])] for row in numbers[name]], columns=[*keys, name])

    frame = frame.merge(table("floors", "good", "year"), on=["good", "year"])
    frame = frame.merge(table("phases", "year"), on="year")
    frame = frame.merge(table("rates", "declaration_currency"), on="declaration_currency")
    content = (frame.net_dry_mass * frame.declared_assay).round(6)
    value = frame.rates * frame.customs_value
    gap = np.maximum(0, frame.floors * content - value - frame.rates * frame.declared_duties)
    return np.minimum(frame.zone_share * (frame.phases * gap), float(numbers["cap"]) * value).round(2)


def row_wise(frame: Any, numbers: Numbers) -> Any:
    """The same with a Python function that is applied to each row."""
    floors = {(good, year): float(level) for good, year, level in numbers["floors"]}
    phases = {year: float(share) for year, share in numbers["phases"]}
    rates = {currency: float(rate) for currency, rate in numbers["rates"]}
    cap = float(numbers["cap"])

    def charge(row: Any) -> float:
        rate = rates[row["declaration_currency"]]
        content = round(row["net_dry_mass"] * row["declared_assay"], 6)
        value = rate * row["customs_value"]
        gap = max(0.0, floors[row["good"], row["year"]] * content - value - rate * row["declared_duties"])
        return round(min(row["zone_share"] * (phases[row["year"]] * gap), cap * value), 2)

    return frame.apply(charge, axis=1)
