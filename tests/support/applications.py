"""Laptops for tests: a data folder, a clock that stands until moved, and the services on it."""

import shutil
from collections.abc import Callable, Iterator, Mapping
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
    """One data folder; opened at first need, and again after :meth:`restart`.

    Where there is no folder yet, ``new`` is copied: a data folder that nobody has used.
    """

    folder: Path
    person: str
    clock: StandingClock = field(default_factory=StandingClock)
    new: Path | None = None
    _application: Application | None = None

    @property
    def application(self) -> Application:
        if self._application is None:
            if self.new is not None and not self.folder.exists():
                shutil.copytree(self.new, self.folder)
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


class NewLaptops:
    """Data folders after a first start, each with keys of its own; made once and then copied."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: list[Path] = []

    def __getitem__(self, number: int) -> Path:
        while len(self._made) <= number:
            new = self._folder / str(len(self._made))
            open_application(Places.under(new), clock=StandingClock()).close()
            self._made.append(new)
        return self._made[number]


def laptops(
    tmp_path: Path, new: NewLaptops | Mapping[int, None]
) -> Iterator[Callable[[str], Laptop]]:
    """Makes laptops by their owner's name; all are closed at the end."""
    made: dict[str, Laptop] = {}

    def laptop(person: str) -> Laptop:
        if person not in made:
            folder = tmp_path / f"laptop of {person}"
            made[person] = Laptop(folder, person, new=new[len(made)])
        return made[person]

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
