"""*About*: which version this is, its licence, and where its data are. Nothing is asked of a
network.
"""

import platform
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import QSysInfo
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from npq_desktop import __version__
from npq_desktop.ui.frame.settings_dialog import show_folder
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.text import plain_label

if TYPE_CHECKING:
    from npq_desktop.services.core.laptop.places import Places

LICENCE = "MIT licence. Everything stays on this laptop."


def version_lines() -> tuple[str, ...]:
    """Program, system and libraries, one a line; nothing personal."""
    return (
        f"NPQ Desktop {__version__}",
        QSysInfo.prettyProductName(),
        f"Python {platform.python_version()}",
        f"Qt {PySide6.__version__}",
    )


class AboutDialog(Dialog):
    """*Copy for support* puts versions on the clipboard, without the folder's name."""

    def __init__(self, *, parent: QWidget, places: "Places") -> None:
        super().__init__(parent, "About NPQ Desktop")
        metrics = metrics_of(self.font())
        icon = QLabel(self)
        side = metrics.line * 4
        icon.setPixmap(parent.window().windowIcon().pixmap(side, side))
        words = QVBoxLayout()
        words.setSpacing(metrics.space)
        self.version = plain_label(self, "\n".join(version_lines()))
        self.where = plain_label(self, f"Your data are in\n{places.data}")
        for widget in (self.version, plain_label(self, LICENCE), self.where):
            words.addWidget(widget)
        line = QHBoxLayout()
        line.setSpacing(metrics.line)
        line.addWidget(icon)
        line.addLayout(words, 1)
        self.body.addLayout(line)
        self.copied = plain_label(self)
        self.copied.hide()
        self.body.addWidget(self.copied)
        self.copy_button = self.add_button("Copy for support", self._copy)
        self.folder_button = self.add_button("Open the folder", lambda: show_folder(places.data))
        self.cancel_button.setText("Close")
        self.cancel_button.setDefault(True)
        self.opens_on = self.cancel_button

    def _copy(self) -> None:
        QApplication.clipboard().setText("\n".join(version_lines()))
        self.copied.setText("Copied. You can paste it into an email.")
        self.copied.show()
