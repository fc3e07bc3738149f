"""`travaux check`: compiles instruments and prints what is wrong."""

from __future__ import annotations

import argparse

from travaux.commands import DONE, FINDINGS
from travaux.commands._arguments import instrument_arguments, options
from travaux.commands._output import print_findings

HELP = "compile instruments and print what is wrong"
FAULTS_ARE_OUTPUT = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    instrument_arguments(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    """Prints the findings; 1 where one is an error."""
    from travaux.build import compile

    compilation = compile(args.instruments, options(args))
    print_findings(compilation.diagnostics, args.format)
    return FINDINGS if compilation.errors else DONE
