"""What the Cohort tab offers to record of the selected person: training status, an exemption.

Dialogs and services are imported and built when one of them is asked for.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from npq_desktop.ui.cohort.tab import CohortTab
from npq_desktop.ui.kit.actions import TabActions
from npq_desktop.ui.kit.bus import Bus

if TYPE_CHECKING:
    from npq_desktop.services.application import Application
    from npq_desktop.services.cohort.exemptions import ExemptionsService
    from npq_desktop.services.cohort.status import TrainingStatusService


class PersonActions(TabActions):
    """About whoever is selected when the keys are pressed; ``group`` says which group is open."""

    def __init__(
        self, *, tab: CohortTab, services: "Application", bus: Bus, group: Callable[[], str]
    ) -> None:
        super().__init__(tab=tab, bus=bus)
        self._tab = tab
        self._services = services
        self._group = group
        self.status = self.offer(
            "Training &status…", self._ask_status, keys="Ctrl+Shift+T", where=tab.add_person_action
        )
        self.exempt = self.offer(
            "E&xempt from or credit an item…",
            self._ask_exemption,
            keys="Ctrl+Shift+X",
            where=tab.add_person_action,
        )

    def _ask_status(self) -> None:
        from npq_desktop.ui.cohort.enrolment_dialog import EnrolmentDialog

        self._ask(EnrolmentDialog, self._services.training_status)

    def _ask_exemption(self) -> None:
        from npq_desktop.ui.cohort.exemption_dialog import ExemptionDialog

        self._ask(ExemptionDialog, self._services.exemptions)

    def _ask(
        self, dialog: Callable[..., QDialog], service: "TrainingStatusService | ExemptionsService"
    ) -> None:
        group, person = self._group(), self._chosen()
        offer = self._bus.read(lambda: service.offer(group, person)) if person else None
        if offer is not None:
            dialog(
                parent=self._tab,
                offer=offer,
                foretell=partial(service.effect, group, person),
                record=lambda *what: self.tell(service.record(group, person, *what)),
            ).open()

    def _chosen(self) -> str:
        person = self._tab.selected_person()
        if not person:
            self._bus.said.emit("Select somebody in the table first.")
        return person or ""
