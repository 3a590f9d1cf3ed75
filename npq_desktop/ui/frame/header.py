"""The strip at the top: which group, its cohort, and the sync chip."""

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStatusBar,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.groups import GroupTitle, SyncChip
from npq_desktop.ui.kit.icons import Icons
from npq_desktop.ui.kit.metrics import bold, metrics_of
from npq_desktop.ui.kit.text import ElidedLabel, plain_tip
from npq_desktop.ui.kit.theme import colours_of


class Header(QWidget):
    """``group_chosen``: somebody chose; ``chip_clicked``: show what the chip is about."""

    group_chosen = Signal(str)
    all_groups_chosen = Signal()
    chip_clicked = Signal()

    def __init__(self, *, parent: QWidget, icons: Icons) -> None:
        super().__init__(parent)
        self._icons = icons
        self._groups: tuple[GroupTitle, ...] = ()
        self._current = -1
        self._chip = SyncChip("", needs_action=False)
        self.switcher = QComboBox(self)
        self.switcher.setAccessibleName("Group")
        self.switcher.setToolTip("Choose a group (Ctrl+G)")
        self.switcher.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.switcher.setMinimumContentsLength(16)
        self.about = ElidedLabel(self)
        self.chip = QToolButton(self)
        self.chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.chip.setAutoRaise(True)
        self._lay_out()
        self.switcher.activated.connect(self._activated)
        self.chip.clicked.connect(self.chip_clicked)

    def show_groups(self, groups: tuple[GroupTitle, ...], current: str, people: int) -> None:
        """Show the groups of this laptop; the current one is named, and how many are in it."""
        self._groups = groups
        with QSignalBlocker(self.switcher):
            self.switcher.clear()
            for group in groups:
                self.switcher.addItem(group.title, group.id)
            self.switcher.insertSeparator(len(groups))
            self.switcher.addItem("All my groups…")
            position = self.switcher.findData(current)
            self._current = position
            self.switcher.setCurrentIndex(position)
        self.setVisible(bool(groups))
        self._show_about(position, people)

    def show_chip(self, chip: SyncChip) -> None:
        """Show how things stand with the other laptops."""
        if chip == self._chip:
            return
        self._chip = chip
        self.chip.setText(chip.words)
        self.chip.setAccessibleName(chip.words)
        self.chip.setToolTip(plain_tip(chip.words))
        self._tint()

    def open_switcher(self) -> None:
        """Let the keyboard choose a group."""
        self.switcher.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.switcher.showPopup()

    def _lay_out(self) -> None:
        metrics = metrics_of(self.font())
        side = metrics.icon
        self.chip.setIconSize(QSize(side, side))
        line = QHBoxLayout(self)
        line.setContentsMargins(metrics.space, metrics.space, metrics.space, metrics.gap)
        line.setSpacing(metrics.space)
        line.addWidget(self.switcher, 1)
        line.addWidget(self.about, 1)
        line.addWidget(self.chip)

    def _activated(self, position: int) -> None:
        if position < len(self._groups):
            self._current = position
            self.group_chosen.emit(self._groups[position].id)
            return
        self.switcher.setCurrentIndex(self._current)
        self.all_groups_chosen.emit()

    def _show_about(self, position: int, people: int) -> None:
        words = ""
        if 0 <= position < len(self._groups):
            counted = "1 participant" if people == 1 else f"{people} participants"
            words = " · ".join(filter(None, (self._groups[position].cohort, counted)))
        self.about.setText(words)

    def _tint(self) -> None:
        colours = colours_of(self.palette())
        name = "conflict" if self._chip.needs_action else "sync"
        colour = colours.conflict if self._chip.needs_action else colours.muted
        self.chip.setIcon(self._icons.icon(name, colour))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()


class StatusLine(QStatusBar):
    """*Saved* stays until something fails; what failed stays until the next success."""

    def __init__(self, *, parent: QWidget, icons: Icons) -> None:
        super().__init__(parent)
        self._icons = icons
        self._failed = False
        self._icon = QLabel(self)
        self.saved = QLabel(self)
        self.said = ElidedLabel(self)
        self.undo = QLabel(self)
        for label in (self.saved, self.undo):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.addWidget(self._icon)
        self.addWidget(self.saved)
        self.addWidget(self.said, 1)
        self.addPermanentWidget(self.undo)
        self.show_saved()

    def show_saved(self) -> None:
        """Everything done so far is on disk."""
        if self._failed or not self.saved.text():
            self._show("Saved", failed=False)

    def show_failed(self, sentence: str) -> None:
        """Say what failed; it stays."""
        self._show(sentence, failed=True)

    def say(self, sentence: str) -> None:
        """A sentence worth a glance, until the next one."""
        self.said.setText(sentence)

    def show_undo(self, words: str) -> None:
        """What Ctrl+Z does next; "" when nothing."""
        self.undo.setText(f"Ctrl+Z: {words}" if words else "")

    def _show(self, words: str, *, failed: bool) -> None:
        self._failed = failed
        self.saved.setText(words)
        self.saved.setToolTip(plain_tip(words))
        self.saved.setAccessibleName(words)
        self.saved.setFont(bold(self.font()) if failed else self.font())
        self.saved.setWordWrap(failed)
        policy = QSizePolicy.Policy.Ignored if failed else QSizePolicy.Policy.Preferred
        self.saved.setSizePolicy(policy, QSizePolicy.Policy.Preferred)
        if failed:
            self.said.clear()
        self.said.setVisible(not failed)
        self.removeWidget(self.saved)
        self.insertWidget(1, self.saved, 1 if failed else 0)
        self.saved.show()
        self._tint()

    def _tint(self) -> None:
        colours = colours_of(self.palette())
        name, colour = ("failed", colours.absent) if self._failed else ("saved", colours.present)
        side = metrics_of(self.font()).icon
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(self._icons.pixmap(name, colour, side, ratio))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
