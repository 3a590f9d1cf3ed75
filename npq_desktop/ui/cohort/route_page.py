"""The route to the line: in one picture, in words, what if, and every figure with its sum."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.rows.cohort import CohortRow, PersonView
from npq_desktop.ui.cohort.bar import bar_parts, paint_bar
from npq_desktop.ui.cohort.columns import bar_sentence
from npq_desktop.ui.cohort.history_line import HistoryLine, history_words
from npq_desktop.ui.cohort.sections import label
from npq_desktop.ui.cohort.what_if import WhatIfList
from npq_desktop.ui.cohort.workings_tree import WorkingsTree


class RoutePage(QWidget):
    """``supposed`` carries what is supposed; nothing of it is ever saved."""

    supposed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._notice = label(self, bold=True)
        self._back = QPushButton(self.tr("Back to what is recorded"), self)
        self._bar = _BigBar(self)
        self._figures = label(self)
        self._plan = label(self, bold=True)
        self._parts = label(self)
        self._history = HistoryLine(self)
        self._history_words = label(self)
        self._about_what_if = label(self)
        self.what_if = WhatIfList(self)
        self._about_sums = label(self, bold=True)
        self.workings = WorkingsTree(self)
        self._about_sums.setText(self.tr("How the figures come about"))
        self._about_what_if.setText(
            self.tr("What if? Click, or press Space: done, missed, as it is. Nothing is saved.")
        )
        self._lay_out()
        self._back.clicked.connect(self._go_back)
        self.what_if.supposed.connect(self.supposed)

    def show_person(self, view: PersonView, threshold: int) -> None:
        """Show where this person stands, or would stand."""
        self._show_supposition(view)
        self._bar.show_row(view.row, threshold)
        self._figures.setText(bar_sentence(view.row, threshold) + _to_date(view.row))
        self._plan.setText(view.row.plan)
        self._plan.setVisible(bool(view.row.plan))
        self._parts.setText("\n".join(self._part_lines(view.row)))
        self._history.show_snapshots(view.snapshots, threshold)
        self._history_words.setText(history_words(view.snapshots))
        self._history_words.setVisible(bool(view.snapshots))
        self.what_if.show_person(view)
        self._about_what_if.setVisible(bool(view.can_suppose))
        self.workings.show_sums(view.workings)
        self._about_sums.setVisible(bool(view.workings))

    def words(self) -> str:
        """Everything the page says, for tests and screen readers."""
        shown = (self._notice, self._figures, self._plan, self._parts, self._history_words)
        lines = [each.text() for each in shown if not each.isHidden()]
        return "\n".join([*lines, self.workings.words()])

    def _show_supposition(self, view: PersonView) -> None:
        is_other = bool(view.supposed)
        self._notice.setVisible(is_other)
        self._back.setVisible(is_other)
        self._notice.setText(
            self.tr("What if – not saved: {0}. Recorded: {1}.").format(
                view.row.standing_words, view.actual.standing_words
            )
        )

    def _part_lines(self, row: CohortRow) -> list[str]:
        lines = [
            f"{cell.label}: {cell.exact}, {self._worth(cell.words, cell.exact)}"
            if cell.words != cell.exact
            else f"{cell.label}: {cell.exact}"
            for cell in row.components
        ]
        if row.headroom:
            lines.append(self.tr("May still miss: {0}").format(row.headroom))
        return lines

    def _worth(self, words: str, exact: str) -> str:
        return self.tr("shown as {0}").format(words) if words != exact else ""

    def _go_back(self) -> None:
        self.supposed.emit({})
        self.what_if.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        for widget in (
            *(self._notice, self._back, self._bar, self._figures, self._plan, self._parts),
            *(self._about_sums, self.workings, self._history, self._history_words),
            *(self._about_what_if, self.what_if),
        ):
            column.addWidget(widget)
        column.addStretch(1)


class _BigBar(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row: CohortRow | None = None
        self._threshold = 90
        self.setFixedHeight(self.fontMetrics().height() * 2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_row(self, row: CohortRow, threshold: int) -> None:
        self._row, self._threshold = row, threshold
        self.setAccessibleName(bar_sentence(row, threshold))
        self.setVisible(bar_parts(row, threshold) is not None)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        parts = bar_parts(self._row, self._threshold) if self._row else None
        if parts is None:
            return
        inset = self.height() / 5
        painter = QPainter(self)
        area = QRectF(self.rect()).adjusted(1, inset, -1, -inset)
        paint_bar(painter, area, parts, self.palette())
        painter.end()


def _to_date(row: CohortRow) -> str:
    if row.to_date is None:
        return ""
    low, high = row.to_date
    span = low.percent if low.fraction == high.fraction else f"{low.percent} – {high.percent}"
    return f" Of what is due so far: {span} %."
