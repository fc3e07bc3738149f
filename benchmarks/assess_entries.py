"""A plan -> a Parquet file of entries that it charges, drawn by DuckDB from a range and hashes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from travaux.assess.plan import Plan


def drawn(file: Path, count: int, found: Plan) -> None:
    """Entries that all are charged or come to nothing: four parties, seven goods, four currencies, nine years.

    Values lie between 30 and 109 per cent of the first floor, so that the cap binds for some and nothing is due for
    others. All are above the exempt value.
    """
    import duckdb

    prices = ((good, line.charge.price) for good, line in found.lines.items())
    goods = ", ".join(f"('{good}', {price.amount}, '{price.per}')" for good, price in prices)
    mass, assay, share = "CAST(200000 + h(2) % 20000000 AS DECIMAL(18,0))", "500000 + h(3) % 500001", "30 + h(4) % 80"
    text = f"""
        CREATE MACRO pick(n, salt) AS CAST(hash(n * 64 + salt) % 1000000007 AS BIGINT);
        CREATE TABLE goods AS SELECT row_number() OVER () - 1 AS g, * FROM (VALUES {goods}) AS t(good, floor, per);
        CREATE TABLE money AS SELECT * FROM (VALUES (0, 'USD', 1), (1, 'EUR', 0.87), (2, 'JPY', 150), (3, 'MXN', 18.5))
            AS t(c, currency, per_dollar);
        COPY (SELECT 'E' || n AS entry, ['us', 'eu', 'jp', 'mx'][1 + h(1) % 4] AS party,
            'I' || h(5) % 50000 AS importer, ['cn', 'vn', 'kz'][1 + h(6) % 3] AS origin, good,
            currency AS declaration_currency, per AS mass_unit,
            CAST({mass} / 1000 * ({assay}) / 1000000 * floor * ({share}) / 100 * per_dollar
                + 3000 * per_dollar AS DECIMAL(18,2)) AS customs_value,
            CAST((h(7) % 200000) * 0.01 AS DECIMAL(18,2)) AS declared_duties,
            CAST(({mass}) * 0.001 AS DECIMAL(15,3)) AS net_dry_mass,
            CAST(({assay}) * 0.000001 AS DECIMAL(7,6)) AS declared_assay, CAST(1 AS DECIMAL(3,2)) AS zone_share,
            CAST(NULL AS DECIMAL(7,6)) AS default_assay, CAST(NULL AS DECIMAL(7,6)) AS highest_assay,
            CAST(DATE '2028-01-02' + CAST(h(8) % 3280 AS INTEGER) AS DATE) AS date_of_acceptance
        FROM range({count}) AS r(n) JOIN goods ON g = h(9) % {len(found.lines)} JOIN money ON c = h(10) % 4)
        TO '{file}' (FORMAT parquet)"""
    text = re.sub(r"\bh\((\d+)\)", r"pick(n, \1)", text)
    connection = duckdb.connect()
    for statement in text.split(";"):
        connection.execute(statement)
    connection.close()
