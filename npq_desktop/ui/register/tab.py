"""The Seminar register's widgets: the events, the head, the status card and the table.

Knows rows and signals only; reading and writing are the presenter's.
"""

from functools import partial

from PySide6.QtCore import QEvent, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.rows.register import EventRow, EventState, RegisterRow, RegisterView
from npq_desktop.ui.kit.keys.actions import PageCommands
from npq_desktop.ui.kit.keys.presses import PRESSES
from npq_desktop.ui.kit.page.pages import TabPage
from npq_desktop.ui.kit.page.scrolled import in_turn
from npq_desktop.ui.kit.paint.appearance import appearance
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.banner import Banner, BannerKind
from npq_desktop.ui.kit.pieces.empty_state import EmptyState
from npq_desktop.ui.register.editors import (
    AmendmentEditor,
    MinutesEditor,
    NoteEditor,
    ReasonEditor,
    RowEditor,
)
from npq_desktop.ui.register.events_list import EventsModel, EventsSide
from npq_desktop.ui.register.head import RegisterHead
from npq_desktop.ui.register.key_commands import LOCKED_KEYS, Command
from npq_desktop.ui.register.status_card import StatusCard
from npq_desktop.ui.register.table.model import ROW_ROLE
from npq_desktop.ui.register.table.table import RegisterTable
from npq_desktop.ui.register.table.words import CHOICE_LABELS, choice_words

_MARKS = {
    "mark_present": Command.PRESENT,
    "mark_late": Command.LATE,
    "mark_early": Command.LEFT_EARLY,
    "mark_absent": Command.ABSENT,
}
_WITHOUT_LIST = 900
_VERY_WIDE = 1700
_LOW = 520


