"""The view Assessment: which round, how far everybody is, and a table of the people."""

from pathlib import Path

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.assessment import AssessmentRow, AssessmentView, StripPart
from npq_desktop.services.core.words import count
from npq_desktop.services.office.assessment.words import PART_WORDS
from npq_desktop.ui.kit.dialogs.fields import name_box
from npq_desktop.ui.kit.lists.tables import TableRole
from npq_desktop.ui.kit.page.pages import TabPage
from npq_desktop.ui.kit.page.scrolled import in_turn
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.kit.pieces.banner import Banner, BannerKind
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind, ChipBar
from npq_desktop.ui.kit.pieces.empty_state import EmptyState
from npq_desktop.ui.kit.pieces.text import plain_tip
from npq_desktop.ui.office.assessment.columns import COLUMNS, GIVING_WAY, look_of
from npq_desktop.ui.office.office_table import OfficeTable

ALL = "all"
_NAMES = {ALL: "All", **PART_WORDS, "own": "Own window"}
_NARROW, _LOW, _ROUND = 700, 420, 480
"""Below this width or height the chips become a choice."""


class AssessmentPage(TabPage):
    """Signals are requests: a round to show, a person to choose or open ("" for nobody), a window.

    ``files_dropped`` carries paths, and the person they were dropped on.
    """

    round_chosen = Signal(str)
    person_chosen = Signal(str)
    person_opened = Signal()
    window_asked = Signal()
    files_dropped = Signal(object, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: AssessmentView | None = None
        self.rounds = QComboBox(self)
        name_box(self.rounds, "Round of the assessment")
        self.rounds.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.rounds.setMinimumContentsLength(16)
        self.step_button = Button("", self, kind=ButtonKind.PRIMARY)
        self.more_button = Button("", self, drawing="more")
        self.more_button.setAccessibleName("More about the assessment")
        self.more_button.setToolTip("More about the assessment")
        self.more_button.setMenu(QMenu(self.more_button))
        self.chips = ChipBar(self, "Where everyone is")
        self.combo = QComboBox(self)
        name_box(self.combo, "Where everyone is")
        self.banner = Banner(self)
        self.table = OfficeTable(
            parent=self,
            name="People at the assessment",
            columns=COLUMNS,
            giving_way=GIVING_WAY,
            look=look_of,
        )
        self.empty = EmptyState(self, drawing="register")
        self._stack = QStackedLayout()
        self._lay_out()
        self._connect()
        self.set_home(self.table)
        self.setAcceptDrops(True)

    def show_view(self, view: AssessmentView, banner: str) -> None:
        """Show a round of a group; ``banner`` is a sentence that matters most, or ""."""
        is_other = self._view is None or self._view.group != view.group
        self._view = view
        with QSignalBlocker(self.rounds):
            self.rounds.clear()
            for each in view.rounds:
                self.rounds.addItem(each.words, each.key)
            self.rounds.setCurrentIndex(max(0, self.rounds.findData(view.round)))
        self.rounds.setToolTip(plain_tip(self.rounds.currentText()))
        if is_other or not any(part.key == self.chips.current() for part in view.strip):
            self.chips.choose(ALL)
        self._show_counts(view.strip)
        self.banner.say(banner, kind=BannerKind.INFO)
        self._show_rows()
        if view.empty:
            action = () if view.refusal else (("window", "Set the window…"),)
            self.empty.tell("No window yet", view.empty.partition(". ")[2] or view.empty, action)
        had_keyboard = self.window().focusWidget() in (
            self.empty,
            *self.empty.findChildren(QWidget),
        )
        self._stack.setCurrentIndex(1 if view.empty else 0)
        self.set_home(self.empty if view.empty else self.table)
        if had_keyboard and not view.empty:
            self.table.setFocus()

    def show_nobody(self, sentence: str) -> None:
        """Show in place of the table why nobody is in it."""
        self._view = None
        self.table.show_rows(())
        self.empty.tell("Nobody to show", sentence)
        self._stack.setCurrentIndex(1)

    def select(self, person: str) -> None:
        """Make somebody current who was chosen elsewhere."""
        if person != self.table.current_person():
            self.table.select(person)

    def _show_counts(self, strip: tuple[StripPart, ...]) -> None:
        counts = {part.key: len(part.people) for part in strip}
        self.chips.show_counts(counts)
        kept = self.chips.current()
        with QSignalBlocker(self.combo):
            self.combo.clear()
            for key, name in _NAMES.items():
                if key in (ALL, kept) or counts.get(key):
                    self.combo.addItem(f"{name} · {counts.get(key, 0)}", key)
            self.combo.setCurrentIndex(max(0, self.combo.findData(kept)))

    def _show_rows(self) -> None:
        if self._view is None:
            return
        rows, kept = self._view.rows, self.chips.current()
        part = next((each for each in self._view.strip if each.key == kept), None)
        if part is not None and kept != ALL:
            rows = tuple(row for row in rows if row.person in part.people)
        self.table.show_rows(rows)

    def _keep(self, key: str) -> None:
        self.chips.choose(key)
        with QSignalBlocker(self.combo):
            self.combo.setCurrentIndex(max(0, self.combo.findData(key)))
        self._show_rows()
        announcer().say(f"{count(len(self.table.people.rows), 'person', 'people')} shown.")

    def _lay_out(self) -> None:
        self.chips.offer(list(_NAMES.items()), drawings={})
        metrics = metrics_of(self.font())
        line = QHBoxLayout()
        line.setSpacing(metrics.space)
        self.rounds.setMaximumWidth(metrics.wide(_ROUND))
        line.addWidget(self.rounds, 4)
        line.addStretch(1)
        line.addWidget(self.combo)
        line.addWidget(self.step_button)
        line.addWidget(self.more_button)
        shown = QWidget(self)
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space)
        column.addLayout(line)
        column.addWidget(self.chips)
        column.addWidget(self.banner)
        column.addWidget(self.table, 1)
        self._stack.addWidget(shown)
        self._stack.addWidget(self.empty)
        outer = QVBoxLayout(self)
        side = metrics.wide(12)
        outer.setContentsMargins(side, metrics.space, side, metrics.space)
        outer.addLayout(self._stack)
        self.combo.hide()
        self.step_button.hide()
        in_turn(*self.tab_order())

    def tab_order(self) -> tuple[QWidget, ...]:
        """What Tab reaches, in the order of the eye."""
        return (
            *(self.rounds, self.combo, self.step_button, self.more_button),
            *(*self.chips.chips.values(), self.table),
        )

    def _connect(self) -> None:
        self.rounds.activated.connect(
            lambda _: self.round_chosen.emit(str(self.rounds.currentData()))
        )
        self.chips.chosen.connect(self._keep)
        self.combo.activated.connect(lambda _: self._keep(str(self.combo.currentData())))
        self.table.current_changed.connect(
            lambda: self.person_chosen.emit(self.table.current_person())
        )
        self.table.opened.connect(self.person_opened)
        self.empty.action_requested.connect(lambda _: self.window_asked.emit())
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_offers)

    def _show_offers(self, place: QPoint) -> None:
        self.more_button.menu().popup(self.table.viewport().mapToGlobal(place))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = metrics_of(self.font())
        width = metrics.wide_at_full_text(event.size().width())
        height = metrics.high_at_full_text(event.size().height())
        gives_way = width < _NARROW or height < _LOW
        self.chips.setVisible(not gives_way)
        self.combo.setVisible(gives_way)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Files dropped on a person are that person's; other files are nobody's yet."""
        event.acceptProposedAction()
        place = self.table.viewport().mapFrom(self, event.position().toPoint())
        row = self.table.indexAt(place).data(TableRole.ROW)
        person = row.person if isinstance(row, AssessmentRow) else ""
        urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
        self.files_dropped.emit([Path(url.toLocalFile()) for url in urls], person)

    def row(self) -> AssessmentRow | None:
        """The row of who is chosen; None for nobody."""
        found = self.table.current_row()
        return found if isinstance(found, AssessmentRow) else None
