"""The panel beside the table: one person, or the group at a glance while nobody is chosen."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedLayout,
    QStackedWidget,
    QStyle,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.cohort import CohortView, NoteLine, PersonView
from npq_desktop.services.cohort import words
from npq_desktop.services.cohort.item_words import supposed
from npq_desktop.ui.cohort.panel.glance import GlancePage
from npq_desktop.ui.cohort.panel.head import PersonHead
from npq_desktop.ui.cohort.panel.journey_page import JourneyPage
from npq_desktop.ui.cohort.panel.notes_page import NotesPage
from npq_desktop.ui.cohort.panel.page_box import PageBox
from npq_desktop.ui.cohort.panel.route_page import RoutePage
from npq_desktop.ui.cohort.panel.sections import DetailsPage
from npq_desktop.ui.cohort.panel.try_page import TryPage
from npq_desktop.ui.cohort.panel.workings_list import WorkingsList
from npq_desktop.ui.kit.dialogs.fields import name_box
from npq_desktop.ui.kit.page.scrolled import in_turn, scrolled
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.cards import Surface

_ROUTE, _TRYING, _WORKINGS = range(3)
_LEAST_LINES = 4
"""Pages scroll; in a low window the head above them must keep its room."""


class PersonPanel(Surface):
    """A fixed head over pages that scroll. ``supposed`` carries what is tried out, by task or
    event; nothing of it is saved. ``person_chosen``: at a glance, a person was pressed.
    """

    supposed = Signal(object)
    person_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, edge=Qt.Edge.LeftEdge)
        self._view: PersonView | None = None
        self.head = PersonHead(self)
        self.route = RoutePage(self)
        self.trying = TryPage(self)
        self.workings = WorkingsList(self)
        self.journey = JourneyPage(self)
        self._details = DetailsPage(self)
        self.notes = NotesPage(self)
        self.glance = GlancePage(self)
        self.pages = QTabWidget(self)
        self._routes = QStackedWidget(self)
        self.page_box = PageBox(self, self.pages)
        self._lay_out()
        self.route.try_asked.connect(self._try_out)
        self.route.workings_asked.connect(self._show_workings)
        self.trying.supposed.connect(self.supposed)
        self.trying.left.connect(self._stop_trying)
        self.workings.left.connect(self._show_route)
        self.glance.chosen.connect(self.person_chosen)
        self.show_nobody()

    def show_group(self, view: CohortView) -> None:
        """Show the group at a glance, for while nobody is chosen."""
        self.glance.show_view(view)

    def show_nobody(self) -> None:
        """Show the group at a glance."""
        self._view = None
        self._stack.setCurrentIndex(0)

    def show_person(self, view: PersonView) -> None:
        """Show one person; the page in front stays in front while it is the same person."""
        if self._view is None or self._view.row.person != view.row.person:
            self._routes.setCurrentIndex(_ROUTE)
        self._view = view
        tried = self._show_in_place_of_the_route(view)
        self.head.show_person(view.row, supposed(tried) if tried else "")
        self.route.show_person(view)
        self.journey.show_journey(view.journey)
        self._details.show_details(view.details)
        self._stack.setCurrentIndex(1)

    def _show_in_place_of_the_route(self, view: PersonView) -> list[tuple[str, bool]]:
        """Fill the page in front, if it is not the route; gives what is tried out.

        Filling the other two would make arrows slow that go from person to person.
        """
        front = self._routes.currentIndex()
        if front == _WORKINGS:
            self.workings.show_sums(view.workings)
        if front == _TRYING or view.supposed:
            self.trying.show_person(view)
        return self.trying.titles(view.supposed) if view.supposed else []

    def add_page(self, title: str, page: QWidget) -> None:
        """Add a page that another room fills, behind those that are there."""
        self.pages.addTab(page, title)
        self.page_box.fit()

    def show_page(self, title: str) -> None:
        """Bring a page to the front by its title."""
        titles = [self.pages.tabText(at) for at in range(self.pages.count())]
        if title in titles:
            self.pages.setCurrentIndex(titles.index(title))

    def show_notes(self, notes: tuple[NoteLine, ...], draft: str) -> None:
        """Show the notes on this person."""
        self.notes.show_notes(notes, draft)

    @property
    def person(self) -> str | None:
        """Whose page is shown; None while nobody is chosen."""
        return self._view.row.person if self._view else None

    @property
    def name(self) -> str:
        """The name of whose page is shown; "" while nobody is chosen."""
        return self._view.row.name if self._view else ""

    def words(self) -> str:
        """Everything the panel says in sentences, for tests and screen readers."""
        if self._view is None:
            return self.glance.words()
        row = self._view.row
        tried = self.trying.banner.words() if self._view.supposed else ""
        route = (words.can_miss_sentence(row), words.route_sentence(row))
        said = (self.head.words(), tried, *route, words.history(self._view.snapshots))
        return "\n".join([*filter(None, said), *(each.words for each in self._view.workings)])

    def give_way(self, *, is_page: bool, is_low: bool) -> None:
        """Fit a page of its own, or a low window."""
        self.head.give_way(is_page=is_page, is_low=is_low)
        metrics = metrics_of(self.font())
        side, above = metrics.scaled(16), metrics.scaled(6 if is_low else 14)
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        for column in (self._beside, self._at_a_glance):
            column.setContentsMargins(side, above, max(0, side - bar), 0)
        for page in (self.head, self.journey, self.notes):  # in line with those that scroll
            page.setContentsMargins(0, 0, bar, 0)
        self._picking.setContentsMargins(0, 0, bar, 0)

    def tab_order(self) -> tuple[QWidget, ...]:
        """What Tab reaches on the page of a person, from above."""
        return (
            *(self.head.back, self.head.record_button, self.page_box, self.pages),
            *(self.route.try_button, self.route.workings_button, self.trying.banner.action),
            *(self.workings.back, self.journey.grid, self.notes.field, self.notes.add_button),
        )

    def order_page(self, page: QWidget) -> None:
        """Let Tab reach what can be pressed on an added page, which is new, after its title."""
        picker = self.pages if self.page_box.isHidden() else self.page_box
        gone = Qt.WidgetAttribute.WA_WState_ExplicitShowHide  # of what is new, Qt sets it later
        inside = (
            w for w in page.findChildren(QWidget) if not (w.isHidden() and w.testAttribute(gone))
        )
        in_turn(picker, *(w for w in inside if w.focusPolicy() & Qt.FocusPolicy.TabFocus))

    def _try_out(self) -> None:
        self._open(_TRYING)
        for line in list(self.trying.lines.values())[:1]:
            line.segments.segments[line.segments.current()].setFocus()

    def _stop_trying(self) -> None:
        self._routes.setCurrentIndex(_ROUTE)
        self.route.try_button.setFocus()
        if self._view and self._view.supposed:
            self.supposed.emit({})

    def _open(self, page: int) -> None:
        self._routes.setCurrentIndex(page)
        if self._view:
            self._show_in_place_of_the_route(self._view)

    def _show_workings(self) -> None:
        self._open(_WORKINGS)
        self.workings.back.setFocus()

    def _show_route(self) -> None:
        self._routes.setCurrentIndex(_ROUTE)
        self.route.workings_button.setFocus()

    def _lay_out(self) -> None:
        for page, name in (
            (self.route, "Route"),
            (self.trying, "Try it out"),
            (self.workings, "How this is worked out"),
        ):
            self._routes.addWidget(scrolled(page, self._routes, name))
        self.pages.setDocumentMode(True)
        self.pages.setUsesScrollButtons(False)
        name_box(self.page_box, "Page about this person")
        self.pages.setAccessibleName("About this person")
        self.pages.tabBar().setDrawBase(False)
        self.pages.addTab(self._routes, "Route")
        self.pages.addTab(self.journey, "Journey")
        self.pages.addTab(scrolled(self._details, self.pages, "Details"), "Details")
        self.pages.addTab(self.notes, "Notes")
        self.pages.setMinimumHeight(self.fontMetrics().height() * _LEAST_LINES)
        person = QWidget(self)
        metrics = metrics_of(self.font())
        self._beside = QVBoxLayout(person)
        self._beside.setSpacing(metrics.space)
        self._beside.addWidget(self.head)
        self._picking = QHBoxLayout()
        self._picking.addWidget(self.page_box)
        self._beside.addLayout(self._picking)
        self._beside.addWidget(self.pages, 1)
        nobody = QWidget(self)
        self._at_a_glance = QVBoxLayout(nobody)
        self._at_a_glance.addWidget(scrolled(self.glance, nobody, "At a glance"))
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(1, 0, 0, 0)
        self._stack.addWidget(nobody)
        self._stack.addWidget(person)
        self.give_way(is_page=False, is_low=False)

    @override
    def minimumSizeHint(self) -> QSize:
        metrics = metrics_of(self.font())
        return QSize(metrics.chars(24), metrics.line * 12)
