"""Lists of schools on this laptop, and who is entitled to one-to-one support by them."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from npq_desktop.services.core.words import count, day_and_year
from npq_desktop.ui.kit.dialogs.fields import day_box, day_of
from npq_desktop.ui.kit.dialogs.file_choice import ALL_FILTER, CSV_FILTER, FileRequest
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.lists.tables import TextTable
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.dialogs.office_dialog import OfficeDesk, OfficeDialog

if TYPE_CHECKING:
    from npq_desktop.rows.office import ListPreview, SupportOffer

_LISTS = (
    "Lists that say which schools are funded or supported. They stay on this laptop. The newest "
    "list of a name decides."
)
_OFFERS = (
    "What the newest lists say about each school. Once recorded, everyone in the group can read it."
)
_NONE = "No list is on this laptop yet."


class ListsDialog(OfficeDialog):
    """A file may hold several lists, which are named and kept one after the other."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        super().__init__(parent, desk, "Lists of schools", _LISTS)
        self._found: list[ListPreview] = []
        self.table = TextTable(
            parent=self,
            name="Lists on this laptop",
            titles=("List", "Of", "Schools"),
            shares=(5, 4, 3),
            snug=True,
        )
        self.none = Text(_NONE, self)
        self.add_file_button = Button("Add a list from a &file…", self)
        self.one = QWidget(self)
        self.said = Text("", self.one)
        self.name_box = QLineEdit(self.one)
        self.day_box = day_box(self.one, desk.today, "The list is of")
        form = Form(self.one)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.said)
        form.add_field("&Name", self.name_box)
        form.add_field("The list is &of", self.day_box)
        for widget in (self.table, self.none):
            self.body.addWidget(widget)
        self.put_beside(self.add_file_button)
        self.body.addWidget(self.one)
        self.body.addStretch(1)
        self.cancel_button.setText("Close")
        self.keep_button = self.add_button("&Keep list", self._keep)
        self.add_file_button.clicked.connect(self._ask_file)
        self.name_box.textChanged.connect(self._tell_missing)
        self.opens_on = self.add_file_button
        self._show()

    def _ask_file(self) -> None:
        request = FileRequest("Choose a list of schools", filters=(CSV_FILTER, ALL_FILTER))
        self.desk.choose_file(self, request, self.read)

    def read(self, path: Path) -> None:
        """Show the lists of a file, to be kept one after the other."""
        self.attempt(lambda: self._found.extend(self.desk.office.lists.read(path)))
        self._show()
        if self._found:
            self.name_box.setFocus()

    def _show(self) -> None:
        rows = self.desk.office.lists.all()
        self.table.show_rows([(r.name, day_and_year(r.day), f"{r.schools:,}") for r in rows])
        self.table.setVisible(bool(rows))
        self.none.setVisible(not rows)
        self.one.setVisible(bool(self._found))
        self.keep_button.setVisible(bool(self._found))
        if self._found:
            self.said.setText(self._found[0].words)
            self.name_box.setText(self._found[0].name)
        self._tell_missing()

    def _tell_missing(self) -> None:
        missing = bool(self._found) and not self.name_box.text().strip()
        self.need("Type the name of the list" if missing else "")

    def _keep(self) -> None:
        keep, found = self.desk.office.lists.keep, self._found[0]
        name, day = self.name_box.text().strip(), day_of(self.day_box)
        if self.attempt(lambda: keep(found, name, day)):
            self._found = self._found[1:]
            self._show()


class EntitledDialog(OfficeDialog):
    """Proposes for each person whether their school is on a list; those that cannot be decided
    stay as they are.
    """

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        super().__init__(parent, desk, "Who is entitled to support", _OFFERS)
        self._offers: tuple[SupportOffer, ...] = desk.office.support.offers(desk.group)
        said = {"yes": "yes", "no": "no", "": "cannot be decided"}
        self.table = TextTable(
            parent=self,
            name="Who is entitled to one-to-one support",
            titles=("Name", "Entitled", "Because"),
            shares=(4, 3, 7),
        )
        self.table.setWordWrap(False)  # the tip of a cell has all of it
        self.table.show_rows([(o.name, said.get(o.entitled, ""), o.basis) for o in self._offers])
        self.body.addWidget(self.table, 1)
        self._decided = [each for each in self._offers if each.entitled]
        number = count(len(self._decided), "person", "people")
        self.record_button = self.add_button(f"&Record for {number}", self._record)
        self.need("" if self._decided else "Import a list of schools first")
        self.opens_on = self.record_button if self._decided else self.cancel_button
        self.be_wide()

    def _record(self) -> None:
        act, group = self.desk.office.support.entitle, self.desk.group
        number = count(len(self._decided), "person", "people")
        self.write(lambda: act(group, self._decided), f"Recorded for {number}.")
