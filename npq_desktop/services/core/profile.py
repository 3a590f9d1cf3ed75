"""Who uses this laptop: the name asked for at the first run, and how its key is kept."""

from npq_desktop.errors import ServiceError
from npq_desktop.services.core.database_key import key_is_in_file
from npq_desktop.services.core.identities import Identities
from npq_desktop.services.core.settings import SettingsFile


class ProfileService:
    """The person and the laptop, as colleagues will see them."""

    def __init__(self, *, identities: Identities, settings: SettingsFile) -> None:
        self._identities = identities
        self._settings = settings

    @property
    def name(self) -> str:
        """The facilitator's name, "" before the first run is done."""
        return self._identities.person_name

    @property
    def device_name(self) -> str:
        return self._identities.device.name

    @property
    def last_group(self) -> str:
        """The group to open first, "" when none was looked at yet."""
        return self._settings.current.last_group

    @property
    def key_notice(self) -> str:
        """What to know of where the key lies, "" when the system keyring holds it."""
        if not key_is_in_file(self._settings):
            return ""
        return (
            "This system has no keyring: the key to your data is a file that only you can read. "
            "Protect this laptop with disk encryption."
        )

    def set_name(self, name: str) -> None:
        """Keep the facilitator's name.

        Raises:
            ServiceError: there is nothing in it.
        """
        if not name.strip():
            raise ServiceError("Type your name, as participants know you.")
        self._identities.set_person_name(name.strip())

    def remember_group(self, group: str) -> None:
        """Open this group first next time."""
        if group != self._settings.current.last_group:
            self._settings.change(last_group=group)
