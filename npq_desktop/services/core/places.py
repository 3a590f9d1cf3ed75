"""Where this program keeps its things on each system; it creates folders, never files.

A folder given by the user holds everything, so that two folders behave like two laptops.
"""

from dataclasses import dataclass
from pathlib import Path

import platformdirs

_APP = "NPQ Desktop"


@dataclass(frozen=True, slots=True)
class Places:
    """Folders for the encrypted store, the settings and the log files."""

    data: Path
    config: Path
    log: Path

    @classmethod
    def of_user(cls) -> "Places":
        """The system's own folders for this user."""
        return cls(
            data=Path(platformdirs.user_data_dir(_APP, appauthor=False)),
            config=Path(platformdirs.user_config_dir(_APP, appauthor=False)),
            log=Path(platformdirs.user_log_dir(_APP, appauthor=False)),
        )

    @classmethod
    def under(cls, folder: Path) -> "Places":
        """Everything under one folder."""
        return cls(data=folder, config=folder, log=folder / "logs")

    @classmethod
    def chosen(cls, folder: Path | None) -> "Places":
        """Under ``folder`` where one is given, else the system's own."""
        return cls.of_user() if folder is None else cls.under(folder)

    @property
    def settings_file(self) -> Path:
        """The TOML file of :class:`~npq_desktop.services.core.settings.Settings`."""
        return self.config / "settings.toml"

    @property
    def key_file(self) -> Path:
        """Where the database key lies when the system has no keyring; owner-only."""
        return self.config / "database.key"
