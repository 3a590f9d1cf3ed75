"""The Settings window: four pages, and each change acts at once."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from npq_desktop.services.core.laptop.preferences import SET_BY_SCHOOL
from npq_desktop.services.core.words import day_and_time
from npq_desktop.ui.frame.look import LookCommands
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.file_choice import ChooseFile, FileRequest
from npq_desktop.ui.kit.paint.metrics import bold, metrics_of
from npq_desktop.ui.kit.paint.theme import quiet
from npq_desktop.ui.kit.pieces.text import plain_label

if TYPE_CHECKING:
    from npq_desktop.services.application import Application

Choices = tuple[tuple[str, str], ...]

THEMES: Choices = (("Follow the system", ""), ("Light", "light"), ("Dark", "dark"))
SIZES: Choices = tuple((f"{size}%", str(size)) for size in (90, 100, 115, 130, 150))
ROWS: Choices = (("Comfortable", "comfortable"), ("Compact", "compact"))
HIDE_AFTER: Choices = (
    ("5 minutes", "5"),
    ("10 minutes", "10"),
    ("30 minutes", "30"),
    ("Never", "never"),
)


class SettingsDialog(Dialog):
    """Shows what can be set up; ``open_command`` opens what has a window of its own."""

    def __init__(
        self,
        *,
        parent: QWidget,
        services: "Application",
        look: LookCommands,
        choose_file: ChooseFile,
        open_command: Callable[[str], None],
    ) -> None:
        super().__init__(parent, "Settings")
        self._services, self._look, self._choose_file = services, look, choose_file
        self._open_command = open_command
        self.sides = QListWidget(self)
        self.pages = QStackedWidget(self)
        self.boxes: dict[str, QComboBox] = {}
        for title, fill in (
            ("You", self._fill_you),
            ("Look", self._fill_look),
            ("Safety", self._fill_safety),
            ("Files", self._fill_files),
        ):
            self._add_page(title, fill)
        self._lay_out()
        self.cancel_button.setText("Close")
        self.cancel_button.setDefault(True)
        self.opens_on = self.sides

    def _lay_out(self) -> None:
        metrics = metrics_of(self.font())
        self.sides.setAccessibleName("Pages of the settings")
        self.sides.setFixedWidth(metrics.chars(16))
        self.sides.setFrameShape(QListWidget.Shape.NoFrame)
        for at in range(self.sides.count()):
            self.sides.item(at).setSizeHint(QSize(0, metrics.target(32)))
        self.sides.setCurrentRow(0)
        self.sides.currentRowChanged.connect(self.pages.setCurrentIndex)
        line = QHBoxLayout()
        line.setSpacing(metrics.line)
        line.addWidget(self.sides)
        line.addWidget(self.pages, 1)
        self.body.addLayout(line, 1)

    def _add_page(self, title: str, fill: Callable[[QVBoxLayout], None]) -> None:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setSpacing(metrics_of(self.font()).gap)
        fill(column)
        column.addStretch(1)
        self.sides.addItem(title)
        self.pages.addWidget(page)

    # ---- pages ---------------------------------------------------------------------------------

    def _fill_you(self, column: QVBoxLayout) -> None:
        profile = self._services.profile
        self.name = QLineEdit(profile.name, self)
        self.laptop = QLineEdit(profile.device_name, self)
        hint = "Groups that you start or join from now on show it."
        self._field(column, "Your name", self.name, hint)
        self._field(column, "This laptop's name", self.laptop, hint)
        self.name.editingFinished.connect(
            lambda: self.attempt(lambda: profile.set_name(self.name.text()))
        )
        self.laptop.editingFinished.connect(
            lambda: self.attempt(lambda: profile.set_device_name(self.laptop.text()))
        )

    def _fill_look(self, column: QVBoxLayout) -> None:
        self._choice(column, "Colours", "theme", THEMES)
        self._choice(column, "Size of text", "text_size", SIZES)
        self._choice(column, "Rows of tables", "rows", ROWS)
        self.hints = QCheckBox("Show keys in the status line", self)
        self.hints.setChecked(self._services.preferences.value("key_hints") == "on")
        self.hints.toggled.connect(lambda on: self._look.choose("key_hints", "on" if on else "off"))
        self._gap(column)
        column.addWidget(self.hints)

    def _fill_safety(self, column: QVBoxLayout) -> None:
        services = self._services
        notice = services.profile.key_notice or "The key to your data is in this system's keyring."
        self._heading(column, "Key to your data")
        column.addWidget(plain_label(self, notice))
        self._choice(column, "Hide names after", "hide_after", HIDE_AFTER)
        printed = services.recovery.sheet() is None
        sheet = "Printed and checked." if printed else "Not printed yet."
        self._heading(column, "Recovery sheet")
        column.addWidget(plain_label(self, sheet))
        self._button(
            column,
            "Print again…" if printed else "Print…",
            lambda: self._open_command("recovery_sheet"),
        )
        made = services.store.backups.files()
        last = f"Last copy: {day_and_time(made[0].made)}" if made else "No copy was made yet."
        self._heading(column, "Copies on this laptop")
        column.addWidget(plain_label(self, last))
        folder = services.store.backups.folder
        open_folder = self._button(column, "Open the folder", partial(show_folder, folder))
        open_folder.setEnabled(folder.is_dir())

    def _fill_files(self, column: QVBoxLayout) -> None:
        self.folder = plain_label(self)
        self._heading(column, "Where files are offered to be saved")
        column.addWidget(self.folder)
        self._button(column, "Choose a folder…", self._ask_folder)
        self.forget = self._button(
            column, "Use the folder of the last file", lambda: self._keep_folder("")
        )
        self._show_folder()
        shared = self._services.shared_folder
        self._heading(column, "Shared folder")
        words = shared.state().words if shared.folder else "No shared folder was chosen."
        column.addWidget(plain_label(self, words))
        if shared.is_set_by_school:
            column.addWidget(plain_label(self, SET_BY_SCHOOL))
        self._button(column, "Shared folder…", lambda: self._open_command("shared_folder"))
        self._show_policy(column)

    def _show_policy(self, column: QVBoxLayout) -> None:
        """What the machine's policy says that is no choice of anybody here."""
        policy = self._services.preferences.policy
        if policy.hub_url:
            self._heading(column, "Hub")
            column.addWidget(plain_label(self, f"{policy.hub_url}\n{SET_BY_SCHOOL}"))
        if policy.forbidden_data_folders:
            self._heading(column, "Folders where no data may be kept")
            folders = "\n".join(policy.forbidden_data_folders)
            column.addWidget(plain_label(self, f"{folders}\n{SET_BY_SCHOOL}"))
        if policy.ignored:
            self._heading(column, "The school's settings file")
            column.addWidget(plain_label(self, "\n".join(policy.ignored)))

    # ---- parts ---------------------------------------------------------------------------------

    def _ask_folder(self) -> None:
        request = FileRequest("Choose where files are saved", folder=True)
        self._choose_file(self, request, lambda path: self._keep_folder(str(path)))

    def _keep_folder(self, folder: str) -> None:
        self.attempt(lambda: self._services.preferences.choose_save_folder(folder))
        self._show_folder()

    def _show_folder(self) -> None:
        folder = self._services.preferences.save_folder
        self.folder.setText(folder or "The folder of the last file.")
        self.forget.setEnabled(bool(folder))

    def _choice(self, column: QVBoxLayout, title: str, name: str, choices: Choices) -> None:
        box = QComboBox(self)
        for words, text in choices:
            box.addItem(words, text)
        box.setCurrentIndex(box.findData(self._services.preferences.value(name)))
        box.activated.connect(lambda at: self._look.choose(name, box.itemData(at)))
        self.boxes[name] = box
        is_set = self._services.preferences.is_set_by_school(name)
        box.setEnabled(not is_set)
        self._field(column, title, box, SET_BY_SCHOOL if is_set else "")

    def _field(self, column: QVBoxLayout, title: str, field: QWidget, hint: str = "") -> None:
        label = self._heading(column, title)
        label.setBuddy(field)
        field.setAccessibleName(title)
        field.setMaximumWidth(metrics_of(self.font()).chars(44))
        column.addWidget(field)
        if hint:
            said = plain_label(self, hint)
            palette = said.palette()
            palette.setColor(said.foregroundRole(), quiet(palette))
            said.setPalette(palette)
            field.setAccessibleDescription(hint)
            column.addWidget(said)

    def _heading(self, column: QVBoxLayout, title: str) -> QLabel:
        if column.count():
            self._gap(column)
        label = QLabel(title, self)
        label.setFont(bold(self.font()))
        column.addWidget(label)
        return label

    def _gap(self, column: QVBoxLayout) -> None:
        column.addSpacing(metrics_of(self.font()).space)

    def _button(self, column: QVBoxLayout, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        line = QHBoxLayout()
        line.addWidget(button)
        line.addStretch(1)
        column.addLayout(line)
        return button


def show_folder(folder: Path) -> None:
    """Open a folder in the system's own file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
