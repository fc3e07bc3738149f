"""`travaux selftest`: plants known defects in a copy of a project, and says whether the checks find them."""

from __future__ import annotations

import argparse
import json

from travaux.commands import DONE, FINDINGS
from travaux.commands._arguments import instrument_arguments, options

HELP = "plant known defects in a copy of the project, and say whether the checks find them"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    instrument_arguments(parser)
    parser.add_argument("--codes", metavar="CODES", default="", help="only these codes, or what begins so: CAP,REF001")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="draws the places (default: 1)")
    parser.add_argument("--per-code", type=_count, default=3, metavar="K", help="places for each defect (default: 3)")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above zero")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Prints what was found; 1 where a defect was missed or an error told for no reason. Raises `Failure`."""
    from travaux.build import all_checks
    from travaux.choice import codes
    from travaux.commands._output import progress
    from travaux.report import rules
    from travaux.selftest._result import as_json, as_text
    from travaux.selftest.trial import Wanted, tried

    asked = options(args)
    chosen = codes(args.codes, rules(all_checks(asked)))
    made = tried(args.instruments, asked, Wanted(chosen, args.seed, args.per_code, progress))
    print(json.dumps(as_json(made), indent=2, ensure_ascii=False) if args.format == "json" else as_text(made))
    return DONE if made.sound else FINDINGS
