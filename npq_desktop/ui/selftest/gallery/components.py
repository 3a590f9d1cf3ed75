"""The components of the kit, each in the states it can be in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QRadioButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.register import MarkState
from npq_desktop.ui.kit.dialogs.choice_rows import ChoiceRows, RowChoice
from npq_desktop.ui.kit.keys.key_caps import KeyCaps
from npq_desktop.ui.kit.lists.side_list import ENTRY_ROLE, SideEntry, SideList
from npq_desktop.ui.kit.lists.tables import TextTable
from npq_desktop.ui.kit.page.navigation import NavigationBar
from npq_desktop.ui.kit.paint.metrics import CAPTION, DISPLAY, LEAD, TITLE
from npq_desktop.ui.kit.pieces.banner import Banner, BannerKind
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind, Chip, ChipBar, Segmented
from npq_desktop.ui.kit.pieces.cards import Card, Text
from npq_desktop.ui.kit.pieces.empty_state import EmptyState
from npq_desktop.ui.register.table.mark_control import MarkControl, Mode, control_width, look_of

REST, HOVER, FOCUS, PRESSED = "rest", "hover", "focus", "pressed"
DISABLED, CHECKED, LONGEST = "disabled", "checked", "longest"
_ALL = (REST, HOVER, FOCUS, PRESSED, DISABLED)
_FIELD = (REST, HOVER, FOCUS, DISABLED)
_LONG = "Bring the list of people of Group 07 up to date from a spreadsheet"
_SENTENCE = (
    "Sam Okafor and you recorded different marks for Niamh Ní Bhriain at Seminar 3. Settle this "
    "first, because it decides whether her engagement is on track."
)

Make = Callable[[QWidget], QWidget]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One kind of widget; ``long`` makes it with the longest words it has to bear.

    ``wide``: it takes what width it is given.
    """

    name: str
    make: Make
    states: tuple[str, ...] = (REST,)
    long: Make | None = None
    wide: bool = False

    def pictures(self) -> Iterator[tuple[str, Make]]:
        """Each state with what makes a widget for it."""
        yield from ((state, self.make) for state in self.states)
        if self.long:
            yield LONGEST, self.long


def put_into(state: str, widget: QWidget) -> None:
    """Put a widget that is shown in an active window into a state, as hands would."""
    shown = next(iter(widget.findChildren(QAbstractButton)), widget)
    target = shown if isinstance(widget, Segmented | ChipBar) else widget
    if state == HOVER:
        target.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    elif state == FOCUS:
        target.setFocus(Qt.FocusReason.TabFocusReason)
    elif state == DISABLED:
        widget.setEnabled(False)
    elif state == PRESSED and isinstance(target, QAbstractButton):
        target.setDown(True)
    elif state == CHECKED and isinstance(target, QAbstractButton):
        target.setChecked(True)
    target.update()


def components() -> Iterator[Exhibit]:
    """Everything the kit has."""
    yield from _buttons()
    yield from _fields()
    yield from _texts()
    yield from _lists()


def _buttons() -> Iterator[Exhibit]:
    words = {
        ButtonKind.PRIMARY: "Save file",
        ButtonKind.SECONDARY: "Copy mail text",
        ButtonKind.GHOST: "Print…",
        ButtonKind.DANGER: "Erase",
        ButtonKind.ATTENTION: "2 disagreements to settle",
    }
    for kind, said in words.items():
        yield Exhibit(f"button-{kind}", _button(said, kind), _ALL, _button(_LONG, kind))
    sign = _button("Sign off…", ButtonKind.PRIMARY, key="F9", drawing="lock")
    yield Exhibit("button-with-key", sign, _ALL)
    yield Exhibit("button-icon", _button("", ButtonKind.SECONDARY, drawing="more"), _ALL)
    yield Exhibit("button-menu", _menu_button, _ALL)
    yield Exhibit("chip", _chip("Behind"), (*_ALL, CHECKED), _chip("Can no longer reach 90%"))
    yield Exhibit("chips", _chips, (REST, FOCUS))
    yield Exhibit("segmented", _segmented, (REST, HOVER, FOCUS, DISABLED))
    yield Exhibit("check", lambda at: QCheckBox("With notes", at), (*_ALL, CHECKED), _long_check)
    yield Exhibit("check-partly", _partly, (REST, FOCUS, DISABLED))
    yield Exhibit("choice-rows", _choice_rows, (REST, FOCUS, DISABLED), wide=True)
    yield Exhibit("radio", lambda at: QRadioButton("Present", at), (*_ALL, CHECKED))


