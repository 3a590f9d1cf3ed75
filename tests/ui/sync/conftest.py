"""The real window on the example group, and a colleague who joined it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from support.applications import Laptop
from support.screens import Screen

from npq_desktop.ui.window import build_window


@pytest.fixture
def screen(laptop: Callable[[str], Laptop], qtbot: QtBot) -> Iterator[Screen]:
    """Alex's window with the example group open."""
    alex = laptop("Alex Morgan")
    made = Screen(alex, alex.application.groups.add_example())
    made.window = build_window(alex.application, choose_file=made.choose)
    with qtbot.waitExposed(made.window):
        made.window.show()
    yield made
    made.window.close()
    made.window.deleteLater()


@pytest.fixture
def noor(
    screen: Screen, laptop: Callable[[str], Laptop], tmp_path: Path, quick_words: None
) -> Laptop:
    """Noor's laptop, joined to Alex's group, and heard of there."""
    path = tmp_path / "for Noor.npqsync"
    made = screen.application.membership.invite(screen.group, "Noor", "facilitator", path)
    membership = laptop("Noor").application.membership
    membership.join(membership.preview_invitation(path, made.words))
    screen.take_from(laptop("Noor"))
    return laptop("Noor")
