"""The typed input: what is agreed, as frozen records that refuse what does not fit.

Every record kind is a module here and a folder of `seeds/`; the kinds of mechanism are the modules of
`travaux.model.mechanism`. Nothing in this package reads a file.
"""