def _button(words: str, kind: ButtonKind, key: str = "", drawing: str = "") -> Make:
    return lambda parent: Button(words, parent, kind=kind, key=key, drawing=drawing)


def _menu_button(parent: QWidget) -> QWidget:
    button = Button("Person", parent)
    button.setMenu(QMenu(button))
    return button


def _chip(words: str) -> Make:
    def make(parent: QWidget) -> QWidget:
        chip = Chip(words, parent, drawing="warning")
        chip.show_count(3)
        return chip

    return make


def _chips(parent: QWidget) -> QWidget:
    bar = ChipBar(parent, "Who is shown")
    bar.offer((("all", "All"), ("behind", "Behind")), drawings={"behind": "warning"})
    bar.show_counts({"all": 25, "behind": 3})
    return bar


def _segmented(parent: QWidget) -> QWidget:
    return Segmented(parent, "Kind of file", (("sync", "Sync file"), ("sheet", "Spreadsheet")))


def _long_check(parent: QWidget) -> QWidget:
    return QCheckBox(_LONG, parent)


def _choice_rows(parent: QWidget) -> QWidget:
    rows = ChoiceRows(parent, "For")
    rows.offer(
        [
            RowChoice("sam", "Sam Okafor", "14 changes not sent yet", "facilitator"),
            RowChoice("", _SENTENCE, "3 laptops"),
        ]
    )
    return rows


def _partly(parent: QWidget) -> QWidget:
    box = QCheckBox("Everybody", parent)
    box.setTristate()
    box.setCheckState(Qt.CheckState.PartiallyChecked)
    return box


def _fields() -> Iterator[Exhibit]:
    yield Exhibit("field", _line("Ann Abbott"), _FIELD, _line(_SENTENCE))
    yield Exhibit("field-empty", _line("", hint="for example trainer ill"), (REST, FOCUS))
    yield Exhibit("field-text", _plain, _FIELD)
    yield Exhibit("field-choice", _choice(("Seminar 4", "Seminar 5")), _FIELD, _choice((_LONG,)))
    yield Exhibit("field-number", _number, _FIELD)


def _line(text: str, hint: str = "") -> Make:
    def make(parent: QWidget) -> QWidget:
        field = QLineEdit(text, parent)
        field.setPlaceholderText(hint)
        return field

    return make


def _plain(parent: QWidget) -> QWidget:
    field = QPlainTextEdit(_SENTENCE, parent)
    field.setTabChangesFocus(True)
    return field


def _choice(entries: tuple[str, ...]) -> Make:
    def make(parent: QWidget) -> QWidget:
        box = QComboBox(parent)
        box.addItems(entries)
        return box

    return make


def _number(parent: QWidget) -> QWidget:
    box = QSpinBox(parent)
    box.setSuffix(" min")
    box.setValue(25)
    return box


def _texts() -> Iterator[Exhibit]:
    sizes = {"display": DISPLAY, "title": TITLE, "lead": LEAD, "body": 1.0, "caption": CAPTION}
    for name, size in sizes.items():
        yield Exhibit(f"text-{name}", _text(size, "53.5% of the course done"), wide=True)
    yield Exhibit("card", _card, wide=True)
    for kind in BannerKind:
        short, long = _banner(kind, "Saved."), _banner(kind, _SENTENCE)
        yield Exhibit(f"banner-{kind}", short, long=long, wide=True)
    yield Exhibit("empty-state", _empty, wide=True)
    yield Exhibit("keys", _keys)
    yield Exhibit("progress", _progress(40))
    yield Exhibit("progress-endless", _progress(0))


