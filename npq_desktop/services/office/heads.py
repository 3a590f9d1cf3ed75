"""All that colleagues' live entries say about one thing, taken together.

Two laptops that write at once leave two live entries. Where they say one thing they are one; else
every value is there, in the order of the entries' ids, and the first is shown.
Source: journal/FORMAT.md, section 4.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from npq_desktop.journal.kinds.fact import Source


@dataclass(frozen=True, slots=True)
class LiveHead:
    """One live entry: its id, what it says, who said it."""

    head: str
    content: Mapping[str, object]
    source: Source


@dataclass(frozen=True, slots=True)
class LiveHeads:
    """The live entries about one thing, at least one, by the ids of their heads."""

    heads: tuple[LiveHead, ...]

    @classmethod
    def of(cls, facts: Iterable[LiveHead]) -> "LiveHeads":
        """These entries in their order."""
        return cls(tuple(sorted(facts, key=lambda each: each.head)))

    @property
    def first(self) -> LiveHead:
        """The entry that is shown where one must be."""
        return self.heads[0]

    def values(self, name: str) -> tuple[object, ...]:
        """The different values that a member has, without null."""
        found: list[object] = []
        for each in self.heads:
            value = each.content.get(name)
            if value is not None and value not in found:
                found.append(value)
        return tuple(found)

    def text(self, name: str) -> str:
        """The first text that a member has, "" for none."""
        return next((value for value in self.values(name) if isinstance(value, str)), "")

    def differ(self, *names: str) -> bool:
        """Whether entries say different things here, where saying nothing is a value too."""
        said = [[each.content.get(name) for name in names] for each in self.heads]
        return any(one != said[0] for one in said)

    def united(self) -> dict[str, object]:
        """Every member with the first value it has: what a next entry carries forward."""
        found: dict[str, object] = {}
        for each in self.heads:
            for name, value in each.content.items():
                if found.get(name) is None:
                    found[name] = value
        return found
