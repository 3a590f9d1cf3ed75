"""Laptops whose groups travel over a hub, and their passes walked without a window."""

from dataclasses import dataclass, field

from support.applications import Laptop

from npq_desktop.services.application import Application
from npq_desktop.services.exchange.network.hub_rounds import FoundHub, HubRounds, Steps


def walk(steps: Steps) -> None:
    """All the steps, at once."""
    given = next(steps, None)
    while given is not None:
        try:
            given = steps.send(given() if callable(given) else None)
        except StopIteration:
            return


@dataclass
class HubSeat:
    """A laptop with a group; ``hub`` is the hub's key."""

    laptop: Laptop
    group: str
    hub: str
    people: dict[str, str] = field(default_factory=dict)

    @property
    def application(self) -> Application:
        return self.laptop.application

    @property
    def rounds(self) -> HubRounds:
        return self.application.hub_rounds

    @property
    def events(self):
        return self.application.store.state(self.group).events

    @property
    def panel(self) -> str:
        return "\n".join(self.rounds.view(self.group).lines)

    def connect(self, link: str, name: str = "Leeds hub") -> None:
        """Have the group kept at the hub."""
        walk(self.rounds.connecting(self.group, FoundHub.by(link, name)))

    def use(self) -> None:
        """Say yes to the hub that a colleague connected."""
        self.application.hub_choices.choose(self.group, self.hub, use=True)

    def sync(self) -> None:
        """One pass."""
        walk(self.rounds.passing(self.group, self.hub))

    def restart(self, **later: float) -> None:
        """The program ends and starts, so much later."""
        self.laptop.clock.move(**later)
        self.laptop.restart()
