"""`python -m travaux`: the same as the command `travaux`."""

from travaux.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
