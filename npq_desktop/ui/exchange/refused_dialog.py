"""A file that was refused: the sentence that says why and what to do, and one button."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from npq_desktop.ui.exchange.sheet import Sheet, plain_label


class RefusedDialog(Sheet):
    """Nothing was changed by the file; that is said too."""

    def __init__(self, *, parent: QWidget | None, path: Path, sentence: str) -> None:
        super().__init__(parent, "")
        self.heading.setText(self.tr("This file was not opened"))
        self.setWindowTitle(self.heading.text())
        self.body.addWidget(plain_label(self, path.name))
        self.body.addWidget(plain_label(self, self.tr("Nothing was changed.")))
        self.body.addStretch(1)
        self.trouble.warn(sentence)
        self.finish()
