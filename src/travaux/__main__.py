"""`python -m travaux`: the same as the command `travaux`."""

from travaux.cli import run

if __name__ == "__main__":
    raise SystemExit(run())
