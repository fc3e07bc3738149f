"""What a clause can call: references, sources, notes, tables, and filters that choose words.

Each function returns a mark or nodes; none returns text that could become markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from travaux.draft.calculations import Calculations, ToldMethod
from travaux.draft.charts import figure, landed_prices
from travaux.draft.environment import Fault, value_node
from travaux.draft.marks import FigureMark, Nodes, RawText, RowMark, ScheduleMark, SourceMark, TableMark
from travaux.draft.others import Others
from travaux.draft.participation import Matter, Matters
from travaux.draft.printing import Printer
from travaux.draft.tracked import path_of, track, untrack
from travaux.model.mechanism.base import Mechanism
from travaux.model.party import Party
from travaux.model.product import Product
from travaux.records import Entry, Records
from travaux.span import Span
from travaux.tree import Elsewhere, Inline, Note, Ref, Text, Value

_ID = re.compile(r"[^a-z0-9]+")


def slug(*parts: Any) -> str:
    """An id from words: lower case, anything else than letters and digits as one hyphen."""
    return _ID.sub("-", "-".join(str(untrack(part)).lower() for part in parts)).strip("-")


def _is_key(value: Any) -> bool:
    return isinstance(untrack(value), str)


@dataclass
class Functions:
    """The functions for one clause of one text."""

    clause_key: str
    """The key of the provision that is drafted; for a second wording not that of the clause."""
    selected_key: str
    span: Span
    printer: Printer
    records: Records
    mechanisms: Mapping[str, Entry[Mechanism]]
    own: Entry[Mechanism] | None
    keys: frozenset[str]
    calculations: Calculations
    unconfirmed: frozenset[str] = frozenset()
    frame: Mapping[str, str] = field(default_factory=dict)
    """Words of the structure, those of the template before those of the language."""
    others: Others = field(default_factory=Others)
    matters: Matters | None = None
    """The mechanisms that not every party takes, or takes alike."""
    reword: Callable[[str], str] = str
    """How words about the parties stand in a clause about a mechanism that not every party takes."""
    counter: dict[str, int] = field(default_factory=dict)

    def unique(self, kind: str) -> str:
        """An id that no other reference or note of the text has."""
        self.counter[kind] = self.counter.get(kind, 0) + 1
        return f"{self.clause_key}#{kind}{self.counter[kind]}"

    # --- functions --------------------------------------------------------------------------------------------

    def ref(self, *targets: Any, through: bool = False) -> Nodes:
        """A cross-reference to clauses or their paragraphs; `through` makes two targets a range."""
        if not targets or (through and len(targets) != 2):
            raise Fault("ref() wants a key, several keys, or two keys with through=true")
        keys = tuple(self.resolve(str(untrack(target))) for target in targets)
        return Nodes((Ref(self.unique("r"), keys, self.span, through),))

    def resolve(self, target: str) -> str:
        """What a key means in this clause: its own wording, or the instance of its own mechanism."""
        clause, dot, paragraph = target.partition(".")
        if clause == self.selected_key.partition("@")[0]:
            return f"{self.clause_key}{dot}{paragraph}"
        instance = f"{clause}@{self.own.record.id}" if self.own else clause
        return f"{instance}{dot}{paragraph}" if clause not in self.keys and instance in self.keys else target

    def the(self, kind: str) -> Any:
        """The mechanism of a kind: the only one of the text, or the one that the clause's own mechanism names."""
        found = self.of_kind(kind)
        if len(found) > 1 and self.own:
            named = set(self.own.record.needs())
            found = [e for e in found if e.record.id in named or self.own.record.id in e.record.needs()]
        if len(found) != 1:
            count = "no mechanism" if not found else f"{len(found)} mechanisms"
            raise Fault(f'the("{kind}"): the text has {count} of this kind; test with has("{kind}")')
        return track(found[0].record, f"mechanisms/{found[0].record.id}")

    def of_kind(self, kind: str) -> list[Entry[Mechanism]]:
        """The mechanisms of a kind in this text."""
        return [entry for entry in self.mechanisms.values() if entry.record.kind == kind]

    def has(self, kind: str) -> bool:
        """True when the text has a mechanism of this kind."""
        return bool(self.of_kind(kind))

    def stands(self, key: str, within: Any = None) -> bool:
        """True when a clause stands in the text, or in the text of another instrument as far as it is known."""
        if untrack(within) is not None:
            return self.others.has(str(untrack(within)), str(untrack(key)))
        return self.resolve(key) in self.keys

    def elsewhere(self, instrument: Any, *targets: Any) -> Nodes:
        """Provisions of another instrument of the package, or that instrument as a whole."""
        if not _is_key(instrument):
            raise Fault("elsewhere() wants the key of an instrument, and keys of its provisions after it")
        record = self.others.instrument(untrack(instrument))
        keys = tuple(str(untrack(target)) for target in targets)
        there = Elsewhere(record.id, self.printer.texts(record.title), record.kind, keys)
        return Nodes((Ref(self.unique("r"), (), self.span, elsewhere=there),))

    def confirmed(self, *sources: Any) -> bool:
        """False when one of some sources is unconfirmed; a row that rests on it is put in brackets by hand."""
        keys = {str(untrack(key)) for source in sources for key in ((source,) if _is_key(source) else source)}
        return not keys & self.unconfirmed

    def plain(self, text: str) -> Nodes:
        """Words in which a defined term is meant in its plain sense."""
        return Nodes((Text(str(untrack(text)), plain=True),))

    def word(self, name: str) -> Nodes:
        """A word that the template sets, such as what a text of its kind calls itself."""
        known = str(untrack(name))
        if known not in self.frame:
            raise Fault(f"word({known!r}): neither the template nor the language has this word")
        return Nodes((Text(self.frame[known]),))

    def note(self, text: str) -> Nodes:
        """A drafting note."""
        return Nodes((Note(self.unique("n"), str(untrack(text))),))

    def comment(self, text: str, author: str = "") -> Nodes:
        """A comment in the margin, on the words before it in its paragraph."""
        if not untrack(author):
            raise Fault('comment() wants to know who makes it: comment("...", author="Secretariat")')
        return Nodes((Note(self.unique("c"), str(untrack(text)), "comment", str(untrack(author))),))

    def blank(self, name: str = "other") -> Nodes:
        """A blank to be filled in at signature."""
        blanks = self.printer.language.blanks
        return Nodes((Text(blanks.get(name, blanks["other"]), plain=True),))

    def table(self, key: str, caption: str = "", landscape: bool = False) -> TableMark:
        """Key and caption of the table that follows."""
        return TableMark(f"{self.clause_key}.{slug(key)}", self.reword(str(untrack(caption))), landscape)

    def chart(
        self,
        key: str,
        method: ToldMethod,
        caption: str,
        lead: str,
        axes: tuple[str, str],
        lines: Mapping[str, str],
        marks: Mapping[str, str] | None = None,
    ) -> FigureMark:
        """The price after importation against the price before it, for a way of calculating."""
        drawn = landed_prices(method.method, (axes[0], axes[1]), lines, marks or {}, self.printer)
        told = self.reword(caption), self.reword(lead)
        return FigureMark(figure(f"{self.clause_key}.{slug(key)}", *told, drawn))

    def participation(self) -> tuple[Matter, ...]:
        """The mechanisms whose parties, goods or phase-in differ from party to party."""
        return (
            self.matters.told(lambda keys, through: Ref(self.unique("r"), keys, self.span, through))
            if self.matters
            else ()
        )

    def row(self, *parts: Any, group: bool = False) -> RowMark:
        """The key of the row in which this stands."""
        return RowMark(slug(*parts), group)

    # --- filters ----------------------------------------------------------------------------------------------

    def node(self, value: Any) -> Inline:
        """The node of anything that can stand in a list."""
        return value_node(value, self.printer)

    def join(self, items: Iterable[Any], last: str) -> Nodes:
        """A list with separators: `A, B and C`."""
        parts = [item.content if isinstance(item, Nodes) else (self.node(item),) for item in items]
        result: list[Inline] = []
        for index, part in enumerate(parts):
            if index:
                result.append(Text(last if index == len(parts) - 1 else self.printer.language.list_separator))
            result.extend(part)
        return Nodes(tuple(result))

    def words(self, value: Any) -> Nodes:
        """A count in words."""
        number = untrack(value)
        if isinstance(number, bool) or not isinstance(number, int):
            raise Fault("only a whole number can be written in words")
        return Nodes((self.named(value, self.printer.words(number)),))

    def year(self, value: Any) -> Nodes:
        """A year, which is not grouped in threes."""
        return Nodes((self.named(value, str(untrack(value))),))

    def language(self, value: Any) -> Nodes:
        """The name of a language from its tag."""
        tag = untrack(value)
        names = self.printer.language.languages
        if tag not in names:
            raise Fault(f"the language {tag!r} has no name in templates/languages/{self.printer.tag}.yaml")
        return Nodes((self.named(value, names[tag]),))

    def named(self, value: Any, text: str) -> Inline:
        """A value printed in other words than its usual ones."""
        return Value(path_of(value), str(untrack(value)), text) if path_of(value) else Text(text)

    def name(self, form: str) -> Callable[[Any], Nodes]:
        """A filter for a form of a party's name: `long`, `short`, or `label` where it stands alone."""

        def named(value: Any) -> Nodes:
            party = self.party_record(value)
            if self.printer.tag not in party.names:
                raise Fault(f"party {party.id!r} has no name in {self.printer.tag!r}")
            names = party.names[self.printer.tag]
            text = str(getattr(names, form) or names.short)
            return Nodes((Value(f"parties/{party.id}.names.{self.printer.tag}.{form}", text, text),))

        return named

    def party_record(self, value: Any) -> Party:
        """A party from its record or its key."""
        plain = untrack(value)
        if isinstance(plain, Party):
            return plain
        if plain not in self.records.parties:
            raise Fault(f"{plain!r} is not the key of a party")
        return self.records.parties[plain].record

    def product(self, value: Any) -> Nodes:
        """The name of a product from its record or its key."""
        plain = untrack(value)
        record = plain if isinstance(plain, Product) else None
        if record is None and plain in self.records.products:
            record = self.records.products[plain].record
        if record is None:
            raise Fault(f"{plain!r} is not the key of a product")
        return Nodes((Value(f"products/{record.id}.names", record.id, self.printer.texts(record.names)),))

    def latest(self, dated: Any) -> Any:
        """The value of the last date of a dated value."""
        plain = untrack(dated)
        last = max(plain)
        return track(plain[last], f"{path_of(dated)}.{last}")

    def say(self, value: Any, words: Mapping[str, str]) -> Nodes:
        """The words for a choice of the model; every choice that can occur must have its words."""
        plain = untrack(value)
        if plain not in words:
            raise Fault(f"no words for {plain!r}; words are given for {', '.join(map(repr, words))}")
        return Nodes((Text(self.reword(words[plain])),))

    def default_text(self, value: Any, words: str) -> Any:
        """The value, or other words where it is not set."""
        return Nodes((Text(words),)) if value is None else value

    def record_of(self, kind: str) -> Callable[[Any], Any]:
        """A filter from a key to the record, so that its fields can be printed."""
        found: Mapping[str, Entry[Any]] = self.records.parties if kind == "parties" else self.records.products

        def record(value: Any) -> Any:
            key = untrack(value)
            if key not in found:
                raise Fault(f"{key!r} is not the key of one of the {kind}")
            return track(found[key].record, f"{kind}/{key}")

        return record

    def globals(self) -> dict[str, Callable[..., Any]]:
        """The functions by the names that clauses use."""
        return {
            "ref": self.ref,
            "elsewhere": self.elsewhere,
            "the": self.the,
            "has": self.has,
            "stands": self.stands,
            "confirmed": self.confirmed,
            "plain": self.plain,
            "word": self.word,
            "source": lambda key: SourceMark(str(untrack(key))),
            "note": self.note,
            "comment": self.comment,
            "blank": self.blank,
            "table": self.table,
            "row": self.row,
            "chart": self.chart,
            "calculation": self.calculations.told,
            "participation": self.participation,
            "schedule": lambda key: ScheduleMark(str(untrack(key))),
            "id": lambda *parts: RawText("{#" + slug(*parts) + "}"),
        }

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filters by the names that clauses use."""
        language = self.printer.language
        return {
            "words": self.words,
            "long": self.name("long"),
            "short": self.name("short"),
            "party": self.name("short"),
            "label": self.name("label"),
            "product": self.product,
            "party_record": self.record_of("parties"),
            "product_record": self.record_of("products"),
            "join_and": lambda items: self.join(items, language.list_and),
            "join_or": lambda items: self.join(items, language.list_or),
            "year": self.year,
            "language": self.language,
            "latest": self.latest,
            "say": self.say,
            "hs": lambda code: code,
            "default_text": self.default_text,
        }
