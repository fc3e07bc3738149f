"""`travaux list`: lists what the project and the library hold."""

from __future__ import annotations

import argparse

from travaux.commands import DONE
from travaux.commands._arguments import options, project_arguments

HELP = "list what the project and the library hold"
LISTS = (
    *("parties", "products", "mechanisms", "clauses", "instruments", "packages", "sources", "tables"),
    *("checks", "formats"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("what", choices=LISTS)
    project_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Prints the list."""
    from travaux.listing import lines

    for line in lines(args.what, options(args)):
        print(line)
    return DONE
