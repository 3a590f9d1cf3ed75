"""Fills the view Assessment and the page about a person, and reads them again after a change."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.assessment import AssessmentView
from npq_desktop.rows.changes import Changes
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.keys.actions import Commands
from npq_desktop.ui.office.assessment.page import AssessmentPage
from npq_desktop.ui.office.assessment.person_page import PersonAssessmentPage
from npq_desktop.ui.office.place import OfficePlace

if TYPE_CHECKING:
    from npq_desktop.services.office.office import OfficeServices


class AssessmentPresenter(QObject):
    """One for the view; what it shows and who is chosen stand in ``place``."""

    def __init__(
        self,
        *,
        page: AssessmentPage,
        office: "OfficeServices",
        bus: Bus,
        place: OfficePlace,
        commands: Commands,
    ) -> None:
        super().__init__(page)
        self._page, self._office, self._bus = page, office, bus
        self._place, self._commands = place, commands
        self._step = ""
        page.round_chosen.connect(self._choose_round)
        page.person_chosen.connect(place.choose_person)
        page.person_opened.connect(lambda: place.open_person("Assessment"))
        page.window_asked.connect(commands.action("windows").trigger)
        page.step_button.clicked.connect(lambda: commands.action(self._step).trigger())
        place.person_changed.connect(lambda: page.select(place.person()))
        self.hearing = bus.hearing(page)
        self.hearing.group_opened.connect(lambda _: self.refresh())
        self.hearing.changed.connect(self._react)

    def refresh(self) -> None:
        """Read the group again; where that fails, the view shows why."""
        group = self._place.group()
        if not group:
            self._page.show_nobody("Set up a group, or open a file.")
            return
        try:
            view = self._office.assessment.view(group, self._place.round(group))
        except NpqDesktopError as error:
            self._page.show_nobody(str(error))
            self._bus.failed.emit(str(error))
            return
        if not view.empty:
            self._place.choose_round(view.round)  # it stays while one works, whatever is recorded
        self._page.show_view(view, self._banner(view))
        self._page.select(self._place.person())
        self._offer_step(view)

    def _choose_round(self, key: str) -> None:
        self._place.choose_round(key)
        self.refresh()

    def _react(self, changes: Changes) -> None:
        if changes.group == self._place.group():
            self.refresh()

    def _banner(self, view: AssessmentView) -> str:
        """What matters most: a disagreement, how soon it opens, one's role, whose settings."""
        here = next((each for each in view.rounds if each.key == view.round), None)
        if here is not None and here.differs:
            return (
                "Colleagues set different windows for this round, so nobody can sit it yet. A "
                "coordinator settles this with Ctrl+Y."
            )
        return view.reminder or view.refusal or view.settings_note

    def _offer_step(self, view: AssessmentView) -> None:
        """The next sensible step on the button, for those who may take it."""
        could = next((part.people for part in view.strip if part.key == "could"), ())
        self._step, words = "", ""
        if not view.refusal and could:
            self._step, words = "admit", f"Admit {len(could)}…"
        button = self._page.step_button
        button.setText(words)
        button.setVisible(bool(words))


class PersonAssessmentPresenter(QObject):
    """Fills the page about the person chosen, while it is in front."""

    def __init__(
        self,
        *,
        page: PersonAssessmentPage,
        office: "OfficeServices",
        bus: Bus,
        place: OfficePlace,
        count: Callable[[str, str], None],
    ) -> None:
        super().__init__(page)
        self._page, self._office, self._bus, self._place = page, office, bus, place
        page.count_asked.connect(count)
        place.person_changed.connect(self._look)
        self.hearing = bus.hearing(page)
        self.hearing.group_opened.connect(lambda _: self._look())
        self.hearing.changed.connect(lambda _: self._look())

    def _look(self) -> None:
        group, person = self._place.group(), self._place.person()
        if not (group and person) or not self._page.isVisible():
            return
        rounds = self._bus.read(lambda: self._office.assessment.person(group, person))
        if rounds is not None:
            is_coordinator = self._office.roles.is_coordinator(group)
            self._page.show_rounds(rounds, may_count=is_coordinator)

    def show(self) -> None:
        """Show the person chosen, because the page has come to the front."""
        self._look()
