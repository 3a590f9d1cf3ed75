"""The sync panel: what is not sent yet and to whom, the other laptops, and what is to settle.

It only shows; what its buttons do is up to the presenter.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from npq_desktop.rows.exchange import HubView, LaptopRow, SyncView
from npq_desktop.rows.groups import GroupTitle
from npq_desktop.services.core.words import count, group_named
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.fields import name_box
from npq_desktop.ui.kit.lists.tables import Texts, TextTable, text_columns
from npq_desktop.ui.kit.page.layout import FlowLayout
from npq_desktop.ui.kit.paint.shapes import Shape
from npq_desktop.ui.kit.pieces.banner import Banner
from npq_desktop.ui.kit.pieces.text import plain_label

_TITLES = ("Who", "Laptop", "Last file from them", "Has your changes")


class SyncPanel(Dialog):
    """``group_chosen`` carries the id of another group to look at."""

    group_chosen = Signal(str)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, "")
        self.setWindowTitle("Sync")
        self.group_box = QComboBox(self)
        name_box(self.group_box, "Group")
        self.situation = plain_label(self)
        self.sent = plain_label(self)
        self.notices = Banner(self)
        self.laptops = TextTable(
            parent=self,
            name="Other laptops",
            titles=_TITLES,
            shares=(4, 4, 6, 7),
            snug=True,
        )
        self._tips: dict[Texts, str] = {}
        columns = text_columns(_TITLES)
        self.laptops.texts.show_rows((), (*columns[:-1], replace(columns[-1], told=self._has)))
        self.routes = plain_label(self)
        self.folder = plain_label(self)
        self.folder.hide()
        self.hub = Banner(self)
        self._asides = QWidget(self)
        self._line = FlowLayout(self._asides)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(self.fontMetrics().height() // 2)
        self._ways = 0
        self._add_lists()
        self.key_notice = Banner(self)
        self.understood_button = self.key_notice.action
        self.show_key_notice("")
        self.show_hub(None)
        self._lay_out()
        self.group_box.activated.connect(self._group_activated)
        self.cancel_button.setText("Close")

    def _add_lists(self) -> None:
        self.disagreements_button = self._list_button("")
        self.held_button = self._list_button("")
        self.now_button = self._list_button("Sync no&w")
        self.members_button = self._list_button("&People and laptops…")
        self.trail_button = self._list_button("Files saved and op&ened…")
        self.sheet_button = self._list_button("&Recovery sheet…")

    def _has(self, row: Texts) -> str:
        """What a laptop has, with what would confirm a file on its way to it."""
        tip = self._tips.get(row, "")
        return f"{row[-1]}. {tip}" if tip else row[-1]

    def _lay_out(self) -> None:
        for widget in (self.group_box, self.situation, self.sent, self.notices, self.laptops):
            self.body.addWidget(widget)
        self.body.addWidget(self.routes)
        self.body.addWidget(self.folder)
        self.body.addWidget(self.hub)
        self.body.addWidget(self._asides)
        self.body.addWidget(self.key_notice)
        self.body.addStretch(1)

    def add_way(self, words: str, act: Callable[[], None]) -> QPushButton:
        """Add a way in or out: the first at the bottom, others where a narrow window wraps them."""
        if not self.footer.ways():
            return self.add_button(words, act)
        button = self._list_button(words)
        button.clicked.connect(act)
        self._line.insert(self._ways, button)
        button.stackUnder(self.disagreements_button)  # in the order of the eye for Tab, too
        self._ways += 1
        return button

    def _list_button(self, words: str) -> QPushButton:
        button = QPushButton(words, self._asides)
        button.setAutoDefault(False)
        self._line.addWidget(button)
        return button

    def show_groups(self, groups: Sequence[GroupTitle], current: str) -> None:
        """Offer the groups of this laptop to choose from, where there are several."""
        with QSignalBlocker(self.group_box):
            self.group_box.clear()
            for group in groups:
                title = group_named(group.title, unverified=group.unverified)
                self.group_box.addItem(title, group.id)
            self.group_box.setCurrentIndex(self.group_box.findData(current))
        self.group_box.setVisible(len(groups) > 1)

    def show_view(self, view: SyncView) -> None:
        """Show how things stand."""
        self.heading.setText(f"Sync {view.title}")
        self.situation.setText(view.situation)
        self.sent.setText(view.sent)
        notices = "\n\n".join(view.notices)
        if view.urgent:
            self.notices.warn(notices)
        else:
            self.notices.say(notices, shape=Shape.FORK)
        self._tips = {_texts(row): row.tip for row in view.laptops}
        self.laptops.show_rows([_texts(row) for row in view.laptops])
        self.laptops.setVisible(bool(view.laptops))
        self.routes.setText("\n".join(view.routes))
        self.routes.setVisible(bool(view.routes))
        disagreements = count(view.disagreements, "&disagreement…", "&disagreements…")
        self.disagreements_button.setText(disagreements)
        self.disagreements_button.setVisible(view.disagreements > 0)
        self.held_button.setText(f"{view.held} on ho&ld…")
        self.held_button.setVisible(view.held > 0)
        self.sheet_button.setVisible(view.sheet_due)

    def show_key_notice(self, words: str) -> None:
        """Show where the key to the data is; "" hides it and its button."""
        self.key_notice.say(words, shape=Shape.WARNING)
        self.key_notice.offer("Understood" if words else "")

    def show_folder(self, words: str) -> None:
        """Show the state of the shared folder; "" where none is used."""
        self.folder.setText(words)
        self.folder.setVisible(bool(words))

    def show_hub(self, view: HubView | None) -> None:
        """Show how the group's hub stands; None where it has none."""
        words = "\n".join(view.lines) if view else ""
        if view is not None and view.needs_action:
            self.hub.warn(words)
        else:
            shape = shape_of(view, otherwise=Shape.FORK) if view is not None else Shape.FORK
            self.hub.say(words, shape=shape)
        self.now_button.setVisible(view is not None and view.is_used)

    def _group_activated(self) -> None:
        self.group_chosen.emit(str(self.group_box.currentData()))


def shape_of(view: HubView, *, otherwise: Shape) -> Shape:
    """What stands before the words about a hub that needs nobody; ``otherwise``: unused here."""
    if view.has_trouble:
        return Shape.PAUSE
    return Shape.TICK if view.is_used else otherwise


def _texts(row: LaptopRow) -> Texts:
    return (row.who, row.laptop, row.heard, row.has)
