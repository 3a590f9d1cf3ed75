"""How the style sets the titles of columns and the words of boxes to choose from."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QStyleOption,
    QStyleOptionComboBox,
    QStyleOptionHeader,
)

from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.paint.tokens import tokens_of


def header_section(painter: QPainter, option: QStyleOption) -> None:
    """Paint the ground of a column's title."""
    colours = tokens_of(option.palette)
    painter.fillRect(option.rect, QColor(colours.surface))
    line = QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1)
    painter.fillRect(line, QColor(colours.line))


def header_label(option: QStyleOptionHeader) -> QStyleOptionHeader:
    """The words of a column: muted, and above the words of its cells."""
    label = QStyleOptionHeader(option)
    room = metrics_of(QApplication.font()).gap
    label.rect = option.rect.adjusted(room, 0, -room, 0)
    muted = QColor(tokens_of(option.palette).muted)
    label.palette.setColor(QPalette.ColorRole.ButtonText, muted)
    elide = Qt.TextElideMode.ElideRight
    label.text = option.fontMetrics.elidedText(option.text, elide, label.rect.width())
    return label


def combo_label(option: QStyleOptionComboBox, room: int) -> QStyleOptionComboBox:
    """The words of a box as far from its frame as those of a field, in the room there is."""
    label, gap = QStyleOptionComboBox(option), metrics_of(QApplication.font()).gap
    label.rect = option.rect.adjusted(gap, 0, 0, 0)
    elide = Qt.TextElideMode.ElideRight
    label.currentText = option.fontMetrics.elidedText(option.currentText, elide, room - gap)
    return label
