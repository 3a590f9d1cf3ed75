"""What left and entered this laptop, on the screen and as a file for a spreadsheet."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from npq_desktop.rows.sync import TrailLine
from npq_desktop.ui.exchange.moments import moment
from npq_desktop.ui.exchange.sync_services import SyncServices
from npq_desktop.ui.kit.banner import Banner
from npq_desktop.ui.kit.file_choice import ALL_FILTER, CSV_FILTER, ChooseFile, FileRequest
from npq_desktop.ui.kit.sheet import Sheet, plain_label
from npq_desktop.ui.kit.text_table import TextTable

_DIGITS = 12


class TrailDialog(Sheet):
    """Only to read; the file has the whole digests."""

    def __init__(
        self,
        *,
        parent: QWidget | None,
        services: SyncServices,
        choose_file: ChooseFile,
        group: str,
        title: str,
    ) -> None:
        super().__init__(parent, "")
        self.heading.setText(self.tr("What left and entered this laptop"))
        self.setWindowTitle(self.heading.text())
        self._services = services
        self._choose_file = choose_file
        self._group = group
        self._title = title
        lines = services.trail.lines(group)
        self.table = TextTable(
            parent=self,
            name=self.heading.text(),
            titles=(
                *(self.tr("When"), self.tr("What"), self.tr("Form")),
                *(self.tr("For, or from"), self.tr("Digest")),
            ),
            shares=(4, 5, 4, 6, 4),
        )
        self.table.setMinimumHeight(self.fontMetrics().height() * 10)
        self.table.show_rows([_cells(line) for line in lines])
        self.table.setVisible(bool(lines))
        self.empty = plain_label(self, self.tr("No file left or entered yet."))
        self.empty.setVisible(not lines)
        self.outcome = Banner(self)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.outcome)
        self.cancel_button.setText(self.tr("Close"))
        self.save_button = self.add_button(self.tr("&Save as CSV…"), self._ask_where)
        self.save_button.setEnabled(bool(lines))
        self.be_wide()

    def _ask_where(self) -> None:
        name = self.tr("Exchanges of {0}.csv").format(self._title)
        filters = (CSV_FILTER, ALL_FILTER)
        request = FileRequest(self.tr("Save the list"), True, name, filters)
        self._choose_file(self, request, self._save)

    def _save(self, path: Path) -> None:
        self.attempt(lambda: self._write(path))

    def _write(self, path: Path) -> None:
        self._services.trail.save(self._group, path)
        self.outcome.say(self.tr("{0} is saved.").format(path.name))


def _cells(line: TrailLine) -> tuple[str, ...]:
    what = ", ".join(filter(None, (line.what, line.entries)))
    return moment(line.when), what, line.form, line.who, line.digest[:_DIGITS]
