"""The commands of the View menu that change how everything looks, and what they keep."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from npq_desktop.services.core.laptop.preferences import TEXT_SIZES
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.keys.actions import Commands
from npq_desktop.ui.kit.paint.appearance import appearance

if TYPE_CHECKING:
    from npq_desktop.services.core.laptop.preferences import Preferences

_THEMES = {"light": "light", "dark": "dark", "follow_system": ""}


class LookCommands(QObject):
    """Wears what was chosen earlier from the start on; ``changed`` follows each new choice."""

    changed = Signal()

    def __init__(
        self, *, parent: QObject, commands: Commands, preferences: "Preferences", bus: Bus
    ) -> None:
        super().__init__(parent)
        self._commands = commands
        self._preferences = preferences
        self._bus = bus
        bind = commands.bind
        bind("compact_rows", self._turn_rows)
        bind("larger_text", lambda: self._step(1))
        bind("smaller_text", lambda: self._step(-1))
        bind("normal_text", lambda: self.choose("text_size", "100"))
        bind("light", lambda: self.choose("theme", "light"))
        bind("dark", lambda: self.choose("theme", "dark"))
        bind("follow_system", lambda: self.choose("theme", ""))
        self.wear()

    def choose(self, name: str, text: str) -> None:
        """Keep a preference and act on it at once; a refusal of the disk is told."""
        self._bus.attempt(lambda: self._preferences.choose(name, text))
        self.wear()

    def wear(self) -> None:
        """Look as the preferences say, and tick them in the menu."""
        chosen = self._preferences
        theme, compact = chosen.value("theme"), chosen.value("rows") == "compact"
        appearance().wear(theme=theme, text_size=chosen.text_size, compact=compact)
        for name, each in _THEMES.items():
            self._commands.action(name).setChecked(each == theme)
        self._commands.action("compact_rows").setChecked(compact)
        self._commands.enable("larger_text", enabled=chosen.text_size < TEXT_SIZES[-1])
        self._commands.enable("smaller_text", enabled=chosen.text_size > TEXT_SIZES[0])
        self.changed.emit()

    def _turn_rows(self) -> None:
        is_compact = self._preferences.value("rows") == "compact"
        self.choose("rows", "comfortable" if is_compact else "compact")

    def _step(self, by: int) -> None:
        at = TEXT_SIZES.index(self._preferences.text_size) + by
        if 0 <= at < len(TEXT_SIZES):
            self.choose("text_size", str(TEXT_SIZES[at]))
