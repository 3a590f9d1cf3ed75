"""The main job, step by step, as two facilitators do it: each step is keys in a window.

One deviation: participants' texts are handed in through the service, since a learning platform,
which would deliver them, is not part of the program.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt

from npq_desktop.rows.register import RegisterView
from npq_desktop.rows.review import ReviewState
from npq_desktop.services.exchange.network.room_visit import RoomPlace
from npq_desktop.ui.exchange.invitations import InviteDialog, JoinDialog
from npq_desktop.ui.exchange.open_dialog import OpenDialog
from npq_desktop.ui.exchange.send_dialog import SendDialog
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.intake.dates_dialog import DatesDialog
from npq_desktop.ui.intake.roster_dialog import RosterDialog
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.register.dialogs import SignoffDialog
from npq_desktop.ui.review.tab import ReviewTab
from npq_desktop.ui.safety.sheet_dialog import SheetDialog
from npq_desktop.ui.selftest.robot import Robot, SelfTestError

SEMINAR, TASK = "m1.seminar", "m1.diagnostic"
TEXTS = (
    "Several pupils read 3/8 as larger than 3/5. I would start from the number line.",
    "My colleagues use the bar model to show an answer, not to find one.",
)
FEEDBACK = "Say which pupils you will watch, and how you will know."
ENTER = Qt.Key.Key_Return
_THIS_MACHINE = "127.0.0.1"


def set_up_group(robot: Robot, name: str, roster: Path) -> None:
    """First run: a name, then a group from a spreadsheet."""
    page = robot.window.first_run
    robot.keys(page.name, name)
    robot.answer_with(roster)
    robot.press(page.roster)
    dialog = robot.dialog(RosterDialog)
    robot.press(dialog.choose_button)
    robot.keys(dialog.title_box, "Self-test group")
    robot.keys(dialog.cohort_box, "Self-test")
    robot.press(dialog.apply_button)
    robot.press(robot.dialog(DatesDialog).cancel_button)
    robot.wait("the register", robot.register.table.current_person)


def take_register(robot: Robot) -> RegisterView:
    """Everyone by one key each: two absent, one late, one left early, the rest present."""
    _open_seminar(robot)
    keys: dict[int, tuple[str | Qt.Key, ...]] = {
        3: ("a",),
        5: ("l", "12", ENTER),
        6: ("e", "20", ENTER),
        8: ("a",),
    }
    for row in _view(robot).rows:
        robot.mark(robot.register.table, *keys.get(row.number, ("p",)))
        robot.wait(f"mark {row.number}", partial(_has_marks, robot, row.number))
    return _view(robot)


def sign_off(robot: Robot) -> None:
    """F9, read the sentence, Enter."""
    robot.shortcut(Qt.Key.Key_F9, control=False)
    dialog = robot.dialog(SignoffDialog)
    robot.keys(dialog.sign, ENTER)
    robot.wait("the sign-off", lambda: _view(robot).signoffs)


def keep_recovery_sheet(robot: Robot, file: Path) -> None:
    """The sheet comes up by itself: save it, type four characters from it, Enter."""
    dialog = robot.dialog(SheetDialog)
    robot.answer_with(file)
    robot.press(dialog.pdf_button)
    robot.wait("the sheet on paper", file.exists)
    code = dialog.code.text().replace("-", "")
    wanted = "".join(code[place - 1] for place in dialog.places)
    robot.keys(dialog.typed, wanted, ENTER)
    robot.wait("the sheet to be confirmed", lambda: robot.application.recovery.sheet() is None)


def put_off_recovery_sheet(robot: Robot) -> None:
    """The sheet comes up by itself: Escape; the header then says that it is not printed."""
    robot.keys(robot.dialog(SheetDialog), Qt.Key.Key_Escape)
    chip = robot.window.header.chip
    robot.wait("the reminder", lambda: "recovery sheet not printed" in chip.text())


def review_tasks(robot: Robot) -> None:
    """Two texts come in; one is accepted, one is returned with feedback."""
    application, group = robot.application, robot.group
    bus = robot.window.findChildren(Bus)[0]
    for row, text in zip(_view(robot).rows, TEXTS, strict=False):
        bus.changed.emit(application.review.hand_in(group, row.person, TASK, text))
    robot.page(Tab.REVIEW)
    tab = robot.child(ReviewTab)
    robot.wait("the queue", lambda: tab.queue.current() is not None)
    tab.queue.view.setFocus()
    robot.wait("the text", partial(_is_seen, tab))
    robot.shortcut(ENTER)
    robot.wait("the first decision", lambda: _decided(robot, ReviewState.ACCEPTED))
    robot.keys(tab.feedback.feedback, FEEDBACK)
    robot.wait("the next text", partial(_is_seen, tab))
    robot.shortcut(Qt.Key.Key_R)
    robot.shortcut(Qt.Key.Key_R)
    robot.wait("the second decision", lambda: _decided(robot, ReviewState.RETURNED))


def _is_seen(tab: ReviewTab) -> bool:
    return tab.submission.text.seen_for() >= tab.look_first


def invite(robot: Robot, name: str, file: Path) -> str:
    """Write an invitation; returns the six words as they stand on the screen."""
    robot.answer_with(file)
    robot.window.commands.action("invite").trigger()
    dialog = robot.dialog(InviteDialog)
    robot.keys(dialog.name_box, name)
    robot.press(dialog.save_button)
    robot.wait("the six words", lambda: not dialog.busy)
    words = " ".join(dialog.words.text().split())
    robot.keys(dialog.cancel_button, Qt.Key.Key_Escape)
    return words


def join(robot: Robot, name: str, file: Path, words: str) -> None:
    """First run on the other laptop: a name, the invitation, its words."""
    page = robot.window.first_run
    robot.keys(page.name, name)
    robot.answer_with(file)
    robot.press(page.open)
    dialog = robot.dialog(JoinDialog)
    robot.keys(dialog.words_box, words, ENTER)
    robot.wait("the offer", lambda: not dialog.busy)
    robot.press(dialog.go_button)
    robot.wait("the group", robot.register.table.current_person)


def meet_in_a_room(robot: Robot, other: Robot) -> None:
    """One shares in the room that this machine is, the other finds a colleague there.

    A build can lack what serves, and what closes a line.

    Raises:
        SelfTestError: it is not the group of both that is shared.
    """
    server = robot.application.rooms.share(robot.group, _THIS_MACHINE, ports=(0,))
    met = other.application.rooms.meeting(RoomPlace(server.address, server.port))()
    shared = other.application.rooms.enter(met).groups
    other.application.rooms.leave()
    robot.application.rooms.stop()
    if shared != (robot.group,):
        raise SelfTestError("Two laptops in one room share no group.")


def mark_differently(robot: Robot, *keys: str | Qt.Key) -> None:
    """Another mark for the first person of the register, and why it changes after the sign-off."""
    _open_seminar(robot)
    robot.keys(robot.register.table, Qt.Key.Key_Home)
    before = robot.application.exchange.digest(robot.group)
    robot.mark(robot.register.table, *keys)
    robot.wait("the question why", robot.register.amendments.isVisible)
    robot.keys(robot.register.amendments.field, "wrong row", ENTER)
    robot.wait("the other mark", lambda: robot.application.exchange.digest(robot.group) != before)


def send(robot: Robot, file: Path) -> None:
    """Ctrl+E, a folder and a name, save, close."""
    robot.answer_with(file.parent)
    robot.shortcut(Qt.Key.Key_E)
    dialog = robot.dialog(SendDialog)
    robot.press(dialog.folder_button)
    dialog.name_box.selectAll()
    robot.keys(dialog.name_box, file.name)
    robot.press(dialog.save_button)
    robot.wait("the file", file.exists)
    robot.keys(dialog.cancel_button, ENTER)


def open_file(robot: Robot, file: Path) -> None:
    """Ctrl+O, read what it would change, Enter."""
    robot.answer_with(file)
    robot.shortcut(Qt.Key.Key_O)
    dialog = robot.dialog(OpenDialog)
    robot.keys(dialog.merge_button, ENTER)
    robot.wait("the merge", dialog.outcome.isVisible)
    robot.keys(dialog.cancel_button, ENTER)


def resolve(robot: Robot) -> None:
    """The first person's row shows two marks: choose the first by its key."""
    _open_seminar(robot)
    if _view(robot).counts.conflicts != 1:
        raise SelfTestError("Two different marks did not end as one disagreement.")
    robot.keys(robot.register.table, Qt.Key.Key_Home, "1")
    robot.wait("the choice", lambda: _view(robot).counts.conflicts == 0)


def _open_seminar(robot: Robot) -> None:
    robot.page(Tab.REGISTER)
    tab = robot.register
    tab.event_chosen.emit(SEMINAR)
    tab.table.setFocus()


def _view(robot: Robot) -> RegisterView:
    return robot.application.register.view(robot.group, SEMINAR)


def _has_marks(robot: Robot, number: int) -> bool:
    return _view(robot).event.marked == number


def _decided(robot: Robot, state: ReviewState) -> bool:
    queue = robot.application.review.queue(robot.group)
    return any(row.state is state for row in queue)
