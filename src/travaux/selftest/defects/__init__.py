"""The defects, by what they are planted in: files, records, clauses, schedules, the built Word file.

Each function yields its fault at every place of a project at which it can stand; the line that it names is the one on
which the finding has to be.
"""
