"""The services of a register and of those on it: the part of the application that a start shows.

Each is imported and built when it is first asked for.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from npq_desktop.services.core.facts import FactsOfGroups
from npq_desktop.services.core.identities import Identities
from npq_desktop.services.core.recorder import Clock, Recorder
from npq_desktop.services.core.undo import UndoService
from npq_desktop.store.store import Store

if TYPE_CHECKING:
    from npq_desktop.services.intake.planned_events import PlannedEventsService
    from npq_desktop.services.register.catch_up import CatchUpService
    from npq_desktop.services.register.event_changes import EventChangesService
    from npq_desktop.services.register.expected import AnnouncementsService
    from npq_desktop.services.register.history import HistoryService
    from npq_desktop.services.register.moved_marks import MovedMarksService
    from npq_desktop.services.register.paper import PaperService
    from npq_desktop.services.register.people import PeopleService
    from npq_desktop.services.register.register import RegisterService
    from npq_desktop.services.register.signoff import SignoffService


class RegisterServices:
    """What :class:`npq_desktop.services.application.Application` is made of as well."""

    store: Store
    clock: Clock
    undo: UndoService
    _facts: FactsOfGroups
    _recorder: Recorder
    _identities: Identities

    @cached_property
    def register(self) -> "RegisterService":
        """Taking a register."""
        from npq_desktop.services.register.register import RegisterService

        return RegisterService(
            facts=self._facts, recorder=self._recorder, undo=self.undo, clock=self.clock
        )

    @cached_property
    def signoff(self) -> "SignoffService":
        """Saying that a register is complete."""
        from npq_desktop.services.register.signoff import SignoffService

        return SignoffService(
            facts=self._facts, recorder=self._recorder, register=self.register, undo=self.undo
        )

    @cached_property
    def paper(self) -> "PaperService":
        """Registers on paper, out and in."""
        from npq_desktop.services.register.paper import PaperService

        return PaperService(
            facts=self._facts,
            recorder=self._recorder,
            register=self.register,
            undo=self.undo,
            local=self.store.local,
            clock=self.clock,
        )

    @cached_property
    def event_changes(self) -> "EventChangesService":
        """What happens to an event as a whole."""
        from npq_desktop.services.register.event_changes import EventChangesService

        return EventChangesService(
            facts=self._facts, recorder=self._recorder, undo=self.undo, clock=self.clock
        )

    @cached_property
    def planned_events(self) -> "PlannedEventsService":
        """When the events are, from files or typed."""
        from npq_desktop.services.intake.planned_events import PlannedEventsService

        return PlannedEventsService(facts=self._facts, recorder=self._recorder, undo=self.undo)

    @cached_property
    def moved_marks(self) -> "MovedMarksService":
        """Marks taken at the wrong event."""
        from npq_desktop.services.register.moved_marks import MovedMarksService

        return MovedMarksService(
            facts=self._facts, recorder=self._recorder, undo=self.undo, clock=self.clock
        )

    @cached_property
    def history(self) -> "HistoryService":
        """What was ever said about a mark or an event."""
        from npq_desktop.services.register.history import HistoryService

        return HistoryService(facts=self._facts, store=self.store)

    @cached_property
    def announcements(self) -> "AnnouncementsService":
        """Apologies and visits said beforehand."""
        from npq_desktop.services.register.expected import AnnouncementsService

        return AnnouncementsService(facts=self._facts, recorder=self._recorder, undo=self.undo)

    @cached_property
    def people(self) -> "PeopleService":
        """Who turns up without being on the roster."""
        from npq_desktop.services.register.expected import Visits
        from npq_desktop.services.register.people import PeopleService

        visits = Visits(
            store=self.store,
            facts=self._facts,
            identities=self._identities,
            recorder=self._recorder,
            undo=self.undo,
        )
        return PeopleService(
            facts=self._facts,
            recorder=self._recorder,
            undo=self.undo,
            register=self.register,
            visits=visits,
        )

    @cached_property
    def catch_up(self) -> "CatchUpService":
        """Work for a missed event."""
        from npq_desktop.services.register.catch_up import CatchUpService

        return CatchUpService(
            facts=self._facts, recorder=self._recorder, undo=self.undo, clock=self.clock
        )
