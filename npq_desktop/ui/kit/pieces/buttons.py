"""Buttons by what they are for, filters with a count, and a choice between a few."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.page.layout import FlowLayout
from npq_desktop.ui.kit.paint.metrics import CAPTION, Metrics, bold, larger, metrics_of


class ButtonKind(StrEnum):
    """What a button is for, which decides how it looks."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    GHOST = "ghost"
    DANGER = "danger"
    ATTENTION = "attention"
    CHIP = "chip"
    SEGMENT = "segment"


HEAVY_KINDS = frozenset({ButtonKind.PRIMARY, ButtonKind.DANGER})
"""Those whose words have weight 600."""
_LOW_KINDS = frozenset({ButtonKind.CHIP, ButtonKind.SEGMENT})


class Button(QPushButton):
    """A button of one kind; ``key`` is shown on it as a cap, ``drawing`` names an icon.

    The key is shown only: the command of the menus hears it.
    """

    def __init__(
        self,
        words: str,
        parent: QWidget | None = None,
        *,
        kind: ButtonKind = ButtonKind.SECONDARY,
        key: str = "",
        drawing: str = "",
    ) -> None:
        super().__init__(words, parent)
        self.kind = kind
        self.drawing = drawing
        self.key = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key
        self.setAutoDefault(False)
        self.has_cap = True
        if self.key:
            self.setAccessibleDescription(self.key)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def become(self, kind: ButtonKind) -> None:
        """Look as another kind, because the next sensible step has changed."""
        if kind is not self.kind:
            self.kind = kind
            self.updateGeometry()
            self.update()

    @property
    def cap(self) -> str:
        """The key as the cap shows it; "" for none."""
        return cap_words(self.key) if self.has_cap else ""

    def leave_cap(self, *, out: bool) -> None:
        """Do without the cap where there is no room for it; a screen reader has the key still."""
        if out is self.has_cap:
            self.has_cap = not out
            self.updateGeometry()
            self.update()


def button_font(font: QFont, kind: ButtonKind, *, checked: bool = False) -> QFont:
    """The font of a button's words."""
    heavy = kind in HEAVY_KINDS or (kind is ButtonKind.SEGMENT and checked)
    return bold(font) if heavy else font


def button_height(metrics: Metrics, kind: ButtonKind) -> int:
    """How high a button of a kind is."""
    return metrics.target(28 if kind in _LOW_KINDS else 32)


def cap_width(font: QFont, key: str) -> int:
    """The width of a key cap inside a button, 0 without a key."""
    if not key:
        return 0
    wide = QFontMetrics(larger(font, CAPTION)).horizontalAdvance(key)
    return wide + 2 * metrics_of(font).gap + 2


def cap_words(key: str) -> str:
    """A key as it stands on caps: "Ctrl+Return" is "Ctrl ↵"."""
    words = key.replace("Return", "↵").replace("Enter", "↵")
    return " ".join(words.split("+")) if not words.endswith("+") else words


class Chip(Button):
    """A filter that can be on, with the number of what it finds."""

    def __init__(self, name: str, parent: QWidget, *, drawing: str = "") -> None:
        super().__init__(name, parent, kind=ButtonKind.CHIP, drawing=drawing)
        self.name = name
        self._icon, self._is_drawn = QIcon(), True
        self.setCheckable(True)
        self.setAutoExclusive(True)  # one of several, to assistive technology

    def show_count(self, count: int) -> None:
        """Show how many it finds."""
        self.setText(f"{self.name} {count}")

    def wear(self, icon: QIcon) -> None:
        """Show this drawing, where there is room for it."""
        self._icon = icon
        self.setIcon(icon if self._is_drawn else QIcon())

    def show_drawing(self, *, is_shown: bool) -> None:
        """Show the drawing or leave it out."""
        if is_shown is not self._is_drawn:
            self._is_drawn = is_shown
            self.setIcon(self._icon if is_shown else QIcon())


class ChipBar(QWidget):
    """Filters of which one is on; arrows move between them, and one that finds nothing is hidden.

    ``chosen`` carries the key of the filter that was switched on by the person.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._chips: dict[str, Chip] = {}
        self._always = ""
        self._group = QButtonGroup(self)
        flow = FlowLayout(self)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(metrics_of(self.font()).space)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._flow = flow

    @property
    def chips(self) -> dict[str, Chip]:
        """The filters by their keys, from the left."""
        return self._chips

    def offer(self, names: Sequence[tuple[str, str]], *, drawings: dict[str, str]) -> None:
        """Make the filters, (key, name) each; the first is always shown and on at first."""
        for key, name in names:
            chip = Chip(name, self, drawing=drawings.get(key, ""))
            chip.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            self._chips[key] = chip
            self._group.addButton(chip)
            self._flow.addWidget(chip)
        self._always = names[0][0]
        self._chips[self._always].setChecked(True)

    def show_counts(self, counts: dict[str, int]) -> None:
        """Show how many each filter finds; one that finds nothing and is not on is hidden."""
        for key, chip in self._chips.items():
            chip.show_count(counts.get(key, 0))
            chip.setVisible(key == self._always or bool(counts.get(key)) or chip.isChecked())
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the drawings out where the filters would not fit one line with them."""
        shown = [chip for chip in self._chips.values() if not chip.isHidden()]
        for chip in shown:
            chip.show_drawing(is_shown=True)
        wide = sum(chip.sizeHint().width() + self._flow.spacing() for chip in shown)
        for chip in shown:
            chip.show_drawing(is_shown=wide - self._flow.spacing() <= self.width())
        self._flow.invalidate()

    def choose(self, key: str) -> None:
        """Switch a filter on without asking for it."""
        self._chips[key].setChecked(True)

    def current(self) -> str:
        """The key of the filter that is on."""
        return next(key for key, chip in self._chips.items() if chip.isChecked())


class Segmented(QWidget):
    """Two to four alternatives side by side, one of them chosen; arrows move between them.

    ``chosen`` carries the key of the alternative the person has chosen.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget, name: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.segments: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(2, 2, 2, 2)
        line.setSpacing(2)
        for key, words in choices:
            segment = Button(words, self, kind=ButtonKind.SEGMENT)
            segment.setCheckable(True)
            segment.setAutoExclusive(True)  # one of several, to assistive technology
            segment.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            self.segments[key] = segment
            self._group.addButton(segment)
            line.addWidget(segment)
        next(iter(self.segments.values())).setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def choose(self, key: str) -> None:
        """Show an alternative as chosen without saying that the person did."""
        self.segments[key].setChecked(True)

    def current(self) -> str:
        """The key of the alternative that is chosen."""
        return next(key for key, each in self.segments.items() if each.isChecked())
