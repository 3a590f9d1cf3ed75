"""The errors a user or the environment can act on; their text is fit to show and says what to do.

Anything that is not an :class:`NpqDesktopError` is a bug and travels as itself.
"""


class NpqDesktopError(Exception):
    """The user or the environment can act on this; ``str(error)`` is a sentence for the screen."""


class JournalError(NpqDesktopError):
    """An event or a set of events is broken, or may not be written by this author."""


class BundleError(NpqDesktopError):
    """A sync file cannot be opened, or was refused; nothing was changed."""


class StoreError(NpqDesktopError):
    """The data directory cannot be opened, read or written."""


class SyncError(NpqDesktopError):
    """A shared folder or hub cannot be reached, read or written; everything is kept here."""


class InterchangeError(NpqDesktopError):
    """A roster, export or calendar file cannot be read as a whole."""


class ProgrammeError(NpqDesktopError):
    """A programme definition is broken; the text names file, key and reason."""


class ServiceError(NpqDesktopError):
    """What was asked for cannot be done now; the text says why and what to do instead."""


class StaleError(ServiceError):
    """What was shown and asked about has changed meanwhile; it is shown anew and asked again."""

    def __init__(
        self,
        sentence: str = "Someone changed this while you were looking. Check it and choose again.",
    ) -> None:
        super().__init__(sentence)


class NothingNewError(ServiceError):
    """Nothing of a file was taken in: it is all here already, or somebody has to choose first."""


class StoreBusyError(StoreError):
    """Another program holds the store; commands exit with 4."""

    exit_code = 4
