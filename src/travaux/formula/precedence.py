"""Infix notation of sums, differences and products: what is written between operands, and which stand in brackets.

Differences are read from the left, sums and products take all their operands at once, so that a notation read
back gives the tree it was written from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from travaux.formula.nodes import Constant, Difference, Expression, Product, Sum

Infix: TypeAlias = Sum | Difference | Product

PLUS, MINUS, TIMES = "+", "−", "×"


def operands(node: Infix) -> Iterator[tuple[str, Expression, bool]]:
    """The operands from left to right: the operator before each, and whether brackets stand round it."""
    match node:
        case Sum(terms):
            yield "", terms[0], isinstance(terms[0], Sum)
            yield from ((PLUS, term, _loose(term)) for term in terms[1:])
        case Difference(minuend, subtrahend):
            yield "", minuend, False
            yield MINUS, subtrahend, _loose(subtrahend)
        case Product(factors):
            yield "", factors[0], isinstance(factors[0], Sum | Difference | Product)
            yield from ((TIMES, factor, _loose(factor) or isinstance(factor, Product)) for factor in factors[1:])


def _loose(node: Expression) -> bool:
    return isinstance(node, Sum | Difference) or (isinstance(node, Constant) and node.value < 0)
