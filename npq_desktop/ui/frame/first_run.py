"""What a new user sees: one name, three ways to a first register, one back to a lost one."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.ui.kit.announce import announcer
from npq_desktop.ui.kit.icons import Icons
from npq_desktop.ui.kit.layout import Scrolling
from npq_desktop.ui.kit.metrics import bold, larger, metrics_of
from npq_desktop.ui.kit.tokens import tokens_of


class FirstRunPage(QWidget):
    """Signals carry the name as typed, never empty."""

    example_requested = Signal(str)
    open_requested = Signal(str)
    roster_requested = Signal(str)
    restore_requested = Signal(str)

    def __init__(self, *, parent: QWidget, icons: Icons) -> None:
        super().__init__(parent)
        self._icons = icons
        self.name = QLineEdit(self)
        self.trouble = QLabel(self)
        self._sign = QLabel(self)
        self.example = QPushButton("&Try the example group", self)
        self.open = QPushButton("Open an &invitation or sync file…", self)
        self.roster = QPushButton("Set &up a group from a spreadsheet…", self)
        self.restore = QPushButton("&Restore from a recovery sheet…", self)
        self._lay_out()
        self._tint()
        self.example.clicked.connect(self._example)
        self.open.clicked.connect(self._open)
        self.roster.clicked.connect(self._roster)
        self.restore.clicked.connect(self._restore)
        self.name.returnPressed.connect(self._name_entered)
        self.name.textEdited.connect(self.trouble.clear)

    def show_name(self, name: str) -> None:
        """The name as known so far."""
        self.name.setText(name)

    def _lay_out(self) -> None:
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        metrics = metrics_of(self.font())
        title = QLabel("Welcome to NPQ Desktop", self)
        title.setFont(bold(larger(self.font(), 1.7)))
        what = self._sentence(
            "Registers, task review and engagement for your seminar groups. Everything stays on "
            "this laptop, and no network is needed."
        )
        label = QLabel("&Your name, as colleagues know you", self)
        label.setBuddy(self.name)
        label.setFont(bold(self.font()))
        self.name.setAccessibleName("Your name")
        self.name.setMinimumHeight(metrics.row)
        self.trouble.setWordWrap(True)
        column = QVBoxLayout()
        column.setSpacing(metrics.space)
        self._sign.setAlignment(Qt.AlignmentFlag.AlignLeft)
        for widget in (self._sign, title, what):
            column.addWidget(widget)
        column.addSpacing(metrics.space)
        column.addWidget(label)
        column.addWidget(self.name)
        column.addWidget(self.trouble)
        for button in (self.example, self.open, self.roster, self.restore):
            button.setMinimumHeight(metrics.row + metrics.gap)
            button.setIconSize(QSize(metrics.line, metrics.line))
            column.addWidget(button)
        self._centre(column, metrics.chars(60))

    def _centre(self, column: QVBoxLayout, width: int) -> None:
        middle = QWidget(self)
        middle.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        middle.setLayout(column)
        middle.setMaximumWidth(width)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(middle, 8)
        line.addStretch(1)
        pane = QWidget(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Scrolling(self, pane))
        page = QVBoxLayout(pane)
        page.addStretch(2)
        page.addLayout(line)
        page.addStretch(3)

    def _sentence(self, words: str) -> QLabel:
        label = QLabel(words, self)
        label.setWordWrap(True)
        return label

    def _example(self) -> None:
        if name := self._typed():
            self.example_requested.emit(name)

    def _open(self) -> None:
        if name := self._typed():
            self.open_requested.emit(name)

    def _roster(self) -> None:
        if name := self._typed():
            self.roster_requested.emit(name)

    def _restore(self) -> None:
        if name := self._typed():
            self.restore_requested.emit(name)

    def _name_entered(self) -> None:
        if self._typed():
            self.example.setFocus(Qt.FocusReason.TabFocusReason)

    def _typed(self) -> str:
        name = " ".join(self.name.text().split())
        if not name:
            self.trouble.setText(
                "Type your name first. Colleagues see it beside the marks you make."
            )
            announcer().say(self.trouble.text(), urgent=True)
            self.name.setFocus()
        return name

    def _tint(self) -> None:
        colours = tokens_of(self.palette())
        side = metrics_of(self.font()).line * 3
        drawn = self._icons.pixmap("register", colours.accent, side, self.devicePixelRatioF())
        self._sign.setPixmap(drawn)
        first = self.example.palette()
        for role, colour in (
            (QPalette.ColorRole.Button, colours.accent),
            (QPalette.ColorRole.ButtonText, colours.on_accent),
        ):
            first.setColor(role, QColor(colour))
        if first != self.example.palette():
            self.example.setPalette(first)
        for button, name in (
            (self.example, "example"),
            (self.open, "open"),
            (self.roster, "spreadsheet"),
            (self.restore, "saved"),
        ):
            tint = colours.on_accent if button is self.example else colours.accent
            button.setIcon(self._icons.icon(name, tint))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
