"""Receives responses to the case study: whose they are, when they came, how many words they have.

Nothing is recorded before all files are read.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QProgressBar,
    QSpinBox,
    QWidget,
)
from typing_extensions import override

from npq_desktop.interchange.cells.moments import read_time, typed_day
from npq_desktop.rows.assessment import ReceivingLine
from npq_desktop.rows.changes import Changes
from npq_desktop.services.core.words import count, day_and_time
from npq_desktop.services.office.assessment.received_files import FoundResponse
from npq_desktop.ui.kit.dialogs.fields import combo
from npq_desktop.ui.kit.dialogs.file_choice import ALL_FILTER, FileRequest
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.lists.tables import TextTable
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.dialogs.assessment.response_reader import ResponseReader
from npq_desktop.ui.office.dialogs.office_dialog import OfficeDesk, OfficeDialog

_PURPOSE = (
    "Drop files here, or choose files or a folder. The number of words and a fingerprint of the "
    "file are recorded. The text and the file are not kept."
)
_FILTER = "Responses (*.docx *.odt *.txt *.rtf *.pdf *.eml *.zip)"
_FILES_KEY = "Ctrl+O"
_TIME_HINT = "for example 5 July 2027 14:30"
_MOST_SAID = 3


class ReceiveDialog(OfficeDialog):
    """``person`` is on whom the files were dropped, "" for nobody; ``people`` are ids and names."""

    def __init__(
        self,
        *,
        parent: QWidget | None,
        desk: OfficeDesk,
        people: Sequence[tuple[str, str]],
        files: Sequence[Path] = (),
        person: str = "",
    ) -> None:
        super().__init__(parent, desk, "Receive responses", _PURPOSE)
        self._today, self._people, self._person = desk.today, dict(people), person
        self._lines: list[ReceivingLine] = []
        self._to_read = 0
        self._refused: list[str] = []
        self._reader = ResponseReader(self, partial(desk.office.responses.reading, desk.group))
        self.file_button = Button("Add &files…", self, key=_FILES_KEY)
        self.folder_button = Button("Add a f&older…", self)
        self.progress = QProgressBar(self)
        self.table = TextTable(
            parent=self,
            name="Files with responses",
            titles=("File", "Whose", "Handed in", "Words"),
            shares=(5, 4, 4, 5),
            snug=True,
        )
        self._make_fields()
        self._lay_out()
        self.record_button = self.add_button("&Record", self._record)
        self._connect()
        self.opens_on = self.file_button
        self.setAcceptDrops(True)
        self._show()
        self.be_wide()
        self.add_files(files)

    def _make_fields(self) -> None:
        self.all_box = QLineEdit(self)
        self.one = QWidget(self)
        self.whose_box = combo(self.one, "Whose response")
        self.time_box = QLineEdit(self.one)
        self.words_box = QSpinBox(self.one)
        self.own_work_box = QCheckBox("They &confirmed that it is their own work", self.one)

    # ---- files -----------------------------------------------------------------------------------

    def add_files(self, files: Sequence[Path]) -> None:
        """Read these files too; one that cannot be read is named, and the others go on."""
        if not self._reader.left:
            self._refused, self._to_read = [], 0
        fresh = [one for each in files for one in _spread(each)]
        self._to_read += len(fresh)
        self._reader.add(fresh)
        self._show()

    def _take(self, found: Sequence[FoundResponse]) -> None:
        lines = self.desk.office.responses.lines
        seen = {line.content for line in self._lines}
        new = lines(self.desk.group, self.desk.round, found, person=self._person)
        self._lines += [line for line in new if line.content not in seen]
        self._show()

    def _refuse(self, sentence: str) -> None:
        self._refused.append(sentence)
        more = len(self._refused) - _MOST_SAID
        rest = [f"{count(more, 'more file')} not read."] if more > 0 else []
        self.trouble.warn(" ".join([*self._refused[:_MOST_SAID], *rest]))
        self._show()

    def _end(self) -> None:
        self._show()
        announcer().say(f"{count(len(self._lines), 'response')} read. {self.footer.words()}")

    def _ask_file(self) -> None:
        request = FileRequest("Choose responses", filters=(_FILTER, ALL_FILTER), several=True)
        self.desk.choose_file(self, request, lambda path: self.add_files([path]))

    def _ask_folder(self) -> None:
        request = FileRequest("Choose a folder of responses", folder=True)
        self.desk.choose_file(self, request, lambda path: self.add_files([path]))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
        self.add_files([Path(url.toLocalFile()) for url in urls])

    # ---- what is shown ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.progress.setAccessibleName("Files read")
        self.progress.setFormat("%v of %m files read")
        self.all_box.setPlaceholderText(_TIME_HINT)
        self.time_box.setPlaceholderText(_TIME_HINT)
        self.words_box.setRange(0, 100_000)
        self.words_box.setSpecialValueText("Not counted")
        self.all_form = Form()
        hint = "Used for every file that says no time of its own."
        self.all_form.add_field("When the files without a &time were handed in", self.all_box, hint)
        self.form = Form(self.one)
        self.form.setContentsMargins(0, metrics_of(self.font()).space, 0, 0)
        self.title = Text("", self.one, heavy=True)
        self.form.addRow(self.title)
        self.form.add_field("&Whose", self.whose_box)
        self.form.add_field("&Handed in", self.time_box)
        self.form.add_field("Words, counted by h&and", self.words_box)
        self.form.addRow(self.own_work_box)
        self.put_beside(self.file_button, self.folder_button)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.table)
        self.body.addLayout(self.all_form)
        self.body.addWidget(self.one)
        self.body.addStretch(1)

    def _connect(self) -> None:
        self._reader.read.connect(self._take)
        self._reader.refused.connect(self._refuse)
        self._reader.ended.connect(self._end)
        self.finished.connect(self._reader.stop)
        QShortcut(QKeySequence(_FILES_KEY), self).activated.connect(self._ask_file)
        self.file_button.clicked.connect(self._ask_file)
        self.folder_button.clicked.connect(self._ask_folder)
        self.table.selectionModel().currentRowChanged.connect(self._show_one)
        self.all_box.textChanged.connect(self._show)
        self.whose_box.activated.connect(self._take_person)
        self.time_box.editingFinished.connect(self._take_time)
        self.words_box.valueChanged.connect(self._take_words)
        self.own_work_box.toggled.connect(lambda on: self._change(own_work=on))

    def _show(self) -> None:
        """Show every line as it is now, and what is still missing."""
        is_reading = bool(self._reader.left)
        self.progress.setMaximum(self._to_read)
        self.progress.setValue(self._to_read - self._reader.left)
        self.progress.setVisible(is_reading)
        self.table.show_rows([self._cells(line) for line in self._lines])
        self.table.setVisible(bool(self._lines))
        self.all_form.setRowVisible(0, any(not line.handed_in for line in self._lines))
        self.all_form.setRowVisible(1, any(not line.handed_in for line in self._lines))
        self.one.setVisible(bool(self._lines))
        new = [line for line in self._lines if not line.known]
        self.record_button.setText(f"&Record {count(len(new), 'response')}")
        self.need("Reading…" if is_reading else self._missing(new))
        self._show_one()

    def _cells(self, line: ReceivingLine) -> tuple[str, ...]:
        whose = line.who or ("several people" if line.candidates else "not known yet")
        at = self._time_of(line)
        when = day_and_time(at) if at is not None else "not known yet"
        said = "recorded already" if line.known else line.problem or line.said
        return line.name, whose, when, said

    def _time_of(self, line: ReceivingLine) -> datetime | None:
        if line.handed_in:
            return datetime.fromisoformat(line.handed_in)
        return typed_moment(self.all_box.text(), self._today)

    def _missing(self, new: list[ReceivingLine]) -> str:
        nobody = sum(not line.person for line in new)
        no_time = sum(self._time_of(line) is None for line in new)
        if not self._lines:
            return "Add the files first"
        if not new:
            return "All of these are recorded already"
        if nobody:
            return f"{count(nobody, 'file')} without a person"
        return f"{count(no_time, 'file')} without a time" if no_time else ""

    def _current(self) -> ReceivingLine | None:
        at = self.table.current()
        return self._lines[at] if 0 <= at < len(self._lines) else None

    def _show_one(self) -> None:
        line = self._current()
        if line is None:
            return
        self.title.setText(line.name)
        with (
            QSignalBlocker(self.whose_box),
            QSignalBlocker(self.words_box),
            QSignalBlocker(self.own_work_box),
        ):
            self._offer_people(line)
            if not self.time_box.hasFocus():
                at = self._time_of(line) if line.handed_in else None
                self.time_box.setText(f"{day_and_time(at)}" if at else "")
            self.words_box.setValue(line.words or 0)
            self.own_work_box.setChecked(line.own_work)
        self.form.setRowVisible(self.words_box, line.words is None or not line.form)

    def _offer_people(self, line: ReceivingLine) -> None:
        """Those who may be meant first, then everybody."""
        ids = [*line.candidates, *(one for one in self._people if one not in line.candidates)]
        self.whose_box.clear()
        self.whose_box.setPlaceholderText("Choose a person")
        for one in ids:
            if one in self._people:
                self.whose_box.addItem(self._people[one], one)
        self.whose_box.setCurrentIndex(self.whose_box.findData(line.person) if line.person else -1)

    # ---- what is typed ---------------------------------------------------------------------------

    def _change(self, **said: object) -> None:
        at = self.table.current()
        if 0 <= at < len(self._lines):
            self._lines[at] = replace(self._lines[at], **said)  # type: ignore[arg-type]
            self._show()

    def _take_person(self) -> None:
        person = str(self.whose_box.currentData() or "")
        self._change(person=person, who=self._people.get(person, ""))

    def _take_time(self) -> None:
        line, text = self._current(), self.time_box.text().strip()
        at = typed_moment(text, self._today)
        if line is None or not text or not self.time_box.isModified():
            return
        if at is None:
            self.trouble.warn(f"“{text}” is not a day and time. Type it like 5 July 2027 14:30.")
            return
        self.trouble.say("")
        self.time_box.setModified(False)
        fresh = replace(line, handed_in="")
        with_time = self.desk.office.responses.with_time
        [timed] = with_time(self.desk.group, [fresh], at.isoformat(timespec="seconds"))
        self._change(handed_in=timed.handed_in)

    def _take_words(self, words: int) -> None:
        line = self._current()
        if line is not None and words:
            said = f"{count(words, 'word')}, counted by hand"
            self._change(words=words, words_all=words, said=said, problem="", form="")

    def _record(self) -> None:
        office, group, key = self.desk.office, self.desk.group, self.desk.round
        new = [line for line in self._lines if not line.known]
        at = typed_moment(self.all_box.text(), self._today)

        def act() -> Changes:
            lines = tuple(new)
            if at is not None:
                when = at.isoformat(timespec="seconds")
                lines = office.responses.with_time(group, lines, when)
            return office.responses.record(group, key, lines)

        self.write(act, f"{count(len(new), 'response')} received.")


def typed_moment(text: str, today: date) -> datetime | None:
    """The day and time in a typed text, without an offset; None unless both are there."""
    at = read_time(text)
    head, _, tail = text.rpartition(" ")
    day = typed_day(head if read_time(tail) is not None else text, today)
    return datetime.combine(day, at) if day is not None and at is not None else None


def _spread(path: Path) -> list[Path]:
    """A file, or the files of a folder by name, without hidden ones."""
    if not path.is_dir():
        return [path]
    try:
        found = [each for each in path.iterdir() if each.is_file()]
    except OSError:
        return []
    return sorted(each for each in found if not each.name.startswith((".", "~$")))
