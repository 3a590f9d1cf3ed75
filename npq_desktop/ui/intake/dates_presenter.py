"""Opens the dialogs about dates: the table to type in, and what a file says about them."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox, QTabWidget, QWidget
from typing_extensions import override

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.intake import EXTRA, LEFT_OUT, DateLine, DateOutcome, DatesPreview
from npq_desktop.services.core.words import clock_time, count
from npq_desktop.ui.intake.asked import AskedTimes, FileQuestions
from npq_desktop.ui.intake.dates_dialog import DatesDialog
from npq_desktop.ui.intake.file_table import FileTable
from npq_desktop.ui.intake.reading_dialog import read_apart
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.dialog import Dialog, sentences_box
from npq_desktop.ui.kit.dialogs.file_choice import (
    ALL_FILTER,
    DATES_FILTER,
    ChooseFile,
    FileRequest,
)
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.lists.tables import Column
from npq_desktop.ui.kit.page.scrolled import in_turn
from npq_desktop.ui.kit.pieces.text import plain_label

if TYPE_CHECKING:
    from npq_desktop.services.intake.dates_reading import ReadDates
    from npq_desktop.services.intake.planned_events import PlannedEventsService

_RECORDED = (DateOutcome.CHANGED, DateOutcome.EXTRA, DateOutcome.CANCELLED)


def _when(line: DateLine) -> str:
    """For example "Thu 12 Nov 2026, 16:00–17:30"; of what is not sure, only the day."""
    if line.day is None:
        return "not sure"
    day = f"{line.day:%a} {line.day.day} {line.day:%b %Y}"
    if line.start is None or line.end is None:
        return f"{day}, time not sure"
    return f"{day}, {clock_time(line.start)}–{clock_time(line.end)}"


_COLUMNS: tuple[Column[DateLine], ...] = (
    Column("result", "Result", lambda line: line.outcome.value.capitalize()),
    Column("title", "In the file", lambda line: line.title),
    Column("event", "Event of this group", lambda line: line.becomes or line.reason or "None"),
    Column("when", "When", _when),
    Column("recorded", "Recorded here", lambda line: line.stands),
    Column("place", "Place", lambda line: line.venue),
)


class DatesPresenter(QObject):
    """Opens either dialog over a window, for the group that is named."""

    def __init__(
        self,
        *,
        parent: QObject,
        dates: "PlannedEventsService",
        bus: Bus,
        today: Callable[[str], date],
        choose_file: ChooseFile,
    ) -> None:
        super().__init__(parent)
        self._dates = dates
        self._bus = bus
        self._today = today
        self._choose_file = choose_file

    def type_dates(
        self, over: QWidget, group: str, title: str, *, sets_up: bool = False
    ) -> DatesDialog:
        """Show the dates of all events; ``sets_up`` as a step of setting up a group."""
        dialog = DatesDialog(
            parent=over,
            dates=self._dates,
            bus=self._bus,
            group=group,
            title=title,
            today=self._today(group),
            sets_up=sets_up,
        )
        dialog.file_requested.connect(partial(self._ask_for_file, dialog, group))
        dialog.open()
        return dialog

    def show_file(self, over: QWidget, group: str, read: "ReadDates") -> None:
        """Show what a calendar or a list says about the group's dates.

        Raises:
            InterchangeError: the file lists no event.
        """
        DatesFileDialog(
            parent=over,
            dates=self._dates,
            bus=self._bus,
            group=group,
            read=read,
            today=self._today(group),
        ).open()

    def _ask_for_file(self, dialog: DatesDialog, group: str) -> None:
        def show(found: "ReadDates") -> None:
            dialog.attempt(lambda: self.show_file(dialog, group, found))

        def read(path: Path) -> None:
            job = partial(self._dates.reading(group).of, path)
            read_apart(dialog, path, job, show, lambda error: dialog.trouble.warn(str(error)))

        filters = (DATES_FILTER, ALL_FILTER)
        request = FileRequest("Choose a calendar or a list of dates", filters=filters)
        self._choose_file(dialog, request, read)


class DatesFileDialog(Dialog):
    """Shows which event each line of a file is, to change line by line, and records the dates."""

    def __init__(
        self,
        *,
        parent: QWidget | None,
        dates: "PlannedEventsService",
        bus: Bus,
        group: str,
        read: "ReadDates",
        today: date,
    ) -> None:
        super().__init__(parent, "")
        self._dates = dates
        self._bus = bus
        self._group = group
        self._read = read
        self._preview = dates.compare(read, group)
        self._choices: dict[int, str] = {}
        self._times: dict[int, tuple[datetime, datetime | None]] = {}
        self.words = plain_label(self)
        self.questions = FileQuestions(self)
        self.pages = QTabWidget(self)
        self.table = FileTable(self, "Dates in the file", _COLUMNS)
        self.reason = plain_label(self)
        self.event_box = QComboBox(self)
        self.asked = AskedTimes(self, today)
        self._lay_out()
        self.record_button = self.add_button("&Record these dates", self._record)
        self.record_button.setDefault(True)
        self.opens_on = self.table
        self.table.selectionModel().currentRowChanged.connect(self._offer_events)
        self.event_box.activated.connect(self._choose)
        self.questions.answered.connect(self._answer)
        self.asked.take_button.clicked.connect(self._take_times)
        self._show()
        self.be_wide()

    @override
    def put_in_turn(self) -> None:
        """Its fields are made in the order of the eye; only the buttons come after them."""
        in_turn(self.asked.take_button, *self.footer.in_order())

    def _lay_out(self) -> None:
        heading = f"Dates from {self._preview.path.name}"
        self.heading.setText(heading)
        self.heading.setWordWrap(True)
        self.setWindowTitle(heading)
        self.pages.setAccessibleName("What is in the file")
        self.pages.addTab(self.table, "Dates")
        self.event_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        form = Form()
        form.add_field("This &line is", self.event_box)
        form.add_field("&When", self.asked)
        self._form = form
        self.body.addWidget(self.words)
        self.body.addWidget(self.questions)
        self.body.addWidget(self.pages, 1)
        self.body.addWidget(self.reason)
        self.body.addLayout(form)

    def _show(self) -> None:
        preview = self._preview
        recorded, asked = preview.count(*_RECORDED), preview.count(DateOutcome.ASK)
        self.words.setText(_summary(preview, recorded, asked))
        self.table.show_rows(preview.lines)
        self.record_button.setEnabled(recorded > 0)
        self.questions.show_questions(preview.questions)
        self._show_sentences()
        self._offer_events()

    def _show_sentences(self) -> None:
        while self.pages.count() > 1:
            box = self.pages.widget(1)
            self.pages.removeTab(1)
            if box is not None:
                box.deleteLater()
        pages = (("Not in this file", self._preview.gone),)
        for title, sentences in (*pages, ("To note", self._preview.notes)):
            if sentences:
                box = sentences_box(self.pages, title)
                box.setPlainText("\n".join(sentences))
                self.pages.addTab(box, f"{title} ({len(sentences)})")

    def _offer_events(self) -> None:
        line = self.table.current()
        self.event_box.clear()
        self.event_box.setEnabled(line is not None)
        self.reason.setText(line.reason if line else "")
        self.reason.setVisible(bool(self.reason.text()))
        self.asked.show_line(line)
        self._form.setRowVisible(self.asked, line is not None and self._asks_when(line))
        if line is None:
            return
        self.event_box.addItem("Left out", LEFT_OUT)
        self.event_box.addItem("An extra event, beyond the programme's", EXTRA)
        for key, title in self._preview.choices:
            self.event_box.addItem(title, key)
        self.event_box.setCurrentIndex(max(0, self.event_box.findData(line.event)))

    def _choose(self) -> None:
        line = self.table.current()
        if line is None:
            return
        self._choices[line.place] = str(self.event_box.currentData())
        self._compare_again()

    def _asks_when(self, line: DateLine) -> bool:
        return line.asks_when or line.place in self._times

    def _take_times(self) -> None:
        line = self.table.current()
        if line is None:
            return

        def take() -> None:
            self._times[line.place] = self.asked.read()

        if self.attempt(take):
            self._compare_again()

    def _answer(self) -> None:
        """Read the same bytes with the answers; where that is cancelled, they are as before."""

        def use(read: "ReadDates") -> None:
            self._read = read
            self._compare_again()

        def refuse(error: NpqDesktopError) -> None:
            put_back()
            self.trouble.warn(str(error))

        put_back = partial(self.questions.put_back, self._read.answers)
        reading = self._dates.reading(self._group, self.questions.answers())
        job = partial(reading.of, self._read.opened)
        read_apart(self, self._read.path, job, use, refuse, cancelled=put_back)

    def _compare_again(self) -> None:
        """Compare the file with what was chosen and typed; the line worked on stays current."""
        line = self.table.current()
        if self.attempt(self.show_again):
            if line is not None:
                self.table.go_to(lambda shown: shown.place == line.place)
        elif line is not None:
            self._times.pop(line.place, None)

    @override
    def show_again(self) -> None:
        self._preview = self._dates.compare(
            self._read, self._group, choices=self._choices, times=self._times
        )
        self._show()

    def _record(self) -> None:
        def record() -> None:
            self._bus.changed.emit(self._dates.record(self._group, self._preview))

        if self.attempt(record):
            self.accept()


def _summary(preview: DatesPreview, recorded: int, asked: int) -> str:
    same = preview.count(DateOutcome.SAME)
    said = [f"{count(recorded, 'date')} to record" if recorded else "Nothing new to record"]
    if same:
        said.append(f"{same} already here")
    if asked:
        said.append(f"{asked} to choose")
    return f"{', '.join(said)}. Events that are not in the file stay as they are."
