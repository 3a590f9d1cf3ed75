"""Reads work that no platform packed: single files, a folder of them, or a piece of text."""

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from itertools import islice
from pathlib import Path

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.claims.rows import FileItem, FilePerson
from npq_desktop.interchange.documents.any_document import document_text, plain_text
from npq_desktop.interchange.people.name_forms import normal_form
from npq_desktop.interchange.people.names import PersonIdentity
from npq_desktop.interchange.work.submissions import Submission, SubmittedFile
from npq_desktop.rows.intake import FileKind, Recognised
from npq_desktop.services.core.laptop.files import given_bytes, given_start
from npq_desktop.services.intake import words
from npq_desktop.services.intake.claims.claim_reading import ReadClaims, Statements, of_submission
from npq_desktop.services.intake.claims.people import find_people
from npq_desktop.services.intake.opened import OpenedFile

MOST_FILES = 500
MOST_BYTES, MOST_BYTES_IN_ALL = 25 * 1024 * 1024, 500 * 1024 * 1024
SYSTEM = "files"
_TEXT = "text typed here"


def read_files(
    paths: Sequence[Path], *, zone: tzinfo, among: tuple[PersonIdentity, ...], person: str = ""
) -> ReadClaims:
    """Files of one person each, or folders named after people; ``person`` is a name, if known.

    Raises:
        InterchangeError: there are none, too many, or one cannot be read.
    """
    found = list(islice(_found(paths), MOST_FILES + 1))
    if not found:
        raise InterchangeError("There are no files in this folder.")
    if len(found) > MOST_FILES:
        raise InterchangeError(f"This folder has more than {MOST_FILES} files. Choose fewer.")
    works: dict[str, list[SubmittedFile]] = {}
    kept: list[tuple[str, bytes]] = []
    left_out: list[tuple[str, str]] = []
    room = MOST_BYTES_IN_ALL
    for label, path in found:
        try:
            data = given_start(path, MOST_BYTES + 1)
        except InterchangeError:
            if len(found) == 1:
                raise
            left_out.append((path.name, words.UNREADABLE))
            continue
        if len(data) > min(MOST_BYTES, room):
            is_large = len(data) > MOST_BYTES
            left_out.append((path.name, words.TOO_LARGE if is_large else words.TOO_MUCH))
            continue
        room -= len(data)
        document = document_text(data, file_name=path.name)
        digest = hashlib.sha256(data).hexdigest()
        file = SubmittedFile(path.name, len(data), digest, document)
        works.setdefault(person or _owner(label, among), []).append(file)
        kept.append((path.name, data))
    read = _read(paths[0], works, kept, left_out, zone, among, None)
    return replace(read, chosen=tuple(path for _, path in found))


def read_text(
    text: str, *, at: datetime | None, zone: tzinfo, among: tuple[PersonIdentity, ...], person: str
) -> ReadClaims:
    """A piece of text that one person handed in, at a time if that is known.

    Raises:
        InterchangeError: there is no text in it.
    """
    if not text.strip():
        raise InterchangeError("There is no text on the clipboard.")
    data = text.encode("utf-8", "replace")
    file = SubmittedFile(_TEXT, len(data), hashlib.sha256(data).hexdigest(), plain_text(text))
    return _read(Path(_TEXT), {person: [file]}, [], [], zone, among, at)


def text_of_file(path: Path) -> str:
    """The text of one document; any thread may read it.

    Raises:
        InterchangeError: it cannot be read, or has no text.
    """
    document = document_text(given_bytes(path), file_name=path.name)
    if document.problem or not document.text.strip():
        raise InterchangeError(document.problem or f"“{path.name}” has no text in it.")
    return document.text


def _found(paths: Iterable[Path]) -> Iterable[tuple[str, Path]]:
    """Each file with what it is named after: its folder in a folder, else itself."""
    for path in paths:
        if not path.is_dir():
            yield path.stem, path
            continue
        for folder, folders, files in os.walk(path):
            folders[:] = sorted(filter(_is_shown, folders))
            for each in (Path(folder, name) for name in sorted(filter(_is_shown, files))):
                parts = each.relative_to(path).parts
                if each.is_file():
                    yield (parts[0] if len(parts) > 1 else each.stem), each


def _is_shown(name: str) -> bool:
    """Whether a person put this there: not the system's own, and no lock of an open document."""
    return not name.startswith((".", "~$"))


def _read(
    path: Path,
    works: dict[str, list[SubmittedFile]],
    kept: list[tuple[str, bytes]],
    left_out: list[tuple[str, str]],
    zone: tzinfo,
    among: tuple[PersonIdentity, ...],
    at: datetime | None,
) -> ReadClaims:
    people = tuple(
        FilePerson(line, PersonIdentity(_named(label, among)))
        for line, label in enumerate(works, start=1)
    )
    statements = Statements(
        system=SYSTEM,
        words="Files.",
        people=people,
        items=(FileItem(path.stem),),
        statements=tuple(
            of_submission(Submission(place, label, at, False, tuple(files)), place + 1, zone)
            for place, (label, files) in enumerate(works.items())
        ),
        problems=tuple(file.problem for files in works.values() for file in files if file.problem),
        about_events=False,
        left_out=tuple(left_out),
    )
    opened = OpenedFile(path, Recognised(FileKind.SUBMISSIONS, "work that was handed in"))
    found = find_people(people, among, SYSTEM, path.name)
    return ReadClaims(opened, statements, found, files=tuple(kept))


def _owner(label: str, among: Sequence[PersonIdentity]) -> str:
    """The one person a file is named after, who may have several; else its own name."""
    name = _named(label, among)
    return name if sum(each.name == name for each in among) == 1 else label


def _named(label: str, among: Sequence[PersonIdentity]) -> str:
    """The one person all of whose names are in a file's name; else that name, made readable."""
    plain = " ".join(label.replace("_", " ").replace("-", " ").split())
    words = set(normal_form(plain).split())
    named = [each.name for each in among if set(normal_form(each.name).split()) <= words]
    longest = max((len(name.split()) for name in named), default=0)
    best = [name for name in named if len(name.split()) == longest]
    return best[0] if len(set(best)) == 1 else plain
