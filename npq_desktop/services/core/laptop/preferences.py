"""How the person at this laptop likes the program: kept as texts in the settings file.

A text that is none of the allowed ones counts as the default, and stays in the file until another
is chosen.
"""

from collections.abc import Mapping
from contextlib import suppress

from npq_desktop.errors import ServiceError
from npq_desktop.services.core.laptop.places import SettingsFile
from npq_desktop.services.core.laptop.policy import Policy

ALLOWED: Mapping[str, tuple[str, ...]] = {
    "theme": ("", "light", "dark"),
    "text_size": ("100", "90", "115", "130", "150"),
    "rows": ("comfortable", "compact"),
    "key_hints": ("on", "off"),
    "hide_after": ("10", "5", "30", "never"),
}
"""What each setting may be, the default first. ``hide_after`` is in minutes, ``text_size`` in %."""

SET_BY_SCHOOL = "Your school has set this for everyone on this laptop."
TEXT_SIZES = (90, 100, 115, 130, 150)


class Preferences:
    """Reads and changes what the person prefers; every change is on the disk when it returns."""

    def __init__(self, settings: SettingsFile, policy: Policy | None = None) -> None:
        self._settings = settings
        self.policy = policy or Policy()

    def is_set_by_school(self, name: str) -> bool:
        """Whether the machine's policy decides a setting, whatever is chosen here."""
        return name in self.policy.names

    def value(self, name: str) -> str:
        """The chosen text of one of ``ALLOWED``, the default where the file has another; what the
        machine's policy says beats both.
        """
        if self.is_set_by_school(name):
            return str(getattr(self.policy, name))
        allowed = ALLOWED[name]
        text = str(getattr(self._settings.current, name))
        return text if text in allowed else allowed[0]

    def choose(self, name: str, text: str) -> None:
        """Keep one of the allowed texts.

        Raises:
            ServiceError: the settings file cannot be written, or the school decides this; the old
                choice stays.
            ValueError: the text is not allowed, which is a mistake in the program.
        """
        if self.is_set_by_school(name):
            raise ServiceError(SET_BY_SCHOOL)
        if text not in ALLOWED[name]:
            raise ValueError(f"{name} cannot be {text}")
        if text != str(getattr(self._settings.current, name)):
            self._settings.change(**{name: text})

    @property
    def text_size(self) -> int:
        """The size of text in per cent of the system's."""
        return int(self.value("text_size"))

    @property
    def hide_after_minutes(self) -> int | None:
        """After how many minutes names are hidden; None for never."""
        text = self.value("hide_after")
        return None if text == "never" else int(text)

    @property
    def key_notice_seen(self) -> bool:
        """Whether the notice on where the key is was understood."""
        return bool(self._settings.current.key_notice_seen)

    def note_key_notice(self) -> None:
        """Do not show where the key is again; if that cannot be kept, it is shown once more."""
        with suppress(ServiceError):
            self._settings.change(key_notice_seen="yes")

    @property
    def save_folder(self) -> str:
        """Where files are offered to be saved, "" for the folder used last."""
        return self._settings.current.save_folder

    def choose_save_folder(self, folder: str) -> None:
        """Offer this folder when files are saved; "" offers the one used last.

        Raises:
            ServiceError: the settings file cannot be written.
        """
        self._settings.change(save_folder=folder)
