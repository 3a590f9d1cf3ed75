"""Connecting a group to a hub, and what can be done where it is connected."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from npq_desktop.rows.exchange import HubView
from npq_desktop.services.exchange.network.hub_links import read_link_file
from npq_desktop.services.exchange.network.hub_words import (
    HUB_SEES,
    HUB_SEES_ERASED,
    leaving,
    removing,
)
from npq_desktop.ui.exchange.sync_panel import shape_of
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.file_choice import ALL_FILTER, ChooseFile, FileRequest
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.page.layout import FlowLayout
from npq_desktop.ui.kit.paint.shapes import Shape
from npq_desktop.ui.kit.pieces.banner import Banner
from npq_desktop.ui.kit.pieces.text import plain_label
from npq_desktop.ui.kit.waiting.steps import StepRunner, Steps

if TYPE_CHECKING:
    from npq_desktop.errors import NpqDesktopError
    from npq_desktop.services.exchange.network.hub_choices import HubChoices
    from npq_desktop.services.exchange.network.hub_rounds import FoundHub, HubRounds

_SEES = f"{HUB_SEES}\n\n{HUB_SEES_ERASED}"


class ConnectDialog(Dialog):
    """Takes the link of a hub's owner, shows which hub it is and what it sees, then connects.

    ``connected`` carries ``Changes``.
    """

    connected = Signal(object)

    def __init__(
        self,
        *,
        parent: QWidget | None,
        rounds: "HubRounds",
        choices: "HubChoices",
        choose_file: ChooseFile,
        group: str,
        title: str,
    ) -> None:
        super().__init__(
            parent,
            f"Connect {title} to a hub",
            "A hub passes a group's changes from laptop to laptop while there is a network. "
            "The person who runs it gives you a link.",
        )
        self._rounds, self._group = rounds, group
        self._choose_file = choose_file
        self._found: FoundHub | None = None
        self._is_connecting = False
        self._runner = StepRunner(self)
        self._runner.told.connect(self.connected)
        self._lay_out_link(choices)
        self.found = Banner(self)
        self.sees = plain_label(self)
        self.sees.setText(_SEES)
        self.sees.hide()
        self.body.addWidget(self.found)
        self.body.addWidget(self.sees)
        self.body.addStretch(1)
        self.go_button = self.add_button("Find the &hub", self._go_on)
        self.link_box.textChanged.connect(self._forget)
        self._forget()

    def _lay_out_link(self, choices: "HubChoices") -> None:
        self.link_box = QLineEdit(self)
        self.link_box.setPlaceholderText("npqhub:https://…")
        form = Form()
        form.add_field("&Link", self.link_box)
        self.body.addLayout(form)
        self._asides = Asides(self)
        self.file_button = self._asides.add("Link from a &file…", self._ask_file)
        self.proxy_button = self._asides.add(
            "C&onnection…", lambda: ProxyDialog(self, choices).open()
        )
        self.body.addWidget(self._asides)

    def take_link(self, text: str) -> None:
        """Fill the link in and look where it leads."""
        self.link_box.setText(text.strip())
        self._go_on()

    def take_file(self, path: Path) -> None:
        """Fill in the link that a file holds."""
        self.attempt(lambda: self.take_link(read_link_file(path)))

    def _ask_file(self) -> None:
        request = FileRequest(
            "Open a hub's link", filters=("Links to a hub (*.npqhub)", ALL_FILTER)
        )
        self._choose_file(self, request, self.take_file)

    def _go_on(self) -> None:
        if self._runner.is_busy or not self.link_box.text().strip():
            return
        if self._found is None:
            self.attempt(self._look)
        else:
            self._is_connecting = True
            self._run("Connecting…", self._rounds.connecting(self._group, self._found))

    def _look(self) -> None:
        work = self._rounds.look(self.link_box.text())
        text = self.link_box.text()

        def looking() -> Steps:
            found = yield work
            if text == self.link_box.text():
                self.show_found(found)

        self._run("Asking the hub…", looking())

    def _run(self, sentence: str, steps: Steps) -> None:
        self.trouble.say(sentence, shape=Shape.PAUSE)
        self.go_button.setEnabled(False)
        self._runner.run(steps, self._ended)

    def _ended(self, error: "NpqDesktopError | None") -> None:
        self.trouble.say("")
        self.go_button.setEnabled(True)
        if error is not None:
            found = self._found
            where = (found.name, found.host) if found else ()
            self.trouble.warn(self._rounds.said_of(error, *where))
        elif self._is_connecting:
            self.accept()
        self._is_connecting = False

    def show_found(self, found: "FoundHub") -> None:
        """Show which hub a link leads to, and what it sees."""
        self._found = found
        name = found.name.replace("&", "&&")
        self.found.say(f"This link leads to “{found.name}” at {found.host}.", shape=Shape.TICK)
        self.sees.show()
        self.go_button.setText(f"&Connect to {name}")

    def _forget(self) -> None:
        self._found = None
        self.found.say("")
        self.sees.hide()
        self.trouble.say("")
        self.go_button.setText("Find the &hub")
        self.go_button.setEnabled(bool(self.link_box.text().strip()))


class HubDialog(Dialog):
    """A group's hub: the one question to a colleague, or how it stands and what can be done.

    ``used`` carries whether this laptop uses it from now on; ``changed`` carries ``Changes``.
    """

    used = Signal(bool)
    sync_requested = Signal()
    changed = Signal(object)

    def __init__(
        self,
        *,
        parent: QWidget | None,
        rounds: "HubRounds",
        choices: "HubChoices",
        group: str,
        view: HubView,
    ) -> None:
        super().__init__(parent, view.name, view.host)
        self._rounds, self._choices, self._group, self._hub = rounds, choices, group, view.hub
        self._sure_of = ""
        self._runner = StepRunner(self)
        self._runner.told.connect(self.changed)
        self.standing = Banner(self)
        self.sees = plain_label(self)
        self.sees.setText(_SEES)
        self._asides = Asides(self)
        self.leave_button = self._asides.add("&Leave the hub", self._leave)
        self.remove_button = self._asides.add("&Remove from the hub", self._remove)
        self.proxy_button = self._asides.add(
            "C&onnection…", lambda: ProxyDialog(self, choices).open()
        )
        self.other_button = self._asides.add("&Other hub", self._show_other)
        for widget in (self.standing, self.sees, self._asides):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.use_button = self.add_button("&Use it", partial(self._use, use=True))
        self.now_button = self.add_button("Sync &now", self.sync_requested.emit)
        self.not_here_button = self.add_button("Not on this la&ptop", partial(self._use, use=False))
        self.opens_on = self.cancel_button  # it may appear while somebody types
        self.show_view(view)

    def show_view(self, view: HubView) -> None:
        """Show how things stand."""
        self._hub = view.hub
        self.heading.setText(view.name)
        self.purpose.setText(view.host)
        self.setWindowTitle(view.name)
        self.cancel_button.setText("Close" if view.is_used else "Later")
        self.other_button.setVisible(len(self._rounds.views(self._group)) > 1)
        words = "\n".join(view.lines)
        if view.needs_action:
            self.standing.warn(words)
        else:
            self.standing.say(words, shape=shape_of(view, otherwise=Shape.QUESTION))
        self.use_button.setVisible(not view.is_used)
        self.now_button.setVisible(view.is_used)
        self.leave_button.setVisible(view.is_used and view.may_leave)
        self.remove_button.setVisible(view.is_used and view.may_remove)
        self.lead_with(self.now_button if view.is_used else self.use_button)
        self.cancel_button.setDefault(not view.is_used)

    def _show_other(self) -> None:
        """Two coordinators connected two hubs at once: show the next of them."""
        views = self._rounds.views(self._group)
        places = [place for place, view in enumerate(views) if view.hub == self._hub]
        self._sure_of = ""
        self.trouble.say("")
        self.show_view(views[(places[0] + 1) % len(views) if places else 0])

    def refresh(self) -> None:
        """Show how things stand now."""
        for view in self._rounds.views(self._group):
            if view.hub == self._hub:
                self.show_view(view)

    def _use(self, *, use: bool) -> None:
        if self.attempt(lambda: self._choices.choose(self._group, self._hub, use=use)):
            self.used.emit(use)
            self.accept()

    def _leave(self) -> None:
        if self._is_sure("leave", leaving(self.heading.text())):
            self.attempt(self._leave_now)

    def _leave_now(self) -> None:
        self.changed.emit(self._rounds.leave(self._group, self._hub))
        self.accept()

    def _remove(self) -> None:
        if not self._is_sure("remove", removing(self.heading.text())) or self._runner.is_busy:
            return
        self.trouble.say("Asking the hub…", shape=Shape.PAUSE)
        self._runner.run(self._rounds.removing(self._group, self._hub), self._removed)

    def _removed(self, error: "NpqDesktopError | None") -> None:
        if error is None:
            self.accept()
        else:
            name, host = self.heading.text(), self.purpose.text()
            self.trouble.warn(self._rounds.said_of(error, name, host))

    def _is_sure(self, act: str, consequence: str) -> bool:
        """Whether it was chosen twice running, the consequence having been read in between."""
        if self._sure_of == act:
            return True
        self._sure_of = act
        self.trouble.warn(consequence)
        return False


class ProxyDialog(Dialog):
    """The proxy of a network that does not tell its own."""

    def __init__(self, parent: QWidget | None, choices: "HubChoices") -> None:
        super().__init__(
            parent,
            "Connection to a hub",
            "The system's own settings are used. Type a proxy only where this network has one and "
            "does not set it. A script that chooses a proxy is not read.",
        )
        self._choices = choices
        self.proxy_box = QLineEdit(choices.proxy, self)
        self.proxy_box.setPlaceholderText("http://proxy.example.org:8080")
        form = Form()
        form.add_field("&Proxy", self.proxy_box)
        self.body.addLayout(form)
        self.body.addStretch(1)
        self.add_button("&Save", self._save)

    def _save(self) -> None:
        if self.attempt(lambda: self._choices.use_proxy(self.proxy_box.text())):
            self.accept()


class Asides(QWidget):
    """Small buttons in a line that wraps."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = FlowLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(self.fontMetrics().height() // 2)

    def add(self, words: str, act: object) -> QPushButton:
        """A button at the end of the line."""
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        self._line.addWidget(button)
        return button
