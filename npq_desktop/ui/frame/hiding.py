"""Hides names on a laptop nobody touches, until a click or a key.

Covers every window with a plain sheet instead of hiding what is on it: a field that lost the focus
would take what is being typed for finished. So nothing moves, closes or is written, and the click
or key that takes the sheets away does nothing else.
"""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.paint.metrics import bold, larger, metrics_of

_MINUTE_MS = 60_000
_TITLE = "NPQ Desktop"
_PRESSES = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    )
)
_STIRS = _PRESSES | {QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.InputMethod}
_SEEN = _STIRS | {QEvent.Type.ShortcutOverride, QEvent.Type.Show}
_COVERED = (Qt.WindowType.Window, Qt.WindowType.Dialog, Qt.WindowType.Sheet)


class NamesHiding(QObject):
    """Watches the whole application from ``start`` to ``stop``, and hides when nothing stirs."""

    def __init__(self, parent: QObject, *, after_minutes: float | None = None) -> None:
        super().__init__(parent)
        self.hidden = False
        self._tail = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide_names)
        self._watching = False
        self.hide_after(after_minutes)

    def hide_after(self, minutes: float | None) -> None:
        """Hide after so long without a stir; None for never by itself."""
        self._minutes = minutes
        self._wait()

    def _wait(self) -> None:
        self._timer.stop()
        if self._watching and self._minutes is not None:
            self._timer.start(round(self._minutes * _MINUTE_MS))

    def start(self) -> None:
        """Watch from here on."""
        _application().installEventFilter(self)
        self._watching = True
        self._wait()

    def stop(self) -> None:
        """Watch no more: the windows are about to go."""
        _application().removeEventFilter(self)
        self._watching = False
        self._timer.stop()

    def hide_names(self) -> None:
        """Cover every window; lists that stand open above them are closed unchosen."""
        self.hidden = True
        QToolTip.hideText()
        while popup := QApplication.activePopupWidget():
            popup.close()
        for window in QApplication.topLevelWidgets():
            _cover(window)

    def show_names(self) -> None:
        """Take the sheets away."""
        self.hidden = False
        for window in QApplication.topLevelWidgets():
            for cover in _covers(window):
                cover.lift()
        self._wait()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in _SEEN:
            return False
        if self.hidden:
            return self._while_hidden(watched, event)
        if kind in _STIRS:
            self._wait()
        return self._tail and kind in _PRESSES and self._belongs_to_the_reveal(event)

    def _while_hidden(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Show:
            if isinstance(watched, QWidget) and watched.isWindow():
                _cover(watched)
            return False
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()  # so that no shortcut answers; the key itself comes next
        if kind in _PRESSES:
            self._tail = True
            self.show_names()
        return kind != QEvent.Type.MouseMove

    def _belongs_to_the_reveal(self, event: QEvent) -> bool:
        """A key still held down, and the second half of a double click."""
        held = isinstance(event, QKeyEvent) and event.isAutoRepeat()
        self._tail = held or event.type() == QEvent.Type.MouseButtonDblClick
        return self._tail


class Cover(QWidget):
    """The sheet over one window; never takes the focus."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._title = window.windowTitle()
        self.setAutoFillBackground(True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        what = QLabel("Names are hidden", self)
        what.setFont(bold(larger(self.font(), 1.4)))
        how = QLabel("Click or press any key to see them again.", self)
        self.setAccessibleName(f"{what.text()}. {how.text()}")
        column = QVBoxLayout(self)
        column.setSpacing(metrics_of(self.font()).gap)
        column.addStretch(1)
        for label in (what, how):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addStretch(1)
        window.setWindowTitle(_TITLE)
        window.installEventFilter(self)
        self._fit()
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def lift(self) -> None:
        """Take the sheet away and give the window its title back."""
        window = self.window()
        window.removeEventFilter(self)
        window.setWindowTitle(self._title)
        self.hide()
        self.setParent(None)
        self.deleteLater()

    def _fit(self) -> None:
        self.setGeometry(self.window().rect())
        self.raise_()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ChildPolished):
            self._fit()
        return False


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)  # noqa: S101  Qt's type says less than it makes
    return application


def _cover(window: QWidget) -> None:
    if window.isVisible() and window.windowType() in _COVERED and not _covers(window):
        Cover(window)


def _covers(window: QWidget) -> list[Cover]:
    return window.findChildren(Cover, options=Qt.FindChildOption.FindDirectChildrenOnly)
