"""The laptop's settings: one frozen dataclass in a TOML file, unknown keys kept.

Owns nothing that belongs to a group: that is in the journal. A broken file is refused with the
line that is wrong, and never overwritten.
"""

import json
import math
import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime, time
from pathlib import Path

from npq_desktop.errors import ServiceError


@dataclass(frozen=True, slots=True)
class Settings:
    """Defaults stand here and nowhere else.

    ``key_backend`` remembers which keyring holds the database key ("file": none does), so that a
    start imports only that one; ``store_id`` names the key there; ``last_group`` opens first.
    """

    key_backend: str = ""
    store_id: str = ""
    last_group: str = ""
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
        """Replace some values and write the file whole, through a temporary file.

        Raises:
            ServiceError: the file cannot be written; the values stay as they were.
        """
        kept = {k: v for k, v in asdict(self.current).items() if k in _KNOWN} | values
        changed = Settings(**kept, unknown=self.current.unknown)
        self._write({**changed.unknown, **kept})
        self.current = changed

    def _read(self) -> Settings:
        try:
            values = tomllib.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Settings()
        except OSError as error:
            raise self._unreadable(error.strerror or "the disk does not answer") from error
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise self._unreadable(str(error)) from error
        mine = {k: v for k, v in values.items() if k in _KNOWN}
        wrong = [k for k, v in mine.items() if not isinstance(v, str)]
        if wrong:
            raise self._unreadable(f"“{wrong[0]}” must be a text in quotation marks")
        return Settings(**mine, unknown={k: v for k, v in values.items() if k not in _KNOWN})

    def _unreadable(self, why: str) -> ServiceError:
        return ServiceError(
            f"The settings file {self._path} cannot be read ({why}). Correct it: it says where the "
            "key to your data is kept."
        )

    def _write(self, values: Mapping[str, object]) -> None:
        """Durable before it replaces the old file: without it the key would not be found."""
        temporary = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with temporary.open("w", encoding="utf-8", newline="\n") as file:
                file.write(_to_toml(values))
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._path)
        except OSError as error:
            raise ServiceError(
                f"The settings file {self._path} cannot be written ({error.strerror}). Make room, "
                "or ask whoever looks after this laptop to let you write there."
            ) from error


_KNOWN = frozenset(each.name for each in fields(Settings)) - {"unknown"}


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
    """A text as JSON writes it, but for a control character that TOML refuses as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
