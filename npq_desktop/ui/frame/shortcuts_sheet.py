"""The window of keyboard shortcuts: those of the page in front first, found by typing."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from npq_desktop.ui.frame.letters import PAGE_KEYS
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.fields import SearchField
from npq_desktop.ui.kit.keys.actions import Commands
from npq_desktop.ui.kit.lists.tables import Texts, TextTable, text_columns

TITLES = {
    Tab.COHORT: "Cohort",
    Tab.REGISTER: "Seminar register",
    Tab.REVIEW: "Task review",
}
EVERYWHERE = "Everywhere"

Line = tuple[str, str, str]


def shortcuts(commands: Commands) -> tuple[Line, ...]:
    """Key, meaning and place of every key: the page in front, then everywhere, then the rest."""
    front = commands.page if commands.page in TITLES else Tab.REGISTER
    places = [TITLES[Tab(front)], EVERYWHERE, *(t for p, t in TITLES.items() if p != front)]
    lines = list(dict.fromkeys([*_of_pages(), *_of_commands(commands)]))
    return tuple(sorted(lines, key=lambda line: places.index(line[2])))


def _of_pages() -> Iterator[Line]:
    for page, keys in PAGE_KEYS.items():
        yield from ((each.keys, each.does, TITLES[page]) for each in keys)


def _of_commands(commands: Commands) -> Iterator[Line]:
    by_hand = {(keys, where) for keys, _, where in _of_pages()}
    for entry, words in commands.with_keys():
        keys = QKeySequence(entry.keys).toString(QKeySequence.SequenceFormat.NativeText)
        pages = entry.keys_on or entry.pages
        places = [TITLES[Tab(page)] for page in pages] or [EVERYWHERE]
        for where in places:
            if (entry.letter, where) not in by_hand:
                yield keys or entry.letter, words.rstrip("…"), where


_TITLES = ("Key", "What it does", "Where")


def _pair(line: Texts) -> str:
    """A key together with its meaning, as it is read aloud."""
    return f"{line[0]}: {line[1]}"


class ShortcutsSheet(Dialog):
    """Lists every key; words typed into the find box leave the lines that hold them."""

    def __init__(self, *, parent: QWidget, commands: Commands) -> None:
        super().__init__(parent, "Keyboard shortcuts")
        self._lines = shortcuts(commands)
        self.find_box = SearchField(self)
        self.find_box.setAccessibleName("Find a key or what it does")
        self.find_box.setPlaceholderText("Find a key or what it does")
        self.table = TextTable(
            parent=self,
            name="Keyboard shortcuts",
            titles=_TITLES,
            shares=(2, 5, 2),
        )
        key, *others = text_columns(_TITLES)
        self.table.texts.show_rows((), [replace(key, told=_pair), *others])
        self.table.setMinimumHeight(self.fontMetrics().height() * 10)
        self.body.addWidget(self.find_box)
        self.body.addWidget(self.table, 1)
        self.cancel_button.setText("Close")
        self.cancel_button.setDefault(True)
        self.find_box.textChanged.connect(self._find)
        self._find("")
        self.resize(self.fontMetrics().averageCharWidth() * 90, self.fontMetrics().height() * 30)

    def _find(self, typed: str) -> None:
        wanted = typed.casefold().split()
        self.table.show_rows(
            [line for line in self._lines if all(w in " ".join(line).casefold() for w in wanted)]
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow down leads from the find box to the lines it left."""
        if event.key() == Qt.Key.Key_Down:
            self.table.setFocus()
        else:
            super().keyPressEvent(event)
