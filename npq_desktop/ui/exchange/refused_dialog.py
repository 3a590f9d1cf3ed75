"""A file that was refused: the sentence that says why and what to do, and a request to copy."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from npq_desktop.ui.kit.sheet import Sheet, plain_label


class RefusedDialog(Sheet):
    """Nothing was changed by the file; that is said too. ``request``: what to write to its sender,
    "" where that would not help.
    """

    def __init__(
        self, *, parent: QWidget | None, path: Path, sentence: str, request: str = ""
    ) -> None:
        super().__init__(parent, "")
        self.heading.setText(self.tr("This file was not opened"))
        self.setWindowTitle(self.heading.text())
        self._request = request
        self.copy_button = QPushButton(self.tr("&Copy a request for an invitation"), self)
        self.copy_button.setAutoDefault(False)
        self.copy_button.setToolTip(request)
        self.copy_button.setVisible(bool(request))
        self.copy_button.clicked.connect(self._copy)
        self.body.addWidget(plain_label(self, path.name))
        self.body.addWidget(plain_label(self, self.tr("Nothing was changed.")))
        self.body.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.trouble.warn(sentence)
        self.finish()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._request)
        self.copy_button.setText(self.tr("Copied: paste it into a mail"))
