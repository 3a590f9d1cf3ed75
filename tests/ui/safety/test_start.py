"""Starting where the data folder does not open: the code, or mending, before there is a window."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot
from support.applications import Laptop

from npq_desktop.bootstrap import open_application, rescue_of
from npq_desktop.errors import StoreError
from npq_desktop.rows.register import Mark, MarkState
from npq_desktop.services.application import Application
from npq_desktop.services.core.laptop.database_key import KeyringSilentError
from npq_desktop.services.core.laptop.places import Places
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.kit.dialogs.file_choice import FileRequest
from npq_desktop.ui.register.tab import RegisterTab
from npq_desktop.ui.safety.gone_dialog import GoneDialog
from npq_desktop.ui.safety.lost_log_dialog import LostLogDialog
from npq_desktop.ui.safety.start_dialogs import (
    KeyringDialog,
    MendDialog,
    UnlockDialog,
    start_dialog,
)
from npq_desktop.ui.starting import run_window

pytestmark = pytest.mark.slow

PAGE = 4096


@pytest.fixture
def alex(alex_with_example: tuple[Laptop, str]) -> Laptop:
    """A laptop with the example group and a backup of it, closed."""
    made, made.group = alex_with_example
    made.application.backups.at_close()
    made.code = made.application.recovery.sheet().code
    made.digest = made.application.exchange.digest(made.group)
    made.close()
    return made


@pytest.fixture
def hands(qtbot: QtBot) -> Iterator["Hands"]:
    """Somebody who answers what comes up, and looks at the window."""
    made = Hands()
    yield made
    made.timer.stop()
    for window in QApplication.topLevelWidgets():
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.unfreeze()


class Hands:
    """Acts on each kind of window as it comes up; ``seen`` are their kinds, in order."""

    def __init__(self) -> None:
        self.acts: dict[type, Callable] = {MainWindow: lambda _: QApplication.exit()}
        self.seen: list[type] = []
        self.told: list[str] = []
        self.timer = QTimer()
        self.timer.setInterval(20)
        self.timer.timeout.connect(self._look)
        self.timer.start()

    def start(self, laptop: Laptop) -> None:
        places = Places.under(laptop.folder)
        run_window(
            lambda: open_application(places, clock=laptop.clock),
            lambda: rescue_of(places, clock=laptop.clock),
        )

    def _look(self) -> None:
        for kind, act in self.acts.items():
            for window in QApplication.topLevelWidgets():
                if isinstance(window, kind) and window.isVisible() and kind not in self.seen:
                    self.seen.append(kind)
                    act(window)
        self._close_what_nobody_expects()

    def _close_what_nobody_expects(self) -> None:
        """A sentence that no test foresees would wait for a click for ever."""
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QMessageBox) and window.isVisible():
                self.seen.append(QMessageBox)
                self.told.append(window.text())
                window.reject()


def damage(laptop: Laptop, page: int) -> None:
    path = laptop.folder / "npq.db"
    data = bytearray(path.read_bytes())
    data[page * PAGE + 100] ^= 1
    path.write_bytes(data)


def digest(laptop: Laptop) -> str:
    return laptop.application.exchange.digest(laptop.group)


def test_key_that_is_gone_comes_back_from_the_code(alex: Laptop, hands: Hands) -> None:
    """Reliability 11."""
    (alex.folder / "database.key").unlink()
    slips = []

    def type_code(dialog: UnlockDialog) -> None:
        QTest.keyClicks(dialog.code_box, alex.code[:6])
        QTest.keyClick(dialog.code_box, Qt.Key.Key_Return)
        slips.append(dialog.trouble.words())
        dialog.code_box.clear()
        QTest.keyClicks(dialog.code_box, alex.code.lower())
        QTest.keyClick(dialog.code_box, Qt.Key.Key_Return)

    hands.acts[UnlockDialog] = type_code

    hands.start(alex)

    assert hands.seen == [UnlockDialog, MainWindow]
    assert "27 characters" in slips[0]
    assert digest(alex) == alex.digest


def test_keyring_that_does_not_answer_is_asked_again(alex: Laptop, hands: Hands) -> None:
    places = Places.under(alex.folder)
    answers: list[Exception] = [KeyringSilentError("The keyring is locked: unlock it.")]

    def opened() -> Application:
        if answers:
            raise answers.pop()
        return open_application(places, clock=alex.clock)

    hands.acts[KeyringDialog] = lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return)

    run_window(opened, lambda: rescue_of(places, clock=alex.clock))

    assert hands.seen == [KeyringDialog, MainWindow]


def test_keyring_that_falls_silent_while_a_way_is_sought_is_asked_again(qtbot: QtBot) -> None:
    class Silent:
        def left(self, error: StoreError) -> None:
            raise KeyringSilentError("The keyring is locked: unlock it.")

    dialog = start_dialog(StoreError("no matter"), Silent())

    assert isinstance(dialog, KeyringDialog)
    assert dialog.said.text() == "The keyring is locked: unlock it."
    dialog.deleteLater()


def test_start_that_is_given_up_without_the_code_changes_nothing(
    alex: Laptop, hands: Hands
) -> None:
    (alex.folder / "database.key").rename(alex.folder / "elsewhere")
    before = (alex.folder / "npq.db").read_bytes()
    hands.acts[UnlockDialog] = lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape)

    with pytest.raises(StoreError, match="type the code from your recovery sheet"):
        hands.start(alex)

    assert (alex.folder / "npq.db").read_bytes() == before
    assert not (alex.folder / "database.key").exists()


@pytest.mark.parametrize("page", [0, 1])
def test_damaged_file_is_put_in_order_with_its_backup(
    alex: Laptop, hands: Hands, page: int
) -> None:
    damage(alex, page)
    said = []

    def put_in_order(dialog: MendDialog) -> None:
        said.append(dialog.said.text())
        QTest.keyClick(dialog.mend_button, Qt.Key.Key_Return)
        QTimer.singleShot(0, dialog, lambda: go_on(dialog))

    def go_on(dialog: MendDialog) -> None:
        if dialog.busy or dialog.heading.text() == "The data file is damaged":
            QTimer.singleShot(30, dialog, lambda: go_on(dialog))
        else:
            said.append(dialog.said.text())
            QTest.keyClick(dialog.mend_button, Qt.Key.Key_Return)

    hands.acts[MendDialog] = put_in_order

    hands.start(alex)

    assert hands.seen == [MendDialog, MainWindow]
    assert "damaged" in said[0]
    assert "The backup of" in said[1]
    assert digest(alex) == alex.digest
    assert [each.name for each in alex.folder.glob("damaged *")]


def test_damage_met_while_working_is_looked_into_at_the_next_start(
    alex: Laptop, hands: Hands
) -> None:
    """The page lies where a start reads nothing."""
    store = alex.application.store
    last = store.path.stat().st_size // PAGE - 3
    alex.close()
    damage(alex, last)
    with pytest.raises(StoreError):
        alex.application.store.check_pages()
    alex.close()

    with pytest.raises(StoreError, match="The data file is damaged"):
        open_application(Places.under(alex.folder))


# ---- the file is missing ------------------------------------------------------------------------


def once_done(dialog: GoneDialog, act: Callable[[], None]) -> None:
    """Act once the dialog has finished what it does slowly."""
    if dialog.busy:
        QTimer.singleShot(30, dialog, lambda: once_done(dialog, act))
    else:
        act()


def press(dialog: GoneDialog, label: str) -> None:
    """Press the button that is shown under this label."""
    [button] = [
        each
        for each in dialog.findChildren(QPushButton)
        if each.text().replace("&", "") == label and each.isVisible()
    ]
    QTest.keyClick(button, Qt.Key.Key_Space)


def test_missing_file_is_restored_from_the_backup_that_is_named(alex: Laptop, hands: Hands) -> None:
    """Reliability 5a."""
    (alex.folder / "npq.db").unlink()
    said = []

    def restore(dialog: GoneDialog) -> None:
        said.append(dialog.said.text())
        assert dialog.restore_button.isDefault()
        press(dialog, "Restore this backup")
        once_done(dialog, go_on)

    def go_on() -> None:
        [dialog] = [w for w in QApplication.topLevelWidgets() if isinstance(w, GoneDialog)]
        said.append(dialog.said.text())
        press(dialog, "Start NPQ Desktop")

    hands.acts[GoneDialog] = restore

    hands.start(alex)

    assert hands.seen == [GoneDialog, MainWindow]
    assert "The newest sound backup is of" in said[0]
    assert "is restored. It holds" in said[1]
    assert digest(alex) == alex.digest


def test_code_unlocks_the_backups_in_the_same_dialog(alex: Laptop, hands: Hands) -> None:
    for name in ("npq.db", "database.key", "settings.toml"):
        (alex.folder / name).unlink(missing_ok=True)
    seen = []

    def unlock(dialog: GoneDialog) -> None:
        QTest.keyClicks(dialog.code_box, alex.code)
        press(dialog, "Unlock the backups")
        once_done(dialog, lambda: restore(dialog))

    def restore(dialog: GoneDialog) -> None:
        seen.append((dialog.said.text(), dialog.code_box.isVisible()))
        press(dialog, "Restore this backup")
        once_done(dialog, lambda: press(dialog, "Start NPQ Desktop"))

    hands.acts[GoneDialog] = unlock

    hands.start(alex)

    [(words, asks_for_code)] = seen
    assert ("The newest sound backup is of" in words, asks_for_code) == (True, False)
    assert digest(alex) == alex.digest


def test_beginning_anew_is_asked_twice_and_keeps_the_old_backups(
    alex: Laptop, hands: Hands
) -> None:
    (alex.folder / "npq.db").unlink()
    [backup] = (alex.folder / "backups").glob("*")
    warned = []

    def begin(dialog: GoneDialog) -> None:
        press(dialog, "Begin anew…")
        warned.append((dialog.trouble.words(), backup.exists()))
        press(dialog, "Begin anew…")
        press(dialog, "Start NPQ Desktop")

    hands.acts[GoneDialog] = begin

    hands.start(alex)

    [(words, was_there)] = warned
    assert ("choose “Begin anew” again" in words, was_there) == (True, True)
    assert len(list(alex.folder.glob(f"set aside */backups/{backup.name}"))) == 1
    assert alex.application.groups.all() == ()


def test_another_backup_is_restored_when_it_is_chosen(alex: Laptop, qtbot: QtBot) -> None:
    (alex.folder / "npq.db").unlink()
    [backup] = (alex.folder / "backups").glob("*.npqbackup")
    rescue = rescue_of(Places.under(alex.folder), clock=alex.clock)
    left = rescue.what_is_left()
    requests: list[FileRequest] = []

    def choose(_over: object, request: FileRequest, then: Callable[[Path], None]) -> None:
        requests.append(request)
        then(backup)

    dialog = GoneDialog(rescue=rescue, left=left, choose=choose)
    qtbot.addWidget(dialog)
    dialog.open()

    press(dialog, "Another backup…")

    qtbot.waitUntil(lambda: not dialog.busy and "is restored" in dialog.said.text())
    assert [request.title for request in requests] == ["Choose a backup"]
    assert digest(alex) == alex.digest


def test_mended_file_starts_also_by_escape(alex: Laptop, hands: Hands) -> None:
    damage(alex, 1)

    def mend(dialog: MendDialog) -> None:
        QTest.keyClick(dialog.mend_button, Qt.Key.Key_Return)
        QTimer.singleShot(0, dialog, lambda: leave(dialog))

    def leave(dialog: MendDialog) -> None:
        if dialog.busy or dialog.heading.text() == "The data file is damaged":
            QTimer.singleShot(30, dialog, lambda: leave(dialog))
        else:
            QTest.keyClick(dialog, Qt.Key.Key_Escape)

    hands.acts[MendDialog] = mend

    hands.start(alex)

    assert hands.seen == [MendDialog, MainWindow]
    assert digest(alex) == alex.digest


def test_closing_the_question_changes_nothing(alex: Laptop, hands: Hands) -> None:
    (alex.folder / "npq.db").unlink()
    before = sorted(alex.folder.rglob("*"))
    hands.acts[GoneDialog] = lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape)

    with pytest.raises(StoreError, match="is missing, although this laptop had data"):
        hands.start(alex)

    assert sorted(alex.folder.rglob("*")) == before


def test_log_that_was_damaged_is_said_once(alex: Laptop, hands: Hands) -> None:
    """Reliability 3."""
    register = alex.application.register
    shown = register.opening_event(alex.group)
    event = next(e.id for e in register.events(alex.group) if e.id != shown and not e.signed_off)
    person = register.view(alex.group, event).rows[0].person
    register.mark(alex.group, event, person, Mark(MarkState.ABSENT))
    alex.application.lost_log.note()
    alex.close()
    found: list[str] = []

    def compare(dialog: LostLogDialog) -> None:
        found.append(dialog.words.text())
        found.append(dialog.table.texts.rows[0][0])
        dialog.open_button.click()
        tab = dialog.parent().findChild(RegisterTab)
        found.append(tab.event_combo.currentText())
        found.append(str(dialog.isVisible()))
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        QTimer.singleShot(0, QApplication.exit)

    hands.acts = {LostLogDialog: compare}

    hands.start(alex)

    words, listed, opened, visible = found
    assert "The last changes before NPQ Desktop was cut off could not be read" in words
    assert listed.split(":")[0] in opened
    assert visible == "True", "it stays for the next register"
    assert alex.application.lost_log.words() == ""
