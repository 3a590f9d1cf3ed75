"""Brings work in from files that are opened, dropped or pasted, through one preview."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.bring_in import BringPreview, BroughtIn, RememberedName
from npq_desktop.rows.intake import FileKind
from npq_desktop.rows.review import QueueRow
from npq_desktop.services.intake.claims.claim_reading import ReadClaims
from npq_desktop.services.intake.loose_works import read_files, read_text
from npq_desktop.services.intake.opened import open_file
from npq_desktop.services.review import words
from npq_desktop.ui.intake.reading_dialog import read_apart
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.file_choice import ALL_FILTER, CSV_FILTER, ChooseFile, FileRequest
from npq_desktop.ui.review.bringing.preview import BringInDialog, Compare
from npq_desktop.ui.review.bringing.remembered_dialog import RememberedDialog
from npq_desktop.ui.review.presenter import ReviewPresenter
from npq_desktop.ui.review.tab import ReviewTab

if TYPE_CHECKING:
    from npq_desktop.services.application import Application

_WORK = frozenset(
    {".docx", ".odt", ".pdf", ".rtf", ".txt", ".md", ".html", ".htm", ".doc", ".pages", ".pptx"}
    | {".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".mp3", ".m4a", ".mp4"}
)
"""Endings of files that are one person's work when dropped here; others are opened as ever."""


