"""Checks of capitals (TRM, PTY): a term is written as it is defined, and who owes a duty is somebody the text knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._model import name
from travaux.checks._phrases import any_of
from travaux.checks._terms import part_of_a_name, proper
from travaux.checks._walk import Passage, clauses, found_in, passages, reworded
from travaux.compilation import Subject, Text
from travaux.diagnostic import Related, Severity
from travaux.library import Clause
from travaux.span import Span

_NAMED_FOR = re.compile(r"[A-Z][\w’'-]+ (?:of|on|in|for|to|de|del|para|sobre) $")
_INTRODUCED = re.compile(r"(?:\b(?:an?|un|una) |(?:means|significa|:) (?:the |el |la )?)$")
_ACTOR = r"(?P<actor>[A-Z][\w’'-]+(?: (?:(?:of|on|for|and|in|the|de|del|la|las|los|y) ){0,2}[A-Z][\w’'-]+)*)"


@check("TRM010", Severity.WARNING, fix="safe")
def term_in_capitals(s: Subject) -> Iterator[Found]:
    """A term that is defined in lower case is written in capitals.

    Why: capitals claim that another term is meant, and nothing defines that one.
    Source: legal scrub practice ("Reference Price" in one article, "reference price" in the definition).
    Covers: TRM-01.
    Fix: write the term as it is defined.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Writes a term in capitals.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods. It shall publish a list of the Covered Goods that it has admitted.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Writes it as it is defined.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Covered goods are admitted by each Party. It shall publish a list of the covered goods that it has admitted.
    """
    for text in s.texts:
        record = text.instrument.record
        forms = {proper(f): f for entry in text.document.definitions for f in entry.forms if f == f.lower()}
        pattern = any_of(filter(None, forms))
        titles = {titles.get(text.language, "") for titles in (record.title, record.short_title)}
        for passage in passages(text):
            words = passage.words(terms=False)
            for match in pattern.finditer(words) if not passage.heading else ():
                if not _in_a_name(words, match) and not any(match[0] in title for title in titles):
                    message = f"{match[0]!r} is in capitals, and the term is defined as {forms[match[0]]!r}"
                    fix = reworded(passage, match[0], forms[match[0]], safe=True)
                    yield found_in(text, passage, match[0], message, "write it as it is defined", fix=fix)


def _in_a_name(words: str, match: re.Match[str]) -> bool:
    """Whether capitals around a match make it part of a longer name: `the Committee on Trade in Critical Minerals`."""
    return part_of_a_name(words, match) or bool(_NAMED_FOR.search(words[: match.start()]))


@check("TRM011", Severity.ERROR)
def undeclared_definition(s: Subject) -> Iterator[Found]:
    """Words in bold are given a meaning, and the clause does not declare that it defines them.

    Why: their uses are then not known as uses of the term, in no check, index or translation. Where another clause
    defines the same words, the text has two meanings for one term.
    Source: the TPP defines terms in several chapters, each for its own chapter and saying so (measured).
    Covers: TRM-03.
    Fix: name the term under `defines`; or take the second definition out.
    Follows: TRM003.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Defines a term that another clause defines.
        order: 50
        tier: 1
        uses: [party]
        ---
        Each Party shall admit covered goods. For the purposes of this Article, **covered good** means a good of tin.
    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Defines a term and does not declare it.
        order: 50
        tier: 1
        uses: [party]
        ---
        Each Party shall charge no surtax. For the purposes of this Article, **surtax** means a further duty.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Defines a term and declares it.
        order: 50
        tier: 1
        defines: {surtax: [surtax]}
        uses: [party]
        ---
        Each Party shall charge no surtax. For the purposes of this Article, **surtax** means a further duty.
    """
    for text in s.texts:
        verbs = "|".join(map(re.escape, text.library.words.defining_verbs))
        pattern = re.compile(rf"\*\*(?P<term>[^*{{}}\n]+)\*\*\s+(?:{verbs})(?!\w)") if verbs else None
        defined = {form: entry for entry in text.document.definitions for form in entry.forms}
        for clause in clauses(text).values() if pattern else ():
            declared = {forms[0] for forms in clause.front.defines.values()}
            for match in pattern.finditer(clause.body) if pattern else ():
                term = match["term"]
                if term in declared:
                    continue
                message = f"{term!r} is given a meaning here, and the clause does not declare it"
                related: tuple[Related, ...] = ()
                if term in defined and defined[term].span.file != clause.file:
                    message = f"{term!r} is given a meaning here, and another clause defines it"
                    related = (Related(defined[term].span, "the other definition"),)
                hint = "name it under `defines`, or take the definition out"
                yield Found(message, _at(clause, match.start()), hint, text.instrument.record.id, related=related)


def _at(clause: Clause, start: int) -> Span:
    """The place of a character of a clause."""
    line = clause.body.count("\n", 0, start) + 1
    return clause.span(line, start - clause.body.rfind("\n", 0, start))


@check("PTY009", Severity.WARNING)
def duty_of_a_stranger(s: Subject) -> Iterator[Found]:
    """A sentence says what somebody shall or may do who is no party to the text, and whom the text does not know.

    Why: a treaty binds its parties and sets up its own bodies; a State that is not a party, an institution of one, or a
    body that nothing establishes owes nothing (Vienna Convention on the Law of Treaties, Article 34).
    Source: drafting practice: clauses that are copied bring the bodies of another agreement with them.
    Covers: PTY-05, PTY-02, TRM-01.
    Fix: name a Party, a body that the text sets up, or define who is meant.
    Follows: TRM001, PTY008, REG002.

    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee. The Steering Board shall prepare its meetings.
    Fails:
        == clauses/example-plan/plan-work.en.md ==
        ---
        heading: Actions
        purpose: Names one that is no participant.
        order: 40
        tier: 1
        ---
        Corda may attend the meetings.
    Passes:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee. Borea shall prepare its meetings. The Joint Committee shall meet
        in each calendar year.
    """
    for text in s.texts:
        pattern, known = _actors(text), _known(s, text)
        strangers = {word: party for word, party in _names(s, text) if word not in known} if pattern else {}
        for passage in passages(text) if pattern else ():
            if passage.part in ("body", "annex") and not passage.heading:
                yield from _strangers(text, passage, pattern, known, strangers) if pattern else ()


def _strangers(
    text: Text, passage: Passage, pattern: re.Pattern[str], known: set[str], strangers: dict[str, str]
) -> Iterator[Found]:
    for match in pattern.finditer(passage.words()):
        actor = match["actor"]
        if actor in known or not (match["which"] or actor in strangers) or _of_the_text(text, actor):
            continue
        message = f"{actor!r} is to act, and nothing in this text says who that is"
        if actor in strangers:
            message = f"{actor!r} is to act, and {strangers[actor]} is no party to this text"
        yield found_in(text, passage, match[0], message, "name a Party or a body of the text, or define the words")


def _of_the_text(text: Text, actor: str) -> bool:
    """Whether capitalised words are for the text itself, or for a part of it: `Agreement`, `Chapter`."""
    words = {**text.library.words.words, **text.document.draft.house.words}
    title = text.instrument.record.short_title.get(text.language, "")
    return actor in words.values() or actor in title or actor.split()[0].lower() in text.library.words.own_words


def _actors(text: Text) -> re.Pattern[str] | None:
    """What finds the head of a sentence on what somebody with a capital letter shall or may do."""
    words = text.library.words
    verbs = "|".join(map(re.escape, (*words.duty_verbs, *words.permission_verbs)))
    which = "|".join(map(re.escape, words.determiners))
    if words.script != "european" or not words.spaced or not verbs or not which:
        return None
    return re.compile(rf"(?:^|(?<=[.;:] ))(?:(?P<which>{which}) )?{_ACTOR} (?:{verbs})(?!\w)")


def _names(s: Subject, text: Text) -> Iterator[tuple[str, str]]:
    """Each name of each party on record, without its article, with how messages call the party."""
    for entry in s.records.parties.values():
        own = entry.record.names.get(text.language)
        for form in (own.long, own.short, own.label or own.short) if own else ():
            yield re.sub(r"^[a-z]+ (?=[A-Z])", "", form), name(entry)


def _known(s: Subject, text: Text) -> set[str]:
    """The forms of the terms that are defined, the parties of the text, and the words of the language for bodies."""
    forms = {form for entry in text.document.definitions for form in entry.forms}
    own = {name(entry) for entry in s.parties(text.instrument)}
    words = {word for word, party in _names(s, text) if party in own}
    printed = {value.value.text for value in text.document.values}
    bearers = {word for word in text.library.words.duty_bearers if _said_to_be(text, word)}
    return forms | words | printed | bearers


def _said_to_be(text: Text, word: str) -> bool:
    """Whether a text says in another sentence who is meant: `a Joint Committee`, `the Joint Committee (...)`."""
    words = text.once("printed words", lambda: "\n".join(p.printed for p in passages(text)))
    met = re.finditer(rf"{re.escape(word)}(?!\w)", words)
    return any(_INTRODUCED.search(words[max(0, match.start() - 20) : match.start()]) for match in met)
