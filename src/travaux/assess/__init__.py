"""What the border adjustments of an instrument would charge on the entries of a file: each an amount or a reason.

`columns` says what an entry is, `entries` reads them, `plan` takes from the records what decides, `classify` finds the
rule that an entry falls under, `engine` calculates, `summary` adds up, `explain` tells one entry step by step. It is
an estimate of what a clause would do on past entries, not a customs system: there is no protest and no liquidation.
"""
