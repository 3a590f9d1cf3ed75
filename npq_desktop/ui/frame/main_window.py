"""The one window: menu, header, the three tabs or the first page, and the bottom line.

Knows no service: what a menu entry asks for leaves as a signal, what is to be seen comes in by
methods. Its pages are handed in.
"""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QMainWindow,
    QPushButton,
    QStyle,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.ui.frame.header import Header
from npq_desktop.ui.frame.hiding import NamesHiding
from npq_desktop.ui.frame.letters import PAGE_KEYS
from npq_desktop.ui.frame.menus import MENUS, Tab, commands_of, fill_menu
from npq_desktop.ui.frame.status_line import Keys, StatusLine
from npq_desktop.ui.kit.keys.actions import NOWHERE
from npq_desktop.ui.kit.keys.presses import PRESSES
from npq_desktop.ui.kit.page.pages import Pages, bring, main_widget
from npq_desktop.ui.kit.paint.appearance import appearance
from npq_desktop.ui.kit.paint.icons import application_icon
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.banner import Banner

if TYPE_CHECKING:
    from npq_desktop.ui.frame.first_run import FirstRunPage

_PRESSED = (QPushButton, QToolButton)
_LOW = 520
_VERY_LOW = 420
"""Below this height at text 100% the second line of the header and the status line give way."""


