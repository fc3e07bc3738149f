"""Files that are not the YAML of a record."""

from __future__ import annotations

from bad_input import ALBA, FLOOR, Fault, case
from projects import EXAMPLE, change, place, put

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
