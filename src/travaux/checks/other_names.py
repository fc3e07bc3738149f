"""Names that are typed: of a body that the text knows by another, and of a Party that a record names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._duties import declared
from travaux.checks._introduced import introduced
from travaux.checks._model import bare_names
from travaux.checks._phrases import NOTHING, any_of, met, said
from travaux.checks._walk import Passage, found_in
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity

_HEAD = re.compile(r"(?:^|[.;:?!] |[\[(“])$")


@check("TRM012", Severity.WARNING)
def body_by_another_name(s: Subject) -> Iterator[Found]:
    """A body is called by a name that ends in the word for a body of the text, and that nothing in the text defines.

    Why: whether the Joint Committee is the Committee, or a second body, would be for a panel to say.
    Source: legal scrub practice: names that change in the course of the talks stay behind in single articles.
    Covers: TRM-02.
    Fix: the name that is defined; or define the other body.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Calls the Committee by another name.
        order: 50
        tier: 1
        uses: [committee, covered-good, party]
        duties:
          admit: {by: party, act: admit covered goods}
          hear: {by: committee, act: hear each Party}
        ---
        1. {#admit} Each Party shall admit covered goods, and report on it to the Trade Committee.

        2. {#hear} The Committee shall hear each Party.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Calls the Committee by its name, and the body of another treaty by its own.
        order: 50
        tier: 1
        uses: [committee, covered-good, party]
        duties:
          admit: {by: party, act: admit covered goods}
          hear: {by: committee, act: hear each Party}
        ---
        1. {#admit} Each Party shall admit covered goods, and report on it to the Committee and to the Safeguards
           Committee of the World Trade Organization.

        2. {#hear} The Committee shall hear each Party.
    """
    for text in s.texts:
        pattern, known = _bodies(text), _known(text)
        acts = any_of((*text.library.words.duty_verbs, *text.library.words.permission_verbs))
        for passage, match in met(text, pattern):
            called, after = _without_article(text, passage.all_words, match), passage.all_words[match.end() :]
            told = called in known or acts.match(after.lstrip()) or _of_others(text, after)  # by PTY009 if it acts
            if passage.provides and " " in called and not told and not introduced(text, called):
                message = f"nothing in this text defines {called!r}, and it has a body {match['head']!r}"
                yield found_in(text, passage, called, message, "use the name that is defined, or define the body")


def _bodies(text: Text) -> re.Pattern[str]:
    """Words with capitals that end in the last word for a body that owes something and is defined with a capital."""
    owing = {who for entry in declared(text) if entry.duty for who in entry.duty.by}
    parties = {word for bearers in text.library.words.joint_bearers for word in bearers.split()}
    bodies = [e for e in text.document.definitions if e.term in owing and not parties.intersection(e.forms)]
    last = {form.split()[-1] for entry in bodies for form in entry.forms if form[0].isupper()}
    heads = sorted(head for head in last if head[0].isupper())
    if not heads or not text.library.words.spaced:
        return NOTHING
    return re.compile(rf"(?<![\w-])(?:[A-Z][\w’'-]* )+(?P<head>{'|'.join(map(re.escape, heads))})(?![\w-])")


def _known(text: Text) -> set[str]:
    """What bodies are called: the forms of terms, and all that is printed from a record."""
    forms = {form for entry in text.document.definitions for form in entry.forms}
    printed = {value.value.text for value in text.document.values}
    return forms | printed


def _without_article(text: Text, words: str, match: re.Match[str]) -> str:
    """The name that is matched, without a word that has its capital from the beginning of the sentence."""
    first, _, rest = match[0].partition(" ")
    at_the_head = bool(_HEAD.search(words[: match.start()]))
    return rest if at_the_head or first in text.library.words.determiners else match[0]


def _of_others(text: Text, after: str) -> bool:
    """Whether a name goes on, or is said to belong to somebody else."""
    links = "|".join(map(re.escape, text.library.words.name_links)) or "(?!)"
    return bool(re.match(rf"(?: (?:{links})){{1,2}} [A-Z]| [A-Z]", after))


@check("PTY011", Severity.WARNING)
def party_typed_by_name(s: Subject) -> Iterator[Found]:
    """A provision of a treaty has the name of a State or a Union typed in it that stands on record.

    Why: a name that is typed stays when the Party leaves, and is not there when another joins; that of a third State
    lays on it, or gives it, what it has not agreed to.
    Source: Vienna Convention on the Law of Treaties, Article 34 (gn-01, not opened); legal scrub practice.
    Covers: PTY-07.
    Fix: print it: `{{ "jp" | party }}`, `{{ instrument.depositary | long }}`, or a loop over `parties`.

    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee, whose first chair is sent by Alba.
    Passes:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee, whose first chair is sent by {{ parties | first }}.
    """
    for text in s.texts:
        named = _names(s, text)
        pattern = any_of(named) if text.binding else NOTHING
        for passage, _ in said(text, pattern, "plain_words"):
            yield from _typed_names(text, passage, pattern, named) if passage.provides else ()


def _typed_names(text: Text, passage: Passage, pattern: re.Pattern[str], named: dict[str, str]) -> Iterator[Found]:
    """The names that are typed in a provision, as themselves and not as part of a longer name."""
    links = "|".join(map(re.escape, text.library.words.name_links)) or "(?!)"
    longer = re.compile(rf"[A-Z][\w’'-]*(?: (?:{links})){{0,2}} $")
    words = passage.words(terms=False)
    found = [
        match[0]
        for match in pattern.finditer(words)
        if not longer.search(words[: match.start()]) and not re.match(r" [A-Z]|[’'-]", words[match.end() :])
    ]
    if found:
        listed = ", ".join(map(repr, dict.fromkeys(found)))
        message = f"the name of {named[found[0]]} is typed: {listed}"
        if len(set(found)) > 1:
            message = f"names of States and Unions are typed: {listed}"
        yield found_in(text, passage, found[0], message, "print each from its record")


def _names(s: Subject, text: Text) -> dict[str, str]:
    """Each name in the language of the text that is written with a capital, with how messages call its bearer."""
    found: dict[str, str] = {}
    for bare, party in bare_names(s, text.language):
        if bare[0].isupper():
            found.setdefault(bare, party)
    return found
