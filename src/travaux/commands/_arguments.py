"""Arguments that several commands have, and the options of a build that they mean."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from travaux.build import Options


def project_arguments(parser: argparse.ArgumentParser) -> None:
    """The project, and whether its Python is run."""
    parser.add_argument("--project", metavar="DIR", help="folder laid over the library (default: here, if it is one)")
    parser.add_argument("--allow-plugins", action="store_true", help="run the Python in the project's plugins/")


def language_argument(parser: argparse.ArgumentParser) -> None:
    """One drafting language."""
    parser.add_argument("--lang", metavar="xx", help="draft in this language only")


def instrument_arguments(parser: argparse.ArgumentParser) -> None:
    """Instruments of a project in their languages."""
    parser.add_argument(
        "instruments", nargs="*", metavar="INSTRUMENT", help="instrument or package: key or YAML file; none means all"
    )
    language_argument(parser)
    project_arguments(parser)


def options(args: argparse.Namespace) -> Options:
    """What a build is asked for."""
    from travaux.build import Options

    more = {name: vars(args)[name] for name in ("allow_plugins", "profile") if name in args}
    return Options(args.project, getattr(args, "lang", None), **more)
