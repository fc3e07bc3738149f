"""`travaux prove`: looks for cases in which an agreement fails its own purpose."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from travaux.commands import DONE, FINDINGS
from travaux.commands._arguments import instrument_arguments, options
from travaux.commands._output import told

if TYPE_CHECKING:
    from travaux.diagnostic import Failure

HELP = "look for cases in which an agreement fails its own purpose"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    instrument_arguments(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--explain", metavar="I-nn", help="say what an invariant asks, why, and what it assumes")


def run(args: argparse.Namespace) -> int:
    """Prints the proofs; 1 where one fails."""
    from travaux.build import compile
    from travaux.prove import Status, builtin_invariants, invariants_in, prove
    from travaux.prove._report import as_json, as_text, explain

    if args.explain:
        print(explain(args.explain.upper(), builtin_invariants()))
        return DONE
    compilation = compile(args.instruments, options(args))
    own = (i for module in compilation.plugins.modules.values() for i in invariants_in(module))
    proofs = prove(compilation.subject, (*builtin_invariants(), *own))
    print((as_json if args.format == "json" else as_text)(proofs))
    return FINDINGS if any(proof.status is Status.FAILS for proof in proofs) else DONE


def failed(args: argparse.Namespace, failure: Failure) -> None:
    """Prints faulty input in the format that is asked for."""
    from travaux.diagnostic import ordered

    print(told(ordered(failure.diagnostics), "json" if args.format == "json" else "concise"))
