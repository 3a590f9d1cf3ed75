"""Fields that dialogs of several rooms have: a choice, a day."""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QWidget


def combo(parent: QWidget, name: str) -> QComboBox:
    """A choice that is no wider than its dialog, however long its entries are."""
    box = QComboBox(parent)
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def day_box(parent: QWidget, on: date, name: str) -> QDateEdit:
    """A day, with a calendar."""
    box = QDateEdit(QDate(on.year, on.month, on.day), parent)
    box.setCalendarPopup(True)
    box.setDisplayFormat("d MMMM yyyy")
    box.setAccessibleName(name)
    return box


def day_of(box: QDateEdit) -> date:
    """The day that is chosen."""
    chosen = box.date()
    return date(chosen.year(), chosen.month(), chosen.day())


def show_day(box: QDateEdit, day: date) -> None:
    """Show a day in the field."""
    box.setDate(QDate(day.year, day.month, day.day))