class BringInActs(QObject):
    """One per tab."""

    def __init__(
        self,
        *,
        tab: ReviewTab,
        presenter: ReviewPresenter,
        services: "Application",
        bus: Bus,
        choose_file: ChooseFile,
    ) -> None:
        super().__init__(tab)
        self._tab, self._presenter, self._services = tab, presenter, services
        self._bus, self._choose_file = bus, choose_file
        self._target = DropTarget(self, tab.queue.view.viewport(), tab.submission.text.viewport())
        self._target.dropped.connect(self._dropped)
        self._target.text_dropped.connect(self._text_dropped)

    # ---- ways in ---------------------------------------------------------------------------------

    def show_archive(self, read: ReadClaims, companion: ReadClaims | None = None) -> None:
        """Preview an archive that was read."""
        self._show(read, companion)

    def show_files(self, paths: Sequence[Path], row: QueueRow | None = None) -> None:
        """Read these files and preview them; ``row`` says whose a single file is.

        Several files, or those of a folder, are of the people they are named after.
        """
        if len(paths) > 1 or paths[0].is_dir():
            row = None
        reading = self._services.claims.reading(self._presenter.group)
        whose = row.name if row is not None else ""
        job = partial(read_files, paths, zone=reading.zone, among=reading.among, person=whose)
        read_apart(self._tab, paths[0], job, partial(self._show_single, row), self._refuse)

    def paste(self) -> None:
        """Bring in what is on the clipboard for the person in front."""
        row = self._tab.queue.current_row()
        data: QMimeData | None = QGuiApplication.clipboard().mimeData()
        paths = _paths(data.urls()) if data is not None and data.hasUrls() else []
        text = data.text() if data is not None and data.hasText() else ""
        if paths:
            self.show_paths(paths, row)
        elif text.strip():
            self._show_text(text, row)
        else:
            self._bus.said.emit("There is no text and no file on the clipboard.")

    def _dropped(self, paths: list[Path], widget: QWidget, at: QPoint) -> None:
        self.show_paths(paths, self._row_at(widget, at))

    def _text_dropped(self, text: str, widget: QWidget, at: QPoint) -> None:
        self._show_text(text, self._row_at(widget, at))

    def show_paths(self, paths: list[Path], row: QueueRow | None = None) -> None:
        """Preview files: an archive alone or with its worksheet, else the works of people."""
        archives = [path for path in paths if path.suffix.casefold() == ".zip"]
        others = [path for path in paths if path not in archives]
        if not archives:
            self.show_files(paths, row)
        elif len(archives) == 1 and len(others) <= 1:
            self._read_together(archives[0], others[0] if others else None)
        else:
            self._bus.failed.emit(
                "Open archives one at a time, each alone or together with its worksheet."
            )

    def _read_together(self, archive: Path, companion: Path | None) -> None:
        reading = self._services.claims.reading(self._presenter.group)

        def job() -> tuple[ReadClaims, ReadClaims | None]:
            opened = open_file(archive)
            return reading.of(opened), reading.of(companion) if companion else None

        read_apart(self._tab, archive, job, lambda found: self._show(*found), self._refuse)

    def show_remembered(self) -> None:
        """Show who is remembered of platforms' files, to be forgotten one by one."""
        group, remembered = self._presenter.group, self._services.submissions.remembered
        dialog = RememberedDialog(self._tab, remembered.all(group))

        def forget(name: RememberedName) -> None:
            changes = remembered.forget(group, name)
            if changes is not None:
                self._bus.changed.emit(changes)
            dialog.show_names(remembered.all(group))

        dialog.forget_asked.connect(lambda name: dialog.attempt(lambda: forget(name)))
        dialog.open()

    # ---- the preview -----------------------------------------------------------------------------

    def _show_single(self, row: QueueRow | None, read: ReadClaims) -> None:
        group, files = self._presenter.group, self._services.review.files
        if len(read.files) == 1:
            work = self._bus.read(lambda: files.take(group, *read.files[0]))
            if work is not None:
                self._tell_taken(work.person, work.item)
                return
        self._show(read, None, row)

    def _tell_taken(self, person: str, task: str) -> None:
        facts = self._services.core.facts.of(self._presenter.group)
        title = facts.programme.item(task).title.partition(":")[0]
        name = facts.names.get(person, "")
        self._presenter.refresh()
        self._bus.said.emit(f"This is {name}'s {title}. Its file is now on this laptop.")

    def _show(
        self, read: ReadClaims, companion: ReadClaims | None = None, row: QueueRow | None = None
    ) -> None:
        rounds = self._rounds()
        people = {0: row.work.person} if row is not None else None
        dialog = BringInDialog(
            self._tab,
            heading=f"Bring in {read.path.name}",
            compare=self._comparing(read, companion),
            task="" if rounds else self._likely(row),
            people=people,
            keeps=self._services.review.files.keeps,
            rounds=rounds,
        )
        dialog.response_chosen.connect(
            lambda: self._bus.responses_found.emit(
                read.paths, row.work.person if row is not None else ""
            )
        )
        group, remembered = self._presenter.group, self._services.submissions.remembered
        dialog.not_ours.connect(
            lambda name: remembered.say_not_ours(group, read.statements.system, name)
        )
        is_archive = read.opened.kind is FileKind.SUBMISSIONS and bool(read.opened.data)
        dialog.companion_button.setVisible(is_archive and companion is None)
        beside = [companion]
        dialog.companion_asked.connect(lambda: self._ask_companion(dialog, read, beside.append))
        dialog.confirmed.connect(
            lambda ticked, keep: self._record(
                dialog, read, frozenset(ticked), keep=keep, companion=beside[-1]
            )
        )
        dialog.open()

    def _show_text(self, text: str, row: QueueRow | None) -> None:
        """Preview a piece of text; its time is now until somebody says otherwise."""
        group = self._presenter.group
        if not group:
            return
        reading = self._services.claims.reading(group)
        whose = row.name if row is not None else ""
        found: list[ReadClaims] = []

        def compare(task: str, people: object, at: datetime | None) -> BringPreview:
            read = read_text(text, at=at, zone=reading.zone, among=reading.among, person=whose)
            found[:] = [read]
            return self._services.submissions.compare(
                read,
                group,
                task=task,
                people=people,  # type: ignore[arg-type]
            )

        now = self._services.core.now(group).replace(tzinfo=None, second=0, microsecond=0)
        dialog = BringInDialog(
            self._tab,
            heading="Bring in a text",
            compare=compare,
            task="" if self._rounds() else self._likely(row),
            people={0: row.work.person} if row is not None else None,
            at=now,
        )
        dialog.keep_box.hide()
        dialog.companion_button.hide()
        dialog.confirmed.connect(
            lambda ticked, _: self._record(dialog, found[0], frozenset(ticked), keep=False)
        )
        dialog.open()

    def _comparing(self, read: ReadClaims, companion: ReadClaims | None) -> Compare:
        group, service = self._presenter.group, self._services.submissions
        return lambda task, people, _: service.compare(
            read, group, companion=companion, task=task, people=people
        )

    def _ask_companion(
        self, dialog: BringInDialog, read: ReadClaims, found: Callable[[ReadClaims], None]
    ) -> None:
        request = FileRequest("Open the worksheet or gradebook", filters=(CSV_FILTER, ALL_FILTER))
        reading = self._services.claims.reading(self._presenter.group)

        def take(path: Path) -> None:
            def use(companion: ReadClaims) -> None:
                found(companion)
                dialog.companion_button.hide()
                dialog.compare_again(self._comparing(read, companion))

            read_apart(
                dialog, path, partial(reading.of, path), use, lambda e: dialog.trouble.warn(str(e))
            )

        self._choose_file(dialog, request, take)

    def _record(
        self,
        dialog: BringInDialog,
        read: ReadClaims,
        ticked: frozenset[int],
        *,
        keep: bool,
        companion: ReadClaims | None = None,
    ) -> None:
        group = self._presenter.group
        done: list[BroughtIn] = []

        def record() -> None:
            service = self._services.submissions
            changes, found = service.record(
                group, read, dialog.preview, ticked, keep=keep, companion=companion
            )
            done.append(found)
            self._bus.changed.emit(changes)

        if not dialog.attempt(record):
            return
        self._services.review.files.set_keeps(keep)
        dialog.accept()
        self._presenter.build_anew()
        self._tab.focus_reading()
        self._bus.said.emit(words.brought_in_words(done[0]))

    def _rounds(self) -> tuple[str, ...]:
        """The rounds in which what comes in may be a response, which is never kept as a task."""
        group = self._presenter.group
        found = self._bus.read(lambda: self._services.office.windows.receiving(group)) or ()
        return tuple(title for _, title in found)

    def _likely(self, row: QueueRow | None) -> str:
        if row is None:
            return ""
        group = self._presenter.group
        return self._services.submissions.likely_task(group, row.work.person)

    def _row_at(self, widget: QWidget, at: QPoint) -> QueueRow | None:
        """The row under the pointer; over the text, the work in front."""
        if widget is self._tab.queue.view.viewport():
            return self._tab.queue.row_at(at)
        return self._tab.queue.current_row()

    def _refuse(self, error: NpqDesktopError) -> None:
        self._bus.failed.emit(str(error))


