"""`travaux assess`: says what the border adjustments would charge on the entries of a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from travaux.commands import DONE, WRONG
from travaux.commands._arguments import options, project_arguments

HELP = "say what the border adjustments would charge on the entries of a file"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("instrument", metavar="INSTRUMENT", help="key or YAML file")
    parser.add_argument("entries", nargs="?", metavar="ENTRIES", help="CSV, or Parquet for duckdb: docs/entries.md")
    parser.add_argument("-o", "--output", metavar="OUT", help="write what each entry comes to: .csv, .json or .parquet")
    parser.add_argument("--engine", choices=("python", "duckdb"), default="python", help="duckdb: the extra `batch`")
    parser.add_argument("--sql", choices=("duckdb", "spark"), help="print the query instead, to run where the data is")
    parser.add_argument("--party", metavar="KEY", default="", help="only entries of this party")
    parser.add_argument("--in-force", metavar="DATE", help="day of entry into force (default: the first floor's)")
    parser.add_argument("--explain", metavar="N", help="tell one entry step by step, by its name or number")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    project_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Prints the summary, an entry step by step, or the query."""
    from travaux.assess import command
    from travaux.assess.summary import as_data, as_text
    from travaux.build import compile
    from travaux.model.period import parse_date

    try:
        since = parse_date(args.in_force) if args.in_force else None
    except ValueError as error:
        print(f"travaux: --in-force: {error}", file=sys.stderr)
        return WRONG
    subject = compile(args.instrument, options(args)).subject
    task = command.Task(subject, Path(args.entries or ""), args.party, since, args.engine)
    if args.sql:
        print(command.printed_query(task, args.sql))
        return DONE
    if not args.entries:
        print("travaux: name the file of entries, or ask for the query with --sql", file=sys.stderr)
        return WRONG
    if args.explain:
        print(command.explained_entry(task, args.explain))
        return DONE
    summary, plan = command.summarised(task, Path(args.output) if args.output else None)
    if args.format == "json":
        import json

        print(json.dumps(as_data(summary, plan), indent=1, ensure_ascii=False))
    else:
        print(as_text(summary, plan))
    return DONE
