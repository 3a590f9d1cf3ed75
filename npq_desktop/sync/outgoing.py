"""What there is to do in a shared folder: which files to read, and whether ours must be written.

Pure: no disk, no clock. Time is counted in rounds, so that a wrong clock changes nothing.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from npq_desktop.journal.event import Event
from npq_desktop.sync.folder import Listed

MOST_FILES = 8
MOST_BYTES = 64 * 1024 * 1024
"""What one round reads, so that neither memory nor patience ends."""

PATIENCE = 6
"""How often a file that looks half copied is read again: after 1, 2, 4 … 32 rounds."""

SAID_AFTER = 5
"""So many tries in vain take 15 rounds, less than a minute: then the file is named."""

QUIET_ROUNDS = 3
WAITING_ROUNDS = 20
"""Our file is written when nothing was recorded for the first, and no later than the second."""

_SUFFIX = ".npqsync"


@dataclass(frozen=True, slots=True)
class Known:
    """A file as it was last read. ``due`` is the round of the next try, None when it is settled.

    ``sha256`` is "" where its bytes could not be read whole; ``tries`` were in vain.
    """

    listed: Listed
    sha256: str = ""
    tries: int = 0
    due: int | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a file or a journal holds: entries, and those of them that have their text.

    Once a file has been taken in, it holds all the journal does exactly when the extents are equal.
    """

    entries: int
    texts: int

    @classmethod
    def of(cls, events: Iterable[Event]) -> "Extent":
        """The extent of these entries, each given once."""
        texts = [event.payload is not None for event in events]
        return cls(len(texts), sum(texts))


@dataclass(slots=True)
class OwnFile:
    """Our own file of one group: what it holds, and since which rounds it falls behind."""

    holds: Extent | None = None
    behind_since: int | None = None
    grew_in: int = 0
    journal: Extent | None = None

    def is_due(self, journal: Extent, round_number: int) -> bool:
        """Whether to write it in this round: not at every mark, but at the next pause."""
        if journal == self.holds:
            self.behind_since = None
            return False
        if journal != self.journal:
            self.journal, self.grew_in = journal, round_number
        if self.holds is None:
            return True
        if self.behind_since is None:
            self.behind_since = round_number
        rested = round_number - self.grew_in >= QUIET_ROUNDS
        return rested or round_number - self.behind_since >= WAITING_ROUNDS


def own_name(group: str, key: str) -> str:
    """The name of a laptop's own file of a group: it tells nobody a person, a school or a place."""
    laptop = hashlib.sha256(f"{group}\n{key}".encode()).hexdigest()
    return f"npq-{group[:8]}-{laptop[:8]}{_SUFFIX}"


def to_read(
    listed: Iterable[Listed], known: Mapping[str, Known], round_number: int
) -> tuple[Listed, ...]:
    """The files that are new, have changed, or whose next try is due; as many as a round reads.

    Files that were taken in before, so those of the own groups, take turns with all others, and
    each round begins one file further on in both: nobody who fills the folder keeps another's file
    waiting.
    """
    due = [one for one in listed if _is_due(one, known.get(one.name), round_number)]
    ours = [one for one in due if one.name in known and known[one.name].sha256]
    others = sorted(set(due) - set(ours), key=lambda one: one.name)
    chosen: list[Listed] = []
    size_bytes = 0
    for one in _in_turn(_from(ours, round_number), _from(others, round_number)):
        size_bytes += one.size_bytes
        if chosen and (len(chosen) == MOST_FILES or size_bytes > MOST_BYTES):
            break
        chosen.append(one)
    return tuple(chosen)


def _from(files: list[Listed], turn: int) -> list[Listed]:
    first = turn % len(files) if files else 0
    return files[first:] + files[:first]


def _in_turn(*lists: list[Listed]) -> Iterator[Listed]:
    """One of each list, then the next of each; what one list has more comes last."""
    for beside in zip_longest(*lists):
        yield from (one for one in beside if one is not None)


def settled(listed: Listed, sha256: str) -> Known:
    """A file that need not be read again until it changes."""
    return Known(listed, sha256)


def in_vain(
    listed: Listed, before: Known | None, round_number: int, *, is_sound: bool = False
) -> Known:
    """A file that may still be on its way: tried again, at growing distances, then let be.

    ``is_sound``: what hinders is not its content and ends without a change of it, so it is tried
    for ever.
    """
    same = before is not None and before.listed == listed
    tries = before.tries + 1 if same and before is not None else 1
    pause = 2 ** (min(tries, PATIENCE) - 1)
    has_patience = is_sound or tries <= PATIENCE
    return Known(listed, tries=tries, due=round_number + pause if has_patience else None)


def _is_due(listed: Listed, known: Known | None, round_number: int) -> bool:
    if known is None or known.listed != listed:
        return True
    return known.due is not None and known.due <= round_number
