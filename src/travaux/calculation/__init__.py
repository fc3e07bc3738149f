"""Mechanisms that compute, as formulas: from the typed options of a record to one tree."""
