"""What a write did to the store: the kinds of thing that changed, so that screens re-read those."""

from collections.abc import Mapping
from dataclasses import dataclass

from npq_desktop.journal.kinds.fact import HeldFact

EVERYTHING = frozenset({"*"})


def kind_of(family: str) -> str:
    """A family of cells as :class:`Changes` names it: entries of their own without ".add"."""
    return family.removesuffix(".add")


@dataclass(frozen=True, slots=True)
class Changes:
    """``kinds`` are families of cells ("mark", "person", …, "held", "member"); ``ids`` their
    subjects.

    ``ids`` holds the ids of events, people and tasks concerned. ``kinds`` is EVERYTHING when the
    whole group was computed anew: then ``ids`` is empty and everything may have changed.
    """

    group: str
    kinds: frozenset[str]
    ids: frozenset[str]

    def touches(self, kind: str, *ids: str) -> bool:
        """Whether ``kind`` changed, for any of ``ids`` if some are given."""
        if self.kinds == EVERYTHING:
            return True
        return kind in self.kinds and (not ids or not self.ids.isdisjoint(ids))

    def touches_any(self, kinds: frozenset[str]) -> bool:
        """Whether one of these kinds changed."""
        return self.kinds == EVERYTHING or not self.kinds.isdisjoint(kinds)


@dataclass(frozen=True, slots=True)
class Received:
    """What a set of entries brought, or would bring: ids in arrival order, and counts.

    ``had`` were here already, ``filled`` had lost their text here and got it back, ``held`` are
    those of the new ones that do not count yet; ``conflicts_new`` are the cells that disagree now
    and did not; ``counts`` says how many new entries there are of each kind.
    """

    new: tuple[str, ...]
    had: int
    filled: int
    held: tuple[HeldFact, ...]
    changes: Changes
    conflicts_new: tuple[tuple[str, ...], ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What a full check found; ``problems`` are sentences, none means sound.

    ``notices`` say what is odd in sound entries: they came like that, and nothing here is damaged.
    """

    problems: tuple[str, ...]
    events: int
    groups: int
    notices: tuple[str, ...] = ()
