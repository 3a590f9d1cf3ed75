"""The example group on stage for tests: every page and dialog at a size of window and of text."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from npq_desktop.bootstrap import open_application
from npq_desktop.services.core.laptop.places import Places
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.paint.appearance import appearance
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.paint.theme import Theme
from npq_desktop.ui.selftest.gallery.stage import MOMENT, Stage


class SmallScreen:
    """A screen of a size, as dialogs ask it."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._room = QRect(0, 0, *size)

    def availableGeometry(self) -> QRect:  # noqa: N802  Qt's name
        return self._room


def for_this_font(size: tuple[int, int]) -> tuple[int, int]:
    """A size that holds as many lines and letters in the font of this machine."""
    metrics = metrics_of(QApplication.font())
    return metrics.wide(size[0]), metrics.scaled(size[1])


@contextmanager
def staged(
    folder: Path, size: tuple[int, int] = (1366, 744), *, text: int = 100, compact: bool = False
) -> Iterator[Stage]:
    """A stage whose dialogs find a screen of the size; everything is as before at the end.

    The size is for the usual font at text 100%; with another font it is as much larger or smaller.
    """
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    size = for_this_font(size)
    style = application.style().objectName()
    theme = Theme(application=application)
    services = open_application(Places.under(folder / "data"), clock=lambda: MOMENT)
    stage = Stage(services, folder, size)
    appearance().wear(theme="light", text_size=text, compact=compact)
    stage.window.resize(*size)
    stage.settle()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Dialog, "screen", lambda _: SmallScreen(size), raising=False)
        try:
            yield stage
        finally:
            stage.robot.leave()
            appearance().wear(theme="", text_size=100, compact=False)
            theme.deleteLater()
            application.setStyle(style)
