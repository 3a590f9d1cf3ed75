"""A page of the window that is built when somebody first looks at it.

A start shows one tab: the others, and all that only they import, must not keep it waiting.
"""

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.tab_page import TabPage


class LaterPage(TabPage):
    """Empty until first shown; then filled for good with what ``build`` makes as its child."""

    def __init__(self, *, parent: QWidget, build: Callable[[QWidget], QWidget]) -> None:
        super().__init__(parent)
        self._build: Callable[[QWidget], QWidget] | None = build

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        build, self._build = self._build, None
        if build is not None:
            self._fill(build(self))

    def _fill(self, page: QWidget) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        self.set_home(page)
        page.resize(self.size())  # before it is shown: a page may lay itself out by its width
        page.show()
