"""The example group with a hub and in a room; no network is asked, and nothing listens."""

from PySide6.QtTest import QTest

from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.exchange.network.hub_rounds import FoundHub
from npq_desktop.services.exchange.network.room import RoomServer
from npq_desktop.ui.exchange.hub_dialogs import ConnectDialog
from npq_desktop.ui.exchange.room_dialogs import ShareDialog
from npq_desktop.ui.exchange.room_invite import RoomInviteDialog
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.selftest.gallery.stage import Stage

_HUB = {"url": "https://hub.leeds.example", "hub": "A" * 43, "name": "Leeds hub"}
_LINK = "npqhub:{url}#{hub}.abcd-efgh-ijkl-mnop".format(**_HUB)
_ADDRESS, _PORT = "192.168.1.20", 47611


def connect_found(stage: Stage) -> Dialog:
    """The dialog that connects a group, once a link has led to a hub."""
    application = stage.application
    dialog = ConnectDialog(
        parent=stage.window,
        rounds=application.hub_rounds,
        choices=application.hub_choices,
        choose_file=lambda *_: None,
        group=stage.group,
        title="Example group",
    )
    dialog.link_box.setText(_LINK)
    dialog.show_found(FoundHub.by(_LINK, _HUB["name"]))
    return dialog


def set_hub(stage: Stage, *, use: bool) -> None:
    """Have the example group travel over a hub, which this laptop uses or does not."""
    application = stage.application
    if not application.hub_choices.hubs(stage.group):
        application.core.recorder.write(stage.group, [NewEntry("relay.set", _HUB)])
    application.hub_choices.choose(stage.group, _HUB["hub"], use=use)


def share_room(stage: Stage, *, is_sharing: bool = False) -> Dialog:
    """The dialog of a sharing, before it or with its three words."""
    rooms = stage.application.rooms
    if is_sharing:
        _share(stage)
    dialog = ShareDialog(
        parent=stage.window, rooms=rooms, group=stage.group, addresses=(_ADDRESS, "10.0.0.7")
    )
    dialog.finished.connect(rooms.stop)
    return dialog


def invite_in_room(stage: Stage) -> Dialog:
    """The dialog of an invitation that waits in the room, while a laptop asks for it."""
    rooms = stage.application.rooms
    server = _share(stage)
    dialog = RoomInviteDialog(
        parent=stage.window,
        membership=stage.application.membership,
        rooms=rooms,
        group=stage.group,
        title="Example group",
    )
    dialog.finished.connect(rooms.stop)
    dialog.name_box.setText("Priya Shah")
    dialog.save_button.click()
    while dialog.save_button.isVisibleTo(dialog):
        QTest.qWait(20)
    server.backing.invitation("A" * 43)
    while not dialog.give_button.isVisibleTo(dialog):
        QTest.qWait(20)
    return dialog


def _share(stage: Stage) -> RoomServer:
    core = stage.application.core
    key = core.identities.author(stage.group).signing_key
    server = stage.application.rooms.server = RoomServer(core, key, [stage.group])
    server.address, server.port = _ADDRESS, _PORT
    return server
