"""What the people who look after this laptop have set for every account on it.

One TOML file that only an administrator can write. Each key beats the person's own setting. What
is not understood is ignored, and named in :attr:`Policy.ignored`, so that a mistake is seen.
"""

import os
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from npq_desktop.store.errors import StoreLocationError

FILE_NAME = "policy.toml"
HIDE_AFTER = ("5", "10", "30", "never")


def policy_file(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> Path:
    """Where the file is on this system."""
    if platform == "win32":
        machine = environment.get("PROGRAMDATA") or r"C:\ProgramData"
        return Path(machine) / "NPQ Desktop" / FILE_NAME
    if platform == "darwin":
        return Path("/Library/Application Support/NPQ Desktop") / FILE_NAME
    return Path("/etc/npq-desktop") / FILE_NAME


@dataclass(frozen=True, slots=True)
class Policy:
    """The keys of the file, "" or empty where it says nothing.

    ``ignored`` are sentences about what was not understood; ``names`` the keys that are in force.
    """

    hub_url: str = ""
    forbidden_data_folders: tuple[str, ...] = ()
    hide_after: str = ""
    shared_folder: str = ""
    ignored: tuple[str, ...] = ()

    @classmethod
    def load(cls, path: Path | None = None) -> "Policy":
        """The policy of this machine; an empty one where there is no file."""
        path = path or policy_file()
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (FileNotFoundError, NotADirectoryError):
            return cls()
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            return cls(ignored=(f"{path} cannot be read ({error}), so nothing in it applies.",))
        return cls._of(values, path.name)

    @classmethod
    def _of(cls, values: Mapping[str, object], name: str) -> "Policy":
        known: dict[str, Any] = {}  # each value of its field's type, by its reader
        ignored = []
        for key, value in values.items():
            if key not in _READ:
                ignored.append(f"In {name} the key “{key}” is not known, so it was ignored.")
                continue
            read, wanted = _READ[key]
            if (found := read(value)) is None:
                ignored.append(f"In {name} “{key}” must be {wanted}, so it was ignored.")
            else:
                known[key] = found
        return cls(**known, ignored=tuple(ignored))

    @property
    def names(self) -> tuple[str, ...]:
        """The keys that are in force."""
        return tuple(key for key in _READ if getattr(self, key))

    @property
    def shared_path(self) -> Path | None:
        """The shared folder, with ``~`` and variables of the account filled in."""
        return _path(self.shared_folder) if self.shared_folder else None

    def check_data_folder(self, folder: Path) -> None:
        """Let a data folder pass that the file does not forbid.

        Raises:
            StoreLocationError: it is one of the forbidden folders, or inside one.
        """
        place = folder.resolve()
        for text in self.forbidden_data_folders:
            if place.is_relative_to(_path(text).resolve()):
                raise StoreLocationError(
                    f"The data folder {folder} is inside {text}, where your school allows no data. "
                    "Ask the people who look after this laptop for another folder."
                )


def _path(text: str) -> Path:
    return Path(os.path.expandvars(text)).expanduser()


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _address(value: object) -> str | None:
    return value if isinstance(value, str) and value.startswith("https://") else None


def _texts(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        return None
    return tuple(value)


def _minutes(value: object) -> str | None:
    text = str(value) if isinstance(value, str | int) else ""
    return text if text in HIDE_AFTER else None


_READ: Mapping[str, tuple[Callable[[object], object | None], str]] = {
    "hub_url": (_address, "an address that begins with https://"),
    "forbidden_data_folders": (_texts, "a list of folders"),
    "hide_after": (_minutes, "5, 10, 30 or “never”"),
    "shared_folder": (_text, "the path of a folder"),
}
"""Each key with what reads its value, None where it cannot, and what the value must be."""
