"""Laptops for tests: a data folder, a clock that stands until moved, and the services on it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from npq_desktop.bootstrap import open_application
from npq_desktop.rows.rosters import RosterPreview
from npq_desktop.services.application import Application
from npq_desktop.services.core.laptop.places import Places

MOMENT = datetime(2026, 11, 23, 13, 20, tzinfo=UTC)


@dataclass
class StandingClock:
    """The same moment until :meth:`move`."""

    now: datetime = MOMENT

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Laptop:
    """One data folder; opened at first need, and again after :meth:`restart`."""

    folder: Path
    person: str
    clock: StandingClock = field(default_factory=StandingClock)
    _application: Application | None = None

    @property
    def application(self) -> Application:
        if self._application is None:
            self._application = open_application(Places.under(self.folder), clock=self.clock)
            if not self._application.profile.name:
                self._application.profile.set_name(self.person)
        return self._application

    def close(self) -> None:
        if self._application is not None:
            self._application.close()
            self._application = None

    def restart(self) -> Application:
        self.close()
        return self.application


def laptops(tmp_path: Path) -> Iterator[Callable[[str], Laptop]]:
    """Makes laptops by their owner's name; all are closed at the end."""
    made: dict[str, Laptop] = {}

    def laptop(person: str) -> Laptop:
        return made.setdefault(person, Laptop(tmp_path / f"laptop of {person}", person))

    yield laptop
    for each in made.values():
        each.close()


def confirm_sheet(application: Application) -> None:
    """Prove to have the recovery sheet on paper."""
    code = (application.recovery.sheet() or pytest.fail("it was confirmed")).code.replace("-", "")
    places = application.recovery.places_to_ask()
    application.recovery.confirm(places, "".join(code[place - 1] for place in places))


def group_as_planned(application: Application, read: RosterPreview, **about: object) -> str:
    """A group with a date for every event, as if it had been on this laptop from its first day.

    Days are those of the programme's plan, in holidays too.
    """
    setup = application.setup
    setup._proposed_days = setup.programme.planned_days
    try:
        return setup.create_group(read, **about)
    finally:
        del setup._proposed_days


def preview(*names: str, path: Path = Path("roster.csv")) -> RosterPreview:
    """A roster of these people, as if read from a file."""
    fields = tuple({"name": name} for name in names)
    people = tuple((line, name, "", "", "") for line, name in enumerate(names, start=2))
    return RosterPreview(
        path=path,
        source="plain list",
        people=people,
        problems=(),
        ignored=(),
        added=names,
        changed=(),
        gone=(),
        fields=fields,
        matches=("",) * len(names),
    )
