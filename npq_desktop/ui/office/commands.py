"""Opens what the commands of the menu Office ask for; each dialog is imported when first needed."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.file_choice import ChooseFile, FileRequest, file_name
from npq_desktop.ui.kit.keys.actions import Writes
from npq_desktop.ui.office.dialogs.office_dialog import OfficeDesk
from npq_desktop.ui.office.openers import ABOUT_A_PERSON, OPENERS
from npq_desktop.ui.office.place import OfficePlace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from npq_desktop.services.application import Application

VERBS = {
    "windows": "set a window",
    "admit": "decide who sits the assessment",
    "decide": "decide who sits the assessment",
    "own_window": "set an own window",
    "defer": "decide who sits the assessment",
    "release": "release the case study",
    "outcomes": "record outcomes",
    "sample": "draw the sample",
    "results": "give results out",
    "certificates": "make the certificate list",
    "entitled": "decide who is entitled to support",
    "funding": "decide on money",
    "invoices": "raise invoices",
    "declare": "declare to the Department",
    "evidence": "make an evidence pack",
    "office_settings": "change the office settings",
    "share_private": "share private records with a colleague",
}
"""What only a coordinator can do, by command."""
_NEED_A_PERSON = ("decide", "own_window", "defer")


class OfficeCommands(Writes):
    """About the open group, the round that is shown and who is chosen."""

    def __init__(
        self,
        *,
        parent: QWidget,
        services: "Application",
        bus: Bus,
        choose_file: ChooseFile,
        place: OfficePlace,
    ) -> None:
        super().__init__(parent=parent, bus=bus)
        self._window = parent
        self._services, self._office = services, services.office
        self._choose_file, self._place = choose_file, place
        self._acts: dict[str, Callable[[], Dialog | None]] = {
            "windows": self._windows,
            "admit": self._admit,
            "decide": self._decide,
            "own_window": self._own_window,
            "defer": lambda: self._decide("deferred"),
            "release": self._release,
            "receive": self._receive,
            "outcomes": self._outcomes,
            "sample": self._sample,
            "office_settings": self._settings,
            "results": self._results,
            "share_private": self._share_private,
            "save_dates": self._save_dates,
        }

    def may(self, name: str) -> bool:
        """Whether a command can apply: by the role of this laptop, and to somebody chosen."""
        group = self._place.group()
        if name in (*ABOUT_A_PERSON, *_NEED_A_PERSON) and not self._place.person():
            return False
        return name not in VERBS or not group or self._office.roles.is_coordinator(group)

    def run(self, name: str) -> None:
        """Do a command of the menu Office."""
        group = self._place.group()
        if not group:
            return
        refusal = self._office.roles.refusal(group, VERBS[name]) if name in VERBS else ""
        if refusal:
            self._bus.said.emit(refusal)
            return
        dialog = self._bus.read(lambda: self._made(name))
        if dialog is not None:
            dialog.open()

    def _message(self, text: str, people: tuple[str, ...]) -> None:
        """Prepare a message that something just recorded asks for."""
        from npq_desktop.ui.office.dialogs.messages_dialog import MessagesDialog

        desk = self._desk()
        MessagesDialog(parent=self._window, desk=desk, offered=(text, people)).open()

    def _made(self, name: str) -> Dialog | None:
        if name in self._acts:
            return self._acts[name]()
        if name in ABOUT_A_PERSON and not self._chosen():
            return None
        return OPENERS[name](self._window, self._desk())

    def count(self, key: str, content: str) -> None:
        """Ask why a response of the person chosen counts all the same."""
        from npq_desktop.ui.office.dialogs.assessment.count_dialog import CountDialog

        person = self._place.person()
        rows = self._office.assessment.view(self._place.group(), key).rows
        row = next((each for each in rows if each.person == person), None)
        if row is not None:
            CountDialog(
                parent=self._window,
                desk=self._desk(key),
                person=person,
                name=row.name,
                content=content,
            ).open()

    def _desk(self, key: str = "") -> OfficeDesk:
        group = self._place.group()
        key = key or self._office.assessment.view(group, self._place.round(group)).round
        now, person = self._services.core.now(group), self._place.person()
        people = self._place.people()
        return OfficeDesk(
            self._office, group, key, self.tell, self._choose_file, now, person, people
        )

    def _chosen(self) -> str:
        person = self._place.person()
        if not person:
            self._bus.said.emit("Choose a person first.")
        return person

    def _windows(self) -> Dialog:
        from npq_desktop.ui.office.dialogs.assessment.windows_dialog import WindowsDialog

        return WindowsDialog(parent=self._window, desk=self._desk())

    def _admit(self) -> Dialog:
        from npq_desktop.ui.office.dialogs.assessment.admit_dialog import AdmitDialog

        return AdmitDialog(parent=self._window, desk=self._desk())

    def _decide(self, what: str = "") -> Dialog | None:
        from npq_desktop.ui.office.dialogs.assessment.decide_dialog import DecideDialog

        person = self._chosen()
        if not person:
            return None
        return DecideDialog(parent=self._window, desk=self._desk(), person=person, what=what)

    def _own_window(self) -> Dialog | None:
        from npq_desktop.ui.office.dialogs.assessment.own_window_dialog import OwnWindowDialog

        person = self._chosen()
        if not person:
            return None
        return OwnWindowDialog(parent=self._window, desk=self._desk(), person=person)

    def _release(self) -> Dialog:
        from npq_desktop.ui.office.dialogs.assessment.release_dialog import ReleaseDialog

        dialog = ReleaseDialog(parent=self._window, desk=self._desk())
        dialog.message_asked.connect(self._message)
        return dialog

    def receive(self, files: "Sequence[Path]", person: str) -> None:
        """Ask about files that were dropped, on somebody or on nobody ("")."""
        dialog = self._bus.read(lambda: self._receive(files, person))
        if dialog is not None:
            dialog.open()

    def _receive(self, files: "Sequence[Path]" = (), person: str = "") -> Dialog:
        from npq_desktop.ui.office.dialogs.assessment.receive_dialog import ReceiveDialog

        desk, group = self._desk(), self._place.group()
        view = self._office.assessment.view(group, desk.round)
        return ReceiveDialog(
            parent=self._window,
            desk=desk,
            people=[(row.person, row.name) for row in view.rows],
            files=files,
            person=person,
        )

    def _outcomes(self) -> Dialog:
        from npq_desktop.ui.office.dialogs.assessment.outcomes_dialog import OutcomesDialog

        return OutcomesDialog(parent=self._window, desk=self._desk())

    def _settings(self) -> Dialog:
        from npq_desktop.ui.office.dialogs.settings_dialog import OfficeSettingsDialog

        return OfficeSettingsDialog(parent=self._window, desk=self._desk())

    def _sample(self) -> Dialog:
        from npq_desktop.ui.office.dialogs.assessment.sample_dialog import SampleDialog

        return SampleDialog(parent=self._window, desk=self._desk())

    def _results(self) -> Dialog:
        from npq_desktop.ui.office.dialogs.assessment.results_dialog import ResultsDialog

        dialog = ResultsDialog(parent=self._window, desk=self._desk())
        dialog.message_asked.connect(self._message)
        return dialog

    def _save_dates(self) -> None:
        """Ask where to save the calendar of the group."""
        group = self._place.group()
        title = self._services.cohort.view(group).title
        name = file_name("Dates of", title, ending=".ics")
        request = FileRequest("Save the dates", True, name, ("Calendars (*.ics)",))

        def save(path: Path) -> None:
            if self._bus.attempt(lambda: self._office.dates.save(group, path)):
                self._bus.said.emit(f"{path.name} is saved.")

        self._choose_file(self._window, request, save)

    def _share_private(self) -> Dialog:
        from npq_desktop.ui.office.dialogs.share_private_dialog import SharePrivateDialog

        return SharePrivateDialog(parent=self._window, desk=self._desk())