class DropTarget(QObject):
    """Takes drops on some widgets. ``dropped`` carries paths, the widget and where."""

    dropped = Signal(list, QWidget, QPoint)
    text_dropped = Signal(str, QWidget, QPoint)

    def __init__(self, parent: QObject, *widgets: QWidget) -> None:
        super().__init__(parent)
        for widget in widgets:
            widget.setAcceptDrops(True)
            widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent | QDragEnterEvent | QDragMoveEvent):
            return False
        paths = _paths(event.mimeData().urls())
        text = event.mimeData().text() if not paths and event.mimeData().hasText() else ""
        if not (_is_work(paths) or text.strip()) or not isinstance(watched, QWidget):
            event.ignore()  # the window opens it
            return True
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            at = event.position().toPoint()
            if paths:
                self.dropped.emit(paths, watched, at)
            else:
                self.text_dropped.emit(text, watched, at)
        return True


def _is_work(paths: Sequence[Path]) -> bool:
    """Whether files are work by where they are dropped; a single archive the window opens."""
    if len(paths) == 1 and not paths[0].is_dir():
        return paths[0].suffix.casefold() in _WORK
    return bool(paths)


def _paths(urls: Sequence[object]) -> list[Path]:
    found = [url.toLocalFile() for url in urls if hasattr(url, "toLocalFile")]
    return [Path(path) for path in found if path]
