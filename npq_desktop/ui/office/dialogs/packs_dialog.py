"""Saves evidence packs, a PDF for each person that is ticked."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from npq_desktop.rows.declarations import EvidencePerson
from npq_desktop.services.core.words import count
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.file_choice import ChooseFile, FileRequest, file_name
from npq_desktop.ui.kit.paint.shapes import Shape
from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.kit.pieces.banner import Banner
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.waiting.pause import once_after
from npq_desktop.ui.office.dialogs.office_dialog import SpaceTable
from npq_desktop.ui.office.evidence_paper import evidence_paper
from npq_desktop.ui.printing.pages import pdf_of

if TYPE_CHECKING:
    from npq_desktop.services.office.evidence import EvidencePacks

_PURPOSE = (
    "A PDF for each person with every mark, sign-off and task. Press Space on a line to tick it. "
    "The files are not encrypted."
)


class EvidencePacksDialog(Dialog):
    """Everybody of whom something was declared is ticked at first, else everybody."""

    def __init__(
        self,
        *,
        parent: QWidget | None,
        packs: "EvidencePacks",
        group: str,
        choose_file: ChooseFile,
    ) -> None:
        super().__init__(parent, "Evidence packs", _PURPOSE)
        self._packs, self._group, self._choose_file = packs, group, choose_file
        self._people = packs.people(group)
        self._folder, self._saved = Path(), 0
        self._waiting: list[EvidencePerson] = []
        self._next = once_after(self, 0, self._save_next)
        self.table = SpaceTable(
            parent=self,
            name="People with an evidence pack",
            titles=("Pack", "Name", "Declared"),
            shares=(2, 5, 7),
            snug=True,
        )
        self.toggle_button = Button("&Tick or leave out", self)
        self.outcome = Banner(self)
        self.body.addWidget(self.table)
        self.body.addWidget(self.toggle_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.outcome)
        self.body.addStretch(1)
        self.save_button = self.add_button("&Save packs…", self._ask_folder)
        self.opens_on = self.save_button
        self.table.space.connect(self._toggle)
        self.toggle_button.clicked.connect(self._toggle)
        declared = {each.person for each in self._people if each.declared}
        self._ticked = declared or {each.person for each in self._people}
        self._show()
        self.be_wide()

    def _show(self) -> None:
        self.table.show_rows([self._cells(each) for each in self._people])
        number = len(self._ticked)
        self.save_button.setText(f"&Save {count(number, 'pack')}…")
        self.need("" if number else "Tick a person")

    def _cells(self, each: EvidencePerson) -> tuple[str, ...]:
        ticked = "yes" if each.person in self._ticked else "no"
        return ticked, each.name, "\n".join(each.declared) or "nothing"

    def _toggle(self) -> None:
        at = self.table.current()
        if 0 <= at < len(self._people):
            self._ticked ^= {self._people[at].person}
            self._show()
            announcer().say("Ticked." if self._people[at].person in self._ticked else "Left out.")

    def _ask_folder(self) -> None:
        request = FileRequest("Choose a folder for the packs", folder=True)
        self._choose_file(self, request, self._save)

    def _save(self, folder: Path) -> None:
        """Write the packs one by one; keys and Stop are answered in between."""
        self._folder, self._saved = folder, 0
        self._waiting = [each for each in self._people if each.person in self._ticked]
        self._be_writing(True)
        self._tell_progress()
        self._next.start()

    def _save_next(self) -> None:
        if not self._waiting:
            self._end("")
        elif self.attempt(lambda: self._save_pack(self._waiting[0])):
            self._waiting.pop(0)
            self._saved += 1
            self._tell_progress()
            self._next.start()
        else:
            self._end("")

    def _save_pack(self, each: EvidencePerson) -> None:
        paper = evidence_paper(self._packs.pack(self._group, each.person))
        path = _free(self._folder, file_name("Evidence", each.name, ending=".pdf"))
        self._packs.save(self._group, path, pdf_of(paper))

    def _tell_progress(self) -> None:
        wanted = self._saved + len(self._waiting)
        self.outcome.say(f"Saving packs: {self._saved} of {wanted} saved.", shape=Shape.PAUSE)

    def _end(self, lead: str) -> None:
        """Say what was saved; whoever still waits stays ticked, so that Save goes on from there."""
        left = {each.person for each in self._waiting}
        self._next.stop()
        self._waiting = []
        if left:
            self._ticked = left
            self._show()
        self._be_writing(False)
        said = f"{lead}{count(self._saved, 'pack')} saved in “{self._folder.name}”."
        self.outcome.say(said, shape=Shape.PAUSE if left else Shape.TICK)
        if not left:
            self.finish()

    def _be_writing(self, writing: bool) -> None:
        for each in (self.table, self.toggle_button, self.save_button):
            each.setEnabled(not writing)
        self.cancel_button.setText("Stop" if writing else "Close")
        self.focus_next(self.cancel_button if writing else self.save_button)

    @override
    def reject(self) -> None:
        """While packs are written this stops after the one that is being written."""
        if self._waiting:
            self._end("Stopped. ")
        else:
            super().reject()


def _free(folder: Path, name: str) -> Path:
    """A path in the folder that no file has yet, so that no earlier pack is replaced."""
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem} {number}.pdf"
    return path
