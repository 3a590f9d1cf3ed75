"""Opens a sync file: shows what it would change, then what it did, or why it was not opened."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from npq_desktop.rows.exchange import OpenPreview
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.dialog import Dialog, sentences_box
from npq_desktop.ui.kit.paint.shapes import Shape
from npq_desktop.ui.kit.pieces.banner import Banner
from npq_desktop.ui.kit.pieces.text import plain_label, plain_tip

if TYPE_CHECKING:
    from npq_desktop.services.exchange.bundles import ExchangeService


class OpenDialog(Dialog):
    """Shows what a file would change; its button adds all of it. ``merged`` carries ``Merged``."""

    merged = Signal(object)

    def __init__(
        self, *, parent: QWidget | None, exchange: "ExchangeService", bus: Bus, preview: OpenPreview
    ) -> None:
        super().__init__(parent, "")
        heading = preview.title or preview.path.name
        self.heading.setText(heading)
        self.setWindowTitle(f"Open {preview.path.name}")
        self._exchange = exchange
        self._bus = bus
        self._preview = preview
        self.words = plain_label(self, _what_it_is(preview))
        self.details = sentences_box(self, "Details")
        self.details.setPlainText("\n".join(preview.details))
        self.details.setMaximumHeight(self.fontMetrics().height() * 8)
        self.details.setVisible(bool(preview.details))
        self.outcome = Banner(self)
        self.merge_button = self.add_button("&Add to this laptop", self._merge)
        self.merge_button.setDefault(True)
        for widget in (self.words, self.details, self.outcome):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def _merge(self) -> None:
        self.attempt(self._take_in)

    def _take_in(self) -> None:
        changes, merged = self._exchange.merge(self._preview)
        self._bus.changed.emit(changes)
        shape = Shape.FORK if merged.conflicts else Shape.TICK
        self.outcome.say(f"Done: {merged.words}", shape=shape)
        self.words.hide()
        self.merge_button.hide()
        self.finish()
        self.merged.emit(merged)


def _what_it_is(preview: OpenPreview) -> str:
    kind = {"sync": "A sync file", "invitation": "An invitation"}.get(preview.kind, "A file")
    return f"{kind}: {preview.path.name}. {preview.words}\nNothing changes until you choose “Add”."


class RefusedDialog(Dialog):
    """Explains why a file was not opened, and that nothing was changed.

    ``request`` is a text to send to the file's sender, "" where that would not help.
    """

    def __init__(
        self, *, parent: QWidget | None, path: Path, sentence: str, request: str = ""
    ) -> None:
        super().__init__(parent, "")
        self.heading.setText("This file was not opened")
        self.setWindowTitle(self.heading.text())
        self._request = request
        self.copy_button = QPushButton("&Copy a request for an invitation", self)
        self.copy_button.setAutoDefault(False)
        self.copy_button.setToolTip(plain_tip(request))
        self.copy_button.setVisible(bool(request))
        self.copy_button.clicked.connect(self._copy)
        self.body.addWidget(plain_label(self, path.name))
        self.body.addWidget(plain_label(self, "Nothing was changed."))
        self.body.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.trouble.warn(sentence)
        self.finish()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._request)
        self.copy_button.setText("Copied. Paste it into a mail")
