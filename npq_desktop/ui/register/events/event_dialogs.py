"""Asks what happened to an event: it did not run, moved to another time, or its marks move.

Each dialog shows what will change before anything is recorded: ``look`` gives that as it is now.
``record`` gets what was shown and raises the error that the dialog then shows.
"""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QDateTime, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateTimeEdit,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.events import Announced, EventMove, MarksMove
from npq_desktop.services.register.moved_marks import Target
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.pieces.text import plain_label

_FORMAT = "ddd d MMM yyyy, HH:mm"
_ISO = "yyyy-MM-ddTHH:mm:ss"
APOLOGY, VISIT, NOTHING = "apology", "visit", ""


class DidNotRunDialog(Dialog):
    """Asks why; ``move_asked`` when it is only put off."""

    move_asked = Signal()

    def __init__(
        self,
        *,
        parent: QWidget | None,
        title: str,
        look: Callable[[], tuple[str, ...]],
        record: Callable[[str, tuple[str, ...]], None],
    ) -> None:
        super().__init__(parent, f"{title} did not run")
        self._look, self._record = look, record
        self._shown: tuple[str, ...] = ()
        self.move_button = QPushButton("Move to another &date…", self)
        self.move_button.setAutoDefault(False)
        self.reason_box = QLineEdit(self)
        self.reason_box.setPlaceholderText("for example trainer ill")
        self.effect = plain_label(self)
        self.record_button = self.add_button("Record that it did &not run", self._enter)
        form = Form()
        form.addRow(plain_label(self, "If it is only put off, move it. Nothing is lost."))
        form.addRow(self.move_button)
        form.add_field("&Reason", self.reason_box)
        self.body.addLayout(form)
        self.body.addWidget(self.effect)
        self.body.addStretch(1)
        self.move_button.clicked.connect(self._move)
        self.reason_box.textChanged.connect(self._enable)
        self._enable()
        self.opens_on = self.reason_box
        self.keep_typed(self.reason_box)
        self.show_again()

    @override
    def show_again(self) -> None:
        self._shown = self._look()
        self.effect.setText("\n".join(self._shown))

    def _enable(self) -> None:
        self.record_button.setEnabled(bool(self.reason_box.text().strip()))

    def _enter(self) -> None:
        if self.attempt(lambda: self._record(self.reason_box.text(), self._shown)):
            self.accept()

    def _move(self) -> None:
        self.reject()
        if not self.isVisible():  # a reason that was typed is asked about first
            self.move_asked.emit()


class MoveEventDialog(Dialog):
    """Asks start, end and place; a later start takes the end with it."""

    def __init__(
        self,
        *,
        parent: QWidget | None,
        shown: EventMove,
        look: Callable[[], EventMove],
        record: Callable[[tuple[datetime, datetime, str], EventMove], None],
    ) -> None:
        super().__init__(parent, "Move to another date", shown.title)
        self._shown, self._look, self._record = shown, look, record
        self.start_box = _moment_box(self, shown.start)
        self.end_box = _moment_box(self, shown.end)
        self._begins = self.start_box.dateTime()
        self.place_box = QLineEdit(shown.place, self)
        self.record_button = self.add_button("&Move", self._enter)
        form = Form()
        form.add_field("&Starts", self.start_box)
        form.add_field("&Ends", self.end_box)
        form.add_field("&Place", self.place_box)
        self.body.addLayout(form)
        self.words = plain_label(self, shown.words)
        self.body.addWidget(self.words)
        self.body.addStretch(1)
        self.start_box.dateTimeChanged.connect(self._start_changed)
        self.opens_on = self.start_box
        self.keep_typed(self.place_box)

    @override
    def show_again(self) -> None:
        """Show where the event is now; what was chosen for it stays."""
        self._shown = self._look()
        self.words.setText(self._shown.words)

    def _start_changed(self, start: QDateTime) -> None:
        seconds = self._begins.secsTo(start)
        self._begins = start
        self.end_box.setDateTime(self.end_box.dateTime().addSecs(seconds))

    def _enter(self) -> None:
        to = _moment(self.start_box), _moment(self.end_box), self.place_box.text()
        if self.attempt(lambda: self._record(to, self._shown)):
            self.accept()


