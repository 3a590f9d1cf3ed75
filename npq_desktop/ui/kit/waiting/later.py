"""What a window may need and a start must not wait for: made when it is first asked for."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

Made = TypeVar("Made")
Parent = TypeVar("Parent", bound=QWidget)


class Later(QObject, Generic[Made]):
    """Calling it returns what ``build`` makes of the parent; ``build`` is called once."""

    def __init__(self, parent: Parent, build: Callable[[Parent], Made]) -> None:
        super().__init__(parent)
        self._build: Callable[[Any], Made] = build
        self._made: Made | None = None

    def __call__(self) -> Made:
        if self._made is None:
            # Ask Qt instead of keeping a reference, which would keep the window alive.
            self._made = self._build(self.parent())
        return self._made
