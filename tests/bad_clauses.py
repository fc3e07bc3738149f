"""Clauses, templates and languages that cannot be drafted from."""

from __future__ import annotations

from bad_input import DUTY, SANDBOX, TEXT, Fault, add, case
from projects import EXAMPLE, Edit, change, put


def template(text: str) -> Edit:
    """Other template text in the place of a value of a clause."""
    return change(DUTY, "{{ param.notice }}", text)


def line_of(code: str, message: str, hint: str = "") -> Fault:
    """A fault on the line of the clause in which `template` writes."""
    return Fault(DUTY, "2. {#notice}", code, message, hint)


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
            "known: en, es, ja; add templates/languages/qq.yaml",
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
        "unknown source of a precedent",
        change(
            DUTY,
            "shows: publication of measures, grade: official",
            "shows: publication, grade: official, sources: [fakt]",
        ),
        Fault(DUTY, "[^fakt]", "MOD005", "unknown source 'fakt'", "did you mean 'fact'?"),
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
