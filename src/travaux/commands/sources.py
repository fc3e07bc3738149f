"""`travaux sources`: what the texts of an instrument rest on."""

from __future__ import annotations

import argparse

from travaux.commands._arguments import language_argument, options, project_arguments

HELP = "list the facts, figures and precedents that an instrument rests on, and how many are confirmed"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("instrument", metavar="INSTRUMENT", help="key or YAML file")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    language_argument(parser)
    project_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Prints the list; returns 0. Raises `Failure` for faulty input."""
    from travaux.build import compile
    from travaux.provenance.gather import provenance
    from travaux.provenance.report import as_json, as_text

    compilation = compile(args.instrument, options(args))
    found = [provenance(text, compilation.subject.records, compilation.layers) for text in compilation.texts]
    print((as_json if args.format == "json" else as_text)(found))
    return 0
