"""`travaux inspect`: reads a Word file back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from travaux.commands import DONE, FINDINGS, WRONG
from travaux.commands._arguments import options, project_arguments

if TYPE_CHECKING:
    from travaux.docx_reader.safe import Package


HELP = "read a Word file back: text by key, changes, comments"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("file", metavar="FILE.docx")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("-o", "--output", metavar="OUT", help="write to a file instead of the screen")
    parser.add_argument("--lint", action="store_true", help="print the faults of the file instead; exit 1 if any")
    parser.add_argument(
        "--recompute",
        nargs="?",
        const="",
        metavar="INSTRUMENT",
        help="calculate the annex of calculation again, against an instrument or against itself; exit 1 if it differs",
    )
    project_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Prints the inspection, the faults, or what is calculated differently."""
    from travaux.docx_reader import safe

    package = safe.opened(args.file)
    if args.lint:
        from travaux.docx_reader.lint import faults

        found = faults(package)
        print("\n".join(found) or "nothing found")
        return FINDINGS if found else DONE
    if args.recompute is not None:
        return _recompute(package, args)
    from travaux.docx_reader.reader import inspected
    from travaux.docx_reader.report import as_json, as_text

    inspection = inspected(package)
    told = (as_json if args.format == "json" else as_text)(inspection)
    if args.output:
        from travaux.build import write

        write({Path(args.output): f"{told}\n".encode()})
    print(args.output or told)
    return DONE if inspection.ours else WRONG


def _recompute(package: Package, args: argparse.Namespace) -> int:
    from travaux.docx_reader.reader import inspected
    from travaux.returned import recalculated

    found = recalculated(inspected(package), args.recompute, options(args))
    print("\n".join(found) or "nothing found")
    return FINDINGS if found else DONE
