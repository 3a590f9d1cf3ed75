"""The register's two dialogs: signing off in words, and marking the unmarked.

They ask and answer; what is recorded is decided elsewhere. Both delete themselves when closed.
"""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.register import MarkState, SignoffOffer
from npq_desktop.ui.kit.metrics import metrics_of

_NOT_COUNTED = -1
_MOST_NAMED = 8
_WIDTH_CHARS = 62


class SignoffDialog(QDialog):
    """Says the sign-off in words; with anyone unmarked, Enter cancels.

    ``head_counted`` asks for the words anew with another head-count, None for not counted;
    ``confirmed`` carries the head-count of the sign-off.
    """

    head_counted = Signal(object)
    confirmed = Signal(object)

    def __init__(self, *, parent: QWidget, title: str, head_count: int | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Sign off {title}")
        self.words = _sentence(self)
        self.warning = _sentence(self)
        self.heads = QSpinBox(self)
        self.heads.setRange(_NOT_COUNTED, 999)
        self.heads.setSpecialValueText("not counted")
        self.heads.setValue(_NOT_COUNTED if head_count is None else head_count)
        self.heads.setAccessibleName("Head-count")
        self.buttons = QDialogButtonBox(self)
        self.sign = self.buttons.addButton("Sign off", QDialogButtonBox.ButtonRole.AcceptRole)
        self.cancel = self.buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        self._lay_out()
        self.heads.valueChanged.connect(self._heads_changed)
        self.accepted.connect(self._confirm)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def show_draft(self, draft: SignoffOffer) -> None:
        """Put the words of the sign-off on the dialog and choose the default button."""
        self.words.setText(draft.words)
        self.warning.setText(_warning(draft))
        self.warning.setVisible(bool(self.warning.text()))
        incomplete = bool(draft.unmarked or draft.conflicts)
        self.cancel.setDefault(incomplete)
        self.sign.setDefault(not incomplete)
        (self.cancel if incomplete else self.sign).setFocus()
        self.setAccessibleName(draft.words)
        _fit_height(self)

    def _lay_out(self) -> None:
        metrics = metrics_of(self.font())
        label = QLabel("&Head-count", self)
        label.setBuddy(self.heads)
        line = QHBoxLayout()
        line.addWidget(label)
        line.addWidget(self.heads)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(metrics.space)
        column.addWidget(self.words)
        column.addWidget(self.warning)
        column.addLayout(line)
        column.addWidget(self.buttons)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit is the head-count, whatever has the keyboard: nothing else here is a number."""
        if not event.text().isdecimal() or self.heads.hasFocus():
            super().keyPressEvent(event)
            return
        self.heads.setFocus(Qt.FocusReason.OtherFocusReason)
        self.heads.selectAll()
        QCoreApplication.sendEvent(self.heads, event)

    def _heads(self) -> int | None:
        value = self.heads.value()
        return None if value == _NOT_COUNTED else value

    def _heads_changed(self) -> None:
        focus = self.focusWidget()
        self.head_counted.emit(self._heads())
        if focus is not None:
            focus.setFocus()

    def _confirm(self) -> None:
        self.confirmed.emit(self._heads())


def _warning(draft: SignoffOffer) -> str:
    parts = []
    if draft.unmarked:
        people = "person is" if draft.unmarked == 1 else "people are"
        who = f": {draft.who_unmarked}." if draft.who_unmarked else "."
        parts.append(f"{draft.unmarked} {people} still unmarked{who}")
    if draft.conflicts:
        rows = "row has" if draft.conflicts == 1 else "rows have"
        parts.append(f"{draft.conflicts} {rows} two marks that disagree.")
    return " ".join([*parts, "Enter cancels; choose Sign off to sign as it is."]) if parts else ""


class MarkRestDialog(QDialog):
    """Asks what the unmarked shall be; ``chosen`` carries PRESENT or ABSENT."""

    chosen = Signal(object)

    def __init__(self, *, parent: QWidget, names: tuple[str, ...]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Mark the {len(names)} unmarked")
        words = _sentence(self)
        words.setText(_rest_words(names))
        self.present = QPushButton("&Present", self)
        self.absent = QPushButton("&Absent", self)
        cancel = QPushButton("Cancel", self)
        line = QHBoxLayout()
        line.addStretch(1)
        for button in (self.present, self.absent, cancel):
            button.setAutoDefault(False)
            line.addWidget(button)
        column = QVBoxLayout(self)
        column.addWidget(words)
        column.addLayout(line)
        _fit_height(self)
        self.present.clicked.connect(self._choose_present)
        self.absent.clicked.connect(self._choose_absent)
        cancel.clicked.connect(self.reject)
        cancel.setDefault(True)
        cancel.setFocus()

    def _choose_present(self) -> None:
        self.chosen.emit(MarkState.PRESENT)
        self.accept()

    def _choose_absent(self) -> None:
        self.chosen.emit(MarkState.ABSENT)
        self.accept()


def _rest_words(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    listed = f"{shown} and {more} more" if more > 0 else shown
    return (
        f"Unmarked: {listed}.\n\nAll of them get the same mark; nobody already marked is touched. "
        "One Ctrl+Z takes it back."
    )


def _fit_height(dialog: QDialog) -> None:
    """As high as its wrapped sentences need at a comfortable width."""
    width = metrics_of(dialog.font()).chars(_WIDTH_CHARS)
    dialog.setMinimumWidth(width)
    layout = dialog.layout()
    if layout is not None:
        layout.activate()
        dialog.resize(width, layout.totalHeightForWidth(width))


def _sentence(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
