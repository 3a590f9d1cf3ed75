"""What the office's pages show: settings, who could not read what is private."""

from dataclasses import dataclass

from npq_desktop.programme.office import OfficeSettings


@dataclass(frozen=True, slots=True)
class OfficeSettingsView:
    """The settings of one group; ``note`` says where they come from when that is not the group.

    ``is_stated``: the group says them itself. ``refusal`` says why this laptop may not change them,
    "" where it may. ``others`` are groups of the same programme and cohort, id and title.
    """

    settings: OfficeSettings
    is_stated: bool
    note: str
    refusal: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class UnreadSeals:
    """A coordinator, and how many private entries were sealed before they joined.

    ``can_open`` of these this laptop can open, and so seal anew.
    """

    key: str
    name: str
    device: str
    entries: int
    can_open: int
