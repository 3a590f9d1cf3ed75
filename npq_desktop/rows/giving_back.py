"""What the dialog that gives decisions back shows: targets, rows, what becomes of each."""

from dataclasses import dataclass, field
from enum import StrEnum

from npq_desktop.rows.review import WorkId


class BackTarget(StrEnum):
    """Where decisions go."""

    MOODLE = "moodle"
    BRIGHTSPACE = "brightspace"
    CANVAS = "canvas"
    PLAIN = "plain"
    EMAIL = "email"


NEEDS_NO_FILE = frozenset({BackTarget.PLAIN, BackTarget.EMAIL, BackTarget.BRIGHTSPACE})
"""Targets that give something without the platform's file: of Brightspace only feedback."""


@dataclass(frozen=True, slots=True)
class GiveBackWish:
    """What somebody chose: the task, what accepted and returned become, and what stays.

    ``existing`` is what happens to feedback that is there: "leave", "add" or "replace".
    ``again`` gives back also what was given to this target before.
    """

    task: str
    target: BackTarget
    column: str = ""
    accepted: str = ""
    returned: str = ""
    existing: str = "leave"
    again: bool = False


@dataclass(frozen=True, slots=True)
class GiveBackRow:
    """One decision and what becomes of it in the file; ``changes``: the file has it."""

    work: WorkId
    name: str
    decision: str
    head: str
    grade: str = ""
    feedback: str = ""
    refused: str = ""
    remark: str = ""
    changes: bool = False


@dataclass(frozen=True, slots=True)
class GiveBackPreview:
    """A file ready to be saved. ``columns`` are those to choose from, ``values`` the words that the
    chosen one takes; ``suggested`` is the name of the file. ``other`` is the name of a second form
    of the same: a zip of feedback files, or a workbook. ``drafts`` are names and bytes of emails.
    """

    wish: GiveBackWish
    columns: tuple[str, ...]
    values: tuple[str, ...]
    rows: tuple[GiveBackRow, ...]
    suggested: str
    other: str = ""
    other_data: bytes = field(repr=False, default=b"")
    data: bytes = field(repr=False, default=b"")
    drafts: tuple[tuple[str, bytes], ...] = field(repr=False, default=())

    @property
    def changed(self) -> int:
        """How many decisions the file has."""
        return sum(row.changes for row in self.rows)
