"""The services of one open data directory, together; what the window and the commands are given.

Each is imported and built when it is first asked for: a start shows one register and must not wait
for what sends files, reads rosters or adds up a cohort.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from typing_extensions import override

from npq_desktop.resources import resource
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.laptop.identities import ProfileService
from npq_desktop.services.core.laptop.places import COPIES, Places
from npq_desktop.services.core.laptop.preferences import Preferences
from npq_desktop.services.groups.groups import GroupsService

if TYPE_CHECKING:
    from npq_desktop.services.cohort.cohort import CohortLooks, CohortService
    from npq_desktop.services.cohort.exemptions import ExemptionsService
    from npq_desktop.services.cohort.files import CohortFiles
    from npq_desktop.services.cohort.notes import PersonNotes
    from npq_desktop.services.cohort.status import TrainingStatusService
    from npq_desktop.services.exchange.bundles import ExchangeService
    from npq_desktop.services.exchange.members import MembershipService, MembersService
    from npq_desktop.services.exchange.network.hub_choices import HubChoices
    from npq_desktop.services.exchange.network.hub_rounds import HubRounds
    from npq_desktop.services.exchange.network.hubs import HubService
    from npq_desktop.services.exchange.network.rooms import RoomService
    from npq_desktop.services.exchange.shared_folder import SharedFolderService
    from npq_desktop.services.exchange.sync_panel import SyncStatusService
    from npq_desktop.services.exchange.trail import TrailService
    from npq_desktop.services.exchange.unsettled import DisagreementsService, HeldEntriesService
    from npq_desktop.services.groups.groups import AllGroupsService
    from npq_desktop.services.intake.claims.claims import ClaimsService
    from npq_desktop.services.intake.planned_events import PlannedEventsService
    from npq_desktop.services.intake.schools import SchoolsService
    from npq_desktop.services.intake.setup import SetupService
    from npq_desktop.services.intake.submissions import SubmissionsService
    from npq_desktop.services.office.office import OfficeServices
    from npq_desktop.services.register.catch_up import CatchUpService
    from npq_desktop.services.register.drafts import RegisterDrafts
    from npq_desktop.services.register.event_changes import EventChangesService
    from npq_desktop.services.register.history import HistoryService
    from npq_desktop.services.register.moved_marks import MovedMarksService
    from npq_desktop.services.register.paper import PaperService
    from npq_desktop.services.register.people import PeopleService
    from npq_desktop.services.register.register import RegisterService
    from npq_desktop.services.register.signoff import SignoffService
    from npq_desktop.services.register.told_before import AnnouncementsService
    from npq_desktop.services.review.review import ReviewService
    from npq_desktop.services.rights.erasure import ErasureService
    from npq_desktop.services.rights.handover import HandoverService
    from npq_desktop.services.rights.person_report import PersonReportService
    from npq_desktop.services.safety.backups import BackupsService
    from npq_desktop.services.safety.lost_log import LostLogService
    from npq_desktop.services.safety.recovery import RecoveryService


class GroupServices:
    """What is done with one group on this laptop alone: its register, its work, files read."""

    def __init__(self, core: Core, *, places: Places) -> None:
        self.core = core
        self.places = places
        self.store = core.store
        self.clock = core.clock
        self.undo = core.undo
        self.profile = ProfileService(core)
        self.preferences = Preferences(core.settings, core.policy)
        self._empty_copies()

    def close(self) -> None:
        """Release the data directory; a second call does nothing."""
        self._empty_copies()
        self.store.close()

    def _empty_copies(self) -> None:
        """Drop what other programs looked at; at start what an end by force has left."""
        if (self.places.data / COPIES).exists():
            from npq_desktop.services.core.laptop.opened_copies import empty_copies

            empty_copies(self.places.data)

    # ---- register --------------------------------------------------------------------------------

    @cached_property
    def register(self) -> "RegisterService":
        """Taking a register."""
        from npq_desktop.services.register.register import RegisterService

        return RegisterService(self.core)

    @cached_property
    def signoff(self) -> "SignoffService":
        """Saying that a register is complete."""
        from npq_desktop.services.register.signoff import SignoffService

        return SignoffService(self.core, register=self.register)

    @cached_property
    def paper(self) -> "PaperService":
        """Registers on paper, out and in."""
        from npq_desktop.services.register.paper import PaperService

        return PaperService(self.core, register=self.register)

    @cached_property
    def drafts(self) -> "RegisterDrafts":
        """What was typed on a register and not recorded yet."""
        from npq_desktop.services.register.drafts import RegisterDrafts

        return RegisterDrafts(self.core)

    @cached_property
    def people(self) -> "PeopleService":
        """Who turns up without being on the roster."""
        from npq_desktop.services.register.people import PeopleService

        return PeopleService(self.core, register=self.register)

    @cached_property
    def announcements(self) -> "AnnouncementsService":
        """Apologies and visits said beforehand."""
        from npq_desktop.services.register.told_before import AnnouncementsService

        return AnnouncementsService(self.core)

    @cached_property
    def catch_up(self) -> "CatchUpService":
        """Work for a missed event."""
        from npq_desktop.services.register.catch_up import CatchUpService

        return CatchUpService(self.core)

    @cached_property
    def moved_marks(self) -> "MovedMarksService":
        """Marks taken at the wrong event."""
        from npq_desktop.services.register.moved_marks import MovedMarksService

        return MovedMarksService(self.core)

    @cached_property
    def event_changes(self) -> "EventChangesService":
        """What happens to an event as a whole."""
        from npq_desktop.services.register.event_changes import EventChangesService

        return EventChangesService(self.core)

    @cached_property
    def history(self) -> "HistoryService":
        """What was ever said about a mark or an event."""
        from npq_desktop.services.register.history import HistoryService

        return HistoryService(self.core)

    # ---- review, intake --------------------------------------------------------------------------

    @cached_property
    def review(self) -> "ReviewService":
        """Deciding on what was handed in."""
        from npq_desktop.services.review.review import ReviewService

        return ReviewService(self.core)

    @cached_property
    def setup(self) -> "SetupService":
        """From rosters to groups.

        Raises:
            ProgrammeError: the programme definition or the list of holidays is broken.
        """
        from npq_desktop.programme import load_programme
        from npq_desktop.programme.holidays import Holidays
        from npq_desktop.services.intake.setup import SetupService

        programme = load_programme(resource("programmes/npqlpm.toml"))
        holidays = Holidays.load(resource("holidays.toml"))
        return SetupService(self.core, programme=programme, holidays=holidays)

    @cached_property
    def planned_events(self) -> "PlannedEventsService":
        """When the events are, from files or typed."""
        from npq_desktop.services.intake.planned_events import PlannedEventsService

        return PlannedEventsService(self.core)

    @cached_property
    def claims(self) -> "ClaimsService":
        """What platforms' files say."""
        from npq_desktop.services.intake.claims.claims import ClaimsService

        return ClaimsService(self.core, register=self.register)

    @cached_property
    def submissions(self) -> "SubmissionsService":
        """Work that was handed in, brought in from files."""
        from npq_desktop.services.intake.submissions import SubmissionsService

        return SubmissionsService(self.core, claims=self.claims, files=self.review.files)

    @cached_property
    def schools(self) -> "SchoolsService":
        """Schools by URN."""
        from npq_desktop.services.intake.schools import SchoolsService

        return SchoolsService(self.core)


