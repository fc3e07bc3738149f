"""Bad input: one clear message each with file, line and column; exit code 2; no output touched; the same as JSON."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from projects import EXAMPLE, Edit, change, copied, place, put, run, snapshot

ALBA = "seeds/parties/alba.yaml"
TEXT = "seeds/instruments/example.yaml"
FLOOR = "seeds/mechanisms/floor.yaml"
DUTY = "clauses/example/duty.en.md"
ENGLISH = "templates/languages/xx.yaml"
ADD_MISSING = "add it; `travaux schema` prints what each field means"
SANDBOX = "a clause sees the model and the functions of the clause language, nothing else"


@dataclass(frozen=True)
class Fault:
    """One message that is wanted: where (file and a mark in it, "" for the file as a whole), what, and the hint."""

    file: str
    mark: str
    code: str
    message: str
    hint: str = ""

    def span(self, root: Path) -> tuple[int, int]:
        return place(root, self.file, self.mark) if self.mark else (0, 0)

    def text(self, root: Path) -> str:
        line, column = self.span(root)
        where = f"{self.file}:{line}:{column}" if line else self.file
        return f"{where}: error[{self.code}]: {self.message}" + (f"\n  hint: {self.hint}" if self.hint else "")


@dataclass(frozen=True)
class Case:
    name: str
    edits: tuple[Edit, ...]
    faults: tuple[Fault, ...]


def case(name: str, edit: Edit | tuple[Edit, ...], *faults: Fault) -> Case:
    return Case(name, edit if isinstance(edit, tuple) else (edit,), faults)


def add(line: str) -> Edit:
    """A line more in the instrument."""
    return change(TEXT, "depositary: alba\n", f"depositary: alba\n{line}\n")


def template(text: str) -> Edit:
    """Other template text in the place of a value of a clause."""
    return change(DUTY, "{{ param.notice }}", text)


def line_of(code: str, message: str, hint: str = "") -> Fault:
    """A fault on the line of the clause in which `template` writes."""
    return Fault(DUTY, "2. {#notice}", code, message, hint)


BOMB = "id: alba\na: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8)
)

YAML = [
    case(
        "syntax",
        change(ALBA, "entity: state", "entity: [state"),
        Fault(ALBA, "signature^: {", "SYN001", "not valid YAML: did not find expected ',' or ']'"),
    ),
    case(
        "tab",
        change(ALBA, "entity: state", "entity:\tstate\n\tx: 1"),
        Fault(ALBA, "\tx: 1", "SYN001", "not valid YAML: found a tab character that violates indentation"),
    ),
    case(
        "two documents",
        put(ALBA, (EXAMPLE / ALBA).read_text() + "---\nid: again\n"),
        Fault(ALBA, "---\nid: again", "SYN001", "not valid YAML: but found another document"),
    ),
    case(
        "duplicate key",
        change(ALBA, "entity: state", "entity: state\nentity: union"),
        Fault(
            ALBA,
            "entity: union",
            "SYN002",
            "the key 'entity' stands twice in one mapping; first on line "
            + str(place(EXAMPLE, ALBA, "entity: state")[0]),
        ),
    ),
    case(
        "alias bomb",
        put(ALBA, BOMB),
        Fault(
            ALBA,
            "a: &a [x, x, x, x, x, x, x, ^x",
            "SYN003",
            "aliases make this file grow beyond any use",
            "write the values out",
        ),
    ),
    case(
        "alias of itself",
        put(ALBA, "id: alba\na: &a [*a]\n"),
        Fault(ALBA, "&a [", "SYN003", "nested too deeply", "write a flatter file without aliases"),
    ),
    case(
        "unknown alias",
        put(ALBA, "id: alba\na: *b\n"),
        Fault(ALBA, "*b", "SYN001", "not valid YAML: found undefined alias"),
    ),
    case(
        "deep nesting",
        put(ALBA, f"id: alba\na: {'[' * 41}{']' * 41}\n"),
        Fault(ALBA, f"a: {'[' * 40}^[", "SYN003", "nested too deeply", "write a flatter file without aliases"),
    ),
    case(
        "nesting that would overflow the stack",
        put(ALBA, f"a: {'[' * 100_000}"),
        Fault(ALBA, "", "SYN003", "nested too deeply", "write a flatter file"),
    ),
    case(
        "tag",
        change(ALBA, "entity: state", "entity: !!python/object:os.system state"),
        Fault(
            ALBA,
            "!!python",
            "SYN005",
            "the tag tag:yaml.org,2002:python/object:os.system has no meaning here",
            "leave the tag out",
        ),
    ),
    case(
        "merge key",
        change(ALBA, "entity: state", "<<: {a: 1}\nentity: state"),
        Fault(ALBA, "<<: {", "SYN005", "a key must be a simple word", "write the fields out"),
    ),
    case(
        "huge number",
        change(FLOOR, "amount: 12.50", f"amount: {'9' * 5000}"),
        Fault(
            FLOOR,
            "amount: ^99",
            "SYN005",
            "a number of 5000 characters has no use here",
            "put it in quotes if it is meant as text",
        ),
    ),
    case(
        "empty file",
        put(ALBA, ""),
        Fault(ALBA, "", "SYN006", "is empty or not a mapping of fields", "write `field: value` lines"),
    ),
    case(
        "list for a mapping",
        put(ALBA, "- id: alba\n"),
        Fault(ALBA, "", "SYN006", "is empty or not a mapping of fields", "write `field: value` lines"),
    ),
    case(
        "not UTF-8",
        put(ALBA, (EXAMPLE / ALBA).read_bytes().replace(b"Republic", b"R\xe9publique", 1)),
        Fault(ALBA, "long: the R^\ufffd", "SYN004", "not UTF-8: byte 0xE9 cannot be read", "save the file as UTF-8"),
    ),
    case(
        "NUL byte",
        change(ALBA, "Republic", "Rep\0ublic"),
        Fault(ALBA, "Rep^\0", "SYN013", "a control character stands here: U+0000", "take it out"),
    ),
    case(
        "escaped NUL",
        change(ALBA, "For the Republic of Alba", '"For \\0 Alba"'),
        Fault(ALBA, '"For', "SYN013", "a control character stands here: U+0000", "take it out"),
    ),
    case(
        "half of a surrogate pair",
        change(ALBA, "For the Republic of Alba", '"For \\ud800 Alba"'),
        Fault(ALBA, '"For \\u^d800', "SYN001", "not valid YAML: found invalid Unicode character escape code"),
    ),
]

RECORDS = [
    case(
        "unknown field",
        change(ALBA, "currency: USD", "currency: USD\nteritory: {en: Alba}"),
        Fault(ALBA, "teritory", "MOD002", "unknown field 'teritory'", "did you mean 'territory'?"),
    ),
    case(
        "unknown field inside",
        change(ALBA, "usable: true", "usable: true\n    all_origin: true"),
        Fault(ALBA, "all_origin", "MOD002", "unknown field 'all_origin'", "did you mean 'all_origins'?"),
    ),
    case(
        "wrong type",
        change(ALBA, "usable: true", "usable: yes please"),
        Fault(ALBA, "usable: ^yes", "MOD003", "true or false is wanted here, not 'yes please'"),
    ),
    case(
        "number in quotes",
        change(TEXT, "min_parties: 2", 'min_parties: "2"'),
        Fault(
            TEXT,
            'min_parties: ^"2"',
            "MOD003",
            "a whole number is wanted here, not '2'",
            "write the number without quotes",
        ),
    ),
    case(
        "text for a list",
        change(ALBA, "languages: [en]", "languages: en"),
        Fault(ALBA, "languages: ^en", "MOD003", "a list is wanted here, not 'en'"),
    ),
    case(
        "empty list",
        change(TEXT, "parties: [alba, borea, corda]", "parties: []"),
        Fault(TEXT, "parties: ^[]", "MOD003", "a list of at least 1 is wanted here, not a list of 0"),
    ),
    case(
        "missing field",
        change(ALBA, "currency: USD\n", ""),
        Fault(ALBA, "id: alba", "MOD004", "the field 'currency' is missing", ADD_MISSING),
    ),
    case(
        "all faults of all records together",
        (change(ALBA, "currency: USD\n", ""), change(FLOOR, "kind: price-floor", "kind: price-flor")),
        Fault(FLOOR, "price-flor", "MOD001", "unknown kind 'price-flor'", "did you mean 'price-floor'?"),
        Fault(ALBA, "id: alba", "MOD004", "the field 'currency' is missing", ADD_MISSING),
    ),
    case(
        "two faulty records that name each other",
        (
            change(ALBA, "currency: USD", "currency: usd"),
            change("seeds/parties/borea.yaml", "currency: USD", "currency: usd"),
        ),
        Fault(ALBA, "usd", "MOD003", "'usd' is not a currency code", "three capital letters, as in USD"),
        Fault(
            "seeds/parties/borea.yaml",
            "usd",
            "MOD003",
            "'usd' is not a currency code",
            "three capital letters, as in USD",
        ),
    ),
    case(
        "unknown party",
        change(TEXT, "parties: [alba, borea, corda]", "parties: [alba, borea, cordo]"),
        Fault(TEXT, "cordo]", "MOD005", "unknown party 'cordo'", "did you mean 'corda'?"),
    ),
    case(
        "unknown product",
        change(TEXT, "products: [examplium]", "products: [exampliun]"),
        Fault(TEXT, "exampliun", "MOD005", "unknown product 'exampliun'", "did you mean 'examplium'?"),
    ),
    case(
        "unknown mechanism",
        change(TEXT, "mechanisms: [reference, floor,", "mechanisms: [reference, flor,"),
        Fault(TEXT, "flor,", "MOD005", "unknown mechanism 'flor'", "did you mean 'floor'?"),
    ),
    case(
        "party twice",
        change(TEXT, "parties: [alba, borea, corda]", "parties: [alba, borea, alba]"),
        Fault(TEXT, "parties: ^[alba", "MOD003", "named twice: alba"),
    ),
    case(
        "kind that is a list",
        change(FLOOR, "kind: price-floor", "kind: [price-floor]"),
        Fault(
            FLOOR,
            "[price-floor]",
            "MOD003",
            "text is wanted here",
            "known kinds: border-adjustment, preferential-zone, price-floor, reference-price",
        ),
    ),
    case(
        "two records with one key",
        put("seeds/parties/alba.yml", (EXAMPLE / ALBA).read_bytes()),
        Fault(
            "seeds/parties/alba.yml",
            "",
            "MOD006",
            f"two records with the key 'alba': the other is {ALBA}",
            "rename one of them",
        ),
    ),
    case(
        "copy not renamed inside",
        put("seeds/parties/doria.yaml", (EXAMPLE / ALBA).read_bytes()),
        Fault(
            "seeds/parties/doria.yaml",
            "id: ^alba",
            "MOD007",
            "the record says id 'alba', its file is named 'doria': two records cannot share one key",
            "give file and id the same name",
        ),
    ),
]


def price(text: str, message: str) -> Case:
    mark = f"amount: ^{text}"
    return case(
        f"price {text}", change(FLOOR, "amount: 12.50", f"amount: {text}"), Fault(FLOOR, mark, "MOD003", message)
    )


def code(text: str, message: str) -> Case:
    return case(
        f"code {text}", change(FLOOR, "HS2022 8110.10", text), Fault(FLOOR, f"hs: [^{text}]", "MOD003", message)
    )


QUANTITIES = [
    price("-12.50", "-12.50 is not above zero"),
    price("0", "0 is not above zero"),
    price(".inf", "Infinity is not a finite number"),
    price(".nan", "NaN is not a finite number"),
    price("1e500", "1E+500 is beyond any amount that a text states"),
    price("12.50001", "12.50001 has more than four decimals"),
    price('"12.50"', "'12.50' is text; a number is written without quotes, as in 110.50"),
    price("0x1F", "'0x1F' is text; a number is written without quotes, as in 110.50"),
    price("true", "a number is wanted here"),
    case(
        "unit without its basis",
        change(FLOOR, ", basis: contained Ex", ""),
        Fault(FLOOR, "2027-01-01: ^{", "MOD004", "the field 'basis' is missing", ADD_MISSING),
    ),
    case(
        "basis that is none",
        change(FLOOR, "basis: contained Ex", "basis: Ex"),
        Fault(
            FLOOR,
            "basis: ^Ex",
            "MOD003",
            "'Ex' is not a basis; write `contained Ga`, `Nd2O3 equivalent`, `TREO` or `gross product`",
        ),
    ),
    case(
        "bare ton",
        change(FLOOR, "per: kg", "per: ton"),
        Fault(FLOOR, "per: ^ton", "MOD003", "'ton' is ambiguous; write t (1000 kg), `short ton` or `long ton`"),
    ),
    code("8110.10", "text such as HS2022 2846.90 is wanted here, not 8110.10"),
    code("HS2022 7710.10", "HS code HS2022 7710.10: there is no chapter 77"),
    code("HS2022 81101", "'HS2022 81101' is not an HS code; write it as HS2022 2846.90"),
    code("HS2020 8110.10", "'HS2020 8110.10' is not an HS code; write it as HS2022 2846.90"),
    code("HS2022 81\u0661\u0660", "'HS2022 81\u0661\u0660' is not an HS code; write it as HS2022 2846.90"),
    code(
        "HS2022 8110.10.00",
        "HS code HS2022 8110.10.00 has 8 digits: add the party, as in HS2022 8110.10.00 US",
    ),
]

LIBRARY = [
    case(
        "unknown template",
        change(TEXT, "kind: example-treaty", "kind: example-treety"),
        Fault(
            TEXT, "example-treety", "LIB005", "there is no template 'example-treety'", "did you mean 'example-treaty'?"
        ),
    ),
    case(
        "unknown language",
        change(TEXT, "languages: [en]", "languages: [qq]"),
        Fault(
            TEXT,
            "languages: [^qq",
            "LIB005",
            "there is no drafting language 'qq'",
            "known: en; add templates/languages/qq.yaml",
        ),
    ),
    case(
        "unknown clause",
        add("clauses: {include: [commitee]}"),
        Fault(
            TEXT, "commitee", "OUT001", "there is no clause 'commitee' for this template", "did you mean 'committee'?"
        ),
    ),
    case(
        "unknown variant",
        add("variants: {duty: lockin}"),
        Fault(TEXT, "lockin", "OUT001", "clause 'duty' has no variant 'lockin'", "known: standard"),
    ),
    case(
        "unknown parameter",
        add("parameters: {duty: {notise: P3D}}"),
        Fault(TEXT, "notise", "OUT001", "clause 'duty' has no parameter 'notise'", "did you mean 'notice'?"),
    ),
    case(
        "parameter of the wrong type",
        add("parameters: {duty: {notice: 3 days}}"),
        Fault(TEXT, "3 days", "OUT004", "'3 days' is not a period; write 30 days as P30D, six months as P6M"),
    ),
    case(
        "clause without front matter",
        put(DUTY, "The Parties shall.\n"),
        Fault(DUTY, "The Parties", "LIB002", "the clause has no front matter", "begin the file with `---`"),
    ),
    case(
        "empty clause",
        put(DUTY, ""),
        Fault(DUTY, "^", "LIB002", "the clause has no front matter", "begin the file with `---`"),
    ),
    case(
        "front matter that does not end",
        put(DUTY, "---\nheading: Admission\n"),
        Fault(DUTY, "---", "LIB002", "the front matter does not end", "close it with `---`"),
    ),
    case(
        "name of a clause file",
        put("clauses/example/Duty.md", ""),
        Fault(
            "clauses/example/Duty.md",
            "",
            "LIB001",
            "the name is not `<key>.<language>.md`",
            "such as price-floor-level.en.md",
        ),
    ),
    case(
        "clause in two folders",
        put("clauses/example-zone/duty.en.md", (EXAMPLE / DUTY).read_bytes()),
        Fault(
            "clauses/example-zone/duty.en.md",
            "",
            "LIB003",
            f"the clause duty.en.md stands in two folders; the other is {DUTY}",
            "remove or rename one",
        ),
    ),
    case(
        "folder without a family",
        put("clauses/strays/stray.en.md", (EXAMPLE / DUTY).read_bytes()),
        Fault("clauses/strays/stray.en.md", "", "LIB004", "the folder 'strays' has no family.yaml", "add one"),
    ),
]

TEMPLATES = [
    case(
        "undefined parameter",
        template("{{ param.notise }}"),
        line_of(
            "DRF001",
            "undefined in the clause: there is no 'notise' here, only notice",
            "see the fields with `travaux schema`",
        ),
    ),
    case(
        "undefined field",
        template("{{ instrument.depositry }}"),
        line_of(
            "DRF001",
            "undefined in the clause: instruments/example has no 'depositry'",
            "see the fields with `travaux schema`",
        ),
    ),
    case(
        "undefined variable",
        template("{{ mechanism.cap }}"),
        line_of("DRF001", "undefined in the clause: 'mechanism' is undefined", "see the fields with `travaux schema`"),
    ),
    *(
        case(f"internals {text}", template(text), line_of("DRF002", f"not allowed in a clause: {message}", SANDBOX))
        for text, message in {
            '{{ "".__class__ }}': "access to attribute '__class__' of 'str' object is unsafe.",
            "{{ instrument._value }}": "access to attribute '_value' of 'Tracked' object is unsafe.",
            "{{ ref.__globals__ }}": "access to attribute '__globals__' of 'method' object is unsafe.",
            "{{ self.__init__ }}": "access to attribute '__init__' of 'TemplateReference' object is unsafe.",
            "{{ 10 ** 10 ** 10 }}": "a clause does not compute (**): put the number into the model",
            '{{ "%s" % 1 }}': "a clause does not compute (%): put the number into the model",
            "{{ -1 }}": "a clause does not compute (-): put the number into the model",
        }.items()
    ),
    *(
        case(f"template {text}", template(text), line_of("DRF003", f"the template cannot be {message}"))
        for text, message in {
            '{% include "/etc/passwd" %}': "carried out: no loader for this environment specified",
            "{{ param.notice | nope }}": "read: No filter named 'nope'.",
            "{% if %}": "read: Expected an expression, got 'end of statement block'",
            "{{ param.notice() }}": "carried out: 'Tracked' object is not callable",
        }.items()
    ),
    *(
        case(f"unprintable {text}", template(text), line_of("DRF004", message))
        for text, message in {
            "{{ parties }}": "a tuple has no printed form; print one of its fields",
            "{{ [1] }}": "a list has no printed form; print one of its fields",
            "{{ 1.5 }}": "a float has no printed form; print one of its fields",
            "{{ ref }}": "a method has no printed form; print one of its fields",
            "{{ none }}": "there is nothing to print: the field is not set",
            "{{ true }}": "a yes/no value is tested with `if`, not printed",
            '{{ "zz" | party }}': "'zz' is not the key of a party",
            "{% macro m() %}{{ param.notice }}{% endmacro %}{{ m() }}": (
                "what a macro or a block set has printed cannot be printed again: write it where it stands"
            ),
        }.items()
    ),
    case(
        "unknown source",
        template('{{ source("fakt") }}'),
        Fault(DUTY, 'source("fakt")', "MOD005", "unknown source 'fakt'", "did you mean 'fact'?"),
    ),
    case(
        "control character in a clause",
        change(DUTY, "Each Party", "Each\x07Party"),
        Fault(DUTY, "Each^\x07", "SYN013", "a control character stands here: U+0007", "take it out"),
    ),
    case(
        "paragraph without an id",
        change(DUTY, "1. {#accept} ", "1. "),
        Fault(DUTY, "1. Each", "DRF006", "a list item has no id", "begin it with {#id}"),
    ),
    case(
        "id that stands twice",
        change(DUTY, "{#end}", "{#reason}"),
        Fault(DUTY, "{#reason}", "DRF006", "the id 'reason' stands twice in the clause"),
    ),
    case(
        "row outside a table",
        template('{{ row("x") }}'),
        line_of("DRF005", "row() stands outside a table", "it belongs in the first cell of a row"),
    ),
]

SCHEDULE = """schedules:
  - id: rates
    file: {}
    key: line
    columns:
      - {{name: line, heading: {{en: Line}}, type: text}}
      - {{name: hs, heading: {{en: HS}}, type: hs}}
      - {{name: rate, heading: {{en: Rate}}, type: percentage, required: false}}
