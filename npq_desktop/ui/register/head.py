"""The head of a register: which event, when and where, the find box and what else can be done."""

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from npq_desktop.rows.register import EventRow
from npq_desktop.ui.kit.dialogs.fields import name_box
from npq_desktop.ui.kit.paint.metrics import TITLE, metrics_of
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.cards import ElidedText
from npq_desktop.ui.kit.pieces.text import ElidedLabel
from npq_desktop.ui.register.events_list import EventsModel
from npq_desktop.ui.register.find_bar import FindBar


class RegisterHead(QWidget):
    """Title and day; where the window is narrow, a choice of events in their place."""

    def __init__(self, *, parent: QWidget, events: EventsModel) -> None:
        super().__init__(parent)
        self.title = ElidedText(self, size=TITLE, heavy=True)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.when = ElidedLabel(self)
        self.when.setForegroundRole(self.foregroundRole().PlaceholderText)
        self.event_combo = QComboBox(self)
        self.event_combo.setModel(events)
        name_box(self.event_combo, "Event")
        self.event_combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.find_bar = FindBar(parent=self)
        self.more_button = Button("", self, drawing="more")
        self.more_button.setAccessibleName("More about this event and the chosen person")
        self.more_button.setToolTip("More about this event and the chosen person")
        self.more_button.setMenu(QMenu(self.more_button))
        self._lay_out()
        self.find_bar.answered.connect(self._show_answer)

    def show_event(self, event: EventRow) -> None:
        """Show which event this is, when and where."""
        self.title.setText(event.title)
        self.when.setText(when_words(event))

    def give_way(self, *, has_list: bool, is_low: bool) -> None:
        """Offer the events here where no list of them is at the side; fold the find box."""
        self.find_bar.fold(is_low=is_low)
        self.event_combo.setVisible(not has_list)
        self.title.setVisible(has_list)
        self.when.setVisible(has_list and not self.find_bar.answer.text())

    def _show_answer(self, words: str) -> None:
        self.find_bar.answer.setVisible(bool(words))
        self.when.setVisible(not words and not self.event_combo.isVisibleTo(self))

    def _lay_out(self) -> None:
        metrics = metrics_of(self.font())
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        for widget in (self.title, self.event_combo, self.when, self.find_bar.answer):
            words.addWidget(widget)
        words.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(metrics.space)
        line.addLayout(words, 1)
        line.addWidget(self.find_bar)
        line.addWidget(self.more_button)


def when_words(event: EventRow) -> str:
    """For example "Today, Wed 25 November, 13:30 to 16:30 · Fernhill Teaching Hub"."""
    if event.start is None:
        return " · ".join(filter(None, ("no date yet", event.place)))
    start = event.start
    day = f"{start:%a} {start.day} {start:%B}"
    hours = f"{start:%H:%M} to {event.end:%H:%M}" if event.end else f"{start:%H:%M}"
    said = f"Today, {day}, {hours}" if event.is_today else f"{day} {start:%Y}, {hours}"
    return " · ".join(filter(None, (said, event.place)))
