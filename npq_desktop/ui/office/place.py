"""Where the office is: the open group, the round that is shown, and who is chosen."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal


class OfficePlace(QObject):
    """Given by the window: ``group`` and ``person`` return ids, "" for none, and ``people`` all who
    are chosen in the view in front; the others act.

    ``person_changed``: somebody else is chosen, or nobody.
    """

    person_changed = Signal()

    def __init__(
        self,
        *,
        parent: QObject,
        group: Callable[[], str],
        person: Callable[[], str],
        people: Callable[[], tuple[str, ...]],
        choose_person: Callable[[str], None],
        open_person: Callable[[str], None],
    ) -> None:
        super().__init__(parent)
        self.group, self.person, self.people = group, person, people
        self.choose_person, self.open_person = choose_person, open_person
        self._rounds: dict[str, str] = {}

    def round(self, group: str) -> str:
        """The key of the round that was chosen for a group, "" for none."""
        return self._rounds.get(group, "")

    def choose_round(self, key: str) -> None:
        """Show this round of the open group from now on."""
        self._rounds[self.group()] = key
