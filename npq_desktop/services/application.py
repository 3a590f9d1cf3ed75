"""The services of one open data directory, together; what the window and the commands are given.

Says how they are put together. Each is imported and built when it is first asked for: a start shows
one register and must not wait for what sends files, reads rosters or adds up a cohort.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from npq_desktop.resources import resource
from npq_desktop.services.core.facts import FactsOfGroups
from npq_desktop.services.core.identities import Identities, ProfileService
from npq_desktop.services.core.places import SettingsFile
from npq_desktop.services.core.recorder import Clock, Recorder
from npq_desktop.services.core.undo import UndoService
from npq_desktop.services.groups.groups import GroupsService
from npq_desktop.services.register_services import RegisterServices
from npq_desktop.store.store import Store

if TYPE_CHECKING:
    from npq_desktop.services.cohort.cohort import CohortLooks, CohortService
    from npq_desktop.services.cohort.exemptions import ExemptionsService
    from npq_desktop.services.cohort.files import CohortFiles
    from npq_desktop.services.cohort.notes import PersonNotes
    from npq_desktop.services.cohort.status import TrainingStatusService
    from npq_desktop.services.exchange.bundles import ExchangeService
    from npq_desktop.services.exchange.members import MembershipService, MembersService
    from npq_desktop.services.exchange.shared_folder import SharedFolderService
    from npq_desktop.services.exchange.sync_status import SyncStatusService
    from npq_desktop.services.exchange.trail import TrailService
    from npq_desktop.services.exchange.unsettled import DisagreementsService, HeldEntriesService
    from npq_desktop.services.groups.groups import AllGroupsService
    from npq_desktop.services.intake.claims import ClaimsService
    from npq_desktop.services.intake.schools import SchoolsService
    from npq_desktop.services.intake.setup import SetupService
    from npq_desktop.services.review.review import ReviewService
    from npq_desktop.services.rights.erasure import ErasureService
    from npq_desktop.services.rights.handover import HandoverService
    from npq_desktop.services.rights.person_report import PersonReportService
    from npq_desktop.services.safety.backups import BackupsService
    from npq_desktop.services.safety.recovery import RecoveryService


class Application(RegisterServices):
    """One owner, one thread; whoever opened it closes it."""

    def __init__(self, *, store: Store, settings: SettingsFile, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self._identities = Identities(local=store.local)
        self._facts = FactsOfGroups(store=store)
        self._recorder = Recorder(
            store=store, facts=self._facts, identities=self._identities, clock=clock
        )
        self.undo = UndoService(recorder=self._recorder)
        self.profile = ProfileService(identities=self._identities, settings=settings)
        self.groups = GroupsService(
            store=store,
            facts=self._facts,
            identities=self._identities,
            add_example=self._add_example,
        )

    def close(self) -> None:
        """End it and release the data directory; a second call does nothing."""
        self.store.close()

    @cached_property
    def cohort(self) -> "CohortService":
        """Who will reach the bar."""
        from npq_desktop.services.cohort.cohort import CohortService

        return CohortService(facts=self._facts, schools=self.schools, clock=self.clock)

    @cached_property
    def schools(self) -> "SchoolsService":
        """Schools by URN."""
        from npq_desktop.services.intake.schools import SchoolsService

        return SchoolsService(local=self.store.local, clock=self.clock)

    @cached_property
    def cohort_files(self) -> "CohortFiles":
        """The cohort as files."""
        from npq_desktop.services.cohort.files import CohortFiles

        return CohortFiles(
            facts=self._facts,
            cohort=self.cohort,
            profile=self.profile,
            local=self.store.local,
            clock=self.clock,
        )

    @cached_property
    def all_groups(self) -> "AllGroupsService":
        """All groups side by side."""
        from npq_desktop.services.groups.groups import AllGroupsService

        return AllGroupsService(groups=self.groups, facts=self._facts, clock=self.clock)

    @cached_property
    def cohort_looks(self) -> "CohortLooks":
        """How somebody likes the cohort table."""
        from npq_desktop.services.cohort.cohort import CohortLooks

        return CohortLooks(local=self.store.local)

    @cached_property
    def person_notes(self) -> "PersonNotes":
        """Notes on people."""
        from npq_desktop.services.cohort.notes import PersonNotes

        return PersonNotes(
            facts=self._facts, recorder=self._recorder, undo=self.undo, local=self.store.local
        )

    @cached_property
    def training_status(self) -> "TrainingStatusService":
        """Deferral, withdrawal, return, joining late."""
        from npq_desktop.services.cohort.status import TrainingStatusService

        return TrainingStatusService(
            facts=self._facts,
            recorder=self._recorder,
            undo=self.undo,
            identities=self._identities,
            clock=self.clock,
            reasons=resource("training_status_reasons.toml"),
        )

    @cached_property
    def exemptions(self) -> "ExemptionsService":
        """Items that do not count for somebody, or are credited."""
        from npq_desktop.services.cohort.exemptions import ExemptionsService

        return ExemptionsService(
            facts=self._facts,
            recorder=self._recorder,
            undo=self.undo,
            identities=self._identities,
            clock=self.clock,
        )

    @cached_property
    def erasure(self) -> "ErasureService":
        """Taking away all that is held about somebody."""
        from npq_desktop.services.rights.erasure import ErasureService

        return ErasureService(
            store=self.store,
            facts=self._facts,
            recorder=self._recorder,
            undo=self.undo,
            identities=self._identities,
            clock=self.clock,
        )

    @cached_property
    def handover(self) -> "HandoverService":
        """Letting a whole group leave this laptop."""
        from npq_desktop.services.rights.handover import HandoverService

        return HandoverService(
            store=self.store,
            facts=self._facts,
            recorder=self._recorder,
            undo=self.undo,
            identities=self._identities,
            exchange=self.exchange,
            shared_folder=self.shared_folder,
            clock=self.clock,
        )

    @cached_property
    def person_report(self) -> "PersonReportService":
        """Everything held about somebody."""
        from npq_desktop.services.rights.person_report import PersonReportService

        return PersonReportService(
            store=self.store, facts=self._facts, identities=self._identities, clock=self.clock
        )

    @cached_property
    def review(self) -> "ReviewService":
        """Deciding on what was handed in."""
        from npq_desktop.services.review.review import ReviewService

        return ReviewService(
            facts=self._facts,
            recorder=self._recorder,
            undo=self.undo,
            local=self.store.local,
        )

    @cached_property
    def setup(self) -> "SetupService":
        """From rosters to groups.

        Raises:
            ProgrammeError: the shipped programme definition is broken.
        """
        from npq_desktop.programme import load_programme
        from npq_desktop.services.intake.roster import RosterColumns
        from npq_desktop.services.intake.setup import SetupService

        return SetupService(
            facts=self._facts,
            recorder=self._recorder,
            identities=self._identities,
            undo=self.undo,
            programme=load_programme(resource("programmes/npqlpm.toml")),
            columns=RosterColumns(local=self.store.local),
            clock=self.clock,
        )

    @cached_property
    def claims(self) -> "ClaimsService":
        """What platforms' files say."""
        from npq_desktop.services.intake.claims import ClaimsService

        return ClaimsService(
            facts=self._facts,
            recorder=self._recorder,
            undo=self.undo,
            register=self.register,
            local=self.store.local,
        )

    @cached_property
    def exchange(self) -> "ExchangeService":
        """Files out and in."""
        from npq_desktop.services.exchange.bundles import ExchangeService

        return ExchangeService(
            store=self.store,
            facts=self._facts,
            identities=self._identities,
            clock=self.clock,
            before_import=self.backups.before_import,
        )

    @cached_property
    def shared_folder(self) -> "SharedFolderService":
        """A folder that several laptops see."""
        from npq_desktop.services.exchange.shared_folder import SharedFolderService

        return SharedFolderService(
            store=self.store,
            exchange=self.exchange,
            identities=self._identities,
            clock=self.clock,
        )

    @cached_property
    def backups(self) -> "BackupsService":
        """Copies of everything here."""
        from npq_desktop.services.safety.backups import BackupsService

        return BackupsService(store=self.store, clock=self.clock)

    @cached_property
    def recovery(self) -> "RecoveryService":
        """The recovery sheet, and restoring from one."""
        from npq_desktop.services.safety.recovery import RecoveryService

        return RecoveryService(
            store=self.store,
            facts=self._facts,
            identities=self._identities,
            recorder=self._recorder,
            exchange=self.exchange,
            clock=self.clock,
        )

    @cached_property
    def membership(self) -> "MembershipService":
        """Inviting and joining."""
        from npq_desktop.services.exchange.members import MembershipService

        return MembershipService(
            store=self.store,
            recorder=self._recorder,
            identities=self._identities,
            exchange=self.exchange,
            words=resource("words.txt"),
        )

    @cached_property
    def sync_status(self) -> "SyncStatusService":
        """How things stand with the other laptops."""
        from npq_desktop.services.exchange.sync_status import SyncStatusService

        return SyncStatusService(
            store=self.store, facts=self._facts, identities=self._identities, clock=self.clock
        )

    @cached_property
    def disagreements(self) -> "DisagreementsService":
        """What colleagues say differently."""
        from npq_desktop.services.exchange.unsettled import DisagreementsService

        return DisagreementsService(
            facts=self._facts,
            recorder=self._recorder,
            register=self.register,
            undo=self.undo,
        )

    @cached_property
    def held_entries(self) -> "HeldEntriesService":
        """What is stored and does not count."""
        from npq_desktop.services.exchange.unsettled import HeldEntriesService

        return HeldEntriesService(
            facts=self._facts, recorder=self._recorder, identities=self._identities
        )

    @cached_property
    def members(self) -> "MembersService":
        """Who is in a group."""
        from npq_desktop.services.exchange.members import MembersService

        return MembersService(
            store=self.store,
            facts=self._facts,
            recorder=self._recorder,
            identities=self._identities,
            clock=self.clock,
        )

    @cached_property
    def trail(self) -> "TrailService":
        """What left and entered this laptop."""
        from npq_desktop.services.exchange.trail import TrailService

        return TrailService(local=self.store.local)

    def _add_example(self) -> str:
        from npq_desktop.services.groups.example import ExampleGroup

        example = ExampleGroup(
            store=self.store,
            facts=self._facts,
            recorder=self._recorder,
            setup=self.setup,
            signoff=self.signoff,
            undo=self.undo,
            clock=self.clock,
        )
        return example.add()
