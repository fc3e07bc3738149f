"""`travaux explain`: says what a code means."""

from __future__ import annotations

import argparse

from travaux.commands import DONE
from travaux.commands._arguments import options, project_arguments

HELP = "say what a code means; without a code, list all"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("code", nargs="?", metavar="CODE")
    project_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Prints one explanation, or the list of codes."""
    from travaux.build import all_checks
    from travaux.report._codes import explain, overview

    known = all_checks(options(args))
    print(explain(args.code.upper(), known) if args.code else overview(known))
    return DONE
