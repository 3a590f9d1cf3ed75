"""The services of the office together, each built when it is first asked for."""

from functools import cached_property
from typing import TYPE_CHECKING

from npq_desktop.services.core.core import Core
from npq_desktop.services.core.sealed import SealedTexts
from npq_desktop.services.office.roles import OfficeRoles

if TYPE_CHECKING:
    from npq_desktop.services.office.sealing_anew import SealingAnew
    from npq_desktop.services.office.settings import OfficeSettingsService


class OfficeServices:
    """What the window and the commands ask the office for."""

    def __init__(self, core: Core) -> None:
        self._core = core
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
