"""Arguments that say which findings are told and in which format, and what they mean."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from travaux.listed import names_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from travaux.build import Options
    from travaux.checks import Check
    from travaux.choice import Choice

#: Found by name alone: importing them would make --help slow.
_FORMATS = names_in(Path(__file__).parents[1] / "report")
_PROFILES = ("default", "strict", "scrub")


def findings_arguments(parser: argparse.ArgumentParser) -> None:
    """Format, choice and baseline."""
    parser.add_argument("--format", choices=_FORMATS, default="text", help="default: text")
    parser.add_argument("--select", metavar="CODES", default="", help="only these codes, or what begins so: CAP,REF001")
    parser.add_argument("--ignore", metavar="CODES", default="", help="without these codes")
    parser.add_argument("--severity", choices=("error", "warning", "info"), default="info", help="the lightest told")
    parser.add_argument(
        "--profile",
        choices=_PROFILES,
        default="default",
        help="strict: warnings are errors; scrub: that, and what must be gone before signature",
    )
    parser.add_argument("--baseline", metavar="FILE", help="tell only what this file does not list")
    parser.add_argument("--write-baseline", metavar="FILE", help="list what is found in this file, and exit 0")


def choice_of(args: argparse.Namespace, known: Sequence[Check]) -> Choice:
    """The choice that the arguments mean. Raises `Failure` for a code that there is not."""
    from travaux.choice import Choice, codes
    from travaux.diagnostic import Severity
    from travaux.report import rules

    every = rules(known)
    select, ignore = codes(args.select, every), codes(args.ignore, every)
    return Choice(select, ignore, Severity(args.severity), args.profile)


def roots_of(options: Options) -> tuple[Path, ...]:
    """The folders that the names of source files are relative to; those that can be found, at a fault too."""
    from travaux.diagnostic import Failure
    from travaux.discover import layers

    try:
        found = tuple(layer.root for layer in layers(options.project))
    except Failure:
        found = ()
    return (*found, Path())
