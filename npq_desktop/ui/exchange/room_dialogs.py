"""Sharing in this room, and joining a colleague's laptop there."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from npq_desktop.services.exchange.network.room import RoomError
from npq_desktop.services.exchange.network.room_visit import NO_COLLEAGUE
from npq_desktop.services.exchange.network.rooms import FIREWALL, NOT_GIVEN, said_of
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.paint.metrics import bold, larger
from npq_desktop.ui.kit.paint.shapes import Shape
from npq_desktop.ui.kit.pieces.banner import Banner
from npq_desktop.ui.kit.pieces.text import plain_label
from npq_desktop.ui.kit.waiting.steps import StepRunner, Steps

if TYPE_CHECKING:
    from npq_desktop.errors import NpqDesktopError
    from npq_desktop.services.exchange.network.room_visit import Met, RoomPlace
    from npq_desktop.services.exchange.network.rooms import RoomService


class ShareDialog(Dialog):
    """Shows the three words while this laptop shares; closing it goes on sharing.

    ``share_requested`` carries the address to share at; ``stop_requested``: share no more.
    """

    share_requested = Signal(str)
    stop_requested = Signal()
    invite_requested = Signal()

    def __init__(
        self,
        *,
        parent: QWidget | None,
        rooms: "RoomService",
        group: str,
        addresses: Sequence[str],
    ) -> None:
        super().__init__(
            parent,
            "Share in this room",
            "Colleagues on the same network see each other's marks at once. No internet is needed.",
        )
        self._rooms, self._group = rooms, group
        self._firewall = FIREWALL if sys.platform == "win32" else ""
        self.address_box = QComboBox(self)
        self.address_box.addItems(list(addresses))
        self.form = QWidget(self)
        form = Form(self.form)
        form.setContentsMargins(0, 0, 0, 0)
        form.add_field("&Network address of this laptop", self.address_box)
        self.words = plain_label(self)
        self.words.setFont(bold(larger(self.font(), 2.0)))
        self.words.setMargin(self.fontMetrics().height())
        self.explanation = plain_label(self)
        self.standing = Banner(self)
        for widget in (self.form, self.words, self.explanation, self.standing):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.share_button = self.add_button("&Share", self._share)
        self.invite_button = self.add_button("&Invite…", self.invite_requested.emit, accepts=False)
        self.stop_button = self.add_button("S&top sharing", self._stop, accepts=False)
        self.refresh()

    def refresh(self) -> None:
        """Show how things stand."""
        is_sharing = self._rooms.server is not None
        spoken, figures = self._rooms.spoken(), self._rooms.figures()
        self.words.setText(spoken or figures)
        self.words.setVisible(is_sharing)
        self.form.setVisible(not is_sharing)
        has_address = self.address_box.count() > 0
        self.share_button.setVisible(not is_sharing)
        self.share_button.setEnabled(has_address)
        self.stop_button.setVisible(is_sharing)
        self.invite_button.setVisible(is_sharing)
        if is_sharing:
            in_figures = f"In figures it is {figures}. " if spoken else ""
            self.explanation.setText(
                f"Say these {'words' if spoken else 'figures'} to your colleague, who chooses "
                f"Share, then Join a room. {in_figures}{self._firewall}"
            )
            shape = Shape.TICK if self._rooms.live_with(self._group) else Shape.PAUSE
            self.standing.say(self._rooms.lines(self._group), shape=shape)
        else:
            self.explanation.setText(
                self._firewall if has_address else "This laptop is on no network. Join one first."
            )
            self.standing.say("")
        self.cancel_button.setText("Close" if is_sharing else "Cancel")
        if is_sharing:  # Enter ends no sharing
            self.opens_on = self.cancel_button
            self.cancel_button.setDefault(True)

    def _share(self) -> None:
        self.share_requested.emit(self.address_box.currentText())
        self.refresh()
        if self._rooms.server is not None:
            self.focus_next(self.cancel_button)

    def _stop(self) -> None:
        self.stop_requested.emit()
        self.accept()


class JoinRoomDialog(Dialog):
    """Takes three words or an address, and joins; in a room, says in whose and leaves it.

    ``met`` carries the laptop that answered, ``invited`` the invitation that a laptop gave which is
    in none of this one's groups; ``left``: be in no room.
    """

    met = Signal(object)
    left = Signal()
    invited = Signal(Path)

    def __init__(self, *, parent: QWidget | None, rooms: "RoomService") -> None:
        super().__init__(
            parent,
            "Join a room",
            "Your colleague shares in this room and says three words.",
        )
        self._rooms = rooms
        self._runner = StepRunner(self)
        self.words_box = QLineEdit(self)
        self.form = QWidget(self)
        form = Form(self.form)
        form.setContentsMargins(0, 0, 0, 0)
        form.add_field("&Three words, or an address", self.words_box)
        self.standing = Banner(self)
        self.body.addWidget(self.form)
        self.body.addWidget(self.standing)
        self.body.addStretch(1)
        self.join_button = self.add_button("&Join", self._join)
        self.leave_button = self.add_button("&Leave the room", self._leave, accepts=False)
        self.words_box.textChanged.connect(self._enable)
        self.keep_typed(self.words_box)
        self._enable()
        self.refresh()

    def refresh(self) -> None:
        """Show in whose room this laptop is, or where the words go."""
        where = self._rooms.where()
        self.standing.say(where, shape=Shape.PAUSE if self._rooms.is_away else Shape.TICK)
        for widget in (self.form, self.join_button, self.purpose):
            widget.setVisible(not where)
        self.leave_button.setVisible(bool(where))
        self.cancel_button.setText("Close" if where else "Cancel")
        if where:  # Enter leaves no room
            self.opens_on = self.cancel_button
            self.cancel_button.setDefault(True)

    def _leave(self) -> None:
        self.left.emit()
        self.accept()

    def _enable(self) -> None:
        self.join_button.setEnabled(bool(self.words_box.text().strip()))

    def _join(self) -> None:
        if not self._runner.is_busy:
            self.attempt(self._look)

    def _look(self) -> None:
        place = self._rooms.place(self.words_box.text())

        def looking() -> Steps:
            met = yield self._rooms.meeting(place)
            self.keep_typed()
            if self._rooms.knows(met):
                self.met.emit(self._rooms.enter(met))
            else:
                yield from self._ask(met, place)

        self.trouble.say("Looking for the laptop…", shape=Shape.PAUSE)
        self.join_button.setEnabled(False)
        self._runner.run(looking(), self._ended)

    def _ask(self, met: "Met", place: "RoomPlace") -> Steps:
        """Ask for an invitation where no group is in common.

        Raises:
            RoomError: none waits there, or it is not given.
        """
        asking = self._rooms.asking(met)
        self.finished.connect(asking.close)
        try:
            if not (yield asking.is_heard):
                raise RoomError(NO_COLLEAGUE)
            self.trouble.say(
                f"This laptop says {asking.figures}. Your colleague's screen should say the same. "
                "Wait until they choose Give.",
                shape=Shape.PAUSE,
            )
            file: bytes | None = yield asking.file
        finally:
            asking.close()
        if file is None:
            raise RoomError(NOT_GIVEN)
        path = self._rooms.new_file()
        path.write_bytes(file)
        self._rooms.came_from = place
        self.invited.emit(path)

    def _ended(self, error: "NpqDesktopError | None") -> None:
        self.join_button.setEnabled(True)
        if error is None:
            self.accept()
        else:
            self.trouble.warn(said_of(error))