"""
CSV = "seeds/instruments/rates.csv"


def csv(text: str | bytes, file: str = "rates.csv") -> tuple[Edit, ...]:
    return add(SCHEDULE.format(file)), put(CSV, text)


SCHEDULES = [
    case(
        "row with a missing column",
        csv("line,hs,rate\na,HS2022 8110.10\nb,HS2022 8110.10,5%\n"),
        Fault(CSV, "a,HS", "CSV002", "the first line names 3 columns, this line fills 2"),
    ),
    case(
        "missing column",
        csv("line,hs\na,HS2022 8110.10\n"),
        Fault(CSV, "line", "CSV001", "the column 'rate' is missing", "the first line names: line, hs"),
    ),
    case(
        "column twice",
        csv("line,hs,rate,rate\na,HS2022 8110.10,5%,6%\n"),
        Fault(CSV, "line", "CSV001", "the column 'rate' stands twice"),
    ),
    case(
        "every bad cell",
        csv("line,hs,rate\na,8110.10,5\n,HS2022 8110.10,\n"),
        Fault(CSV, "8110.10", "CSV003", "hs: HS code 8110.10 has no edition; write it as HS2022 8110.10"),
        Fault(CSV, "5\n", "CSV003", "rate: '5' is not a percentage; write it as 65%"),
        Fault(CSV, ",HS2022", "CSV003", "line: the cell is empty"),
    ),
    case(
        "key twice",
        csv("line,hs,rate\na,HS2022 8110.10,\na,HS2022 8110.20,\n"),
        Fault(CSV, "a,HS2022 8110.20", "CSV004", "the key 'a' stands already on line 2"),
    ),
    case(
        "empty CSV",
        csv(""),
        Fault(CSV, "^", "CSV001", "the file is empty", "the first line names the columns: line,hs,rate"),
    ),
    case(
        "CSV not UTF-8",
        csv(b"line,hs,rate\n\xe9,HS2022 8110.10,5%\n"),
        Fault(CSV, "\ufffd", "SYN004", "not UTF-8: byte 0xE9 cannot be read", "save the file as UTF-8"),
    ),
    case(
        "CSV that does not exist",
        csv("", "other.csv"),
        Fault(
            TEXT,
            "file: ^other",
            "CSV005",
            "there is no file seeds/instruments/other.csv",
            "the path is relative to this record",
        ),
    ),
    case(
        "path that leaves the project",
        csv("", "../../../rates.csv"),
        Fault(
            TEXT,
            "../../..",
            "CSV005",
            "../../../rates.csv leads out of the project",
            "keep the file inside the project",
        ),
    ),
    case(
        "name of a file that is too long",
        csv("", f"{'x' * 300}.csv"),
        Fault(
            TEXT,
            "file: ^xxx",
            "CSV005",
            f"there is no file seeds/instruments/{'x' * 300}.csv",
            "the path is relative to this record",
        ),
    ),
]


def linked(file: str, target: str | Path) -> Edit:
    """An edit: a symbolic link takes the place of a file or folder."""

    def edit(root: Path) -> None:
        path = root / file
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.symlink_to(target)

    return edit


def folder_for_a_file(root: Path) -> None:
    (root / CSV).unlink()
    (root / CSV).mkdir()


COPY_IT = "copy what it leads to into the project"
PATHS = [
    case(
        "link out of the project",
        linked("seeds/parties/zz.yaml", "/etc/hostname"),
        Fault("seeds/parties/zz.yaml", "", "SYN011", "leads out of the project", COPY_IT),
    ),
    case(
        "link to itself",
        linked("seeds/parties/zz.yaml", "zz.yaml"),
        Fault("seeds/parties/zz.yaml", "", "SYN007", f"cannot be read: {os.strerror(40)}"),
    ),
    case(
        "linked folder",
        linked("seeds/parties/more", EXAMPLE / "seeds" / "parties"),
        Fault("seeds/parties/more", "", "SYN011", "is a link to a folder, and links are not followed"),
    ),
    case(
        "linked seeds",
        linked("seeds", EXAMPLE / "seeds"),
        Fault("seeds/sources", "", "SYN011", "leads out of the project", COPY_IT),
    ),
    case(
        "linked CSV",
        (*csv(""), linked(CSV, "/etc/hostname")),
        Fault(TEXT, "file: ^rates", "CSV005", "rates.csv leads out of the project", "keep the file inside the project"),
    ),
    case(
        "folder for a CSV",
        (*csv(""), folder_for_a_file),
        Fault(
            TEXT, "file: ^rates", "CSV005", f"there is no file {CSV}", "the path is relative to this record",
        ),
    ),
    case(
        "pipe for a record",
        lambda root: os.mkfifo(root / "seeds/parties/pipe.yaml"),
        Fault("seeds/parties/pipe.yaml", "", "SYN007", "cannot be read: it is not a file"),
    ),
]  # fmt: skip

ALL = [*YAML, *RECORDS, *QUANTITIES, *LIBRARY, *TEMPLATES, *SCHEDULES, *PATHS]


def total(faults: int) -> str:
    return f"{faults} error{'s' * (faults != 1)}\n"


@pytest.mark.parametrize("case", ALL, ids=lambda c: c.name[:60].replace("\0", " "))
def test_message(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copied(tmp_path / "project", *case.edits)
    wanted = "".join(f"{fault.text(root)}\n" for fault in case.faults) + total(len(case.faults))

    checked = run(capsys, "check", "--project", root)
    assert (checked.out, checked.err, checked.code) == (wanted, "", 2)

    out = tmp_path / "out"
    put("example.en.html", "kept")(out)
    built = run(capsys, "build", "--project", root, "-o", out, "--format", "html,md")
    assert (built.out, built.err, built.code) == ("", wanted, 2)
    assert snapshot(out) == {"example.en.html": b"kept"}


@pytest.mark.parametrize("case", ALL, ids=lambda c: c.name[:60].replace("\0", " "))
def test_message_as_json(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copied(tmp_path / "project", *case.edits)
    checked = run(capsys, "check", "--project", root, "--format", "json")
    assert (checked.err, checked.code) == ("", 2)
    report = json.loads(checked.out)
    assert report["schema"] == "travaux.diagnostics/1"
    found = [
        (d["severity"], d["code"], d["message"], d["hint"], d["file"], d["line"], d["column"])
        for d in report["diagnostics"]
    ]
    assert found == [("error", f.code, f.message, f.hint, f.file, *f.span(root)) for f in case.faults]
