"""The view Office: what is due next, and everybody with support, place and plan."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.rows.contact import ContactRow
from npq_desktop.rows.office import OfficeRow
from npq_desktop.services.core.words import count
from npq_desktop.ui.kit.lists.tables import Column
from npq_desktop.ui.kit.page.pages import TabPage
from npq_desktop.ui.kit.page.scrolled import in_turn
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.banner import Banner, BannerKind
from npq_desktop.ui.kit.pieces.buttons import Button, ChipBar
from npq_desktop.ui.office.follow_ups import FollowUps
from npq_desktop.ui.office.office_table import NAME, STATUS, OfficeTable, RowLook

ALL, DUE = "all", "due"
_FOLLOW_UPS = ((440, 3), (260, 1))
"""From which height on at text 100% how many follow-ups are seen at once."""
_NARROW = 600
"""Below this width at text 100% the buttons stand under the chips."""


def look_of(row: OfficeRow) -> RowLook:
    """How a person is painted: loud while something waits too long."""
    if row.is_overdue:
        return RowLook("warning", "warn", heavy=True)
    return RowLook("late") if row.due else RowLook("ring")


def told(row: OfficeRow) -> str:
    """A person as a sentence, for a screen reader."""
    parts = (row.name, row.due or "nothing due", row.support, row.place, row.plan)
    return ", ".join(part for part in parts if part) + "."


COLUMNS: tuple[Column[OfficeRow], ...] = (
    Column(NAME, "Name", lambda row: row.name, told=told),
    Column(STATUS, "Due", lambda row: row.due or "Nothing due"),
    Column("support", "One-to-one support", lambda row: row.support),
    Column("place", "Place", lambda row: row.place),
    Column("plan", "Plan of implementation", lambda row: row.plan),
)


class OfficePage(TabPage):
    """Signals are requests: a person to choose or open ("" for nobody), the discussion."""

    person_chosen = Signal(str)
    person_opened = Signal()
    discussion_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[OfficeRow, ...] = ()
        self.chips = ChipBar(self, "Who is shown")
        self.chips.offer([(ALL, "All"), (DUE, "Something due")], drawings={})
        self.done_button = Button("Follow-up done", self, key="Space")
        self.discussion_button = Button("Discussion…", self)
        self.more_button = Button("", self, drawing="more")
        self.more_button.setAccessibleName("More about the office")
        self.more_button.setToolTip("More about the office")
        self.more_button.setMenu(QMenu(self.more_button))
        self.banner = Banner(self)
        self.due = FollowUps(self, most=0)
        self.table = OfficeTable(
            parent=self,
            name="People and the office",
            columns=COLUMNS,
            giving_way=("place", "support", "plan"),
            look=look_of,
        )
        self._lay_out()
        self.set_home(self.table)
        self.chips.chosen.connect(lambda _: self._show())
        self.table.current_changed.connect(
            lambda: self.person_chosen.emit(self.table.current_person())
        )
        self.table.opened.connect(self.person_opened)
        self.done_button.clicked.connect(self.due.ask)
        self.discussion_button.clicked.connect(self.discussion_asked)
        self.table.customContextMenuRequested.connect(self._show_offers)

    def show_rows(
        self,
        rows: tuple[OfficeRow, ...],
        *,
        unread: int,
        follow_ups: tuple[ContactRow, ...],
        note: str,
    ) -> None:
        """Show everybody and the ``follow_ups``; ``unread`` posts are new, ``note`` is a sentence
        or "".
        """
        self._rows = rows
        due = sum(bool(row.due) for row in rows)
        self.chips.show_counts({ALL: len(rows), DUE: due})
        new = f"{count(unread, 'new post')}…" if unread else "Discussion…"
        self.discussion_button.setText(new)
        self.due.show_follow_ups(follow_ups)
        self._fit_follow_ups()
        self.banner.say(note, kind=BannerKind.INFO)
        self._show()

    def select(self, person: str) -> None:
        """Make somebody current who was chosen elsewhere."""
        if person != self.table.current_person():
            self.table.select(person)

    def _show(self) -> None:
        only_due = self.chips.current() == DUE
        self.table.show_rows([row for row in self._rows if row.due or not only_due])

    def _lay_out(self) -> None:
        metrics = metrics_of(self.font())
        buttons = QHBoxLayout()
        buttons.setSpacing(metrics.space)
        for button in (self.done_button, self.discussion_button, self.more_button):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        buttons.addStretch(1)
        self._above = line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        line.setSpacing(metrics.space)
        line.addWidget(self.chips, 1)
        line.addLayout(buttons)
        column = QVBoxLayout(self)
        side = metrics.wide(12)
        column.setContentsMargins(side, metrics.space, side, metrics.space)
        column.setSpacing(metrics.space)
        column.addLayout(line)
        column.addWidget(self.banner)
        column.addWidget(self.due)
        column.addWidget(self.table, 1)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        in_turn(*self.tab_order())

    def tab_order(self) -> tuple[QWidget, ...]:
        """What Tab reaches, in the order of the eye."""
        buttons = (self.done_button, self.discussion_button, self.more_button)
        return *self.chips.chips.values(), *buttons, self.due, self.table

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        self._fit_follow_ups()
        is_narrow = metrics_of(self.font()).wide_at_full_text(self.width()) < _NARROW
        self._above.setDirection(way.TopToBottom if is_narrow else way.LeftToRight)

    def _fit_follow_ups(self) -> None:
        high = metrics_of(self.font()).high_at_full_text(self.height())
        self.due.show_at_most(next((most for least, most in _FOLLOW_UPS if high >= least), 0))
        self.done_button.setVisible(not self.due.isHidden())

    def _show_offers(self, place: QPoint) -> None:
        self.more_button.menu().popup(self.table.viewport().mapToGlobal(place))
