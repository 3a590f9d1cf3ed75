"""Above the table: filters with counts, the find box, and what can be done with the table."""

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.cohort import CohortRow, CohortView
from npq_desktop.services.cohort import words
from npq_desktop.ui.cohort.standing import ORDER, drawing_of, tone_of
from npq_desktop.ui.cohort.table.model import ALWAYS
from npq_desktop.ui.kit.dialogs.fields import SearchField, name_box
from npq_desktop.ui.kit.keys.actions import PageCommands
from npq_desktop.ui.kit.lists.tables import Column
from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind, ChipBar
from npq_desktop.ui.kit.pieces.cards import Text

EVERYONE = ""
_FIND = 300


class CohortToolbar(QWidget):
    """``kept`` carries a standing or "" for everyone; ``hidden_chosen`` the keys of the columns
    left out; ``sort_chosen`` the key of a column or "" for who needs a look.
    """

    kept = Signal(str)
    hidden_chosen = Signal(object)
    sort_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._threshold = 0
        self.chips = ChipBar(self, "Where everyone is")
        self.combo = QComboBox(self)
        name_box(self.combo, "Where everyone is")
        self.find_box = SearchField(self)
        self.find_box.setPlaceholderText("Find name, school, TRN, email ( / )")
        self.find_box.setAccessibleName("Find people")
        self.shown = Text("", self, tone="muted", wraps=False)
        self.columns_menu, self.sort_menu = QMenu("Columns", self), QMenu("Sort by", self)
        self.columns_button = Button("Columns", self, kind=ButtonKind.GHOST)
        self.columns_button.setAccessibleName("Choose columns")
        self.columns_button.setMenu(self.columns_menu)
        self.save_button = Button("Save table…", self, kind=ButtonKind.GHOST)
        self.more_button = Button("", self, drawing="more")
        self.more_button.setAccessibleName("More about this table")
        self.more_button.setToolTip("More about this table")
        self.more_button.setMenu(QMenu(self.more_button))
        self._lay_out()
        self.chips.chosen.connect(self._chip_chosen)
        self.combo.activated.connect(self._combo_chosen)
        self.columns_menu.triggered.connect(self._columns_changed)
        self.sort_menu.triggered.connect(self._sort_changed)

    def bind(self, commands: PageCommands) -> None:
        """Offer the commands about the whole table."""
        save = commands.action("save_as")
        self.save_button.clicked.connect(save.trigger)
        menu = self.more_button.menu()
        menu.addMenu(self.sort_menu)
        menu.addMenu(self.columns_menu)
        menu.addAction(save)

    def tab_order(self) -> tuple[QWidget, ...]:
        """What Tab reaches, in the order of the eye."""
        buttons = (self.columns_button, self.save_button, self.more_button)
        return (*self.chips.chips.values(), self.combo, self.find_box, *buttons)

    def show_view(self, view: CohortView) -> None:
        """Count the people of a group by where they are."""
        if view.threshold != self._threshold:
            self._threshold = view.threshold
            self._make_chips()
        counts = {standing: view.summary.get(standing, 0) for standing in ORDER}
        counts[EVERYONE] = len(view.rows)
        kept = self.standing()
        self.chips.show_counts(counts)
        with QSignalBlocker(self.combo):
            self.combo.clear()
            self.combo.addItem(f"Everyone · {len(view.rows)}", EVERYONE)
            for standing in ORDER:
                if counts[standing] or standing == kept:
                    self.combo.addItem(f"{self._name(standing)} · {counts[standing]}", standing)
            self.combo.setCurrentIndex(max(0, self.combo.findData(kept)))

    def standing(self) -> str:
        """The standing that is kept; "" for everyone."""
        return self.chips.current() if self.chips.chips else EVERYONE

    def choose(self, standing: str) -> None:
        """Keep this standing, without a signal."""
        if standing in self.chips.chips:
            self.chips.choose(standing)
            self.combo.setCurrentIndex(max(0, self.combo.findData(standing)))

    def show_columns(
        self, columns: tuple[Column[CohortRow], ...], hidden: frozenset[str], sort: str
    ) -> None:
        """Offer these columns, with a tick at those not hidden and at the one sorted by."""
        self.columns_menu.clear()
        self.sort_menu.clear()
        group = QActionGroup(self.sort_menu)
        self._offer(self.sort_menu, "Who needs a look", "", is_on=not sort, group=group)
        for column in columns:
            if column.key != ALWAYS:
                is_on = column.key not in hidden
                self._offer(self.columns_menu, column.title, column.key, is_on=is_on)
            is_on = column.key == sort
            self._offer(self.sort_menu, column.title, column.key, is_on=is_on, group=group)

    def give_way(self, *, is_narrow: bool, is_low: bool) -> None:
        """Offer a choice in place of the chips, and commands in the menu only."""
        self.chips.setVisible(not is_narrow and not is_low)
        self.combo.setVisible(is_narrow or is_low)
        for button in (self.columns_button, self.save_button):
            button.setVisible(not is_narrow)
        most = metrics_of(self.font()).wide(_FIND)
        self.find_box.setMaximumWidth(16_777_215 if is_narrow else most)

    def _name(self, standing: str) -> str:
        return words.capital(words.short(standing, self._threshold))

    def _make_chips(self) -> None:
        names = [(EVERYONE, "All"), *((each, self._name(each)) for each in ORDER)]
        if self.chips.chips:
            for key, name in names:
                self.chips.chips[key].name = name
            return
        self.chips.offer(names, drawings={})
        self._tint()

    def _tint(self) -> None:
        colours, side = tokens_of(self.palette()), metrics_of(self.font()).icon
        for key in ORDER:
            chip = self.chips.chips.get(key)
            if chip is not None:
                chip.wear(icons().icon(drawing_of(key), getattr(colours, tone_of(key))))
                chip.setIconSize(QSize(side, side))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._tint()

    def _offer(
        self, menu: QMenu, title: str, key: str, *, is_on: bool, group: QActionGroup | None = None
    ) -> None:
        action = menu.addAction(title)
        action.setCheckable(True)
        action.setChecked(is_on)
        action.setData(key)
        if group is not None:
            group.addAction(action)

    def _chip_chosen(self, key: str) -> None:
        self.combo.setCurrentIndex(max(0, self.combo.findData(key)))
        self.kept.emit(key)

    def _combo_chosen(self) -> None:
        key = str(self.combo.currentData())
        if key in self.chips.chips:
            self.chips.choose(key)
        self.kept.emit(key)

    def _columns_changed(self) -> None:
        left_out = (a.data() for a in self.columns_menu.actions() if not a.isChecked())
        self.hidden_chosen.emit(frozenset(left_out))

    def _sort_changed(self, action: QAction) -> None:
        self.sort_chosen.emit(str(action.data()))

    def _lay_out(self) -> None:
        metrics = metrics_of(self.font())
        line = QHBoxLayout()
        line.setSpacing(metrics.space)
        line.addWidget(self.combo)
        line.addWidget(self.find_box, 2)
        line.addWidget(self.shown)
        line.addStretch(1)
        for button in (self.columns_button, self.save_button, self.more_button):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space)
        column.addWidget(self.chips)
        column.addLayout(line)
