"""Where copies of a group may be: other laptops, files that left, a folder, backups of this laptop.

Owns the sentences about it, each with a day where one is known. Looks only.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from npq_desktop.facts import ExchangeFact
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.naming import count, day_and_year, listed
from npq_desktop.services.core.saving import EXPORT
from npq_desktop.services.exchange.outgoing import READABLE, by_route, called, other_laptops
from npq_desktop.store.backup import OLDEST, Backups
from npq_desktop.store.store import Store


def copies_of(store: Store, facts: GroupFacts, own: str) -> tuple[str, ...]:
    """A sentence for each kind of place."""
    return tuple(_copies(store, facts, own))


def backups_until(backups: Backups, before: datetime | None = None) -> date | None:
    """The day on which the last backup there is now, or made ``before``, is taken away."""
    made = [file.made for file in backups.files()]
    if before is not None:
        made = [each for each in made if each <= before.replace(tzinfo=None)]
    made = [each for each in made if each.year > 1]  # a file somebody else named goes next
    return max((each + OLDEST).date() for each in made) if made else None


def backup_words(backups: Backups) -> str:
    """What this laptop's own backups hold, and until when."""
    until = backups_until(backups)
    if until is None:
        return "There are no backups on this laptop."
    number = count(len(backups.files()), "encrypted backup")
    return (
        f"{number} on this laptop, the last of which is taken away when NPQ Desktop next runs "
        f"after {day_and_year(until)}."
    )


def left_aside(store: Store) -> str:
    """Damaged files that were set aside, where there are any."""
    aside = sorted(each.name for each in store.path.parent.glob("damaged *"))
    if not aside:
        return ""
    return (
        f"Damaged data files that were set aside: {listed(aside)}, beside this laptop's data. They "
        "are encrypted and never taken away by the program: delete them when they are no longer "
        "needed."
    )


def _copies(store: Store, facts: GroupFacts, own: str) -> Iterator[str]:
    others = [called(each.name, each.device) for each in other_laptops(facts, own)]
    yield f"Laptops in the group: this one{', ' if others else ''}{', '.join(others)}."
    gone = [called(each.name, each.device) for each in facts.members.values() if each.revoked]
    if gone:
        yield f"Laptops taken out, with what they had by then: {listed(sorted(gone))}."
    yield from _files(store.local.exchanges(facts.id))
    yield backup_words(store.backups)
    if aside := left_aside(store):
        yield aside


def _files(lines: tuple[ExchangeFact, ...]) -> Iterator[str]:
    saved = [line.when for line in lines if line.form == EXPORT]
    if saved:
        yield (
            f"Registers, tables and statements were saved {count(len(saved), 'time')}, not "
            f"encrypted, last on {day_and_year(max(saved).astimezone().date())}: they may name "
            "this person."
        )
    out = [line for line in lines if line.direction == "out" and line.form != EXPORT]
    for route, number in sorted(Counter(line.route for line in out).items()):
        plain = sum(line.form == READABLE for line in out if line.route == route)
        newest = max(line.when for line in out if line.route == route)
        open_to_all = f", {plain} of them not encrypted" if plain else ""
        yield (
            f"The whole group left this laptop {by_route(route)} {count(number, 'time')}"
            f"{open_to_all}, last on {day_and_year(newest.astimezone().date())}. Whoever has such "
            "a copy still has it."
        )
