"""The register's two questions about everybody: signing off in words, and marking the rest.

They ask and show; the caller decides what is recorded, and may refuse what has
changed under the dialog. Then the dialog shows what is so now, and asks again.
"""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSpinBox, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.rows.register import MarkState, RegisterRow, SignoffOffer
from npq_desktop.services.core.words import count, listed_briefly
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.paint.metrics import CAPTION, metrics_of
from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.kit.pieces.banner import Banner, BannerKind
from npq_desktop.ui.kit.pieces.cards import Card, Text
from npq_desktop.ui.kit.waiting.pause import PAUSE_MS, once_after

_NOT_COUNTED = -1


class SignoffDialog(Dialog):
    """Says the sign-off in words; with anyone not marked, Enter goes back to marking.

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
        super().__init__(
            parent, f"Sign off {title}", "Your sign-off says that this is what happened."
        )
        self._shown, self._offer, self._record = shown, offer, record
        self._card = Card(self)
        self.words = Text("", self._card)
        self.warning = Banner(self)
        self.heads = QSpinBox(self)
        self.heads.setRange(_NOT_COUNTED, 999)
        self.heads.setSpecialValueText("not counted")
        self.heads.setValue(_NOT_COUNTED if shown.head_count is None else shown.head_count)
        self.heads.setAccessibleName("Headcount")
        self.sign = self.add_button("&Sign off", self._enter)
        self._lay_out()
        self._show(shown)
        self.opens_on = self.heads
        self.heads.valueChanged.connect(self._count)
        self._compared = once_after(self, PAUSE_MS, self._tell_comparison)

    @override
    def show_again(self) -> None:
        self._show(self._offer(self._heads()))
        self.heads.setFocus()

    def _show(self, shown: SignoffOffer) -> None:
        """Put the words of the sign-off on the dialog and choose the default button."""
        self._shown = shown
        self.words.setText(shown.words)
        self.warning.say(_warning(shown), kind=BannerKind.WARN, lead=_lead(shown))
        doubtful = bool(shown.unmarked or shown.conflicts)
        self.cancel_button.setText("&Back to marking" if doubtful else "Cancel")
        self.lead_with(self.cancel_button if doubtful else self.sign)
        self.setAccessibleDescription(shown.words)

    def _lay_out(self) -> None:
        metrics = metrics_of(self.font())
        inside = QVBoxLayout(self._card)
        edge = metrics.scaled(12)
        inside.setContentsMargins(edge, edge, edge, edge)
        inside.addWidget(self.words)
        self.heads.setFixedWidth(metrics.wide(130))
        label = Text("&Headcount in the room, if you took one", self, heavy=True)
        label.setBuddy(self.heads)
        self.body.addWidget(self._card)
        self.body.addWidget(self.warning)
        self.body.addWidget(label)
        self.body.addWidget(self.heads)
        after = "Afterwards the marks are locked. Changing one asks for a reason."
        self.body.addWidget(Text(after, self, size=CAPTION, tone="muted"))
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
        if self.attempt(lambda: self._show(self._offer(self._heads()))):
            self._compared.start()

    def _tell_comparison(self) -> None:
        """Once no digit follows any more: who cannot see the words change must hear them."""
        announcer().say(self._shown.words)

    def _enter(self) -> None:
        if self.attempt(lambda: self._record(self._shown)):
            self.accept()


def _lead(shown: SignoffOffer) -> str:
    """Whom the warning is about, "" without one."""
    if shown.unmarked:
        return f"{count(shown.unmarked, 'person is', 'people are')} not marked yet."
    if shown.conflicts:
        return f"{count(shown.conflicts, 'row has', 'rows have')} two different marks."
    return ""


def _warning(shown: SignoffOffer) -> str:
    parts = [f"{shown.who_unmarked}."] if shown.who_unmarked else []
    if shown.unmarked and shown.conflicts:
        parts.append(f"{count(shown.conflicts, 'row has', 'rows have')} two different marks.")
    if not (shown.unmarked or shown.conflicts):
        return ""
    return " ".join([*parts, "Press Enter to go back, or choose “Sign off” to sign off as it is."])


class MarkRestDialog(Dialog):
    """Asks what those not marked shall be; Return presses Cancel.

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
        self.words = Text("", self)
        self.body.addWidget(self.words)
        self.body.addStretch(1)
        self.present = self.add_button("&Present", lambda: self._enter(MarkState.PRESENT))
        self.absent = self.add_button("&Absent", lambda: self._enter(MarkState.ABSENT))
        for button in (self.present, self.absent):
            button.setAutoDefault(False)
        self.lead_with(self.cancel_button)
        self.opens_on = self.cancel_button
        self._show(rows)

    @override
    def show_again(self) -> None:
        self._show(self._look())
        self.cancel_button.setFocus()

    def _show(self, rows: tuple[RegisterRow, ...]) -> None:
        self._rows = rows
        heading = f"Mark the {len(rows)} not marked"
        self.setWindowTitle(heading)
        self.heading.setText(heading)
        names = listed_briefly(row.name for row in rows) or "nobody"
        self.words.setText(
            f"Not marked yet: {names}.\n\nEach of them gets the mark you choose. "
            "Marks already made stay. Press Ctrl+Z once to undo."
        )
        self.setAccessibleDescription(self.words.text())

    def _enter(self, state: MarkState) -> None:
        people = tuple(row.person for row in self._rows)
        if self.attempt(lambda: self._record(state, people)):
            self.accept()
