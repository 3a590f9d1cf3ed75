"""The preview of work to be brought in: what becomes of each thing, choices first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from npq_desktop.rows.bring_in import TICKABLE, BringPart, BringPreview, BringRow
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.kit.pieces.text import plain_tip

Compare = Callable[[str, Mapping[int, str], datetime | None], BringPreview]
"""The preview for a task, people by their place in the file, and a time that was typed."""

RESPONSE = "Response to the case study"
_LEFT_OUT, _NOT_OURS = "Left out", "not ours"
_FOLDED = frozenset({BringPart.HERE.value, _LEFT_OUT})
_ROW = Qt.ItemDataRole.UserRole
_WIDTH, _HEIGHT = 520, 140
_PURPOSE = "Nothing is recorded before you choose Bring in. Press Ctrl+Z once to undo."


class BringInDialog(Dialog):
    """``confirmed`` carries the lines that are ticked and whether files are kept.

    ``companion_asked``: the platform's own worksheet or gradebook was asked for. ``not_ours``
    carries a name that nobody of the group has. ``response_chosen``: this is no task but a response
    to the case study, offered while a round in ``rounds`` is open.
    """

    confirmed = Signal(object, bool)
    companion_asked = Signal()
    response_chosen = Signal()
    not_ours = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        *,
        heading: str,
        compare: Compare,
        task: str = "",
        people: Mapping[int, str] | None = None,
        keeps: bool = True,
        rounds: Sequence[str] = (),
        at: datetime | None = None,
    ) -> None:
        super().__init__(parent, heading, _PURPOSE)
        self._compare, self._task = compare, task
        self._chosen: dict[int, str] = dict(people or {})
        self._unticked: set[int] = set()
        self._ticked: set[int] = set()
        self._items: list[list[QTreeWidgetItem]] = []
        self.words = Text("", self, heavy=True)
        self.task_box = QComboBox(self)
        self.tree = QTreeWidget(self)
        self.about = Text("", self, tone="muted")
        self.who_box = QComboBox(self)
        self.when_box = QDateTimeEdit(self)
        self.unknown_box = QCheckBox("Time not &known", self)
        self.keep_box = QCheckBox("Keep the &files on this laptop, encrypted", self)
        self.keep_box.setChecked(keeps)
        self._at = at
        self._lay_out()
        self.bring_button = self.add_button("Bring in", self._confirm)
        self.companion_button = self.add_button(
            "Add the worksheet…", self.companion_asked.emit, accepts=False
        )
        self.preview = compare(task, self._chosen, self._time())
        self._fill_tasks(rounds)
        self.show_preview(self.preview)
        self._connect()
        self.opens_on = self.task_box if self.preview.question else self.tree

    def compare_again(self, compare: Compare | None = None) -> None:
        """Look at the file again, with a companion perhaps."""
        self._compare = compare or self._compare

        def look() -> None:
            self.preview = self._compare(self._task, self._chosen, self._time())

        if self.attempt(look):
            self.show_preview(self.preview)

    def ticked(self) -> frozenset[int]:
        """The lines that would be brought in."""
        new = {row.line for row in self.preview.of_part(BringPart.NEW)} - self._unticked
        others = {row.line for row in self.preview.rows if row.part in TICKABLE}
        return frozenset(new | (self._ticked & others))

    def show_preview(self, preview: BringPreview) -> None:
        """Show every section that has lines."""
        current = self._current()
        self.words.setText(preview.words)
        self.tree.blockSignals(True)
        self.tree.clear()
        self._items = []
        for heading, rows in self._sections(preview):
            self._add_section(heading, rows)
        self.tree.blockSignals(False)
        for column in range(2):
            self.tree.resizeColumnToContents(column)
        self._go_to(current.line if current else None)
        self._tell_number()
        self._offer_people()

    # ---- the tree --------------------------------------------------------------------------------

    def _sections(self, preview: BringPreview) -> Iterator[tuple[str, list[QTreeWidgetItem]]]:
        for part in BringPart:
            rows = preview.of_part(part)
            if rows:
                yield part.value, [self._item(row) for row in rows]
        if preview.left_out:
            texts = [QTreeWidgetItem([label, "", reason]) for label, reason in preview.left_out]
            yield _LEFT_OUT, texts

    def _add_section(self, heading: str, items: list[QTreeWidgetItem]) -> None:
        section = QTreeWidgetItem(self.tree, [f"{heading} ({len(items)})"])
        section.setFirstColumnSpanned(True)
        font = section.font(0)
        font.setBold(True)
        section.setFont(0, font)
        section.addChildren(items)
        self._items.append(items)
        section.setExpanded(heading not in _FOLDED)

    def _item(self, row: BringRow) -> QTreeWidgetItem:
        said = " · ".join(filter(None, (row.says, row.reason)))
        item = QTreeWidgetItem([row.name, row.who, said])
        item.setData(0, _ROW, row)
        item.setToolTip(2, plain_tip(said))
        if row.part in TICKABLE:
            on = row.line in self.ticked()
            item.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        return item

    def _current(self) -> BringRow | None:
        item = self.tree.currentItem()
        found = item.data(0, _ROW) if item is not None else None
        return found if isinstance(found, BringRow) else None

    def _go_to(self, line: int | None) -> None:
        """Be at a line, else at the first one that can be chosen."""
        items = [item for section in self._items for item in section]
        rows = [item.data(0, _ROW) for item in items]
        at = next((i for i, r in enumerate(rows) if isinstance(r, BringRow) and r.line == line), 0)
        if items:
            self.tree.setCurrentItem(items[at])

    # ---- choices ---------------------------------------------------------------------------------

    def _fill_tasks(self, rounds: Sequence[str]) -> None:
        if self.preview.question:
            self.task_box.addItem("Choose…", "")
        for title in rounds:
            self.task_box.addItem(f"{RESPONSE}, {title}", RESPONSE)
        for key, title in self.preview.tasks:
            self.task_box.addItem(title, key)
        self.task_box.setCurrentIndex(max(0, self.task_box.findData(self.preview.task)))

    def _offer_people(self) -> None:
        """Offer whom the current line may be of, where that is not certain."""
        self.who_box.clear()
        row = self._current()
        self.about.setText(row.reason if row else "")
        is_open = row is not None and (bool(row.candidates) or row.place in self._chosen)
        self.who_box.setEnabled(is_open)
        if row is None or not is_open:
            self.who_box.addItem(row.who if row else "No line is chosen")
            return
        self.who_box.addItem("Left out until you choose", "")
        others = [each for each in self.preview.people if each not in row.candidates]
        for key, name in (*row.candidates, *others):
            self.who_box.addItem(name, key)
        self.who_box.addItem("Not ours: leave out from now on", _NOT_OURS)
        self.who_box.setCurrentIndex(max(0, self.who_box.findData(row.person)))

    def _choose_person(self) -> None:
        row = self._current()
        said = self.who_box.currentData() or ""
        if row is not None and said == _NOT_OURS:
            self._chosen.pop(row.place, None)
            self.not_ours.emit(row.name)
        elif row is not None:
            self._chosen[row.place] = said
        self.compare_again()

    def _choose_task(self) -> None:
        if self.task_box.currentData() == RESPONSE:
            self.reject()
            self.response_chosen.emit()
            return
        self._task = self.task_box.currentData() or ""
        self.compare_again()

    def _choose_time(self) -> None:
        self.when_box.setEnabled(not self.unknown_box.isChecked())
        self.compare_again()

    def _tick(self, item: QTreeWidgetItem) -> None:
        row = item.data(0, _ROW)
        if not isinstance(row, BringRow) or row.part not in TICKABLE:
            return
        on = item.checkState(0) == Qt.CheckState.Checked
        (self._ticked.add if on else self._ticked.discard)(row.line)
        (self._unticked.discard if on else self._unticked.add)(row.line)
        self._tell_number()

    def _tell_number(self) -> None:
        number = len(self.ticked())
        self.bring_button.setText(f"Bring in {number}" if number else "Bring in")
        is_known = bool(self.preview.of_part(BringPart.HERE)) and self.keep_box.isChecked()
        self.need(self.preview.question)
        if not self.preview.question:
            self.bring_button.setEnabled(number > 0 or is_known)

    def _time(self) -> datetime | None:
        if self._at is None or self.unknown_box.isChecked():
            return None
        found = self.when_box.dateTime().toPython()
        return found if isinstance(found, datetime) else None

    def _confirm(self) -> None:
        self.confirmed.emit(self.ticked(), self.keep_box.isChecked())

    # ---- making ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.tree.setHeaderLabels(["Name in the file", "Here", "What the file says"])
        self.tree.setAccessibleName("What is in the file")
        self.tree.setUniformRowHeights(True)
        metrics = metrics_of(self.font())
        room = self.screen().availableGeometry().width() - metrics.scaled(64)
        self.tree.setMinimumSize(min(metrics.wide(_WIDTH), room), metrics.scaled(_HEIGHT))
        first, last = Form(), Form()
        first.add_field("&Task", self.task_box)
        first.add_field("Handed &in", self.when_box)
        first.addRow("", self.unknown_box)
        last.add_field("The &person in this line is", self.who_box)
        if self._at is not None:
            at = self._at
            self.when_box.setDateTime(
                QDateTime(at.year, at.month, at.day, at.hour, at.minute, at.second)
            )
            self.when_box.setCalendarPopup(True)
        first.setRowVisible(self.when_box, self._at is not None)
        self.unknown_box.setVisible(self._at is not None)
        self.body.addWidget(self.words)
        self.body.addLayout(first)
        self.body.addWidget(self.tree, 1)
        self.body.addWidget(self.about)
        self.body.addLayout(last)
        self.body.addWidget(self.keep_box)

    def _connect(self) -> None:
        self.tree.itemChanged.connect(self._tick)
        self.tree.currentItemChanged.connect(self._offer_people)
        self.task_box.activated.connect(self._choose_task)
        self.who_box.activated.connect(self._choose_person)
        self.when_box.dateTimeChanged.connect(self._choose_time)
        self.unknown_box.toggled.connect(self._choose_time)
        self.keep_box.toggled.connect(self._tell_number)
