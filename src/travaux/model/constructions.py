"""Constructions of a drafting language: lists of words that a check looks for together, each a part of one sentence."""

from __future__ import annotations

from travaux.model.base import Model, NonEmpty


class Constructions(Model):
    """The parts of sentences that are found by their order; a list that is left out finds nothing."""

    change_verbs: tuple[NonEmpty, ...] = ()
    """Verbs by which a rate becomes another, in each of their forms: `raise`."""
    rate_words: tuple[NonEmpty, ...] = ()
    """What is itself a percentage, so that a change of it can be meant in two ways: `rate`, `duty`."""
    changed_by: tuple[NonEmpty, ...] = ()
    """How it is said by how much something changes, `{}` being the percentage: `by {}`."""
    overriding_words: tuple[NonEmpty, ...] = ()
    """Words that put a rule above or below another and have to name it: `notwithstanding`."""
    conditional_words: tuple[NonEmpty, ...] = ()
    """Words that do so, and serve for plain conditions as well: `subject to`."""
    vague_objects: tuple[NonEmpty, ...] = ()
    """What names nothing after one of these: `the foregoing`."""
    pointing_words: dict[NonEmpty, NonEmpty] = {}
    """Words that point without naming, each with what stands before the name instead: `herein: in`."""
    said_of_several: dict[NonEmpty, NonEmpty] = {}
    """Words for two, or for all together, each with those for each of several: `the Parties: each Party`."""
    name_links: tuple[NonEmpty, ...] = ()
    """Words in small letters inside a name: `of`, in "Union of Corda"."""
    indefinite_articles: tuple[NonEmpty, ...] = ()
    """Words before what is named for the first time: `a`."""
    definite_articles: tuple[NonEmpty, ...] = ()
    """Words before what is known: `the`."""
    being_verbs: tuple[NonEmpty, ...] = ()
    """Verbs that say what something is: `is`."""
    undecided_joints: tuple[NonEmpty, ...] = ()
    """Words that leave open whether two things are joined: `and/or`."""
    share_words: tuple[NonEmpty, ...] = ()
    """Words after a percentage that say of what it is one: `of`."""
