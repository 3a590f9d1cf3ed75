"""What letters and digits do on the register, and what happens when they were a name.

Three letters within half a second are a name being typed: marks they made are taken back through
undo and find opens with them. Only letters that are all commands and find nobody stay marks.
"""

from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from npq_desktop.rows.register import Mark, MarkState, RegisterRow
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.register.keys import COMMANDS, Command
from npq_desktop.ui.register.marking.finder import matches
from npq_desktop.ui.register.open_register import OpenRegister
from npq_desktop.ui.register.tab import RegisterTab

WITHIN_MS = 500
LETTERS = 3


@dataclass(frozen=True, slots=True)
class Burst:
    """Letters typed as a name, the undo steps they cost, and the person they began at."""

    text: str
    steps: int
    began_at: str | None


@dataclass(slots=True)
class _Letter:
    char: str
    at_ms: int
    person: str | None
    steps: int = 0


class TypedName:
    """Watches letters and digits in the order they were pressed."""

    def __init__(self) -> None:
        self._letters: deque[_Letter] = deque(maxlen=LETTERS)

    def add(self, char: str, *, at_ms: int, person: str | None) -> Burst | None:
        """Note a letter pressed at ``at_ms`` milliseconds; a burst when it completes a name."""
        self._letters.append(_Letter(char, at_ms, person))
        text = "".join(letter.char for letter in self._letters)
        if len(text) < LETTERS or len(set(text)) == 1:
            return None
        if at_ms - self._letters[0].at_ms > WITHIN_MS:
            return None
        steps = sum(letter.steps for letter in self._letters)
        burst = Burst(text, steps, self._letters[0].person)
        self.forget()
        return burst

    def cost(self, steps: int = 1) -> None:
        """The last letter made a mark that undo can take back."""
        if self._letters:
            self._letters[-1].steps += steps

    def forget(self) -> None:
        """Something other than a letter was pressed: what came before is no name."""
        self._letters.clear()


