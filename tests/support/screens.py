"""A laptop's real window for tests, with the files its owner picks, and files handed over."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget
from support.applications import Laptop

from npq_desktop.services.application import Application
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.kit.dialogs.file_choice import FileRequest


@dataclass
class Screen:
    """A laptop's window; ``chosen`` is the file that is picked next."""

    laptop: Laptop
    group: str
    window: MainWindow = None  # type: ignore[assignment]
    chosen: Path | None = None
    requests: list[FileRequest] = field(default_factory=list)

    @property
    def application(self) -> Application:
        return self.laptop.application

    def choose(self, parent: QWidget, request: FileRequest, chosen: Callable[[Path], None]) -> None:
        self.requests.append(request)
        if self.chosen is not None:
            chosen(self.chosen)

    def dialog(self) -> QDialog:
        """The dialog in front."""
        return [each for each in self.window.findChildren(QDialog) if each.isVisible()][-1]

    def panel(self) -> QDialog:
        """The sync panel."""
        self.window.commands.action("sync").trigger()
        return self.dialog()

    def press(self, words: str) -> None:
        """Press the button in the dialog in front whose words begin so."""
        buttons = self.dialog().findChildren(QAbstractButton)
        press(next(b for b in buttons if b.isVisible() and _said(b).startswith(words)))

    def take_from(self, giver: Laptop) -> None:
        hand_over(giver, self.laptop, self.group)


def _said(button: QAbstractButton) -> str:
    return button.text().replace("&", "")


def hand_over(giver: Laptop, taker: Laptop, group: str) -> None:
    """One file from one laptop to another."""
    path = giver.folder.parent / f"of {giver.person}.npqsync"
    giver.application.exchange.send(group, path)
    taker.application.exchange.merge(taker.application.exchange.preview(path))


def press(button: QWidget) -> None:
    QTest.keyClick(button, Qt.Key.Key_Space)
