"""What letters and digits do on the register, and what happens when they were a name.

Three letters within half a second are a name being typed. The commands before them keep their marks
where the letters after them begin a name on this register; only where they begin none, and all of
the letters together find somebody, the marks are taken back through undo and find opens with the
letters. Letters that are all commands and find nobody stay marks.
"""

import re
from dataclasses import dataclass
from itertools import takewhile

from PySide6.QtCore import QObject

from npq_desktop.rows.register import Mark, MarkState, RegisterRow
from npq_desktop.services.core.words import listed
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.pieces.text import folded
from npq_desktop.ui.kit.waiting.pause import once_after
from npq_desktop.ui.register.key_commands import COMMANDS, Command
from npq_desktop.ui.register.marking.finder import matches
from npq_desktop.ui.register.open_register import OpenRegister
from npq_desktop.ui.register.tab import RegisterTab

WITHIN_MS = 500
LETTERS = 3


@dataclass(slots=True)
class _Letter:
    char: str
    at_ms: int
    person: str | None
    acted: bool = False
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Name:
    """Letters typed as a name, the undo steps that they cost, and the person they began at."""

    text: str
    steps: int
    began_at: str | None


class TypedName:
    """Letters and digits in the order they were pressed, as long as they come fast."""

    def __init__(self) -> None:
        self._letters: list[_Letter] = []

    def add(self, char: str, *, at_ms: int, person: str | None) -> None:
        """Add a letter pressed at ``at_ms`` milliseconds; after a pause a run begins anew."""
        self._letters.append(_Letter(char, at_ms, person))
        while at_ms - self._letters[-LETTERS:][0].at_ms > WITHIN_MS:
            # The letters between may belong to the next run, those before do not.
            self._letters = self._letters[-LETTERS:][1:]

    def acted(self, steps: int) -> None:
        """The last letter was taken for a command, which cost so many steps of undo."""
        if self._letters:
            self._letters[-1].acted = True
            self._letters[-1].steps += steps

    def forget(self) -> None:
        """Something other than a letter was pressed: what came before is no name."""
        self._letters.clear()

    @property
    def is_fast(self) -> bool:
        """Whether the letters are enough for a name; a letter again and again is none."""
        return len(self._letters) >= LETTERS and len(set(self.text)) > 1

    @property
    def text(self) -> str:
        """All letters of the run."""
        return "".join(letter.char for letter in self._letters)

    @property
    def commands(self) -> int:
        """How many letters were taken for commands before the first that was not."""
        return sum(1 for _ in takewhile(lambda letter: letter.acted, self._letters))

    def after(self, kept: int) -> Name:
        """The letters after so many commands that keep their marks."""
        rest = self._letters[kept:]
        steps = sum(letter.steps for letter in rest)
        return Name("".join(letter.char for letter in rest), steps, rest[0].person)


def begins_a_name(rows: tuple[RegisterRow, ...], text: str) -> bool:
    """Whether a word of somebody's name begins so: "khat" of Al-Khatib, "obri" of O'Brien."""
    return any(word.startswith(text) for row in rows for word in _words(row.name))


def _words(name: str) -> list[str]:
    plain = folded(name)
    return [*re.split(r"[^a-z0-9]+", plain), *(re.sub(r"\W", "", w) for w in plain.split())]


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
        self._history = once_after(self, WITHIN_MS, self._show_history)
        tab.table.letter_typed.connect(self.typed)
        tab.table.other_key_pressed.connect(self._typed_nothing)
        for editor in (tab.minutes, tab.reasons, tab.notes, tab.amendments):
            editor.cancelled.connect(self._typed_nothing)
        tab.table.find_asked.connect(self.open_find)
        tab.find_asked.connect(self.open_find)
        tab.find_bar.letter_typed.connect(self._in_find)
        tab.minutes.letter_typed.connect(self._in_editor)
        tab.reasons.letter_typed.connect(self._in_editor)
        tab.notes.letter_typed.connect(self._in_text)
        tab.amendments.letter_typed.connect(self._in_text)

    def typed(self, letter: str, at_ms: int) -> None:
        """A letter or digit was pressed on the table, at so many milliseconds."""
        self._history.stop()
        person = self._tab.table.current_person()
        self._name.add(letter, at_ms=at_ms, person=person)
        if (name := self._name_typed()) is not None:
            self._take_as_name(name)
            return
        before = self._register.steps
        if person is not None and self._chose_side(letter, person):
            self._name.acted(self._register.steps - before)
        elif letter not in COMMANDS:
            self._find(letter)
        elif person is not None:
            self.start(COMMANDS[letter], person)
            self._name.acted(self._register.steps - before)

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
        """Record a mark and move to the next row not marked; ``shown`` is the row asked about."""
        if self._register.record(person, mark, shown=shown):
            self._move_on(person)

    def start(self, command: Command, person: str) -> None:
        """Run a command for a person, or show why it cannot run."""
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

    def _name_typed(self, *, in_text: bool = False) -> Name | None:
        """What the letters are besides the commands that they were taken for; None where nothing
        is to be taken back.

        ``in_text``: the last command opened the field that the letters are in.
        """
        name, rows = self._name, self._register.rows
        if not name.is_fast or not name.commands:
            return None
        most = name.commands - 1 if in_text else name.commands
        for kept in range(most, 0, -1):
            rest = name.after(kept).text
            is_enough = len(rest) >= LETTERS or not set(rest) <= COMMANDS.keys()
            if is_enough and begins_a_name(rows, rest):
                return name.after(kept) if kept < name.commands else None
        # Two digits that chose no side come from a badge scanned over a row with two marks.
        is_scan = name.text.isdecimal() and len(name.text) - name.commands > 1
        return name.after(0) if is_scan or matches(rows, name.text) else None

    def _in_editor(self, letter: str, at_ms: int) -> None:
        self._tab.close_editors()
        self.typed(letter, at_ms)

    def _in_text(self, letter: str, at_ms: int) -> None:
        """A note or reason is free text: only letters that find somebody are a name."""
        self._name.add(letter, at_ms=at_ms, person=self._tab.table.current_person())
        if (name := self._name_typed(in_text=True)) is not None:
            self._tab.close_editors()
            self._take_as_name(name)

    def _in_find(self, letter: str, at_ms: int) -> None:
        """The first letters may have been commands on the row before find opened."""
        self._name.add(letter, at_ms=at_ms, person=self._tab.table.current_person())
        if (name := self._name_typed()) is not None:
            self._take_as_name(name)

    def _take_as_name(self, name: Name) -> None:
        taken_back = self._register.take_back(name.steps)
        if name.began_at is not None:
            self._tab.table.select(name.began_at)
        self._name.forget()
        self._find(name.text)
        if taken_back:
            self._bus.said.emit(f"You were typing a name. Taken back: {listed(taken_back)}.")

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
            self._bus.said.emit(f"{row.name} has two different marks. Press 1 or 2 to choose.")
            return False
        return row.expected or row.state is not MarkState.UNMARKED or self._is_revealed(row)

    def _is_revealed(self, row: RegisterRow) -> bool:
        """The first key on somebody not expected only offers the buttons."""
        if self._tab.table.register_model.is_revealed(row.person):
            return True
        self._tab.table.register_model.reveal(row.person)
        self._bus.said.emit(f"{row.name} is not expected here. Press again to mark anyway.")
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
            self._bus.said.emit(f"{left} not marked yet further up.")
