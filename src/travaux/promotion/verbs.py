"""The words of a provision -> its verbs of force, each with what it is about: `will examine`, `shall not impose`.

Which verbs they are, and which words stand between such a verb and what is done, the language file says. Where a
list follows (`the Participants intend to:`), each of its items has the verb of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from travaux.checks._phrases import any_of
from travaux.checks._walk import Passage, passages, units
from travaux.compilation import Text
from travaux.library import Language
from travaux.promotion import Force, Verb

#: A sentence that begins with a negative determiner, up to its verb: what stands between commas is put in.
_NEGATED = r"(?:^|[.;:] )({}) ([\w-]+(?: [^.;:,]+)?)(?:,[^.;:]*,)? $"
_SUBJECT = 3  # words; a longer subject is not repeated
_WORD = re.compile(r"\s*([^\W\d_][\w'’-]*)")


def verbs_by_clause(text: Text, names: Mapping[str, str], forces: Iterable[Force]) -> dict[str, tuple[Verb, ...]]:
    """The verbs of some forces by the key of the article, annex or recital clause, or of the frame (`#opening`).

    `names` are the names of the places of the text by key.
    """
    return _Reader(text, names, frozenset(forces)).by_clause()


def clause_key(key: str) -> str:
    """The key of the clause to which a provision belongs, whichever of its wordings it is."""
    return key.partition(".")[0].partition("~")[0]


def forces_of(words: Language) -> dict[str, Force]:
    """The verbs of force of a language."""
    lists: tuple[tuple[Force, Sequence[str]], ...] = (
        ("choice", words.permission_verbs),
        ("recommendation", words.soft_verbs),
        ("intention", words.non_binding_verbs),
        ("duty", words.duty_verbs),
    )
    return {verb: force for force, verbs in lists for verb in verbs}


class _Reader:
    def __init__(self, text: Text, names: Mapping[str, str], wanted: frozenset[Force]) -> None:
        words = text.library.words
        self.names, self.spaced, self.particles = names, words.spaced, frozenset(words.verb_particles)
        self.forces = {verb: force for verb, force in forces_of(words).items() if force in wanted}
        self.joints = (words.list_and.strip(), words.list_or.strip())
        self.pattern = any_of(self.forces)
        negative = "|".join(map(re.escape, words.negative_determiners))
        self.negated = re.compile(_NEGATED.format(negative)) if negative else None
        self.passages = [passage for passage in passages(text) if not passage.heading]
        self.first = {passage.key: passage for passage in reversed(self.passages)}
        self.items: dict[str, list[str]] = {}
        for unit in units(text):
            if unit.above:
                self.items.setdefault(unit.above[-1].key, []).append(unit.node.key)

    def by_clause(self) -> dict[str, tuple[Verb, ...]]:
        found: dict[str, list[Verb]] = {}
        for passage in self.passages:
            found.setdefault(clause_key(passage.key), []).extend(self.verbs(passage))
        return {key: tuple(dict.fromkeys(verbs)) for key, verbs in found.items()}

    def verbs(self, passage: Passage) -> Iterator[Verb]:
        words = passage.printed
        for match in self.pattern.finditer(words):
            verb = match[0] if match[0] in self.forces else match[0][0].lower() + match[0][1:]
            if verb != match[0] and words[: match.start()].strip(" “‘(")[-1:] not in ("", ".", ";", ":"):
                continue  # a capital within a sentence is that of a name: `the Action Plan to`
            force, rest, subject = self.forces[verb], words[match.end() :], self.subject(words[: match.start()])
            begun = (*subject, verb)
            between = self.opens_a_list(rest)
            items = [key for key in self.items.get(passage.key, ()) if key in self.first] if between is not None else []
            if between is None or not items:
                yield self.verb(passage.key, force, begun, rest)
                continue
            for key in items:
                yield self.verb(key, force, (*begun, *between), f" {self.first[key].printed}")

    def opens_a_list(self, rest: str) -> tuple[str, ...] | None:
        """The particles between a verb and a list that says what is done; None where it is said before."""
        found = re.fullmatch(r"([\w ]*)(?:,[^,.;:]*,?\s*)?:\s*", rest)
        between = tuple(found[1].split()) if found else ()
        return between if found and self.particles.issuperset(between) else None

    def subject(self, before: str) -> tuple[str, ...]:
        """The subject of a verb where it turns the verb into its opposite: `no Party` shall."""
        found = self.negated.search(before) if self.negated else None
        if found is None:
            return ()
        return (found[1].lower(), found[2] if len(found[2].split()) <= _SUBJECT else "…")

    def verb(self, key: str, force: Force, begun: tuple[str, ...], rest: str) -> Verb:
        phrase = " ".join((*begun, *self.done(rest))) if self.spaced else begun[-1]
        return Verb(key, self.names.get(key, key), phrase, force)

    def done(self, rest: str) -> Iterator[str]:
        """The words after a verb of force up to what is done, without what stands between commas."""
        while True:
            if rest.startswith(","):
                _, comma, rest = rest[1:].partition(",")
                if not comma:
                    return
            word = _WORD.match(rest)
            if word is None:
                return
            if word[1] in self.joints and "," in rest:  # `shall, on request, and within a month, report`
                rest = rest[rest.index(",") + 1 :]
                continue
            yield word[1]
            if word[1] not in self.particles:
                return
            rest = rest[word.end() :]
