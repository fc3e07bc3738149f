"""`travaux duties`: who owes what under an instrument, by when, and what follows when it is not done."""

from __future__ import annotations

import argparse
import sys

from travaux.commands import DONE, WRONG
from travaux.commands._arguments import language_argument, options, project_arguments

HELP = "print the register of duties: who owes what, where it stands, by when, and what follows"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("instrument", metavar="INSTRUMENT", help="key or YAML file")
    parser.add_argument("--by", metavar="KEY", default="", help="only what one owes: party, committee, ...")
    parser.add_argument("--format", choices=("text", "csv", "json"), default="text")
    language_argument(parser)
    project_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Prints the register; returns 0. Raises `Failure` for faulty input."""
    from travaux.build import compile
    from travaux.duties import as_csv, as_json, as_text, register
    from travaux.validate import closest

    texts = compile(args.instrument, options(args)).texts
    found = [register(text, args.by) for text in texts]
    known = sorted({bearer.by for text in texts for bearer in register(text).bearers})
    if args.by and args.by not in known:
        hint = closest(args.by, known) or f"known: {', '.join(known)}"
        print(f"travaux: nobody called {args.by!r} owes anything here; {hint}", file=sys.stderr)
        return WRONG
    forms = {"text": as_text, "csv": as_csv, "json": as_json}
    print(forms[args.format](found))
    return DONE
