"""Commands: one action each, shown alike by menu bar, ⋯ buttons, context menus and lists of keys.

A table of :class:`MenuEntry` says the words, the keys and where a command can be done. Who does it
binds the doing with ``bind``, for one page or for all.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from npq_desktop.rows.changes import Changes
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.keys.access_letters import underlined

When = Callable[[], bool]
Words = Callable[[], str]

NOWHERE = -1
"""The page in front while there is no group."""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A command as menus show it, its words without a mnemonic.

    ``pages`` are the pages where it can be done, none for every page of a group; ``always`` holds
    without a group, too. ``keys_on`` are the pages where the keys hold, if they are fewer.
    ``letter`` is a key that the page itself hears and menus only show. ``hides``: where it cannot
    be done, menus leave it out instead of greying it. A ``heading`` only says what the entries
    below it are about.
    """

    name: str
    words: str
    keys: str = ""
    letter: str = ""
    pages: tuple[int, ...] = ()
    keys_on: tuple[int, ...] = ()
    always: bool = False
    hides: bool = False
    heading: bool = False
    checkable: bool = False
    role: QAction.MenuRole = QAction.MenuRole.NoRole


@dataclass(frozen=True, slots=True)
class _Binding:
    act: Callable[[], object]
    when: When | None
    words: Words | None


class Commands(QObject):
    """One ``QAction`` a command, by its name. ``page`` is the page in front.

    A command is enabled where its entry says and somebody has bound it. Its ``when`` is asked as a
    menu opens and holds while that is open only: a greyed action does not hear its keys, and keys
    must be answered with a sentence.
    """

    def __init__(self, parent: QWidget, entries: Iterable[MenuEntry]) -> None:
        super().__init__(parent)
        self.page = NOWHERE
        self._entries = {entry.name: entry for entry in entries}
        self._bindings: dict[str, dict[int | None, _Binding]] = {}
        self._actions: dict[str, QAction] = {}
        self._names: dict[QAction, str] = {}
        self._off: set[str] = set()
        for entry in self._entries.values():
            action = QAction(self)
            action.setAutoRepeat(False)  # Ctrl+Z held down must not take back a whole register
            action.setCheckable(entry.checkable)
            action.setMenuRole(entry.role)
            action.triggered.connect(self._run)
            parent.addAction(action)
            self._actions[entry.name] = action
            self._names[action] = entry.name
            self._settle(entry.name)

    def action(self, name: str) -> QAction:
        """The action of a command."""
        return self._actions[name]

    def on(self, page: int) -> "PageCommands":
        """The commands as one page binds them."""
        return PageCommands(self, page)

    def bind(
        self,
        name: str,
        act: Callable[[], object],
        *,
        page: int | None = None,
        when: When | None = None,
        words: Words | None = None,
    ) -> QAction:
        """Let ``act`` do a command, on one ``page`` or on all; ``words`` replace its entry's.

        Raises:
            KeyError: no entry has that name, which is a mistake in the program.
        """
        action = self._actions[name]
        self._bindings.setdefault(name, {})[page] = _Binding(act, when, words)
        self._settle(name)
        return action

    def show_page(self, page: int) -> None:
        """Enable what the page in front can do; ``NOWHERE`` while there is no group."""
        if page == self.page:
            return
        self.page = page
        for name in self._entries:
            self._offer(name)

    def refresh(self, name: str) -> None:
        """Ask again for the words of a command."""
        self._settle(name)

    def enable(self, name: str, *, enabled: bool) -> None:
        """Grey a command everywhere, its keys included, or take that back."""
        (self._off.discard if enabled else self._off.add)(name)
        self._settle(name)

    def fill(self, menu: QMenu, names: Iterable[str]) -> QMenu:
        """Put commands into a menu, in this order; "" is a line between them."""
        for name in names:
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()
        menu.aboutToShow.connect(self._menu_opens)
        menu.aboutToHide.connect(self._menu_closes)
        return menu

    def with_keys(self) -> Iterator[tuple[MenuEntry, str]]:
        """Every command that has a key or letter, with its words where the page in front is."""
        for name, entry in self._entries.items():
            if entry.keys or entry.letter:
                yield entry, self._words(name)

    def unbound(self) -> list[str]:
        """The names of commands that are not bound yet."""
        return [name for name in self._entries if not self._bindings.get(name)]

    def _run(self) -> None:
        action = self.sender()
        binding = self._binding(self._names[action]) if isinstance(action, QAction) else None
        if binding is not None:
            binding.act()

    def _binding(self, name: str) -> _Binding | None:
        bound = self._bindings.get(name, {})
        return bound.get(self.page) or bound.get(None)

    def _is_offered(self, name: str) -> bool:
        entry = self._entries[name]
        if self._binding(name) is None or name in self._off:
            return False
        if self.page == NOWHERE:
            return entry.always
        return not entry.pages or self.page in entry.pages

    def _words(self, name: str) -> str:
        binding = self._binding(name)
        return (binding.words() if binding and binding.words else "") or self._entries[name].words

    def _text(self, name: str) -> str:
        words, letter = self._words(name), self._entries[name].letter
        return f"{words}\t{letter}" if letter else words

    def _settle(self, name: str) -> None:
        self._actions[name].setText(self._text(name).replace("&", "&&"))
        self._offer(name)

    def _offer(self, name: str) -> None:
        """The same without the words, which may have to be read: a menu asks as it opens."""
        action = self._actions[name]
        action.setShortcut(self._keys(self._entries[name]))
        action.setVisible(True)
        action.setEnabled(self._is_offered(name))

    def _keys(self, entry: MenuEntry) -> QKeySequence:
        hears = not entry.keys_on or self.page in entry.keys_on
        return QKeySequence(entry.keys if hears else "")

    def _menu_opens(self) -> None:
        names = self._names_in(self.sender())
        for name in names:
            self._settle(name)
            binding = self._binding(name)
            if binding is None or binding.when is None or not self._is_offered(name):
                continue
            possible = binding.when()
            if self._entries[name].hides:
                self._actions[name].setVisible(possible)
            else:
                self._actions[name].setEnabled(possible)
        entries, actions = self._entries, self._actions
        lettered = [n for n in names if actions[n].isVisible() and not entries[n].heading]
        for name, text in zip(lettered, underlined([*map(self._text, lettered)]), strict=True):
            actions[name].setText(text)

    def _menu_closes(self) -> None:
        for name in self._names_in(self.sender()):
            self._settle(name)

    def _names_in(self, menu: QObject) -> list[str]:
        shown = menu.actions() if isinstance(menu, QMenu) else []
        return [self._names[action] for action in shown if action in self._names]


