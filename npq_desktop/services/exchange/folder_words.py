"""Writes what happens in the shared folder: what was read, what is left alone and why."""

from collections.abc import Iterable
from datetime import datetime

from npq_desktop.services.core.words import clock_time, count, listed, listed_briefly

NO_FOLDER = "No shared folder is used."
YOUR_FILE, YOUR_FILE_NEXT = "your file is there", "your file comes next"
NOT_SHARED = "not shared here"


def from_the_folder(new: int, *, disagreements: int, held: int, laptop: str) -> str:
    """What a file in the shared folder brought: "Shared folder: 3 new changes from Sam."."""
    brought = [count(new, "new change")]
    if disagreements:
        brought.append(f"{count(disagreements, 'disagreement')} to settle")
    if held:
        brought.append(f"{held} on hold")
    return f"Shared folder: {listed(brought)} from {laptop}."


def folder_away(name: str, since: datetime) -> str:
    """Says that the folder cannot be reached."""
    return (
        f"“{name}” has not been reachable since {clock_time(since)}. Everything is kept on this "
        "laptop and will go out when it is back."
    )


def folder_in_trouble(why: str, since: datetime) -> str:
    """The same for another reason, which is a sentence."""
    return f"{why} Since {clock_time(since)} everything is kept on this laptop."


def checking_folder(name: str) -> str:
    """Says that the folder is looked at for the first time."""
    return f"Checking “{name}”…"


def adding_files(number: int, name: str) -> str:
    """Says that files of the folder are being added."""
    return f"Adding {count(number, 'file')} of “{name}”…"


def folder_checked(name: str, at: datetime) -> str:
    """Says that everything in the folder is here."""
    return f"Checked “{name}” at {clock_time(at)}. This laptop has everything in it."


def your_file_written(at: datetime) -> str:
    """When this laptop last wrote its file."""
    return f"your file written {clock_time(at)}"


def file_read(laptop: str, at: datetime) -> str:
    """When another laptop's file was last read."""
    return f"{laptop} read {clock_time(at)}"


def tried_again(group: str, why: str) -> str:
    """Says that a group's file could not be written, for a reason that is a sentence."""
    return f"{group}: {why} It is tried again by itself."


def locked_files(number: int) -> str:
    """Says that files in the folder are for others."""
    if number == 1:
        return (
            "1 file there cannot be opened here. It is for another laptop or group, or from before "
            "a colleague knew that this laptop has joined."
        )
    return (
        f"{count(number, 'file')} there cannot be opened here. They are for other laptops or "
        "groups, or from before a colleague knew that this laptop has joined."
    )


def foreign_files(names: Iterable[str]) -> str:
    """Files of other programs in the folder."""
    return f"No sync files, and left alone: {listed_briefly(f'“{name}”' for name in names)}."


def file_tried_again(name: str, why: str) -> str:
    """Says that a file cannot be read yet, for a reason that is a sentence."""
    return f"“{name}” cannot be added yet and is tried again by itself. {why}"


def file_needs_words(name: str) -> str:
    """Says that a file in the folder is an invitation."""
    return f"“{name}” opens with six words. Choose Group, Open a file… and type them."


def file_left_alone(name: str, why: str = "") -> str:
    """Says that a file is left alone: it is none of ours, or for a reason that is a sentence."""
    if not why:
        return f"“{name}” is not a sync file and is left alone."
    return f"“{name}”: {why} It is left alone."
