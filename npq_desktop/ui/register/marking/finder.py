"""What the find box does: goes to who matches, and Enter marks present, never over a mark."""

from PySide6.QtCore import QObject

from npq_desktop.rows.register import Mark, MarkState, RegisterRow
from npq_desktop.ui.kit.pieces.text import folded, found
from npq_desktop.ui.register.open_register import OpenRegister
from npq_desktop.ui.register.tab import RegisterTab
from npq_desktop.ui.register.table.words import mark_words


def matches(rows: tuple[RegisterRow, ...], text: str) -> tuple[str, ...]:
    """People whose search key has all the typed words; those whose name starts so come first."""
    needle = folded(text)
    if not needle:
        return ()
    hits = [row for row in rows if found(needle, f"{row.name} {row.search_key}")]
    return tuple(row.person for row in sorted(hits, key=lambda row: _rank(row, needle)))


def _rank(row: RegisterRow, needle: str) -> tuple[int, int]:
    name = folded(row.name)
    if name.startswith(needle):
        return 0, row.number
    starts = any(word.startswith(needle) for word in name.split())
    return (1 if starts else 2), row.number


_CHANGES = "Esc, then a letter, changes it."


class Finder(QObject):
    """Keeps who was found for the text in the box."""

    def __init__(self, *, parent: QObject, tab: RegisterTab, register: OpenRegister) -> None:
        super().__init__(parent)
        self._tab = tab
        self._register = register
        self._found: tuple[str, ...] = ()
        self._at = 0
        self._offered: tuple[str, int] | None = None
        tab.find_bar.edited.connect(self._look)
        tab.find_bar.stepped.connect(self._step)
        tab.find_bar.entered.connect(self._enter)
        tab.find_bar.left.connect(self._leave)

    def _look(self, text: str) -> None:
        self._found, self._at = matches(self._register.rows, text), 0
        if not text.strip():
            self._tab.find_bar.say("")
        elif not self._found:
            self._tab.find_bar.say(_nobody_words(text))
        else:
            self._show_found()

    def _step(self, by: int) -> None:
        if self._found:
            self._at = (self._at + by) % len(self._found)
            self._show_found()

    def _show_found(self) -> None:
        row = self._row()
        if row is None:
            return
        self._tab.table.select(row.person)
        if self._offered and self._offered[0] == row.person and _offer(row):
            self._tab.find_bar.say(self._late_words(row))
            return
        place = f" ({self._at + 1} of {len(self._found)}, ↓ next)" if len(self._found) > 1 else ""
        self._tab.find_bar.say(f"{row.name}{place}: {mark_words(row)}. {_next(row)}")

    def _enter(self) -> None:
        row = self._row()
        if row is None:
            self._offer_walk_in()
            return
        if _offer(row):
            self._mark_or_offer(row)
            return
        self._tab.find_bar.say(f"{row.name} is {_already(row)}. Nothing was changed. {_CHANGES}")
        self._tab.find_bar.field.selectAll()

    def _offer_walk_in(self) -> None:
        name = self._tab.find_bar.field.text()
        if _is_name(name):
            self._tab.walk_in_asked.emit(_written(name))

    def _mark_or_offer(self, row: RegisterRow) -> None:
        """Present; after the tolerance late, which a second Enter on the same person accepts."""
        if self._offered is None or self._offered[0] != row.person:
            minutes = self._register.late_to_offer()
            self._offered = (row.person, minutes) if minutes else None
            if self._offered:
                self._tab.find_bar.say(self._late_words(row))
                self._tab.find_bar.field.selectAll()
                return
        late = self._offered[1] if self._offered else 0
        state = MarkState.LATE if late else MarkState.PRESENT
        if self._register.record(row.person, Mark(state, minutes_late=late)):
            self._clear(f"Marked {f'late {late} min' if late else 'present'}: {row.name}.")

    def _late_words(self, row: RegisterRow) -> str:
        late = self._offered[1] if self._offered else 0
        return (
            f"{row.name}: late {late} min? Press Enter again to record, or Esc and P for present."
        )

    def _leave(self) -> None:
        self._clear("")
        self._tab.table.setFocus()

    def _clear(self, words: str) -> None:
        self._found, self._offered = (), None
        self._tab.find_bar.field.clear()
        self._tab.find_bar.say(words)

    def _row(self) -> RegisterRow | None:
        return self._register.row(self._found[self._at]) if self._found else None


def _nobody_words(text: str) -> str:
    key = "Enter" if _is_name(text) else "Ctrl+N"
    return f"Nobody here matches “{text.strip()}”. Press {key} for a walk-in."


def _is_name(text: str) -> bool:
    """Not a scanned code: the scan after an unknown one must not land in a question."""
    return bool(text.strip()) and not any(c.isdigit() or c == "@" for c in text)


def _written(name: str) -> str:
    """A name typed in small letters only, for finding, with its capitals."""
    tidy = " ".join(name.split())
    return tidy.title() if tidy.islower() else tidy


def _offer(row: RegisterRow) -> str:
    free = row.expected and row.state is MarkState.UNMARKED
    return "Enter marks present." if free else ""


def _next(row: RegisterRow) -> str:
    """What the keyboard can do with who was found."""
    return _offer(row) or ("" if row.state is MarkState.CONFLICT else _CHANGES)


def _already(row: RegisterRow) -> str:
    words = mark_words(row)
    return words if row.state is MarkState.UNMARKED else f"already marked: {words}"
