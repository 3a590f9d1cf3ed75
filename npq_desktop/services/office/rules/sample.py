"""Which marked responses a moderator looks at as well.

The seed is made with the window and its digest announced with the dates, so that nobody chooses
the sample; until it is drawn, no marker can work out whom it takes.
Source: services/office/OFFICE.md, "Outcomes and the sample".
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

FAILED, PASSED = "failed", "passed"


@dataclass(frozen=True, slots=True)
class MarkedResponse:
    """One person's response as marked; ``is_over``: it has more words than allowed."""

    person: str
    marker: str
    outcome: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class DrawnSample:
    """Ids in the order in which they are drawn; ``must`` is part of ``sample``."""

    must: tuple[str, ...]
    sample: tuple[str, ...]


def draw_key(seed: str, round_key: str, person: str) -> str:
    """The text by which people are put into an order that nobody chose."""
    return hashlib.sha256(f"{seed}\n{round_key}\n{person}".encode()).hexdigest()


def seed_digest(seed: str) -> str:
    """What is announced of a seed."""
    return hashlib.sha256(seed.encode()).hexdigest()


def same_name(name: str) -> str:
    """A marker's name as it is compared: case and blanks do not matter."""
    return " ".join(name.casefold().split())


def draw(
    marked: Sequence[MarkedResponse],
    *,
    seed: str,
    round_key: str,
    percent: int,
    least: int,
    all_failed: bool,
    drawn: Collection[str] = (),
) -> DrawnSample:
    """The sample of these responses; those ``drawn`` before stay in."""
    order = sorted(marked, key=lambda each: draw_key(seed, round_key, each.person))
    must = [one for one in order if one.is_over or (all_failed and one.outcome == FAILED)]
    by_marker: dict[str, list[str]] = {}
    for each in order:
        if each not in must:
            by_marker.setdefault(same_name(each.marker), []).append(each.person)
    taken = {person for part in by_marker.values() for person in _first(part, percent, least)}
    chosen = {each.person for each in must} | taken | set(drawn)
    keys: Mapping[str, str] = {one: draw_key(seed, round_key, one) for one in chosen}
    return DrawnSample(
        must=tuple(each.person for each in must),
        sample=tuple(sorted(chosen, key=lambda one: keys[one])),
    )


def _first(people: Sequence[str], percent: int, least: int) -> Sequence[str]:
    number = len(people)
    return people[: min(number, max(least, (number * percent + 99) // 100))]
