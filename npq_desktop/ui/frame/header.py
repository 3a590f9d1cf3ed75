"""The strip at the top: which group, its cohort, and the sync chip."""

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QWidget
from typing_extensions import override

from npq_desktop.rows.groups import GroupTitle, SyncChip
from npq_desktop.ui.kit.elided_label import ElidedLabel
from npq_desktop.ui.kit.icons import Icons
from npq_desktop.ui.kit.metrics import metrics_of
from npq_desktop.ui.kit.palettes import colours_of
from npq_desktop.ui.kit.plain_tip import plain_tip


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
        self.switcher.setAccessibleName(self.tr("Group"))
        self.switcher.setToolTip(self.tr("Choose a group (Ctrl+G)"))
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
            self.switcher.addItem(self.tr("All my groups…"))
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
