"""The exchange log for people: what left or entered this laptop, when, in what form, for whom.

The log never leaves this laptop by itself; a copy of it is written where somebody asks for one.
"""

from datetime import UTC
from pathlib import Path

from npq_desktop.bundle.files import save_file
from npq_desktop.facts import ExchangeFact
from npq_desktop.interchange.csv_writing import write_csv
from npq_desktop.rows.sync import TrailLine
from npq_desktop.services.core.naming import count, listed
from npq_desktop.services.core.saving import EXPORT
from npq_desktop.services.exchange.outgoing import by_route
from npq_desktop.store.local import Local

_TITLES = ("When (UTC)", "What", "Form", "Openable by, or from", "Entries", "SHA-256")
_FORMS = {
    "age": "encrypted",
    "readable": "readable, not encrypted",
    "words": "encrypted under six words",
    EXPORT: "for people to read, not encrypted",
}


class TrailService:
    """Lines of one group, newest first."""

    def __init__(self, *, local: Local) -> None:
        self._local = local

    def lines(self, group: str) -> tuple[TrailLine, ...]:
        """What left and entered."""
        return tuple(_line(fact) for fact in self._local.exchanges(group))

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


def _line(fact: ExchangeFact) -> TrailLine:
    left = fact.direction == "out"
    form = _FORMS.get(fact.form, fact.form)
    anybody = left and fact.form in ("readable", EXPORT)
    what = fact.note if fact.form == EXPORT else by_route(fact.route)
    return TrailLine(
        when=fact.when,
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
        return count(fact.counts.get("entries", 0), "entry", "entries")
    new = count(fact.counts.get("new", 0), "new entry", "new entries")
    held = fact.counts.get("held", 0)
    return f"{new}, {held} held" if held else new
