"""What a new user sees: one name, four ways to a first register, one back to a lost one."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.page.layout import Scrolling
from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.metrics import CAPTION, DISPLAY, metrics_of
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind
from npq_desktop.ui.kit.pieces.cards import Text


class FirstRunPage(QWidget):
    """Signals carry the name as typed, never empty."""

    example_requested = Signal(str)
    open_requested = Signal(str)
    room_requested = Signal(str)
    roster_requested = Signal(str)
    restore_requested = Signal(str)

    def __init__(self, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = QLineEdit(self)
        self.trouble = Text("", self, size=CAPTION, tone="danger")
        self._sign = QLabel(self)
        self.example = Button(
            "&Try the example group", self, kind=ButtonKind.PRIMARY, drawing="example"
        )
        self.open = Button("Open an &invitation or sync file…", self, drawing="open")
        self.room = Button("&Join a room…", self, drawing="group")
        self.roster = Button("Set &up a group from a spreadsheet…", self, drawing="spreadsheet")
        self.restore = Button("&Restore from a recovery sheet…", self, drawing="shield")
        self._lay_out()
        self._tint()
        self.example.clicked.connect(self._example)
        self.open.clicked.connect(self._open)
        self.room.clicked.connect(self._room)
        self.roster.clicked.connect(self._roster)
        self.restore.clicked.connect(self._restore)
        # Wait until the key event is over, or the button that gets the focus receives it, too.
        self.name.returnPressed.connect(self._name_entered, Qt.ConnectionType.QueuedConnection)
        self.name.textEdited.connect(self.trouble.clear)

    def show_name(self, name: str) -> None:
        """The name as known so far."""
        self.name.setText(name)

    def _lay_out(self) -> None:
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        metrics = metrics_of(self.font())
        title = Text("Welcome to NPQ Desktop", self, size=DISPLAY, heavy=True)
        what = Text(
            "Registers, task review and engagement for your seminar groups. Everything stays on "
            "this laptop, and no network is needed.",
            self,
            tone="muted",
        )
        label = Text("&Your name, as colleagues know you", self, heavy=True)
        label.setBuddy(self.name)
        self.name.setAccessibleName("Your name")
        column = QVBoxLayout()
        column.setSpacing(metrics.space)
        self._sign.setAlignment(Qt.AlignmentFlag.AlignLeft)
        for widget in (self._sign, title, what):
            column.addWidget(widget)
        column.addSpacing(metrics.space)
        column.addWidget(label)
        column.addWidget(self.name)
        column.addWidget(self.trouble)
        for button in (self.example, self.open, self.room, self.roster, self.restore):
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

    def _example(self) -> None:
        if name := self._typed():
            self.example_requested.emit(name)

    def _open(self) -> None:
        if name := self._typed():
            self.open_requested.emit(name)

    def _room(self) -> None:
        if name := self._typed():
            self.room_requested.emit(name)

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
        drawn = icons().pixmap("register", colours.accent, side, self.devicePixelRatioF())
        self._sign.setPixmap(drawn)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
