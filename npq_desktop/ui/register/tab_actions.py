"""What the commands of the register share: its tab, the register that is open, the services."""

from abc import abstractmethod
from typing import TYPE_CHECKING

from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.keys.actions import PageCommands, TabActions
from npq_desktop.ui.register.open_register import OpenRegister
from npq_desktop.ui.register.tab import RegisterTab

if TYPE_CHECKING:
    from npq_desktop.services.application import Application


class RegisterActions(TabActions):
    """Binds what ``offer_commands`` of a subclass offers while the register is in front."""

    def __init__(
        self,
        *,
        tab: RegisterTab,
        opened: OpenRegister,
        services: "Application",
        bus: Bus,
        commands: PageCommands,
    ) -> None:
        super().__init__(tab=tab, bus=bus, commands=commands)
        self._tab = tab
        self._open = opened
        self._services = services
        self.offer_commands()

    @abstractmethod
    def offer_commands(self) -> None:
        """Called once, with everything at hand."""
