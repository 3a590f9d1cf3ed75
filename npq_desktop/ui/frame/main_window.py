"""The one window: menu, header, the three tabs or the first page, and the bottom line.

Knows no service: what a menu entry asks for leaves as a signal, what is to be seen comes in by
methods. Its pages are handed in.
"""

from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QMainWindow,
    QMenu,
    QPushButton,
    QStackedWidget,
    QStyle,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.ui.frame.first_run import FirstRunPage
from npq_desktop.ui.frame.header import Header, StatusLine
from npq_desktop.ui.kit.icons import Icons
from npq_desktop.ui.kit.metrics import metrics_of
from npq_desktop.ui.kit.presses import PRESSES
from npq_desktop.ui.kit.theme import LIGHT


class Tab(IntEnum):
    """The tabs from left to right; Ctrl+1 is the first."""

    COHORT = 0
    REGISTER = 1
    REVIEW = 2


class MainWindow(QMainWindow):
    """Signals are requests of the menu, the keyboard or a dropped file."""

    import_requested = Signal()
    send_requested = Signal()
    open_requested = Signal()
    file_dropped = Signal(object)
    dates_requested = Signal()
    differences_requested = Signal()
    invite_requested = Signal()
    sync_requested = Signal()
    recovery_sheet_requested = Signal()
    restore_requested = Signal()
    shared_folder_requested = Signal()
    erasures_requested = Signal()
    groups_requested = Signal()
    hand_over_requested = Signal()
    new_group_requested = Signal()
    undo_requested = Signal()
    redo_requested = Signal()
    page_shown = Signal(int)

    def __init__(self, *, icons: Icons) -> None:
        super().__init__()
        self.icons = icons
        self.header = Header(parent=self, icons=icons)
        self.first_run = FirstRunPage(parent=self, icons=icons)
        self.tabs = QTabWidget(self)
        self.status = StatusLine(parent=self, icons=icons)
        self._pages = QStackedWidget(self)
        self._group_actions: list[QAction] = []
        self.undo_action = self._action("&Undo", "Ctrl+Z")
        self.redo_action = self._action("&Redo", "Ctrl+Shift+Z")
        self.setWindowTitle("NPQ Desktop")
        self.setWindowIcon(icons.icon("app", LIGHT.accent))
        self.setAcceptDrops(True)
        self._lay_out()
        self._make_menus()
        self.undo_action.triggered.connect(self.undo_requested)
        self.redo_action.triggered.connect(self.redo_requested)
        self.tabs.currentChanged.connect(self._page_changed)

    def add_page(self, page: Tab, widget: QWidget, title: str) -> None:
        """Hand in a tab; pages are added in the order of ``Tab``."""
        self.tabs.insertTab(page, widget, title)
        self.tabs.setTabToolTip(page, f"Ctrl+{page + 1}")

    def show_page(self, page: Tab) -> None:
        """Bring a tab to the front, its main widget with the focus."""
        self.tabs.setCurrentIndex(page)
        self.focus_page()

    def focus_page(self) -> None:
        """Put the keyboard into the main widget of the page in front."""
        if self._pages.currentWidget() is self.tabs:
            self.tabs.currentWidget().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_first_run(self, name: str) -> None:
        """Show the first page in place of the tabs."""
        self.first_run.show_name(name)
        self._pages.setCurrentWidget(self.first_run)
        self._enable_group(enabled=False)
        self.first_run.name.setFocus()

    def show_tabs(self) -> None:
        """Show the tabs."""
        self._pages.setCurrentWidget(self.tabs)
        self._enable_group(enabled=True)

    def show_undo(self, undo: str, redo: str) -> None:
        """What undo and redo would do next; "" when nothing."""
        self.undo_action.setEnabled(bool(undo))
        self.redo_action.setEnabled(bool(redo))
        self.undo_action.setText(undo[:1].upper() + undo[1:] or "&Undo")
        self.redo_action.setText(redo[:1].upper() + redo[1:] or "&Redo")
        self.status.show_undo(undo)

    def show_shortcuts(self) -> None:
        """Open the page of keys."""
        from npq_desktop.ui.frame.shortcuts_sheet import ShortcutsSheet

        ShortcutsSheet(parent=self).open()

    def _lay_out(self) -> None:
        metrics = metrics_of(self.font())
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Pages of this group")
        self._pages.addWidget(self.first_run)
        self._pages.addWidget(self.tabs)
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(middle)
        self.setStatusBar(self.status)
        room = self.screen().availableGeometry()
        title = self.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)  # the system adds it
        high = room.height() - title
        self.resize(min(metrics.chars(192), room.width()), min(metrics.line * 46, high))

    def _make_menus(self) -> None:
        self._make_group_menu()
        edit = self.menuBar().addMenu("&Edit")
        edit.addAction(self.undo_action)
        edit.addAction(self.redo_action)
        self._make_view_menu()
        helps = self.menuBar().addMenu("&Help")
        sheet = self._action("&Keyboard shortcuts", "F1")
        sheet.triggered.connect(self.show_shortcuts)
        helps.addAction(sheet)

    def _make_group_menu(self) -> None:
        group = self.menuBar().addMenu("&Group")
        self._entry(group, "&New group from a spreadsheet…", "", self.new_group_requested)
        self._entry(group, "&Import roster…", "", self.import_requested)
        self._group_actions.append(self._entry(group, "&Dates…", "", self.dates_requested))
        self._group_actions.append(
            self._entry(group, "Di&fferences with files…", "", self.differences_requested)
        )
        self._group_actions.append(self._entry(group, "&Send…", "Ctrl+E", self.send_requested))
        self._entry(group, "&Open…", "Ctrl+O", self.open_requested)
        self._group_actions.append(self._entry(group, "In&vite…", "", self.invite_requested))
        self._group_actions.append(self._entry(group, "S&ync…", "Ctrl+Y", self.sync_requested))
        self._group_actions.append(
            self._entry(group, "S&hared folder…", "", self.shared_folder_requested)
        )
        self._group_actions.append(
            self._entry(group, "&Erased participants…", "", self.erasures_requested)
        )
        self._group_actions.append(
            self._entry(group, "Hand over and re&move…", "", self.hand_over_requested)
        )
        self._entry(group, "&Recovery sheet…", "", self.recovery_sheet_requested)
        restore = "Res&tore from a recovery sheet…"
        self._entry(group, restore, "", self.restore_requested)
        group.addSeparator()
        switch = self._action("&Choose a group", "Ctrl+G")
        switch.triggered.connect(self.header.open_switcher)
        group.addAction(switch)
        self._group_actions.append(switch)
        every = "&All my groups…"
        self._group_actions.append(self._entry(group, every, "Ctrl+Shift+G", self.groups_requested))
        self.header.all_groups_chosen.connect(self.groups_requested)
        group.addSeparator()
        leave = self._action("&Quit", "Ctrl+Q")
        leave.triggered.connect(self.close)
        group.addAction(leave)

    def _make_view_menu(self) -> None:
        view = self.menuBar().addMenu("&View")
        names = ("&Cohort", "&Seminar register", "&Task review")
        for page, name in zip(Tab, names, strict=True):
            action = self._action(name, f"Ctrl+{page + 1}")
            action.setData(int(page))
            action.triggered.connect(self._page_action)
            view.addAction(action)
            self._group_actions.append(action)

    def _entry(self, menu: QMenu, text: str, keys: str, signal: object) -> QAction:
        action = self._action(text, keys)
        action.triggered.connect(signal)
        menu.addAction(action)
        return action

    def _action(self, text: str, keys: str) -> QAction:
        action = QAction(text, self)
        action.setAutoRepeat(False)  # Ctrl+Z held down must not take back a whole register
        if keys:
            action.setShortcut(QKeySequence(keys))
        return action

    def _page_action(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.show_page(Tab(action.data()))

    def _page_changed(self, page: int) -> None:
        if not self.tabs.tabBar().hasFocus():  # whoever walks along the tabs stays on them
            self.focus_page()
        self.page_shown.emit(page)

    def _enable_group(self, *, enabled: bool) -> None:
        for action in self._group_actions:
            action.setEnabled(enabled)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses the button that has the keyboard, as it does in a dialog."""
        button = self.focusWidget()
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_return and isinstance(button, QPushButton) and not event.isAutoRepeat():
            button.click()
        else:
            super().keyPressEvent(event)

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        PRESSES.released(event)
        super().keyReleaseEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _local_file(event) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = _local_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(path)


def _local_file(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
