"""The strip above the cohort table: how many stand where, each part a button that filters."""

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from npq_desktop.rows.cohort import CohortView
from npq_desktop.ui.cohort.distribution import Distribution
from npq_desktop.ui.cohort.standing import APART, COUNTED, SHORT_WORDS, colour_of, shape_of
from npq_desktop.ui.cohort.table_filter import PARTICIPANTS
from npq_desktop.ui.kit.flow_layout import FlowLayout
from npq_desktop.ui.kit.shapes import shape_icon


class SummaryStrip(QWidget):
    """One part pressed at most; ``part_chosen`` carries its key, "" when nothing is chosen."""

    part_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QPushButton] = {}
        flow = FlowLayout(self)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(max(2, self.fontMetrics().height() // 4))
        for key in (PARTICIPANTS, *COUNTED):
            flow.addWidget(self._button(key))
        flow.addWidget(_divider(self))
        for key in APART:
            flow.addWidget(self._button(key))
        self.distribution = Distribution(self)
        flow.addWidget(self.distribution)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Summary of standings"))
        self._tint()

    def show_view(self, view: CohortView) -> None:
        """Show how many people stand where; participants are all but those set apart."""
        summary = view.summary
        self.distribution.show_rows(view.rows, view.threshold)
        for key, button in self._buttons.items():
            count = summary.get(key, 0)
            if key == PARTICIPANTS:
                count = sum(n for standing, n in summary.items() if standing not in APART)
                words = self.tr("participant") if count == 1 else self.tr("participants")
            else:
                words = SHORT_WORDS[key]
            button.setText(f"{count} {words}")
            button.setAccessibleName(f"{count} {words}")
        self.updateGeometry()

    def choose(self, key: str) -> None:
        """Press one part without telling anybody; "" presses none."""
        for name, button in self._buttons.items():
            button.setChecked(name == key)

    def button(self, key: str) -> QPushButton:
        """The button of one part."""
        return self._buttons[key]

    def _button(self, key: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(key)
        button.setCheckable(True)
        button.setAutoDefault(True)
        button.setToolTip(self.tr("Show only these people; press again to show everybody"))
        button.clicked.connect(self._pressed)
        self._buttons[key] = button
        return button

    def _pressed(self, checked: bool) -> None:
        sender = self.sender()
        key = sender.objectName() if checked else ""
        self.choose(key)
        self.part_chosen.emit(key)

    def _tint(self) -> None:
        side = self.fontMetrics().height()
        for key, button in self._buttons.items():
            if key == PARTICIPANTS:
                continue
            button.setIconSize(QSize(side, side))
            colour = colour_of(key, self.palette())
            button.setIcon(shape_icon(shape_of(key), colour, side))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._tint()


def _divider(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setFrameShape(QFrame.Shape.VLine)
    line.setFixedHeight(parent.fontMetrics().height() * 2)
    return line
