"""The sign-offs under the counts, a line each, and what each does not cover."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from npq_desktop.rows.register import SignoffRow
from npq_desktop.services.core.naming import listed
from npq_desktop.ui.kit.banner import Banner


class SignedLines(QWidget):
    """Hidden while nobody has signed; *Sign again* beside what the own sign-off lacks."""

    sign_again_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._signed = QLabel(self)
        self._signed.setTextFormat(Qt.TextFormat.PlainText)
        self._signed.setWordWrap(True)
        self._signed.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.uncovered = Banner(self)
        self.again = QPushButton(self.tr("Sign again…  F9"), self)
        self.again.setAccessibleName(self.tr("Sign again"))
        self.again.setAutoDefault(False)
        line = QHBoxLayout()
        line.addWidget(self.uncovered, 1)
        line.addWidget(self.again, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._signed)
        column.addLayout(line)
        self.again.clicked.connect(self.sign_again_asked)
        self.hide()

    def show_signoffs(self, signoffs: tuple[SignoffRow, ...], papers: tuple[str, ...] = ()) -> None:
        """Show what was signed by whom, on screen and on paper, and what is missing."""
        lines = [_signed_words(each) for each in signoffs]
        lines += [self.tr("Paper evidence: {0}").format(each) for each in papers]
        self._signed.setText("\n".join(lines))
        missing = [_missing_words(each) for each in signoffs if each.uncovered]
        held = next((each.held for each in signoffs if each.held), ())
        if held:
            missing.append(f"Held back, covered by no sign-off: {listed(held)}.")
        self.uncovered.warn("\n".join(missing))
        self.again.setVisible(any(each.own and each.uncovered for each in signoffs))
        self.setVisible(bool(lines))

    def text(self) -> str:
        """Everything it says."""
        return "\n".join(filter(None, (self._signed.text(), self.uncovered.words())))


def _signed_words(signoff: SignoffRow) -> str:
    at = f" on {signoff.at.day} {signoff.at:%b %H:%M}" if signoff.at else ""
    return f"Signed off by {signoff.who}{at}: {signoff.words}"


def _missing_words(signoff: SignoffRow) -> str:
    whose = "your" if signoff.own else f"{signoff.who}’s"
    return f"Not covered by {whose} sign-off: {listed(signoff.uncovered)}."
