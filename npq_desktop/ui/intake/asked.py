"""What a file of dates leaves open: choices for all its lines, day and hours of one of them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget
from typing_extensions import override

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.cells.hours import read_hours
from npq_desktop.interchange.cells.moments import typed_day
from npq_desktop.rows.intake import DateLine, FileQuestion
from npq_desktop.services.core.words import clock_time, day_and_year
from npq_desktop.ui.kit.dialogs.fields import name_box
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.pieces.text import plain_label


class FileQuestions(QWidget):
    """A choice for each question about the whole file; none is chosen before somebody does."""

    answered = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._boxes: dict[str, QComboBox] = {}
        self._form = Form(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_questions(self, questions: Sequence[FileQuestion]) -> None:
        """Offer the answers to each; those asked already keep what was chosen."""
        for question in questions:
            if question.key not in self._boxes:
                self._boxes[question.key] = self._box(question)
        self.setVisible(bool(self._boxes))

    def answers(self) -> Mapping[str, str]:
        """What was chosen, by question."""
        return {
            key: str(box.currentData()) for key, box in self._boxes.items() if box.currentData()
        }

    def put_back(self, answers: Mapping[str, str]) -> None:
        """Show these answers again, because the file was not read with later ones."""
        for key, box in self._boxes.items():
            box.setCurrentIndex(max(0, box.findData(answers.get(key, ""))))

    def _box(self, question: FileQuestion) -> QComboBox:
        box = QComboBox(self)
        name_box(box, question.asks)
        box.addItem("Choose…", "")
        for value, words in question.answers:
            box.addItem(words, value)
        box.activated.connect(self.answered)
        self._form.addRow(plain_label(self, question.asks), box)
        return box


class AskedTimes(QWidget):
    """Day and hours of a line that does not say them for certain; hours stay empty until typed."""

    def __init__(self, parent: QWidget, today: date) -> None:
        super().__init__(parent)
        self._today = today
        self._line: DateLine | None = None
        self.day_box = _box(self, "Day of this line", "for example 12 November 2026")
        self.hours_box = _box(self, "Start and end of this line", "for example 16:00-17:30 or 4pm")
        self.take_button = QPushButton("&Use this", self)
        self.take_button.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.day_box, self.hours_box, self.take_button):
            row.addWidget(widget, 0 if widget is self.take_button else 1)
        for box in (self.day_box, self.hours_box):
            box.returnPressed.connect(self.take_button.click)
        self.setFocusProxy(self.day_box)

    def show_line(self, line: DateLine | None) -> None:
        """Ask for what a line leaves open; a line that was answered shows what was typed."""
        self._line = line
        self.setEnabled(line is not None)
        day = line.day if line else None
        self.day_box.setText(day_and_year(day) if day else "")
        if line is None or line.start is None:
            self.hours_box.clear()
        else:
            end = f"-{clock_time(line.end)}" if line.end else ""
            self.hours_box.setText(f"{clock_time(line.start)}{end}")

    def read(self) -> tuple[datetime, datetime | None]:
        """What is typed, as times without an offset.

        Raises:
            InterchangeError: the day or the hours cannot be read for certain.
        """
        day = typed_day(self.day_box.text(), self._today)
        if day is None:
            raise InterchangeError(
                f"“{self.day_box.text()}” is not a date. Type it as 21 January 2027 or 21/1/27."
            )
        hours = read_hours(self.hours_box.text())
        if hours.start is None:
            raise InterchangeError(f"{hours.unsure} Type it as 16:00-17:30 or 4pm.")
        end = datetime.combine(day, hours.end) if hours.end else None
        return datetime.combine(day, hours.start), end


class _Box(QLineEdit):
    """Return ends what is typed in it, and does not also press the dialog's button."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


def _box(parent: QWidget, name: str, hint: str) -> QLineEdit:
    box = _Box(parent)
    box.setAccessibleName(name)
    box.setPlaceholderText(hint)
    return box
