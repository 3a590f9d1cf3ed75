"""The register's two questions about everybody: signing off in words, and marking the unmarked.

They ask and show; what is recorded is decided by whoever opened them, who may refuse what has
changed under the dialog. Then the dialog shows what is so now, and asks again.
"""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSpinBox, QWidget
from typing_extensions import override

from npq_desktop.rows.register import MarkState, RegisterRow, SignoffOffer
from npq_desktop.services.core.words import listed_briefly
from npq_desktop.ui.kit.dialog import Dialog, plain_label

_NOT_COUNTED = -1
_MOST_NAMED = 8


class SignoffDialog(Dialog):
    """Says the sign-off in words; with anyone unmarked, Enter cancels.

    ``offer`` makes the words with a headcount, None for not counted; ``record`` signs what was
    shown.
    """

    def __init__(
        self,
        *,
        parent: QWidget,
        title: str,
        shown: SignoffOffer,
        offer: Callable[[int | None], SignoffOffer],
        record: Callable[[SignoffOffer], None],
    ) -> None:
        super().__init__(parent, f"Sign off {title}")
        self._shown, self._offer, self._record = shown, offer, record
        self.words = plain_label(self)
        self.warning = plain_label(self)
        self.heads = QSpinBox(self)
        self.heads.setRange(_NOT_COUNTED, 999)
        self.heads.setSpecialValueText("not counted")
        self.heads.setValue(_NOT_COUNTED if shown.head_count is None else shown.head_count)
        self.heads.setAccessibleName("Headcount")
        self.sign = self.add_button("&Sign off", self._enter)
        self._lay_out()
        self._show(shown)
        self.opens_on = self._expected_button()
        self.heads.valueChanged.connect(self._count)

    @override
    def show_again(self) -> None:
        self._show(self._offer(self._heads()))
        self._expected_button().setFocus()

    def _show(self, shown: SignoffOffer) -> None:
        """Put the words of the sign-off on the dialog and choose the default button."""
        self._shown = shown
        self.words.setText(shown.words)
        self.warning.setText(_warning(shown))
        self.warning.setVisible(bool(self.warning.text()))
        self._expected_button().setDefault(True)
        self.setAccessibleName(shown.words)

    def _expected_button(self) -> QPushButton:
        incomplete = self._shown.unmarked or self._shown.conflicts
        return self.cancel_button if incomplete else self.sign

    def _lay_out(self) -> None:
        label = QLabel("&Headcount", self)
        label.setBuddy(self.heads)
        line = QHBoxLayout()
        line.addWidget(label)
        line.addWidget(self.heads)
        line.addStretch(1)
        self.body.addWidget(self.words)
        self.body.addWidget(self.warning)
        self.body.addLayout(line)
        self.body.addStretch(1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit is the headcount, whatever has the keyboard: nothing else here is a number."""
        if not event.text().isdecimal() or self.heads.hasFocus():
            super().keyPressEvent(event)
            return
        self.heads.setFocus(Qt.FocusReason.OtherFocusReason)
        self.heads.selectAll()
        QCoreApplication.sendEvent(self.heads, event)

    def _heads(self) -> int | None:
        value = self.heads.value()
        return None if value == _NOT_COUNTED else value

    def _count(self) -> None:
        self.attempt(lambda: self._show(self._offer(self._heads())))

    def _enter(self) -> None:
        if self.attempt(lambda: self._record(self._shown)):
            self.accept()


def _warning(shown: SignoffOffer) -> str:
    parts = []
    if shown.unmarked:
        people = "person is" if shown.unmarked == 1 else "people are"
        who = f": {shown.who_unmarked}." if shown.who_unmarked else "."
        parts.append(f"{shown.unmarked} {people} still unmarked{who}")
    if shown.conflicts:
        rows = "row has" if shown.conflicts == 1 else "rows have"
        parts.append(f"{shown.conflicts} {rows} two marks that disagree.")
    return " ".join([*parts, "Enter cancels; choose Sign off to sign as it is."]) if parts else ""


class MarkRestDialog(Dialog):
    """Asks what the unmarked shall be; Return presses Cancel.

    ``look`` gives who is unmarked now; ``record`` marks the people who were named.
    """

    def __init__(
        self,
        *,
        parent: QWidget,
        rows: tuple[RegisterRow, ...],
        look: Callable[[], tuple[RegisterRow, ...]],
        record: Callable[[MarkState, tuple[str, ...]], None],
    ) -> None:
        super().__init__(parent, "")
        self._rows, self._look, self._record = rows, look, record
        self.words = plain_label(self)
        self.body.addWidget(self.words)
        self.body.addStretch(1)
        self.present = self.add_button("&Present", lambda: self._enter(MarkState.PRESENT))
        self.absent = self.add_button("&Absent", lambda: self._enter(MarkState.ABSENT))
        for button in (self.present, self.absent):
            button.setAutoDefault(False)
        self.cancel_button.setDefault(True)
        self.opens_on = self.cancel_button
        self._show(rows)

    @override
    def show_again(self) -> None:
        self._show(self._look())
        self.cancel_button.setFocus()

    def _show(self, rows: tuple[RegisterRow, ...]) -> None:
        self._rows = rows
        heading = f"Mark the {len(rows)} unmarked"
        self.setWindowTitle(heading)
        self.heading.setText(heading)
        names = listed_briefly((row.name for row in rows), _MOST_NAMED) or "nobody"
        self.words.setText(
            f"Unmarked: {names}.\n\nAll of them get the same mark. Nobody who has a mark is "
            "touched. Press Ctrl+Z once to undo."
        )

    def _enter(self, state: MarkState) -> None:
        people = tuple(row.person for row in self._rows)
        if self.attempt(lambda: self._record(state, people)):
            self.accept()
