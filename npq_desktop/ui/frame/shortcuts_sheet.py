"""F1: every key on one page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from npq_desktop.ui.kit.metrics import bold, metrics_of

SHEET: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Everywhere",
        (
            ("Ctrl+1  Ctrl+2  Ctrl+3", "Cohort, Seminar register, Task review"),
            ("Ctrl+G  Ctrl+Shift+G", "choose a group; all my groups side by side"),
            ("Ctrl+Z  Ctrl+Shift+Z", "undo and redo, step by step"),
            ("Ctrl+E", "send: save a file for a colleague"),
            ("Ctrl+Y", "sync: who has what, what disagrees, who is in the group"),
            ("Ctrl+O", "open a sync file, an invitation, a roster, dates, an export"),
            ("Alt+G  E", "erased participants: which laptops have done it"),
            ("Alt+G  M", "hand a group over and remove it from this laptop"),
            ("F1", "this page"),
            ("Ctrl+Q", "quit"),
        ),
    ),
    (
        "Cohort",
        (
            ("/  Ctrl+F", "find by any part of name, school, TRN or e-mail"),
            ("Ctrl+Shift+T", "training status of the selected person: deferral, withdrawal"),
            ("Ctrl+Shift+X", "exempt the selected person from an item, or credit it"),
            ("Ctrl+Shift+R", "everything held about the selected person, as PDF or JSON"),
            ("Alt+M  R", "erase the selected person: says what it does, then asks"),
            ("Ctrl+P", "statement of engagement of the selected person: print it, or save a PDF"),
            ("Ctrl+Shift+S", "save the cohort table as a spreadsheet or CSV, with the workings"),
        ),
    ),
    (
        "Seminar register",
        (
            ("P  A", "present, absent, and on to the next unmarked row"),
            ("L  E", "late, left early: digits set the minutes, Enter records"),
            ("R", "absent with a reason: 1 notified, 2 school duty, 3 travel, 4 other"),
            ("N", "a note on this person at this event"),
            ("H", "history: everything that was ever said about this mark"),
            ("Backspace", "back to unmarked"),
            ("↑ ↓  PgUp PgDn  Home End", "move"),
            ("/  Ctrl+F  or letters", "find by any part of the name; Enter marks present"),
            ("Ctrl+N  Ctrl+Shift+N", "a walk-in; a guest from another group on this laptop"),
            ("Alt+J  Alt+U", "join a walk-in with the right participant, and part them again"),
            ("Alt+C", "a catch-up for an absence: agree it, hand it in"),
            ("Ctrl+Shift+A", "apologies, or a visit to another group, beforehand"),
            ("1  2", "where two marks disagree: choose one"),
            ("Alt+K", "mark all who are still unmarked: asks first"),
            ("F9", "sign off"),
            ("Ctrl+P", "sign-in sheet: print it, or save it as a PDF"),
            ("Ctrl+T", "transcribe a signed sheet: 12p, 13a, 14l20; Ctrl+Return records"),
            ("Ctrl+Shift+P", "paper evidence: keep a scan and where the paper is"),
            ("Ctrl+Shift+S", "save the register as a spreadsheet, CSV or PDF"),
        ),
    ),
    (
        "Task review",
        (
            ("J  K", "next, previous"),
            ("Ctrl+F", "find in the queue"),
            ("Ctrl+Return", "accept and next"),
            ("Ctrl+R", "return with feedback and next"),
        ),
    ),
)


class ShortcutsSheet(QDialog):
    """Closes on Escape and deletes itself."""

    def __init__(self, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keyboard shortcuts")
        metrics = metrics_of(self.font())
        page = QWidget(self)
        grid = QGridLayout(page)
        grid.setHorizontalSpacing(metrics.line)
        grid.setColumnStretch(1, 1)
        for heading, keys in SHEET:
            self._add_section(grid, heading, keys)
        area = QScrollArea(self)
        area.setAccessibleName("Every key")
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(page)
        area.setFocus()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(area)
        column.addWidget(buttons)
        self.resize(metrics.chars(84), metrics.line * 28)

    def _add_section(
        self, grid: QGridLayout, heading: str, keys: tuple[tuple[str, str], ...]
    ) -> None:
        title = QLabel(heading, self)
        title.setFont(bold(self.font()))
        grid.addWidget(title, grid.rowCount(), 0, 1, 2)
        for key, words in keys:
            row = grid.rowCount()
            says = QLabel(words, self)
            says.setWordWrap(True)
            grid.addWidget(QLabel(key, self), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(says, row, 1, Qt.AlignmentFlag.AlignTop)
