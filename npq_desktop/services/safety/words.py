"""Writes what backups, the recovery sheet and a rescue hold, restore and leave behind.

Pure functions from names, numbers and times to text.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from npq_desktop.services.core.words import (
    clock_time,
    count,
    day_and_year,
    listed_briefly,
    moment_words,
)

# ---- a data file that is gone ------------------------------------------------------------------

MISSING, EMPTY, NO_GROUP = "is missing", "is empty", "holds no group"
NO_BACKUP = "There is no backup beside it."
NO_BACKUP_WITH_A_GROUP = "No sound backup beside it holds any group."


def data_file_gone(path: Path, state: str) -> str:
    """What happened to the data file; ``state`` is MISSING, EMPTY or NO_GROUP."""
    return f"The data file {path} {state}, although this laptop had data."


def backups_need_code(number: int, newest: datetime) -> str:
    """Says that the backups beside it open with the recovery code only."""
    if number == 1:
        return (
            f"There is 1 backup beside it, of {backup_time(newest)}. This laptop no longer has the "
            "key to it. The code from the recovery sheet opens it."
        )
    return (
        f"There are {number} backups beside it, the newest of {backup_time(newest)}. This laptop "
        "no longer has the key to them. The code from the recovery sheet opens them."
    )


def backup_holds(made: datetime, contents: str) -> str:
    """What the newest sound backup holds."""
    return f"The newest sound backup is of {backup_time(made)} and holds {contents}."


def contents(groups: Iterable[tuple[str, int, int]]) -> str:
    """Groups by title, people and changes: "Group 07 (2 participants, 14 changes)"."""
    said = [
        f"{title} ({count(people, 'participant')}, {count(changes, 'change')})"
        for title, people, changes in groups
    ]
    return listed_briefly(sorted(said))


def backup_time(made: datetime) -> str:
    """When a backup was made; a file without a day in its name has none."""
    if made == datetime.min:  # noqa: DTZ901  what such a file is given
        return "an unknown day"
    return f"{day_and_year(made.date())} at {clock_time(made)}"


# ---- a damaged data file -----------------------------------------------------------------------

NO_KEY = (
    "This laptop has no key that opens this backup. Type the code from the recovery sheet, then "
    "choose it again."
)
SAME_KEY = (
    "This code gives the key that this laptop has. It does not open the data file, so the file is "
    "damaged. Start NPQ Desktop with another data folder and restore a backup or a sync file there."
)
NOTHING_ASIDE = "There was nothing to set aside."
NO_SOUND_BACKUP = "There was no sound backup beside it, so this is what could be read."
WHOSE_LAPTOP = (
    "Whose laptop this is could not be read. Choose “Restore from a recovery sheet” in the menu "
    "Group to be in your groups again."
)


def backup_restored(name: str, holds: str) -> str:
    """Says that a backup was put in the place of the data file."""
    return f"The backup “{name}” is restored. It holds {holds}."


def set_aside(folder: str) -> str:
    """Where the earlier data is kept."""
    return f"The old data is kept in the folder “{folder}”. Nothing was lost."


def mended(changes: int, *, missing: int) -> Iterator[str]:
    """How many changes were kept, and how many are in no backup here."""
    yield f"{count(changes, 'change')} {_are(changes)} here and sound."
    if missing:
        yield (
            f"{count(missing, 'change')} in the damaged file could not be read and {_are(missing)} "
            "in no backup here. A colleague's file may have them, so open one."
        )


def backup_added(made: datetime, now: datetime, *, unread: bool) -> str:
    """What a backup filled in; ``unread``: nothing of the damaged file could be read."""
    when = moment_words(made, now)
    if unread:
        return (
            f"They are from the backup of {when}. Nothing in the damaged file could be read, so "
            "changes after that are missing. A colleague's file may have them, so open one."
        )
    return f"The backup of {when} was added to what could be read."


def damaged_backup(name: str) -> str:
    """Says that a backup cannot be used."""
    return f"The backup “{name}” is damaged."


def damaged_kept(folder: str) -> str:
    """Where the damaged file is kept."""
    return f"The damaged file is kept in the folder “{folder}”."


def lost_log(after: str, registers: Iterable[str]) -> str:
    """Since when changes could not be read, and which registers were open then."""
    found = list(registers)
    look = "No register was open then. Look at what you recorded last."
    if found:
        look = (
            f"Registers that were open then: {listed_briefly(found)}. Compare them with the paper "
            "and mark what is missing."
        )
    return (
        "The data file is sound, but the log beside it was damaged. The last changes before NPQ "
        f"Desktop was cut off could not be read: those after {after}. {look}"
    )


# ---- the recovery sheet ------------------------------------------------------------------------


def sheet_of_the_group(title: str) -> str:
    """What the sheet of who started a group is worth for it."""
    said = f"{title}: {_FROM_BACKUP}, or from any file of the group."
    return f"{said} {_NEW_LAPTOP}"


def sheet_of_a_member(title: str) -> str:
    """What the sheet of somebody who joined is worth for the group."""
    return (
        f"{title}: {_FROM_BACKUP}. {_NEW_LAPTOP} From a file saved after this laptop joined, you "
        "can only look at the group."
    )


def sheet_without_a_place(title: str) -> str:
    """What a sheet is worth for a group that does not know it."""
    return f"{title}: {_FROM_BACKUP} only. {_NEW_LAPTOP}"


_FROM_BACKUP = "opens from a backup of this laptop"
_NEW_LAPTOP = "The new laptop then takes the place of this one."


def restored_from_backup(title: str, changes: int) -> str:
    """What a backup brought for a group."""
    return f"{title}: {_brought(changes)} from the backup."


def restored_from_file(title: str, changes: int, file_name: str) -> str:
    """What a file brought for a group."""
    return f"{title}: {_brought(changes)} from {file_name}."


def only_to_look_at(title: str) -> str:
    """Says that a group can only be looked at after a restore."""
    return (
        f"You can look at {title} but not record in it, because this is not its sheet. Ask its "
        "coordinator for an invitation."
    )


def may_invite(title: str) -> str:
    """Says that this laptop is in a group again."""
    return f"This laptop is in {title} now and may invite others."


CODE_WAS_ON_LOST_LAPTOP = (
    "The lost laptop still held this code, because its sheet was never confirmed there. If someone "
    "else may be able to unlock that laptop, start your groups anew with another sheet."
)


def lost_laptop(title: str, laptop: str, *, is_own: bool, seen: str) -> str:
    """A laptop that may be lost, to choose from; ``seen``: when a file from there last came."""
    said = f"{title}: {laptop}"
    if is_own:
        return f"{said}, which the backup came from"
    return f"{said}, last file from there {seen}" if seen else said


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _brought(changes: int) -> str:
    return count(changes, "new change") if changes else "nothing new"
