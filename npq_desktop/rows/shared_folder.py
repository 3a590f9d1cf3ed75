"""What the shared folder shows: how things stand in words, group by group, and what is odd there.

Words are sentences or parts of them, ready for the screen.
"""

from dataclasses import dataclass
from pathlib import Path

from npq_desktop.rows.changes import Changes


@dataclass(frozen=True, slots=True)
class SharedGroupRow:
    """One group of this laptop: whether its file is kept in the folder, and what came and went."""

    group: str
    title: str
    is_shared: bool
    words: str


@dataclass(frozen=True, slots=True)
class SharedFolderState:
    """``folder`` is None where none was chosen; ``words`` say how things stand, in one line.

    ``is_there`` is False while the folder is away, which is normal; ``troubles`` ask for action,
    ``notices`` name what lies there and is left alone.
    """

    folder: Path | None
    words: str
    is_there: bool = True
    groups: tuple[SharedGroupRow, ...] = ()
    troubles: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedFolderStep:
    """What one step brought: which screens look again, if any, and a sentence, if any."""

    changes: Changes | None = None
    words: str = ""
