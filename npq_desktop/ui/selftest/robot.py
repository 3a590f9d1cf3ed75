"""A pair of hands: presses keys in a real window and waits for what must follow.

Where something does not follow, the self-test ends with what it waited for.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget

from npq_desktop.services.application import Application
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.kit.dialogs.file_choice import FileRequest
from npq_desktop.ui.register.tab import RegisterTab
from npq_desktop.ui.window import build_window

if TYPE_CHECKING:
    from npq_desktop.ui.frame.main_window import MainWindow

PATIENCE_SECONDS = 20.0
_POLL_MS = 5
_BETWEEN_MARKS_MS = 260
"""Three letters within half a second would be a name being typed."""

Dialog = TypeVar("Dialog", bound=QDialog)
Child = TypeVar("Child", bound=QWidget)


class SelfTestError(Exception):
    """Something that had to happen did not; the text says what."""


class Robot:
    """One person at one laptop: the window on ``application`` and the keys pressed in it."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self._file = Path()
        self.window: MainWindow = build_window(application, choose_file=self._choose)
        self.window.resize(1280, 800)
        self.window.show()
        if not QTest.qWaitForWindowExposed(self.window):
            raise SelfTestError("The window did not come up.")

    @property
    def group(self) -> str:
        """The group on this laptop; the self-test makes only one."""
        return self.application.groups.titles()[0].id

    @property
    def register(self) -> RegisterTab:
        return self.child(RegisterTab)

    def child(self, kind: type[Child]) -> Child:
        """The one widget of a kind."""
        return next(iter(self.window.findChildren(kind)))

    def wait(self, what: str, holds: Callable[[], object]) -> None:
        """Let the window work until ``holds``."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            if time.monotonic() > end:
                raise SelfTestError(f"Waited {PATIENCE_SECONDS:.0f} s in vain for {what}.")
            QTest.qWait(_POLL_MS)

    def keys(self, widget: QWidget, *keys: str | Qt.Key) -> None:
        """Press keys one after the other: texts letter by letter."""
        for key in keys:
            if isinstance(key, str):
                QTest.keyClicks(widget, key)
            else:
                QTest.keyClick(widget, key)

    def mark(self, widget: QWidget, *keys: str | Qt.Key) -> None:
        """Press keys of the register at the pace of somebody calling names quickly."""
        QTest.qWait(_BETWEEN_MARKS_MS)
        for key in keys:
            self.keys(self._focus(widget), key)

    def shortcut(self, key: Qt.Key, *, control: bool = True) -> None:
        """Press a key of the whole window, with Ctrl unless told otherwise."""
        self.window.activateWindow()
        self.wait("the window to come to the front", self.window.isActiveWindow)
        held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self._focus(self.window), key, held)

    def press(self, button: QAbstractButton) -> None:
        """Go to a button and press the space bar."""
        self.wait(f"the button {button.text()}", button.isEnabled)
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)

    def page(self, page: Tab) -> None:
        """Go to a tab by its key."""
        self.shortcut(Qt.Key(Qt.Key.Key_1 + page))
        self.wait(f"tab {page + 1}", lambda: self.window.tabs.currentIndex() == page)

    def answer_with(self, file: Path) -> None:
        """The file to name when the program asks for one."""
        self._file = file

    def dialog(self, kind: type[Dialog]) -> Dialog:
        """The dialog of a kind that is open now, or comes."""

        def found() -> list[Dialog]:
            return [d for d in self.window.findChildren(kind) if d.isVisible()]

        self.wait(kind.__name__, found)
        return found()[0]

    def screenshot(self, path: Path) -> None:
        """Save what the window shows."""
        QTest.qWait(100)
        if not self.window.grab().save(str(path)):
            raise SelfTestError(f"The picture {path} could not be saved.")

    def leave(self) -> None:
        """Close window and data directory."""
        self.window.close()
        self.window.deleteLater()
        QTest.qWait(_POLL_MS)
        self.application.close()

    def _focus(self, otherwise: QWidget) -> QWidget:
        """Where keys go in the window: the widget with the focus, as Qt knows it."""
        focus: QWidget | None = self.window.focusWidget()
        return otherwise if focus is None else focus

    def _choose(
        self, _parent: QWidget, _request: FileRequest, chosen: Callable[[Path], None]
    ) -> None:
        chosen(self._file)
