"""Inviting a colleague who sits in the room: the invitation waits here until she asks for it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from npq_desktop.ui.exchange.invitations import InviteDialog
from npq_desktop.ui.kit.pieces.banner import Banner, BannerKind

if TYPE_CHECKING:
    from npq_desktop.rows.exchange import InvitationFile
    from npq_desktop.services.exchange.members import MembershipService
    from npq_desktop.services.exchange.network.rooms import RoomService

_LOOK_MS = 250


class RoomInviteDialog(InviteDialog):
    """Makes the invitation, shows its six words, and asks about every laptop that wants it.

    Closing it takes the invitation from the room.
    """

    def __init__(
        self,
        *,
        parent: QWidget | None,
        membership: "MembershipService",
        rooms: "RoomService",
        group: str,
        title: str,
    ) -> None:
        super().__init__(
            parent=parent,
            membership=membership,
            choose_file=lambda _parent, _request, take: take(rooms.new_file()),
            group=group,
            title=title,
        )
        self._rooms = rooms
        self._asker, self._is_given = "", False
        self.explanation.setText(
            "The invitation goes over this room to one laptop. It opens only with six words, which "
            "you see next."
        )
        self.save_button.setText("&Make the invitation")
        self.asked = Banner(self)
        self.body.insertWidget(0, self.asked)
        self.refuse_button = self.add_button(
            "Re&fuse", lambda: self._answer(give=False), accepts=False
        )
        self.give_button = self.add_button("&Give", lambda: self._answer(give=True), accepts=False)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._refresh)
        self.invited.connect(self._offer)
        self.finished.connect(rooms.withdraw_offer)
        self._show_asker("", "")

    @override
    def _said_with_words(self, invitation: "InvitationFile") -> str:
        where = self._rooms.spoken() or self._rooms.figures()
        return (
            f"{invitation.name} chooses Join a room, then types: {where}. Let them read the six "
            "words below from your screen. Do not call those out. You will not see them again."
        )

    def _offer(self, invitation: "InvitationFile") -> None:
        self._rooms.offer(invitation.path)
        self._look.start()
        self._refresh()

    def _refresh(self) -> None:
        offered = self._rooms.offered()
        if offered is None or offered.is_over:
            self._look.stop()
            self._show_asker("", "")
            if self._is_given:
                self.asked.say("The invitation is given.")
            else:
                self.asked.say("The invitation waits here no longer.", kind=BannerKind.INFO)
        elif not self._is_given:
            asking = offered.asking()
            key = self._asker if self._asker in asking else next(iter(asking), "")
            if key != self._asker or not self.asked.words():
                self._show_asker(key, asking.get(key, ""))

    def _show_asker(self, key: str, figures: str) -> None:
        self._asker = key
        self.give_button.setVisible(bool(key))
        self.refuse_button.setVisible(bool(key))
        if key:
            words = f"A laptop asks for the invitation. Its screen should say {figures}."
            self.asked.say(words, kind=BannerKind.WARN)
        elif self._look.isActive():
            self.asked.say("No laptop asks for the invitation yet.", kind=BannerKind.INFO)

    def _answer(self, *, give: bool) -> None:
        offered = self._rooms.offered()
        if offered is not None and self._asker:
            offered.answer(self._asker, give=give)
            self._show_asker("", "")
            if give:
                self._is_given = True
                self.asked.say("Giving the invitation…", kind=BannerKind.INFO)
