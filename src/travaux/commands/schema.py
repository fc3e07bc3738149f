"""`travaux schema`: prints the JSON Schema of a kind of file."""

from __future__ import annotations

import argparse

from travaux.commands import DONE
from travaux.commands._arguments import options, project_arguments

HELP = "print the JSON Schema of a kind of file"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("kind", metavar="KIND", help="party, product, source, instrument, price-floor, ...")
    project_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Prints the schema."""
    import json

    from travaux.build import plugins_of
    from travaux.schemas import schema

    print(json.dumps(schema(args.kind, plugins_of(options(args)).mechanisms()), indent=1, ensure_ascii=False))
    return DONE
