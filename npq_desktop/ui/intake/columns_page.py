"""Which column of a roster holds what: a box for each column, with some of its cells beside it."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QScrollArea, QWidget

from npq_desktop.rows.exchange import FileColumn
from npq_desktop.services.intake.roster_columns import FIELDS, NAMES
from npq_desktop.ui.kit.sheet import plain_label

_LONGEST = 48


class ColumnsPage(QScrollArea):
    """``chosen`` says that somebody chose; nothing is read anew by the page itself."""

    chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.boxes: dict[int, QComboBox] = {}
        self._columns: tuple[FileColumn, ...] = ()
        self._said: dict[int, str] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_file(self, columns: tuple[FileColumn, ...]) -> None:
        """The columns of another file; what was said of the last one is forgotten."""
        self._columns, self._said, self.boxes = columns, {}, {}
        inner = QWidget(self)
        form = QFormLayout(inner)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for column in columns:
            form.addRow(plain_label(inner, _words(column)), self._box(inner, column))
        self.setWidget(inner)

    def show_held(self, columns: tuple[FileColumn, ...]) -> None:
        """What the columns of the same file hold now."""
        for column in columns:
            if column.place in self.boxes:
                box = self.boxes[column.place]
                box.setCurrentIndex(max(0, box.findData(column.holds)))

    def holds_names(self) -> bool:
        """Whether a column is said, or known, to hold whole names, first or last ones."""
        return any(box.currentData() in NAMES for box in self.boxes.values())

    @property
    def said(self) -> Mapping[int, str]:
        """What somebody chose, by place."""
        return dict(self._said)

    def titles(self) -> Mapping[str, str]:
        """What somebody chose, by the column's title."""
        titles = {column.place: column.title for column in self._columns}
        return {titles[at]: holds for at, holds in self._said.items() if titles[at]}

    def _box(self, parent: QWidget, column: FileColumn) -> QComboBox:
        box = QComboBox(parent)
        box.addItem(self.tr("Not read"), "")
        for field in FIELDS:
            box.addItem(field[:1].upper() + field[1:], field)
        box.setCurrentIndex(max(0, box.findData(column.holds)))
        box.setAccessibleName(self.tr("{0} holds").format(_words(column)))
        box.activated.connect(self._choose)
        self.boxes[column.place] = box
        return box

    def _choose(self) -> None:
        """One column for each field: choosing a field takes it from the column that had it."""
        changed = next(at for at, box in self.boxes.items() if box is self.sender())
        holds = str(self.boxes[changed].currentData())
        for at, box in self.boxes.items():
            if at != changed and holds and box.currentData() == holds:
                self._said[at] = ""
        self._said[changed] = holds
        self.chosen.emit()


def _words(column: FileColumn) -> str:
    title = f"“{column.title}”" if column.title else f"Column {column.place + 1}"
    samples = ", ".join(column.samples)
    shown = samples if len(samples) <= _LONGEST else f"{samples[: _LONGEST - 1]}…"
    return f"{title}: {shown}" if shown else title
