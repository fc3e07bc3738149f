"""The order of the stages; the only module that knows it.

read -> validate | parse -> outline -> draft -> index -> check -> render. Faults of a stage are reported together,
and a later stage runs only on a sound earlier one. Nothing here writes a file but `Compilation.render`.
"""

from __future__ import annotations

import functools
import importlib
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

from travaux.annotated import annotated
from travaux.checks import Check, builtin_checks, checks_in, run
from travaux.clean import clean
from travaux.compilation import Subject, Text
from travaux.diagnostic import Diagnostic, Failure, Severity, fail, ordered
from travaux.discover import Layer, layers
from travaux.draft import Material, draft
from travaux.draft.others import Others
from travaux.editions import Edition, outgoing
from travaux.elsewhere import Neighbours, bare, neighbours
from travaux.faults import marked
from travaux.index import index
from travaux.layout import page_numbers
from travaux.library import Library
from travaux.margin import commented, remarked
from travaux.model.instrument import Instrument
from travaux.model.source import Source
from travaux.outline import Outline, outline
from travaux.own_styles import own_styles
from travaux.parse import parse, resources
from travaux.participation import lines_left
from travaux.placing import beside, unwritable
from travaux.plugins import Plugins, plugins
from travaux.records import Entry, Records, instrument, load, sources
from travaux.renderers import Paged, Rendered, Renderer
from travaux.schedule import schedules
from travaux.span import Span
from travaux.tree import Document, Draft
from travaux.validate import closest

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Options:
    """What a build is asked for.

    `project` is a folder laid over the library (None: the current directory when it is one). `language` drafts
    only in that language. `allow_plugins` runs the Python of the project's `plugins/`. `profile` says which checks are
    run: `scrub` has some that no other has.
    """

    project: str | Path | None = None
    language: str | None = None
    allow_plugins: bool = False
    profile: str = "default"


def formats(added: Plugins | None = None) -> dict[str, Callable[[], Renderer]]:
    """The formats by name, each with what imports its renderer: the modules of `renderers/`, and plug-ins."""
    folder = Path(__file__).parent / "renderers"
    names = [p.stem for p in sorted(folder.iterdir()) if p.suffix == ".py" or p.is_dir()]
    builtin = (name for name in names if not name.startswith("_"))
    found: dict[str, Callable[[], Renderer]] = {
        name: partial(_import_renderer, f"travaux.renderers.{name}") for name in builtin
    }
    for name, module in (added or Plugins()).formats().items():
        found[name] = partial(cast, Renderer, module)
    return found


def _import_renderer(name: str) -> Renderer:
    return cast("Renderer", importlib.import_module(name))


def renderer_of(name: str, added: Plugins | None = None) -> tuple[str, Renderer]:
    """A format by its name or by the suffix of its files. Raises `Failure` when there is none."""
    known = formats(added)
    if name in known:
        return name, known[name]()
    for other, imported in known.items():
        if imported().suffix == name:
            return other, imported()
    hint = closest(name, known) or f"formats: {', '.join(sorted(known))}"
    raise fail("SYN012", Span(), f"there is no format {name!r}", hint)


def _carried_out(
    name: str, renderer: Renderer, document: Document, files: Mapping[str, bytes], *pages: Mapping[str, int]
) -> Rendered:
    """The rendered document; what the format of a plug-in raises is reported as its fault."""
    try:
        rendered = renderer.render(document, files, *pages)
        if not isinstance(rendered, Rendered):
            raise TypeError(f"render returns {type(rendered).__name__}, not Rendered")
        if not re.fullmatch(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)*", renderer.suffix):
            raise ValueError(f"{renderer.suffix!r} is not the ending of a file name")
    except Exception as error:
        if getattr(renderer, "__name__", "").startswith("travaux.renderers."):
            raise
        message = f"the format {name!r} cannot be carried out: {type(error).__name__}: {error}"
        raise fail("PLG002", Span(), message, "mend the plug-in") from None
    return rendered


def _numbers(renderer: object, document: Document, files: Mapping[str, bytes]) -> tuple[Mapping[str, int], ...]:
    """The pages of the headings, for a format that prints them."""
    return (page_numbers(renderer, document, files),) if isinstance(renderer, Paged) else ()


def _without_pages(rendered: Rendered) -> Rendered:
    """Says that pages were asked for in a format that has none."""
    said = (*rendered.unrepresented, "this format has no pages: its contents carry no page numbers")
    return replace(rendered, unrepresented=said)


def write(outputs: Mapping[Path, bytes]) -> None:
    """Writes files whole or not at all: each beside its place first, and all moved once all are written.

    Raises `Failure`, and has then changed nothing.
    """
    made: dict[Path, Path] = {}
    path = Path()
    try:
        for path, data in outputs.items():
            made[path] = _beside(path, data)
        for path, temporary in made.items():
            temporary.replace(path)
    except OSError as error:
        raise unwritable(path, error) from None
    finally:
        for temporary in made.values():
            temporary.unlink(missing_ok=True)


