"""What the Cohort tab offers to record of the selected person: training status, an exemption.

Dialogs and services are imported and built when one of them is asked for.
"""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.enrolment import Exemption, StatusChange
from npq_desktop.ui.cohort.tab import CohortTab
from npq_desktop.ui.frame.bus import Bus

if TYPE_CHECKING:
    from npq_desktop.services.exemptions import ExemptionsService
    from npq_desktop.services.training_status import TrainingStatusService


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
        self.status = self._action(self.tr("Training &status…"), "Ctrl+Shift+T")
        self.exempt = self._action(self.tr("E&xempt from or credit an item…"), "Ctrl+Shift+X")
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

        group, person = self._group, self._chosen()
        service = self._services.training_status

        def record(change: StatusChange) -> None:
            self._bus.changed.emit(service.record(group, person, change))

        if not person:
            return
        try:
            offer = service.offer(group, person)
        except NpqDesktopError as error:
            self._bus.failed.emit(str(error))
            return
        EnrolmentDialog(
            parent=self._tab,
            offer=offer,
            foretell=lambda change: service.effect(group, person, change),
            record=record,
        ).open()

    def _ask_exemption(self) -> None:
        from npq_desktop.ui.cohort.exemption_dialog import ExemptionDialog

        group, person = self._group, self._chosen()
        service = self._services.exemptions

        def record(exemption: Exemption) -> None:
            self._bus.changed.emit(service.record(group, person, exemption))

        if not person:
            return
        try:
            offer = service.offer(group, person)
        except NpqDesktopError as error:
            self._bus.failed.emit(str(error))
            return
        ExemptionDialog(
            parent=self._tab,
            offer=offer,
            foretell=lambda exemption: service.effect(group, person, exemption),
            record=record,
        ).open()

    def _chosen(self) -> str:
        person = self._tab.selected_person()
        if not person:
            self._bus.said.emit(self.tr("Select somebody in the table first."))
        return person or ""
