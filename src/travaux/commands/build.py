"""`travaux build`: compiles instruments and writes the texts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from travaux.commands import DONE, FINDINGS, WRONG
from travaux.commands._arguments import instrument_arguments, options
from travaux.commands._output import print_findings, progress

if TYPE_CHECKING:
    from travaux.build import Compilation
    from travaux.compilation import Text
    from travaux.editions import Edition


HELP = "compile instruments and write the texts"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    instrument_arguments(parser)
    parser.add_argument("-o", "--output", metavar="DIR", default="build", help="output folder (default: build)")
    parser.add_argument("--format", default="docx", help="docx, html, md, json; several with commas (default: docx)")
    parser.add_argument("--draft", action="store_true", help="render in spite of errors, and mark them in the text")
    parser.add_argument(
        "--edition",
        choices=("working", "outgoing", "clean"),
        default="working",
        help="outgoing: for the other side, without keys, sources, notes, comments and fallbacks; clean: that without "
        "what no source confirms, which is listed (default: working)",
    )
    parser.add_argument("--notes", action="store_true", help="annotated: drafting notes and precedents as footnotes")
    parser.add_argument("--pages", action="store_true", help="number the contents of a DOCX (LibreOffice lays it out)")
    parser.add_argument("--quiet", action="store_true", help="do not print findings")


def _outputs(
    compilation: Compilation, formats: Sequence[str], folder: Path, draft: bool, edition: Edition, pages: bool
) -> dict[Path, bytes]:
    """Every output as bytes, before any is written."""
    outputs: dict[Path, bytes] = {}
    for text in compilation.texts:
        for name in formats:
            path, data = _output(compilation, text, name, folder, draft, edition, pages)
            outputs[path] = data
    return outputs


def _output(
    compilation: Compilation, text: Text, name: str, folder: Path, draft: bool, edition: Edition, pages: bool
) -> tuple[Path, bytes]:
    renderer = compilation.renderer(name)
    key = text.instrument.record.id
    middle = "" if edition == "working" else f".{edition}"
    path = folder / f"{key}{middle}.{text.language}.{renderer.suffix}"
    progress(f"rendering {path.name}")
    rendered = compilation.rendered(name, text, mark_faults=draft, edition=edition, pages=pages)
    for line in rendered.unrepresented:
        print(f"{path.name}: {line}", file=sys.stderr)
    return path, rendered.data


def run(args: argparse.Namespace) -> int:
    """Writes every text of the instruments, all or none, and prints the paths."""
    from travaux.build import compile, write

    if args.notes and args.edition != "working":
        told = f"travaux: --notes prints what the {args.edition} edition leaves out: ask for one of the two"
        print(told, file=sys.stderr)
        return WRONG
    progress("compiling")
    compilation = compile(args.instruments, options(args))
    formats = tuple(dict.fromkeys(name.strip() for name in args.format.split(",") if name.strip()))
    for name in formats or ("",):
        compilation.renderer(name)
    if compilation.diagnostics and not args.quiet:
        print_findings(compilation.diagnostics)
    edition: Edition = "annotated" if args.notes else args.edition
    if compilation.errors and edition in ("outgoing", "clean"):
        print(f"nothing was rendered; a text with errors has no {edition} edition: mend them first", file=sys.stderr)
        return FINDINGS
    if compilation.errors and not args.draft:
        print("nothing was rendered; --draft prints the text with its faults marked", file=sys.stderr)
        return FINDINGS
    outputs = _outputs(compilation, formats, Path(args.output), args.draft, edition, args.pages)
    write(outputs)
    for path in outputs:
        print(path)
    return FINDINGS if compilation.errors else DONE
