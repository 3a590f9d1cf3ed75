"""Shows what a platform's file says beside what is recorded, asks what is unclear, and keeps it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QScrollArea, QTabWidget, QWidget

from npq_desktop.rows.intake import ClaimOutcome, ClaimPreview, ClaimRow
from npq_desktop.services.core.words import count
from npq_desktop.ui.intake.file_table import FileTable
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialog import Dialog, plain_label, sentences_box
from npq_desktop.ui.kit.tables import Column

if TYPE_CHECKING:
    from npq_desktop.services.intake.claims import ClaimsService

_COLUMNS: tuple[Column[ClaimRow], ...] = (
    Column("result", "Result", lambda row: row.outcome.value.capitalize()),
    Column("name", "Name in the file", lambda row: row.name),
    Column("says", "The file says", lambda row: row.says),
    Column("recorded", "Recorded here", lambda row: row.stands or row.reason),
    Column("item", "Event or task", lambda row: row.title),
    Column("line", "Line", lambda row: str(row.line)),
)
_MEANINGS = (
    ("Not said: not read", ""),
    ("Present", "present"),
    ("Late", "late"),
    ("Left early", "left early"),
    ("Absent", "absent"),
    ("Absent, excused", "excused"),
    ("Not expected", "not expected"),
)


class ClaimsDialog(Dialog):
    """Keeps what a file says beside the marks and decisions, and changes none of them.

    ``recorded``: what the file says is kept.
    """

    recorded = Signal()

    def __init__(
        self,
        *,
        parent: QWidget | None,
        claims: "ClaimsService",
        bus: Bus,
        group: str,
        preview: ClaimPreview,
    ) -> None:
        super().__init__(parent, "")
        self._claims = claims
        self._bus = bus
        self._group = group
        self._preview = preview
        self._people: dict[int, str] = {}
        self._items: dict[int, str] = {}
        self._codes: dict[str, str] = {}
        self.words = plain_label(self)
        self.item_boxes = [QComboBox(self) for _ in preview.items]
        self.code_boxes = {row.code: QComboBox(self) for row in preview.codes}
        self.pages = QTabWidget(self)
        self.table = FileTable(self, "What the file says", _COLUMNS)
        self.problems = sentences_box(self, "Problems")
        self.who_box = QComboBox(self)
        self._lay_out()
        self.record_button = self.add_button("&Record what it says", self._record)
        self.record_button.setDefault(True)
        self.table.selectionModel().currentRowChanged.connect(self._offer_people)
        self.who_box.activated.connect(self._choose_person)
        for box in self.item_boxes:
            box.activated.connect(self._choose_items)
        for box in self.code_boxes.values():
            box.activated.connect(self._choose_codes)
        self._show()

    def _lay_out(self) -> None:
        heading = f"Read {self._preview.path.name}"
        self.heading.setText(heading)
        self.heading.setWordWrap(True)
        self.setWindowTitle(heading)
        self.pages.setAccessibleName("What is in the file")
        self.pages.addTab(self.table, "What it says")
        self.pages.addTab(self.problems, "Problems")
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow("The &person in this line is:", self.who_box)
        self.body.addWidget(self.words)
        self.body.addWidget(self._item_form())
        self.body.addWidget(self.pages, 1)
        self.body.addLayout(form)

    def _item_form(self) -> QWidget:
        """A box for each unknown code and each session; scrolls where there are many."""
        inner = QWidget(self)
        form = QFormLayout(inner)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setContentsMargins(0, 0, 0, 0)
        self._ask_about_codes(form)
        for item, box in zip(self._preview.items, self.item_boxes, strict=True):
            box.addItem("Not used", "")
            for key, title in self._preview.choices:
                box.addItem(title, key)
            box.setCurrentIndex(max(0, box.findData(item.item)))
            box.setAccessibleName(f"{item.title} is")
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            form.addRow(f"“{_shortened(item.title)}” is:", box)
        area = QScrollArea(self)
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        each = self.who_box.sizeHint().height() + 12
        area.setFixedHeight(min(inner.sizeHint().height(), 3 * each))
        return area

    def _ask_about_codes(self, form: QFormLayout) -> None:
        for row in self._preview.codes:
            box = self.code_boxes[row.code]
            for words, state in _MEANINGS:
                box.addItem(words, state)
            box.setCurrentIndex(max(0, box.findData(row.state)))
            box.setAccessibleName(f"The code {row.code} means")
            cells = count(row.cells, "cell")
            form.addRow(f"“{row.code}” ({cells}) means:", box)

    def _show(self) -> None:
        preview = self._preview
        matched, differ, review, unmatched = (
            preview.count(outcome)
            for outcome in (
                ClaimOutcome.MATCHED,
                ClaimOutcome.DIFFERS,
                ClaimOutcome.REVIEW,
                ClaimOutcome.UNMATCHED,
            )
        )
        counts = f"{matched} matched, {differ} differ, {review} to review, {unmatched} unmatched"
        self.words.setText(
            f"{preview.words} {counts}. Recording keeps what the file says beside your marks "
            "and decisions; it changes none of them. Lines to review or unmatched are left out "
            "until you say who they are."
        )
        self.table.show_rows(preview.rows)
        self.problems.setPlainText("\n".join(preview.problems))
        self.pages.setTabVisible(1, bool(preview.problems))
        self.pages.setTabText(1, f"Problems ({len(preview.problems)})")
        known = preview.count(ClaimOutcome.MATCHED) + preview.count(ClaimOutcome.DIFFERS)
        self.record_button.setEnabled(known > 0)
        self._offer_people()

    def _offer_people(self) -> None:
        """Offer whom the current line may be about, where that is not certain."""
        self.who_box.clear()
        row = self.table.current()
        open_to_choice = row is not None and bool(row.candidates)
        self.who_box.setEnabled(open_to_choice)
        if row is None or not open_to_choice:
            self.who_box.addItem("Settled" if row else "No line is chosen")
            return
        self.who_box.addItem("Not said: left out", "")
        for key, name in row.candidates:
            self.who_box.addItem(name, key)
        self.who_box.setCurrentIndex(max(0, self.who_box.findData(row.person)))

    def _choose_person(self) -> None:
        row = self.table.current()
        if row is not None:
            self._people[row.place] = self.who_box.currentData() or ""
            self._read_again(row.place)

    def _choose_items(self) -> None:
        self._items = {at: box.currentData() for at, box in enumerate(self.item_boxes)}
        self._read_again(None)

    def _choose_codes(self) -> None:
        self._codes = {
            code.casefold(): str(box.currentData()) for code, box in self.code_boxes.items()
        }
        self._read_again(None)

    def _read_again(self, place: int | None) -> None:
        def read() -> None:
            self._preview = self._claims.read(
                self._preview.path,
                self._group,
                items=self._items,
                people=self._people,
                codes=self._codes,
            )

        if self.attempt(read):
            self._show()
            # The person just chosen stays current, in whatever line they now are.
            self.table.go_to(lambda row: row.place == place)

    def _record(self) -> None:
        def record() -> None:
            self._bus.changed.emit(self._claims.record(self._group, self._preview))

        if self.attempt(record):
            self.accept()  # first: what follows must not open over a dialog that goes away
            self.recorded.emit()


def _shortened(title: str) -> str:
    return title if len(title) <= 40 else f"{title[:39]}…"
