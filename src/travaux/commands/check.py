"""`travaux check`: compiles instruments, or reads Word files, and prints what is wrong."""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from travaux.commands import DONE, FINDINGS
from travaux.commands._arguments import instrument_arguments, options
from travaux.commands._findings import choice_of, findings_arguments, roots_of
from travaux.commands._output import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from travaux.checks import Check
    from travaux.choice import Choice
    from travaux.diagnostic import Diagnostic, Failure

HELP = "compile instruments, or read Word files, and print what is wrong"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    instrument_arguments(parser)
    findings_arguments(parser)
    parser.add_argument("--fix", action="store_true", help="mend what can be mended without touching operative words")
    parser.add_argument("--unsafe-fixes", action="store_true", help="mend that, and what changes operative words")
    parser.add_argument("--diff", action="store_true", help="show what would be mended, and change nothing")
    parser.add_argument("--watch", action="store_true", help="check again after each save, until Ctrl+C")


def run(args: argparse.Namespace) -> int:
    """Prints the findings that are asked for; 1 where one of them is an error."""
    return _watched(args) if args.watch else _once(args)


def _once(args: argparse.Namespace) -> int:
    from travaux.build import all_checks, compile
    from travaux.choice import chosen
    from travaux.commands import _fixing

    asked = options(args)
    choice = choice_of(args, all_checks(asked))
    files = [name for name in args.instruments if name.lower().endswith(".docx")]
    if files:
        return _files(args, files, choice)
    if args.diff:
        return _fixing.show(args, choice)
    if args.fix or args.unsafe_fixes:
        _fixing.mend(args, choice)
    compilation = compile(args.instruments, asked)
    found = chosen(compilation.diagnostics, choice)
    return _told(args, found, compilation.checks)


def _told(args: argparse.Namespace, found: Sequence[Diagnostic], checks: Sequence[Check]) -> int:
    """Prints findings in the format that is asked for, or lists them as a baseline."""
    from travaux import baseline
    from travaux.build import write
    from travaux.diagnostic import Severity

    if args.write_baseline:
        write({Path(args.write_baseline): baseline.written(found)})
        print(f"{args.write_baseline}: {len(found)} finding{'s' * (len(found) != 1)}")
        return DONE
    compared = baseline.compared(found, baseline.read(Path(args.baseline)) if args.baseline else baseline.NOTHING)
    counts = (compared.known, compared.gone)
    print(told(compared.new, args.format, checks, roots_of(options(args)), counts))
    return FINDINGS if any(d.severity is Severity.ERROR for d in compared.new) else DONE


def _files(args: argparse.Namespace, files: Sequence[str], choice: Choice) -> int:
    """Checks Word files instead of instruments."""
    from travaux.choice import chosen
    from travaux.diagnostic import fail
    from travaux.docx_reader import safe
    from travaux.docx_reader.findings import findings
    from travaux.span import Span

    others = [name for name in args.instruments if name not in files]
    if others or args.fix or args.unsafe_fixes or args.diff:
        what = f"{others[0]!r} is none" if others else "a Word file is mended in Word"
        raise fail("SYN012", Span(), f"Word files are checked by themselves: {what}", "ask for the two in two commands")
    found = [d for name in files for d in findings(safe.opened(name))]
    return _told(args, chosen(found, choice), ())


def _watched(args: argparse.Namespace) -> int:
    """Checks again after each save, until it is interrupted."""
    from travaux.commands._watch import watch
    from travaux.diagnostic import Failure

    def again() -> None:
        try:
            _once(args)
        except Failure as failure:
            failed(args, failure)
        gc.collect()  # the process lives on, and a build leaves cycles behind
        print("watching; Ctrl+C ends", file=sys.stderr, flush=True)

    watch(roots_of(options(args))[:-1], again)
    return DONE


def failed(args: argparse.Namespace, failure: Failure) -> None:
    """Prints faulty input as findings: what is wrong is what the command is for."""
    from travaux.diagnostic import ordered

    print(told(ordered(failure.diagnostics), args.format, (), roots_of(options(args))))
