"""The panel about one person: journey, route to the line, details and notes, a page each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from npq_desktop.rows.cohort import NoteLine, PersonView
from npq_desktop.services.cohort import words
from npq_desktop.ui.cohort.journey_page import JourneyPage
from npq_desktop.ui.cohort.notes_page import NotesPage
from npq_desktop.ui.cohort.route_page import RoutePage
from npq_desktop.ui.cohort.sections import DetailsPage, label, scrolled
from npq_desktop.ui.cohort.standing import colour_of, shape_of
from npq_desktop.ui.kit.shapes import shape_icon

_ROUTE = 1
_LEAST_LINES = 4
"""Pages scroll; on a low screen the table above them must keep a row or two."""


class PersonPanel(QWidget):
    """Shows one person; while nobody is selected, a hint to select somebody.

    ``supposed`` carries what if, by item: figures are shown for it, and nothing is saved.
    """

    supposed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: PersonView | None = None
        self._name = label(self, scale=1.25, bold=True)
        self._shape = QLabel(self)
        self._standing = label(self)
        self.journey = JourneyPage(self)
        self.route = RoutePage(self)
        self._details = DetailsPage(self)
        self.notes = NotesPage(self)
        self.pages = QTabWidget(self)
        self.pages.setDocumentMode(True)
        self.pages.setUsesScrollButtons(False)
        self.pages.setAccessibleName("About this person")
        for page, title in (
            (self.journey, "Journey"),
            (self.route, "Route"),
            (self._details, "Details"),
            (self.notes, "Notes"),
        ):
            self.pages.addTab(scrolled(page, self.pages, title), title)
        self.pages.setMinimumHeight(self.fontMetrics().height() * _LEAST_LINES)
        self.pages.setCurrentIndex(_ROUTE)
        self._lay_out()
        self.route.supposed.connect(self.supposed)
        self.show_nobody()

    def show_nobody(self) -> None:
        """Show the hint."""
        self._view = None
        self._name.setText("")
        self._standing.setText(
            "Choose a person in the table to see how their engagement is worked out."
        )
        self._shape.hide()
        self.pages.hide()

    def show_person(self, view: PersonView, threshold: int) -> None:
        """Show one person; the page in front stays in front."""
        self._view = view
        self._name.setText(view.row.name)
        self._standing.setText(words.sentence(view.row))
        self.pages.setTabText(_ROUTE, f"Route to {threshold}%")
        self.journey.show_journey(view.journey)
        self.route.show_person(view, threshold)
        self._details.show_details(view.details)
        self._tint(view.actual.standing)
        self._shape.show()
        self.pages.show()

    def show_notes(self, notes: tuple[NoteLine, ...], draft: str) -> None:
        """Show the notes on this person."""
        self.notes.show_notes(notes, draft)

    @property
    def person(self) -> str | None:
        """Whose workings are shown."""
        return self._view.row.person if self._view else None

    def words(self) -> str:
        """Name, standing and route as one text, for tests and screen readers."""
        return f"{self._name.text()}\n{self._standing.text()}\n{self.route.words()}"

    def _tint(self, standing: str) -> None:
        side = self.fontMetrics().height()
        icon = shape_icon(shape_of(standing), colour_of(standing, self.palette()), side)
        self._shape.setPixmap(icon.pixmap(side, side))

    def _lay_out(self) -> None:
        grid = QFormLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addRow(self._shape, self._standing)
        column = QVBoxLayout(self)
        column.addWidget(self._name)
        column.addLayout(grid)
        column.addWidget(self.pages, 1)
        column.addStretch(0)
