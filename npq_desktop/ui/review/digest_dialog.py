"""The page to read before a seminar: on the screen with names, and as a PDF to show."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QWidget

from npq_desktop.rows.review import Digest
from npq_desktop.services.review import words
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.paint.metrics import CAPTION, metrics_of
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.printing.pages import Paper

MOST_PASSAGES = 3
_FOOT = "For the facilitators of this group"
_POINTS = 10.0
_WIDTH = 560
_HINT = "Space strikes a line out. At most 3 passages fit. They may name pupils or schools."


class DigestDialog(Dialog):
    """``save_asked`` carries the ``Paper`` to be saved."""

    save_asked = Signal(object)

    def __init__(self, parent: QWidget, digest: Digest) -> None:
        super().__init__(parent, f"Before {digest.event}")
        self._digest = digest
        # What is quoted: passages, then answers that were typed; its heading, who, and the text.
        self._quoted = [("Passage", name, text) for name, text in digest.passages]
        self._quoted += [
            (each.text, name, text) for each in digest.questions for name, text in each.typed
        ]
        self.parts: list[Text] = []
        for heading, text in words.digest_lines(digest):
            if heading:
                self.body.addWidget(Text(heading, self, heavy=True))
            part = Text(text, self)
            self.parts.append(part)
            self.body.addWidget(part)
        self.passages = QListWidget(self)
        self.names_box = QCheckBox("Names beside the passages in the PDF", self)
        self._add_passages()
        self.save_button = self.add_button("Save PDF…", self._save)
        room = self.screen().availableGeometry().width() - metrics_of(self.font()).scaled(16)
        self.setMinimumWidth(min(metrics_of(self.font()).wide(_WIDTH), room))
        self.opens_on = self.save_button

    def paper(self) -> Paper:
        """The page as it would be printed; passages without names unless they are wanted."""
        lines = words.digest_lines(self._digest)
        rows = [(heading, text) for heading, text in lines[1:]]
        for at, (what, name, text) in enumerate(self._quoted):
            if self.passages.item(at).checkState() == Qt.CheckState.Checked:
                rows.append((name if self.names_box.isChecked() else what, f"“{text}”"))
        return Paper(
            heading=f"Before {self._digest.event}",
            lines=(lines[0][1],),
            foot=_FOOT,
            columns=("", ""),
            shares=(1, 3),
            rows=tuple(rows),
            points=_POINTS,
        )

    def _add_passages(self) -> None:
        found = self._quoted
        label = Text("Passages and typed answers", self, heavy=True)
        said = _HINT if found else "Press M on a passage in Task review to pick it."
        hint = Text(said, self, size=CAPTION, tone="muted")
        self.passages.setAccessibleName("Passages")
        self.passages.setWordWrap(True)
        self.passages.setVisible(bool(found))
        self.names_box.setVisible(bool(found))
        for at, (_, name, text) in enumerate(found):
            item = QListWidgetItem(f"{name}: {text}", self.passages)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            checked = at < MOST_PASSAGES or at >= len(self._digest.passages)
            item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
        self.passages.itemChanged.connect(self._keep_to_three)
        for widget in (label, hint, self.passages, self.names_box):
            self.body.addWidget(widget)

    def _keep_to_three(self, item: QListWidgetItem) -> None:
        on = [
            at
            for at in range(len(self._digest.passages))
            if self.passages.item(at).checkState() == Qt.CheckState.Checked
        ]
        if len(on) <= MOST_PASSAGES:
            self.trouble.say("")
            return
        item.setCheckState(Qt.CheckState.Unchecked)
        self.trouble.warn("The page has room for 3 passages. Untick one first.")

    def _save(self) -> None:
        self.save_asked.emit(self.paper())