def _text(size: float, words: str) -> Make:
    return lambda parent: Text(words, parent, size=size, heavy=size in (DISPLAY, TITLE))


def _card(parent: QWidget) -> QWidget:
    card = Card(parent)
    QVBoxLayout(card).addWidget(Text("13 of 25 marked", card, heavy=True))
    return card


def _banner(kind: BannerKind, sentence: str) -> Make:
    def make(parent: QWidget) -> QWidget:
        banner = Banner(parent)
        banner.say(sentence, kind=kind, lead="Seminar 3.")
        banner.offer("Settle")
        return banner

    return make


def _empty(parent: QWidget) -> QWidget:
    state = EmptyState(parent)
    actions = (("import", "Import submissions…"), ("open", "Open a file…"))
    state.tell("Nothing is waiting for you", "The next work is due on 3 December.", actions)
    return state


def _keys(parent: QWidget) -> QWidget:
    caps = KeyCaps(parent)
    caps.show_keys((("P", "present"), ("L", "late"), ("Ctrl+Z", "undo")))
    return caps


def _progress(most: int) -> Make:
    def make(parent: QWidget) -> QWidget:
        bar = QProgressBar(parent)
        bar.setRange(0, most)
        bar.setValue(most // 3)
        return bar

    return make


def _lists() -> Iterator[Exhibit]:
    yield Exhibit("navigation", _navigation, (REST, FOCUS))
    yield Exhibit("side-list", _side_list, (REST, FOCUS))
    yield Exhibit("table", _table, (REST, FOCUS, DISABLED), wide=True)
    yield Exhibit("tabs", _tabs)
    for mode in Mode:
        yield Exhibit(f"marks-{mode}", partial(_Marks, mode))
    yield Exhibit("group-box", lambda parent: QGroupBox("Dates", parent))


def _navigation(parent: QWidget) -> QWidget:
    bar = NavigationBar(parent)
    for at, (words, drawing) in enumerate((("Cohort", "cohort"), ("Task review", "review"))):
        bar.add(at, words, drawing)
    bar.show_badge(1, 7)
    return bar


def _side_list(parent: QWidget) -> QWidget:
    view = SideList(parent, "Events")
    model = QStandardItemModel(view)
    for number, drawing, tone in ((3, "lock", "muted"), (4, "register", "accent")):
        item = QStandardItem()
        entry = SideEntry(drawing, tone, f"Seminar {number}", "25 November · Fractions", "13 of 25")
        item.setData(entry, ENTRY_ROLE)
        model.appendRow(item)
    view.setModel(model)
    view.setCurrentIndex(model.index(1, 0))
    return view


def _table(parent: QWidget) -> QWidget:
    table = TextTable(parent=parent, name="People", titles=("Name", "School"), shares=(1, 2))
    table.show_rows([("Ann Abbott", "Alder Brook Primary School"), ("Mei Xu", _SENTENCE)])
    return table


def _tabs(parent: QWidget) -> QWidget:
    tabs = QTabWidget(parent)
    for words in ("Route to 90%", "Journey"):
        tabs.addTab(Text("All 4 events still to come.", tabs), words)
    return tabs


class _Marks(QWidget):
    """The mark control in one mode with each mark chosen, in words on the left, letters beside."""

    _SHOWN = (
        frozenset[MarkState](),
        frozenset({MarkState.PRESENT}),
        frozenset({MarkState.LATE}),
        frozenset({MarkState.LATE, MarkState.LEFT_EARLY}),
        frozenset({MarkState.ABSENT}),
    )

    def __init__(self, mode: Mode, parent: QWidget) -> None:
        super().__init__(parent)
        self._mode = mode
        self._control = MarkControl()

    @override
    def sizeHint(self) -> QSize:
        return QSize(control_width(self.font(), letters=False) * 2, 36 * len(self._SHOWN))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for at, marks in enumerate(self._SHOWN):
            for letters in (False, True):
                left = self.width() // 2 if letters else 0
                cell = QRect(left, 36 * at, self.width() // 2, 36)
                look = look_of(self, letters=letters)
                self._control.paint(painter, cell, marks, self._mode, look)
        painter.end()
