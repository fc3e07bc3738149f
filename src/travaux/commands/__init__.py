"""Commands of the command line, each in a file of its own: its arguments, and what it does.

Heavy modules are imported by the function that runs, so that --help and --version are quick.
"""
