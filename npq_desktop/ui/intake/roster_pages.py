"""Pages of the roster import on which somebody decides: columns, changes, who a line is."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.rosters import NEW_PERSON, FileColumn, RosterChange, RosterQuestion
from npq_desktop.services.intake.roster import FIELDS, NAMES
from npq_desktop.ui.kit.dialogs.fields import name_box
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.lists.tables import TextTable
from npq_desktop.ui.kit.pieces.text import plain_label, plain_tip

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_CHANGE_COLUMNS: Sequence[tuple[str, Callable[[RosterChange], str]]] = (
    ("Name", lambda change: change.name),
    ("What", lambda change: change.what),
    ("Recorded here", lambda change: change.before),
    ("The file says", lambda change: change.after),
    ("Look at it because", lambda change: change.why),
)
_QUESTION_COLUMNS = ("Line", "Name in the file", "It says", "Why you are asked", "Answer")
_QUESTION_SHARES = (1, 3, 4, 6, 4)


_LONGEST = 48
_FIELD_WORDS = {"e-mail": "Email"}
"""What a field is called where its name, which is stored, is written otherwise."""


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
        form = Form(inner)
        for column in columns:
            form.addRow(plain_label(inner, _words(column)), self._box(inner, column))
        self.setWidget(inner)

    def show_held(self, columns: tuple[FileColumn, ...]) -> None:
        """What the columns of the same file hold now."""
        for column in columns:
            if column.place in self.boxes:
                box = self.boxes[column.place]
                box.setCurrentIndex(max(0, box.findData(column.holds)))

    def put_back(self, said: Mapping[int, str], columns: tuple[FileColumn, ...]) -> None:
        """Show what the file was read with, because it was not read with later choices."""
        self._said = dict(said)
        self.show_held(columns)

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
        box.addItem("Not read", "")
        for field in FIELDS:
            box.addItem(_FIELD_WORDS.get(field, field[:1].upper() + field[1:]), field)
        box.setCurrentIndex(max(0, box.findData(column.holds)))
        name_box(box, f"{_words(column)} holds")
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


class ChangesModel(QAbstractTableModel):
    """A line a change, with a tick where it is taken; ``ticked`` says that this is another now."""

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changes: tuple[RosterChange, ...] = ()
        self._said: dict[tuple[int, str], bool] = {}

    def show_changes(self, changes: tuple[RosterChange, ...]) -> None:
        """Replace the changes; what was ticked or not by hand stays so for the same line."""
        self.beginResetModel()
        self._changes = changes
        self.endResetModel()

    def forget(self) -> None:
        """Another file: nothing was said of it yet."""
        self._said = {}

    @property
    def accepted(self) -> tuple[RosterChange, ...]:
        """The changes with a tick."""
        return tuple(change for change in self._changes if self._is_ticked(change))

    def toggle(self, rows: Collection[int]) -> None:
        """Tick these lines, or untick them where all of them are."""
        changes = [self._changes[row] for row in rows]
        wanted = not all(map(self._is_ticked, changes))
        self._said |= {(change.line, change.what): wanted for change in changes}
        if changes:
            last = self.index(len(self._changes) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])
            self.ticked.emit()

    def _is_ticked(self, change: RosterChange) -> bool:
        return self._said.get((change.line, change.what), change.preset)

    @override
    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._changes)

    @override
    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(_CHANGE_COLUMNS)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not index.row() < len(self._changes):
            return None
        change = self._changes[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            ticked = self._is_ticked(change)
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DisplayRole:
            return _CHANGE_COLUMNS[index.column()][1](change)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(change.words)
        return None

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.toggle([index.row()])
        return True

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _CHANGE_COLUMNS[section][0] if 0 <= section < len(_CHANGE_COLUMNS) else None
        return None


class _ChangesTable(QTableView):
    """Space ticks or unticks the selected lines; Tab leaves the table."""

    def __init__(self, parent: QWidget, model: ChangesModel) -> None:
        super().__init__(parent)
        self.changes = model
        self.setModel(model)
        self.setAccessibleName("What the file says otherwise")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)

    def fit_columns(self) -> None:
        """As wide as what they hold, a very long text excepted; the first line is current."""
        self.resizeColumnsToContents()
        widest = self.fontMetrics().averageCharWidth() * 30
        for column in range(self.changes.columnCount()):
            self.setColumnWidth(column, min(self.columnWidth(column), widest))
        if self.changes.rowCount():
            self.setCurrentIndex(self.changes.index(0, 0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            rows = {index.row() for index in self.selectionModel().selectedRows()}
            self.changes.toggle(sorted(rows))
            return
        super().keyPressEvent(event)


class ChangesPage(QWidget):
    """What a file says otherwise of people who are known, one line a detail."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = ChangesModel(self)
        self.table = _ChangesTable(self, self.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        words = "Ticked lines are changed. Space ticks or unticks the lines you select."
        column.addWidget(plain_label(self, words))
        column.addWidget(self.table, 1)

    def show_changes(self, changes: tuple[RosterChange, ...]) -> None:
        """Replace what is shown; ticks set by hand stay."""
        self.rows.show_changes(changes)
        self.table.fit_columns()


class QuestionsPage(QWidget):
    """Lines of which a human says whom they mean; ``answered`` says that one was."""

    answered = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._questions: Sequence[RosterQuestion] = ()
        self._everybody: Sequence[tuple[str, str]] = ()
        self._said: dict[int, str] = {}
        self.table = TextTable(
            parent=self,
            name="Lines to be asked about",
            titles=_QUESTION_COLUMNS,
            shares=_QUESTION_SHARES,
        )
        self.who_box = QComboBox(self)
        self.who_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        form = Form()
        form.add_field("&This line is", self.who_box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addLayout(form)
        self.table.selectionModel().currentRowChanged.connect(self._offer)
        self.who_box.activated.connect(self._answer)

    def show_questions(
        self, questions: Sequence[RosterQuestion], everybody: Sequence[tuple[str, str]]
    ) -> None:
        """Replace the lines; the current one stays where it was."""
        self._questions, self._everybody = questions, everybody
        names = dict(everybody)
        self.table.show_rows([_question_row(question, names) for question in questions])
        self._offer()

    def forget(self) -> None:
        """Another file: nobody was chosen yet."""
        self._said = {}

    def put_back(self, said: Mapping[int, str]) -> None:
        """The answers that the file was read with, because it was not read with later ones."""
        self._said = dict(said)
        self._offer()

    @property
    def said(self) -> Mapping[int, str]:
        """The answers by line."""
        return dict(self._said)

    def _offer(self) -> None:
        """Who the current line may be: the likeliest first, then everybody else."""
        self.who_box.clear()
        at = self.table.current()
        if not 0 <= at < len(self._questions):
            return
        question = self._questions[at]
        self.who_box.addItem("Left out until you choose", "")
        self.who_box.addItem("Someone new: add", NEW_PERSON)
        others = (one for one in self._everybody if one not in question.candidates)
        for key, name in (*question.candidates, *others):
            self.who_box.addItem(name, key)
        self.who_box.setCurrentIndex(max(0, self.who_box.findData(question.answer)))
        name_box(self.who_box, f"Line {question.line}, {question.name}, is")

    def _answer(self) -> None:
        at = self.table.current()
        if 0 <= at < len(self._questions):
            self._said[self._questions[at].line] = str(self.who_box.currentData() or "")
            self.answered.emit()


def _question_row(question: RosterQuestion, names: Mapping[str, str]) -> tuple[str, ...]:
    answers = {"": "left out", NEW_PERSON: "someone new"}
    answer = answers.get(question.answer) or names.get(question.answer, "")
    return str(question.line), question.name, question.told, question.reason, answer


def offer(box: QComboBox, offers: Sequence[tuple[str, object]], chosen: object) -> None:
    """Fill a box; what is chosen is what is taken now."""
    box.clear()
    for words, data in offers:
        box.addItem(words, data)
    found = [at for at, (_, data) in enumerate(offers) if data == chosen]
    box.setCurrentIndex(found[0] if found else 0)
