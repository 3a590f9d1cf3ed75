"""Every page and every dialog by name, and what brings the stage to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog

from npq_desktop.rows.register import MarkState
from npq_desktop.rows.review import Phrase
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.review.answering.phrase_list import KeepPhraseDialog
from npq_desktop.ui.safety.start_dialogs import KeyringDialog, MendDialog, UnlockDialog
from npq_desktop.ui.selftest.gallery.connected import (
    connect_found,
    invite_in_room,
    set_hub,
    share_room,
)
from npq_desktop.ui.selftest.gallery.stage import HALF_WAY, Stage

_SILENT = (
    "The system keyring did not give the key to your data. Nothing is lost. Unlock the keyring, or "
    "log in again, then try again."
)
Prepare = Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class PageView:
    """A page by its name."""

    name: str
    show: Prepare


@dataclass(frozen=True, slots=True)
class DialogView:
    """A dialog by its name, opened by a command of the menus on what ``prepare`` shows.

    ``file`` is the kind of file that is chosen where the command asks for one; ``press`` the
    button pressed then.
    """

    name: str
    command: str
    prepare: Prepare
    file: str = ""
    press: str = ""

    @contextmanager
    def on(self, stage: Stage) -> Iterator[QDialog]:
        """The dialog while it is open."""
        self.prepare(stage)
        with stage.dialog(self.command, self.file) as dialog:
            if self.press:
                stage.press(dialog, self.press)
            yield stage.front()


@dataclass(frozen=True, slots=True)
class MadeView:
    """A dialog by its name and what makes it: no command leads to it, or not without a network."""

    name: str
    make: Callable[[Stage], Dialog]

    @contextmanager
    def on(self, stage: Stage) -> Iterator[QDialog]:
        """The dialog while it is open."""
        dialog = self.make(stage)
        dialog.open()
        stage.settle()
        yield dialog
        dialog.done(QDialog.DialogCode.Rejected)
        dialog.deleteLater()
        stage.settle()


def change_phrase(stage: Stage) -> Dialog:
    """The dialog in which a phrase of the team is changed, as F2 in their list opens it."""
    scopes = (("", "All work"), ("reflective", "Every reflective"))
    dialog = KeepPhraseDialog(stage.window, "", scopes)
    dialog.change(Phrase("1", "Say why it works", "Say why the drawing works.", "", team=True))
    return dialog


def _today(stage: Stage) -> None:
    stage.show_register(stage.today)


def _half_way(stage: Stage) -> None:
    stage.mark_some()
    stage.show_register(stage.today, HALF_WAY)


def _signed(stage: Stage) -> None:
    stage.show_register(stage.signed)


def _changed(stage: Stage) -> None:
    stage.change_signed()
    _signed(stage)


def _disputed(stage: Stage) -> None:
    stage.show_register(stage.disputed)


def _absent(stage: Stage) -> None:
    _disputed(stage)
    stage.choose_row(lambda row: row.state is MarkState.ABSENT)


def _cohort(stage: Stage) -> None:
    stage.show_cohort(1)


def _assessment(stage: Stage) -> None:
    stage.show_assessment(1)


def _review(stage: Stage) -> None:
    stage.bring_work()
    stage.show_review()


def _ticked(stage: Stage) -> None:
    stage.show_review()
    stage.tick_work()


def _edit(stage: Stage, letter: str, *, signed: bool = False) -> None:
    stage.show_register(stage.signed if signed else stage.today, row=1)
    stage.type_letter(letter)


PAGES: tuple[PageView, ...] = (
    PageView("register-unmarked", _today),
    PageView("register-halfway", _half_way),
    PageView("register-signed", _signed),
    PageView("register-changed", _changed),
    PageView("register-disagreement", _disputed),
    PageView("cohort", _cohort),
    PageView("cohort-glance", lambda stage: stage.show_cohort(None)),
    PageView("assessment", lambda stage: stage.show_assessment(0)),
    PageView("office", lambda stage: stage.show_office(0)),
    PageView("review", lambda stage: stage.show_review()),
)
"""In this order, because what is done to the group for one stays for the next."""

EDITORS: tuple[PageView, ...] = (
    PageView("register-minutes", lambda stage: _edit(stage, "l")),
    PageView("register-reason", lambda stage: _edit(stage, "r")),
    PageView("register-note", lambda stage: _edit(stage, "n")),
    PageView("register-why-changed", lambda stage: _edit(stage, "a", signed=True)),
)
"""The editors that open over a row of the register; going elsewhere closes them."""

LAST_PAGES: tuple[PageView, ...] = (
    PageView("review-empty", lambda stage: stage.show_beginning(Tab.REVIEW)),
    PageView("cohort-beginning", lambda stage: stage.show_beginning(Tab.COHORT)),
    PageView("first-run", lambda stage: stage.show_first_run()),
)
"""Those that leave the example group, to be shown after the dialogs."""


START_DIALOGS: tuple[MadeView, ...] = (
    MadeView("start-keyring", lambda _: KeyringDialog(sentence=_SILENT)),
    MadeView("start-unlock", lambda stage: UnlockDialog(rescue=stage.rescue)),
    MadeView("start-mend", lambda stage: MendDialog(rescue=stage.rescue)),
)
"""What a start shows instead of the window, where the data do not open."""


DIALOGS: tuple[DialogView | MadeView, ...] = (
    DialogView("new-group", "new_group", _today),
    DialogView("new-group-people", "new_group", _today, "people", "Choose a file…"),
    DialogView("open-sync-file", "open", _today, "sync"),
    DialogView("open-invitation", "open", _today, "invitation"),
    DialogView("open-refused", "open", _today, "spoilt"),
    DialogView("open-dates", "open", _today, "dates"),
    DialogView("all-groups", "all_groups", _today),
    DialogView("list-of-people", "list_of_people", _today),
    DialogView("list-of-people-changes", "list_of_people", _today, "people", "Choose a file…"),
    DialogView("dates", "dates", _today),
    DialogView("compare", "compare", _today),
    DialogView("members", "members", _today),
    DialogView("recovery-sheet", "recovery_sheet", _today),
    DialogView("restore", "restore", _today),
    DialogView("erased", "erased", _today),
    DialogView("hand-over", "hand_over", _today),
    DialogView("send", "send", _today),
    DialogView("sync", "sync", _today),
    DialogView("invite", "invite", _today),
    DialogView("shared-folder", "shared_folder", _today),
    DialogView("hub-connect", "hub", _today),
    MadeView("hub-found", connect_found),
    DialogView("hub-connection", "hub", _today, press="Connection…"),
    MadeView("share-room", share_room),
    MadeView("share-room-words", lambda stage: share_room(stage, is_sharing=True)),
    MadeView("invite-in-room", invite_in_room),
    DialogView("join-room", "join_room", _today),
    DialogView("settle", "settle", _today),
    DialogView("on-hold", "on_hold", _today),
    DialogView("save-register", "save_as", _signed),
    DialogView("save-cohort", "save_as", _cohort),
    DialogView("settings", "settings", _today),
    DialogView("walk-in", "walk_in", _today),
    DialogView("guest", "guest", _today),
    DialogView("apologies", "apologies", _today),
    DialogView("mark-rest", "mark_rest", _today),
    DialogView("sign-off", "sign_off", _today),
    DialogView("sign-in-sheet", "sign_in_sheet", _today),
    DialogView("transcribe", "transcribe", _today),
    DialogView("paper-evidence", "paper_evidence", _disputed),
    DialogView("move-event", "move_event", _today),
    DialogView("move-marks", "move_marks", _disputed),
    DialogView("did-not-run", "did_not_run", _today),
    DialogView("event-history", "event_history", _disputed),
    DialogView("catch-up", "catch_up", _absent),
    DialogView("link", "link", lambda stage: stage.show_walk_in()),
    DialogView("mark-history", "mark_history", _absent),
    DialogView("training-status", "training_status", _cohort),
    DialogView("exempt", "exempt", _cohort),
    DialogView("statement", "statement", _cohort),
    DialogView("all-held", "all_held", _cohort),
    DialogView("erase", "erase", _cohort),
    DialogView("windows", "windows", _assessment),
    DialogView("admit", "admit", _assessment),
    DialogView("decide", "decide", _assessment),
    DialogView("own-window", "own_window", _assessment),
    DialogView("defer", "defer", _assessment),
    DialogView("release", "release", _assessment),
    DialogView("receive", "receive", _assessment),
    DialogView("outcomes", "outcomes", _assessment),
    DialogView("office-settings", "office_settings", _assessment),
    DialogView("sample", "sample", _assessment),
    DialogView("results", "results", _assessment),
    DialogView("certificates", "certificates", _assessment),
    DialogView("details", "details", _assessment),
    DialogView("plan", "plan", _assessment),
    DialogView("support-person", "support_person", _assessment),
    DialogView("entitled", "entitled", _assessment),
    DialogView("lists", "lists", _assessment),
    DialogView("funding", "funding", _assessment),
    DialogView("invoices", "invoices", _assessment),
    DialogView("declare", "declare", _assessment),
    DialogView("evidence", "evidence", _assessment),
    DialogView("discussion", "discussion", _assessment),
    DialogView("contact", "contact", _assessment),
    DialogView("due", "due", _assessment),
    DialogView("messages", "messages", _assessment),
    DialogView("share-private", "share_private", _assessment),
    DialogView("bring-in", "open", _review, "work"),
    MadeView("change-phrase", change_phrase),
    DialogView("digest", "digest", _review),
    DialogView("give-back", "give_back", _review),
    DialogView("accept-ticked", "accept_ticked", _ticked),
    DialogView("files", "files", _review),
    DialogView("kept-files", "kept_files", _review),
    DialogView("remembered", "remembered", _review),
    DialogView("guide", "guide", _today),
    DialogView("shortcuts", "shortcuts", _today),
    DialogView("news", "news", _today),
    DialogView("check", "check", _today),
    DialogView("about", "about", _today),
    DialogView("hub", "hub", lambda stage: set_hub(stage, use=True)),
    DialogView("hub-asked", "hub", lambda stage: set_hub(stage, use=False)),
)
"""Every dialog of the menus, and those that a file opens. The group gets its hub last of all, and
uses it for one picture only: nothing is to be asked for over a network.
"""
