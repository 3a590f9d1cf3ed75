"""What the dialogs of the office share: how they record, and in which groups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.rows.changes import Changes
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.file_choice import ChooseFile
from npq_desktop.ui.kit.lists.tables import TextTable
from npq_desktop.ui.kit.page.layout import FlowLayout
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.cards import Text

if TYPE_CHECKING:
    from npq_desktop.services.office.office import OfficeServices

PRIVATE_HINT = "Private. Only coordinators can read this."
OPEN_HINT = (
    "Everyone in the group can read this. Health and family go into the private reason below."
)
_LINES = 3


@dataclass(frozen=True, slots=True)
class OfficeDesk:
    """What a dialog works with: the services, the open group, its round, who is chosen, the time.

    ``person`` is the one in front, ``people`` all who are chosen with them.

    ``tell`` is given what a write changed and a sentence for the status line.
    """

    office: "OfficeServices"
    group: str
    round: str
    tell: Callable[[Changes, str], None]
    choose_file: ChooseFile
    now: datetime
    person: str = ""
    people: tuple[str, ...] = ()

    @property
    def today(self) -> date:
        """The day of the group's clock."""
        return self.now.date()


class OfficeDialog(Dialog):
    """``write`` records, tells it and closes; a refusal is shown and keeps the dialog open.

    ``message_asked`` carries the key of a prepared text and for whom it is.
    """

    message_asked = Signal(str, object)

    def __init__(
        self, parent: QWidget | None, desk: OfficeDesk, heading: str, purpose: str = ""
    ) -> None:
        super().__init__(parent, heading, purpose)
        self.desk = desk

    def put_beside(self, *buttons: Button) -> None:
        """Put buttons that lie beside the way into a line of the body, which has more room."""
        line = FlowLayout()
        line.setSpacing(metrics_of(self.font()).space)
        for button in buttons:
            line.addWidget(button)
        self.body.addLayout(line)

    def offer_message(self, text: str, people: Sequence[str]) -> None:
        """Offer a prepared message as the next step, once something is recorded."""

        def prepare() -> None:
            self.accept()
            self.message_asked.emit(text, tuple(people))

        self.finish()
        if people:
            button = self.add_button("Prepare the &message…", prepare)
            self.lead_with(button)
            button.show()  # what is not shown yet does not take the keyboard
            self.focus_next(button)

    def write(self, act: Callable[[], Changes], said: str) -> None:
        """Record with ``act``, then say ``said``."""
        if self.attempt(lambda: self.desk.tell(act(), said)):
            self.accept()


class AlsoIn(QWidget):
    """The user's other groups of the same programme and cohort, ticked; hidden without any."""

    def __init__(self, parent: QWidget, others: tuple[tuple[str, str], ...]) -> None:
        super().__init__(parent)
        self.boxes = {key: QCheckBox(title.replace("&", "&&"), self) for key, title in others}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics_of(self.font()).gap)
        column.addWidget(Text("In these groups too", self, heavy=True))
        for box in self.boxes.values():
            box.setChecked(True)
            column.addWidget(box)
        self.setVisible(bool(others))

    def chosen(self, group: str) -> tuple[str, ...]:
        """The open ``group``, then those that are ticked."""
        return (group, *(key for key, box in self.boxes.items() if box.isChecked()))


class SpaceTable(TextTable):
    """``space``: Space was pressed, which does something with the current line."""

    space = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.space.emit()
        else:
            super().keyPressEvent(event)


def reason_box(parent: QWidget, name: str) -> QPlainTextEdit:
    """A field of a few lines for a reason; Tab leaves it."""
    box = QPlainTextEdit(parent)
    box.setAccessibleName(name)
    box.setTabChangesFocus(True)
    box.setFixedHeight(box.fontMetrics().height() * _LINES + metrics_of(box.font()).space)
    return box
