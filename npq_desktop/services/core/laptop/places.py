"""Where this program keeps its things on each system; it creates folders, never files.

A folder given by the user holds everything, so that two folders behave like two laptops.
"""

import json
import logging
import math
import tomllib
import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime, time
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

import platformdirs
from typing_extensions import override

from npq_desktop.bundle.files import save_file
from npq_desktop.errors import BundleError, ServiceError

_APP = "NPQ Desktop"
ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)
COPIES = "opened"
"""In the data folder: copies of files that other programs look at, dropped at close and start."""


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
        """The TOML file of :class:`~npq_desktop.services.core.laptop.places.Settings`."""
        return self.config / "settings.toml"

    @property
    def key_file(self) -> Path:
        """Where the database key lies when the system has no keyring; owner-only."""
        return self.config / "database.key"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings and their defaults.

    ``key_backend`` remembers which keyring holds the database key ("file": none does), so that a
    start imports only that one; ``store_id`` names the key there; ``last_group`` opens first;
    ``last_folder`` is where the last file was chosen. The rest is read through
    :class:`~npq_desktop.services.core.laptop.preferences.Preferences`.
    """

    key_backend: str = ""
    store_id: str = ""
    last_group: str = ""
    last_folder: str = ""
    theme: str = ""
    text_size: str = "100"
    rows: str = "comfortable"
    key_hints: str = "on"
    hide_after: str = "10"
    key_notice_seen: str = ""
    save_folder: str = ""
    unknown: Mapping[str, object] = field(default_factory=dict)


class SettingsFile:
    """Reads and writes one settings file.

    Raises:
        ServiceError: the file cannot be read, or is not TOML; it is left as it is.
    """

    def __init__(self, *, path: Path) -> None:
        self._path = path
        self.current = self._read()

    def change(self, **values: str) -> None:
        """Replace some values and write what is not the default, through a temporary file.

        Raises:
            ServiceError: the file cannot be written; the values stay as they were.
        """
        known = {k: v for k, v in asdict(self.current).items() if k in _KNOWN} | values
        kept = {k: v for k, v in known.items() if v != getattr(_DEFAULTS, k)}
        changed = Settings(**known, unknown=self.current.unknown)
        self._write({**changed.unknown, **kept})
        self.current = changed

    def _read(self) -> Settings:
        try:
            values = tomllib.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Settings()
        except OSError as error:
            raise self._unreadable(error.strerror or "the disk is not responding") from error
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise self._unreadable(str(error)) from error
        mine = {k: v for k, v in values.items() if k in _KNOWN}
        wrong = [k for k, v in mine.items() if not isinstance(v, str)]
        if wrong:
            raise self._unreadable(f"“{wrong[0]}” must be a text in quotation marks")
        return Settings(**mine, unknown={k: v for k, v in values.items() if k not in _KNOWN})

    def _unreadable(self, why: str) -> ServiceError:
        return ServiceError(
            f"The settings file {self._path} cannot be read ({why}). Correct it, because NPQ "
            "Desktop looks there for the place of the key to your data."
        )

    def _write(self, values: Mapping[str, object]) -> None:
        """Durable before it replaces the old file: without it the key would not be found."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            save_file(self._path, [_to_toml(values).encode()])
        except (OSError, BundleError) as error:
            cause = error if isinstance(error, OSError) else error.__cause__
            why = getattr(cause, "strerror", "") or "the disk is not responding"
            raise ServiceError(
                f"The settings file {self._path} cannot be written ({why}). Make room, "
                "or ask the person who looks after this laptop to let you write there."
            ) from error


HANDED_OVER = "backups_of_what_was_handed_over"
"""A setting in the store: the backups there were when its last group left on purpose."""
_KNOWN = frozenset(each.name for each in fields(Settings)) - {"unknown"}
_DEFAULTS = Settings()


def _to_toml(values: Mapping[str, object]) -> str:
    """Scalars first, then tables: TOML would read a later scalar as part of the table."""
    scalars = [(k, v) for k, v in values.items() if not isinstance(v, Mapping)]
    tables = [(k, v) for k, v in values.items() if isinstance(v, Mapping)]
    lines = [f"{_to_text(k)} = {_to_value(v)}" for k, v in scalars]
    for name, table in tables:
        lines.append(f"\n[{_to_text(name)}]")
        lines += [f"{_to_text(k)} = {_to_value(v)}" for k, v in table.items()]
    return "\n".join(lines) + "\n"


def _to_value(value: object) -> str:
    """A TOML value on one line, of any type that TOML can hold."""
    match value:
        case Mapping():
            inner = ", ".join(f"{_to_text(k)} = {_to_value(v)}" for k, v in value.items())
            return f"{{{inner}}}"
        case list():
            return f"[{', '.join(map(_to_value, value))}]"
        case datetime() | date() | time():
            return value.isoformat()
        case float() if not math.isfinite(value):
            return str(value)  # TOML's own words: inf, -inf, nan
        case str():
            return _to_text(value)
        case _:
            return json.dumps(value)


def _to_text(text: str) -> str:
    """A text as JSON writes it, with the control characters escaped that TOML does not allow."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


_KEPT_BYTES = 512 * 1024
_KEPT_FILES = 3


class _OwnLog(RotatingFileHandler):
    """A log that only its owner can read."""

    @override
    def _open(self) -> TextIOWrapper:
        path = Path(self.baseFilename)
        path.touch(mode=0o600)
        with suppress(OSError):
            path.chmod(0o600)  # an older one may be open to others
        return super()._open()


class _FramesOnly(logging.Formatter):
    """Writes of an error where it came about and its type: its text may hold names and marks."""

    @override
    def formatException(self, ei: ExcInfo) -> str:
        kind, error, trace = ei
        frames = "".join(traceback.format_tb(trace))
        names = [kind.__qualname__ if kind else ""]
        while error is not None and (error := error.__cause__ or error.__context__) is not None:
            names.append(type(error).__qualname__)
        return f"{frames}{', from '.join(names)}"


def start_log(places: Places) -> None:
    """Write warnings and worse to the log file from now on; no folder, no log."""
    try:
        places.log.mkdir(parents=True, exist_ok=True)
        handler = _OwnLog(
            places.log / "npq-desktop.log",
            maxBytes=_KEPT_BYTES,
            backupCount=_KEPT_FILES,
            encoding="utf-8",
            delay=True,
        )
    except OSError:
        return  # a read-only place: the program works without a log
    handler.setFormatter(_FramesOnly("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger("npq_desktop").addHandler(handler)
