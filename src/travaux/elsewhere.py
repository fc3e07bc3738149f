"""The texts of one build -> citations of one in another: `Article 3.2 of the Agreement on Trade in Critical Minerals`.

Numbers are those of the text that is cited; words and style of reference are those of the text that cites. Titles of
articles are left out, as is usual between treaties. A text that is not in the build, or that lacks what is cited, is
named without a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from travaux.cite import Citer, Place
from travaux.library import Library
from travaux.naming import PART, WHOLE, around, pieces_of
from travaux.numbering import Numbering
from travaux.tree import Draft, Elsewhere, HouseStyle, Level, Segment


@dataclass(frozen=True, slots=True)
class _Numbers:
    """How the provisions of one text are called."""

    citer: Citer
    numbering: Numbering

    @property
    def places(self) -> Mapping[str, Place]:
        return self.numbering.places

    def listed(self, keys: Sequence[str]) -> tuple[Segment, ...]:
        """`Article 3.2.1(a)`, `Articles 2.1 and 3.1`, `Article 2.1 and Annex 2-A`."""
        articles = self.citer.words.get("articles", "")
        if len(keys) > 1 and articles and all(self.places[key].level is Level.ARTICLE for key in keys):
            numbers = [(Segment(self.numbering.bare[key]),) for key in keys]
            return around(articles, self.citer.enumerated(numbers, through=False))
        return self.citer.enumerated([(Segment(self.citer.cited(key)),) for key in keys], through=False)


@dataclass(frozen=True)
class Neighbours:
    """The texts of a build by instrument and language, as one of them cites another."""

    texts: Mapping[str, Mapping[str, tuple[Library, Draft]]] = field(default_factory=dict)
    numbers: dict[tuple[str, str, str], _Numbers] = field(default_factory=dict, compare=False, repr=False)

    def cite(self, cited: Elsewhere, house: HouseStyle) -> tuple[Segment, ...]:
        """What a text in this house style prints for provisions of another instrument."""
        numbers = self.of(cited.instrument, house) if cited.instrument in self.texts else None
        found = tuple(key for target in cited.targets for key in meant(target, numbers.places)) if numbers else ()
        whole = (Segment(cited.title),)
        if numbers is None or not found:
            return around(_word("instrument", cited.kind, house, "{}"), whole)
        pattern = _word("of-instrument", cited.kind, house, f"{PART} {house.words['of']} {WHOLE}")
        return pieces_of(pattern, {PART: numbers.listed(found), WHOLE: whole})

    def of(self, instrument: str, house: HouseStyle) -> _Numbers:
        """The numbers of an instrument in the words and the style of a house."""
        key = (instrument, house.language, house.reference)
        if key not in self.numbers:
            self.numbers[key] = self.made(instrument, house)
        return self.numbers[key]

    def made(self, instrument: str, house: HouseStyle) -> _Numbers:
        library, draft = self.texts[instrument].get(house.language) or next(iter(self.texts[instrument].values()))
        spoken = (found[house.language][0] for found in self.texts.values() if house.language in found)
        words = {**next(spoken, library).words.words, **library.template.words.get(house.language, {})}
        style = replace(draft.house, language=house.language, reference=house.reference, words=words)
        numbering = Numbering(replace(draft, house=style))
        numbering.run()
        return _Numbers(Citer(style, numbering.places), numbering)


def _word(name: str, kind: str, house: HouseStyle, otherwise: str) -> str:
    """A word of the language for a kind of instrument, or for any."""
    return house.words.get(f"{name}-{kind}") or house.words.get(name) or otherwise


def meant(target: str, keys: Iterable[str]) -> tuple[str, ...]:
    """The keys that a clause means: that very one, or its instance for each mechanism where there are several."""
    every = tuple(keys)
    return (target,) if target in every else tuple(key for key in every if bare(key) == target)


def bare(key: str) -> str:
    """A key without the mechanism that tells its instances apart."""
    clause, dot, paragraph = key.partition(".")
    return f"{clause.partition('@')[0]}{dot}{paragraph}"


def neighbours(texts: Iterable[tuple[Library, Draft]]) -> Neighbours:
    """Texts that can cite each other."""
    found: dict[str, dict[str, tuple[Library, Draft]]] = {}
    for library, draft in texts:
        found.setdefault(draft.instrument, {})[draft.language] = (library, draft)
    return Neighbours(found)
