"""What others add in Python: checks, mechanism kinds and formats, from installed packages or a project's folder.

An installed package offers modules under the entry point group `travaux.plugins`. A project's `plugins/*.py` run
only when the user allows it; YAML, clauses and templates never run code.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from travaux.diagnostic import Failure, fail
from travaux.model.mechanism.base import Mechanism
from travaux.span import Span

STAGE_CODES: Mapping[str, str] = {
    "PLG001": "A plug-in cannot be imported.",
    "PLG002": "A check or a format of a plug-in cannot be carried out.",
}


@dataclass(frozen=True, slots=True)
class Plugins:
    """The modules that were found, by name."""

    modules: Mapping[str, ModuleType] = field(default_factory=dict)

    def mechanisms(self) -> dict[str, type[Mechanism]]:
        """Mechanism classes by kind."""
        found: dict[str, type[Mechanism]] = {}
        for module in self.modules.values():
            for thing in vars(module).values():
                if isinstance(thing, type) and issubclass(thing, Mechanism) and thing.__module__ == module.__name__:
                    (kind,) = getattr(thing.model_fields["kind"].annotation, "__args__", ("",))
                    found[kind] = thing
        return found

    def formats(self) -> dict[str, ModuleType]:
        """Modules that render, by the name of the module."""
        return {
            name: module
            for name, module in self.modules.items()
            if hasattr(module, "render") and hasattr(module, "suffix")
        }


def _installed() -> Iterator[tuple[str, ModuleType]]:
    from importlib.metadata import entry_points

    for point in sorted(entry_points(group="travaux.plugins"), key=lambda p: p.name):
        try:
            yield point.name, point.load()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever another package raises is reported by its name
            raise _broken(Span(f"entry point {point.name}"), error) from None


def _broken(span: Span, error: BaseException) -> Failure:
    return fail("PLG001", span, f"the plug-in cannot be imported: {type(error).__name__}: {error}")


def _of_project(folder: Path) -> Iterator[tuple[str, ModuleType]]:
    for path in sorted(folder.glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"travaux_plugin_{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module  # where the annotations of its classes are looked up
        try:
            spec.loader.exec_module(module)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a user's module raises is reported at its file
            raise _broken(Span(f"plugins/{path.name}"), error) from None
        yield path.stem, module


def plugins(project: Path | None = None) -> Plugins:
    """The plug-ins of installed packages, and those of a project's `plugins/` where its root is given.

    Raises `Failure` for a module of the project that cannot be imported.
    """
    found = dict(_installed())
    if project is not None:
        found.update(_of_project(project / "plugins"))
    return Plugins(found)
