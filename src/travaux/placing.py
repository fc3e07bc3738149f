"""Files are written beside their place and moved there when they are whole, so that nothing half-done is ever seen."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from travaux.diagnostic import Failure, fail
from travaux.span import Span


def beside(path: Path) -> Path:
    """A new empty file in the folder of `path`, which is made where it is not there. Raises OSError."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if path.exists() and not path.is_file():  # a device or a pipe would be taken away for everyone
        raise OSError(errno.EINVAL, "it is a device or a pipe, and no file")
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    Path(name).chmod(0o666 & ~_umask())
    return Path(name)


@contextmanager
def placed(path: Path) -> Iterator[Path]:
    """A file to write to, moved to `path` at the end of the block, and removed where that fails.

    Raises `Failure` where it cannot be made, written or moved.
    """
    temporary = None
    try:
        temporary = beside(path)
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise unwritable(path, error) from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def unwritable(path: Path, error: OSError) -> Failure:
    """What is said where an output cannot be written."""
    return fail("WRT001", Span(str(path)), f"cannot be written: {error.strerror}", "nothing was changed")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
