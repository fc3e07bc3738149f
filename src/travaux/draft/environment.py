"""The Jinja2 environment of the clauses: a sandbox that knows the model, prints values, and computes nothing.

A clause library is other people's text, so it runs in a sandbox without arithmetic, loaders, ranges or Python
attributes; what it can call is listed here and in `functions`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import CodeType, FrameType
from typing import Any

import jinja2
from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, UndefinedError, pass_context
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from travaux import __version__
from travaux.diagnostic import fail
from travaux.discover import CONTROL
from travaux.draft import bytecode
from travaux.draft.marks import (
    CLOSE,
    OPEN,
    FigureMark,
    Mark,
    Marks,
    Nodes,
    RawText,
    RowMark,
    ScheduleMark,
    SourceMark,
    TableMark,
)
from travaux.draft.printing import Printer, Unprintable, machine
from travaux.draft.tracked import path_of, untrack
from travaux.library import Clause
from travaux.span import Span
from travaux.tree import Figure, Text, Value

#: Part of the key of compiled templates; another number whenever the environment compiles to other code.
CODE = 2

#: Filters of Jinja2 that only choose among values; those that format or compute are left out.
CHOOSING = (
    "length",
    "count",
    "first",
    "last",
    "list",
    "select",
    "selectattr",
    "reject",
    "rejectattr",
    "map",
    "sort",
    "unique",
    "groupby",
    "default",
    "d",
)


#: What Python raises for a template that Jinja2 has accepted; a SyntaxError comes of loops in too many loops.
_CARRYING_OUT = (
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    SyntaxError,
)


class Sandbox(SandboxedEnvironment):
    """A sandbox in which numbers come from the model and are never computed in a clause."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})
    intercepted_unops = frozenset({"+", "-"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuses arithmetic, because a computed number would have no place in the model."""
        raise SecurityError(f"a clause does not compute ({operator}): put the number into the model")

    def call_unop(self, context: Any, operator: str, arg: Any) -> Any:
        """Refuses arithmetic, as above."""
        raise SecurityError(f"a clause does not compute ({operator}): put the number into the model")


class Fault(ValueError):
    """What a function or filter of a clause has to complain of."""


class Unknown(StrictUndefined):
    """A name that does not exist; says so by the path in the model, not by the Python type."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        owner, name = self._undefined_obj, untrack(self._undefined_name)
        if self._undefined_hint:
            return self._undefined_hint
        if isinstance(owner, dict):
            return f"there is no {name!r} here, only {', '.join(map(str, owner)) or 'nothing'}"
        return f"{path_of(owner)} has no {name!r}" if path_of(owner) else str(super()._undefined_message)


def value_node(value: Any, printer: Printer) -> Value | Text:
    """The node of a value: one that knows its field, or plain words where there is no field."""
    plain = untrack(value)
    text = printer(plain)
    return Value(path_of(value), machine(plain), text) if path_of(value) else Text(text)


def printable(mark: Mark) -> Mark:
    """The mark itself. Raises `Fault` where its words hold what no file can: a clause can write an escape."""
    match mark:
        case Nodes(content):
            words = "".join(getattr(node, "text", "") for node in content)
        case TableMark(caption=words):
            pass
        case FigureMark(Figure(caption=caption, alternative=told)):
            words = caption + told
        case _:
            return mark
    control = CONTROL.search(words)
    if control:
        raise Fault(f"a control character is printed here: U+{ord(control[0]):04X}; take it out")
    return mark


class Desk:
    """One environment for all the clauses of a text; `lay` puts the marks and functions of a clause on it."""

    def __init__(self, printer: Printer) -> None:
        self.printer = printer
        self.marks = Marks()
        self.env = Sandbox(
            undefined=Unknown,
            optimized=False,
            finalize=self.finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            comment_start_string="{*",
            comment_end_string="*}",
            autoescape=False,
        )
        self.choosing = {name: self.env.filters[name] for name in CHOOSING}
        self.env.globals = {}

    @pass_context  # or Jinja2 calls it for constants while it compiles, and the code keeps a placeholder of that run
    def finalize(self, _: Any, value: Any) -> str:
        """What stands in the rendered text for a value: a placeholder, or the letters of an id."""
        if isinstance(value, Undefined):
            return str(value)  # StrictUndefined raises here, with the name of what is missing
        if isinstance(value, RawText):
            return value.text
        if isinstance(value, TableMark):
            value = replace(value, line=_line_in(sys._getframe(1)))
        if isinstance(value, Nodes | SourceMark | TableMark | RowMark | ScheduleMark | FigureMark):
            return self.marks.put(printable(value))
        if isinstance(value, str) and OPEN in value:
            raise Fault("what a macro or a block set has printed cannot be printed again: write it where it stands")
        return self.marks.put(printable(Nodes((value_node(value, self.printer),))))

    def lay(self, filters: Mapping[str, Callable[..., Any]]) -> Marks:
        """Makes ready for the next clause, with filters of its own."""
        self.marks = Marks()
        self.env.filters = {**self.choosing, **filters}
        return self.marks


def _line_in(frame: FrameType) -> int:
    """The line of the clause that the code of its template is carrying out; 0 where the code does not tell."""
    told = (pair.split("=") for pair in str(frame.f_globals.get("debug_info", "")).split("&") if pair)
    passed = [(int(code), int(line)) for line, code in told if int(code) <= frame.f_lineno]
    return max(passed, default=(0, 0))[1]


def _line_of(error: BaseException, clause: Clause) -> Span:
    """The line of the clause on which an error arose: the last frame that belongs to the template."""
    line = getattr(error, "lineno", None) if isinstance(error, TemplateSyntaxError) else None
    frame = error.__traceback__
    while line is None and frame is not None:
        if frame.tb_frame.f_code.co_filename == clause.file:
            line = frame.tb_lineno
        frame = frame.tb_next
    return Span(clause.file, line, 1) if line else clause.span()


#: Code of templates that this process has compiled or read, by clause, file and source.
known: dict[tuple[str, str, str], CodeType] = {}
MOST_KNOWN = 2000  # a process that compiles texts without end, as tests do, must not grow without end


def compiled(env: Sandbox, source: str, clause: Clause) -> CodeType:
    """The code of a template, from this process or from the cache of earlier builds where it is there."""
    key = clause.key, clause.file, source
    if key not in known:
        if len(known) >= MOST_KNOWN:
            known.clear()
        known[key] = _cached(env, source, clause)
    return known[key]


def _cached(env: Sandbox, source: str, clause: Clause) -> CodeType:
    cache = bytecode.cache()
    if cache is None:
        return env.compile(source, clause.key, clause.file)
    bucket = cache.get_bucket(env, f"{CODE}:{__version__}:{jinja2.__version__}:{clause.file}", clause.file, source)
    if bucket.code is None:
        bucket.code = env.compile(source, clause.key, clause.file)
        cache.set_bucket(bucket)
    return bucket.code


def _missing_of(error: UndefinedError) -> str:
    """What to do where a record gives nothing under a word: a party without the body or the name that is printed."""
    told = re.match(r"(parties|products)/([a-z0-9-]+)\.(bodies|names) has no ", error.message or "")
    return f"add it under `{told[3]}` of seeds/{told[1]}/{told[2]}.yaml, or choose other words" if told else ""


def render(env: Sandbox, clause: Clause, names: Mapping[str, Any]) -> str:
    """The clause's body with placeholders in it, its lines being those of the file as far as loops allow.

    Raises `Failure` at the line of the clause for what is undefined, forbidden, unprintable or malformed.
    """
    if OPEN in clause.body or CLOSE in clause.body:
        raise fail("DRF003", clause.span(), "the clause contains a private-use character", "remove U+E000 and U+E001")
    source = "\n" * (clause.body_line - 1) + clause.body
    try:
        code = compiled(env, source, clause)
        return env.template_class.from_code(env, code, {}).render(names)
    except UndefinedError as error:
        hint = _missing_of(error) or "see the fields with `travaux schema`"
        raise fail("DRF001", _line_of(error, clause), f"undefined in the clause: {error.message}", hint) from None
    except SecurityError as error:
        hint = "a clause sees the model and the functions of the clause language, nothing else"
        raise fail("DRF002", _line_of(error, clause), f"not allowed in a clause: {error.message}", hint) from None
    except (Fault, Unprintable) as error:
        raise fail("DRF004", _line_of(error, clause), str(error)) from None
    except TemplateError as error:
        raise fail("DRF003", _line_of(error, clause), f"the template cannot be read: {error.message}") from None
    except _CARRYING_OUT as error:
        message = f"the template cannot be carried out: {error}"
        raise fail("DRF003", _line_of(error, clause), message) from None