class Application(GroupServices):
    """For one thread only; the caller that opens it closes it."""

    def __init__(self, core: Core, *, places: Places) -> None:
        super().__init__(core, places=places)
        self.groups = GroupsService(core, add_example=self._add_example)

    @override
    def close(self) -> None:
        if "hub_rounds" in vars(self):
            self.hub_rounds.lines.close()
        if "rooms" in vars(self):
            self.rooms.close()
        super().close()

    # ---- exchange --------------------------------------------------------------------------------

    @cached_property
    def exchange(self) -> "ExchangeService":
        """Files out and in."""
        from npq_desktop.services.exchange.bundles import ExchangeService

        return ExchangeService(self.core, before_import=self.backups.before_import)

    @cached_property
    def shared_folder(self) -> "SharedFolderService":
        """A folder that several laptops see."""
        from npq_desktop.services.exchange.shared_folder import SharedFolderService

        return SharedFolderService(self.core, exchange=self.exchange)

    @cached_property
    def hubs(self) -> "HubService":
        """A group's changes over a hub."""
        from npq_desktop.services.exchange.network.hubs import HubService

        return HubService(self.core)

    @cached_property
    def hub_choices(self) -> "HubChoices":
        """Which hubs this laptop uses."""
        from npq_desktop.services.exchange.network.hub_choices import HubChoices

        return HubChoices(self.core)

    @cached_property
    def hub_rounds(self) -> "HubRounds":
        """What a window does with hubs."""
        from npq_desktop.services.exchange.network.hub_rounds import HubRounds

        return HubRounds(self.core, hubs=self.hubs, choices=self.hub_choices)

    @cached_property
    def rooms(self) -> "RoomService":
        """Sharing in one room, and joining there."""
        from npq_desktop.services.exchange.network.rooms import RoomService

        return RoomService(self.core, hubs=self.hubs, words=resource("words.txt"))

    @cached_property
    def membership(self) -> "MembershipService":
        """Inviting and joining."""
        from npq_desktop.services.exchange.members import MembershipService

        return MembershipService(self.core, exchange=self.exchange, words=resource("words.txt"))

    @cached_property
    def members(self) -> "MembersService":
        """Who is in a group."""
        from npq_desktop.services.exchange.members import MembersService

        return MembersService(self.core)

    @cached_property
    def sync_status(self) -> "SyncStatusService":
        """How things stand with the other laptops."""
        from npq_desktop.services.exchange.sync_panel import SyncStatusService

        return SyncStatusService(self.core)

    @cached_property
    def disagreements(self) -> "DisagreementsService":
        """What colleagues say differently."""
        from npq_desktop.services.exchange.unsettled import DisagreementsService

        return DisagreementsService(self.core, register=self.register)

    @cached_property
    def held_entries(self) -> "HeldEntriesService":
        """What is stored and does not count."""
        from npq_desktop.services.exchange.unsettled import HeldEntriesService

        return HeldEntriesService(self.core)

    @cached_property
    def trail(self) -> "TrailService":
        """What left and entered this laptop."""
        from npq_desktop.services.exchange.trail import TrailService

        return TrailService(self.core)

    # ---- cohort, office --------------------------------------------------------------------------

    @cached_property
    def cohort(self) -> "CohortService":
        """Who will reach the bar."""
        from npq_desktop.services.cohort.cohort import CohortService

        return CohortService(self.core, schools=self.schools)

    @cached_property
    def cohort_looks(self) -> "CohortLooks":
        """How somebody likes the cohort table."""
        from npq_desktop.services.cohort.cohort import CohortLooks

        return CohortLooks(self.core)

    @cached_property
    def cohort_files(self) -> "CohortFiles":
        """The cohort as files."""
        from npq_desktop.services.cohort.files import CohortFiles

        return CohortFiles(self.core, cohort=self.cohort, profile=self.profile)

    @cached_property
    def person_notes(self) -> "PersonNotes":
        """Notes on people."""
        from npq_desktop.services.cohort.notes import PersonNotes

        return PersonNotes(self.core)

    @cached_property
    def training_status(self) -> "TrainingStatusService":
        """Deferral, withdrawal, return, joining late."""
        from npq_desktop.services.cohort.status import TrainingStatusService

        reasons, money = resource("training_status_reasons.toml"), self.office.withdrawal_words
        return TrainingStatusService(self.core, reasons=reasons, money=money)

    @cached_property
    def exemptions(self) -> "ExemptionsService":
        """Items that do not count for somebody, or are credited."""
        from npq_desktop.services.cohort.exemptions import ExemptionsService

        return ExemptionsService(self.core)

    @cached_property
    def office(self) -> "OfficeServices":
        """What the programme office does."""
        from npq_desktop.services.office.office import OfficeServices

        return OfficeServices(self.core, schools=self.schools, register=self.register)

    # ---- safety, rights, groups ------------------------------------------------------------------

    @cached_property
    def backups(self) -> "BackupsService":
        """Copies of everything here."""
        from npq_desktop.services.safety.backups import BackupsService

        return BackupsService(self.core)

    @cached_property
    def lost_log(self) -> "LostLogService":
        """What could not be read of the log, and which registers that may concern."""
        from npq_desktop.services.safety.lost_log import LostLogService

        return LostLogService(self.core)

    @cached_property
    def recovery(self) -> "RecoveryService":
        """The recovery sheet, and restoring from one."""
        from npq_desktop.services.safety.recovery import RecoveryService

        return RecoveryService(self.core, exchange=self.exchange)

    @cached_property
    def person_report(self) -> "PersonReportService":
        """Everything held about somebody."""
        from npq_desktop.services.rights.person_report import PersonReportService

        return PersonReportService(self.core)

    @cached_property
    def erasure(self) -> "ErasureService":
        """Taking away all that is held about somebody."""
        from npq_desktop.services.rights.erasure import ErasureService

        return ErasureService(self.core)

    @cached_property
    def handover(self) -> "HandoverService":
        """Letting a whole group leave this laptop."""
        from npq_desktop.services.rights.handover import HandoverService

        return HandoverService(self.core, exchange=self.exchange, shared_folder=self.shared_folder)

    @cached_property
    def all_groups(self) -> "AllGroupsService":
        """All groups side by side."""
        from npq_desktop.services.groups.groups import AllGroupsService

        column = self.office.assessment.column
        return AllGroupsService(self.core, groups=self.groups, assessment=column)

    def _add_example(self) -> str:
        from npq_desktop.services.groups.example import ExampleGroup

        return ExampleGroup(self.core, setup=self.setup, signoff=self.signoff).add()


def answer_erasures(application: Application) -> None:
    """Finish every erasure heard of; what does so is not even loaded where nobody was erased.

    Raises:
        StoreError: it could not be written; the next idle moment tries again.
    """
    if application.store.reading.groups_with_erasures():
        application.erasure.answer()
