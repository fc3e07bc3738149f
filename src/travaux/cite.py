"""Cross-references as they are printed: pieces of text and live numbers, in the house style of the document.

United States and CPTPP: `Article 2.10.2(a) (Title)`. European Union: `Article 2.10(2), point (a)`. Japan:
`paragraph 2(a) of Article 2.10`. Inside one article all three say `paragraph 2` and its own kind of point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from travaux.tree import FootnoteNumber, HouseStyle, Level, Ref, Segment

_LISTED = (Level.PARAGRAPH, Level.POINT, Level.SUBPOINT, Level.ITEM)


@dataclass(frozen=True, slots=True)
class Place:
    """A numbered thing of the document: its key, the keys around it from the outside in, and its own number.

    `number` is what a field prints ("Article 2.3", "2", "(a)", "Annex 2-A"); "" where there is none.
    """

    key: str
    level: Level | None
    above: tuple[str, ...]
    number: str
    heading: str


class Citer:
    """Prints references between the places of one document."""

    def __init__(
        self, house: HouseStyle, places: Mapping[str, Place], footnotes: Mapping[str, FootnoteNumber] | None = None
    ) -> None:
        self.house = house
        self.words = house.words
        self.places = places
        self.footnotes = footnotes or {}

    # --- parts of a place -------------------------------------------------------------------------------------

    def home(self, key: str) -> str:
        """The article, annex or chapter that a place belongs to, or the place itself when it is one."""
        for candidate in (key, *reversed(self.places[key].above)):
            level = self.places[candidate].level
            if level is None or level <= Level.ARTICLE:
                return candidate
        return key

    def listed(self, key: str) -> tuple[Place, ...]:
        """The numbered paragraphs and points from the article down to the place."""
        chain = (*self.places[key].above, key)
        return tuple(p for k in chain if (p := self.places[k]).level in _LISTED and p.number)

    def number(self, place: Place) -> Segment:
        return Segment(place.number, place.key, "number")

    # --- one reference ----------------------------------------------------------------------------------------

    def cite(self, ref: Ref, at: str) -> tuple[Segment, ...]:
        """The segments of a reference that stands in the provision `at`; dangling targets print their key."""
        known = [target for target in ref.targets if target in self.places]
        if len(known) == len(ref.targets) > 1:
            shared = self.shared(known, at) or self.elsewhere(known, at)
            if shared:
                return self.listing(*shared, through=ref.through)
        pieces = [self.single(target, at) for target in ref.targets]
        return self.enumerated(pieces, through=ref.through)

    def elsewhere(self, targets: Sequence[str], at: str) -> tuple[str, Sequence[Place], tuple[Segment, ...]] | None:
        """For several paragraphs of one other article: `paragraphs 1 and 2 of Article 2.5 (Title)`."""
        homes = {self.home(target) for target in targets}
        chains = [self.listed(target) for target in targets]
        if len(homes) > 1 or any(len(c) != 1 or c[0].level is not Level.PARAGRAPH for c in chains):
            return None
        home = self.places[homes.pop()]
        article = (Segment(f" {self.words['of']} "), self.number(home), *self.title(home))
        return self.words["paragraphs"], [c[0] for c in chains], (*article, *self.of_annex(targets[0], at))

    def shared(self, targets: Sequence[str], at: str) -> tuple[str, Sequence[Place], tuple[Segment, ...]] | None:
        """For several paragraphs, or several points, of the article at hand: the plural word and the places."""
        chains = [self.listed(target) for target in targets]
        if any(self.home(target) != self.home(at) or not chain for target, chain in zip(targets, chains, strict=True)):
            return None
        parents = {chain[:-1] for chain in chains}
        levels = {chain[-1].level for chain in chains}
        if len(parents) > 1 or len(levels) > 1:
            return None
        if Level.PARAGRAPH in levels:
            return self.words["paragraphs"], [chain[-1] for chain in chains], ()
        own = self.listed(at)
        (parent,) = parents
        if own[: len(parent)] != parent:
            return None
        word = "points" if self.house.reference == "eu" else "subparagraphs"
        return self.words[word], [chain[-1] for chain in chains], ()

    def listing(
        self, word: str, places: Sequence[Place], tail: tuple[Segment, ...], through: bool
    ) -> tuple[Segment, ...]:
        pieces = [(self.number(place),) for place in places]
        return (Segment(f"{word} "), *self.enumerated(pieces, through), *tail)

    def enumerated(self, pieces: Sequence[Sequence[Segment]], through: bool) -> tuple[Segment, ...]:
        result: list[Segment] = []
        for index, piece in enumerate(pieces):
            if index:
                last = index == len(pieces) - 1
                joint = f" {self.words['to' if through else 'and']} " if last else ", "
                result.append(Segment(joint))
            result.extend(piece)
        return tuple(result)

    # --- footnotes --------------------------------------------------------------------------------------------

    def footnote(self, target: str, at: str) -> tuple[Segment, ...]:
        """`footnote 3`, with its chapter where another one counts for itself."""
        found = self.footnotes[target]
        number = Segment(str(found.number), target, "footnote")
        return (Segment(f"{self.words.get('footnote', 'footnote')} "), number, *self.counted_in(found.chapter, at))

    def counted_in(self, chapter: str, at: str) -> tuple[Segment, ...]:
        if self.house.footnotes == "continuous" or chapter == self.counting(at):
            return ()
        if not chapter:
            return (Segment(f" ({self.words.get('preamble', 'Preamble')})"),)
        return (Segment(f" {self.words['of']} "), self.number(self.places[chapter]))

    def counting(self, at: str) -> str:
        """The chapter or annex that counts the footnotes of a place, "" in the preamble."""
        for key in (*self.places[at].above, at):
            if self.places[key].level in (None, Level.CHAPTER):
                return key
        return ""

    def single(self, target: str, at: str) -> tuple[Segment, ...]:
        if target in self.footnotes:
            return self.footnote(target, at)
        if target not in self.places:
            return (Segment(target, target, "number"),)
        if self.home(target) == self.home(at):
            return self.inside(target, at)
        return (*self.outside(target), *self.of_annex(target, at))

    def annex_of(self, key: str) -> str:
        """The annex around a place, "" for one of the body."""
        outermost = next(iter(self.places[key].above), "")
        return outermost if outermost and self.places[outermost].level is None else ""

    def of_annex(self, target: str, at: str) -> tuple[Segment, ...]:
        """For a section or article of an annex, cited from outside it: which annex."""
        annex = self.annex_of(target)
        if not annex or self.home(target) == annex or annex in (at, self.annex_of(at)):
            return ()
        place = self.places[annex]
        return (Segment(f" {self.words['of']} "), self.number(place), *self.title(place))

    def inside(self, target: str, at: str) -> tuple[Segment, ...]:
        """A reference within one article, annex or chapter heading."""
        place = self.places[target]
        chain = self.listed(target)
        if target == at or not chain:
            return (Segment(f"{self.words['this']} {self.unit(place)}"),)
        own = self.listed(at)
        if chain == own[: len(chain)]:
            return (Segment(f"{self.words['this']} {self.unit(chain[-1])}"),)
        return self.chain(chain, own)

    def chain(self, chain: tuple[Place, ...], own: tuple[Place, ...]) -> tuple[Segment, ...]:
        """`paragraph 2(a)`, or only `subparagraph (a)` for a point of the paragraph at hand."""
        shared = chain[:1] == own[:1] and chain[0].level is Level.PARAGRAPH
        visible = chain[1:] if shared and len(chain) > 1 else chain
        if self.house.reference == "eu" and visible[0].level is Level.PARAGRAPH and len(visible) > 1:
            word = Segment(f"{self.words['paragraph']} ")
            return (word, self.number(visible[0]), Segment(f", {self.words['point']} "), *map(self.number, visible[1:]))
        return (Segment(f"{self.unit(visible[0])} "), *map(self.number, visible))

    def unit(self, place: Place) -> str:
        """The word for the kind of a place: Article, paragraph, subparagraph."""
        match place.level:
            case None:
                return self.words["annex"]
            case Level.PART:
                return self.words["part"]
            case Level.CHAPTER:
                return self.words["chapter"]
            case Level.SECTION:
                return self.words["section"]
            case Level.ARTICLE:
                return self.words["article"]
            case Level.PARAGRAPH:
                return self.words["paragraph"] if place.number else self.words["article"]
            case _:
                return self.words["point" if self.house.reference == "eu" else "subparagraph"]

    def outside(self, target: str) -> tuple[Segment, ...]:
        """A reference to another article, chapter or annex, with the title where the house style has it."""
        home = self.places[self.home(target)]
        chain = self.listed(target)
        title = self.title(home)
        if not chain:
            return (self.number(home), *title)
        article = home.level is Level.ARTICLE
        if self.house.reference == "us" and article:
            dot = (Segment("."),) if chain[0].level is Level.PARAGRAPH else ()
            return (self.number(home), *dot, *map(self.number, chain), *title)
        if self.house.reference == "eu" and article:
            return (self.number(home), *self.european(chain))
        words = (Segment(f"{self.unit(chain[0])} "), *map(self.number, chain), Segment(f" {self.words['of']} "))
        return (*words, self.number(home), *title)

    def european(self, chain: tuple[Place, ...]) -> tuple[Segment, ...]:
        first, rest = chain[0], chain[1:]
        if first.level is not Level.PARAGRAPH:
            return (Segment(f", {self.words['point']} "), *map(self.number, chain))
        point = (Segment(f", {self.words['point']} "), *map(self.number, rest)) if rest else ()
        return (Segment("("), self.number(first), Segment(")"), *point)

    def title(self, home: Place) -> tuple[Segment, ...]:
        if self.house.reference != "us" or not home.heading:
            return ()
        return (Segment(" ("), Segment(home.heading, home.key, "heading"), Segment(")"))

    def cited(self, key: str) -> str:
        """The full name of a place in plain words, without titles: `Article 2.3.1(a)`."""
        place = self.places[key]
        segments = (*self.outside(key), *self.of_annex(key, "")) if place.number or self.home(key) != key else ()
        text = "".join(s.text for s in segments if s.part != "heading").replace(" ()", "")
        return text or place.heading
