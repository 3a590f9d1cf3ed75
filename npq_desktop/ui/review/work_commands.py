"""Binds the commands of the menu Work: what can be done with works as a whole."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from npq_desktop.rows.giving_back import GiveBackPreview
from npq_desktop.services.exchange.giving_back import GivingBackService
from npq_desktop.services.exchange.words import worksheet_kept
from npq_desktop.services.intake.loose_works import text_of_file
from npq_desktop.ui.intake.reading_dialog import read_apart
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.file_choice import ALL_FILTER, CSV_FILTER, ChooseFile, FileRequest
from npq_desktop.ui.kit.keys.actions import PageCommands, TabActions
from npq_desktop.ui.review.bringing.bring_acts import BringInActs
from npq_desktop.ui.review.bringing.hand_in_dialog import HandInDialog
from npq_desktop.ui.review.give_back import GiveBackDialog
from npq_desktop.ui.review.modes import Act
from npq_desktop.ui.review.presenter import ReviewPresenter
from npq_desktop.ui.review.reading.file_acts import FileActs
from npq_desktop.ui.review.reading.plan_line import PlanLine
from npq_desktop.ui.review.reading.reading_acts import ReadingActs
from npq_desktop.ui.review.tab import ReviewTab

if TYPE_CHECKING:
    from npq_desktop.services.application import Application


class WorkCommands(TabActions):
    """One per tab, beside its presenter; ``bring_in`` previews work from files."""

    def __init__(
        self,
        *,
        tab: ReviewTab,
        presenter: ReviewPresenter,
        acts: ReadingActs,
        services: "Application",
        bus: Bus,
        choose_file: ChooseFile,
        commands: PageCommands,
    ) -> None:
        super().__init__(tab=tab, bus=bus, commands=commands)
        self._tab, self._presenter, self._services = tab, presenter, services
        self._choose_file, self._heard = choose_file, bus
        self._giving = GivingBackService(services.core, review=services.review)
        tab.feedback.hand_in_asked.connect(self._ask_hand_in)
        self.offer("give_back", self._ask_give_back)
        self.offer("accept_ticked", acts.accept_ticked, when=lambda: bool(self._ticked()))
        self.offer("set_aside", lambda: tab.acted.emit(Act.ASIDE))
        self.offer("keep_passage", lambda: tab.acted.emit(Act.PASSAGE))
        self.offer("phrases", tab.feedback.phrases_asked.emit)
        self._files = FileActs(
            tab=tab, presenter=presenter, services=services, bus=bus, choose_file=choose_file
        )
        self.bring_in = BringInActs(
            tab=tab, presenter=presenter, services=services, bus=bus, choose_file=choose_file
        )
        PlanLine(tab=tab, presenter=presenter, services=services)
        tab.acted.connect(lambda act: self.bring_in.paste() if act == Act.PASTE else None)
        tab.acted.connect(lambda act: self._files.show_files() if act == Act.FILES else None)
        self.offer("files", lambda: tab.acted.emit(Act.FILES))
        self.offer("kept_files", self._files.show_kept)
        self.offer("remembered", self.bring_in.show_remembered)
        self.offer("build_again", presenter.build_anew)

    def _ticked(self) -> int:
        return len(self._tab.queue.rows.ticked)

    # ---- giving back -----------------------------------------------------------------------------

    def _ask_give_back(self) -> None:
        group = self._presenter.group
        tasks = self._heard.read(lambda: self._giving.tasks(group))
        if not tasks:
            self._heard.said.emit("Nothing is decided yet, so nothing can be given back.")
            return
        dialog = GiveBackDialog(
            self._tab,
            tasks=tasks,
            preview=partial(self._giving.preview, group),
            kept=lambda task: worksheet_kept(self._giving.kept(group, task)),
        )
        dialog.file_asked.connect(lambda: self._choose_platform_file(dialog))
        dialog.save_asked.connect(lambda preview: self._choose_target(dialog, group, preview))
        dialog.open()

    def _choose_platform_file(self, dialog: GiveBackDialog) -> None:
        request = FileRequest("Open the platform's file", filters=(CSV_FILTER,))
        self._choose_file(dialog, request, dialog.take_file)

    def _choose_target(self, dialog: GiveBackDialog, group: str, preview: GiveBackPreview) -> None:
        is_zip = preview.suggested.endswith(".zip")
        filters = ["Feedback files (*.zip)"] if is_zip else [CSV_FILTER]
        if preview.other:
            name = "Feedback files" if preview.other.endswith(".zip") else "Excel workbook"
            filters.append(f"{name} (*{Path(preview.other).suffix})")
        request = FileRequest(
            "Save the file", save=True, suggested=preview.suggested, filters=tuple(filters)
        )
        if preview.drafts:
            request = FileRequest("Choose a folder for the drafts", folder=True)

        def save(path: Path) -> None:
            if dialog.attempt(lambda: self._giving.save(group, preview, path)):
                dialog.tell_saved()
                self._heard.settled.emit()

        self._choose_file(dialog, request, save)

    # ---- handing in ------------------------------------------------------------------------------

    def _ask_hand_in(self) -> None:
        view, group = self._presenter.view, self._presenter.group
        if view is None:
            return
        row = view.row
        dialog = HandInDialog(self._tab, name=row.name, title=row.title)

        def hand_in(text: str) -> None:
            changes = self._services.review.hand_in_catch_up(group, row.work, text)
            dialog.accept()
            self.tell(changes, f"{row.title} from {row.name} awaits review.")
            self._tab.focus_reading()

        dialog.confirmed.connect(lambda text: dialog.attempt(lambda: hand_in(text)))
        dialog.file_asked.connect(lambda: self._take_file(dialog))
        dialog.open()

    def _take_file(self, dialog: HandInDialog) -> None:
        """Read a document on another thread, and put its text into the dialog."""

        def take(path: Path) -> None:
            job = partial(text_of_file, path)
            refuse = lambda error: dialog.trouble.warn(str(error))  # noqa: E731
            read_apart(dialog, path, job, dialog.take_text, refuse)

        request = FileRequest("Open what was handed in", filters=(ALL_FILTER,))
        self._choose_file(dialog, request, take)
