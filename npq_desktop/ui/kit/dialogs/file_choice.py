"""Asking for a file without blocking: a callable that answers later, so that tests can answer."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget


@dataclass(frozen=True, slots=True)
class FileRequest:
    """What is asked: to open or to ``save``, or for a ``folder``; ``suggested`` is a name,
    ``filters`` Qt's own form. ``several``: more than one may be opened; ``together``, if given,
    then gets all of them at once.
    """

    title: str
    save: bool = False
    suggested: str = ""
    filters: tuple[str, ...] = ()
    folder: bool = False
    several: bool = False
    together: Callable[[list[Path]], None] | None = None


ChooseFile = Callable[[QWidget, FileRequest, Callable[[Path], None]], None]
"""Called with the window asking, the request, and what to call with each path; silent on Cancel."""

SYNC_ENDING, READABLE_ENDING = ".npqsync", ".npqsync.json"
SYNC_FILTER = "Sync files (*.npqsync)"
READABLE_FILTER = "Sync files, not encrypted (*.npqsync.json)"
ROSTER_FILTER = (
    "Spreadsheets and archives (*.csv *.tsv *.txt *.xlsx *.xlsm *.xlsb *.xls *.ods *.zip)"
)
DATES_FILTER = (
    "Calendars and lists of dates (*.ics *.csv *.tsv *.txt *.xlsx *.xlsm *.xlsb *.xls *.ods)"
)
CSV_FILTER = "Spreadsheet text (*.csv)"
ALL_FILTER = "All files (*)"
_ENDING = re.compile(r"\(\*\.([\w.]+)\)")


class FilesFromLastFolder:
    """Asks with the system's own dialog, which opens where the last file was; else in Documents.

    ``last`` gives that folder, "" for none; ``keep`` is given the next. ``save_in`` is where files
    are saved instead, "" for the same.
    """

    def __init__(
        self,
        *,
        last: Callable[[], str],
        keep: Callable[[str], None],
        save_in: Callable[[], str] = str,
    ) -> None:
        self._last = last
        self._keep = keep
        self._save_in = save_in

    def __call__(
        self, parent: QWidget, request: FileRequest, chosen: Callable[[Path], None]
    ) -> None:
        def keep_and_pass_on(path: Path) -> None:
            self._keep(str(path if request.folder else path.parent))
            chosen(path)

        def keep_and_pass_on_all(paths: list[Path]) -> None:
            self._keep(str(paths[0].parent))
            if request.together is not None:
                request.together(paths)

        asked = replace(request, together=keep_and_pass_on_all) if request.together else request
        choose_native_file(parent, asked, keep_and_pass_on, folder=self._folder(request))

    def _folder(self, request: FileRequest) -> str:
        return folder_to_offer(self._save_in() if request.save else "", self._last())


def folder_to_offer(*folders: str) -> str:
    """The first of these that is a folder now, else Documents."""
    found = (folder for folder in folders if folder and Path(folder).is_dir())
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    return next(found, "") or QStandardPaths.writableLocation(documents)


def folder_words(folder: Path) -> str:
    """A folder as people look for it: "Documents › NPQ", or its whole path outside their own."""
    try:
        parts = folder.relative_to(Path.home()).parts
    except ValueError:
        return str(folder)
    return " › ".join(parts) or str(folder)


def choose_native_file(
    parent: QWidget, request: FileRequest, chosen: Callable[[Path], None], *, folder: str = ""
) -> None:
    """Ask with the system's own dialog, opened over ``parent`` in ``folder``; returns at once."""
    dialog = QFileDialog(parent, request.title, folder)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setNameFilters(list(request.filters or (ALL_FILTER,)))
    if request.folder:
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    elif request.save:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(_ending(request))
        dialog.filterSelected.connect(_Endings(dialog).take)
    else:
        mode = QFileDialog.FileMode
        dialog.setFileMode(mode.ExistingFiles if request.several else mode.ExistingFile)
    if request.suggested:
        dialog.selectFile(request.suggested)
    answer = _Answer(dialog, chosen, request.together)
    dialog.filesSelected.connect(answer.pass_on)
    dialog.open()


def _ending(request: FileRequest) -> str:
    """What a name without an ending gets: the ending that was suggested."""
    if READABLE_FILTER in request.filters:
        return "npqsync.json"
    return Path(request.suggested).suffix.lstrip(".") or "npqsync"


def ending_of(filters: str) -> str:
    """The ending of a filter in Qt's form: ".pdf" of "PDF documents (*.pdf)"."""
    found = _ENDING.search(filters)
    return f".{found[1]}" if found else ""


class _Endings(QObject):
    """Lives as long as the dialog; a kind of file that is chosen gives its ending to the name."""

    def __init__(self, dialog: QFileDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog

    def take(self, chosen: str) -> None:
        found = _ENDING.search(chosen)
        if found is not None:
            self._dialog.setDefaultSuffix(found[1])


def file_name(*parts: str, ending: str = SYNC_ENDING) -> str:
    """A file name of words: "Group 07 for Sam.npqsync", with letters that file systems allow."""
    joined = " ".join(part for part in parts if part)
    kept = "".join(c if c.isalnum() or c in " -_" else " " for c in joined)
    return f"{' '.join(kept.split())[:80] or 'group'}{ending}"


class _Answer(QObject):
    """Lives as long as the dialog, and carries its answer to the caller."""

    def __init__(
        self,
        parent: QObject,
        chosen: Callable[[Path], None],
        together: Callable[[list[Path]], None] | None,
    ) -> None:
        super().__init__(parent)
        self._chosen, self._together = chosen, together

    def pass_on(self, files: list[str]) -> None:
        paths = [Path(each) for each in files if each]
        if len(paths) > 1 and self._together is not None:
            self._together(paths)
            return
        for path in paths:
            self._chosen(path)
