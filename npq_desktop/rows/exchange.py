"""What setting up, sending, opening and membership show before and after they act."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of a roster file: its place from 0, its title, some of its cells, what it holds.

    ``holds`` is one of the fields a roster knows, "" while the column is not read.
    """

    place: int
    title: str
    samples: tuple[str, ...]
    holds: str


@dataclass(frozen=True, slots=True)
class RosterPreview:
    """A roster file as read: nothing is stored until it is applied.

    ``people`` are (line, name, e-mail, TRN, school) of the good rows; ``problems`` are sentences
    that name their line; ``added``, ``changed`` and ``gone`` compare with the group, if any.
    ``fields`` is what would be recorded of each person, in the order of ``people``; ``matches``
    the person of the group each of them is, "" for a new one. ``statuses`` are the training
    statuses to be recorded of them, "" for none, and ``status_words`` what to say of them;
    ``changes`` say of each changed person what changes. ``group_title`` and ``group_size`` are of
    the group it was compared with.
    """

    path: Path
    source: str
    people: tuple[tuple[int, str, str, str, str], ...]
    problems: tuple[str, ...]
    ignored: tuple[str, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    fields: tuple[Mapping[str, str], ...] = ()
    matches: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    status_words: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    group_title: str = ""
    group_size: int = 0

    @property
    def fits_nobody(self) -> bool:
        """Whether the group has people and none of them stands in the file."""
        return bool(self.people and self.group_size) and not any(self.matches)

    @property
    def says_something_new(self) -> bool:
        """Whether there is anything to record in a group."""
        return bool(self.added or self.changed or any(self.statuses))


@dataclass(frozen=True, slots=True)
class Openers:
    """Who can open a file about to be written; ``nobody_else`` asks for an invitation first."""

    names: tuple[str, ...]
    nobody_else: bool
    words: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A file written, read back and verified."""

    path: Path
    events: int
    left_out: tuple[str, ...]
    words: str
    mail_text: str


@dataclass(frozen=True, slots=True)
class OpenPreview:
    """A file about to be opened, in words, before anything changes.

    ``kind`` is ``sync``, ``invitation`` or ``roster``; hand the preview back to act on it.
    """

    kind: str
    path: Path
    group: str
    title: str
    words: str
    details: tuple[str, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Merged:
    """What opening a file changed."""

    group: str
    new: int
    had: int
    held: int
    conflicts: int
    words: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation file written, and the words to say to the person it is for."""

    path: Path
    words: str
    name: str
