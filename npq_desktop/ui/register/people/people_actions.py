"""What the register offers for people who are not on the list: a walk-in, a guest.

Each write is the service's; here it is asked for, told on the bus, and its row selected.
"""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.register.open_register import OpenRegister
from npq_desktop.ui.register.tab import RegisterTab

if TYPE_CHECKING:
    from npq_desktop.rows.register import Arrived, PersonChoice, WalkIn
    from npq_desktop.services.register.people import PeopleService


class PeopleServices(Protocol):
    """The service behind the actions, built when one of them is asked for."""

    @property
    def people(self) -> "PeopleService": ...


class PeopleActions(QObject):
    """Owned by its tab; adds *Walk-in* and *Guest* under More, and hears whom find did not find."""

    def __init__(
        self,
        *,
        parent: QObject,
        tab: RegisterTab,
        opened: OpenRegister,
        services: PeopleServices,
        bus: Bus,
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._open = opened
        self._services = services
        self._bus = bus
        self.walk_in = self._action("&Walk-in…", "Ctrl+N")
        self.guest = self._action("&Guest from another group…", "Ctrl+Shift+N")
        self.walk_in.triggered.connect(self._ask_walk_in)
        self.guest.triggered.connect(self._ask_guest)
        tab.walk_in_asked.connect(self._ask_for)

    def _action(self, text: str, keys: str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._tab.add_event_action(action)
        return action

    def _ask_walk_in(self) -> None:
        self._ask_for("")

    def _ask_for(self, name: str) -> None:
        from npq_desktop.ui.register.people.walk_in_dialog import Answers, WalkInDialog

        view = self._open.view
        if view is None or not self._open.takes_marks():
            return
        WalkInDialog(
            parent=self._tab,
            title=view.event.title,
            known=self._services.people.known(view.group, view.event.id),
            answers=Answers(self._record_walk_in, self._take, self._explain),
            name=name,
        ).open()

    def _record_walk_in(self, who: "WalkIn") -> None:
        group, event = self._open.group, self._open.event_id
        self._arrived(self._services.people.walk_in(group, event, who))

    def _take(self, person: "PersonChoice") -> None:
        """Somebody of this register is only gone to: late or present, a key decides."""
        if person.group != self._open.group:
            self._record_guest(person)
            return
        self._leave_find()
        self._tab.table.select(person.person)
        self._tab.table.setFocus()
        self._bus.said.emit(f"{person.name} stands on this register: mark the row.")

    def _explain(self, person: "PersonChoice") -> str:
        if person.group != self._open.group:
            return self._services.people.guest_words(self._open.event_id, person)
        return (
            f"{person.name} stands on this register already. Somebody else of the very same name "
            "needs a school, TRN or e-mail to be told apart."
        )

    def _ask_guest(self) -> None:
        from npq_desktop.ui.register.people.choose_person import ChoosePersonDialog

        view = self._open.view
        if view is None or not self._open.takes_marks():
            return
        others = self._services.people.others(view.group)
        if not others:
            self._bus.said.emit("No other group is on this laptop: record a walk-in, Ctrl+N.")
            return
        ChoosePersonDialog(
            parent=self._tab,
            heading=f"Guest at {view.event.title}",
            button="&Mark as guest",
            people=others,
            choose=self._record_guest,
            explain=self._explain,
        ).open()

    def _record_guest(self, guest: "PersonChoice") -> None:
        group, event = self._open.group, self._open.event_id
        self._arrived(self._services.people.guest(group, event, guest))

    def _arrived(self, arrived: "Arrived") -> None:
        for changes in arrived.changes:
            self._bus.changed.emit(changes)
        self._leave_find()
        self._tab.table.select(arrived.person)
        self._bus.said.emit(arrived.words)

    def _leave_find(self) -> None:
        """The name typed into find has become a row: the box is ready for the next."""
        self._tab.find_bar.field.clear()
        self._tab.find_bar.say("")
