"""Cross-references as they are printed: pieces of text and live numbers, in the house style of the document.

United States and CPTPP: `Article 2.10.2(a) (Title)`. European Union: `Article 2.10(2), point (a)`. Japan:
`paragraph 2(a) of Article 2.10`. Inside one article all three say `paragraph 2` and its own kind of point.

The words are the language's, and so is the order where its words for it are patterns: in Japanese all three styles
print `第2.10条2(a)`, and only the title is the style's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from travaux.naming import HOLE, PART, WHOLE, around, pieces_of
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
        self.direct = WHOLE in self.words.get("of-article", "")
        """Whether the language puts the article first and its paragraphs and points behind it, whatever the house."""
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
            together = self.shared(known, at, ref.through) or self.elsewhere(known, at, ref.through)
            if together:
                return together
        return self.enumerated([self.single(target, at) for target in ref.targets], ref.through)

    def elsewhere(self, targets: Sequence[str], at: str, through: bool) -> tuple[Segment, ...]:
        """Several paragraphs of one other article, `paragraphs 1 and 2 of Article 2.5 (Title)`; else nothing."""
        homes = {self.home(target) for target in targets}
        chains = [self.listed(target) for target in targets]
        if len(homes) > 1 or any(len(c) != 1 or c[0].level is not Level.PARAGRAPH for c in chains):
            return ()
        part = self.listing("paragraphs", [c[0] for c in chains], through)
        return self.within(targets[0], at, self.part_of(self.places[homes.pop()], part))

    def shared(self, targets: Sequence[str], at: str, through: bool) -> tuple[Segment, ...]:
        """Several paragraphs, or several points, of the article at hand; else nothing."""
        chains = [self.listed(target) for target in targets]
        if any(self.home(target) != self.home(at) or not chain for target, chain in zip(targets, chains, strict=True)):
            return ()
        parents = {chain[:-1] for chain in chains}
        levels = {chain[-1].level for chain in chains}
        if len(parents) > 1 or len(levels) > 1:
            return ()
        (parent,) = parents
        last = [chain[-1] for chain in chains]
        if Level.PARAGRAPH in levels:
            return self.listing("paragraphs", last, through)
        if self.listed(at)[: len(parent)] != parent:
            return ()
        return self.listing("points" if self.house.reference == "eu" else "subparagraphs", last, through)

    def listing(self, name: str, places: Sequence[Place], through: bool) -> tuple[Segment, ...]:
        return around(self.words[name], self.enumerated([(self.number(place),) for place in places], through))

    def enumerated(self, pieces: Sequence[Sequence[Segment]], through: bool) -> tuple[Segment, ...]:
        """The pieces with the language's words between them: `A, B and C`, `A、B及びC`, `AからBまで`."""
        if len(pieces) < 2:
            return tuple(segment for piece in pieces for segment in piece)
        *firsts, last = pieces
        joint = self.words["to" if through else "and"]
        before, between, after = joint.split(HOLE) if HOLE in joint else ("", f" {joint} ", "")
        comma = Segment(self.words.get("comma", ", "))
        head = [segment for piece in firsts for segment in (comma, *piece)][1:]
        whole = (Segment(before), *head, Segment(between), *last, Segment(after))
        return tuple(segment for segment in whole if segment.text or segment.target)

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
        return self.within(target, at, self.outside(target))

    def annex_of(self, key: str) -> str:
        """The annex around a place, "" for one of the body."""
        outermost = next(iter(self.places[key].above), "")
        return outermost if outermost and self.places[outermost].level is None else ""

    def within(self, target: str, at: str, cited: tuple[Segment, ...]) -> tuple[Segment, ...]:
        """For a section or article of an annex, cited from outside it: which annex."""
        annex = self.annex_of(target)
        if not annex or self.home(target) == annex or annex in (at, self.annex_of(at)):
            return cited
        return self.part_of(self.places[annex], cited)

    def part_of(self, whole: Place, part: tuple[Segment, ...]) -> tuple[Segment, ...]:
        """`paragraph 2 of Article 2.10 (Title)`, or in the order of the language's own pattern."""
        of = self.words.get(f"of-{self.unit(whole)}", self.words["of"])
        named = (self.number(whole), *self.title(whole))
        if WHOLE not in of:
            return (*part, Segment(f" {of} "), *named)
        return pieces_of(of, {PART: part, WHOLE: named})

    def inside(self, target: str, at: str) -> tuple[Segment, ...]:
        """A reference within one article, annex or chapter heading."""
        place = self.places[target]
        chain = self.listed(target)
        if target == at or not chain:
            return self.this(place)
        own = self.listed(at)
        if chain == own[: len(chain)]:
            return self.this(chain[-1])
        return self.chain(chain, own)

    def this(self, place: Place) -> tuple[Segment, ...]:
        """`this Article`, or the language's own words for it, which may have the number in them: `この2`."""
        name = self.unit(place)
        own = self.words.get(f"this-{name}")
        if own and HOLE in own:
            return around(own, (self.number(place),))
        return (Segment(own or f"{self.words['this']} {self.words[name]}"),)

    def chain(self, chain: tuple[Place, ...], own: tuple[Place, ...]) -> tuple[Segment, ...]:
        """`paragraph 2(a)`, or only `subparagraph (a)` for a point of the paragraph at hand."""
        shared = chain[:1] == own[:1] and chain[0].level is Level.PARAGRAPH
        visible = chain[1:] if shared and len(chain) > 1 else chain
        european = self.house.reference == "eu" and not self.direct
        if european and visible[0].level is Level.PARAGRAPH and len(visible) > 1:
            word = Segment(f"{self.words['paragraph']} ")
            return (word, self.number(visible[0]), Segment(f", {self.words['point']} "), *map(self.number, visible[1:]))
        return self.called(visible)

    def called(self, chain: tuple[Place, ...]) -> tuple[Segment, ...]:
        """`paragraph 2(a)`: the word for the first of the places, and the numbers of all."""
        return around(self.words[self.unit(chain[0])], tuple(map(self.number, chain)))

    def unit(self, place: Place) -> str:
        """The name of the word for the kind of a place: article, paragraph, subparagraph."""
        match place.level:
            case None:
                return "annex"
            case Level.PART | Level.CHAPTER | Level.SECTION | Level.ARTICLE:
                return place.level.name.lower()
            case Level.PARAGRAPH:
                return "paragraph" if place.number else "article"
            case _:
                return "point" if self.house.reference == "eu" else "subparagraph"

    def outside(self, target: str) -> tuple[Segment, ...]:
        """A reference to another article, chapter or annex, with the title where the house style has it."""
        home = self.places[self.home(target)]
        chain = self.listed(target)
        title = self.title(home)
        if not chain:
            return (self.number(home), *title)
        article = home.level is Level.ARTICLE and not self.direct
        if self.house.reference == "us" and article:
            dot = (Segment("."),) if chain[0].level is Level.PARAGRAPH else ()
            return (self.number(home), *dot, *map(self.number, chain), *title)
        if self.house.reference == "eu" and article:
            return (self.number(home), *self.european(chain))
        return self.part_of(home, self.called(chain))

    def european(self, chain: tuple[Place, ...]) -> tuple[Segment, ...]:
        first, rest = chain[0], chain[1:]
        if first.level is not Level.PARAGRAPH:
            return (Segment(f", {self.words['point']} "), *map(self.number, chain))
        point = (Segment(f", {self.words['point']} "), *map(self.number, rest)) if rest else ()
        return (Segment("("), self.number(first), Segment(")"), *point)

    @property
    def titled(self) -> str:
        """How a title stands behind the number."""
        return self.words.get("titled", f" ({HOLE})")

    def title(self, home: Place) -> tuple[Segment, ...]:
        if self.house.reference != "us" or not home.heading:
            return ()
        return around(self.titled, (Segment(home.heading, home.key, "heading"),))

    def cited(self, key: str) -> str:
        """The full name of a place in plain words, without titles: `Article 2.3.1(a)`."""
        place = self.places[key]
        segments = self.within(key, "", self.outside(key)) if place.number or self.home(key) != key else ()
        text = "".join(s.text for s in segments if s.part != "heading").replace(self.titled.replace(HOLE, ""), "")
        return text or place.heading
