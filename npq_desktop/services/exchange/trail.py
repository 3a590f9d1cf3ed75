"""The exchange log for people: what left or entered this laptop, when, in what form, for whom.

The log never leaves this laptop by itself; a copy of it is written where somebody asks for one.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

from npq_desktop.bundle.files import save_file
from npq_desktop.interchange.exports.table_writing import write_csv
from npq_desktop.rows.exchange import TrailLine
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.laptop.files import EXPORT
from npq_desktop.services.core.times import in_zone
from npq_desktop.services.core.words import count, day_and_year, listed
from npq_desktop.services.exchange.outgoing import READABLE, other_laptops
from npq_desktop.services.exchange.words import by_route, called
from npq_desktop.store.backup import Backups
from npq_desktop.store.backups_kept import OLDEST
from npq_desktop.store.local import ExchangeFact
from npq_desktop.store.store import Store

_TITLES = ("When (UTC)", "What", "Form", "Openable by, or from", "Changes", "SHA-256")
_FORMS = {
    "age": "encrypted",
    "readable": "not encrypted",
    "words": "encrypted under six words",
    EXPORT: "for people to read, not encrypted",
}


class TrailService:
    """Lines of one group, newest first."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def lines(self, group: str) -> tuple[TrailLine, ...]:
        """What left and entered."""
        zone = self._core.facts.of(group).zone
        return tuple(_line(fact, zone) for fact in self._core.store.local.exchanges(group))

    def save(self, group: str, path: Path) -> None:
        """Write the lines as CSV that no spreadsheet takes for formulas.

        Raises:
            BundleError: the file could not be written safely.
        """
        rows = [
            (
                line.when.astimezone(UTC).isoformat(timespec="seconds"),
                *(line.what, line.form, line.who, line.entries, line.digest),
            )
            for line in self.lines(group)
        ]
        save_file(path, [write_csv(_TITLES, rows)])


def _line(fact: ExchangeFact, zone: tzinfo) -> TrailLine:
    left = fact.direction == "out"
    form = _FORMS.get(fact.form, fact.form)
    anybody = left and fact.form in ("readable", EXPORT)
    what = fact.note if fact.form == EXPORT else by_route(fact.route)
    return TrailLine(
        when=in_zone(fact.when, zone),
        what=f"{'Left:' if fact.form == EXPORT else 'Left' if left else 'Came in'} {what}",
        form=form,
        who="anybody" if anybody else _who(fact),
        entries=_entries(fact),
        digest=fact.digest,
    )


def _who(fact: ExchangeFact) -> str:
    if fact.direction == "out":
        return listed(fact.for_whom) if fact.for_whom else "this laptop only"
    return fact.note or "not recorded"


def _entries(fact: ExchangeFact) -> str:
    if fact.form == EXPORT:
        return ""
    if fact.direction == "out":
        return count(fact.counts.get("entries", 0), "change")
    new = count(fact.counts.get("new", 0), "new change")
    held = fact.counts.get("held", 0)
    return f"{new}, {held} on hold" if held else new


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
        f"{number} on this laptop. Those that hold what is erased or removed now are taken away "
        f"when NPQ Desktop next runs after {day_and_year(until)}."
    )


def left_aside(store: Store) -> str:
    """Data files and backups that were set aside, where there are any."""
    folders = (store.path.parent.glob(pattern) for pattern in ("damaged *", "set aside *"))
    aside = sorted(each.name for found in folders for each in found)
    if not aside:
        return ""
    return (
        f"Old data files that were set aside: {listed(aside)}, beside this laptop's data. They "
        "are encrypted and never taken away by the program. Remove them when they are no longer "
        "needed."
    )


def _copies(store: Store, facts: GroupFacts, own: str) -> Iterator[str]:
    others = [called(each.name, each.device) for each in other_laptops(facts, own)]
    yield f"Laptops in the group: this one{', ' if others else ''}{', '.join(others)}."
    gone = [called(each.name, each.device) for each in facts.members.values() if each.revoked]
    if gone:
        yield f"Laptops removed from the group, with what they had by then: {listed(sorted(gone))}."
    yield from _files(store.local.exchanges(facts.id), facts.zone)
    yield backup_words(store.backups)
    if aside := left_aside(store):
        yield aside


def _files(lines: tuple[ExchangeFact, ...], zone: tzinfo) -> Iterator[str]:
    saved = [line.when for line in lines if line.form == EXPORT]
    if saved:
        yield (
            f"Registers, tables and statements were saved {count(len(saved), 'time')}, not "
            f"encrypted, last on {day_and_year(in_zone(max(saved), zone).date())}. They may name "
            "this person."
        )
    out = [line for line in lines if line.direction == "out" and line.form != EXPORT]
    for route, number in sorted(Counter(line.route for line in out).items()):
        plain = sum(line.form == READABLE for line in out if line.route == route)
        newest = in_zone(max(line.when for line in out if line.route == route), zone)
        open_to_all = f", {plain} of them not encrypted" if plain else ""
        yield (
            f"The whole group left this laptop {by_route(route)} {count(number, 'time')}"
            f"{open_to_all}, last on {day_and_year(newest.date())}. Anyone you sent a "
            "copy to still has it."
        )
