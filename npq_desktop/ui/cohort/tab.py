"""Lays out the Cohort tab: strip, find box, table, legend, person panel.

What is read, and when, is up to the presenter.
"""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.cohort import CohortLook, CohortRow, CohortView
from npq_desktop.ui.cohort.delegates import BarLegend
from npq_desktop.ui.cohort.person_panel import PersonPanel
from npq_desktop.ui.cohort.summary_strip import SummaryStrip
from npq_desktop.ui.cohort.table import CohortTable, PersonButton
from npq_desktop.ui.cohort.table_model import ColumnsButton
from npq_desktop.ui.kit.actions import PageCommands
from npq_desktop.ui.kit.empty_state import EmptyState
from npq_desktop.ui.kit.pages import TabPage
from npq_desktop.ui.kit.tables import TableRole

_BESIDE_FROM_CHARACTERS = 150
_TABLE_PARTS, _PANEL_PARTS, _MUCH = 5, 3, 1000
_LEGEND_LINES, _LEGEND_LINES_STACKED = 28, 40
"""Below these heights legend and distribution give way: words beside each bar say the same."""


class CohortTab(TabPage):
    """Signals are requests: a person to show, a roster to import, a file to open."""

    person_selected = Signal(str)
    roster_requested = Signal()
    open_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = SummaryStrip(self)
        self.find_box = QLineEdit(self)
        self.table = CohortTable(self)
        self.person_panel = PersonPanel(self)
        self.empty_state = EmptyState(self)
        self.nobody = EmptyState(self)
        self.title = ""
        self._shown = QLabel(self)
        self.columns_button = ColumnsButton(self)
        self.person_button = PersonButton(parent=self, table=self.table)
        self._legend = BarLegend(self)
        self._splitter = QSplitter(self)
        self._filled = QWidget(self)
        self._pages = QStackedLayout(self)
        self.set_home(self.table)
        self._set_up_find()
        self._lay_out()
        self._connect()
        self.show_no_group()

    def show_view(self, view: CohortView) -> None:
        """Show a group; keeps who is selected, the filter, the order and the find text."""
        if not view.rows:
            self._show_no_people(view.title)
            return
        person = self.selected_person()
        self.title = view.title
        self.table.show_view(view)
        self._offer_columns()
        self.strip.show_view(view)
        self._legend.show_threshold(view.threshold)
        self._pages.setCurrentWidget(self._filled)
        self.table.select(person)
        self._tell_shown()

    def wear(self, look: CohortLook) -> None:
        """Show the table with the columns and the order last chosen for this group."""
        self.table.wear(look)
        self._offer_columns()

    def _offer_columns(self) -> None:
        self.columns_button.show_columns(self.table.rows.columns, self.table.look.hidden)

    def show_no_group(self) -> None:
        """Say that no group is open and how to get one."""
        self._show_empty(
            "No group yet",
            (
                "Your group's people appear here with their engagement. Set up a group from a "
                "spreadsheet of names, or open a file that a colleague sent you."
            ),
        )

    def show_trouble(self, sentence: str) -> None:
        """Show in place of the table why it cannot be shown."""
        self.empty_state.tell("This group cannot be shown", sentence)
        self._pages.setCurrentWidget(self.empty_state)

    def selected_person(self) -> str | None:
        """The id of the person whose row is current; None without one."""
        row = self.table.currentIndex().data(TableRole.ROW)
        return row.person if isinstance(row, CohortRow) else None

    def bind(self, commands: PageCommands) -> None:
        """Let the tab's own requests be commands of the menus."""
        commands.bind("find", self.focus_find)
        commands.bind("person", self.table.setFocus, words=self.selected_name)

    def selected_name(self) -> str:
        """The name of the person whose row is current; "" without one."""
        row = self.table.currentIndex().data(TableRole.ROW)
        return row.name if isinstance(row, CohortRow) else ""

    def focus_find(self) -> None:
        """Put the cursor into the find box, its text selected."""
        self.find_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_box.selectAll()

    def clear_filters(self) -> None:
        """Show everybody again."""
        with QSignalBlocker(self.find_box):
            self.find_box.clear()
        self.strip.choose("")
        self._keep("")
        self._find("")

    def _show_no_people(self, title: str) -> None:
        self._show_empty(
            "Nobody is in {} yet".format(title or "this group"),
            ("Participants appear here with their engagement. Add them from a spreadsheet."),
        )

    def _show_empty(self, heading: str, sentence: str) -> None:
        actions = (
            ("roster", "Add people from a list…"),
            ("open", "Open a file…"),
        )
        self.empty_state.tell(heading, sentence, actions)
        self.table.clear()
        self.person_panel.show_nobody()
        self._pages.setCurrentWidget(self.empty_state)

    def _set_up_find(self) -> None:
        self.find_box.setPlaceholderText("Find name, school, TRN, email ( / )")
        self.find_box.setAccessibleName("Find people")
        self.find_box.setClearButtonEnabled(True)

    def _lay_out(self) -> None:
        self._table_or_nobody = QStackedWidget(self)
        self._table_or_nobody.addWidget(self.table)
        self._table_or_nobody.addWidget(self.nobody)
        self._table_or_nobody.setMinimumHeight(self.table.minimumSizeHint().height())
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        find_row = QHBoxLayout()
        find_row.addWidget(self.find_box, 1)
        find_row.addWidget(self._shown)
        find_row.addWidget(self.person_button)
        find_row.addWidget(self.columns_button)
        column.addLayout(find_row)
        column.addWidget(self._table_or_nobody, 1)
        column.addWidget(self._legend)
        self._splitter.addWidget(left)
        self._splitter.addWidget(self.person_panel)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setStretchFactor(0, _TABLE_PARTS)
        self._splitter.setStretchFactor(1, _PANEL_PARTS)
        filled = QVBoxLayout(self._filled)
        filled.addWidget(self.strip)
        filled.addWidget(self._splitter, 1)
        self._pages.addWidget(self._filled)
        self._pages.addWidget(self.empty_state)

    def _connect(self) -> None:
        self.strip.part_chosen.connect(self._keep)
        self.find_box.textChanged.connect(self._find)
        self.find_box.returnPressed.connect(self._enter_table)
        self.columns_button.hidden_chosen.connect(self.table.hide_columns)
        self.table.current_changed.connect(self._tell_selection)
        self.empty_state.action_requested.connect(self._act)
        self.nobody.action_requested.connect(self.clear_filters)
        find = QShortcut(QKeySequence("/"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.focus_find)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.find_box)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        leave.activated.connect(self._leave_find)

    def _act(self, key: str) -> None:
        (self.roster_requested if key == "roster" else self.open_requested).emit()

    def _keep(self, standing: str) -> None:
        self.table.filter.keep_standing(standing)
        self._tell_shown()

    def _find(self, needle: str) -> None:
        self.table.filter.find(needle)
        self._tell_shown()

    def _leave_find(self) -> None:
        self.find_box.clear()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter_table(self) -> None:
        if self.table.filter.rowCount():
            self.table.select(self.selected_person() or self.table.first_person())
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_selection(self) -> None:
        person = self.selected_person()
        if person is None:
            self.person_panel.show_nobody()
        else:
            self.person_selected.emit(person)

    def _tell_shown(self) -> None:
        shown, there = self.table.filter.rowCount(), self.table.rows.rowCount()
        self._shown.setText(f"{shown} of {there} people")
        self._shown.setVisible(shown != there)
        if shown or not there:
            self._table_or_nobody.setCurrentWidget(self.table)
            return
        who = f"No people match “{self.find_box.text()}”" if self.find_box.text() else "Nobody here"
        self.nobody.tell(who, f"{there} people are in this group.", (("all", "Show everyone"),))
        self._table_or_nobody.setCurrentWidget(self.nobody)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.fontMetrics().averageCharWidth() * _BESIDE_FROM_CHARACTERS
        wide = event.size().width() >= beside
        lines = _LEGEND_LINES if wide else _LEGEND_LINES_STACKED
        is_high = event.size().height() >= self.fontMetrics().height() * lines
        self._legend.setVisible(is_high)
        self.strip.distribution.give_way(has_room=is_high)
        direction = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self._splitter.orientation() != direction:
            self._splitter.setOrientation(direction)
            panel = _PANEL_PARTS if wide else _TABLE_PARTS
            self._splitter.setStretchFactor(1, panel)
            self._splitter.setSizes([_MUCH * _TABLE_PARTS, _MUCH * panel])
