"""Shows what a platform's file says beside what is recorded, asks what is unclear, and keeps it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QScrollArea, QTabWidget, QWidget

from npq_desktop.errors import NpqDesktopError
from npq_desktop.interchange.claims.rows import ClaimState
from npq_desktop.rows.intake import ClaimOutcome, ClaimPreview, ClaimRow, FileItemRow
from npq_desktop.services.core.words import count
from npq_desktop.ui.intake.file_table import FileTable
from npq_desktop.ui.intake.reading_dialog import read_apart
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.dialog import Dialog, sentences_box
from npq_desktop.ui.kit.dialogs.fields import name_box
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.lists.tables import Column
from npq_desktop.ui.kit.pieces.text import plain_label

if TYPE_CHECKING:
    from npq_desktop.services.intake.claims.claim_reading import ClaimReading, ReadClaims
    from npq_desktop.services.intake.claims.claims import ClaimsService

_COLUMNS: tuple[Column[ClaimRow], ...] = (
    Column("result", "Result", lambda row: row.outcome.value.capitalize()),
    Column("name", "Name in the file", lambda row: row.name),
    Column("says", "The file says", lambda row: row.says),
    Column("minutes", "Minutes", lambda row: row.minutes),
    Column("remark", "Remark", lambda row: row.remark),
    Column("recorded", "Recorded here", lambda row: row.stands or row.reason),
    Column("offer", "Accepting records", lambda row: row.offer or _why_nothing(row)),
    Column("item", "Event or task", lambda row: row.title),
    Column("source", "Source", lambda row: row.source),
)
_OFTEN_EMPTY = frozenset({"minutes", "remark", "recorded", "offer"})
_MEANINGS = (
    ("Not said: not read", ""),
    ("Present", "present"),
    ("Late", "late"),
    ("Left early", "left early"),
    ("Absent", "absent"),
    ("Absent, with apologies", ClaimState.EXCUSED.value),
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
        read: "ReadClaims",
    ) -> None:
        super().__init__(parent, "")
        self._claims = claims
        self._bus = bus
        self._group = group
        self._read = read
        self._preview = preview = claims.compare(read, group)
        self._people: dict[int, str] = {}
        self._items: dict[int, str] = {}
        self.words = plain_label(self)
        self.sheet_box = QComboBox(self)
        self.item_boxes = [QComboBox(self) for _ in preview.items]
        self.code_boxes = {row.code: QComboBox(self) for row in preview.codes}
        self.pages = QTabWidget(self)
        self.table = FileTable(self, "What the file says", _COLUMNS)
        self.problems = sentences_box(self, "Problems")
        self.who_box = QComboBox(self)
        self.about_line = plain_label(self)
        self._lay_out()
        self.record_button = self.add_button("&Record what it says", self._record)
        self.record_button.setDefault(True)
        self.table.selectionModel().currentRowChanged.connect(self._offer_people)
        self.who_box.activated.connect(self._choose_person)
        self.sheet_box.activated.connect(self._choose_sheet)
        self._ask_about_items()
        self._show()

    def _lay_out(self) -> None:
        heading = f"Read {self._preview.path.name}"
        self.heading.setText(heading)
        self.heading.setWordWrap(True)
        self.setWindowTitle(heading)
        self.pages.setAccessibleName("What is in the file")
        self.pages.addTab(self.table, "What it says")
        self.pages.addTab(self.problems, "Problems")
        self.sheet_box.addItems(self._preview.sheets)
        self.sheet_box.setCurrentText(self._preview.sheet)
        sheets = Form()
        sheets.add_field("&Sheet of the workbook", self.sheet_box)
        self._questions = QScrollArea(self)
        self._questions.setWidgetResizable(True)
        self._questions.setFrameShape(QScrollArea.Shape.NoFrame)
        self._questions.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._questions.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        form = Form()
        form.add_field("The &person in this line is", self.who_box)
        form.addRow(self.about_line)
        self.body.addWidget(self.words)
        self.body.addLayout(sheets)
        sheets.setRowVisible(self.sheet_box, len(self._preview.sheets) > 1)
        self.body.addWidget(self._questions)
        self.body.addWidget(self.pages, 1)
        self.body.addLayout(form)

    def _ask_about_items(self) -> None:
        """A box for each unknown code and each session; scrolls where there are many.

        What has to be chosen comes first, under the reason why.
        """
        inner = QWidget(self)
        form = Form(inner)
        form.setContentsMargins(0, 0, 0, 0)
        self._ask_about_codes(form)
        pairs = list(zip(self._preview.items, self.item_boxes, strict=True))
        asked = ""
        for item, box in sorted(pairs, key=lambda pair: not pair[0].question):
            self._fill(box, item)
            if item.question not in ("", asked):
                form.addRow(plain_label(inner, item.question))
                asked = item.question
            form.addRow(plain_label(inner, f"“{_shortened(item.title)}” is"), box)
        self._questions.setWidget(inner)
        each = self.who_box.sizeHint().height() + 12
        self._questions.setFixedHeight(min(inner.sizeHint().height(), 4 * each))

    def _fill(self, box: QComboBox, item: FileItemRow) -> None:
        if item.question:
            box.addItem("Choose…", None)
        for key, title in self._preview.choices:
            box.addItem(title, key)
        box.addItem("Not used", "")
        box.setCurrentIndex(0 if item.question else max(0, box.findData(item.item)))
        name_box(box, f"{item.title} is", item.question)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.activated.connect(self._choose_items)

    def _ask_about_codes(self, form: Form) -> None:
        for row in self._preview.codes:
            box = self.code_boxes[row.code]
            for words, state in _MEANINGS:
                box.addItem(words, state)
            box.setCurrentIndex(max(0, box.findData(row.state)))
            name_box(box, f"The code {row.code} means")
            box.activated.connect(self._choose_codes)
            cells = count(row.cells, "cell")
            form.addRow(plain_label(self, f"“{row.code}” ({cells}) means"), box)

    def _show(self) -> None:
        preview = self._preview
        self.words.setText(f"{preview.words} {_counts(preview)} {_WHAT_RECORDING_DOES}")
        self.table.show_rows(preview.rows, may_be_empty=_OFTEN_EMPTY)
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
        self.about_line.setText(_about(row) if row else "")
        open_to_choice = row is not None and bool(row.candidates)
        self.who_box.setEnabled(open_to_choice)
        if row is None or not open_to_choice:
            self.who_box.addItem("Settled" if row else "No line is chosen")
            return
        self.who_box.addItem("Left out until you choose", "")
        for key, name in row.candidates:
            self.who_box.addItem(name, key)
        others = [one for one in self._preview.people if one not in row.candidates]
        if others:
            self.who_box.insertSeparator(self.who_box.count())
        for key, name in others:
            self.who_box.addItem(name, key)
        self.who_box.setCurrentIndex(max(0, self.who_box.findData(row.person)))

    def _choose_person(self) -> None:
        row = self.table.current()
        if row is not None:
            self._people[row.place] = self.who_box.currentData() or ""
            self._compare_again(row.place)

    def _choose_items(self) -> None:
        chosen = {at: box.currentData() for at, box in enumerate(self.item_boxes)}
        self._items = {at: key for at, key in chosen.items() if key is not None}
        self._compare_again(None)

    def _choose_sheet(self) -> None:
        """Another sheet is another table: nothing chosen so far is about it."""
        sheet = self.sheet_box.currentText()
        if sheet == self._preview.sheet:
            return

        reading = self._claims.reading(self._group)
        self._read_apart(reading, sheet, self._show_sheet)

    def _show_sheet(self, read: "ReadClaims") -> None:
        self._people, self._items = {}, {}
        self._read = read
        self._preview = self._claims.compare(read, self._group)
        self.item_boxes = [QComboBox(self) for _ in self._preview.items]
        self.code_boxes = {row.code: QComboBox(self) for row in self._preview.codes}
        self._ask_about_items()
        self._show()

    def _choose_codes(self) -> None:
        codes = {code.casefold(): str(box.currentData()) for code, box in self.code_boxes.items()}
        reading = self._claims.reading(self._group, codes)
        self._read_apart(reading, self._preview.sheet, self._show_read)

    def _show_read(self, read: "ReadClaims") -> None:
        self._read = read
        self._compare_again(None)

    def _read_apart(
        self, reading: "ClaimReading", sheet: str, use: Callable[["ReadClaims"], None]
    ) -> None:
        """Read the same bytes in another way; cancelled or refused, it changes nothing."""

        def refuse(error: NpqDesktopError) -> None:
            self._put_back()
            self.trouble.warn(str(error))

        job = partial(reading.of, self._read.opened, sheet)
        read_apart(self, self._read.path, job, use, refuse, cancelled=self._put_back)

    def _put_back(self) -> None:
        """Show again what the file was read with."""
        self.sheet_box.setCurrentText(self._preview.sheet)
        for row in self._preview.codes:
            box = self.code_boxes[row.code]
            box.setCurrentIndex(max(0, box.findData(row.state)))

    def _compare_again(self, place: int | None) -> None:
        def compare() -> None:
            self._preview = self._claims.compare(
                self._read, self._group, items=self._items, people=self._people
            )

        if self.attempt(compare):
            self._show()
            # The person just chosen stays current, in whatever line they now are.
            self.table.go_to(lambda row: row.place == place)

    def _record(self) -> None:
        def record() -> None:
            self._bus.changed.emit(self._claims.record(self._group, self._preview))

        if self.attempt(record):
            self.accept()  # first: what follows must not open over a dialog that goes away
            self.recorded.emit()


def _about(row: ClaimRow) -> str:
    """Everything about one line that its cells may cut short."""
    said = (row.name, row.says, row.minutes, row.remark, row.source)
    return f"{' · '.join(filter(None, said))}. {row.reason}".strip()


def _why_nothing(row: ClaimRow) -> str:
    """Why accepting what the file says of a known person records nothing."""
    return f"Nothing. {row.reason}" if row.person and row.reason and not row.offer else ""


_WHAT_RECORDING_DOES = (
    "This keeps what the file says next to your own marks and changes none of them. Lines to check "
    "are left out until you choose the person or the task."
)
_COUNTED = (
    (ClaimOutcome.ASK, "to choose"),
    (ClaimOutcome.CONTRADICTS, "contradict each other"),
    (ClaimOutcome.MATCHED, "the same"),
    (ClaimOutcome.DIFFERS, "different"),
    (ClaimOutcome.REVIEW, "to check"),
    (ClaimOutcome.UNMATCHED, "not recognised"),
)


def _counts(preview: ClaimPreview) -> str:
    """For example "2 matched, 1 to review."; "" for a file without lines."""
    counted = ((preview.count(outcome), words) for outcome, words in _COUNTED)
    said = ", ".join(f"{number} {words}" for number, words in counted if number)
    return f"{said}." if said else ""


def _shortened(title: str) -> str:
    return title if len(title) <= 40 else f"{title[:39]}…"