class MainWindow(QMainWindow):
    """Signals are requests of the menu, the keyboard or a dropped file."""

    file_dropped = Signal(object)
    files_dropped = Signal(list)
    page_shown = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.header = Header(parent=self)
        self.tabs = Pages(self)
        self.failure = Banner(self)
        self.status = StatusLine(parent=self)
        self._shows_keys = True
        self._own_keys: dict[int, Keys] = {}
        self._pages = Pages(self)
        self.commands = commands_of(self)
        self.undo_action = self.commands.action("undo")
        self.redo_action = self.commands.action("redo")
        self.hiding = NamesHiding(self)
        self._next_words = {"undo": "", "redo": ""}
        self.setWindowTitle("NPQ Desktop")
        self.setWindowIcon(application_icon())
        self.setAcceptDrops(True)
        self._lay_out()
        self._make_menus()
        self._bind_commands()
        self.tabs.currentChanged.connect(self._page_changed)
        self.header.navigation.currentChanged.connect(self._bring)
        self.status.failed_changed.connect(self._show_failure)
        self.status.undo_clicked.connect(self.undo_action.trigger)

    @cached_property
    def first_run(self) -> "FirstRunPage":
        """The first page, built when it is first asked for: most starts have a group to show."""
        from npq_desktop.ui.frame.first_run import FirstRunPage

        page = FirstRunPage(parent=self)
        self._pages.addWidget(page)
        return page

    def add_page(self, page: Tab, widget: QWidget, title: str) -> None:
        """Hand in a tab; pages are added in the order of ``Tab``."""
        self.tabs.insertWidget(page, widget)
        self.header.navigation.add(page, title, page.name.casefold())
        self.header.navigation.setTabToolTip(page, f"Ctrl+{page + 1}")

    def show_page(self, page: Tab) -> None:
        """Bring a tab to the front, its main widget with the focus."""
        self._bring(page)
        self.focus_page()

    def _bring(self, page: int) -> None:
        if (widget := self.tabs.widget(page)) is not None:
            bring(self.tabs, widget)

    def focus_page(self) -> None:
        """Put the keyboard into the main widget of the page in front."""
        page = self.tabs.currentWidget()
        if page is not None and self._pages.currentWidget() is self.tabs:
            main_widget(page).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_first_run(self, name: str) -> None:
        """Show the first page in place of the tabs."""
        self.first_run.show_name(name)
        self._pages.setCurrentWidget(self.first_run)
        self._tell_commands()
        self.first_run.name.setFocus()

    def show_tabs(self) -> None:
        """Show the tabs; the keyboard waits for what is to fill them, and stops nowhere before."""
        focused = self.focusWidget()
        if self._pages.currentWidget() is not self.tabs and focused is not None:
            focused.clearFocus()
        self._pages.setCurrentWidget(self.tabs)
        self._tell_commands()

    def show_undo(self, undo: str, redo: str) -> None:
        """What undo and redo would do next; "" when nothing."""
        self._next_words = {"undo": undo, "redo": redo}
        for name, words in self._next_words.items():
            self.commands.enable(name, enabled=bool(words))
        self.status.show_undo(undo)

    def bind_undo(self, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        """Let these take a step back, and forward again."""
        self.commands.bind("undo", undo, words=lambda: self._next("undo"))
        self.commands.bind("redo", redo, words=lambda: self._next("redo"))

    def _next(self, name: str) -> str:
        words = self._next_words[name]
        return words[:1].upper() + words[1:]

    def _lay_out(self) -> None:
        metrics = metrics_of(self.font())
        self._pages.addWidget(QWidget(self))  # in front until it is known what to show
        self._pages.addWidget(self.tabs)
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.failure)
        column.addWidget(self._pages, 1)
        column.addWidget(self.status)
        self.setCentralWidget(middle)
        room = self.screen().availableGeometry()
        title = self.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)  # the system adds it
        high = room.height() - title
        self.resize(min(metrics.chars(192), room.width()), min(metrics.line * 46, high))

    def _make_menus(self) -> None:
        for title, menu in MENUS:
            fill_menu(self.commands, self.menuBar().addMenu(title), menu)

    def _bind_commands(self) -> None:
        bind = self.commands.bind
        bind("switch_group", self.header.open_switcher)
        bind("quit", self.close)
        bind("hide_names", self.hiding.hide_names)
        bind("cohort", lambda: self.show_page(Tab.COHORT))
        bind("register", lambda: self.show_page(Tab.REGISTER))
        bind("review", lambda: self.show_page(Tab.REVIEW))
        self.header.all_groups_chosen.connect(self.commands.action("all_groups").trigger)

    def _page_changed(self, page: int) -> None:
        navigation = self.header.navigation
        navigation.setCurrentIndex(page)
        if not navigation.hasFocus():  # the keyboard stays on the pages while it walks along them
            self.focus_page()
        self._tell_commands()
        self.page_shown.emit(page)

    def _tell_commands(self) -> None:
        """Enable what the page in front can do, and tick it in the menu."""
        has_group = self._pages.currentWidget() is self.tabs
        page = self.tabs.currentIndex() if has_group else NOWHERE
        self.commands.show_page(page)
        for tab, name in zip(Tab, ("cohort", "register", "review"), strict=True):
            self.commands.action(name).setChecked(tab == page)
        self._show_keys()

    def show_key_hints(self, *, shown: bool) -> None:
        """Show the keys of the page in the status line, or leave them out."""
        self._shows_keys = shown
        self._show_keys()

    def show_keys_of(self, page: Tab, keys: Keys) -> None:
        """Show these keys while a page is in front; none: its usual ones."""
        if self._own_keys.get(page) == keys:  # a register tells after every mark
            return
        self._own_keys[page] = keys
        self._show_keys()

    def _show_keys(self) -> None:
        page = self.commands.page
        if not self._shows_keys or page == NOWHERE:
            self.status.show_keys(())
            return
        usual = tuple((each.keys, each.short) for each in PAGE_KEYS[Tab(page)] if each.short)
        shown = self._own_keys.get(page) or usual
        self.status.show_keys(shown, with_legend=page == Tab.REGISTER)

    def _is_low(self) -> bool:
        return metrics_of(self.font()).high_at_full_text(self.height()) < _LOW

    def _show_failure(self, sentence: str) -> None:
        """In a low window, where there is no status line, what failed stands over the page."""
        self.failure.warn(sentence if self._is_low() else "")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        height = metrics_of(self.font()).high_at_full_text(self.height())
        appearance().squeeze(is_low=height < _VERY_LOW)
        self.header.give_way(is_low=self._is_low())
        self.status.setVisible(not self._is_low())
        self._show_failure(self.status.failed_words())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses the button that has the keyboard, as it does in a dialog."""
        button = self.focusWidget()
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_return and isinstance(button, _PRESSED) and not event.isAutoRepeat():
            button.click()
        else:
            super().keyPressEvent(event)

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        PRESSES.released(event)
        super().keyReleaseEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _local_files(event):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = _local_files(event)
        if paths:
            event.acceptProposedAction()
        if len(paths) == 1:
            self.file_dropped.emit(paths[0])
        elif paths:
            self.files_dropped.emit(paths)


def _local_files(event: QDropEvent) -> list[Path]:
    """What is dropped, if all of it is on this laptop."""
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls] if all(u.isLocalFile() for u in urls) else []
