"""`travaux init`: writes a project that builds."""

from __future__ import annotations

import argparse
from pathlib import Path

from travaux.commands import DONE

HELP = "write a project that builds, with comments that teach"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("folder", metavar="DIR")


def run(args: argparse.Namespace) -> int:
    """Writes the files and prints their names."""
    from travaux.scaffold import init

    for name in init(Path(args.folder)):
        print(f"{args.folder}/{name}")
    print(f"\nnow: cd {args.folder} && travaux build")
    return DONE
