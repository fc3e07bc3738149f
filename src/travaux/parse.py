"""Stage 3, parse: the files of `clauses/` and `templates/` become a `Library`.

A clause is one file, `clauses/<family>/<key>[~<variant>].<language>.md`: YAML front matter, then a body that the
draft stage reads. The body is not read here: whether it can be drafted depends on what it is drafted about.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from pydantic import BaseModel

from travaux.diagnostic import Diagnostic, Failure, Severity, fail
from travaux.discover import Layer, SourceFile, listing, records
from travaux.library import Clause, FamilyFile, FrontMatter, Language, Library, Template
from travaux.read import Raw, parse_yaml, read
from travaux.span import Span
from travaux.validate import closest, validate

STAGE_CODES: Mapping[str, str] = {
    "LIB001": "The name of a clause file does not say key, variant and language.",
    "LIB002": "A clause has no front matter, or front matter that does not end.",
    "LIB003": "Two files hold one clause in one language.",
    "LIB004": "A folder of clauses has no family.yaml.",
    "LIB006": "A family names a chapter that no template has, and brings none of its own.",
    "LIB005": "A template or a drafting language is named that does not exist.",
}

M = TypeVar("M", bound=BaseModel)


_NAME = re.compile(r"(?P<key>[a-z0-9-]+)(~(?P<variant>[a-z0-9-]+))?\.(?P<language>[a-z]{2,3}(-[A-Za-z]+)*)\.md")


def named(file: SourceFile) -> tuple[str, str, str]:
    """Key, variant and language from the name of a clause file. Raises `Failure`."""
    match = _NAME.fullmatch(file.path.name)
    if match is None:
        raise fail("LIB001", file.span, "the name is not `<key>.<language>.md`", "such as price-floor-level.en.md")
    return match["key"], match["variant"] or "", match["language"]


def split_front_matter(file: SourceFile, text: str) -> tuple[str, str, int]:
    """Front matter, body, and the line of the file on which the body begins. Raises `Failure`."""
    if not text.startswith("---\n"):
        raise fail("LIB002", Span(file.name, 1, 1), "the clause has no front matter", "begin the file with `---`")
    end = text.find("\n---\n", 3)
    if end < 0:
        raise fail("LIB002", Span(file.name, 1, 1), "the front matter does not end", "close it with `---`")
    front, body = text[4 : end + 1], text[end + 5 :]
    return front, body, front.count("\n") + 3


def parse_clause(file: SourceFile) -> Clause:
    """One clause file. Raises `Failure` with every fault of its name and front matter."""
    key, variant, language = named(file)
    text = file.text().replace("\r\n", "\n").replace("\r", "\n")
    front, body, body_line = split_front_matter(file, text)
    raw = parse_yaml(file, front, first_line=2)
    version = hashlib.sha256(text.encode()).hexdigest()[:8]
    matter = validate(FrontMatter, raw)
    return Clause(key, variant, language, file.path.parent.name, matter, body, body_line, raw, version)


def _validated(cls: type[M], file: SourceFile) -> tuple[M, Raw]:
    raw = read(file)
    return validate(cls, raw), raw


def _gather(calls: Iterable[Callable[[], object]]) -> list[Diagnostic]:
    faults: list[Diagnostic] = []
    for call in calls:
        try:
            call()
        except Failure as failure:
            faults.extend(failure.diagnostics)
    return faults


class _Parser:
    def __init__(self, layers: Sequence[Layer], language: str) -> None:
        self.language = language
        self.clauses: dict[tuple[str, str], Clause] = {}
        self.families: dict[str, tuple[FamilyFile, Raw]] = {}
        self.family_files = _strongest(listing(layers, "clauses", (".yaml", ".yml")), lambda f: f.path.parent.name)
        self.files = _clause_files(listing(layers, "clauses", (".md",)))

    def family(self, name: str, file: SourceFile) -> None:
        self.families[name] = _validated(FamilyFile, file)

    def clause(self, file: SourceFile) -> None:
        clause = parse_clause(file)
        if clause.family not in self.family_files:
            raise fail("LIB004", file.span, f"the folder {clause.family!r} has no family.yaml", "add one")
        self.clauses[clause.key, clause.variant] = clause

    def lost_families(self, layers: Sequence[Layer]) -> list[Diagnostic]:
        """Families whose chapter no template has: they would stand in no text, and nobody would notice.

        A template of the library counts even where the project has replaced it, for its families are still here.
        """
        files = (file for layer in layers for file in _template_files((layer,)).values())
        templates = (_validated(Template, file)[0] for file in files)
        chapters = {chapter.id for template in templates for chapter in template.chapters}
        return [
            Diagnostic(
                "LIB006",
                Severity.ERROR,
                raw.span("chapter"),
                f"no template has the chapter {family.chapter!r}",
                closest(family.chapter, chapters) or "give its `heading` and the chapter it stands `after`",
            )
            for family, raw in self.families.values()
            if family.chapter not in chapters and family.after is None
        ]

    def wanted(self, template: Template) -> list[SourceFile]:
        """The clause files of this language that can stand under a template, and every one of the project."""
        chapters = {chapter.id for chapter in template.chapters}
        fitting = {
            name
            for name, (family, _) in self.families.items()
            if family.register_ == template.register_ and (family.chapter in chapters or family.after in chapters)
        }
        return [
            file
            for (_, _, language), file in self.files.items()
            if language == self.language and (file.path.parent.name in fitting or not file.layer.builtin)
        ]


def _strongest(files: Iterable[SourceFile], key: Callable[[SourceFile], str]) -> dict[str, SourceFile]:
    found: dict[str, SourceFile] = {}
    for file in files:
        found.setdefault(key(file), file)
    return found


def _clause_files(files: Iterable[SourceFile]) -> dict[tuple[str, str, str], SourceFile]:
    found: dict[tuple[str, str, str], SourceFile] = {}
    faults: list[Diagnostic] = []
    for file in files:
        try:
            name = named(file)
        except Failure as failure:
            faults.extend(failure.diagnostics)
            continue
        earlier = found.setdefault(name, file)
        if earlier is not file and earlier.layer == file.layer:
            message = f"the clause {file.path.name} stands in two folders; the other is {earlier.name}"
            faults.append(Diagnostic("LIB003", Severity.ERROR, file.span, message, "remove or rename one"))
    if faults:
        raise Failure(tuple(faults))
    return found


def _template_files(layers: Sequence[Layer]) -> dict[str, SourceFile]:
    """The templates by key: the files of `templates/` itself, not those of its folders."""
    return {key: file for key, file in records(layers, "templates").items() if file.path.parent.name == "templates"}


def _template(layers: Sequence[Layer], name: str, asked: Span) -> Template:
    known = _template_files(layers)
    if name not in known:
        hint = closest(name, known) or f"known: {', '.join(sorted(known))}"
        raise fail("LIB005", asked, f"there is no template {name!r}", hint)
    return _validated(Template, known[name])[0]


def language_of(layers: Sequence[Layer], tag: str, asked: Span) -> Language:
    known = records(layers, "templates/languages")
    if tag not in known:
        hint = f"known: {', '.join(sorted(known))}; add templates/languages/{tag}.yaml"
        raise fail("LIB005", asked, f"there is no drafting language {tag!r}", hint)
    return _validated(Language, known[tag])[0]


def parse(layers: Sequence[Layer], template: str, language: str, asked: Span, tagged: Span) -> Library:
    """The library for a text of one template in one language.

    `asked` and `tagged` are the places that name the two, for the message when one does not exist. Raises `Failure`
    with every fault of every file that was read.
    """
    parser = _Parser(layers, language)
    frame = _template(layers, template, asked)
    words = language_of(layers, language, tagged)
    faults = _gather(lambda n=n, f=f: parser.family(n, f) for n, f in parser.family_files.items())  # type: ignore[misc]
    faults += parser.lost_families(layers)
    faults += _gather(lambda f=f: parser.clause(f) for f in parser.wanted(frame))  # type: ignore[misc]
    if faults:
        raise Failure(tuple(faults))
    known = frozenset(key for key, _, _ in parser.files)
    return Library(language, parser.clauses, parser.families, frame, words, known)


def resources(layers: Sequence[Layer], format_name: str, names: Sequence[str]) -> dict[str, bytes]:
    """The files of `templates/<format>/` that a renderer wants, the project's before the library's."""
    found: dict[str, bytes] = {}
    for name in names:
        for layer in layers:
            path = layer.root / "templates" / format_name / name
            if name not in found and path.is_file():
                found[name] = layer.file(path).read()
    return found
