"""The command line: arguments in, calls of the library, exit codes out. No logic of its own.

Exit codes: 0 done (warnings allowed), 1 error-level findings (nothing rendered without --draft), 2 input or
usage wrong. The commands are the modules of `travaux.commands`.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from travaux import __version__
from travaux.commands import DONE, WRONG, commands
from travaux.commands._output import print_findings

if TYPE_CHECKING:
    from travaux.diagnostic import Failure


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="travaux",
        description="Compiles typed models of treaty Parties and trade mechanisms into draft agreements.",
        epilog="exit codes: 0 done, 1 error-level findings, 2 input or usage wrong",
    )
    parser.add_argument("--version", action="version", version=f"travaux {__version__}")
    added = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, command in commands().items():
        own = added.add_parser(name, help=command.HELP, description=command.HELP[0].upper() + command.HELP[1:] + ".")
        command.arguments(own)
        own.set_defaults(run=command.run, failed=getattr(command, "failed", _failed))
    return parser


def _failed(_: argparse.Namespace, failure: Failure) -> None:
    from travaux.diagnostic import ordered

    print_findings(ordered(failure.diagnostics))


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter is no reason to fail
    args = _parser().parse_args(arguments)
    from travaux.diagnostic import Failure

    try:
        code = int(args.run(args))
        sys.stdout.flush()  # so that what cannot be written is reported here, not at the end of the process
        return code
    except Failure as failure:
        args.failed(args, failure)
        return WRONG
    except BrokenPipeError:
        # The reader of a pipe went away: say nothing more, to anyone.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        print(f"travaux: the output cannot be written: {error.strerror}", file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        print("interrupted; no output was changed", file=sys.stderr)
        return 130


def run() -> int:
    """The console command: `main` in a process of its own, which is too short for collecting garbage.

    Nearly all objects of a build live to its end, so looking for garbage on the way, and once more at exit, would
    cost a quarter of the time and free nothing.
    """
    gc.disable()
    try:
        return main()
    finally:
        gc.freeze()
