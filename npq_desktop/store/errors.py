"""What can be wrong with the store, one class for each thing a person can do about it.

SQLite's codes are mapped to them at the edge of this package; anything else is a bug and
propagates.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import sqlalchemy.exc
from sqlcipher3 import dbapi2

from npq_desktop.errors import StoreBusyError, StoreError


class StoreFullError(StoreError):
    """There is no space; what was being written was taken back."""


class StoreReadOnlyError(StoreError):
    """The file or folder may not be written or opened by this user."""


class StoreDamagedError(StoreError):
    """What is on the disk is not what was written."""


class StoreKeyError(StoreError):
    """The key does not open the file, or the file is no store."""


class StoreNewerError(StoreError):
    """A later version of the program wrote the file."""


class StoreLocationError(StoreError):
    """The folder is no place for a store."""


class StoreWriteError(StoreError):
    """The disk failed, or the store was closed: nothing happens until it is opened anew."""


_BUSY = "NPQ Desktop is already open on this folder. Close NPQ Desktop first, then try again."
STOPPED = (
    "The disk reported an error while saving, so NPQ Desktop has stopped saving. Your last mark "
    "may be missing. Close NPQ Desktop, open it again and check."
)

_FULL = (
    "There is no space left on the disk, so this was not saved. Free some space, then try again."
)
_READ_ONLY = (
    "NPQ Desktop may not write in its data folder. Ask the person who looks after this laptop to "
    "let you write there, or choose another folder."
)
CLOSED = (
    "NPQ Desktop has closed the data file. What was saved is safe. Start NPQ Desktop once more to "
    "go on."
)
DAMAGED = (
    "The data file is damaged. Close NPQ Desktop and start it again with its window. It offers to "
    "bring back the last backup and everything that can still be read."
)
_BY_CODE: dict[int, tuple[type[StoreError], str]] = {
    5: (StoreBusyError, _BUSY),  # SQLITE_BUSY
    6: (StoreBusyError, _BUSY),  # SQLITE_LOCKED
    8: (StoreReadOnlyError, _READ_ONLY),  # SQLITE_READONLY
    10: (StoreWriteError, STOPPED),  # SQLITE_IOERR
    11: (StoreDamagedError, DAMAGED),  # SQLITE_CORRUPT
    13: (StoreFullError, _FULL),  # SQLITE_FULL
    14: (StoreReadOnlyError, _READ_ONLY),  # SQLITE_CANTOPEN
    26: (StoreDamagedError, DAMAGED),  # SQLITE_NOTADB
}
_BY_WORDS = {"database or disk is full": 13, "disk I/O error": 10}
"""The driver's backup leaves out the code."""


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors that a person can act on into ours; leave the others alone."""
    try:
        yield
    except sqlalchemy.exc.DBAPIError as error:
        _translate(error, error.orig)
    except dbapi2.Error as error:
        _translate(error, error)


def _translate(error: Exception, cause: BaseException | None) -> NoReturn:
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the primary code, without its details
    code = code or _BY_WORDS.get(str(cause), 0)
    if code not in _BY_CODE:
        raise error
    ours, words = _BY_CODE[code]
    raise ours(words) from error
