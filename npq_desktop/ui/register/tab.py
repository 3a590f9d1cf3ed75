"""The Seminar register's widgets: events, banner, counts, find, the table, what to do at the end.

Knows rows and signals only; reading and writing are the presenter's.
"""

from PySide6.QtCore import QEvent, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.register import (
    EventRow,
    EventState,
    RegisterRow,
    RegisterView,
    unmarked_names,
)
from npq_desktop.ui.kit.actions import PageCommands
from npq_desktop.ui.kit.appearance import appearance
from npq_desktop.ui.kit.banner import Banner
from npq_desktop.ui.kit.empty_state import EmptyState
from npq_desktop.ui.kit.icons import Icons
from npq_desktop.ui.kit.metrics import bold, larger, metrics_of
from npq_desktop.ui.kit.pages import TabPage
from npq_desktop.ui.kit.presses import PRESSES
from npq_desktop.ui.kit.shapes import Shape
from npq_desktop.ui.kit.text import ElidedLabel
from npq_desktop.ui.register.editors import (
    AmendmentEditor,
    MinutesEditor,
    NoteEditor,
    ReasonEditor,
    RowEditor,
)
from npq_desktop.ui.register.events_list import EventsList, EventsModel
from npq_desktop.ui.register.find_bar import FindBar
from npq_desktop.ui.register.keys import Command
from npq_desktop.ui.register.lines import CountsLine, SignedLines, mismatch_words
from npq_desktop.ui.register.table.cells import marks_width
from npq_desktop.ui.register.table.model import ROW_ROLE
from npq_desktop.ui.register.table.table import Fit, RegisterTable, Widths, fit, widths_of
from npq_desktop.ui.register.table.words import event_day

_KEYS = (
    "P present · A absent · L late · E left early · R reason · N note · H history · ⌫ unmark · "
    "/ find"
)