class MoveMarksDialog(Dialog):
    """Asks for the right event; ``foretell`` gives what would happen, or raises why it cannot."""

    def __init__(
        self,
        *,
        parent: QWidget | None,
        title: str,
        targets: tuple[Target, ...],
        foretell: Callable[[str], MarksMove],
        record: Callable[[str, MarksMove], None],
    ) -> None:
        super().__init__(parent, f"Move the marks of {title}")
        self._foretell = foretell
        self._record = record
        self._shown: MarksMove | None = None
        self.event_box = QComboBox(self)
        self.event_box.setPlaceholderText("Choose the event these marks belong to")
        for target in targets:
            self.event_box.addItem(target.words, target.id)
        self.event_box.setCurrentIndex(-1)
        self.event_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.words = plain_label(
            self, "For a register that was taken on the wrong event. Nothing moves yet."
        )
        self.record_button = self.add_button("&Move the marks", self._enter)
        self.record_button.setEnabled(False)
        form = Form()
        form.add_field("&To", self.event_box)
        self.body.addLayout(form)
        self.body.addWidget(self.words)
        self.body.addStretch(1)
        self.event_box.currentIndexChanged.connect(self._chosen)
        self.opens_on = self.event_box

    def _chosen(self) -> None:
        self.attempt(self.show_again)

    @override
    def show_again(self) -> None:
        self._shown = None
        self.words.clear()
        self.record_button.setEnabled(False)
        self._shown = self._foretell(str(self.event_box.currentData()))
        self.words.setText(self._shown.words)
        self.record_button.setEnabled(True)

    def _enter(self) -> None:
        shown = self._shown
        if shown is None:
            return
        if self.attempt(lambda: self._record(str(self.event_box.currentData()), shown)):
            self.accept()


class AnnouncementDialog(Dialog):
    """Asks for apologies or a visit of one person; the arrow keys choose."""

    def __init__(
        self,
        *,
        parent: QWidget | None,
        name: str,
        title: str,
        look: Callable[[], Announced],
        record: Callable[[Announced, Announced], None],
    ) -> None:
        super().__init__(parent, f"{name} at {title}")
        self._look, self._record = look, record
        self._shown = Announced()
        self.choices: dict[tuple[str, str], QRadioButton] = {
            (NOTHING, ""): QRadioButton("Nothing is known &beforehand", self),
            (APOLOGY, "notified"): QRadioButton("Apologies: &notified", self),
            (APOLOGY, "school_duty"): QRadioButton("Apologies: &school duty", self),
            (APOLOGY, "travel"): QRadioButton("Apologies: &travel", self),
            (APOLOGY, "other"): QRadioButton("Apologies: &other reason", self),
            (VISIT, ""): QRadioButton("&Visits another group instead", self),
        }
        explanation = (
            "This shows on the row. Apologies are not a mark, so you still mark the register. "
            "Someone who visits another group is not expected here."
        )
        self.body.addWidget(plain_label(self, explanation))
        for choice in self.choices.values():
            self.body.addWidget(choice)
        self.body.addStretch(1)
        self.record_button = self.add_button("&Record", self._enter)
        self.show_again()

    @override
    def show_again(self) -> None:
        known = self._shown = self._look()
        held = self._choice_of(known)
        held.setChecked(True)
        held.setFocus()
        self.opens_on = held

    def _choice_of(self, known: Announced) -> QRadioButton:
        unknown = (APOLOGY, "other") if known.expects == APOLOGY else (known.expects, "")
        return self.choices.get((known.expects, known.reason)) or self.choices[unknown]

    def _enter(self) -> None:
        chosen = next(key for key, choice in self.choices.items() if choice.isChecked())
        # If the first choice is kept, so is its reason, which may be none of those offered.
        is_known = self._choice_of(self._shown) is self.choices[chosen]
        said = self._shown if is_known else Announced(*chosen)
        if self.attempt(lambda: self._record(said, self._shown)):
            self.accept()


def _moment_box(parent: QWidget, moment: datetime) -> QDateTimeEdit:
    """Shows the time of day at the place, whatever the offset."""
    plain = moment.replace(tzinfo=None, second=0, microsecond=0)
    box = QDateTimeEdit(QDateTime.fromString(plain.isoformat(), _ISO), parent)
    box.setDisplayFormat(_FORMAT)
    box.setCalendarPopup(True)
    box.setCurrentSection(QDateTimeEdit.Section.DaySection)
    return box


def _moment(box: QDateTimeEdit) -> datetime:
    return datetime.fromisoformat(box.dateTime().toString(_ISO))
