"""The command line: arguments in, calls of the library, exit codes out. No logic of its own.

Exit codes: 0 done (warnings allowed), 1 error-level findings (nothing rendered without --draft), 2 input or
usage wrong. Heavy modules are imported by the command that needs them, so that --help and --version are quick.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from travaux import __version__
from travaux.commands import sources
from travaux.commands.arguments import instrument_arguments, options, project_arguments

if TYPE_CHECKING:
    from travaux.build import Compilation
    from travaux.compilation import Text
    from travaux.diagnostic import Diagnostic
    from travaux.docx_reader.safe import Package
    from travaux.editions import Edition

DONE, FINDINGS, WRONG = 0, 1, 2
LISTS = ("parties", "products", "mechanisms", "clauses", "instruments", "sources", "tables", "checks", "formats")


def _progress(message: str) -> None:
    if sys.stderr.isatty():
        print(message, file=sys.stderr, flush=True)


def _print(diagnostics: Sequence[Diagnostic], form: str = "text", stream: object = None) -> None:
    from travaux.report import as_json, as_text

    print((as_json if form == "json" else as_text)(diagnostics), file=stream or sys.stdout)  # type: ignore[arg-type]


# --- commands ----------------------------------------------------------------------------------------------------


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
    _progress(f"rendering {path.name}")
    rendered = compilation.rendered(name, text, mark_faults=draft, edition=edition, pages=pages)
    for line in rendered.unrepresented:
        print(f"{path.name}: {line}", file=sys.stderr)
    return path, rendered.data


def _build(args: argparse.Namespace) -> int:
    from travaux.build import compile, write

    if args.notes and args.edition != "working":
        told = f"travaux: --notes prints what the {args.edition} edition leaves out: ask for one of the two"
        print(told, file=sys.stderr)
        return WRONG
    _progress("compiling")
    compilation = compile(args.instruments, options(args))
    formats = tuple(dict.fromkeys(name.strip() for name in args.format.split(",") if name.strip()))
    for name in formats or ("",):
        compilation.renderer(name)
    if compilation.diagnostics and not args.quiet:
        _print(compilation.diagnostics, stream=sys.stderr)
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


def _check(args: argparse.Namespace) -> int:
    from travaux.build import compile

    compilation = compile(args.instruments, options(args))
    _print(compilation.diagnostics, args.format)
    return FINDINGS if compilation.errors else DONE


def _prove(args: argparse.Namespace) -> int:
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


def _assess(args: argparse.Namespace) -> int:
    from travaux.assess import command
    from travaux.assess.summary import as_data, as_text
    from travaux.build import compile
    from travaux.model.period import parse_date

    try:
        since = parse_date(args.in_force) if args.in_force else None
    except ValueError as error:
        print(f"travaux: --in-force: {error}", file=sys.stderr)
        return WRONG
    subject = compile(args.instrument, options(args)).subject
    task = command.Task(subject, Path(args.entries or ""), args.party, since, args.engine)
    if args.sql:
        print(command.printed_query(task, args.sql))
        return DONE
    if not args.entries:
        print("travaux: name the file of entries, or ask for the query with --sql", file=sys.stderr)
        return WRONG
    if args.explain:
        print(command.explained_entry(task, args.explain))
        return DONE
    summary, plan = command.summarised(task, Path(args.output) if args.output else None)
    if args.format == "json":
        import json

        print(json.dumps(as_data(summary, plan), indent=1, ensure_ascii=False))
    else:
        print(as_text(summary, plan))
    return DONE


def _explain(args: argparse.Namespace) -> int:
    from travaux.build import all_checks
    from travaux.report import explain, overview

    known = all_checks(options(args))
    print(explain(args.code.upper(), known) if args.code else overview(known))
    return DONE


def _list(args: argparse.Namespace) -> int:
    from travaux.listing import lines

    for line in lines(args.what, options(args)):
        print(line)
    return DONE


def _schema(args: argparse.Namespace) -> int:
    import json

    from travaux.build import plugins_of
    from travaux.schemas import schema

    print(json.dumps(schema(args.kind, plugins_of(options(args)).mechanisms()), indent=1, ensure_ascii=False))
    return DONE


def _init(args: argparse.Namespace) -> int:
    from travaux.scaffold import init

    for name in init(Path(args.folder)):
        print(f"{args.folder}/{name}")
    print(f"\nnow: cd {args.folder} && travaux build")
    return DONE


def _inspect(args: argparse.Namespace) -> int:
    from travaux.docx_reader import safe

    package = safe.opened(args.file)
    if args.lint:
        from travaux.docx_reader.lint import faults

        found = faults(package)
        print("\n".join(found) or "nothing found")
        return FINDINGS if found else DONE
    if args.recompute is not None:
        return _recompute(package, args)
    from travaux.docx_reader.reader import inspected
    from travaux.docx_reader.report import as_json, as_text

    inspection = inspected(package)
    told = (as_json if args.format == "json" else as_text)(inspection)
    if args.output:
        from travaux.build import write

        write({Path(args.output): f"{told}\n".encode()})
    print(args.output or told)
    return DONE if inspection.ours else WRONG


def _recompute(package: Package, args: argparse.Namespace) -> int:
    from travaux.docx_reader.reader import inspected
    from travaux.returned import recalculated

    found = recalculated(inspected(package), args.recompute, options(args))
    print("\n".join(found) or "nothing found")
    return FINDINGS if found else DONE


# --- arguments ---------------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="travaux",
        description="Compiles typed models of treaty Parties and trade mechanisms into draft agreements.",
        epilog="exit codes: 0 done, 1 error-level findings, 2 input or usage wrong",
    )
    parser.add_argument("--version", action="version", version=f"travaux {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        added.set_defaults(run=run)
        return added

    build = command("build", _build, "compile instruments and write the texts")
    instrument_arguments(build)
    build.add_argument("-o", "--output", metavar="DIR", default="build", help="output folder (default: build)")
    build.add_argument("--format", default="docx", help="docx, html, md, json; several with commas (default: docx)")
    build.add_argument("--draft", action="store_true", help="render in spite of errors, and mark them in the text")
    build.add_argument(
        "--edition",
        choices=("working", "outgoing", "clean"),
        default="working",
        help="outgoing: for the other side, without keys, sources, notes, comments and fallbacks; clean: that without "
        "what no source confirms, which is listed (default: working)",
    )
    build.add_argument("--notes", action="store_true", help="annotated: drafting notes and precedents as footnotes")
    build.add_argument("--pages", action="store_true", help="number the contents of a DOCX (LibreOffice lays it out)")
    build.add_argument("--quiet", action="store_true", help="do not print findings")

    check = command("check", _check, "compile instruments and print what is wrong")
    instrument_arguments(check)
    check.add_argument("--format", choices=("text", "json"), default="text")

    prove = command("prove", _prove, "look for cases in which an agreement fails its own purpose")
    instrument_arguments(prove)
    prove.add_argument("--format", choices=("text", "json"), default="text")
    prove.add_argument("--explain", metavar="I-nn", help="say what an invariant asks, why, and what it assumes")

    assess = command("assess", _assess, "say what the border adjustments would charge on the entries of a file")
    assess.add_argument("instrument", metavar="INSTRUMENT", help="key or YAML file")
    assess.add_argument("entries", nargs="?", metavar="ENTRIES", help="CSV, or Parquet for duckdb: docs/entries.md")
    assess.add_argument("-o", "--output", metavar="OUT", help="write what each entry comes to: .csv, .json or .parquet")
    assess.add_argument("--engine", choices=("python", "duckdb"), default="python", help="duckdb: the extra `batch`")
    assess.add_argument("--sql", choices=("duckdb", "spark"), help="print the query instead, to run where the data is")
    assess.add_argument("--party", metavar="KEY", default="", help="only entries of this party")
    assess.add_argument("--in-force", metavar="DATE", help="day of entry into force (default: the first floor's)")
    assess.add_argument("--explain", metavar="N", help="tell one entry step by step, by its name or number")
    assess.add_argument("--format", choices=("text", "json"), default="text")
    project_arguments(assess)

    sources.arguments(command(sources.NAME, sources.run, sources.HELP))

    explain = command("explain", _explain, "say what a code means; without a code, list all")
    explain.add_argument("code", nargs="?", metavar="CODE")
    project_arguments(explain)

    lists = command("list", _list, "list what the project and the library hold")
    lists.add_argument("what", choices=LISTS)
    project_arguments(lists)

    schema = command("schema", _schema, "print the JSON Schema of a kind of file")
    schema.add_argument("kind", metavar="KIND", help="party, product, source, instrument, price-floor, ...")
    project_arguments(schema)

    inspect = command("inspect", _inspect, "read a Word file back: text by key, changes, comments")
    inspect.add_argument("file", metavar="FILE.docx")
    inspect.add_argument("--format", choices=("text", "json"), default="text")
    inspect.add_argument("-o", "--output", metavar="OUT", help="write to a file instead of the screen")
    inspect.add_argument("--lint", action="store_true", help="print the faults of the file instead; exit 1 if any")
    inspect.add_argument(
        "--recompute",
        nargs="?",
        const="",
        metavar="INSTRUMENT",
        help="calculate the annex of calculation again, against an instrument or against itself; exit 1 if it differs",
    )
    project_arguments(inspect)

    init = command("init", _init, "write a project that builds, with comments that teach")
    init.add_argument("folder", metavar="DIR")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter is no reason to fail
    args = _parser().parse_args(arguments)
    from travaux.diagnostic import Failure, ordered

    try:
        code = int(args.run(args))
        sys.stdout.flush()  # so that what cannot be written is reported here, not at the end of the process
        return code
    except Failure as failure:
        form = args.format if args.run in (_check, _prove) else "text"
        _print(ordered(failure.diagnostics), form, sys.stdout if args.run in (_check, _prove) else sys.stderr)
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
