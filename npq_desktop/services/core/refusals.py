"""Refusals that a screen answers with a question rather than with their sentence alone."""

from npq_desktop.bundle.errors import LockedFileError, WordsNeededError

__all__ = ["LockedFileError", "WordsNeededError"]
