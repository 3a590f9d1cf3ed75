"""The example group in a window, brought to each page and dialog that the program has."""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog

from npq_desktop.rows.bring_in import BringPart
from npq_desktop.rows.people import WalkIn
from npq_desktop.rows.register import EventRow, Mark, MarkState, RegisterRow
from npq_desktop.rows.review import WorkId
from npq_desktop.services.application import Application
from npq_desktop.services.core.laptop.places import Places
from npq_desktop.services.safety.rescue import Rescue
from npq_desktop.ui.cohort.tab import CohortTab
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.frame.presenter import FramePresenter
from npq_desktop.ui.intake.reading_dialog import ReadingDialog
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.register.editors import RowEditor
from npq_desktop.ui.review.tab import ReviewTab
from npq_desktop.ui.selftest.robot import Robot, SelfTestError

MOMENT = datetime(2026, 11, 25, 13, 20, tzinfo=UTC)
"""When every picture is taken: ten minutes before a seminar, so that no two runs differ."""
HALF_WAY = 13
_FIRST_SEMINAR = date(2027, 1, 13)
_MAIN_ROUND, _RESIT_ROUND = date(2027, 7, 5), date(2027, 8, 30)
_OPENS_SECONDS = 3
_BADGE_MS = 500
"""The badge of Task review is counted so long after a group has opened."""
_PEOPLE = """Name,Known as,E-mail,TRN,School
Ann Abbott,,a.abbott@example.org,1200345,Alder Brook Primary School
Cerys O'Brien,,,,Kingsmead Primary School
,,nobody@example.org,,
Sunita,,sunita@example.org,1200353,Kingsmead Primary School
"""
_CALENDAR = """Event,Date,Start,End
Seminar 5,2027-01-13,13:30,16:30
Seminar 6,2027-02-10,13:30,16:30
A visit,2027-02-30,,
"""
_TASK = "m6.reflective"
_MARKS = {
    2: Mark(MarkState.LATE, minutes_late=12),
    5: Mark(MarkState.ABSENT),
    9: Mark(MarkState.LEFT_EARLY, minutes_early=25),
}


