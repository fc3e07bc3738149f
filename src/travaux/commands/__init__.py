"""Commands of the command line, each in a file of its own: its arguments, and what it does.

A module `commands/<name>.py` is the command of that name (an underscore at its front makes it a part that several
share). It has `HELP`, `arguments(parser)` and `run(args)`, which returns the exit code; with `failed(args, failure)`
it prints faulty input itself, instead of on standard error. Heavy modules are imported by the function that runs, so
that --help and --version are quick.
"""

from __future__ import annotations

import argparse
from typing import Protocol, cast

from travaux.listed import modules_in

DONE, FINDINGS, WRONG = 0, 1, 2


class Command(Protocol):
    """What a module of this folder offers."""

    HELP: str

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declares the arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Carries the command out; returns the exit code. Raises `Failure` for faulty input."""


def commands() -> dict[str, Command]:
    """The modules of this folder by the name of their command, in the order of the names."""
    return {name: cast("Command", module) for name, module in modules_in(__name__, __path__).items()}
