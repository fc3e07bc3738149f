"""Questions of law that turn on what the parties mean: exceptions, other treaties, and what a panel would say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from travaux import tree
from travaux.checks._model import mechanisms, party_names
from travaux.checks._walk import any_of, passages, units
from travaux.compilation import Subject, Text
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.export_discipline import ExportDiscipline
from travaux.model.mechanism.offtake_cfd import OfftakeCfd
from travaux.model.mechanism.preferential_zone import PreferentialZone
from travaux.model.mechanism.strategic_reserve import StrategicReserve
from travaux.model.party import OtherAgreement
from travaux.signoff import Look, item

#: A number of another text, with the name that follows it.
_NAMED = re.compile(
    r"(?:Articles?|Regulation|Directive|Annex|Protocol) [0-9IVXLC(][^\s,;.]*(?: (?:of|to) [^,;.]{3,60})?"
)


def _standing(text: Text, keys: Iterable[str], what: str) -> Iterator[Look]:
    """A place for each of some provisions that the text has."""
    return (Look(what, key) for key in keys if key in text.document.labels)


def _words(blocks: Iterable[tree.Block]) -> bool:
    return any(isinstance(block, tree.Para) for block in blocks)


def _agreements(s: Subject, text: Text) -> dict[str, OtherAgreement]:
    """The agreements on record between parties of the text, by key."""
    parties = text.instrument.record.parties
    every = (a for entry in s.parties(text.instrument) for a in entry.record.agreements)
    return {a.id: a for a in every if any(partner in parties for partner in a.partners)}


@item("SGN101")
def exception_swallows(s: Subject, text: Text) -> Iterator[Look]:
    """Does any exception leave less than the mechanism needs?

    Why: a clause on security that judges itself, or a carve-out of taxes that reaches the border charge, lets a party
    leave the floor without leaving the text.
    Source: legal review; whether an exception is meant so widely is known to the negotiators alone.
    Covers: MEC-10.
    """
    if mechanisms(s, text.instrument, BorderAdjustment):
        keys = ("general-exceptions", "security-exception", "taxation-exception", "disclosure-of-information")
        yield from _standing(text, keys, "read against the chapters on prices and on the border")


@item("SGN102")
def between_some_parties(s: Subject, text: Text) -> Iterator[Look]:
    """May the parties change between themselves what they owe each other under an earlier treaty?

    Why: a treaty may be changed between some of its parties only where it does not forbid that, where the others lose
    nothing, and after they have been told.
    Source: Vienna Convention on the Law of Treaties, Article 41 (gn-01, not opened).
    Covers: REL-04, NA-03, MX-04.
    """
    for agreement in _agreements(s, text).values() if text.binding else ():
        where = f", {agreement.provisions}" if agreement.provisions else ""
        yield Look(f"{agreement.short_name} ({agreement.grade}{where})", "relation-other-agreements")


@item("SGN103")
def preference_leaks(s: Subject, text: Text) -> Iterator[Look]:
    """Must any preference of this text be given to others under a promise made elsewhere?

    Why: a clause on most-favoured treatment in an agreement on investment or on purchases can carry what is given here
    to States that are no party to it.
    Source: Vienna Convention on the Law of Treaties, Articles 34 and 36 (gn-01, not opened). Those agreements are not
    among the records.
    Covers: REL-05, WT-01.
    """
    for zone in mechanisms(s, text.instrument, PreferentialZone):
        if zone.record.treatment == "zero-preferential":
            yield from _standing(text, ("tariff-elimination", "procurement-preference"), "a preference of the zone")


@item("SGN104")
def export_limits(s: Subject, text: Text) -> Iterator[Look]:
    """On what does each limit on exports rest, towards the parties and towards the rest of the world?

    Why: a limit that is spared among the parties is one that falls on others, and quantitative restrictions are barred
    but for shortage, conservation and security.
    Source: GATT 1994 Articles XI:2(a), XX and XXI (wt-14, reported); the cases on raw materials and rare earths.
    Covers: WTO-05, WT-14.
    """
    for exports in mechanisms(s, text.instrument, ExportDiscipline):
        said = f"exceptions on record: {', '.join(exports.record.exceptions) or 'none'}"
        yield from _standing(text, ("export-restrictions", "export-duties-ban"), said)


@item("SGN105")
def commodity_exception(s: Subject, text: Text) -> Iterator[Look]:
    """Does the text meet the conditions of a commodity agreement, if it is to be defended as one?

    Why: producers and consumers have to be able to join, and the criteria have to be laid before the Members.
    Source: GATT 1994 Article XX(h) (wt-10, unconfirmed: not opened).
    Covers: WTO-08, WT-10.
    """
    for zone in mechanisms(s, text.instrument, PreferentialZone):
        for basis in zone.record.legal_basis:
            if "gatt-xx-h" in (basis.basis, basis.fallback):
                yield Look(f"the preference of {party_names(s, basis.pair)}", "legal-basis-wto")


@item("SGN106")
def annex_and_parliament(s: Subject, text: Text) -> Iterator[Look]:
    """Is any annex that the Committee may change one that a parliament has to change?

    Why: a decision that changes a duty or a budget is void at home where the constitution wants a law.
    Source: jp-03 and eu-06 (unconfirmed) on duties; the model knows annexes by their clauses and not by what a
    constitution says of them.
    Covers: MEC-09.
    """
    if text.binding:
        yield from _standing(text, ("annex-modification", "committee-functions"), "go through the annexes one by one")


@item("SGN107")
def words_after_lists(s: Subject, text: Text) -> Iterator[Look]:
    """Does what follows each list speak of all its items?

    Why: a proviso after a list can be read with the last item alone.
    Source: legal scrub practice; only the sense of the words tells.
    Covers: NUM-05.
    """
    for unit in units(text):
        if isinstance(unit.node, tree.Provision) and unit.node.children and _words(unit.node.tail):
            yield Look("words after the list", unit.node.key)


@item("SGN108")
def other_texts(s: Subject, text: Text) -> Iterator[Look]:
    """Is each other treaty or law named rightly, with the article that is meant, as it now stands?

    Why: a name, a date or a number that is copied stays as it was when the other text is replaced.
    Source: the trade agreement of the Union and the United Kingdom copied an annex of 2008 with standards long given up
    (reported). Other treaties are not among the records, so their numbers cannot be compared.
    Covers: REF-10, DC-043, ANX-07.
    """
    seen: set[tuple[str, str]] = set()
    for passage in passages(text):
        for match in _NAMED.finditer(passage.words()):
            named = re.sub("[\ue010-\ue012]", "...", match[0])
            if (named, passage.key) not in seen:
                seen.add((named, passage.key))
                yield Look(named, passage.key)


@item("SGN109")
def two_labels(s: Subject, text: Text) -> Iterator[Look]:
    """Do any two of these terms mean one thing?

    Why: two labels for one concept are read as two, since the drafters must have meant something by the difference.
    Source: Joint Practical Guide of the Union's institutions, guideline 6. What two terms share is seen; whether they
    mean one thing is not.
    Covers: TRM-04.
    """
    by_noun: dict[str, list[str]] = {}
    for entry in text.document.definitions:
        by_noun.setdefault(entry.text.split()[-1].casefold(), []).append(entry.text)
    for names in by_noun.values():
        if len(names) > 1:
            yield Look(", ".join(sorted(names)))


@item("SGN110")
def times_without_number(s: Subject, text: Text) -> Iterator[Look]:
    """Should any of these times be a number?

    Why: "promptly" is weighed by a panel after the event; where the others of an article are counted in days, it will
    be asked why this one is not.
    Source: legal scrub practice; where the act depends on what somebody finds, no number may be fair.
    Covers: TRM-09, DC-051.
    """
    pattern = any_of(text.library.words.vague_phrases)
    for passage in passages(text) if pattern else ():
        for match in pattern.finditer(passage.words()) if pattern else ():
            yield Look(repr(match[0]), passage.key)


@item("SGN111")
def rights_that_survive(s: Subject, text: Text) -> Iterator[Look]:
    """After a withdrawal, what becomes of contracts, support and stocks that rest on the text?

    Why: enterprises have sold output for years on a promise of prices, and parties hold goods for each other.
    Source: the litigation of the tin agreements after 1985 (known in general). The article on withdrawal keeps duties
    between the parties alive; contracts of enterprises are not among the records.
    Covers: MEC-14, DC-068.
    """
    for entry in s.mechanisms(text.instrument):
        if isinstance(entry.record, OfftakeCfd | StrategicReserve):
            yield Look(f"{entry.record.kind.replace('-', ' ')} ({entry.record.id})", "withdrawal")


@item("SGN112")
def before_entry_into_force(s: Subject, text: Text) -> Iterator[Look]:
    """Is it clear what the signatories owe between signature and entry into force?

    Why: clauses on signature, depositary and consent apply from the adoption of the text, and no signatory may defeat
    its object and purpose meanwhile; the text need not say so, but the parties must know.
    Source: Vienna Convention on the Law of Treaties, Articles 18 and 24(4) (gn-01, not opened).
    Covers: DC-064, DC-073, GN-01.
    """
    if text.binding:
        yield from _standing(
            text, ("signature", "consent-to-be-bound", "entry-into-force", "depositary"), "read for it"
        )
