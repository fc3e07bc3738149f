"""`travaux assess`: reads a file of entries, writes what each comes to, and prints a summary or one entry explained."""

from __future__ import annotations

import datetime
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from travaux.assess.engine import Assessment, assess
from travaux.assess.entries import entries
from travaux.assess.explain import explained
from travaux.assess.output import csv_lines, json_lines
from travaux.assess.plan import Plan, plan_of
from travaux.assess.query import query
from travaux.assess.summary import Summary, sensitivity, summed
from travaux.calculation.language import formula_language
from travaux.compilation import Subject
from travaux.diagnostic import fail
from travaux.formula.sql_amount import Dialect
from travaux.span import Span

_FORMS: dict[str, Callable[[Iterable[Assessment]], Iterator[str]]] = {".csv": csv_lines, ".json": json_lines}


@dataclass(frozen=True, slots=True)
class Task:
    """What is assessed: a file of entries under an instrument."""

    subject: Subject
    file: Path
    party: str = ""
    in_force: datetime.date | None = None
    engine: str = "python"

    def plan(self) -> Plan:
        """What decides on the entries."""
        return plan_of(self.subject, next(self.subject.instruments()), self.in_force, self.party)


def summarised(task: Task, output: Path | None = None) -> tuple[Summary, Plan]:
    """The summary of a file; with an output, every entry is written there. Raises `Failure` for faults of the file."""
    plan, summary = task.plan(), Summary()
    if task.engine == "duckdb":
        from travaux.assess import batch

        return batch.assessed(task.file, plan, task.party, output), plan
    _readable(task.file)
    found = summed(assess(lambda: entries(task.file), plan, task.party), summary)
    if output is None:
        for _ in found:
            pass
    else:
        _write(output, found)
    sensitivity(lambda: entries(task.file), plan, task.party, summary)
    return summary, plan


def _readable(file: Path) -> None:
    """Raises `Failure` for a file that only the other engine reads."""
    if file.suffix == ".parquet":
        raise fail("ENT001", Span(str(file)), "Parquet is read by DuckDB alone", "add --engine duckdb")


def _write(output: Path, found: Iterable[Assessment]) -> None:
    """Writes line by line beside the place of the output, and moves it there when it is whole."""
    if output.suffix not in _FORMS:
        raise fail(
            "ASM004", Span(str(output)), f"{output.suffix or 'no ending'} is not a form of output", "use .csv or .json"
        )
    try:
        handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    except OSError as error:
        raise fail("ASM004", Span(str(output)), f"cannot be written: {error.strerror}") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.writelines(_FORMS[output.suffix](found))
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(output)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def printed_query(task: Task, dialect: Dialect) -> str:
    """The query that does the same where the data is."""
    return query(task.plan(), dialect, task.party)


def explained_entry(task: Task, wanted: str) -> str:
    """One entry step by step, by its name or by its number in the file."""
    _readable(task.file)
    plan = task.plan()
    text = task.subject.texts[0]
    language = formula_language(text.library.words, text.instrument.record.numbers)
    if language is None:
        raise fail("ASM003", text.instrument.span(), f"the language {text.language} has no words for a formula")
    for number, found in enumerate(assess(lambda: entries(task.file), plan, task.party), 1):
        if wanted in (found.row["entry"], str(number)):
            return explained(found, plan, language)
    raise fail("ASM003", Span(str(task.file)), f"there is no entry {wanted}", "give its name or its number in the file")
