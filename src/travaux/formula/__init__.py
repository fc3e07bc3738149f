"""One formula, from which the text, the equation, the example, the amount and the query are made."""