class Letters(QObject):
    """Runs commands on the current row."""

    def __init__(
        self, *, parent: QObject, tab: RegisterTab, register: OpenRegister, bus: Bus
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._register = register
        self._bus = bus
        self._name = TypedName()
        self._history = QTimer(self)
        self._history.setSingleShot(True)
        self._history.setInterval(WITHIN_MS)
        self._history.timeout.connect(self._show_history)
        tab.table.letter_typed.connect(self.typed)
        tab.table.other_key_pressed.connect(self._typed_nothing)
        for editor in (tab.minutes, tab.reasons, tab.notes, tab.amendments):
            editor.cancelled.connect(self._typed_nothing)
        tab.table.find_asked.connect(self.open_find)
        tab.find_asked.connect(self.open_find)
        tab.find_bar.letter_typed.connect(self._in_find)
        tab.minutes.letter_typed.connect(self._in_editor)
        tab.reasons.letter_typed.connect(self._in_editor)
        tab.notes.letter_typed.connect(self._in_note)
        tab.amendments.letter_typed.connect(self._in_amendment)

    def typed(self, letter: str, at_ms: int) -> None:
        """A letter or digit was pressed on the table, at so many milliseconds."""
        self._history.stop()
        person = self._tab.table.current_person()
        burst = self._name.add(letter, at_ms=at_ms, person=person)
        before = self._register.steps
        if burst is not None and not self._is_name(burst.text):
            burst = None
        if burst is not None:
            self._take_as_name(burst)
        elif person is not None and self._chose_side(letter, person):
            pass
        elif letter in COMMANDS:
            if person is not None:
                self.start(COMMANDS[letter], person)
        else:
            self._find(letter)
        if burst is None:
            self._name.cost(self._register.steps - before)

    def open_find(self) -> None:
        """Find opens empty: what was pressed before is no name."""
        self._typed_nothing()
        self._find("")

    def _typed_nothing(self) -> None:
        self._name.forget()
        self._history.stop()

    def _show_history(self) -> None:
        person = self._tab.table.current_person()
        if person is not None and self._tab.window().focusWidget() is self._tab.table:
            self._name.forget()
            self._tab.history_asked.emit(person)

    def enter(self, person: str, mark: Mark, *, shown: RegisterRow | None = None) -> None:
        """Record a mark and move on to the next unmarked row; ``shown`` is the row asked about."""
        if self._register.record(person, mark, shown=shown):
            self._move_on(person)

    def start(self, command: Command, person: str) -> None:
        """Do what a command says for a person, or say why not."""
        row = self._register.row(person)
        if row is None or not self._may_mark(row, command):
            return
        if command is Command.PRESENT:
            self.enter(person, Mark(MarkState.PRESENT))
        elif command is Command.ABSENT:
            self.enter(person, Mark(MarkState.ABSENT))
        elif command is Command.REASON:
            self._tab.ask_reason(person)
        elif command is Command.NOTE:
            self._tab.note_asked.emit(person)
        elif command is Command.HISTORY:
            # A window that opens at once would swallow the rest of a name that begins with it.
            self._history.start()
        else:
            self._ask_minutes(row, "late" if command is Command.LATE else "early")

    def _is_name(self, text: str) -> bool:
        """Quick marks are no name: letters that are all commands and find nobody."""
        return bool(matches(self._register.rows, text)) or not set(text) <= COMMANDS.keys()

    def _in_editor(self, letter: str, at_ms: int) -> None:
        self._tab.close_editors()
        self.typed(letter, at_ms)

    def _in_note(self, letter: str, at_ms: int) -> None:
        self._in_text(letter, at_ms, self._tab.notes.field.text())

    def _in_amendment(self, letter: str, at_ms: int) -> None:
        self._in_text(letter, at_ms, self._tab.amendments.field.text())

    def _in_text(self, letter: str, at_ms: int, text: str) -> None:
        """A note or reason is free text: only letters that find somebody are a name."""
        burst = self._name.add(letter, at_ms=at_ms, person=self._tab.table.current_person())
        begun = text.lower()
        outside = burst is not None and not begun.endswith(burst.text)
        if burst is not None and outside and matches(self._register.rows, burst.text):
            self._tab.close_editors()
            self._take_as_name(burst)

    def _in_find(self, letter: str, at_ms: int) -> None:
        """The first letters may have been commands on the row before find opened."""
        burst = self._name.add(letter, at_ms=at_ms, person=self._tab.table.current_person())
        if burst is not None and not self._tab.find_bar.field.text().lower().endswith(burst.text):
            self._take_as_name(burst)

    def _take_as_name(self, burst: Burst) -> None:
        self._register.take_back(burst.steps)
        if burst.began_at is not None:
            self._tab.table.select(burst.began_at)
        self._find(burst.text)

    def _find(self, text: str) -> None:
        self._tab.find_bar.open(text)
        self._tab.find_bar.edited.emit(text)

    def _chose_side(self, letter: str, person: str) -> bool:
        row = self._register.row(person)
        if row is None or row.state is not MarkState.CONFLICT or not letter.isdigit():
            return False
        side = int(letter) - 1
        if not 0 <= side < len(row.candidates):
            return False
        if self._register.choose(row, side):
            self._move_on(person)
        return True

    def _may_mark(self, row: RegisterRow, command: Command) -> bool:
        if command in (Command.NOTE, Command.HISTORY):
            return True
        if not self._register.takes_marks():
            return False
        if row.state is MarkState.CONFLICT:
            self._bus.said.emit(f"Two marks disagree for {row.name}: press 1 or 2 to choose.")
            return False
        return row.expected or row.state is not MarkState.UNMARKED or self._is_revealed(row)

    def _is_revealed(self, row: RegisterRow) -> bool:
        """The first key on somebody not expected only offers the buttons."""
        if self._tab.table.register_model.is_revealed(row.person):
            return True
        self._tab.table.register_model.reveal(row.person)
        self._bus.said.emit(f"{row.name} is not expected here: press again to mark anyway.")
        return False

    def _ask_minutes(self, row: RegisterRow, which: str) -> None:
        held = row.minutes_late if which == "late" else row.minutes_early
        offered = held or self._register.offered_minutes(which)
        self._tab.ask_minutes(row.person, which, offered)

    def _move_on(self, person: str) -> None:
        following = self._register.next_unmarked(person)
        if following is not None:
            self._tab.table.select(following)
            return
        left = sum(r.expected and r.state is MarkState.UNMARKED for r in self._register.rows)
        if left:
            self._bus.said.emit(f"{left} still unmarked further up.")