def _beside(path: Path, data: bytes) -> Path:
    """A new file with the data, on disk and in the folder of `path`. Raises OSError."""
    temporary = beside(path)
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


@dataclass(frozen=True)
class Compilation:
    """A build: its texts, what was found in them, and the formats they can be rendered in."""

    subject: Subject
    layers: tuple[Layer, ...] = field(repr=False)
    plugins: Plugins = field(default_factory=Plugins, repr=False)
    checks: tuple[Check, ...] = field(default=(), repr=False)
    styles: tuple[Diagnostic, ...] = field(default=(), repr=False)
    """What is found in the project's own Word styles."""

    @functools.cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What the checks find, in the order of the sources; looked for when it is first asked for.

        An assessment or a list of sources does not wait for it. Raises `Failure` where the check of a plug-in cannot
        be carried out.
        """
        return ordered((*self.styles, *run(self.subject, self.checks)))

    @property
    def texts(self) -> tuple[Text, ...]:
        """Every instrument in every language that was asked for."""
        return self.subject.texts

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that block the text."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)

    def renderer(self, format_name: str) -> Renderer:
        """The renderer of a format, by its name or suffix. Raises `Failure` when there is none."""
        return renderer_of(format_name, self.plugins)[1]

    def rendered(
        self,
        format_name: str,
        text: Text | None = None,
        mark_faults: bool = False,
        edition: Edition = "working",
        pages: bool = False,
    ) -> Rendered:
        """One text in one format, as bytes; the first text where none is given.

        `mark_faults` prints the error-level findings in the text. The `outgoing` edition holds the words and nothing
        of how they were made; the `clean` edition is that without what rests on unconfirmed sources, and lists it
        under `unrepresented`; the `annotated` one has drafting notes and precedents as footnotes. `pages` has
        LibreOffice lay the text out and prints the pages in the contents, in the formats that have pages. Raises
        `Failure` for an unknown format, for an outgoing or clean text with errors, and where LibreOffice does not do
        its part.
        """
        text = text or self.texts[0]
        name, renderer = renderer_of(format_name, self.plugins)
        files = resources(self.layers, name, getattr(renderer, "resources", ()))
        document, missing = self._edited(text, mark_faults, edition)
        numbers = _numbers(renderer, document, files) if pages else ()
        rendered = _carried_out(name, renderer, document, files, *numbers)
        rendered = rendered if numbers or not pages else _without_pages(rendered)
        return replace(rendered, unrepresented=(*rendered.unrepresented, *missing)) if missing else rendered

    def _edited(self, text: Text, mark_faults: bool, edition: Edition) -> tuple[Document, tuple[str, ...]]:
        """The document of an edition, and what it leaves out."""
        key = text.instrument.record.id
        if edition in ("outgoing", "clean") and self.errors:
            raise Failure(self.errors)
        if edition == "outgoing":
            return outgoing(text.document), ()
        if edition == "clean":
            draft, left_out = clean(text.document)
            return outgoing(index(draft, self._cleaned_beside(text))), tuple(map(str, left_out))
        document = remarked(text.document, self.diagnostics, key)
        if edition == "annotated":
            document = annotated(document, text)
        return (marked(document, self.errors, key) if mark_faults else document), ()

    def _cleaned_beside(self, text: Text) -> Neighbours:
        """The clean texts that a text cites: what is left out of them changes their numbers."""
        cited = {entry.ref.elsewhere.instrument for entry in text.document.refs if entry.ref.elsewhere}
        beside = (other for other in self.texts if other.instrument.record.id in cited)
        return neighbours((other.library, clean(other.document)[0]) for other in beside)

    def render(
        self,
        format_name: str,
        path: str | Path,
        mark_faults: bool = False,
        edition: Edition = "working",
        pages: bool = False,
    ) -> Rendered:
        """Writes the (first) text in a format to a path, whole or not at all; the options are those of `rendered`.

        Raises `Failure` when there are error-level findings and `mark_faults` is not set, or when the file cannot
        be written.
        """
        if self.errors and not mark_faults:
            raise Failure(self.errors)
        rendered = self.rendered(format_name, mark_faults=mark_faults, edition=edition, pages=pages)
        write({Path(path): rendered.data})
        return rendered


class _Gather:
    """Runs steps one by one and keeps the faults of all, so that they are reported together."""

    def __init__(self) -> None:
        self.faults: list[Diagnostic] = []

    def __call__(self, step: Callable[[], T]) -> T | None:
        try:
            return step()
        except Failure as failure:
            self.faults.extend(failure.diagnostics)
            return None

    def done(self) -> None:
        if self.faults:
            raise Failure(tuple(self.faults))


def _checks(added: Plugins) -> tuple[Check, ...]:
    own = (c for module in added.modules.values() for c in checks_in(module))
    return tuple(sorted((*builtin_checks(), *own), key=lambda c: c.code))


def all_checks(options: Options | None = None) -> tuple[Check, ...]:
    """The built-in checks and those of plug-ins, by code."""
    return _checks(plugins_of(options or Options()))


def plugins_of(options: Options) -> Plugins:
    """The plug-ins of a project. Raises `Failure` for one that cannot be imported."""
    return _plugins(layers(options.project), options)


def _plugins(found: Sequence[Layer], options: Options) -> Plugins:
    own = next((layer.root for layer in found if not layer.builtin), None)
    return plugins(own if options.allow_plugins else None)


def _languages(entry: Entry[Instrument], options: Options) -> tuple[str, ...]:
    if options.language is None:
        return entry.record.languages
    if options.language not in entry.record.languages:
        known = ", ".join(entry.record.languages)
        message = f"{entry.record.id} is not drafted in {options.language!r}"
        raise fail("LIB005", entry.span("languages"), message, f"its languages: {known}")
    return (options.language,)


@dataclass(frozen=True, slots=True)
class _Planned:
    """A text before it is drafted."""

    instrument: Entry[Instrument]
    library: Library
    outline: Outline


def _planned(entry: Entry[Instrument], language: str, records: Records, found: Sequence[Layer]) -> _Planned:
    template = entry.record.template or entry.record.kind
    asked = entry.span("template" if entry.record.template else "kind")
    tagged = entry.span("languages", entry.record.languages.index(language))
    library = parse(found, template, language, asked, tagged)
    return _Planned(entry, library, outline(entry, records.mechanisms, library))


def _drafted(planned: _Planned, records: Records, cited: Mapping[str, Entry[Source]], others: Others) -> Draft:
    left = lines_left(planned.instrument.record, records)
    tables = schedules(planned.instrument, records.parties, planned.library, left)
    return draft(planned.outline, Material(planned.instrument, records, planned.library, cited, tables, others))


def _others(planned: Sequence[_Planned], records: Records, found: Sequence[Layer]) -> Others:
    """What the clauses of a text may know of the other instruments."""
    standing: dict[str, set[str]] = {}
    for plan in planned:
        keys = {bare(selected.key) for selected in plan.outline.all()}
        standing.setdefault(plan.instrument.record.id, set()).update(keys)

    @functools.cache
    def record(key: str) -> Instrument:
        known = records.instruments.get(key)
        return known.record if known else instrument(found, key)

    return Others({key: frozenset(keys) for key, keys in standing.items()}, record)


def _indexed(planned: Sequence[_Planned], drafts: Sequence[Draft]) -> tuple[Text, ...]:
    """The texts with their numbers, each citing the others by theirs."""
    pairs = tuple(zip(planned, drafts, strict=True))
    beside = neighbours((plan.library, drafted) for plan, drafted in pairs)
    return tuple(
        Text(plan.instrument, plan.library, plan.outline, commented(index(drafted, beside), plan.instrument))
        for plan, drafted in pairs
    )


def compile(instruments: str | Sequence[str] = (), options: Options | None = None) -> Compilation:
    """Reads, validates, drafts and numbers instruments; checks them when `diagnostics` is asked for; renders nothing.

    `instruments` are keys or paths; none means all of the project's. Raises `Failure` with every fault of the
    first stage that has any.
    """
    options = options or Options()
    wanted = (instruments,) if isinstance(instruments, str) else tuple(instruments)
    found = layers(options.project)
    added = _plugins(found, options)
    records, chosen = load(found, wanted, added.mechanisms())
    gather = _Gather()
    plans = [
        gather(lambda e=entry, t=tag: _planned(e, t, records, found))  # type: ignore[misc]
        for entry in (records.instruments[key] for key in chosen)
        for tag in gather(lambda e=entry: _languages(e, options)) or ()  # type: ignore[misc]
    ]
    gather.done()
    planned = [plan for plan in plans if plan is not None]
    clauses = {w.clause.file: w.clause for p in planned for s in p.outline.all() for w in s.wordings}
    cited = sources(found, (named for clause in clauses.values() for named in clause.named_sources()))
    every = replace(records, sources={**records.sources, **cited})
    others = _others(planned, every, found)
    drafts = [gather(lambda p=plan: _drafted(p, every, every.sources, others)) for plan in planned]  # type: ignore[misc]
    gather.done()
    texts = _indexed(planned, [drafted for drafted in drafts if drafted is not None])
    subject = Subject(every, texts, every.sources)
    asked = tuple(c for c in _checks(added) if c.only in ("", options.profile))
    return Compilation(subject, tuple(found), added, asked, tuple(own_styles(found)))
