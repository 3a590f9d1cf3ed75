"""Which of a group's hubs this laptop uses, as the user once said, and its own proxy.

Loads nothing that a laptop without a hub does not need.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from npq_desktop.errors import ServiceError
from npq_desktop.journal.kinds.relay import HUB, HubFact
from npq_desktop.services.core.core import Core

_CHOSEN = "hubs"
_PROXY = "hub_proxy"
_BAD_PROXY = "A proxy is written as http://proxy.example.org:8080. Ask this network's IT support."


class HubChoices:
    """The answers of this laptop, by group and by the hub's key."""

    def __init__(self, core: Core) -> None:
        self._core = core

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that use a hub here, or did once."""
        return tuple(group for group, said in self._said().items() if any(said.values()))

    @property
    def proxy(self) -> str:
        """The proxy that was typed; "" where the system's is used."""
        return str(self._core.store.local.setting(_PROXY) or "")

    def used(self, group: str) -> tuple[HubFact, ...]:
        """The hubs that a group travels over from this laptop."""
        said = self._said().get(group, {})
        return tuple(hub for hub in self.hubs(group) if said.get(hub.hub))

    def unanswered(self, group: str) -> HubFact | None:
        """A hub that a colleague connected and nobody was asked about here."""
        said = self._said().get(group, {})
        is_member = self._core.identities.member(group) is not None
        new = (hub for hub in self.hubs(group) if hub.hub not in said)
        return next(new, None) if is_member else None

    def hubs(self, group: str) -> tuple[HubFact, ...]:
        """The hubs that a group travels over, each once."""
        found = self._core.facts.of(group).of(HUB)
        return tuple({hub.hub: hub for hub in found if hub.url is not None}.values())

    def choose(self, group: str, hub: str, *, use: bool) -> None:
        """Use a hub for a group from this laptop, or do not.

        Raises:
            StoreError: it could not be kept.
        """
        said = {**self._said()}
        said[group] = {**said.get(group, {}), hub: use}
        self._core.store.local.save_setting(_CHOSEN, said)

    def use_proxy(self, typed: str) -> None:
        """Go through a proxy from now on; "" for the system's.

        Raises:
            ServiceError: it is not the address of one.
            StoreError: it could not be kept.
        """
        text = typed.strip()
        try:
            parts = urlsplit(text)
            is_good = parts.scheme in {"http", "https"} and parts.hostname and parts.port
        except ValueError:
            is_good = False
        if text and not is_good:
            raise ServiceError(_BAD_PROXY)
        self._core.store.local.save_setting(_PROXY, text or None)

    def _said(self) -> Mapping[str, Mapping[str, bool]]:
        return self._core.store.local.setting(_CHOSEN) or {}


def host_of(hub: HubFact) -> str:
    """The name of the computer that is asked."""
    return host_in(hub.url or "")


def host_in(url: str) -> str:
    """The name of the computer in an address."""
    return urlsplit(url).hostname or url
