"""Checks of slips (TXT): words twice, signs out of place, letters of another alphabet, and what was to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._phrases import any_of, met
from travaux.checks._walk import REF, clauses, closing_words, found_in, passages, reworded, typed_at, units
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity
from travaux.unsettled import TO_COME

_TWICE = re.compile(r"(?<![\w’'-])(?P<word>[^\W\d_]{2,})\s+(?P=word)(?![\w’'-])")
#: Words that can follow themselves: "those that that Party admitted".
_MAY_FOLLOW = frozenset({"that", "had"})
_BLANK_BEFORE = re.compile(r"(?<=[\w)]) +(?P<sign>[,.])(?=\s|$)")
#: A stop, comma, colon or semicolon before another; three stops are left for words that are left out.
_TWO_SIGNS = re.compile(r"(?<=[\w)\ue010-\ue012])(?P<first>[,;:.])\s?(?P<second>[,;:.])(?![.\w])")
_TWO_REFERENCES = re.compile(rf"{REF}\s*{REF}")
_LATIN, _LIKE_LATIN = r"[A-Za-z\u00c0-\u024f]", r"[\u0370-\u03ff\u0400-\u04ff]"
_LETTER = r"[^\W\d_]"
#: A word with letters of both; it begins where no letter stands before it.
_MIXED = re.compile(rf"(?<!{_LETTER})(?={_LETTER}*{_LATIN})(?={_LETTER}*?(?P<other>{_LIKE_LATIN})){_LETTER}+")
_SO_MANY = r"\bX{2,3}(?= (?:per cent|%s)\b)"
#: A word with a capital, or a number, makes an X after it the number of an article: "Articles XI and XX".
_CROSSES = r"(?<![\w/:-])X{2,}(?![\w:(/-])"
_NUMBERED = re.compile(r"\b[A-Z][\w’'-]*(?: [IVXLC]+(?:[:(]\S*)?,?(?: (?:and|or|to))?)* ?$")


@check("TXT003", Severity.WARNING, fix="safe")
def slip_of_the_pen(s: Subject) -> Iterator[Found]:
    """A word stands twice in a row, a blank stands before a comma or full stop, or two such signs stand together.

    Why: it is the mark of an edit that was half done; often a word that mattered is gone with it.
    Source: legal scrub practice.
    Fix: take the second word, the blank or one of the signs out.

    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish the the Joint Committee.
    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee , which shall meet in each calendar year.
    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee, which shall meet in each calendar year..
    Fails:
        == clauses/example/duty.en.md ==
        Each Party shall admit covered goods in accordance with {{ ref("price-floor") }} {{ ref("price-floor") }}.
    Passes:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee, which shall decide on each request that that Party has made.
    """
    for text in s.texts:
        for faults in (_twice, _blanks, _signs, _references) if text.library.words.spaced else ():
            yield from faults(text)


def _twice(text: Text) -> Iterator[Found]:
    for passage, match in met(text, _TWICE):
        if match["word"].lower() not in _MAY_FOLLOW:
            message, fix = f"{match['word']!r} stands twice", reworded(passage, match[0], match["word"], True)
            yield found_in(text, passage, match[0], message, "take one out", fix=fix)


def _references(text: Text) -> Iterator[Found]:
    for passage, match in met(text, _TWO_REFERENCES):
        before = " ".join(passage.all_words[: match.start()].split(" ")[-3:])
        message = "two references stand together, with nothing between them"
        yield found_in(text, passage, f"{before}{match[0]}", message, "take one out, or join them")


def _blanks(text: Text) -> Iterator[Found]:
    """Blanks before a sign, each with the word before it so that it is found where it stands."""
    for passage, match in met(text, _BLANK_BEFORE):
        before = re.search(r"\S+$", passage.all_words[: match.start()])
        old = f"{before[0] if before else ''}{match[0]}"
        fix = reworded(passage, old, old.replace(match[0], match["sign"]), safe=True)
        yield found_in(text, passage, old, f"a blank stands before {match['sign']!r}", "take it out", fix=fix)


def _signs(text: Text) -> Iterator[Found]:
    """Two signs together, each pair with the word before it so that it is found where it stands."""
    for passage, match in met(text, _TWO_SIGNS):
        before = re.search(r"[\w’'-]*$", passage.all_words[: match.start()])
        message = f"{match[0]!r}: two signs stand together"
        yield found_in(text, passage, f"{before[0] if before else ''}{match[0]}", message, "take one out")


@check("TXT004", Severity.ERROR)
def letters_of_two_alphabets(s: Subject) -> Iterator[Found]:
    """A word mixes Latin letters with Greek or Cyrillic ones that look like them.

    Why: it reads as one word and is another, so that no search, no check and no comparison finds it.
    Source: Unicode Technical Standard 39 on confusable characters. No treaty text is known in which it was done.
    Fix: type the word again.

    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee, which shall hear each P\u0430rty.
    Passes:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee, which shall set the share \u03c1 of each Party.
    """
    for text in s.texts:
        for passage, match in met(text, _MIXED):
            message = f"{match[0]!r} mixes alphabets: U+{ord(match['other']):04X} is no Latin letter"
            yield found_in(text, passage, match[0], message, "type the word again")


@check("TXT005", Severity.ERROR)
def left_to_do(s: Subject) -> Iterator[Found]:
    """Words that mark something as still to be done, or a number as still to be found, stand in the text.

    Why: they are printed. What is open has a form of its own: a blank, square brackets, a drafting note.
    Source: legal scrub practice.
    Covers: NUM-07.
    Fix: `{{ blank() }}` for a fact, `[` and `]` for words that are not agreed, `{{ note("...") }}` for a remark.

    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee, which shall meet within XX days. TBC
    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee, which shall meet in XX once a year.
    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee [Drafting note: or a Council], which shall meet once a year.
    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee (level to be confirmed).
    Passes:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee, which shall apply Articles XI and XX of GATT 1994. Its chair has
        to be confirmed by each Party.
    """
    for text in s.texts:
        for passage, match in met(text, _to_do(text)):
            if match[0].strip("X") or not _NUMBERED.search(passage.all_words[: match.start()]):
                message = f"{match[0]!r} is still to be filled in"
                yield found_in(text, passage, match[0], message, "write a blank, brackets or a note")


def _to_do(text: Text) -> re.Pattern[str]:
    """What finds marks of work that is left, in the words of a language."""
    words = text.library.words
    units = "|".join(re.escape(form) for forms in words.units.values() for form in forms)
    note = re.escape(words.words.get("drafting-note", "")) or "(?!)"
    later = "|".join(map(re.escape, words.to_do_phrases)) or "(?!)"
    in_brackets = rf"[\[(](?:[^\])]*\W)?(?:{later})(?:\W[^\])]*)?[\])]"
    return re.compile(rf"{TO_COME}|{_SO_MANY % units}|{_CROSSES}|\b{note}s?:|{in_brackets}")


@check("STR009", Severity.WARNING)
def brackets_and_ends(s: Subject) -> Iterator[Found]:
    """A round bracket is open, a paragraph begins small or ends in no sign, or "and/or" stands for one of the two.

    Why: where a thought in brackets ends, or whether conditions have to be met together, is then for a court to say.
    Source: drafting manuals of treaty offices advise against "and/or"; legal scrub practice.
    Covers: NUM-03, NUM-06.
    Fix: close the bracket, end the sentence; write "and", "or", or "or both".

    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee (with all its bodies.
    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee and/or a Council.
    Fails:
        == clauses/example/committee.en.md ==
        1. {#body} The Parties hereby establish a Joint Committee.

        2. {#meetings} It shall meet in each calendar year
    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee
    Fails:
        == clauses/example/committee.en.md ==
        1. {#body} The Parties hereby establish a Joint Committee.

        2. {#meetings} it shall meet in each calendar year.
    Fails:
        == clauses/example/committee.en.md ==
        1. {#body} The Parties hereby establish a Joint Committee.

        2. {#meetings} 2. It shall meet in each calendar year.
    Passes:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee (with all its bodies) and a Council, or both.
    """
    for text in s.texts:
        yield from _unended(text) if text.library.words.spaced else ()
        yield from _unbegun(text)
        undecided = any_of(text.library.words.undecided_joints)
        for passage in passages(text):
            words = passage.words()
            if words.count("(") != words.count(")") and not passage.heading:
                sign = "(" if words.count("(") > words.count(")") else ")"
                start = words.rindex(sign) if sign == ")" else words.index(sign)
                message = "a round bracket " + (
                    "opens and does not close" if sign == "(" else "closes and does not open"
                )
                yield found_in(text, passage, words[start : start + 20], message, "write the other bracket")
        for passage, match in met(text, undecided):
            message = f"{match[0]!r} does not say whether one is enough"
            yield found_in(text, passage, match[0], message, "write one of the two, or 'or both'")


def _unended(text: Text) -> Iterator[Found]:
    """Paragraphs, and articles of one paragraph, whose last word is followed by no sign."""
    for unit in units(text):
        node = unit.node
        if not isinstance(node, tree.Provision) or not _ends_a_sentence(node):
            continue
        end = closing_words(node)
        if end and not end.rstrip(")”’]'\"").endswith((".", ":", ";", ",", "?")):
            last = " ".join(end.split()[-2:])
            message, hint = f"the paragraph ends in {last!r}, without a full stop", "end the sentence"
            clause = clauses(text).get(node.span.file)
            span = typed_at(clause, last, node.span) if clause else node.span
            yield Found(message, span, hint, text.instrument.record.id, node.key)


#: What no paragraph begins with: a small letter, or a number that the program prints of itself.
_SMALL = re.compile(r"[\[(“‘\s]*[^\W\d_]")
_TYPED_NUMBER = re.compile(r"\s*(?:\d{1,3}[.)]|\([a-zA-Z0-9]{1,3}\)|[a-z]\))\s")


def _unbegun(text: Text) -> Iterator[Found]:
    """Numbered paragraphs that begin with a small letter, and all provisions with a number typed before them."""
    first = {p.key: p for p in reversed(passages(text)) if p.part in ("body", "annex", "recital") and not p.heading}
    for unit in units(text):
        passage, node = first.get(unit.node.key), unit.node
        if passage is None or not isinstance(node, tree.Provision | tree.Recital):
            continue
        head = _SMALL.match(passage.printed)
        typed = _TYPED_NUMBER.match(passage.words())
        words = passage.printed.strip()[:20]
        if typed:
            message = f"{typed[0].strip()!r} is typed before the provision, which has a number of its own"
            yield found_in(text, passage, typed[0].strip(), message, "take it out")
        elif head and head[0][-1].islower() and isinstance(node, tree.Provision) and _begins_a_sentence(node):
            yield found_in(
                text, passage, words, f"the paragraph begins with a small letter: {words!r}", "begin it large"
            )


def _begins_a_sentence(node: tree.Provision) -> bool:
    """Whether a provision is a paragraph with a number, whose words go on from nothing."""
    return node.level is tree.Level.PARAGRAPH and node.numbered


def _ends_a_sentence(node: tree.Provision) -> bool:
    return node.level is tree.Level.PARAGRAPH or (node.level is tree.Level.ARTICLE and not node.children)
