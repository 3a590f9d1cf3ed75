"""Files that were handed in: kept within a limit, found by their digest, opened with care."""

import hashlib
import stat
from pathlib import Path

import pytest
from support.documents import paragraph, word, zipped

from npq_desktop.errors import ServiceError
from npq_desktop.rows.review import WorkFile, WorkId
from npq_desktop.services.application import Application
from npq_desktop.services.core.laptop.places import COPIES
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.review.files import MEGABYTE
from npq_desktop.services.review.opening import Allowed, judged

ESSAY = word(paragraph("An essay", style="H") + paragraph("with a second line"))
TASK = "m1.reflective"


@pytest.fixture
def handed_in(application: Application, example: str) -> WorkId:
    """A work with a file that this laptop does not have."""
    person = next(iter(application.core.facts.of(example).participants))
    digest = hashlib.sha256(ESSAY).hexdigest()
    content = {
        "person": person,
        "task": TASK,
        "content": digest,
        "name": "essay.docx",
        "text": "An essay",
        "words_all": 6,
        "files": [{"name": "essay.docx", "size": len(ESSAY), "sha256": digest}],
    }
    application.core.recorder.write(example, [NewEntry("submission.add", content)])
    return WorkId(person, TASK)


def file_of(application: Application, group: str, work: WorkId) -> WorkFile:
    attempts = application.review.view(group, work).attempts
    return next(file for each in attempts for file in each.files)


def test_the_same_archive_brings_the_bytes_and_the_whole_text(
    application: Application, example: str, handed_in: WorkId
) -> None:
    files = application.review.files
    archive = zipped({"a/essay.docx": ESSAY, "b/other.docx": b"PK other"})
    assert not file_of(application, example, handed_in).is_here

    kept = files.keep_from_archive(example, archive, "x.zip")

    assert kept == (1, 0)
    assert file_of(application, example, handed_in).is_here
    attempt = next(a for a in application.review.view(example, handed_in).attempts if a.files)
    assert attempt.text == "An essay\nwith a second line"
    assert not attempt.is_cut
    assert files.keep_from_archive(example, archive, "x.zip") == (0, 0)


def test_a_single_file_is_taken_only_if_a_change_names_it(
    application: Application, example: str, handed_in: WorkId
) -> None:
    files = application.review.files

    assert files.take(example, "x.docx", b"stranger") is None
    assert files.take(example, "x.docx", ESSAY) == handed_in
    assert file_of(application, example, handed_in).is_here


def test_over_the_limit_nothing_is_kept_and_it_is_counted(
    application: Application, example: str
) -> None:
    files = application.review.files
    files.set_limit(1)

    assert files.keep(example, [("a", b"a" * MEGABYTE), ("b", b"b"), ("a2", b"a" * MEGABYTE)]) == 1
    assert files.report().used == MEGABYTE
    files.set_limit(99_999)
    assert files.limit == 2_000


def test_what_is_kept_is_shown_by_task_and_let_go_of(
    application: Application, example: str, handed_in: WorkId
) -> None:
    files = application.review.files
    files.take(example, "essay.docx", ESSAY)

    (row,) = files.report().rows
    assert (row.task, row.number, row.size) == (TASK, 1, len(ESSAY))
    assert files.let_go(example, TASK) == 1
    assert files.report().rows == ()
    assert not file_of(application, example, handed_in).is_here


def test_a_copy_is_read_only_in_a_folder_that_goes_at_close(
    application: Application, example: str, handed_in: WorkId
) -> None:
    files, data = application.review.files, application.places.data
    files.take(example, "essay.docx", ESSAY)
    file = file_of(application, example, handed_in)

    path = files.open_copy(example, file, data)

    assert path.read_bytes() == ESSAY
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IRUSR
    assert stat.S_IMODE((data / COPIES).stat().st_mode) == 0o700
    application.close()
    assert not (data / COPIES).exists()


def test_a_file_that_is_elsewhere_is_neither_opened_nor_saved(
    application: Application, example: str, handed_in: WorkId, tmp_path: Path
) -> None:
    files, file = application.review.files, file_of(application, example, handed_in)

    with pytest.raises(ServiceError, match="not on this laptop"):
        files.open_copy(example, file, application.places.data)
    with pytest.raises(ServiceError, match="not on this laptop"):
        files.save(example, file, tmp_path / "x.docx")


# ---- what may be opened --------------------------------------------------------------------------

MACROS = zipped({"word/document.xml": "", "word/vbaProject.bin": ""})


@pytest.mark.parametrize(
    ("name", "data", "allowed"),
    [
        ("a.docx", ESSAY, Allowed.OPEN),
        ("a.DOCX", ESSAY, Allowed.OPEN),
        ("a.pdf", b"%PDF-1.7", Allowed.OPEN),
        ("a.txt", b"text", Allowed.OPEN),
        ("a.png", b"\x89PNG\r\n\x1a\n", Allowed.OPEN),
        ("a.heic", b"\0\0\0\x18ftypheic", Allowed.OPEN),
        ("a.webp", b"RIFF0000WEBP", Allowed.OPEN),
        ("a.mp3", b"ID3", Allowed.OPEN),
        ("a.pdf", b"MZ\x90", Allowed.NOTHING),
        ("a.exe", b"MZ\x90", Allowed.NOTHING),
        ("a.txt", b"#!/bin/sh", Allowed.NOTHING),
        ("a.pdf", b"PK\x03\x04", Allowed.SAVE),
        ("a.docx", b"PK\x03\x04", Allowed.SAVE),
        ("a.docx", MACROS, Allowed.SAVE),
        ("a.docm", MACROS, Allowed.SAVE),
        ("a.html", b"<html>", Allowed.SAVE),
        ("a.doc", b"\xd0\xcf\x11\xe0", Allowed.SAVE),
        ("noending", b"text", Allowed.SAVE),
        ("a.txt", b"te\0xt", Allowed.SAVE),
    ],
)
def test_a_file_is_opened_only_if_name_and_bytes_are_harmless(
    name: str, data: bytes, allowed: Allowed
) -> None:
    found = judged(name, data)

    assert found.allowed is allowed
    assert bool(found.why) is (allowed is not Allowed.OPEN)


def test_a_program_in_disguise_is_named() -> None:
    said = judged("essay.pdf", b"MZ").why

    assert said == "“essay.pdf” is not a PDF but a program: not opened and not saved."
