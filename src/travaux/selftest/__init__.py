"""Proof that the checks fire: known defects are planted in a sound project, and what is said of them is compared.

A defect is a function of a module of `defects`; a project is copied first, so that nothing of it changes. The report
says by code how many were planted, how many were found, and how many at the right file and line, and which errors were
told that nobody has made.
"""