class RegisterTab(TabPage):
    """Signals are requests; ``mark_painted`` names event and person once a changed row is seen.

    ``walk_in_asked`` carries a name that find could not find; ``change_chosen`` whose signed mark
    is to be which other; ``keys_changed`` the keys for the status line, none for the usual ones.
    """

    event_chosen = Signal(str)
    rest_asked = Signal()
    signoff_asked = Signal()
    find_asked = Signal()
    walk_in_asked = Signal(str)
    roster_requested = Signal()
    open_requested = Signal()
    history_asked = Signal(str)
    note_asked = Signal(str)
    mark_painted = Signal(str, str)
    change_chosen = Signal(str, object)
    keys_changed = Signal(tuple)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._event = ""
        self._shown_head: tuple[object, ...] = ()
        self.events_model = EventsModel(parent=self)
        self.events_side = EventsSide(parent=self, model=self.events_model)
        self.events = self.events_side.events
        self.head = RegisterHead(parent=self, events=self.events_model)
        self.event_combo, self.find_bar = self.head.event_combo, self.head.find_bar
        self.more_button = self.head.more_button
        self.banner = Banner(self)
        self.card = StatusCard(self)
        self.rest_button, self.signoff_button = self.card.rest_button, self.card.signoff_button
        self.table = RegisterTable(parent=self)
        viewport = self.table.viewport()
        self.minutes = MinutesEditor(viewport)
        self.reasons = ReasonEditor(viewport)
        self.notes = NoteEditor(viewport)
        self.amendments = AmendmentEditor(viewport)
        self.row_menu = QMenu(self)
        self.change_menu = QMenu(self)
        self.empty_state = EmptyState(self, drawing="register")
        self._filled = QWidget(self)
        self._pages = QStackedLayout(self)
        self._set_up()
        self._lay_out()
        self.events_side.hide()  # shown by the first size that has room for it
        self._connect()
        self.show_no_group()

    def show_no_group(self) -> None:
        """Say that no group is open and how to get one."""
        self._show_empty(
            "No group yet",
            (
                "The register of each seminar appears here. Set a group up from a spreadsheet of "
                "names, or open a file a colleague sent you."
            ),
        )

    def show_events(self, events: tuple[EventRow, ...], current: str) -> None:
        """Show the events; the current one is selected."""
        with QSignalBlocker(self.event_combo):
            self.events_model.update(events)
            position = self.events_model.position(current)
            self.events.select(position)
            if self.event_combo.currentIndex() != position:
                self.event_combo.setCurrentIndex(position)

    def show_view(self, view: RegisterView | None) -> None:
        """Show a register, or say why there is none."""
        if view is None or not view.rows:
            self._event = ""
            self._show_nobody(has_event=view is not None)
            return
        another = view.event.id != self._event
        if another:
            self.close_editors()
        self._event = view.event.id
        self._pages.setCurrentWidget(self._filled)
        ran = view.event.state is not EventState.DID_NOT_RUN
        self._show_head(view.event, view.banner if ran else "")
        self.card.show_view(view)
        self.table.set_quiet(not ran)
        self.keys_changed.emit(LOCKED_KEYS if view.signoffs else ())
        self.table.show_rows(view.rows, another=another)

    def _show_head(self, event: EventRow, banner: str) -> None:
        """What no mark changes, so that a mark does not wait for it."""
        head = (event.title, event.start, event.end, event.place, event.is_today, banner)
        if head != self._shown_head:
            self._shown_head = head
            self.head.show_event(event)
            lead, _, rest = banner.partition(". ")
            self.banner.say(rest or banner, kind=BannerKind.INFO, lead=f"{lead}." if rest else "")
            todays = not event.is_today and self._todays()
            self.banner.offer("Go to today's" if todays else "")

    def _todays(self) -> str:
        """The id of today's event, "" on a day without one."""
        return next((each.id for each in self.events_model.events if each.is_today), "")

    def ask_minutes(self, person: str, which: str, minutes: int | None) -> None:
        """Open the minutes editor over a person's row."""
        self._place(self.minutes, person)
        self.minutes.ask(person, which, minutes)

    def ask_reason(self, person: str) -> None:
        """Open the reasons over a person's row."""
        self._place(self.reasons, person)
        self.reasons.ask(person)

    def ask_note(self, person: str, text: str, draft: str = "") -> None:
        """Open the note over a person's row, or the draft of it."""
        self._place(self.notes, person)
        self.notes.ask(person, text, draft)

    def ask_amendment(self, person: str, draft: str = "") -> None:
        """Ask over a person's row why a signed mark changes."""
        self._place(self.amendments, person)
        self.amendments.ask(person, "", draft)

    def close_editors(self) -> None:
        """Close whichever editor is open, without an answer; the table then has the focus again."""
        for editor in (self.minutes, self.reasons, self.notes, self.amendments):
            if editor.person:
                editor.finish()
                self.table.setFocus()

    def offer_change(self, person: str) -> None:
        """Offer the four marks at the row of somebody whose mark is signed off."""
        self.change_menu.clear()
        for state, words in CHOICE_LABELS.items():
            action = self.change_menu.addAction(f"&{words}")
            action.triggered.connect(
                lambda _=False, state=state: self.change_chosen.emit(person, state)
            )
        row = self.table.row_rect(person)
        self.change_menu.popup(self.table.viewport().mapToGlobal(row.bottomLeft()))

    def bind(self, commands: PageCommands) -> None:
        """Let the tab's own requests be commands of the menus."""
        commands.bind("find", self.find_asked.emit)
        self.events_side.dates_button.clicked.connect(commands.action("dates").trigger)
        commands.bind("sign_off", self.signoff_asked.emit)
        commands.bind(
            "mark_rest",
            self.rest_asked.emit,
            when=lambda: self.rest_button.isVisibleTo(self._filled),
            words=self.card.rest_said,
        )
        commands.bind("note", partial(self._type, Command.NOTE.value))
        commands.bind("reason", partial(self._type, Command.REASON.value))
        commands.bind("person", self.table.setFocus, words=self._current_name)
        for name, command in _MARKS.items():
            commands.bind(name, partial(self._mark, command))
        for side, name in enumerate(("choose_first", "choose_second")):
            commands.bind(
                name,
                partial(self._type, str(side + 1)),
                when=partial(self._has_side, side),
                words=partial(self._side, side),
            )

    def _mark(self, command: Command) -> None:
        """As the letter does; somebody who is not expected is marked at once."""
        row = self._current_row()
        if row is not None and not row.expected:
            self.table.register_model.reveal(row.person)
        self._type(command.value)

    def _has_side(self, side: int) -> bool:
        row = self._current_row()
        return row is not None and side < len(row.candidates)

    def _side(self, side: int) -> str:
        return choice_words(self._current_row(), side)

    def _type(self, letter: str) -> None:
        """Do as if a letter was pressed on the current row, after a pause."""
        self.table.setFocus()
        self.table.other_key_pressed.emit()
        self.table.letter_typed.emit(letter, PRESSES.moment_ms())

    def _current_row(self) -> RegisterRow | None:
        row = self.table.currentIndex().data(ROW_ROLE)
        return row if isinstance(row, RegisterRow) else None

    def _current_name(self) -> str:
        row = self._current_row()
        return row.name if row else ""

    def _show_row_menu(self, place: QPoint) -> None:
        if not self.row_menu.isEmpty() and self.table.current_person():
            self.row_menu.popup(self.table.viewport().mapToGlobal(place))

    def _set_up(self) -> None:
        self.set_home(self.table)
        side = (self.events_side.dates_button, self.events, self.event_combo)
        head = (self.find_bar.field, self.more_button, self.banner.action)
        in_turn(*side, *head, *self.card.buttons(), self.table)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_row_menu)

    def _lay_out(self) -> None:
        self._right = right = QVBoxLayout()
        for widget in (self.head, self.banner, self.card):
            right.addWidget(widget)
        right.addWidget(self.table, 1)
        both = QHBoxLayout(self._filled)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(self.events_side)
        both.addLayout(right, 1)
        self._pages.addWidget(self._filled)
        self._pages.addWidget(self.empty_state)

    def _connect(self) -> None:
        self.events.chosen.connect(self.event_chosen)
        self.event_combo.activated.connect(self._combo_activated)
        self.banner.acted.connect(lambda: self.event_chosen.emit(self._todays()))
        self.card.rest_asked.connect(self.rest_asked)
        self.card.signoff_asked.connect(self.signoff_asked)
        self.table.row_painted.connect(self._row_painted)
        self.table.verticalScrollBar().valueChanged.connect(self._place_editors)
        self.table.resized.connect(self._fit_table)
        appearance().changed.connect(self._fit_table)
        self.empty_state.action_requested.connect(self._empty_action)

    def _combo_activated(self, position: int) -> None:
        self.event_chosen.emit(self.events_model.events[position].id)

    def _row_painted(self, person: str) -> None:
        self.mark_painted.emit(self._event, person)

    def _empty_action(self, action: str) -> None:
        (self.roster_requested if action == "roster" else self.open_requested).emit()

    def _show_nobody(self, *, has_event: bool) -> None:
        if has_event:
            self._show_empty(
                "Nobody is on this register yet",
                "Participants appear here. Add them from a spreadsheet.",
            )
            return
        self._show_empty(
            "No events yet",
            "The seminars of this group appear here once they have dates.",
        )

    def _show_empty(self, heading: str, sentence: str) -> None:
        actions = (("roster", "List of people from a file…"), ("open", "Open a file…"))
        self.empty_state.tell(heading, sentence, actions)
        self._pages.setCurrentWidget(self.empty_state)

    def _place(self, editor: RowEditor, person: str) -> None:
        self.close_editors()
        editor.shown = self.table.row_of(person)
        editor.fit_over(self.table.row_rect(person))

    def _place_editors(self) -> None:
        for editor in (self.minutes, self.reasons, self.notes, self.amendments):
            if editor.person:
                editor.fit_over(self.table.row_rect(editor.person))

    def _fit(self) -> None:
        metrics = metrics_of(self.font())
        width = metrics.wide_at_full_text(self.width())
        has_list = width >= _WITHOUT_LIST
        self.events_side.be_wide(metrics.wide(280 if width >= _VERY_WIDE else 240))
        self.events_side.setVisible(has_list)
        is_low = metrics.high_at_full_text(self.window().height()) < _LOW
        self.card.give_way(is_low=is_low)
        self.head.give_way(has_list=has_list, is_low=is_low)
        air = (12, 2, 12, 2) if is_low else (12, 8, 12, 8)
        self._right.setContentsMargins(*(metrics.scaled(each) for each in air))
        self._right.setSpacing(metrics.gap if is_low else metrics.space)

    def _fit_table(self) -> None:
        self.table.fit_columns()
        self._place_editors()

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        PRESSES.released(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()
            self._fit_table()
