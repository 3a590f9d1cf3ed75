"""Why a sync file was refused, one class for each thing that can be done about it.

None of them has changed anything.
"""

from npq_desktop.errors import BundleError


class NotASyncFileError(BundleError):
    """The file is something else; the text names it."""


class IncompleteFileError(BundleError):
    """The file ends too early."""


class DamagedFileError(BundleError):
    """The file was changed after it was written, or was never sound."""


class NewerFileError(BundleError):
    """A later version of the program wrote the file."""


class FileLimitError(BundleError):
    """The file, or what should be written, is larger than a sync file may be."""


class OtherGroupError(BundleError):
    """The file belongs to another group, or mixes two."""


class StrangerError(BundleError):
    """The author of the file is no member of the group."""


class LockedFileError(BundleError):
    """The file is locked for other people's keys."""


class WordsNeededError(BundleError):
    """The file is locked with six words, and none were given."""


class WrongWordsError(BundleError):
    """The words typed are not those the file is locked with."""


class UnsafeFileError(BundleError):
    """A file could not be saved safely; the stick must stay in, or the copy must not be used."""
