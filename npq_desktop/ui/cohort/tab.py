"""Lays out the Cohort tab: filters, find box, table and legend, and the panel beside them.

What is read, and when, is up to the presenter.
"""

from functools import partial

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from npq_desktop.rows.cohort import CohortLook, CohortRow, CohortView
from npq_desktop.services.cohort import words
from npq_desktop.services.core.words import count
from npq_desktop.ui.cohort.bar import BarLegend
from npq_desktop.ui.cohort.body import CohortBody, PanelPlace
from npq_desktop.ui.cohort.panel.panel import PersonPanel
from npq_desktop.ui.cohort.table.table import CohortTable
from npq_desktop.ui.cohort.toolbar import EVERYONE, CohortToolbar
from npq_desktop.ui.cohort.views import ENGAGEMENT, PAGE_OF, VIEWS, CohortViews
from npq_desktop.ui.kit.keys.actions import PageCommands
from npq_desktop.ui.kit.lists.tables import TableRole
from npq_desktop.ui.kit.page.pages import TabPage, main_widget
from npq_desktop.ui.kit.page.scrolled import in_turn
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.kit.pieces.empty_state import EmptyState


class CohortTab(TabPage):
    """Signals are requests: a person to show, nobody to show, people to add, a file to open.

    ``view_chosen`` carries the key of the view that the person brought to the front.
    """

    person_selected = Signal(str)
    nobody_selected = Signal()
    view_chosen = Signal(str)
    roster_requested = Signal()
    open_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.toolbar = CohortToolbar(self)
        self.find_box = self.toolbar.find_box
        self.table = CohortTable(self)
        self.person_panel = PersonPanel(self)
        self.person_button = self.person_panel.head.record_button
        self.empty_state = EmptyState(self, drawing="cohort")
        self.nobody = EmptyState(self, drawing="find")
        self.title = ""
        self._threshold = 90
        self._legend = BarLegend(self)
        self.views = CohortViews(self)
        self._table_side = QWidget(self.views)
        self.views.add(ENGAGEMENT, self._table_side)
        self._body = CohortBody(self, self.views, self.person_panel)
        self._pages = QStackedLayout(self)
        self.set_home(self.table)
        self._lay_out()
        self._connect()
        self._give_way()
        self._order()
        self.show_no_group()

    def _order(self) -> None:
        in_turn(
            *(*self.views.tab_order(), *self.toolbar.tab_order(), self.table),
            *self.person_panel.tab_order(),
        )

    def order_view(self, *controls: QWidget) -> None:
        """Let Tab reach the controls of a view that was made later before it goes to the panel."""
        in_turn(self.views.tab_order()[-1], *controls)

    def show_view(self, view: CohortView) -> None:
        """Show a group; keeps who is selected, the filter, the order and the find text."""
        if not view.rows:
            self._show_no_people(view.title)
            return
        person = self.selected_person()
        self.title, self._threshold = view.title, view.threshold
        has_chips = bool(self.toolbar.chips.chips)
        self.toolbar.show_view(view)
        if not has_chips:
            self._order()
        self.table.show_view(view)
        self._offer_columns()
        self.person_panel.show_group(view)
        self._legend.show_threshold(view.threshold)
        in_turn(self.table, *self.person_panel.glance.people)
        self._pages.setCurrentWidget(self._body)
        self.table.select(person)
        self._tell_shown()

    def wear(self, look: CohortLook) -> None:
        """Show the table with the columns and the order last chosen for this group."""
        self.table.wear(look)
        self._offer_columns()
        self.views.show_view(look.view)

    def _offer_columns(self) -> None:
        sort = self.table.look.sort
        self.toolbar.show_columns(self.table.rows.columns, self.table.hidden, sort)

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
        row = self._selected()
        return row.person if row else None

    def selected_name(self) -> str:
        """The name of the person whose row is current; "" without one."""
        row = self._selected()
        return row.name if row else ""

    def _selected(self) -> CohortRow | None:
        row = self.table.currentIndex().data(TableRole.ROW)
        return row if isinstance(row, CohortRow) else None

    def bring(self, view: str) -> None:
        """Bring a view to the front, with the keyboard, and remember it for this group."""
        self._close_panel()
        self.views.show_view(view)
        self._view_chosen(view)
        self._focus_view(Qt.FocusReason.ShortcutFocusReason)

    def choose_person(self, person: str) -> None:
        """Choose somebody who may not be among those shown; "" chooses nobody."""
        if not person:
            self.table.choose_nobody()
        elif person != self.selected_person():
            self.table.select(person)
            if self.selected_person() != person:
                self.clear_filters()
                self.table.select(person)

    def open_person(self, page: str) -> None:
        """Open a page about the person who is chosen."""
        self.person_panel.show_page(page)
        self._open_panel()

    def bind(self, commands: PageCommands) -> None:
        """Let the tab's own requests be commands of the menus."""
        for key, _ in VIEWS:
            commands.bind(f"view_{key}", partial(self.bring, key))
        commands.bind("find", self.focus_find)
        commands.bind("person", self.table.setFocus, words=self.selected_name)
        self.toolbar.bind(commands)

    def focus_find(self) -> None:
        """Put the cursor into the find box, its text selected."""
        self._close_panel()
        self.views.show_view(ENGAGEMENT)
        self.find_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_box.selectAll()

    def clear_filters(self) -> None:
        """Show everyone again."""
        with QSignalBlocker(self.find_box):
            self.find_box.clear()
        self.toolbar.choose(EVERYONE)
        self.table.filter.find("")
        self._keep(EVERYONE)

    def _show_no_people(self, title: str) -> None:
        sentence = "Participants appear here with their engagement. Add them from a spreadsheet."
        self._show_empty(f"Nobody is in {title or 'this group'} yet", sentence)

    def _show_empty(self, heading: str, sentence: str) -> None:
        actions = (("roster", "Add people from a list…"), ("open", "Open a file…"))
        self.empty_state.tell(heading, sentence, actions)
        self.table.clear()
        self.person_panel.show_nobody()
        self._pages.setCurrentWidget(self.empty_state)

    def _lay_out(self) -> None:
        metrics = metrics_of(self.font())
        self._table_or_nobody = QStackedWidget(self)
        self._table_or_nobody.addWidget(self.table)
        self._table_or_nobody.addWidget(self.nobody)
        self._table_or_nobody.setMinimumHeight(self.table.minimumSizeHint().height())
        column = QVBoxLayout(self._table_side)
        side = metrics.scaled(12)
        column.setContentsMargins(side, metrics.space, side, metrics.space)
        column.setSpacing(metrics.space)
        column.addWidget(self.toolbar)
        column.addWidget(self._table_or_nobody, 1)
        column.addWidget(self._legend)
        self._pages.addWidget(self._body)
        self._pages.addWidget(self.empty_state)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _connect(self) -> None:
        self._body.placed.connect(self._give_way)
        self.views.chosen.connect(self._view_chosen)
        self.views.shown.connect(self._view_shown)
        self.toolbar.kept.connect(self._keep_chosen)
        self.toolbar.hidden_chosen.connect(self.table.hide_columns)
        self.toolbar.sort_chosen.connect(self.table.sort_by)
        self.table.look_changed.connect(self._offer_columns)
        self.find_box.textChanged.connect(self._find)
        self.find_box.returnPressed.connect(self._enter_table)
        self.table.current_changed.connect(self._tell_selection)
        self.table.opened.connect(self._open_panel)
        self.table.customContextMenuRequested.connect(self._show_offers)
        self.person_panel.person_chosen.connect(self._go_to)
        self.person_panel.head.back_asked.connect(self._back)
        self.empty_state.action_requested.connect(self._act)
        self.nobody.action_requested.connect(self.clear_filters)
        self._hear("/", self, self.focus_find)
        self._hear(Qt.Key.Key_Escape, self.find_box, self._leave_find)
        self._hear(Qt.Key.Key_Escape, self.person_panel, self._back)

    def _hear(self, keys: str | Qt.Key, where: QWidget, act: object) -> None:
        shortcut = QShortcut(QKeySequence(keys), where)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _act(self, key: str) -> None:
        (self.roster_requested if key == "roster" else self.open_requested).emit()

    def _keep(self, standing: str) -> None:
        self.table.filter.keep_standing(standing)
        self._tell_shown()

    def _view_shown(self, view: str) -> None:
        self.set_home(self._main())
        self.person_panel.show_page(PAGE_OF[view])

    def _view_chosen(self, view: str) -> None:
        self.table.keep_view(view)
        self.view_chosen.emit(view)

    def _keep_chosen(self, standing: str) -> None:
        self._keep(standing)
        announcer().say(f"{count(self.table.filter.rowCount(), 'person', 'people')} shown.")

    def _find(self, needle: str) -> None:
        self.table.filter.find(needle)
        self._tell_shown()
        if needle:
            announcer().say(f"{self.toolbar.shown.text()} found.")

    def _leave_find(self) -> None:
        self.find_box.clear()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter_table(self) -> None:
        if self.table.filter.rowCount():
            self.table.select(self.selected_person() or self.table.first_person())
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to(self, person: str) -> None:
        self.choose_person(person)
        self._focus_view()

    def _show_offers(self, place: QPoint) -> None:
        if self.selected_person():
            self.person_button.offers.popup(self.table.viewport().mapToGlobal(place))

    # ---- the panel -------------------------------------------------------------------------------

    def _tell_selection(self) -> None:
        person = self.selected_person()
        if person is None:
            self.person_panel.show_nobody()
            self.nobody_selected.emit()
            self._body.show_panel(is_open=False)
            return
        self.person_selected.emit(person)
        if self._body.places is PanelPlace.OVER:
            self._body.show_panel(is_open=True)

    def _open_panel(self) -> None:
        self._body.show_panel(is_open=True)
        if self._body.places is not PanelPlace.BESIDE:
            self.person_panel.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_panel(self) -> None:
        if self._body.is_panel_open:
            self._body.show_panel(is_open=False)

    def _back(self) -> None:
        """Back to the row in the table, which stays current."""
        self._close_panel()
        self._focus_view()

    def _focus_view(self, why: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        main_widget(self._main()).setFocus(why)

    def _main(self) -> QWidget:
        return self.table if self.views.current() == ENGAGEMENT else self.views.page()

    def _give_way(self) -> None:
        body = self._body
        self.toolbar.give_way(is_narrow=body.places is PanelPlace.PAGE, is_low=body.is_low)
        self._legend.setVisible(not body.is_low and body.places is not PanelPlace.PAGE)

    def _tell_shown(self) -> None:
        shown, there = self.table.filter.rowCount(), self.table.rows.rowCount()
        self.toolbar.shown.setText(f"{shown} of {there} people")
        self.toolbar.shown.setVisible(bool(self.find_box.text()))
        if shown or not there:
            self._table_or_nobody.setCurrentWidget(self.table)
            return
        kept = self.table.filter.standing
        who = f"Nobody here: {words.short(kept, self._threshold)}" if kept else "Nobody here"
        if self.find_box.text():
            who = f"No people match “{self.find_box.text()}”"
        self.nobody.tell(who, f"{there} people are in this group.", (("all", "Show everyone"),))
        self._table_or_nobody.setCurrentWidget(self.nobody)