class RegisterTab(TabPage):
    """Signals are requests; ``mark_painted`` names event and person once a changed row is seen.

    ``walk_in_asked`` carries a name that find could not find.
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

    def __init__(self, *, parent: QWidget | None = None, icons: Icons | None = None) -> None:
        super().__init__(parent)
        self._event = ""
        self.events_model = EventsModel(parent=self)
        self.events = EventsList(parent=self, model=self.events_model)
        self.event_combo = QComboBox(self)
        self.heading = QLabel(self)
        self.banner = Banner(self)
        self.counts = CountsLine(parent=self)
        self.signed = SignedLines(self)
        self.find_bar = FindBar(parent=self)
        self.table = RegisterTable(parent=self, icons=icons or Icons())
        viewport = self.table.viewport()
        self.minutes = MinutesEditor(viewport)
        self.reasons = ReasonEditor(viewport)
        self.notes = NoteEditor(viewport)
        self.amendments = AmendmentEditor(viewport)
        self.rest_button = QPushButton(self)
        self.signoff_button = QPushButton("Sign off…  F9", self)
        self.row_menu = QMenu(self)
        self.more_button = QPushButton("&More", self)
        self.empty_state = EmptyState(self)
        self._filled = QWidget(self)
        self._pages = QStackedLayout(self)
        self._set_up()
        self._lay_out()
        self._connect()
        self.show_no_group()

    def show_no_group(self) -> None:
        """Say that no group is open and how to get one."""
        self._show_empty(
            "No group yet",
            (
                "The register of each seminar stands here. Set a group up from a spreadsheet of "
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
        self.heading.setText(_heading(view.event))
        self.counts.show_counts(view.counts)
        self._show_banner(view)
        self.signed.show_signoffs(view.signoffs, view.evidence)
        ran = view.event.state is not EventState.DID_NOT_RUN
        self._show_rest(view.counts.unmarked if ran else 0)
        self.table.set_quiet(not ran)
        self.table.show_rows(view.rows, another=another)

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

    def bind(self, commands: PageCommands) -> None:
        """Let the tab's own requests be commands of the menus."""
        commands.bind("find", self.find_asked.emit)
        commands.bind("sign_off", self.signoff_asked.emit)
        commands.bind(
            "mark_rest",
            self.rest_asked.emit,
            when=lambda: self.rest_button.isVisibleTo(self._filled),
            words=lambda: self.rest_button.text().replace("&", ""),
        )
        commands.bind("note", lambda: self._type(Command.NOTE))
        commands.bind("reason", lambda: self._type(Command.REASON))
        commands.bind("person", self.table.setFocus, words=self._current_name)

    def _type(self, command: Command) -> None:
        """Do as if the command's letter was pressed on the current row, after a pause."""
        self.table.setFocus()
        self.table.other_key_pressed.emit()
        self.table.letter_typed.emit(command.value, PRESSES.moment_ms())

    def _current_name(self) -> str:
        row = self.table.currentIndex().data(ROW_ROLE)
        return row.name if isinstance(row, RegisterRow) else ""

    def _show_row_menu(self, place: QPoint) -> None:
        if not self.row_menu.isEmpty() and self.table.current_person():
            self.row_menu.popup(self.table.viewport().mapToGlobal(place))

    def _set_up(self) -> None:
        self.set_home(self.table)
        self.event_combo.setModel(self.events_model)
        self.event_combo.setAccessibleName("Event")
        self.event_combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.heading.setFont(bold(larger(self.font(), 1.2)))
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        self.heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.more_button.setAccessibleName("More about this event and the chosen person")
        self.more_button.setMenu(QMenu(self.more_button))
        for button in (self.more_button, self.rest_button, self.signoff_button):
            button.setAutoDefault(False)
        self.setTabOrder(self.more_button, self.rest_button)
        self.setTabOrder(self.rest_button, self.signoff_button)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_row_menu)
        self.signoff_button.setAccessibleName("Sign off")

    def _lay_out(self) -> None:
        metrics = metrics_of(self.font())
        hint = ElidedLabel(self)
        hint.setText(_KEYS)
        ending = QHBoxLayout()
        ending.addWidget(hint, 1)
        for button in (self.more_button, self.rest_button, self.signoff_button):
            ending.addWidget(button)
        right = QVBoxLayout()
        right.setSpacing(metrics.space)
        for widget in (
            self.event_combo,
            self.heading,
            self.banner,
            self.counts,
            self.signed,
            self.find_bar,
        ):
            right.addWidget(widget)
        right.addWidget(self.table, 1)
        right.addLayout(ending)
        both = QHBoxLayout(self._filled)
        both.setContentsMargins(metrics.space, metrics.space, metrics.space, metrics.space)
        both.setSpacing(metrics.space)
        both.addWidget(self.events)
        both.addLayout(right, 1)
        self._pages.addWidget(self._filled)
        self._pages.addWidget(self.empty_state)

    def _connect(self) -> None:
        self.events.chosen.connect(self.event_chosen)
        self.event_combo.activated.connect(self._combo_activated)
        self.rest_button.clicked.connect(self.rest_asked)
        self.signoff_button.clicked.connect(self.signoff_asked)
        self.signed.sign_again_asked.connect(self.signoff_asked)
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
                "Participants stand here once the group has a roster.",
            )
            return
        self._show_empty(
            "No events yet",
            "The seminars of this group stand here once they have dates.",
        )

    def _show_empty(self, heading: str, sentence: str) -> None:
        actions = (
            ("roster", "Import a roster…"),
            ("open", "Open a file…"),
        )
        self.empty_state.tell(heading, sentence, actions)
        self._pages.setCurrentWidget(self.empty_state)

    def _show_banner(self, view: RegisterView) -> None:
        mismatch = mismatch_words(view.counts, unmarked_names(view.rows))
        if mismatch:
            self.banner.warn(" ".join(filter(None, (view.banner, mismatch))))
        else:
            self.banner.say(view.banner, shape=Shape.ARROW)

    def _show_rest(self, unmarked: int) -> None:
        self.rest_button.setText(f"Mar&k the {unmarked} unmarked…")
        self.rest_button.setVisible(unmarked > 0)

    def _place(self, editor: RowEditor, person: str) -> None:
        self.close_editors()
        editor.shown = self.table.row_of(person)
        editor.setGeometry(self.table.row_rect(person))

    def _place_editors(self) -> None:
        for editor in (self.minutes, self.reasons, self.notes, self.amendments):
            if editor.person:
                editor.setGeometry(self.table.row_rect(editor.person))

    def fitted(self) -> tuple[Fit, Widths]:
        """What the present width has room for."""
        metrics = metrics_of(self.font())
        wishes = widths_of(
            metrics,
            labels=marks_width(self.font(), letters=False),
            letters=marks_width(self.font(), letters=True),
        )
        frame = metrics.space * 3 + self.table.verticalScrollBar().sizeHint().width() + 4
        return fit(self.width() - frame, wishes), wishes

    def _fit(self) -> None:
        shown, wishes = self.fitted()
        self.events.setFixedWidth(wishes.events)
        self.events.setVisible(shown.events_list)
        self.event_combo.setVisible(not shown.events_list)
        self.heading.setVisible(shown.events_list)

    def _fit_table(self) -> None:
        self.table.fit_columns(*self.fitted())
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


def _heading(event: EventRow) -> str:
    day = f"today, {event_day(event)}" if event.is_today else event_day(event)
    return " · ".join(filter(None, (event.title, day, event.place)))
