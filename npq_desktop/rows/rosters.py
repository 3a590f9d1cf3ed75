"""A list of people as a file has it: what it would change, and what has to be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of a roster file: its place from 0, its title, some of its cells, what it holds.

    ``holds`` is one of the fields a roster knows, "" while the column is not read.
    """

    place: int
    title: str
    samples: tuple[str, ...]
    holds: str


@dataclass(frozen=True, slots=True)
class RosterChange:
    """One detail in which a file differs for one person, to be accepted or not.

    ``line`` is the person's line in the file, ``person`` their id, "" for somebody new; ``what``
    names the detail. ``values`` are the fields it would write. ``preset``: it is taken unless
    somebody objects; ``why`` says why it is not.
    """

    line: int
    person: str
    name: str
    what: str
    before: str
    after: str
    values: Mapping[str, str]
    preset: bool
    why: str = ""

    @property
    def words(self) -> str:
        """For example "Ann Lee: school Ash → Elm", "Ann Lee: TRN 1234567 (new)"."""
        said = f"{self.before} → {self.after}" if self.before else f"{self.after} (new)"
        return f"{self.name}: {self.what} {said}"


NEW_PERSON = "+"
"""The answer that a line of a file is somebody new."""


@dataclass(frozen=True, slots=True)
class RosterQuestion:
    """A line of a file of which a human has to say whom it means, if anybody.

    ``told`` is what else the line says of the person; ``candidates`` are (id, name) of those of the
    group who are likely, the likeliest first. ``answer`` is the id of one of the group, NEW_PERSON,
    or "" while the line is left out.
    """

    line: int
    name: str
    told: str
    reason: str
    candidates: tuple[tuple[str, str], ...]
    answer: str = ""


@dataclass(frozen=True, slots=True)
class RosterChoices:
    """The choices for a file: its sheet, its groups, what columns hold, who lines are.

    ``groups`` is None until somebody chose; ``people`` are answers to questions, by line.
    """

    sheet: str | None = None
    groups: tuple[str, ...] | None = None
    columns: Mapping[int, str] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RosterPreview:
    """A roster file as read: nothing is stored until it is applied.

    ``people`` are (line, name, e-mail, TRN, school) of the rows that are taken; ``problems`` are
    sentences that name their line; ``added``, ``changed`` and ``gone`` compare with the group, if
    any. ``fields`` is what would be recorded of each person, in the order of ``people``;
    ``matches`` the person of the group each of them is, "" for a new one. ``statuses`` are the
    training statuses to be recorded of them, "" for none, and ``status_words`` what to say of them;
    ``changes`` are what the file says otherwise, line by line, ``questions`` the lines to be asked
    about. ``groups`` are the groups or classes that divide the file, with their numbers of people,
    ``chosen`` those that are taken: None while somebody has to say. ``removals`` are what the file
    proposes to take away, ``sheets`` what a workbook offers beside ``sheet``. ``group_title`` is
    of the group it was compared with, ``everybody`` (id, name) of those in it.
    """

    path: Path
    source: str
    people: tuple[tuple[int, str, str, str, str], ...]
    problems: tuple[str, ...]
    ignored: tuple[str, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    fields: tuple[Mapping[str, str], ...] = ()
    matches: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    status_words: tuple[str, ...] = ()
    changes: tuple[RosterChange, ...] = ()
    questions: tuple[RosterQuestion, ...] = ()
    groups: tuple[tuple[str, int], ...] = ()
    chosen: tuple[str, ...] | None = ()
    removals: tuple[str, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    group_title: str = ""
    everybody: tuple[tuple[str, str], ...] = ()

    @property
    def asks_for_group(self) -> bool:
        """Whether somebody has to say which group of the file is meant, before anybody is taken."""
        return self.chosen is None

    @property
    def preset(self) -> tuple[RosterChange, ...]:
        """The changes that are taken unless somebody objects."""
        return tuple(change for change in self.changes if change.preset)

    @property
    def fits_nobody(self) -> bool:
        """Whether the group has people and none of them stands in the file."""
        asked = any(question.candidates for question in self.questions)
        return bool(self.people and self.everybody) and not any(self.matches) and not asked

    @property
    def says_something_new(self) -> bool:
        """Whether there is anything to record in a group that nobody has to accept first."""
        return bool(self.added or self.preset or any(self.statuses))
