"""What the Cohort tab offers to record of the selected person: training status, an exemption.

Dialogs and services are imported and built when one of them is asked for.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog

from npq_desktop.errors import NpqDesktopError
from npq_desktop.ui.cohort.tab import CohortTab
from npq_desktop.ui.kit.bus import Bus

if TYPE_CHECKING:
    from npq_desktop.services.cohort.exemptions import ExemptionsService
    from npq_desktop.services.cohort.status import TrainingStatusService


class PersonServices(Protocol):
    """The services behind the actions."""

    @property
    def training_status(self) -> "TrainingStatusService": ...
    @property
    def exemptions(self) -> "ExemptionsService": ...


class PersonActions(QObject):
    """Owned by its tab; asks about whoever is selected when the key is pressed."""

    def __init__(
        self, *, parent: QObject, tab: CohortTab, services: PersonServices, bus: Bus
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._services = services
        self._bus = bus
        self._group = ""
        self.status = self._action("Training &status…", "Ctrl+Shift+T")
        self.exempt = self._action("E&xempt from or credit an item…", "Ctrl+Shift+X")
        self.status.triggered.connect(self._ask_status)
        self.exempt.triggered.connect(self._ask_exemption)

    def show_group(self, group: str) -> None:
        """Whose people these are."""
        self._group = group

    def _action(self, text: str, keys: str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._tab.add_person_action(action)
        return action

    def _ask_status(self) -> None:
        from npq_desktop.ui.cohort.enrolment_dialog import EnrolmentDialog

        self._ask(EnrolmentDialog, self._services.training_status)

    def _ask_exemption(self) -> None:
        from npq_desktop.ui.cohort.exemption_dialog import ExemptionDialog

        self._ask(ExemptionDialog, self._services.exemptions)

    def _ask(
        self, dialog: Callable[..., QDialog], service: "TrainingStatusService | ExemptionsService"
    ) -> None:
        group, person = self._group, self._chosen()
        if not person:
            return
        try:
            offer = service.offer(group, person)
        except NpqDesktopError as error:
            self._bus.failed.emit(str(error))
            return
        dialog(
            parent=self._tab,
            offer=offer,
            foretell=partial(service.effect, group, person),
            record=lambda what: self._bus.changed.emit(service.record(group, person, what)),
        ).open()

    def _chosen(self) -> str:
        person = self._tab.selected_person()
        if not person:
            self._bus.said.emit("Select somebody in the table first.")
        return person or ""