class Stage:
    """One laptop with the example group and a window of the size asked for.

    What it does to the group stays: today's register fills, and an old one is changed.
    """

    def __init__(self, application: Application, scratch: Path, size: tuple[int, int]) -> None:
        application.profile.set_name("Alex Morgan")
        self.application = application
        self._scratch = scratch
        self._made: dict[str, Path] = {}
        read = application.setup.read_roster(self._file("people"))
        self.beginning = application.setup.create_group(
            read, title="Group 08", cohort="Spring 2027", first_seminar=_FIRST_SEMINAR
        )
        self.group = application.groups.add_example()
        application.profile.remember_group(self.group)
        self.robot = Robot(application)
        self.window = self.robot.window
        self.window.resize(*size)
        self.settle()
        events = application.register.events(self.group)
        self.today = next(event.id for event in events if event.is_today)
        past = [event for event in events if _is_before(event, MOMENT)]
        self.disputed = past[-1].id
        self.signed = past[-2].id

    def settle(self) -> None:
        """Let everything be painted that waits for it."""
        for _ in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()

    # ---- pages ---------------------------------------------------------------------------------

    def show_register(self, event: str, row: int = 0) -> None:
        """Show the register of an event with one row current."""
        self.window.show_page(Tab.REGISTER)
        tab = self.robot.register
        tab.event_chosen.emit(event)
        tab.table.setFocus()
        tab.table.setCurrentIndex(tab.table.model().index(row, 0))
        self.settle()

    def type_letter(self, letter: str) -> None:
        """Type a letter that opens an editor over the current row of the register."""
        tab = self.robot.register
        QTest.keyClicks(tab.table, letter)
        editors = tab.table.findChildren(RowEditor)
        self.robot.wait("an editor", lambda: any(each.isVisible() for each in editors))
        self.settle()

    @property
    def rescue(self) -> Rescue:
        """What helps where the data do not open; of a folder with nothing in it."""
        return Rescue(places=Places.under(self._scratch / "broken"), clock=lambda: MOMENT)

    def change_signed(self) -> None:
        """Change a mark of the register that is signed off, with a reason."""
        register = self.application.register
        row = register.view(self.group, self.signed).rows[3]
        late = Mark(MarkState.LATE, minutes_late=20)
        self._tell(
            register.mark(self.group, self.signed, row.person, late, amendment="arrived 13:50")
        )

    def mark_some(self) -> None:
        """Mark half of today's people, three of them with something to tell."""
        register = self.application.register
        rows = [row for row in register.view(self.group, self.today).rows if row.expected]
        for at, row in enumerate(rows[:HALF_WAY]):
            mark = _MARKS.get(at, Mark(MarkState.PRESENT))
            self._tell(register.mark(self.group, self.today, row.person, mark))

    def show_cohort(self, row: int | None) -> None:
        """Show the cohort with somebody chosen, or with nobody."""
        self.window.show_page(Tab.COHORT)
        self.window.commands.action("view_engagement").trigger()
        self.settle()
        table = self.robot.child(CohortTab).table
        index = QModelIndex() if row is None else table.model().index(row, 0)
        table.setCurrentIndex(index)
        if row is None:
            table.clearSelection()
        self.settle()

    def show_assessment(self, row: int) -> None:
        """Show who may sit the assessment, with somebody chosen and two rounds announced."""
        windows = self.application.office.windows
        if not windows.rounds(self.group)[0].is_set:
            for key, start in (("r1", _MAIN_ROUND), ("r2", _RESIT_ROUND)):
                self._tell(windows.set_window([self.group], key, start, reason="The venue closed"))
        self.show_cohort(row)
        self.window.commands.action("view_assessment").trigger()
        self.settle()

    def show_office(self, row: int) -> None:
        """Show what the office has to do, with somebody chosen."""
        self.show_cohort(row)
        self.window.commands.action("view_office").trigger()
        self.settle()

    def show_review(self) -> None:
        """Show the queue with its first work open."""
        self.window.show_page(Tab.REVIEW)
        self.settle()

    def bring_work(self) -> None:
        """Bring in what one person handed in, with its file, and show it in the queue."""
        submissions, claims = self.application.submissions, self.application.claims
        read = claims.reading(self.group).of(self._file("work"))
        preview = submissions.compare(read, self.group, task=_TASK)
        if preview.of_part(BringPart.HERE):
            return  # it was brought in for another dialog
        first = {row.line for row in preview.of_part(BringPart.NEW)[:1]}
        changes, _ = submissions.record(self.group, read, preview, first, keep=True)
        self._tell(changes)
        self.show_review()
        queue = self.robot.child(ReviewTab).queue
        brought = next(row for row in preview.rows if row.line in first)
        self.robot.child(ReviewTab).refresh_requested.emit()
        queue.select(WorkId(brought.person, _TASK))
        self.settle()

    def tick_work(self) -> None:
        """Tick the work in front for the batch."""
        queue = self.robot.child(ReviewTab).queue
        work = queue.current()
        if work is not None and work not in queue.rows.ticked:
            queue.rows.tick(work)

    def show_first_run(self) -> None:
        """Show what a new user sees."""
        self.window.show_first_run("")
        self.settle()

    def show_beginning(self, page: Tab) -> None:
        """Show a page of a group that has just begun."""
        self._open(self.beginning)
        self.window.show_page(page)
        QTest.qWait(_BADGE_MS)
        self.settle()

    def _open(self, group: str) -> None:
        self.window.findChildren(FramePresenter)[0].open_group(group)

    def _tell(self, changes: object) -> None:
        self.window.findChildren(Bus)[0].changed.emit(changes)

    # ---- dialogs -------------------------------------------------------------------------------

    @contextmanager
    def behind_dialogs(self) -> Iterator[None]:
        """The window is not painted meanwhile, since that takes longer than any dialog."""
        self.window.setUpdatesEnabled(False)
        try:
            yield
        finally:
            self.window.setUpdatesEnabled(True)

    @contextmanager
    def dialog(self, command: str, file: str = "") -> Iterator[QDialog]:
        """The dialog of a command while it is open; closed without an answer at the end.

        ``file`` is the kind of file to choose where the program asks for one.

        Raises:
            SelfTestError: it does not open.
        """
        if file:
            self.robot.answer_with(self._file(file))
        self.window.commands.action(command).trigger()
        dialog = self._opened(command)
        self.settle()
        yield dialog
        for each in reversed(self._dialogs()):
            each.done(QDialog.DialogCode.Rejected)
        self.settle()

    def press(self, dialog: QDialog, words: str) -> None:
        """Press the button of a dialog that is called so."""
        buttons = dialog.findChildren(QAbstractButton)
        self.robot.press(next(b for b in buttons if b.text().replace("&", "") == words))
        self.settle()
        self.robot.wait("the file to be read", lambda: not self._is_reading())
        self.settle()

    def front(self) -> QDialog:
        """The dialog in front of all others."""
        return self._dialogs()[-1]

    def _dialogs(self) -> list[QDialog]:
        return [each for each in self.window.findChildren(QDialog) if each.isVisible()]

    def _is_reading(self) -> bool:
        """Whether a file is still being read, which a dialog of its own shows meanwhile."""
        return any(isinstance(each, ReadingDialog) for each in self._dialogs())

    def _opened(self, name: str) -> QDialog:
        for _ in range(_OPENS_SECONDS * 100):
            found = self._dialogs()
            if found and not self._is_reading():
                return found[-1]
            QTest.qWait(10)
        said = self.window.status.said.text() or self.window.status.failed_words()
        raise SelfTestError(f"The dialog “{name}” did not open. {said}")

    def choose_row(self, holds: Callable[[RegisterRow], bool]) -> None:
        """Make the first row of the register current that is as wanted."""
        table = self.robot.register.table
        table.select(next(row.person for row in table.register_model.rows if holds(row)))
        self.settle()

    def show_walk_in(self) -> None:
        """Show today's register with somebody who is not on the list."""
        rows = self.application.register.view(self.group, self.today).rows
        if not any(row.walk_in for row in rows):
            arrived = self.application.people.walk_in(self.group, self.today, WalkIn("Rosa Lind"))
            for changes in arrived.changes:
                self._tell(changes)
        self.show_register(self.today)
        self.choose_row(lambda row: row.walk_in)

    def _file(self, kind: str) -> Path:
        if kind not in self._made:
            self._made[kind] = self._write(kind)
        return self._made[kind]

    def _write(self, kind: str) -> Path:
        exchange, membership = self.application.exchange, self.application.membership
        if kind == "people":
            path = self._scratch / "people.csv"
            path.write_text(_PEOPLE, encoding="utf-8")
        elif kind == "dates":
            path = self._scratch / "dates.csv"
            path.write_text(_CALENDAR, encoding="utf-8")
        elif kind == "sync":
            path = self._scratch / "group.npqsync"
            exchange.send(self.group, path)
        elif kind == "work":
            path = self._scratch / "M6 Reflective-4471.zip"
            people = self.application.core.facts.of(self.group).names.values()
            _pack_work(path, [*sorted(people)[:3], "Nora Nobody"])
        elif kind == "invitation":
            path = self._scratch / "for Sam.npqsync"
            membership.invite(self.group, "Priya Shah", "facilitator", path)
        else:
            path = self._scratch / "spoilt.npqsync"
            path.write_bytes(b"nothing that can be read")
        return path


def _pack_work(path: Path, names: Sequence[str]) -> None:
    """An archive as Moodle packs what these people handed in."""
    with zipfile.ZipFile(path, "w") as archive:
        for at, name in enumerate(names, start=700):
            entry = f"{name}_{at}_assignsubmission_file/Reflection of {name}.txt"
            archive.writestr(entry, f"{name}: bar models helped my pupils to see the parts. " * 9)


def _is_before(event: EventRow, moment: datetime) -> bool:
    return event.start is not None and event.start < moment and not event.is_today
