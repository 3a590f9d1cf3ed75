"""Fields that several rooms have: what is searched for, a choice, a day."""

import sys
from datetime import date

from PySide6.QtCore import QDate, QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.tokens import tokens_of


class SearchField(QLineEdit):
    """A field with the sign for finding before its words, and a button that clears it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setClearButtonEnabled(True)
        self._sign = QAction("Find", self)
        self.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        self._wear()

    def _wear(self) -> None:
        self._sign.setIcon(icons().icon("find", tokens_of(self.palette()).muted))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._wear()


def name_box(box: QComboBox, name: str, about: str = "") -> None:
    """Name a choice that no label stands beside.

    Linux is told what is chosen in place of the name of a box, so there the name comes with what
    the box is ``about``.
    """
    said = (name, about) if sys.platform.startswith("linux") else (about,)
    box.setAccessibleName(name)
    box.setAccessibleDescription(" · ".join(filter(None, said)))


def combo(parent: QWidget, name: str) -> QComboBox:
    """A choice that is no wider than its dialog, however long its entries are."""
    box = QComboBox(parent)
    name_box(box, name)
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
