"""`travaux promote`: what the provisions of a text that does not bind become in one that does."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from travaux.commands import DONE, WRONG
from travaux.commands._arguments import language_argument, options, project_arguments

if TYPE_CHECKING:
    from travaux.build import Compilation
    from travaux.compilation import Text
    from travaux.promotion import Promotion

HELP = "say what each commitment of a plan becomes in an agreement, what is dropped there and what is new"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("source", metavar="SOURCE", help="the text that does not bind: key or YAML file")
    parser.add_argument("--into", metavar="TARGET", required=True, help="the text that binds: key or YAML file")
    parser.add_argument("--format", choices=("text", "json", "docx"), default="text", help="docx: a table for Word")
    parser.add_argument("-o", "--output", metavar="OUT", help="write to a file (default: the screen, but for docx)")
    language_argument(parser)
    project_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Prints or writes the report; returns 0. Raises `Failure` for faulty input and texts that cannot be compared."""
    from travaux.build import compile, write
    from travaux.promotion.compare import pair, promotion

    if args.format == "docx" and not args.output:
        print("travaux: name the Word file with -o OUT.docx", file=sys.stderr)
        return WRONG
    compilation = compile((args.source, args.into), options(args))
    source, target = pair(compilation.texts, _key(args.source), _key(args.into))
    told = _told(args.format, compilation, source, target, promotion(source, target, compilation.subject.records))
    if args.output:
        write({Path(args.output): told})
        print(args.output)
    else:
        print(told.decode(), end="")
    return DONE


def _key(name: str) -> str:
    """The key of an instrument from its name on the command line: the key itself, or that of a file."""
    return Path(name).stem if name.endswith((".yaml", ".yml")) or "/" in name else name


def _told(form: str, compilation: Compilation, source: Text, target: Text, found: Promotion) -> bytes:
    from travaux.promotion.data import as_json
    from travaux.promotion.text import as_text

    if form == "docx":
        return _word_file(compilation, source, target, found)
    return f"{(as_json if form == 'json' else as_text)(found)}\n".encode()


def _word_file(compilation: Compilation, source: Text, target: Text, found: Promotion) -> bytes:
    from travaux.index import index
    from travaux.parse import resources
    from travaux.promotion.table import as_draft

    renderer = compilation.renderer("docx")
    document = index(as_draft(found, source.document.draft.house, target.document.draft.house))
    return renderer.render(document, resources(compilation.layers, "docx", renderer.resources)).data
