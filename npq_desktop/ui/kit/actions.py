"""What a tab offers to do about one subject: menu entries, their keys, and how a write is told."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from npq_desktop.rows.changes import Changes
from npq_desktop.ui.kit.bus import Bus

When = Callable[[], bool]


class TabActions(QObject):
    """Owned by its tab, as the actions are that it offers."""

    def __init__(self, *, tab: QWidget, bus: Bus) -> None:
        super().__init__(tab)
        self._bus = bus
        self._whens: dict[QAction, When] = {}
        self._menus: list[QMenu] = []

    def offer(
        self,
        text: str,
        act: Callable[[], None],
        *,
        where: Callable[[QAction], None],
        keys: str = "",
        when: When | None = None,
    ) -> QAction:
        """Offer ``act``, ``where`` the tab takes such actions, and by its keys.

        ``when`` is asked as a menu opens. What cannot be done then is left out; with keys it is
        greyed instead, and while the menu is open only: a greyed action does not hear its keys, and
        keys must be answered with a sentence.
        """
        action = QAction(text, self)
        action.setAutoRepeat(False)  # keys that are held down are one press
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(act)
        where(action)
        if when is not None:
            self._whens[action] = when
            self._follow_menus(action)
        return action

    def record(self, write: Callable[[], Changes], said: str = "") -> bool:
        """Write, and tell what changed; a refusal is told instead. Says whether it went through."""
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

    def _follow_menus(self, action: QAction) -> None:
        for menu in action.associatedObjects():
            if isinstance(menu, QMenu) and menu not in self._menus:
                self._menus.append(menu)
                menu.aboutToShow.connect(self._choose)
                menu.aboutToHide.connect(self._hear_keys_again)

    def _choose(self) -> None:
        for action, when in self._whens.items():
            if action.shortcut().isEmpty():
                action.setVisible(when())
            else:
                action.setEnabled(when())

    def _hear_keys_again(self) -> None:
        for action in self._whens:
            action.setEnabled(True)
