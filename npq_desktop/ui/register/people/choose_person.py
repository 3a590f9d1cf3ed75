"""Shows a list of people to choose one from: the name, and below it what tells namesakes apart."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.people import PersonChoice
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.paint.shapes import Shape
from npq_desktop.ui.kit.pieces.text import found, paint_two_lines, plain_label, two_line_size
from npq_desktop.ui.register.find_bar import FindField

Index = QModelIndex | QPersistentModelIndex
_PERSON = Qt.ItemDataRole.UserRole
_FEWEST_LINES = 2


class PeopleList(QListWidget):
    """The first person is chosen until another is; people of other groups have an arrow."""

    def __init__(self, parent: QWidget, *, lines: int) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setItemDelegate(_PersonDelegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_people(self, people: Sequence[PersonChoice]) -> None:
        """Replace the people offered; the chosen one stays chosen if still there."""
        before = self.chosen()
        self.clear()
        for person in people:
            item = QListWidgetItem(" · ".join((person.name, second_line(person))), self)
            item.setData(_PERSON, person)
        self.setCurrentRow(people.index(before) if before in people else 0)

    def chosen(self) -> PersonChoice | None:
        """The person chosen; None if nobody is offered."""
        person = self.currentIndex().data(_PERSON)
        return person if isinstance(person, PersonChoice) else None

    def step(self, by: int) -> None:
        """Choose the next person down (1) or up (-1)."""
        row = self.currentRow() + by
        if 0 <= row < self.count():
            self.setCurrentRow(row)

    @override
    def sizeHint(self) -> QSize:
        return self._size(self._lines)

    @override
    def minimumSizeHint(self) -> QSize:
        return self._size(_FEWEST_LINES)

    def _size(self, lines: int) -> QSize:
        line = self.fontMetrics().height() * 3
        return QSize(line * 6, line * lines + self.frameWidth() * 2)


def second_line(person: PersonChoice) -> str:
    """The group if it is another, then mark and school."""
    return " · ".join(filter(None, (person.group_title, person.detail)))


class _PersonDelegate(QStyledItemDelegate):
    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return two_line_size(option)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        person = index.data(_PERSON)
        if isinstance(person, PersonChoice):
            shape = Shape.ARROW if person.group_title else Shape.RING
            paint_two_lines(painter, option, shape, person.name, second_line(person), True)


_LINES = 5


class ChoosePersonDialog(Dialog):
    """Typing narrows the list, the arrows choose, Return takes the person chosen.

    ``explain`` gives what taking a person would do; ``choose`` does it, given that text.
    """

    def __init__(
        self,
        *,
        parent: QWidget,
        heading: str,
        button: str,
        people: Sequence[PersonChoice],
        choose: Callable[[PersonChoice, str], None],
        explain: Callable[[PersonChoice], str],
    ) -> None:
        super().__init__(parent, heading)
        self._people = tuple(people)
        self._choose = choose
        self._explain = explain
        self.find_box = FindField(self)
        self.find_box.setPlaceholderText("Find by name, TRN or email")
        self.find_box.setAccessibleName("Find a person")
        self.find_box.setClearButtonEnabled(True)
        self.list = PeopleList(self, lines=_LINES)
        self.list.setAccessibleName("People")
        self.words = plain_label(self)
        self.body.addWidget(self.find_box)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.words)
        self.choose_button = self.add_button(button, self._take)
        self.choose_button.setDefault(True)
        self.find_box.textChanged.connect(self._filter)
        self.find_box.stepped.connect(self.list.step)
        self.find_box.left.connect(self.reject)
        self.list.currentItemChanged.connect(self._show_words)
        self.list.itemActivated.connect(self._take)
        self._filter("")

    def _filter(self, text: str) -> None:
        kept = [p for p in self._people if found(text, f"{p.name} {p.search_key} {p.group_title}")]
        self.list.show_people(kept)
        self.choose_button.setEnabled(bool(kept))
        self._show_words()

    def _show_words(self) -> None:
        self.attempt(self.show_again)

    @override
    def show_again(self) -> None:
        person = self.list.chosen()
        self.words.setText("Nobody has that name. Clear the box to see everyone.")
        if person is not None:
            self.words.setText(self._explain(person))

    def _take(self) -> None:
        person, shown = self.list.chosen(), self.words.text()
        if person is not None and self.attempt(lambda: self._choose(person, shown)):
            self.accept()
