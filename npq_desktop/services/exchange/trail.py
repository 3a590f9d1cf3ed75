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
from npq_desktop.services.core.words import count, listed
from npq_desktop.services.exchange import words
from npq_desktop.services.exchange.outgoing import READABLE, other_laptops
from npq_desktop.services.exchange.words import called
from npq_desktop.store.backups.backup import Backups
from npq_desktop.store.backups.backups_kept import OLDEST
from npq_desktop.store.local import ExchangeFact
from npq_desktop.store.store import Store

_TITLES = ("When (UTC)", "What", "Form", "Openable by, or from", "Changes", "SHA-256")


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
    form = words.FORMS.get(fact.form, fact.form)
    anybody = left and fact.form in ("readable", EXPORT)
    is_export = fact.form == EXPORT
    return TrailLine(
        when=in_zone(fact.when, zone),
        what=words.left(fact.note) if is_export else words.moved(fact.route, out=left),
        form=form,
        who=words.ANYONE if anybody else _who(fact),
        entries=_entries(fact),
        digest=fact.digest,
    )


def _who(fact: ExchangeFact) -> str:
    if fact.direction == "out":
        return listed(fact.for_whom) if fact.for_whom else words.THIS_LAPTOP_ONLY
    return fact.note or words.NOT_RECORDED


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
        return words.NO_BACKUPS
    return words.backups(len(backups.files()), until)


def left_aside(store: Store) -> str:
    """Data files and backups that were set aside, where there are any."""
    folders = (store.path.parent.glob(pattern) for pattern in ("damaged *", "set aside *"))
    aside = sorted(each.name for found in folders for each in found)
    return words.set_aside(aside) if aside else ""


def _copies(store: Store, facts: GroupFacts, own: str) -> Iterator[str]:
    others = [called(each) for each in other_laptops(facts, own)]
    yield words.laptops_of_group(others)
    gone = [called(each) for each in facts.members.values() if each.revoked]
    if gone:
        yield words.laptops_removed(sorted(gone))
    yield from _files(store.local.exchanges(facts.id), facts.zone)
    yield backup_words(store.backups)
    if aside := left_aside(store):
        yield aside


def _files(lines: tuple[ExchangeFact, ...], zone: tzinfo) -> Iterator[str]:
    saved = [line.when for line in lines if line.form == EXPORT]
    if saved:
        yield words.files_saved(len(saved), in_zone(max(saved), zone).date())
    out = [line for line in lines if line.direction == "out" and line.form != EXPORT]
    for route, number in sorted(Counter(line.route for line in out).items()):
        plain = sum(line.form == READABLE for line in out if line.route == route)
        newest = in_zone(max(line.when for line in out if line.route == route), zone)
        yield words.group_left(route, number, plain=plain, last=newest.date())
