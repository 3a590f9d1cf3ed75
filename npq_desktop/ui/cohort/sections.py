"""What the pages of the person panel are made of, and the page of details."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFormLayout,
    QFrame,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QWidget,
)


def label(parent: QWidget, *, scale: float = 1.0, bold: bool = False) -> QLabel:
    """A label for text from files and people: plain, wrapped, selectable."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    font = made.font()
    font.setPointSizeF(font.pointSizeF() * scale)
    font.setBold(bold)
    made.setFont(font)
    return made


def scrolled(page: QWidget, parent: QWidget, name: str) -> QScrollArea:
    """``page`` under a vertical scroll bar alone, called ``name`` where it is read aloud."""
    area = QScrollArea(parent)
    area.setAccessibleName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area


def as_high_as_its_lines(view: QAbstractScrollArea) -> None:
    """Let a list show all its lines: the page around it scrolls, not the list."""
    view.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


class DetailsPage(QWidget):
    """One line for each detail: its name and its text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._form = QFormLayout(self)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)

    def show_details(self, details: tuple[tuple[str, str], ...]) -> None:
        """Replace what is shown."""
        while self._form.rowCount():
            self._form.removeRow(0)
        for name, value in details:
            text = label(self)
            text.setText(value or "–")
            text.setAccessibleName(f"{name}: {value}")
            self._form.addRow(f"{name}:", text)
