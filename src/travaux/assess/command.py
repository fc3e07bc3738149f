"""`travaux assess`: reads a file of entries, writes what each comes to, and prints a summary or one entry explained."""

from __future__ import annotations

import datetime
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
from travaux.placing import placed
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

        _writable(output, task.file, batch.FORMS)
        return batch.assessed(task.file, plan, task.party, output), plan
    _writable(output, task.file, _FORMS)
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


def _writable(output: Path | None, file: Path, forms: Iterable[str]) -> None:
    """Raises `Failure`, before anything is read, for an output in another form or in the place of the entries."""
    if output is not None and output.suffix not in forms:
        told = f"{output.suffix or 'no ending'} is not a form of output of this engine"
        raise fail("ASM004", Span(str(output)), told, f"use {' or '.join(forms)}")
    if output is not None and output.exists() and file.exists() and output.samefile(file):
        raise fail("ASM004", Span(str(output)), "the output is the file of entries", "write to another file")


def _write(output: Path, found: Iterable[Assessment]) -> None:
    """Writes line by line."""
    with placed(output) as temporary, temporary.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(_FORMS[output.suffix](found))


def printed_query(task: Task, dialect: Dialect) -> str:
    """The query that does the same where the data is."""
    return query(task.plan(), dialect, task.party)


def explained_entry(task: Task, wanted: str) -> str:
    """One entry step by step, by its name, or by its number among those asked for where none has that name."""
    _readable(task.file)
    plan = task.plan()
    text = task.subject.texts[0]
    language = formula_language(text.library.words, text.instrument.record.numbers)
    if language is None:
        raise fail("ASM003", text.instrument.span(), f"the language {text.language} has no words for a formula")
    numbered = None
    for number, found in enumerate(assess(lambda: entries(task.file), plan, task.party), 1):
        if found.row["entry"] == wanted:
            return explained(found, plan, language)
        numbered = found if str(number) == wanted else numbered
    if numbered is not None:
        return explained(numbered, plan, language)
    raise fail("ASM003", Span(str(task.file)), f"there is no entry {wanted}", "give its name or its number in the file")
