"""What a hub's owner sets: one TOML file, and the same keys as ``NPQ_HUB_…`` in the environment."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType
from typing import Any

from npq_desktop.hub.database import HubError
from npq_desktop.hub.limits_of_hub import HubLimits

USUAL_PLACE = Path("/etc/npq-hub.toml")
PREFIX = "NPQ_HUB_"
_YES, _NO = frozenset(("1", "true", "yes")), frozenset(("0", "false", "no", ""))
_MIB = 1024 * 1024
_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class HubConfiguration:
    """All keys; none must be set. ``database``: a URL, or the path of an SQLite file."""

    database: str = "sqlite:///npq-hub.db"
    listen: str = "127.0.0.1:47610"
    url: str = ""
    name: str = ""
    workers: int = 1
    certificate: str = ""
    certificate_key: str = ""
    behind_proxy: bool = False
    trusted_proxies: str = "127.0.0.1"
    keep_days: int = 90
    max_groups: int = 10_000
    max_entries: int = 50_000
    max_group_mib: int = 256

    @property
    def limits(self) -> HubLimits:
        """How much is kept."""
        return HubLimits(
            keep_days=self.keep_days,
            max_groups=self.max_groups,
            max_entries=self.max_entries,
            max_group_bytes=self.max_group_mib * _MIB,
        )

    @property
    def place(self) -> tuple[str, int]:
        """Host and port to listen at.

        Raises:
            HubError: that is neither.
        """
        host, _, port = self.listen.rpartition(":")
        if not host or not (port.isascii() and port.isdigit()) or int(port) > 65_535:
            raise HubError(f"“{self.listen}” is no address to listen at. Try 127.0.0.1:47610.")
        return host.strip("[]"), int(port)

    def environment(self) -> dict[str, str]:
        """The same as variables, for the workers that serve."""
        return {PREFIX + name.upper(): str(value) for name, value in asdict(self).items()}

    def check(self) -> None:
        """That a hub may be served so.

        Raises:
            HubError: it may not.
        """
        host, _ = self.place
        if not (_is_loopback(host) or self.certificate or self.behind_proxy):
            raise HubError(
                "A hub speaks TLS to other computers. Set certificate and certificate_key, or "
                "behind_proxy where a proxy in front of it does. Without both it listens at "
                "127.0.0.1 only."
            )
        if self.workers > 1 and self.database_is_sqlite:
            raise HubError("With SQLite a hub has one worker. Use PostgreSQL for several.")
        if self.workers < 1:
            raise HubError("A hub has at least one worker.")

    @property
    def database_is_sqlite(self) -> bool:
        """Whether the database is a file of SQLite."""
        return "://" not in self.database or self.database.startswith("sqlite")


def configured(
    path: Path | None, environment: Mapping[str, str], given: Mapping[str, object] = _NOTHING
) -> HubConfiguration:
    """The file, then the environment, then what was ``given`` on the command line.

    Raises:
        HubError: the file cannot be read, or a key is unknown or has a wrong value.
    """
    values: dict[str, object] = dict(_read(path))
    known = {each.name for each in fields(HubConfiguration)}
    for name, value in environment.items():
        if name.startswith(PREFIX):
            values[name.removeprefix(PREFIX).lower()] = value
    values |= {name: value for name, value in given.items() if value is not None}
    unknown = sorted(values.keys() - known)
    if unknown:
        raise HubError(f"The configuration has a key that is not known: {', '.join(unknown)}.")
    kinds = {each.name: type(each.default) for each in fields(HubConfiguration)}
    read: dict[str, Any] = {
        name: _value(name, value, kinds[name]) for name, value in values.items()
    }
    return HubConfiguration(**read)


def _read(path: Path | None) -> Mapping[str, object]:
    if path is None and not USUAL_PLACE.exists():
        return {}
    file = path or USUAL_PLACE
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise HubError(f"{file} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise HubError(f"{file} is not TOML: {error}.") from error


def _value(name: str, value: object, kind: type) -> object:
    """A value of the key's kind; texts of the environment are read."""
    if kind is bool and isinstance(value, str):
        if value.lower() in _YES | _NO:
            return value.lower() in _YES
    elif kind is int and isinstance(value, str):
        if value.isascii() and value.isdigit():
            return int(value)
    elif type(value) is kind:
        return value
    wanted = {bool: "true or false", int: "a whole number", str: "a text"}[kind]
    raise HubError(f"The key {name} of the configuration must be {wanted}.")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
