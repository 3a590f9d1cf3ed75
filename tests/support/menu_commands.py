"""The commands of the menus over a tab that has no window around it."""

from PySide6.QtWidgets import QWidget

from npq_desktop.ui.frame.menus import Tab, commands_of
from npq_desktop.ui.kit.keys.actions import PageCommands


def commands_on(tab: QWidget, page: Tab) -> PageCommands:
    """All commands, heard by their keys on ``tab``, with ``page`` in front."""
    commands = commands_of(tab)
    commands.show_page(page)
    return commands.on(page)
