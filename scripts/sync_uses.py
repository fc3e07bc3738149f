"""Rewrites the `uses:` lists of the clauses of the library from the terms that their texts use.

A use counts when it is printed in an instrument of the library, or when its words stand in the clause where this
instrument does not print them (another choice of the model might). Nothing else of a file changes.
Run it from the root of the repository: `python scripts/sync_uses.py`, or with `--check` to only list what differs.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from ruamel.yaml import YAML

from travaux.build import compile
from travaux.checks.declared_terms import printed_uses
from travaux.compilation import Text
from travaux.terms import Terms

ROOT = Path(__file__).resolve().parent.parent
_MARKS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\*.*?\*\}|\{#[^}]*\}", re.DOTALL)
_SAID = re.compile(r'"([^"]* [^"]*)"')
_AFTER = re.compile(r"^(needs|parameters|precedents|rests_on|plain|suppress):", re.MULTILINE)
_NOTE = re.compile(r'note\("[^"]*"\)')


def words_of(body: str) -> str:
    """The words of a clause with those that its conditions may choose, without ids, names and drafting notes."""

    def said(match: re.Match[str]) -> str:
        return " ".join(_SAID.findall(_NOTE.sub("", match[0])))

    return " ".join(_MARKS.sub(said, body).split())


def uses(text: Text) -> dict[str, tuple[str, ...]]:
    """By file of a clause: the terms that it uses and does not define."""
    library = sorted(text.library.clauses.items())
    terms = {term: forms for _, clause in library for term, forms in clause.front.defines.items()}
    plain = [phrase for _, clause in library for phrase in clause.front.plain]
    finder = Terms(terms, plain, text.language)
    printed = printed_uses(text)
    found: dict[str, tuple[str, ...]] = {}
    for _, clause in library:
        written = {term for _, _, term in finder.find(words_of(clause.body))}
        every = written | set(printed.get(clause.file, {}))
        found[clause.file] = tuple(sorted(every - {""} - set(clause.front.defines)))
    return found


def rewritten(source: str, terms: tuple[str, ...]) -> str:
    """The text of a clause file with another `uses:` list."""
    line = f"uses: [{', '.join(terms)}]\n" if terms else ""
    front = source[4 : source.index("\n---\n", 3) + 1]
    for key, value in YAML().compose(io.StringIO(front)).value:
        if key.value == "uses":
            end = front.index("\n", value.end_mark.index) + 1 if value.end_mark.column else value.end_mark.index
            return source[:4] + front[: key.start_mark.index] + line + front[end:] + source[4 + len(front) :]
    after = _AFTER.search(front)
    at = after.start() if after else len(front)
    return source[:4] + front[:at] + line + front[at:] + source[4 + len(front) :]


def main(check: bool) -> int:
    """Rewrites what differs, or only lists it; 1 where `check` finds a difference."""
    differing = 0
    for text in compile().texts:
        terms_of = uses(text)
        for _, clause in sorted(text.library.clauses.items()):
            terms = set(terms_of[clause.file])
            more, fewer = sorted(terms - set(clause.front.uses)), sorted(set(clause.front.uses) - terms)
            if not more and not fewer:
                continue
            differing += 1
            sys.stdout.write(" ".join([clause.file, *(f"+{t}" for t in more), *(f"-{t}" for t in fewer)]) + "\n")
            if not check:
                path = ROOT / clause.file
                path.write_text(rewritten(path.read_text(encoding="utf-8"), terms_of[clause.file]), encoding="utf-8")
    return 1 if check and differing else 0


if __name__ == "__main__":
    raise SystemExit(main("--check" in sys.argv))
