"""The laptop's settings: one frozen dataclass in a TOML file, unknown keys kept.

Owns nothing that belongs to a group: that is in the journal. A broken file is refused with the
line that is wrong, and never overwritten.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
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
        """Replace some values and write the file whole, through a temporary file."""
        known = {f.name for f in fields(Settings)} - {"unknown"}
        kept = {k: v for k, v in asdict(self.current).items() if k in known} | values
        self.current = Settings(**kept, unknown=self.current.unknown)
        self._write({**self.current.unknown, **kept})

    def _read(self) -> Settings:
        try:
            values = tomllib.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Settings()
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ServiceError(
                f"The settings file {self._path} cannot be read ({error}). "
                "Correct it, or rename it and start again: nothing else depends on it."
            ) from error
        known = {f.name for f in fields(Settings)} - {"unknown"}
        mine = {k: v for k, v in values.items() if k in known and isinstance(v, str)}
        return Settings(**mine, unknown={k: v for k, v in values.items() if k not in known})

    def _write(self, values: Mapping[str, object]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._path.with_suffix(".new")
        temporary.write_text(_to_toml(values), encoding="utf-8")
        temporary.replace(self._path)


def _to_toml(values: Mapping[str, object]) -> str:
    """Scalars first, then tables: TOML would read a later scalar as part of the table."""
    scalars = [(k, v) for k, v in values.items() if not isinstance(v, Mapping)]
    tables = [(k, v) for k, v in values.items() if isinstance(v, Mapping)]
    lines = [f"{json.dumps(k)} = {_to_value(v)}" for k, v in scalars]
    for name, table in tables:
        lines.append(f"\n[{json.dumps(name)}]")
        lines += [f"{json.dumps(k)} = {_to_value(v)}" for k, v in table.items()]
    return "\n".join(lines) + "\n"


def _to_value(value: object) -> str:
    """A TOML value; JSON text is TOML for strings, numbers, booleans and lists of them."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{json.dumps(k)} = {_to_value(v)}" for k, v in value.items())
        return f"{{{inner}}}"
    return json.dumps(value, ensure_ascii=False, default=str)
