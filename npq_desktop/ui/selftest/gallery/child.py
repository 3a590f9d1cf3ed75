"""Takes the pictures of one scale and one size of window, in a process of its own.

Anything that Qt warns of and any exception is a fault: it is printed and the exit code is 1.
"""

import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFontInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from npq_desktop.services.application import Application
from npq_desktop.services.core.laptop.places import Places
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.paint.theme import wear
from npq_desktop.ui.selftest.gallery.components import components, put_into
from npq_desktop.ui.selftest.gallery.sets import SIZES, ColourSet, colour_sets
from npq_desktop.ui.selftest.gallery.stage import MOMENT, Stage
from npq_desktop.ui.selftest.gallery.views import (
    DIALOGS,
    EDITORS,
    LAST_PAGES,
    PAGES,
    START_DIALOGS,
    DialogView,
    MadeView,
)
from npq_desktop.ui.starting import qt_application

_WIDE = 480
_QUICK = 80
"""For PNG, this quality packs less and is several times faster."""
_OF_THE_PLATFORM = re.compile(r"This plugin does not support ")
"""Without a screen Qt says so of what it cannot do; that is no fault of ours."""


class Opener(Protocol):
    """Opens the services on a data folder with a clock of one's own."""

    def __call__(self, places: Places, *, clock: Callable[[], datetime]) -> Application: ...


def take_pictures(open_application: Opener, out: Path, scale: int, size: tuple[int, int]) -> int:
    """Write every picture of a scale and a size; components only at the first size."""
    with _faults() as faults:
        application = qt_application()
        application.setCursorFlashTime(0)  # a picture must not depend on when it was taken
        sets = [each for each in colour_sets() if scale in each.scales]
        camera = Camera(application, out, scale, sets)
        if size == SIZES[0]:
            _components(camera)
        with tempfile.TemporaryDirectory(prefix="npq-gallery-") as scratch:
            places = Places.under(Path(scratch) / "data")
            services = open_application(places, clock=lambda: MOMENT)
            stage = Stage(services, Path(scratch), size)
            _views(stage, camera, "{}x{}".format(*size))
            stage.robot.leave()
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    return 1 if faults else 0


class Camera:
    """Saves what a widget shows, once in every set of colours."""

    def __init__(
        self, application: QApplication, out: Path, scale: int, sets: list[ColourSet]
    ) -> None:
        self._application = application
        self._font = QFontInfo(application.font()).family()
        self._folders = [(each, out / each.folder(scale)) for each in sets]
        for _, folder in self._folders:
            folder.mkdir(parents=True, exist_ok=True)

    def take(self, widget: QWidget, name: str) -> None:
        """Save the widget under a name; the picture says in which font it was taken."""
        for each, folder in self._folders:
            wear(self._application, each.colours)
            self._application.processEvents()
            picture = widget.grab().toImage()
            picture.setText("Font", self._font)
            picture.save(str(folder / f"{name}.png"), quality=_QUICK)


def _components(camera: Camera) -> None:
    for component in components():
        for state, make in component.pictures():
            host = QWidget()
            metrics, column = metrics_of(host.font()), QVBoxLayout(host)
            column.setContentsMargins(*[metrics.scaled(12)] * 4)
            if component.wide:
                host.setMinimumWidth(metrics.wide(_WIDE))
            widget = make(host)
            column.addWidget(widget)
            host.show()
            QTest.qWaitForWindowExposed(host)
            host.activateWindow()
            host.setFocus()
            put_into(state, widget)
            camera.take(host, f"{component.name}-{state}")
            host.close()
            host.deleteLater()


def _views(stage: Stage, camera: Camera, size: str) -> None:
    for page in PAGES:
        page.show(stage)
        camera.take(stage.window, f"{page.name}-{size}")
    for page in EDITORS:
        page.show(stage)
        camera.take(stage.window, f"{page.name}-{size}")
    stage.robot.register.close_editors()
    dialogs: tuple[MadeView | DialogView, ...] = (*START_DIALOGS, *DIALOGS)
    with stage.behind_dialogs():
        for view in dialogs:
            with view.on(stage) as dialog:
                camera.take(dialog, f"dialog-{view.name}-{size}")
    for page in LAST_PAGES:
        page.show(stage)
        camera.take(stage.window, f"{page.name}-{size}")


@contextmanager
def _faults() -> Iterator[list[str]]:
    """Collects what Qt warns of and what nobody catches; an error in the block is one, too."""
    faults: list[str] = []

    def warned(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        is_news = kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        if not is_news and not _OF_THE_PLATFORM.match(message):
            faults.append(f"Qt: {message}")

    def uncaught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        faults.append("".join(traceback.format_exception(kind, error, trace)))

    before, hook = qInstallMessageHandler(warned), sys.excepthook
    sys.excepthook = uncaught
    try:
        yield faults
    except Exception as error:  # noqa: BLE001  whatever it is, the gallery reports it and ends
        uncaught(type(error), error, error.__traceback__)
    finally:
        sys.excepthook = hook
        qInstallMessageHandler(before)
