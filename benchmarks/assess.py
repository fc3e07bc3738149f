"""The charge of many synthetic entries: travaux' printed query, the formula alone, Polars and pandas.

python benchmarks/assess.py --entries 10000000 --in-memory 1000000

One Parquet file is drawn from fixed hashes; each engine reads it in a process of its own and gives the sum of charges.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import assess_peers as peers
import measure
from assess_entries import drawn

if TYPE_CHECKING:
    from travaux.assess.plan import Line, Plan
    from travaux.formula.tables import DatedTable
    from travaux.formula.whole import Formula
    from travaux.model.mechanism.price_floor import FloorLine

KEY = "critical-minerals-agreement"
IN_FORCE = datetime.date(2027, 1, 1)
YEARS = range(2027, 2037)
#: What DuckDB is held to where everything is done.
MEMORY = "400MB"
_TYPES = {"text": "VARCHAR", "decimal": "DECIMAL(15,2)", "date": "DATE", "yes-no": "BOOLEAN"}


# --- what is charged


def plan() -> Plan:
    """The plan of an agreement of the library, its floors a half per cent and a cent dearer from year to year."""
    import travaux
    from travaux.assess.plan import plan_of

    subject = travaux.compile(KEY).subject
    found = plan_of(subject, next(subject.instruments()), IN_FORCE)
    lines = {good: _dearer(line) for good, line in found.lines.items()}
    return replace(found, lines=lines, _made={})


def _dearer(line: Line) -> Line:
    """A line whose floor has a level for each year."""
    floor = line.floor.model_copy(update={"lines": tuple(map(_yearly, line.floor.lines))})
    return replace(line, floor=floor, charge=replace(line.charge, floor=floor, line=_yearly(line.charge.line)))


def _yearly(own: FloorLine) -> FloorLine:
    price = next(iter(own.levels.values()))
    levels = {
        datetime.date(year, 1, 1): price.model_copy(
            update={"amount": (price.amount * Decimal(200 + n) / 200 + Decimal("0.01") * n).quantize(Decimal("0.01"))}
        )
        for n, year in enumerate(YEARS)
    }
    return own.model_copy(update={"levels": levels})


def formula(found: Plan) -> tuple[Formula, dict[str, DatedTable]]:
    """One formula for all goods and currencies, and its tables: dollars have the rate 1.

    Goods are not looked at as those on their way, and nothing was paid elsewhere.
    """
    from travaux.assess.series import ALWAYS
    from travaux.calculation.border import formula_of
    from travaux.calculation.tables import tables_of
    from travaux.formula.tables import DatedTable

    floors: dict[Any, Any] = {}
    for line in found.lines.values():
        adjustment = line.charge.adjustment.model_copy(update={"in_transit": False})
        charge = replace(line.charge, declared="EUR", adjustment=adjustment)
        tables = tables_of(charge, found.in_force)
        floors |= tables["floor_level"].rows
    rates = {**found.rates.into("USD").rows, ("USD",): [(ALWAYS, Decimal(1))]}
    more = {"floor_level": DatedTable(floors), "rate_of_exchange": DatedTable(rates)}
    return formula_of(charge), {**tables, **more}


def numbers(found: Plan) -> dict[str, Any]:
    """The same for the peers: values by year."""
    made, tables = formula(found)
    days = [datetime.date(year, 1, 1) for year in YEARS]
    used = {table.name for table in made.tables}
    assert used == {"floor_level", "phase_share", "rate_of_exchange"}, used
    cap = next(iter(found.lines.values())).charge.adjustment.cap
    assert cap is not None
    return {
        "floors": [[g, d.year, str(tables["floor_level"].at((g,), d))] for g in found.lines for d in days],
        "phases": [[d.year, str(tables["phase_share"].at((), d))] for d in days],
        "rates": [[keys[0], str(rows[0][1])] for keys, rows in tables["rate_of_exchange"].rows.items()],
        "cap": str(cap.value / 100),
    }


# --- one engine


def whole(file: str, own: Plan) -> Callable[[], str]:
    """All that `travaux assess` does once it has read the records: output as CSV, summary, five sensitivities."""
    from travaux.assess.batch import assessed

    def run() -> str:
        with tempfile.TemporaryDirectory(prefix="travaux-") as folder:
            summary = assessed(Path(file), own, "", Path(folder) / "out.csv", MEMORY)
        return str(summary.sensitivity[0, "USD"])

    return run


def _connected(file: str) -> Any:
    import duckdb

    connection = duckdb.connect()
    names = {row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM '{file}'").fetchall()}
    return connection, names


def printed_query(file: str, own: Plan) -> Callable[[], str]:
    """The query that `travaux assess --sql duckdb` prints, over the columns that it asks for."""
    from travaux.assess.columns import COLUMNS
    from travaux.assess.query import query

    connection, names = _connected(file)
    columns = (c.name if c.name in names else f"CAST(NULL AS {_TYPES[c.kind]}) AS {c.name}" for c in COLUMNS)
    connection.execute(f"CREATE VIEW entries AS SELECT {', '.join(columns)} FROM '{file}'")
    text = query(own, "duckdb")
    return lambda: _one(connection, f"SELECT sum(amount) FROM ({text}) AS q")


def bare_formula(file: str, own: Plan) -> Callable[[], str]:
    """The query of the formula alone: its bounds and reasons, no parties, dates, units and small importers."""
    from travaux.formula.batch import assessed_table

    connection, _ = _connected(file)
    connection.execute(f"CREATE VIEW entries AS SELECT * FROM '{file}'")
    made, tables = formula(own)
    relation = assessed_table(connection, made, tables)
    return lambda: str(relation.sum("border_adjustment").fetchall()[0][0])


def _one(connection: Any, text: str) -> str:
    return str(connection.execute(text).fetchone()[0])


def prepared(engine: str, file: str, answer: Path) -> Callable[[], str]:
    """What gives the sum; what an engine needs before it reads is done."""
    if engine in PEERS:
        import pandas  # noqa: F401 - imports are not measured
        import polars  # noqa: F401

        own = json.loads(answer.with_name("numbers.json").read_text(encoding="utf-8"))
        return lambda: PEERS[engine](file, own)
    return OURS[engine](file, plan())


OURS: Mapping[str, Callable[[str, Plan], Callable[[], str]]] = {
    "travaux, printed query on DuckDB": printed_query,
    "its formula alone on DuckDB": bare_formula,
    f"`travaux assess`, held to {MEMORY}": whole,
}
PEERS: Mapping[str, Callable[[str, peers.Numbers], str]] = {
    "Polars, exact decimals": peers.polars_sum,
    "pandas, float64": peers.pandas_sum,
}


def one(engine: str, file: str, answer: Path) -> None:
    """Runs one engine in this process and writes the seconds, those of all its processors, and the sum."""
    run = prepared(engine, file, answer)
    began, before = time.perf_counter(), time.process_time()
    total = run()
    answer.write_text(json.dumps([time.perf_counter() - began, time.process_time() - before, total]), encoding="utf-8")


# --- tables


def engines(file: Path, folder: Path) -> Iterator[str]:
    """A row for each engine."""
    ours: tuple[float, Decimal] | None = None
    for engine in (*OURS, *PEERS):
        answer = folder / "answer.json"
        try:
            ran = measure.run([sys.executable, __file__, "--one", engine, str(file), str(answer)])
        except measure.Failed as failed:
            yield f"| {engine} | {str(failed).splitlines()[-1]} | | | | | |"
            continue
        seconds, processor, total = json.loads(answer.read_text(encoding="utf-8"))
        ours = ours or (processor, Decimal(total))
        # What a binary sum shows beyond a cent is noise of its addition, so it is rounded before it is compared.
        apart = Decimal(total).quantize(Decimal("0.01")) - ours[1]
        same = "yes" if not apart else f"no: {apart:+,.2f}"
        yield (
            f"| {engine} | {seconds:.2f} | {processor:.2f} | {processor / ours[0]:.2f} | {ran.memory:.0f} "
            f"| {Decimal(total):,.2f} | {same} |"
        )


def in_memory(file: Path, count: int, own: Plan) -> Iterator[str]:
    """A row for each way to calculate the formula alone on entries that are in memory."""
    import duckdb

    from travaux.formula.compiled import assessed

    made, tables = formula(own)
    columns, few = ", ".join(made.columns), file.with_name("few.parquet")
    duckdb.sql(f"COPY (SELECT * FROM '{file}' LIMIT {count}) TO '{few}' (FORMAT parquet)")
    rows = duckdb.sql(f"SELECT {columns} FROM '{few}'").fetchall()
    frame = peers.read_floats(str(few))
    given = numbers(own)
    ways: dict[str, Callable[[], Any]] = {
        "travaux, compiled, exact decimals, no dependency": lambda: sum(assessed(made, rows, tables)),  # type: ignore[arg-type]
        "pandas, float64, whole columns": lambda: peers.vectorised(frame, given).sum(),
        "pandas, float64, `apply` by row": lambda: peers.row_wise(frame, given).sum(),
    }
    first = 0.0
    for name, run in ways.items():
        began = time.process_time()
        total = run()
        seconds = time.process_time() - began
        first = first or seconds
        yield f"| {name} | {seconds:.2f} | {seconds / first:.2f} | {count / seconds:,.0f} | {total:,.2f} |"


def main() -> None:
    """Prints two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000_000)
    parser.add_argument("--in-memory", type=int, default=1_000_000)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.one:
        one(wanted.one[0], wanted.one[1], Path(wanted.one[2]))
        return
    own = plan()
    with tempfile.TemporaryDirectory(prefix="travaux-") as name:
        folder = Path(name)
        file = folder / "entries.parquet"
        drawn(file, wanted.entries, own)
        (folder / "numbers.json").write_text(json.dumps(numbers(own)), encoding="utf-8")
        print(f"{wanted.entries:,} entries, {file.stat().st_size / 2**20:.0f} MiB\n")
        print("| | seconds | of all processors | times ours | peak MiB | sum of charges, USD | the same |")
        print("|---|--:|--:|--:|--:|--:|---|")
        for row in engines(file, folder):
            print(row, flush=True)
        if count := min(wanted.in_memory, wanted.entries):
            print(f"\n{count:,} entries in memory, the formula alone\n")
            print("| | seconds of the processor | times ours | entries a second | sum of charges, USD |")
            print("|---|--:|--:|--:|--:|")
            for row in in_memory(file, count, own):
                print(row, flush=True)


if __name__ == "__main__":
    main()