class PageCommands:
    """The commands as one page binds them."""

    def __init__(self, commands: Commands, page: int) -> None:
        self._commands = commands
        self._page = page

    def bind(
        self,
        name: str,
        act: Callable[[], object],
        *,
        when: When | None = None,
        words: Words | None = None,
    ) -> QAction:
        """Let ``act`` do a command while the page is in front."""
        return self._commands.bind(name, act, page=self._page, when=when, words=words)

    def action(self, name: str) -> QAction:
        """The action of a command, for a button that does the same."""
        return self._commands.action(name)

    def refresh(self, name: str) -> None:
        """Ask again for the words of a command."""
        self._commands.refresh(name)


class Writes(QObject):
    """Writes for commands, and tells what each write changed."""

    def __init__(self, *, parent: QWidget, bus: Bus) -> None:
        super().__init__(parent)
        self._bus = bus

    def record(self, write: Callable[[], Changes], said: str = "") -> bool:
        """Write, and tell what changed; a refusal is told instead. Returns whether it wrote."""
        changes = self._bus.read(write)
        if changes is None:
            return False
        self.tell(changes, said)
        return True

    def tell(self, changes: Changes, said: str = "") -> None:
        """Tell what a write has changed, and a sentence worth a glance."""
        if changes.kinds:
            self._bus.changed.emit(changes)
        if said:
            self._bus.said.emit(said)


class TabActions(Writes):
    """Binds commands to one page, owned by its tab."""

    def __init__(self, *, tab: QWidget, bus: Bus, commands: PageCommands) -> None:
        super().__init__(parent=tab, bus=bus)
        self.offer = commands.bind
