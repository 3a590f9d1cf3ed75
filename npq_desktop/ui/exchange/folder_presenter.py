"""Looks into the shared folder every few seconds while one is chosen, and shows its state.

A look lists and reads files on another thread; then they are added one at a time, with a pause
after every mark, so that marking never waits for them. The system's own watcher of folders is not
used: on a network drive it reports nothing, and asking it can hang the window.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from npq_desktop.rows.exchange import SharedFolderState, SharedFolderStep, SharedGroupRow
from npq_desktop.services.core.laptop.preferences import SET_BY_SCHOOL
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.dialog import Dialog, sentences_box
from npq_desktop.ui.kit.dialogs.file_choice import ChooseFile, FileRequest
from npq_desktop.ui.kit.paint.shapes import Shape
from npq_desktop.ui.kit.pieces.banner import Banner
from npq_desktop.ui.kit.pieces.text import plain_label
from npq_desktop.ui.kit.waiting.background import Background

if TYPE_CHECKING:
    from npq_desktop.services.exchange.shared_folder import SharedFolderService

_GROUP = Qt.ItemDataRole.UserRole
PERIOD_MS = 3_000
_STEP_MS = 50
_AFTER_A_MARK_MS = 1_000


class SharedFolderDialog(Dialog):
    """Chooses the folder and which groups are kept in it; ``changed`` when either is another.

    ``group``, the open one, is shared at once when a folder is chosen; "" for none.
    """

    changed = Signal()

    def __init__(
        self,
        *,
        parent: QWidget | None,
        folder: "SharedFolderService",
        choose_file: ChooseFile,
        group: str,
    ) -> None:
        super().__init__(parent, "")
        self.heading.setText("Shared folder")
        self.setWindowTitle(self.heading.text())
        self._folder = folder
        self._choose_file = choose_file
        self._group = group
        self.explanation = plain_label(
            self,
            (
                "Choose a folder that your colleagues see too, in OneDrive, on a network drive or "
                "on a stick. Your laptop keeps one encrypted file for each group there and adds "
                "your colleagues' files by itself. Only people in the group can open these files."
            ),
        )
        self.path = plain_label(self)
        self.choose_button = QPushButton("&Choose a folder…", self)
        self.stop_button = QPushButton("&Stop sharing", self)
        self.standing = Banner(self)
        self.groups_label = QLabel("&Groups that you keep a file of there:", self)
        self.groups = QListWidget(self)
        self.notices = sentences_box(self, "What else lies in the folder")
        self._lay_out()
        self.choose_button.clicked.connect(self._ask)
        self.stop_button.clicked.connect(self._stop)
        self.groups.itemChanged.connect(self._share)
        self.finish()
        self.refresh()

    def refresh(self) -> None:
        """Show the state of the folder as it is now."""
        state = self._folder.state()
        is_used = state.folder is not None
        is_set = self._folder.is_set_by_school
        for button in (self.choose_button, self.stop_button):
            button.setEnabled(not is_set)
        said = [str(state.folder), *([SET_BY_SCHOOL] if is_set else [])]
        self.path.setText("\n".join(said) if is_used else "")
        self.path.setVisible(is_used)
        self.explanation.setVisible(not is_used)
        for widget in (self.stop_button, self.groups, self.groups_label):
            widget.setVisible(is_used)
        self._show_standing(state)
        self._show_groups(state.groups)
        notices = "\n".join(state.notices)
        if notices != self.notices.toPlainText():
            self.notices.setPlainText(notices)
        self.notices.setVisible(bool(notices))

    def _show_standing(self, state: SharedFolderState) -> None:
        words = "\n".join((state.words, *state.troubles))
        if state.folder is None:
            self.standing.say("")
        elif state.troubles:
            self.standing.warn(words)
        else:
            self.standing.say(words, shape=Shape.TICK if state.is_there else Shape.PAUSE)

    def _show_groups(self, rows: tuple[SharedGroupRow, ...]) -> None:
        with QSignalBlocker(self.groups):
            # The same groups are changed in place, so that the keyboard stays where it is.
            shown = [self.groups.item(i).data(_GROUP) for i in range(self.groups.count())]
            if shown != [row.group for row in rows]:
                self.groups.clear()
                for row in rows:
                    item = QListWidgetItem(self.groups)
                    item.setData(_GROUP, row.group)
            for position, row in enumerate(rows):
                _show_row(self.groups.item(position), row)
        self.groups.viewport().update()

    def _ask(self) -> None:
        request = FileRequest("Choose a shared folder", folder=True)
        self._choose_file(self, request, self._choose)

    def _choose(self, path: Path) -> None:
        if self.attempt(lambda: self._folder.choose(path)):
            self._share_open_group()

    def _share_open_group(self) -> None:
        if self._group:
            self.attempt(lambda: self._folder.share(self._group, on=True))
        self._tell()

    def _share(self, item: QListWidgetItem) -> None:
        on = item.checkState() is Qt.CheckState.Checked
        self.attempt(lambda: self._folder.share(item.data(_GROUP), on=on))
        self._tell()

    def _stop(self) -> None:
        self.attempt(self._folder.stop)
        self.choose_button.setFocus()
        self._tell()

    def _tell(self) -> None:
        self.refresh()
        self.changed.emit()

    def _lay_out(self) -> None:
        self.groups.setAccessibleName("Groups that you keep a file of there")
        self.groups.setWordWrap(True)
        self.groups.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustToContents)
        self.groups.setMinimumHeight(self.fontMetrics().height() * 4)
        self.groups_label.setBuddy(self.groups)
        self.notices.setMaximumHeight(self.fontMetrics().height() * 5)
        self.cancel_button.setDefault(False)
        buttons = QHBoxLayout()
        buttons.addWidget(self.choose_button)
        buttons.addWidget(self.stop_button)
        buttons.addStretch(1)
        self.body.addWidget(self.explanation)
        self.body.addWidget(self.path)
        self.body.addLayout(buttons)
        for widget in (self.standing, self.groups_label):
            self.body.addWidget(widget)
        self.body.addWidget(self.groups, 1)
        self.body.addWidget(self.notices)


def _show_row(item: QListWidgetItem, row: SharedGroupRow) -> None:
    item.setText(f"{row.title}\n{row.words}")
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.title}: {row.words}")
    item.setCheckState(Qt.CheckState.Checked if row.is_shared else Qt.CheckState.Unchecked)


class FolderPresenter(QObject):
    """One per window; ``group`` says which group is open, "" for none.

    ``state_changed``: look at the service's ``state()`` again.
    """

    state_changed = Signal()

    def __init__(
        self,
        *,
        parent: QWidget,
        folder: "SharedFolderService",
        bus: Bus,
        choose_file: ChooseFile,
        group: Callable[[], str],
        period_ms: int = PERIOD_MS,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._folder = folder
        self._bus = bus
        self._choose_file = choose_file
        self._group = group
        self._background = Background(self)
        self._background.answered.connect(self._finish)
        self._period = self._timer(self.look)
        self._period.setInterval(period_ms)
        self._step = self._timer(self._take_next)
        self._rest = self._timer(None)
        bus.changed.connect(self._let_marks_come_first)

    def show_dialog(self) -> None:
        """Open the dialog."""
        dialog = SharedFolderDialog(
            parent=self._window,
            folder=self._folder,
            choose_file=self._choose_file,
            group=self._group(),
        )
        self.state_changed.connect(dialog.refresh)
        dialog.changed.connect(self.look)
        dialog.open()

    def look(self) -> None:
        """Look into the folder now, and then every few seconds."""
        if self._folder.folder is None:
            self._period.stop()
            self.state_changed.emit()
            return
        self._period.start()
        if self._background.is_busy:
            return
        job = self._bus.read(self._folder.begin)
        if job is not None:
            self._background.run(job)

    def _finish(self, found: Any) -> None:
        for step in self._bus.read(lambda: self._folder.finish(found)) or ():
            self._tell(step)
        self.state_changed.emit()
        self._go_on()

    def _go_on(self) -> None:
        if self._folder.pending:
            self._step.start(max(_STEP_MS, self._rest.remainingTime()))

    def _take_next(self) -> None:
        if self._rest.isActive():
            self._go_on()
            return
        self._tell(self._folder.take_next())
        self.state_changed.emit()
        self._go_on()

    def _tell(self, step: SharedFolderStep) -> None:
        if step.changes is not None:
            self._bus.changed.emit(step.changes)
            self._rest.stop()  # this change came from the folder; only a mark makes it wait
        if step.words:
            self._bus.said.emit(step.words)
        if step.trouble:
            self._bus.failed.emit(step.trouble)

    def _let_marks_come_first(self) -> None:
        self._rest.start(_AFTER_A_MARK_MS)

    def _timer(self, act: Callable[[], None] | None) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        if act is not None:
            timer.timeout.connect(act)
        return timer
