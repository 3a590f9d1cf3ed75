"""Shows the history of a mark or event on one page: every change, newest first."""

from datetime import datetime

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from npq_desktop.rows.events import History, HistoryLine
from npq_desktop.services.core.words import clock_time, count, day_and_year
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.paint.metrics import bold, metrics_of
from npq_desktop.ui.kit.pieces.text import plain_label

_ROUTES = {"example": "with the example group"}


class HistoryDialog(Dialog):
    """Only to read; the arrow keys scroll, Escape closes."""

    def __init__(self, *, parent: QWidget | None, history: History) -> None:
        super().__init__(parent, f"History of {history.title}")
        self.page = QTextEdit(self)
        self.page.setReadOnly(True)
        self.page.setTabChangesFocus(True)
        self.page.setAccessibleName(self.heading.text())
        self._write(history.lines)
        self.body.addWidget(plain_label(self, _summary(history.lines)))
        self.body.addWidget(self.page, 1)
        self.finish()
        metrics = metrics_of(self.font())
        self.page.setMinimumHeight(metrics.line * 6)
        room = self.screen().availableGeometry().width() * 9 // 10
        wide = min(metrics.chars(96), room)
        self.resize(wide, metrics.line * (12 + 4 * min(len(history.lines), 5)))

    def _write(self, lines: tuple[HistoryLine, ...]) -> None:
        plain, heavy = QTextCharFormat(), QTextCharFormat()
        plain.setFont(self.font())
        heavy.setFont(bold(self.font()))
        cursor = QTextCursor(self.page.document())
        for number, line in enumerate(lines):
            if number:
                cursor.insertText("\n\n", plain)
            cursor.insertText(what_words(line), heavy)
            cursor.insertText(f"\n{where_words(line)}", plain)
            if told := became_words(line):
                cursor.insertText(f"\n{told}", plain)
        self.page.moveCursor(QTextCursor.MoveOperation.Start)


def what_words(line: HistoryLine) -> str:
    """For example "Ann: Late 12 min – replaced by “Absent” by Sam"."""
    what = f"{line.about}: {line.what}" if line.about else line.what
    return f"{what.rstrip('.')} – {line.standing}"


def where_words(line: HistoryLine) -> str:
    """Who, on which laptop, when by the author's clock, when and how it came here."""
    claimed = _moment(line.claimed) if line.claimed else "a time that does not exist"
    here = _moment(line.first_seen, after=line.claimed)
    if line.route:
        arrived = f"reached here {here}, {_ROUTES.get(line.route, f'by {line.route}')}"
    else:
        arrived = f"recorded on this laptop {here}"
    by = f"{line.who} on {line.laptop}"
    return " · ".join(filter(None, (by, line.how, f"time given {claimed}", arrived)))


def became_words(line: HistoryLine) -> str:
    """What it replaced and why, and an odd clock; "" if there is nothing to add."""
    replaced = f"In place of {line.replaced}." if line.replaced else ""
    reason = f"Changed after sign-off: {line.amendment}" if line.amendment else ""
    return " ".join(filter(None, (replaced, reason, line.odd)))


def _summary(lines: tuple[HistoryLine, ...]) -> str:
    if not lines:
        return "Nothing recorded yet."
    return f"{count(len(lines), 'change')}, newest first."


def _moment(moment: datetime, *, after: datetime | None = None) -> str:
    """Day and time; the time alone on the same day as ``after``."""
    if after is not None and after.date() == moment.date():
        return clock_time(moment)
    return f"{day_and_year(moment.date())}, {clock_time(moment)}"
