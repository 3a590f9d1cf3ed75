"""The services of the office together, each built when it is first asked for."""

from functools import cached_property
from typing import TYPE_CHECKING

from npq_desktop.services.core.core import Core
from npq_desktop.services.core.sealed import SealedTexts
from npq_desktop.services.office.roles import OfficeRoles

if TYPE_CHECKING:
    from npq_desktop.services.intake.schools import SchoolsService
    from npq_desktop.services.office.assessment.assessment import AssessmentService
    from npq_desktop.services.office.assessment.certificates import CertificatesService
    from npq_desktop.services.office.assessment.decisions import DecisionsService
    from npq_desktop.services.office.assessment.outcomes import OutcomesService
    from npq_desktop.services.office.assessment.responses import ResponsesService
    from npq_desktop.services.office.assessment.windows import WindowsService
    from npq_desktop.services.office.contacts import ContactsService
    from npq_desktop.services.office.dates import DatesService
    from npq_desktop.services.office.declarations import DeclarationsService
    from npq_desktop.services.office.details import DetailsService
    from npq_desktop.services.office.discussion import DiscussionService
    from npq_desktop.services.office.evidence import EvidencePacks
    from npq_desktop.services.office.funding import FundingService
    from npq_desktop.services.office.implementation import ImplementationService
    from npq_desktop.services.office.lists import ListsService
    from npq_desktop.services.office.messages import MessagesService
    from npq_desktop.services.office.overview import OverviewService
    from npq_desktop.services.office.sealing_anew import SealingAnew
    from npq_desktop.services.office.settings import OfficeSettingsService
    from npq_desktop.services.office.support import SupportService
    from npq_desktop.services.register.register import RegisterService


class OfficeServices:
    """What the window and the commands ask the office for."""

    def __init__(
        self, core: Core, *, schools: "SchoolsService", register: "RegisterService"
    ) -> None:
        self._core = core
        self._schools = schools
        self._register = register
        self.roles = OfficeRoles(core, sealed=SealedTexts(core.identities))

    @cached_property
    def settings(self) -> "OfficeSettingsService":
        """The office's settings."""
        from npq_desktop.services.office.settings import OfficeSettingsService

        return OfficeSettingsService(self._core, roles=self.roles)

    @cached_property
    def sealing_anew(self) -> "SealingAnew":
        """Private entries for coordinators who joined later."""
        from npq_desktop.services.office.sealing_anew import SealingAnew

        return SealingAnew(self._core, roles=self.roles)

    # ---- assessment ----------------------------------------------------------------------------

    @cached_property
    def windows(self) -> "WindowsService":
        """When rounds are open."""
        from npq_desktop.services.office.assessment.windows import WindowsService

        return WindowsService(self._core, roles=self.roles)

    @cached_property
    def decisions(self) -> "DecisionsService":
        """Who may sit a round."""
        from npq_desktop.services.office.assessment.decisions import DecisionsService

        return DecisionsService(self._core, roles=self.roles)

    @cached_property
    def responses(self) -> "ResponsesService":
        """What was handed in to the case study."""
        from npq_desktop.services.office.assessment.responses import ResponsesService

        return ResponsesService(self._core, roles=self.roles)

    @cached_property
    def outcomes(self) -> "OutcomesService":
        """What markers and moderators decided."""
        from npq_desktop.services.office.assessment.outcomes import OutcomesService

        return OutcomesService(self._core, roles=self.roles)

    @cached_property
    def certificates(self) -> "CertificatesService":
        """Who is ready for a certificate."""
        from npq_desktop.services.office.assessment.certificates import CertificatesService

        return CertificatesService(self._core, roles=self.roles)

    @cached_property
    def assessment(self) -> "AssessmentService":
        """The assessment as it is shown and reported."""
        from npq_desktop.services.office.assessment.assessment import AssessmentService

        return AssessmentService(
            self._core,
            roles=self.roles,
            windows=self.windows,
            decisions=self.decisions,
            settings=self.settings,
        )

    # ---- people --------------------------------------------------------------------------------

    @cached_property
    def implementation(self) -> "ImplementationService":
        """What a participant plans to improve."""
        from npq_desktop.services.office.implementation import ImplementationService

        return ImplementationService(self._core)

    @cached_property
    def details(self) -> "DetailsService":
        """Details of participants, to be edited."""
        from npq_desktop.services.office.details import DetailsService

        return DetailsService(self._core)

    @cached_property
    def lists(self) -> "ListsService":
        """Lists of schools that decide on funding and support."""
        from npq_desktop.services.office.lists import ListsService

        return ListsService(self._core)

    @cached_property
    def support(self) -> "SupportService":
        """One-to-one support."""
        from npq_desktop.services.office.support import SupportService

        return SupportService(self._core, roles=self.roles, lists=self.lists)

    @cached_property
    def funding(self) -> "FundingService":
        """Who pays for a place."""
        from npq_desktop.services.office.funding import FundingService

        lists, schools = self.lists, self._schools
        return FundingService(self._core, roles=self.roles, lists=lists, schools=schools)

    def withdrawal_words(self, group: str, person: str) -> str:
        """What a withdrawal means for a person's money; built only once somebody asks."""
        return self.funding.withdrawal_words(group, person)

    @cached_property
    def overview(self) -> "OverviewService":
        """What the office has to do with each person."""
        from npq_desktop.services.office.overview import OverviewService

        return OverviewService(
            self._core,
            contacts=self.contacts,
            funding=self.funding,
            implementation=self.implementation,
            support=self.support,
        )

    # ---- contact -------------------------------------------------------------------------------

    @cached_property
    def discussion(self) -> "DiscussionService":
        """What facilitators write to each other."""
        from npq_desktop.services.office.discussion import DiscussionService

        return DiscussionService(self._core)

    @cached_property
    def contacts(self) -> "ContactsService":
        """Contacts with participants and follow-ups."""
        from npq_desktop.services.office.contacts import ContactsService

        return ContactsService(self._core, sealed=self.roles.sealed)

    @cached_property
    def messages(self) -> "MessagesService":
        """Prepared messages to participants."""
        from npq_desktop.services.office.messages import MessagesService

        return MessagesService(self._core, roles=self.roles)

    @cached_property
    def dates(self) -> "DatesService":
        """The group's dates as a calendar."""
        from npq_desktop.services.office.dates import DatesService

        return DatesService(self._core)

    # ---- declarations --------------------------------------------------------------------------

    @cached_property
    def declarations(self) -> "DeclarationsService":
        """Declarations to the Department."""
        from npq_desktop.services.office.declarations import DeclarationsService

        return DeclarationsService(self._core, roles=self.roles, schools=self._schools)

    @cached_property
    def evidence_packs(self) -> "EvidencePacks":
        """What declarations rest on, a document a person."""
        from npq_desktop.services.office.evidence import EvidencePacks

        declared = self.declarations.declared
        return EvidencePacks(
            self._core, roles=self.roles, register=self._register, declared=declared
        )
