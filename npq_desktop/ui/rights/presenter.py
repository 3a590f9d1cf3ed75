"""Opens what the Group menu offers of rights: who was erased, and a group that is to leave."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.file_choice import ChooseFile
from npq_desktop.ui.rights.erasures_dialog import ErasuresDialog
from npq_desktop.ui.rights.hand_over_dialog import HandOverDialog

if TYPE_CHECKING:
    from npq_desktop.services.application import Application


class RightsPresenter(QObject):
    """One per window; ``group`` says which group is open, "" for none.

    ``group_left``: the open group is no longer on this laptop.
    """

    group_left = Signal()

    def __init__(
        self,
        *,
        parent: QWidget,
        services: "Application",
        bus: Bus,
        choose_file: ChooseFile,
        group: Callable[[], str],
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._services = services
        self._bus = bus
        self._choose_file = choose_file
        self._group = group

    def show_erasures(self) -> None:
        """Show who was erased, and which laptops have done it."""
        if group := self._group():
            ErasuresDialog(
                parent=self._window,
                erasure=self._services.erasure,
                group=group,
                tell=self._bus.changed.emit,
            ).open()

    def hand_over(self) -> None:
        """Offer to save the last file of the open group and to take it off this laptop."""
        group = self._group()
        if not group:
            return
        dialog = HandOverDialog(
            parent=self._window,
            handover=self._services.handover,
            choose_file=self._choose_file,
            group=group,
            offers_evidence=self._services.office.roles.is_coordinator(group),
        )
        dialog.removed.connect(self.group_left)
        dialog.evidence_asked.connect(self._save_evidence)
        dialog.open()

    def _save_evidence(self) -> None:
        """Offer what declarations rest on once more, before it leaves."""
        from npq_desktop.ui.office.dialogs.packs_dialog import EvidencePacksDialog

        EvidencePacksDialog(
            parent=self._window,
            packs=self._services.office.evidence_packs,
            group=self._group(),
            choose_file=self._choose_file,
        ).open()
