"""The services of one open data directory, together; what the window and the commands are given."""

from collections.abc import Callable
from dataclasses import dataclass

from npq_desktop.services.announcements import AnnouncementsService
from npq_desktop.services.catch_up import CatchUpService
from npq_desktop.services.cohort import CohortService
from npq_desktop.services.event_changes import EventChangesService
from npq_desktop.services.exchange import ExchangeService
from npq_desktop.services.groups import GroupsService
from npq_desktop.services.membership import MembershipService
from npq_desktop.services.moved_marks import MovedMarksService
from npq_desktop.services.paper import PaperService
from npq_desktop.services.people import PeopleService
from npq_desktop.services.profile import ProfileService
from npq_desktop.services.recorder import Clock
from npq_desktop.services.register import RegisterService
from npq_desktop.services.review import ReviewService
from npq_desktop.services.setup import SetupService
from npq_desktop.services.signoff import SignoffService
from npq_desktop.services.undo import UndoService
from npq_desktop.store.store import Store


@dataclass(frozen=True, slots=True)
class Application:
    """Built by the composition root; ``close`` ends it and releases the data directory."""

    clock: Clock
    profile: ProfileService
    groups: GroupsService
    register: RegisterService
    signoff: SignoffService
    undo: UndoService
    paper: PaperService
    event_changes: EventChangesService
    moved_marks: MovedMarksService
    announcements: AnnouncementsService
    people: PeopleService
    catch_up: CatchUpService
    cohort: CohortService
    review: ReviewService
    setup: SetupService
    exchange: ExchangeService
    membership: MembershipService
    store: Store
    close: Callable[[], None]
