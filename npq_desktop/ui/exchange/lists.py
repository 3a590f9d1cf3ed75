"""The lists behind the sync panel: what left and came, members, held entries, disagreements."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from typing_extensions import override

from npq_desktop.errors import ServiceError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.exchange import Disagreement, HeldRow, MemberRow, TrailLine
from npq_desktop.rows.register import Candidate
from npq_desktop.services.core.words import count
from npq_desktop.ui.exchange.invitations import InviteDialog
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.file_choice import ALL_FILTER, CSV_FILTER, ChooseFile, FileRequest
from npq_desktop.ui.kit.lists.tables import TextTable
from npq_desktop.ui.kit.paint.metrics import bold
from npq_desktop.ui.kit.pieces.banner import Banner
from npq_desktop.ui.kit.pieces.text import plain_label, side_words

if TYPE_CHECKING:
    from npq_desktop.services.application import Application

_DIGITS = 12
"""How much of a digest is shown: enough to compare two by eye."""


def moment(value: datetime) -> str:
    """For example "23 Nov 2026 14:05"."""
    return f"{value.day} {value:%b %Y %H:%M}"


class TrailDialog(Dialog):
    """Lists which files left and entered this laptop; saved as CSV, with whole digests."""

    def __init__(
        self,
        *,
        parent: QWidget | None,
        services: "Application",
        choose_file: ChooseFile,
        group: str,
        title: str,
    ) -> None:
        super().__init__(parent, "")
        self.heading.setText("Files saved and opened")
        self.setWindowTitle(self.heading.text())
        self._services = services
        self._choose_file = choose_file
        self._group = group
        self._title = title
        lines = services.trail.lines(group)
        self.table = TextTable(
            parent=self,
            name=self.heading.text(),
            titles=("When", "What", "Form", "For, or from", "Digest"),
            shares=(4, 5, 4, 6, 4),
        )
        self.table.setMinimumHeight(self.fontMetrics().height() * 10)
        self.table.show_rows([_cells(line) for line in lines])
        self.table.setVisible(bool(lines))
        self.empty = plain_label(self, "No file left or entered yet.")
        self.empty.setVisible(not lines)
        self.outcome = Banner(self)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.outcome)
        self.cancel_button.setText("Close")
        self.save_button = self.add_button("&Save as CSV…", self._ask_where)
        self.save_button.setEnabled(bool(lines))
        self.be_wide()

    def _ask_where(self) -> None:
        name = f"Exchanges of {self._title}.csv"
        filters = (CSV_FILTER, ALL_FILTER)
        request = FileRequest("Save the list", True, name, filters)
        self._choose_file(self, request, self._save)

    def _save(self, path: Path) -> None:
        self.attempt(lambda: self._write(path))

    def _write(self, path: Path) -> None:
        self._services.trail.save(self._group, path)
        self.outcome.say(f"{path.name} is saved.")


def _cells(line: TrailLine) -> tuple[str, ...]:
    what = ", ".join(filter(None, (line.what, line.entries)))
    return moment(line.when), what, line.form, line.who, line.digest[:_DIGITS]


class MembersDialog(Dialog):
    """Lists the laptops of a group, its founder first, then open invitations."""

    def __init__(
        self,
        *,
        parent: QWidget | None,
        services: "Application",
        bus: Bus,
        choose_file: ChooseFile,
        group: str,
        title: str,
    ) -> None:
        super().__init__(parent, "")
        self.heading.setText("Who is in the group")
        self.setWindowTitle(self.heading.text())
        self._services = services
        self._bus = bus
        self._choose_file = choose_file
        self._group = group
        self._title = title
        self._rows: tuple[MemberRow, ...] = ()
        self.table = TextTable(
            parent=self,
            name=self.heading.text(),
            titles=("Who", "Laptop", "Role", "Last file from them", "Status"),
            shares=(5, 5, 3, 4, 5),
        )
        self.table.setMinimumHeight(self.fontMetrics().height() * 9)
        self.act_button = QPushButton(self)
        self.again_button = QPushButton("&Invite them again…", self)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(self._line_of(self.act_button, self.again_button))
        self.act_button.clicked.connect(self._ask)
        self.again_button.clicked.connect(self._invite_again)
        self.table.selectionModel().currentRowChanged.connect(self._offer)
        self.cancel_button.setText("Close")
        self.attempt(self._read)
        self.be_wide()

    @staticmethod
    def _line_of(*buttons: QPushButton) -> QHBoxLayout:
        line = QHBoxLayout()
        for button in buttons:
            button.setAutoDefault(False)
            line.addWidget(button)
        line.addStretch(1)
        return line

    def _read(self) -> None:
        self._rows = self._services.members.all(self._group)
        self.table.show_rows(
            [(row.who, row.laptop, row.role, row.heard, row.state) for row in self._rows]
        )
        self._offer()

    def _offer(self) -> None:
        row = self._current()
        act = row.act if row else ""
        self.act_button.setEnabled(bool(act))
        self.act_button.setVisible(bool(act))
        self.act_button.setText(act)
        self.again_button.setEnabled(row is not None and bool(row.member))

    def _current(self) -> MemberRow | None:
        number = self.table.current()
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def _ask(self) -> None:
        row = self._current()
        if row is not None:
            look = partial(self._services.members.one, self._group, row.id)
            ConsequenceDialog(parent=self, row=row, look=look, act=self._act).open()

    def _invite_again(self) -> None:
        """For another laptop of theirs, one that was taken out, or an invitation withdrawn."""
        dialog = InviteDialog(
            parent=self,
            membership=self._services.membership,
            choose_file=self._choose_file,
            group=self._group,
            title=self._title,
            again=self._current(),
        )
        dialog.invited.connect(self._tell_invited)
        dialog.open()

    def _tell_invited(self) -> None:
        families = frozenset({"exchange", "member"})
        self._bus.changed.emit(Changes(self._group, families, frozenset()))
        self._read()

    def _act(self, row: MemberRow, code: str) -> None:
        members, lost = self._services.members, self._services.recovery.lost
        if row.by_code:
            changes = lost.take_out(code, self._group, row.id)
        else:
            act = members.withdraw if row.is_invitation else members.revoke
            changes = act(self._group, row)
        self._bus.changed.emit(changes)
        self._read()


class ConsequenceDialog(Dialog):
    """Shows what would happen, with a button that does it; Return presses Cancel.

    ``act`` is given the row and the recovery code, "" where none is asked for.
    """

    def __init__(
        self,
        *,
        parent: QWidget,
        row: MemberRow,
        look: Callable[[], MemberRow | None],
        act: Callable[[MemberRow, str], None],
    ) -> None:
        super().__init__(parent, row.act.removesuffix("…"))
        self._row, self._look, self._act = row, look, act
        self.words = plain_label(self, row.consequence)
        self.body.addWidget(self.words)
        self.code_box = QLineEdit(self)
        self.code_box.setAccessibleName("Recovery code")
        self.code_box.setPlaceholderText("The recovery code of the group: 27 characters")
        self.code_box.setVisible(row.by_code)
        self.body.addWidget(self.code_box)
        self.body.addStretch(1)
        self.act_button = self.add_button(row.act.removesuffix("…"), self._do)
        self.act_button.setAutoDefault(False)
        self.cancel_button.setDefault(True)
        self.opens_on = self.cancel_button

    @override
    def show_again(self) -> None:
        row = self._look()
        if row is None or not row.act:
            raise ServiceError(
                f"{self._row.who} is different in the group by now. Close this and choose again."
            )
        self._row = row
        self.words.setText(row.consequence)

    def _do(self) -> None:
        if self.attempt(lambda: self._act(self._row, self.code_box.text())):
            self.accept()


class HeldDialog(Dialog):
    """Lists entries on hold; one at a time can be accepted, because that is for good."""

    def __init__(
        self, *, parent: QWidget | None, services: "Application", bus: Bus, group: str
    ) -> None:
        super().__init__(parent, "")
        self.setWindowTitle("On hold")
        self._services = services
        self._bus = bus
        self._group = group
        self._rows: tuple[HeldRow, ...] = ()
        explanation = (
            "Changes on hold are kept and passed on, but do not count. NPQ Desktop checks them "
            "again after every file and every update."
        )
        self.table = TextTable(
            parent=self,
            name="Changes on hold",
            titles=("Change", "By", "Why it is on hold"),
            shares=(3, 3, 4),
        )
        self.table.setMinimumHeight(self.fontMetrics().height() * 8)
        self.may_words = plain_label(self)
        self.code_box = QLineEdit(self)
        self.code_box.setAccessibleName("Recovery code")
        self.code_box.setPlaceholderText("The recovery code of the group: 27 characters")
        self.accept_button = QPushButton("&Accept this change for good", self)
        self.accept_button.setAutoDefault(False)
        self.body.addWidget(plain_label(self, explanation))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.may_words)
        self.body.addWidget(self.code_box)
        self.body.addWidget(self.accept_button)
        self.accept_button.clicked.connect(self._accept)
        self.table.selectionModel().currentRowChanged.connect(self._offer)
        self.cancel_button.setText("Close")
        self.attempt(self.show_again)
        self.be_wide()

    @override
    def show_again(self) -> None:
        self._rows = self._services.held_entries.all(self._group)
        self.table.show_rows([(row.what, _by(row), row.why) for row in self._rows])
        number = len(self._rows)
        self.heading.setText(f"{number} on hold" if number else "Nothing is on hold")
        self.table.setVisible(bool(self._rows))
        self._offer()

    def _offer(self) -> None:
        row = self._current()
        may = row is not None and row.acceptable
        self.code_box.setVisible(row is not None and row.by_code)
        self.accept_button.setVisible(row is not None)
        self.accept_button.setEnabled(may)
        question = row.question if may and row is not None else ""
        self.accept_button.setText(
            "&Yes, accept this laptop" if question else "&Accept this change for good"
        )
        self.may_words.setText(
            question if may or row is None else "You cannot accept this one. Do what the line says."
        )
        self.may_words.setVisible(bool(self.may_words.text()))

    def _current(self) -> HeldRow | None:
        number = self.table.current()
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def _accept(self) -> None:
        row = self._current()
        if row is not None:
            self.attempt(lambda: self._let_count(row))

    def _let_count(self, row: HeldRow) -> None:
        code = self.code_box.text() if row.by_code else ""
        if row.by_code and not code.strip():
            raise ServiceError("Type the recovery code of the group first.")
        self._bus.changed.emit(self._services.held_entries.accept(self._group, row.id, code))
        self.show_again()


def _by(row: HeldRow) -> str:
    claimed = moment(row.claimed) if row.claimed else "no time that exists"
    return f"{row.who}, {row.laptop}\n{claimed}, reached here {moment(row.first_seen)}"


class DisagreementsDialog(Dialog):
    """Lists disagreements, to choose a side of each; Ctrl+Z undoes the choices made here."""

    def __init__(
        self, *, parent: QWidget | None, services: "Application", bus: Bus, group: str
    ) -> None:
        super().__init__(parent, "")
        self.setWindowTitle("Disagreements")
        self._services = services
        self._bus = bus
        self._group = group
        self._rows: tuple[Disagreement, ...] = ()
        self._made = 0
        self._settled = QElapsedTimer()
        self.table = TextTable(
            parent=self,
            name="Disagreements",
            titles=("About", "What was recorded"),
            shares=(3, 4),
        )
        self.table.setMinimumHeight(self.fontMetrics().height() * 6)
        self.sides = Sides(self)
        self.until = plain_label(self)
        self.undo_button = QPushButton("&Undo the last choice", self)
        self.undo_button.setAutoDefault(False)
        self.body.addWidget(self.table, 1)
        for widget in (self.sides, self.until, self.undo_button):
            self.body.addWidget(widget)
        self.undo_button.clicked.connect(self._undo)
        self._shortcut("Ctrl+Z").activated.connect(self._undo)
        self.sides.buttons.idClicked.connect(self._clicked)
        for number in range(9):
            self._shortcut(str(number + 1)).activated.connect(self._choose_by_key)
        self.table.selectionModel().currentRowChanged.connect(self._show_sides)
        self.cancel_button.setText("Close")
        self.attempt(self.show_again)

    def _shortcut(self, keys: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setAutoRepeat(False)  # held down it would choose in one row after the other
        return shortcut

    @override
    def show_again(self) -> None:
        self._rows = self._services.disagreements.all(self._group)
        shown = [
            (row.sentence or row.what, " / ".join(side.words for side in row.sides))
            for row in self._rows
        ]
        with QSignalBlocker(self.table.selectionModel()):
            self.table.show_rows(shown)
        words = count(len(self._rows), "disagreement")
        self.heading.setText(f"{words} to settle" if shown else "No disagreements")
        self.table.setVisible(bool(shown))
        self.undo_button.setVisible(self._made > 0)
        self._show_sides()

    def _show_sides(self) -> None:
        row = self._current()
        self.sides.setVisible(row is not None)
        self.sides.show_sides(row.what if row else "", row.sides if row else ())
        self.until.setText(row.until if row else "")

    def _current(self) -> Disagreement | None:
        number = self.table.current()
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def _choose_by_key(self) -> None:
        shortcut = self.sender()
        if isinstance(shortcut, QShortcut):
            self._choose(int(shortcut.key().toString()) - 1)

    def _clicked(self, number: int) -> None:
        """Take no second click of a double one: by then the buttons are those of the next row."""
        seen = not self._settled.isValid() or self._settled.hasExpired(
            QApplication.doubleClickInterval()
        )
        if seen:
            self._choose(number)

    def _choose(self, number: int) -> None:
        row = self._current()
        if row is not None and number < len(row.sides):
            self.attempt(lambda: self._settle(row, row.sides[number]))

    def _settle(self, row: Disagreement, side: Candidate) -> None:
        changes = self._services.disagreements.choose(self._group, row, side.head)
        self._made += 1
        self._settled.start()
        self._bus.changed.emit(changes)
        self.show_again()

    def _undo(self) -> None:
        if self._made:
            self.attempt(self._take_back)

    def _take_back(self) -> None:
        changes, undone = self._services.undo.undo(self._group)
        self._made -= 1
        self._bus.changed.emit(changes)
        self._bus.undone.emit(undone)
        self.show_again()


class Sides(QWidget):
    """The sides of one disagreement, each with a button; ``buttons`` are numbered from 0."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.buttons = QButtonGroup(self)
        self._labels: list[QLabel] = []
        self._about = plain_label(self)
        self._about.setFont(bold(self.font()))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._about, 0, 0, 1, 2)

    def show_sides(self, about: str, sides: tuple[Candidate, ...]) -> None:
        """Show these sides of what is recorded ``about`` something."""
        self._about.setText(about)
        while len(self._labels) < len(sides):
            self._add_row(len(self._labels))
        for number, label in enumerate(self._labels):
            button, is_used = self.buttons.button(number), number < len(sides)
            label.setVisible(is_used)
            button.setVisible(is_used)
            if is_used:
                words = side_words(number, sides[number])
                lines = (words[0].removeprefix(f"{number + 1}   "), words[1])
                label.setText("\n".join(lines))
                what = sides[number].words.partition(":")[0]
                button.setText(f"Choose &{number + 1}: {what[:1].upper()}{what[1:]}")
                button.setAccessibleName(f"Choose {number + 1}: {' '.join(lines)}")

    def _add_row(self, number: int) -> None:
        button = QPushButton(f"Choose &{number + 1}", self)
        button.setAutoDefault(False)
        self.buttons.addButton(button, number)
        label = plain_label(self)
        self._labels.append(label)
        self._grid.addWidget(button, number + 1, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(label, number + 1, 1)
