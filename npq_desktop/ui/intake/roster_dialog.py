"""Imports a spreadsheet of people: shows who is in it, then makes a group or updates one."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTableView,
    QTabWidget,
    QWidget,
)
from typing_extensions import override

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.rosters import RosterChoices, RosterPreview
from npq_desktop.services.core.words import count
from npq_desktop.ui.intake.reading_dialog import read_apart
from npq_desktop.ui.intake.roster_pages import ChangesPage, ColumnsPage, QuestionsPage, offer
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.dialog import Dialog, sentences_box
from npq_desktop.ui.kit.dialogs.file_choice import (
    ALL_FILTER,
    ROSTER_FILTER,
    ChooseFile,
    FileRequest,
)
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.lists.tables import (
    AiryRows,
    Column,
    RowsModel,
    SharedWidth,
    TableRole,
    fit_rows,
    set_up_table,
)
from npq_desktop.ui.kit.paint.shapes import Shape
from npq_desktop.ui.kit.pieces.banner import Banner
from npq_desktop.ui.kit.pieces.text import plain_label

if TYPE_CHECKING:
    from npq_desktop.services.intake.roster import ReadRoster
    from npq_desktop.services.intake.setup import SetupService

_Person = tuple[int, str, str, str, str]
PEOPLE_COLUMNS: tuple[Column[_Person], ...] = (
    Column("line", "Line", lambda person: str(person[0]), lambda person: person[0]),
    Column("name", "Name", lambda person: person[1]),
    Column("email", "Email", lambda person: person[2]),
    Column("trn", "TRN", lambda person: person[3]),
    Column("school", "School", lambda person: person[4]),
)
_REQUEST = FileRequest("Choose a list of people", filters=(ROSTER_FILTER, ALL_FILTER))
_CHANGES, _QUESTIONS, _SENTENCES = 2, 3, 4
"""Places of the pages; sentences come behind."""


class RosterDialog(Dialog):
    """Makes a new group, or updates ``group`` where one is given.

    ``group_created`` carries a new group's id, ``roster_applied`` the ``Changes`` of an old one.
    """

    group_created = Signal(str)
    roster_applied = Signal(object)

    def __init__(
        self,
        *,
        parent: QWidget | None,
        setup: "SetupService",
        bus: Bus,
        choose_file: ChooseFile,
        group: str | None = None,
    ) -> None:
        super().__init__(parent, "")
        self._setup = setup
        self._bus = bus
        self._choose_file = choose_file
        self._group = group
        self._preview: RosterPreview | None = None
        self._read: ReadRoster | None = None
        self._created = ""
        self.file_words = plain_label(self)
        self.choose_button = QPushButton("Choose a &file…", self)
        self.wrong_group = Banner(self)
        self.pages = QTabWidget(self)
        self.people = _PeopleTable(self)
        self.columns = ColumnsPage(self)
        self.changes = ChangesPage(self)
        self.questions = QuestionsPage(self)
        self.sheet_box = QComboBox(self)
        self.group_box = QComboBox(self)
        self._choosing = QWidget(self)
        self.title_box = QLineEdit(self)
        self.cohort_box = QLineEdit(self)
        first = setup.proposed_first_seminar()
        self.date_box = QDateEdit(QDate(first.year, first.month, first.day), self)
        self._form = QWidget(self)
        self._lay_out()
        self.apply_button = self.add_button(self._verb(), self._apply)
        self.keep_typed(self.title_box, self.cohort_box)
        self._connect()
        self._show_preview()

    def _connect(self) -> None:
        self.choose_button.clicked.connect(self._ask_for_file)
        self.columns.chosen.connect(self._read_again)
        self.questions.answered.connect(self._read_again)
        self.changes.rows.ticked.connect(self._enable)
        self.sheet_box.activated.connect(self._choose_sheet)
        self.group_box.activated.connect(self._choose_group)
        self.title_box.textChanged.connect(self._enable)

    def read(self, path: Path) -> None:
        """Read a file and show what is in it; one that cannot be read leaves the last one shown.

        Where no title of a column tells where the names are, the columns are asked for.
        """
        job = partial(self._setup.reading(self._group).of, path)
        read_apart(self, path, job, self.show_file, self._warn)

    def show_file(self, read: "ReadRoster") -> None:
        """Show a file, or another sheet of it, of which nothing was said yet."""
        self.columns.show_file(read.columns)
        self.changes.rows.forget()
        self.questions.forget()
        self.group_box.clear()
        self.sheet_box.clear()
        self._show_read(read)

    def _show_read(self, read: "ReadRoster") -> None:
        self._read, self._preview = read, None
        self.attempt(self._compare)
        self.columns.show_held(read.columns)
        self._show_preview()

    def _compare(self) -> None:
        if self._read is not None:
            self._preview = self._setup.compare(self._read, self._group)

    def _read_again(self) -> None:
        """Read the file with what was just chosen; the page where it was chosen stays in front."""
        page = self.pages.currentWidget()

        def show(read: "ReadRoster") -> None:
            self._show_read(read)
            self.pages.setCurrentWidget(page)

        if self._read is not None:
            self._read_apart(self._choices(self._read), show)

    def _choose_group(self) -> None:
        if self._read is not None:
            self._read_apart(self._choices(self._read), self._show_read)

    def _choose_sheet(self) -> None:
        self._read_apart(RosterChoices(sheet=str(self.sheet_box.currentData())), self.show_file)

    def _read_apart(self, choices: RosterChoices, use: Callable[["ReadRoster"], None]) -> None:
        """Read the same bytes with other choices; where that is cancelled, they are as before."""
        if (read := self._read) is None:
            return
        job = partial(self._setup.reading(self._group, choices).of, read.opened)
        read_apart(self, read.path, job, use, self._warn, cancelled=self._put_back)

    def _put_back(self) -> None:
        """Show again what the file was read with."""
        if (read := self._read) is not None:
            self.columns.put_back(read.choices.columns, read.columns)
            self.questions.put_back(read.choices.people)
            if self._preview is not None:
                self._show_choices(self._preview)

    def _warn(self, error: NpqDesktopError) -> None:
        self._put_back()
        self.trouble.warn(str(error))

    def _choices(self, read: "ReadRoster") -> RosterChoices:
        groups = self.group_box.currentData()
        return RosterChoices(
            sheet=read.choices.sheet,
            groups=None if groups is None else tuple(groups),
            columns=self.columns.said,
            people=self.questions.said,
        )

    def _ask_for_file(self) -> None:
        self._choose_file(self, _REQUEST, self.read)

    def _apply(self) -> None:
        if not self.attempt(self._create if self._group is None else self._update):
            return
        self._setup.remember_columns(self.columns.titles())
        self.accept()
        if self._created:
            self.group_created.emit(self._created)

    def _create(self) -> None:
        assert self._preview is not None  # noqa: S101  # the button is off without a file
        self._created = self._setup.create_group(
            self._preview,
            title=self.title_box.text().strip(),
            cohort=self.cohort_box.text().strip(),
            first_seminar=date.fromisoformat(self.date_box.date().toString(Qt.DateFormat.ISODate)),
            accepted=self.changes.rows.accepted,
        )

    def _update(self) -> None:
        assert self._preview is not None  # noqa: S101  # the button is off without a file
        assert self._group is not None  # noqa: S101  # chosen by _apply
        changes = self._setup.apply_roster(self._group, self._preview, self.changes.rows.accepted)
        self._bus.changed.emit(changes)
        self.roster_applied.emit(changes)

    def _verb(self) -> str:
        if self._group is None:
            return "&Create the group"
        if self._preview is not None and self._preview.fits_nobody:
            return "&Add them anyway"
        return "&Add and change these people"

    def _show_preview(self) -> None:
        preview = self._preview
        self.pages.setVisible(self._read is not None)
        self.pages.setTabVisible(1, bool(self.columns.boxes))
        self._form.setVisible(preview is not None and self._group is None)
        self._ask_about_group()
        self._enable()
        if preview is None:
            self.file_words.setText(
                "Choose a spreadsheet of people: CSV or Excel, with a column of names and, "
                "where known, email, TRN and school. Nothing is stored until you have seen it."
            )
            if self._read is not None:
                self._show_nobody(self._read.path)
            return
        self.file_words.setText(_summary(preview, updates=self._group is not None))
        self.people.show_rows(preview.people)
        self._show_choices(preview)
        self._show_sentences(preview)
        self._open_page(preview)

    def _show_choices(self, preview: RosterPreview) -> None:
        """Which sheet and which group of the file; shown where there is more than one."""
        offer(self.group_box, _groups_offered(preview), preview.chosen)
        offer(self.sheet_box, [(name, name) for name in preview.sheets], preview.sheet)
        form = self._choosing.layout()
        assert isinstance(form, QFormLayout)  # noqa: S101  # made by _lay_out
        form.setRowVisible(self.group_box, bool(preview.groups))
        form.setRowVisible(self.sheet_box, len(preview.sheets) > 1)
        self._choosing.setVisible(bool(preview.groups) or len(preview.sheets) > 1)
        self.changes.show_changes(preview.changes)
        self.questions.show_questions(preview.questions, preview.everybody)
        self.put_in_turn()

    def _open_page(self, preview: RosterPreview) -> None:
        """What has to be decided is in front: changes, then lines to be asked about."""
        pages = self.pages
        pages.setTabVisible(_CHANGES, bool(preview.changes))
        pages.setTabText(_CHANGES, f"Changes ({len(preview.changes)})")
        pages.setTabVisible(_QUESTIONS, bool(preview.questions))
        pages.setTabText(_QUESTIONS, f"Who is who ({len(preview.questions)})")
        if preview.changes:
            pages.setCurrentIndex(_CHANGES)
            self.focus_next(self.changes.table)
        elif preview.questions:
            pages.setCurrentIndex(_QUESTIONS)
            self.focus_next(self.questions.table)
        else:
            pages.setCurrentIndex(0 if preview.people else min(_SENTENCES, pages.count() - 1))
        _begin(self, preview)

    def _show_nobody(self, path: Path) -> None:
        """Show that nobody can be read; where no column has names, ask which one does."""
        self.people.show_rows(())
        self.changes.show_changes(())
        self.questions.show_questions((), ())
        self.pages.setTabVisible(_CHANGES, False)
        self.pages.setTabVisible(_QUESTIONS, False)
        self._show_sentences(None)
        self.file_words.setText(path.name)
        if self.columns.holds_names():
            return
        self.file_words.setText(
            f"{path.name}. Choose below which column holds the names, and what the others hold. "
            "Your answers are remembered for the next file with these titles."
        )
        self.trouble.say("")
        self.pages.setCurrentWidget(self.columns)

    def _ask_about_group(self) -> None:
        # A file about other people is probably of another group: Return must not add them all.
        strange = self._preview is not None and self._preview.fits_nobody
        self.wrong_group.say(_doubt(self._preview), shape=Shape.WARNING)
        self.apply_button.setText(self._verb())
        self.apply_button.setAutoDefault(not strange)
        (self.cancel_button if strange else self.apply_button).setDefault(True)
        if strange:
            self.focus_next(self.cancel_button)

    def _show_sentences(self, preview: RosterPreview | None) -> None:
        while self.pages.count() > _SENTENCES:
            box = self.pages.widget(_SENTENCES)
            self.pages.removeTab(_SENTENCES)
            if box is not None:
                box.deleteLater()
        people = len(preview.people) if preview else 0
        self.pages.setTabText(0, f"People ({people:,})")
        if preview is None:
            return
        for title, sentences in _lists(preview, updates=self._group is not None):
            if sentences:
                box = sentences_box(self.pages, title)
                box.setPlainText("\n".join(sentences))
                self.pages.addTab(box, f"{title} ({len(sentences)})")

    def _enable(self) -> None:
        ready = self._preview is not None and bool(self._preview.people)
        if self._preview is not None and self._group is not None:
            preview, accepted = self._preview, self.changes.rows.accepted
            ready = bool(preview.added or accepted or any(preview.statuses))
        titled = self._group is not None or bool(self.title_box.text().strip())
        self.apply_button.setEnabled(ready and titled)

    def _lay_out(self) -> None:
        self.setWindowTitle("Set up a group" if self._group is None else "List of people")
        self.heading.setText(self.windowTitle())
        self.title_box.setPlaceholderText("for example Leeds, Group 07")
        self.cohort_box.setPlaceholderText("for example Autumn 2026")
        self.date_box.setCalendarPopup(True)
        self.date_box.setDisplayFormat("d MMMM yyyy")
        top = QHBoxLayout()
        top.addWidget(self.file_words, 1, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignTop)
        self.pages.addTab(self.people, "")
        self.pages.addTab(self.columns, "Columns")
        self.pages.addTab(self.changes, "Changes")
        self.pages.addTab(self.questions, "Who is who")
        self.pages.setMinimumHeight(self.fontMetrics().height() * 12)
        self.pages.setAccessibleName("What is in the file")
        choosing = Form(self._choosing)
        choosing.setContentsMargins(0, 0, 0, 0)
        choosing.add_field("Sh&eet", self.sheet_box)
        choosing.add_field("&Group in the file", self.group_box)
        self._choosing.hide()
        form = Form(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.add_field("&Name of the group", self.title_box)
        form.add_field("C&ohort", self.cohort_box)
        form.add_field("First &seminar", self.date_box)
        self.body.addLayout(top)
        self.body.addWidget(self._choosing)
        self.body.addWidget(self.wrong_group)
        self.body.addWidget(self.pages, 1)
        self.body.addWidget(self._form)


def _lists(preview: RosterPreview, *, updates: bool) -> Sequence[tuple[str, Sequence[str]]]:
    """The pages of sentences about a file, with their titles."""
    lists = [
        ("Problems", preview.problems),
        ("Not used", preview.ignored),
        ("Training status", preview.status_words),
    ]
    if updates:
        lists += [
            ("New", preview.added),
            ("To be removed", preview.removals),
            ("Not in this file", preview.gone),
        ]
    return lists


def _doubt(preview: RosterPreview | None) -> str:
    """The question about a file in which nobody of the group is; "" about any other."""
    if preview is None or not preview.fits_nobody:
        return ""
    return (
        f"Is this the wrong group? Nobody in the file is one of the {len(preview.everybody)} "
        f"people of {preview.group_title}. Choose another file, or cancel and open the right group "
        "first."
    )


def _groups_offered(preview: RosterPreview) -> Sequence[tuple[str, object]]:
    if not preview.groups:
        return []
    asked: list[tuple[str, object]] = [("Choose…", None)] if preview.asks_for_group else []
    each = [(f"{name or 'No group'} ({size})", (name,)) for name, size in preview.groups]
    return [*asked, *each, ("All of them", tuple(name for name, _ in preview.groups))]


def _summary(preview: RosterPreview, *, updates: bool) -> str:
    if preview.asks_for_group:
        return f"{preview.path.name} holds several groups. Choose above the list which one to take."
    people = count(len(preview.people), "person", "people")
    words = f"{preview.path.name}: {people} {'read' if updates else 'can be added'}."
    if preview.problems:
        needs = count(len(preview.problems), "problem needs", "problems need")
        words += f" {needs} a look."
    statuses = [status for status in preview.statuses if status]
    for status in sorted(set(statuses)):
        words += f" {statuses.count(status)} {status}."
    if updates:
        words += f" {len(preview.added)} new, {len(preview.changed)} different."
    if preview.questions:
        asked = count(sum(not each.answer for each in preview.questions), "line", "lines")
        words += f" {asked} left out until you choose who they are under “Who is who”."
    if preview.gone:
        words += f" {len(preview.gone)} of the group are not in this file and stay."
        words += " If they left, record it under Training status."
    return words


def _begin(dialog: RosterDialog, preview: RosterPreview) -> None:
    """Put the keyboard where something has to be said first."""
    if preview.asks_for_group:
        dialog.focus_next(dialog.group_box)
    elif dialog.title_box.isVisibleTo(dialog) and not dialog.title_box.text():
        dialog.focus_next(dialog.title_box)


class _PeopleTable(QTableView):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = RowsModel(PEOPLE_COLUMNS, parent=self)
        self._order = QSortFilterProxyModel(self)
        self._order.setSourceModel(self.rows)
        self._order.setSortRole(TableRole.SORT)
        self.setModel(self._order)
        set_up_table(self, "People in the file")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setWordWrap(False)
        self.setItemDelegate(AiryRows(self))
        fit_rows(self)
        self._width = SharedWidth(self, self.rows)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def show_rows(self, people: Sequence[_Person]) -> None:
        self.rows.show_rows(people)
        self._width.measure()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._width.fit()
