"""`travaux check`: compiles instruments and prints what is wrong."""

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
    from travaux.diagnostic import Failure

HELP = "compile instruments and print what is wrong"


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
    from travaux import baseline
    from travaux.build import all_checks, compile, write
    from travaux.choice import chosen
    from travaux.commands import _fixing
    from travaux.diagnostic import Severity

    asked = options(args)
    choice = choice_of(args, all_checks(asked))
    if args.diff:
        return _fixing.show(args, choice)
    if args.fix or args.unsafe_fixes:
        _fixing.mend(args, choice)
    compilation = compile(args.instruments, asked)
    found = chosen(compilation.diagnostics, choice)
    if args.write_baseline:
        write({Path(args.write_baseline): baseline.written(found)})
        print(f"{args.write_baseline}: {len(found)} finding{'s' * (len(found) != 1)}")
        return DONE
    compared = baseline.compared(found, baseline.read(Path(args.baseline)) if args.baseline else baseline.NOTHING)
    counts = (compared.known, compared.gone)
    print(told(compared.new, args.format, compilation.checks, roots_of(asked), counts))
    return FINDINGS if any(d.severity is Severity.ERROR for d in compared.new) else DONE


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
