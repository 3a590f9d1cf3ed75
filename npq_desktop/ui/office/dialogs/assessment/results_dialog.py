"""Says that the results of a round are out, and saves them as a file."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from npq_desktop.services.core.words import listed
from npq_desktop.ui.kit.dialogs.file_choice import CSV_FILTER, FileRequest, file_name
from npq_desktop.ui.kit.pieces.banner import BannerKind
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.dialogs.office_dialog import AlsoIn, OfficeDesk, OfficeDialog

_PURPOSE = (
    "From then on outcomes can be declared, and people who did not pass can be admitted to a later "
    "round. You can press Ctrl+Z once to undo."
)
_RESIT = (
    "A decision in a later round can be read by everyone in the group. It tells them that this "
    "person did not pass."
)


class ResultsDialog(OfficeDialog):
    """Names who is on hold, and who still waits for the moderator."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        super().__init__(parent, desk, "Results are out", _PURPOSE)
        windows = desk.office.windows
        rounds = {each.key: each for each in windows.rounds(desk.group)}
        self._round = rounds.get(desk.round)
        waiting = windows.waiting_for_moderator(desk.group, desk.round)
        on_hold = windows.on_hold(desk.group, desk.round)
        self.on_hold = Text(f"On hold: {listed(on_hold)}." if on_hold else "", self)
        self.on_hold.setVisible(bool(on_hold))
        self.waiting = Text("", self, tone="warn")
        if waiting:
            self.waiting.setText(f"The moderator has not decided on {listed(waiting)} yet.")
        self.waiting.setVisible(bool(waiting))
        self.resit = Text(_RESIT, self, tone="muted")
        self.also_in = AlsoIn(self, desk.office.roles.sisters(desk.group))
        for widget in (self.waiting, self.on_hold, self.resit, self.also_in):
            self.body.addWidget(widget)
        self.file_button = Button("&Save results file…", self)
        self.put_beside(self.file_button)
        self.body.addStretch(1)
        self.out_button = self.add_button("&Results are out", self._give_out)
        self.file_button.clicked.connect(self._ask_where)
        self._show(is_out=bool(self._round and self._round.results), is_waiting=bool(waiting))

    def _show(self, *, is_out: bool, is_waiting: bool) -> None:
        self.file_button.setVisible(is_out)
        self.need("The moderator comes first" if is_waiting and not is_out else "")
        if is_out:
            self.out_button.hide()
            self.also_in.hide()
            self.purpose.setText("The results of this round are out.")
            self.finish()
        self.opens_on = self.cancel_button if is_out or is_waiting else self.out_button

    def _give_out(self) -> None:
        if self.attempt(self._record):
            self._show(is_out=True, is_waiting=False)
            self.trouble.say("The results are out.", kind=BannerKind.OK)
            view = self.desk.office.assessment.view(self.desk.group, self.desk.round)
            self.offer_message("result_out", [row.person for row in view.rows if row.response])

    def _record(self) -> None:
        groups = self.also_in.chosen(self.desk.group)
        changes = self.desk.office.windows.results_out(groups, self.desk.round)
        self.desk.tell(changes, "The results are out.")

    def _ask_where(self) -> None:
        title = self._round.title if self._round is not None else self.desk.round
        name = file_name("Results", title, ending=".csv")
        request = FileRequest("Save the results, not encrypted", True, name, (CSV_FILTER,))
        self.desk.choose_file(self, request, partial(self._save))

    def _save(self, path: Path) -> None:
        save = self.desk.office.outcomes.save_results
        if self.attempt(lambda: save(self.desk.group, self.desk.round, path)):
            said = f"{path.name} is saved. This file is not encrypted."
            self.trouble.say(said, kind=BannerKind.OK)
