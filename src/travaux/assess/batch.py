"""A long file of entries -> what each comes to, in DuckDB (the extra `batch`) on the disk, with the same results.

The query is that of `travaux.assess.query`; it runs once for the output, once for the summary and once for every change
of the customs values. Nothing of it is kept but what is added up, so that a file may be larger than memory.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from travaux.assess.batch_read import read
from travaux.assess.batch_summary import add_change, add_results
from travaux.assess.output import HEAD, STEPS
from travaux.assess.plan import Plan
from travaux.assess.query import query
from travaux.assess.summary import CHANGES, Summary
from travaux.diagnostic import fail
from travaux.formula.literals import text
from travaux.model.quantity import MINOR_UNITS
from travaux.placing import placed
from travaux.span import Span

if TYPE_CHECKING:
    import duckdb

FORMS = {".csv": "FORMAT csv, HEADER", ".parquet": "FORMAT parquet"}


def assessed(file: Path, plan: Plan, party: str = "", output: Path | None = None, memory: str = "") -> Summary:
    """The summary of a file; with an output, every entry is written there. Raises `Failure` for faults of the file.

    `memory` is the most that DuckDB keeps in memory, as it writes it (`400MB`); without it DuckDB decides.
    """
    asked = query(plan, "duckdb", party, "_row")
    summary = Summary()
    folder = tempfile.TemporaryDirectory(prefix="travaux-")
    with folder, _connected(Path(folder.name), memory) as connection, _enough(file):
        read(connection, file)
        if output is not None:
            _written(connection, asked, output)
        add_results(connection, asked, summary, plan)
        for change in CHANGES:
            add_change(connection, asked, change, summary)
    return summary


@contextmanager
def _enough(file: Path) -> Iterator[None]:
    """Raises `Failure` where memory, or the disk that takes what memory does not hold, is full."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        message = f"DuckDB has too little memory or disk for the file: {str(error).splitlines()[0]}"
        hint = "free some, or assess the file in parts, the months of an importer together"
        raise fail("ASM006", Span(str(file)), message, hint) from None


@contextmanager
def _connected(folder: Path, memory: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database of its own on the disk, so that what does not fit in memory has a place."""
    try:
        import duckdb
    except ImportError:
        hint = "install it: pip install 'travaux[batch]'"
        raise fail("ASM005", Span(), "this needs DuckDB, the extra `batch`", hint) from None
    connection = duckdb.connect(str(folder / "entries.duckdb"))
    try:
        connection.execute(f"SET temp_directory = {text(str(folder))}")
        if memory:
            connection.execute(f"SET memory_limit = {text(memory)}")
        # DuckDB draws the bar itself, and only where somebody sees it.
        connection.execute(f"SET enable_progress_bar = {'true' if sys.stderr.isatty() else 'false'}")
        yield connection
    finally:
        connection.close()


def _written(connection: duckdb.DuckDBPyConnection, asked: str, output: Path) -> None:
    """Every entry, in the order of the file."""
    import duckdb

    shown = [f'"{name}"' for name in HEAD]
    if output.suffix == ".csv":
        types = {name: str(kind) for name, kind, *_ in connection.execute(f"DESCRIBE {asked}").fetchall()}
        shown = [_shown(name, types[name]) for name in HEAD]
    rows = f"SELECT {', '.join(shown)} FROM ({asked}) AS q ORDER BY _row"
    with placed(output) as temporary:
        try:
            connection.execute(f"COPY ({rows}) TO {text(str(temporary))} ({FORMS[output.suffix]})")
        except duckdb.IOException as error:
            raise OSError(0, str(error).splitlines()[0]) from None


def _shown(name: str, kind: str) -> str:
    """A cell of CSV: a step without zeros at its end, an amount in the minor units of its currency."""
    if name in STEPS and not kind.endswith(",0)"):
        return f"regexp_replace(CAST(\"{name}\" AS VARCHAR), '\\.?0+$', '') AS \"{name}\""
    if name == "amount":
        most = max(MINOR_UNITS.values())
        fewer = [(code, places) for code, places in MINOR_UNITS.items() if places < most]
        cases = "".join(
            f" WHEN '{code}' THEN CAST(CAST(amount AS DECIMAL(38,{places})) AS VARCHAR)" for code, places in fewer
        )
        return f"CASE currency{cases} ELSE CAST(amount AS VARCHAR) END AS amount"
    return f'"{name}"'
