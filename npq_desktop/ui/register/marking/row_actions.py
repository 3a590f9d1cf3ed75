"""What the register offers for one row: who a walk-in turns out to be, and a catch-up.

Each write is the service's; here it is asked for and told on the bus. A key that makes no sense on
the row is answered with a sentence.
"""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.register import Mark, RegisterRow
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.register.open_register import OpenRegister
from npq_desktop.ui.register.tab import RegisterTab

if TYPE_CHECKING:
    from npq_desktop.rows.register import CatchUpOffer, PersonChoice
    from npq_desktop.services.register.catch_up import CatchUpService
    from npq_desktop.services.register.people import PeopleService


class AmendmentActions(QObject):
    """Holds the mark that waits for its reason."""

    def __init__(
        self, *, parent: QObject, tab: RegisterTab, register: OpenRegister, bus: Bus
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._register = register
        self._bus = bus
        self._waiting: tuple[str, str, Mark, str] | None = None
        register.amendment_asked.connect(self._ask)
        tab.amendments.accepted.connect(self._record)
        tab.amendments.cancelled.connect(self._drop)
        tab.amendments.left.connect(self._drop)

    def _ask(self, person: str, mark: Mark, how: str) -> None:
        self._tab.ask_amendment(person)
        self._waiting = (self._register.event_id, person, mark, how)

    def _record(self, person: str, reason: str) -> None:
        waiting, self._waiting = self._waiting, None
        self._tab.table.setFocus()
        if waiting is None or waiting[:2] != (self._register.event_id, person):
            return
        _, _, mark, how = waiting
        if self._register.mark(person, mark, how=how, amendment=reason):
            self._bus.said.emit("Recorded as an amendment. Sign again to cover it: F9.")

    def _drop(self) -> None:
        self._waiting = None
        self._tab.table.setFocus()
        self._bus.said.emit("Nothing was recorded: the mark stands as it was signed.")


class RowServices(Protocol):
    """The services behind the actions, built when one of them is asked for."""

    @property
    def people(self) -> "PeopleService": ...
    @property
    def catch_up(self) -> "CatchUpService": ...


class RowActions(QObject):
    """Owned by its tab; adds *Join* (Alt+J), *Part* (Alt+U) and *Catch-up* (Alt+C) to the rows."""

    def __init__(
        self,
        *,
        parent: QObject,
        tab: RegisterTab,
        opened: OpenRegister,
        services: RowServices,
        bus: Bus,
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._open = opened
        self._services = services
        self._bus = bus
        self.join = self._action("&Join with the right participant…", "Alt+J")
        self.part = self._action("&Part from the walk-in again", "Alt+U")
        self.catch_up = self._action("&Catch-up…", "Alt+C")
        self.join.triggered.connect(self._ask_join)
        self.part.triggered.connect(self._part)
        self.catch_up.triggered.connect(self._ask_catch_up)
        for menu in (tab.row_menu, tab.more_button.menu()):
            menu.aboutToShow.connect(self._grey)
            menu.aboutToHide.connect(self._ungrey)

    def _action(self, text: str, keys: str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._tab.add_row_action(action)
        self._tab.addAction(action)  # so that it works from the find box, too
        return action

    def _row(self) -> RegisterRow | None:
        row = self._open.row(self._tab.table.current_person() or "")
        if row is None:
            self._bus.said.emit("Choose a row of the register first.")
        return row

    def _grey(self) -> None:
        """While a menu is open, grey what the current row cannot do."""
        row = self._open.row(self._tab.table.current_person() or "")
        self.join.setEnabled(row is not None and row.walk_in)
        self.part.setEnabled(row is not None and self._is_joined(row))
        self.catch_up.setEnabled(row is not None and self._may_catch_up(row))

    def _ungrey(self) -> None:
        """A key must be answered with a sentence, and a greyed action does not hear its key."""
        for action in (self.join, self.part, self.catch_up):
            action.setEnabled(True)

    def _is_joined(self, row: RegisterRow) -> bool:
        return bool(self._services.people.joined(self._open.group, row.person))

    def _may_catch_up(self, row: RegisterRow) -> bool:
        try:
            self._services.catch_up.offer(self._open.group, self._open.event_id, row.person)
        except NpqDesktopError:
            return False
        return True

    def _ask_join(self) -> None:
        from npq_desktop.ui.register.people.choose_person import ChoosePersonDialog

        row = self._row()
        if row is None:
            return
        if not row.walk_in:
            self._bus.said.emit(f"{row.name} is on the list: only a walk-in can be joined.")
            return
        group = self._open.group
        ChoosePersonDialog(
            parent=self._tab,
            heading=f"Who is {row.name}?",
            button="&Join",
            people=self._services.people.may_be(group, self._open.event_id, row.person),
            choose=partial(self._join, row),
            explain=partial(self._joining_words, row.person),
        ).open()

    def _joining_words(self, walk_in: str, chosen: "PersonChoice") -> str:
        return self._services.people.joining_words(self._open.group, walk_in, chosen.person)

    def _join(self, row: RegisterRow, chosen: "PersonChoice") -> None:
        group, event = self._open.group, self._open.event_id
        changes = self._services.people.join(group, row.person, chosen.person, event)
        self._bus.changed.emit(changes)
        self._tab.table.select(chosen.person)
        self._bus.said.emit(f"{row.name} and {chosen.name} are one person now: Alt+U parts them.")

    def _part(self) -> None:
        row = self._row()
        if row is None:
            return
        joined = self._services.people.joined(self._open.group, row.person)
        if not joined:
            self._bus.said.emit(f"{row.name} is joined with no walk-in.")
            return
        person, name = joined[-1]
        try:
            changes = self._services.people.part(self._open.group, person, self._open.event_id)
        except NpqDesktopError as error:
            self._bus.failed.emit(str(error))
            return
        self._bus.changed.emit(changes)
        self._bus.said.emit(f"{name} stands apart from {row.name} again, each with their own mark.")

    def _ask_catch_up(self) -> None:
        from npq_desktop.ui.register.marking.catch_up_dialog import CatchUpDialog

        row = self._row()
        if row is None:
            return
        try:
            offer = self._services.catch_up.offer(self._open.group, self._open.event_id, row.person)
        except NpqDesktopError as error:
            self._bus.said.emit(str(error))
            return
        CatchUpDialog(
            parent=self._tab,
            offer=offer,
            agree=partial(self._agree, offer),
            hand_in=partial(self._hand_in, offer),
        ).open()

    def _agree(self, offer: "CatchUpOffer", what: str, by: date) -> None:
        who = (self._open.group, offer.event, offer.person)
        self._bus.changed.emit(self._services.catch_up.agree(*who, what, by))
        self._bus.said.emit(f"Catch-up agreed with {offer.name}: it stands in Task review, Ctrl+3.")

    def _hand_in(self, offer: "CatchUpOffer", text: str) -> None:
        who = (self._open.group, offer.event, offer.person)
        self._bus.changed.emit(self._services.catch_up.hand_in(*who, text))
        self._bus.said.emit(f"Catch-up of {offer.name} awaits a decision in Task review, Ctrl+3.")
