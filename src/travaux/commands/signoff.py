"""`travaux signoff`: what people have to look at before a text is tabled, as a list to sign."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from travaux.commands import DONE, WRONG
from travaux.commands._arguments import language_argument, options, project_arguments

HELP = "print what a person has to look at and sign off before an instrument is tabled"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("instrument", metavar="INSTRUMENT", help="key or YAML file")
    parser.add_argument("--format", choices=("text", "json", "docx"), default="text")
    parser.add_argument("-o", metavar="FILE", dest="output", help="file for docx (default INSTRUMENT.signoff.docx)")
    language_argument(parser)
    project_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Prints the list, or writes it for Word; returns 0. Raises `Failure` for faulty input."""
    from travaux.build import compile, write
    from travaux.parse import resources
    from travaux.signoff._gather import sign_off
    from travaux.signoff._report import as_json, as_text, document

    compilation = compile(args.instrument, options(args))
    subject = compilation.subject
    lists = [sign_off(subject, text, compilation.diagnostics) for text in compilation.texts]
    if args.format == "docx":
        if len(lists) > 1:
            known = ", ".join(one.language for one in lists)
            print(f"travaux: a Word file is in one language: name it with --lang ({known})", file=sys.stderr)
            return WRONG
        first, text = lists[0], compilation.texts[0]
        path = Path(args.output or f"{first.instrument}.signoff.docx")
        renderer = compilation.renderer("docx")
        files = resources(compilation.layers, "docx", getattr(renderer, "resources", ()))
        write({path: renderer.render(document(first, text), files).data})
        print(path)
    else:
        print((as_json if args.format == "json" else as_text)(lists))
    return DONE
