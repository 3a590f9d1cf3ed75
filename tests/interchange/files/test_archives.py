"""Archives that somebody made to do harm, or a platform made badly."""

import dataclasses
import io
import stat
import zipfile

import pytest

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.files.archives import FILES, MEGABYTE, Limits, check, open_archive
from npq_desktop.interchange.files.workbooks import PARTS
from npq_desktop.interchange.work.submissions import read_submissions

FOLDER = "41207-88231 - Ann Abbott - Oct 24, 2026 115 AM/"


def zipped(**entries: bytes) -> bytes:
    return packed([(zipfile.ZipInfo(name), body) for name, body in entries.items()])


def packed(entries: list[tuple[zipfile.ZipInfo, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, body in entries:
            archive.writestr(place, body, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def refused(data: bytes) -> dict[str, str]:
    with open_archive(data, file_name="a.zip") as archive:
        return {entry.label: entry.reason for entry in archive.refused}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../evil.txt", "points outside the archive"),
        ("a/../../evil.txt", "points outside the archive"),
        ("..\\evil.txt", "points outside the archive"),
        ("/etc/passwd", "names a place on a disk"),
        ("C:\\evil.txt", "names a place on a disk"),
        ("\\\\server\\share\\x.txt", "names a place on a disk"),
        ("a/b/c/d/e/f/g/h/i/j/k.txt", "lies in too many folders"),
        ("essay.docx.exe", "is a program or a shortcut"),
        ("essay.lnk", "is a program or a shortcut"),
        ("more.zip", "is an archive inside the archive; it was left closed"),
    ],
)
def test_dangerous_entry_is_listed_and_not_opened(name, reason):
    data = zipped(**{name: b"x", "good.txt": b"y"})

    with open_archive(data, file_name="a.zip") as archive:
        assert [entry.label for entry in archive.entries] == ["good.txt"]
        assert [entry.reason for entry in archive.refused] == [reason]


def test_name_turned_round_is_refused_and_shown_harmless():
    assert refused(zipped(**{"essay\u202excod.exe.txt": b"x"})) == {
        "essay\ufffdxcod.exe.txt": "hides its real name"
    }


def test_link_is_refused():
    place = zipfile.ZipInfo("essay.docx")
    place.external_attr = (stat.S_IFLNK | 0o777) << 16

    assert refused(packed([(place, b"/etc/passwd")])) == {"essay.docx": "is a link, not a file"}


def test_twins_are_both_read_and_named():
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed([(zipfile.ZipInfo("a.txt"), b"1"), (zipfile.ZipInfo("a.txt"), b"2")])

    with open_archive(data, file_name="a.zip") as archive:
        assert [archive.read(entry) for entry in archive.entries] == [b"1", b"2"]
        assert "in the archive twice" in archive.refused[0].reason


def test_bomb_costs_no_other():
    data = zipped(**{"zeros.txt": bytes(8 * 1024 * 1024), "good.txt": b"y"})

    with open_archive(data, file_name="a.zip") as archive:
        assert [entry.label for entry in archive.entries] == ["good.txt"]
    assert refused(data) == {"zeros.txt": "is packed far more tightly than any document"}


def test_overlapping_entries_cost_no_other():
    data = zipped(**{"a.txt": b"a" * 50, "b.txt": b"b" * 50, "c.txt": b"c"})
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 1)
    shared = data[first + 42 : first + 46]
    data = data[: second + 42] + shared + data[second + 46 :]

    assert refused(data) == dict.fromkeys(("a.txt", "b.txt"), "overlaps another entry")
    with open_archive(data, file_name="a.zip") as archive:
        assert [entry.label for entry in archive.entries] == ["c.txt"]


def test_archive_that_unpacks_to_too_much_is_read_as_far_as_it_may(monkeypatch):
    few = dataclasses.replace(FILES, total_bytes=3 * MEGABYTE)
    monkeypatch.setattr("npq_desktop.interchange.files.archives.FILES", few)
    two = bytes(2 * MEGABYTE)

    reasons = refused(zipped(**{"a.txt": two, "b.txt": two, "c.txt": b"1"}))

    assert reasons == {"b.txt": "would bring the archive to more than 3 MB"}


MUCH = (26 * MEGABYTE).to_bytes(4, "little")


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        (8, b"\x01", "has a password"),
        (10, b"\x0c", "is packed in an unknown way"),
        (20, MUCH + MUCH, "is larger than 25 MB"),
    ],
)
def test_file_that_cannot_be_opened_costs_no_other(place: int, value: bytes, reason: str):
    data = bytearray(zipped(**{"good.txt": b"x", "bad.txt": b"y"}))
    at = data.rindex(b"PK\x01\x02") + place  # what the directory says of the last file
    data[at : at + len(value)] = value

    with open_archive(bytes(data), file_name="a.zip") as archive:
        assert [entry.label for entry in archive.entries] == ["good.txt"]
        assert [entry.reason for entry in archive.refused] == [reason]


def places(
    count: int = 1, *, size: int = 1, packed: int = 0, flags: int = 0, method: int = 0
) -> list[zipfile.ZipInfo]:
    """Entries one after the other, as an archive's directory lists them."""
    found = [zipfile.ZipInfo(f"{number}.txt") for number in range(count)]
    for number, place in enumerate(found):
        place.file_size, place.compress_size = size, packed or size
        place.flag_bits, place.compress_type = flags, method
        place.header_offset = number * (place.compress_size + 40)
    return found


TIGHT = {"size": 6 * MEGABYTE, "packed": 100}


@pytest.mark.parametrize(
    ("limits", "entries", "fault"),
    [
        (FILES, places(5_001), "holds more than 5,000 files"),
        (PARTS, places(2_001), "holds more than 2,000 parts"),
        (PARTS, places(2, size=26 * MEGABYTE), "would unpack to more than 50 MB"),
        (PARTS, places(**TIGHT), "is packed far more tightly than any list"),
        (PARTS, places(size=41 * MEGABYTE), "holds a part of more than 40 MB"),
        (PARTS, places(flags=1), "holds a part that is encrypted or packed in an unknown way"),
        (PARTS, places(method=12), "holds a part that is encrypted or packed in an unknown way"),
        (PARTS, [*places(), *places()], "holds parts that overlap"),
    ],
)
def test_archive_beyond_the_limits_of_its_kind_is_refused_in_its_words(
    limits: Limits, entries: list[zipfile.ZipInfo], fault: str
):
    with pytest.raises(InterchangeError) as caught:
        check(entries, limits, "a.zip")

    assert str(caught.value) == f"“a.zip” {fault}. It was not opened; {limits.action}."


@pytest.mark.parametrize("limits", [FILES, PARTS])
def test_archive_within_the_limits_of_its_kind_passes(limits: Limits):
    check(places(2_000, size=MEGABYTE // 50), limits, "a.zip")


def test_damaged_entry_costs_no_other():
    good = FOLDER.replace("Ann Abbott", "Wei Li") + "b.txt"
    data = bytearray(zipped(**{FOLDER + "a.txt": b"hello there", good: b"one two"}))
    at = data.index(b"a.txt") + len(b"a.txt")
    data[at : at + 4] = b"\xff\xff\xff\xff"

    archive = read_submissions(bytes(data), file_name="x.zip")

    assert [person.identity.name for person in archive.people] == ["Wei Li"]
    assert "damaged" in archive.refused[0].reason


@pytest.mark.parametrize(
    "name",
    [
        FOLDER + "essay.txt",
        "M1 Task/" + FOLDER + "essay.txt",
        FOLDER.rstrip("/") + " - essay.txt",
        FOLDER.rstrip("/") + "-essay.txt",
    ],
)
def test_every_brightspace_layout_gives_person_time_and_file(name):
    archive = read_submissions(zipped(**{name: b"one two"}), file_name="x.zip")

    (one,) = archive.submissions
    assert archive.people[0].identity.name == "Ann Abbott"
    assert archive.people[0].identity.ids == {"brightspace_user": "41207"}
    assert one.at is not None
    assert one.at.isoformat() == "2026-10-24T01:15:00"
    assert [file.name for file in one.files] == ["essay.txt"]
    assert one.words == 2


def test_name_with_a_dash_keeps_it():
    name = FOLDER.replace("Ann Abbott", "Ann - Marie Abbott") + "essay.txt"

    archive = read_submissions(zipped(**{name: b"one"}), file_name="x.zip")

    assert archive.people[0].identity.name == "Ann - Marie Abbott"


def test_moodle_files_without_folders_are_read():
    name = "Ann Abbott_51200_assignsubmission_file_my_essay_2.txt"

    archive = read_submissions(zipped(**{name: b"one"}), file_name="x.zip")

    assert archive.system == "moodle"
    assert archive.people[0].identity.ids == {"moodle_participant": "51200"}
    assert archive.submissions[0].files[0].name == "my_essay_2.txt"


def test_archive_of_something_else_is_refused_with_what_to_do():
    with pytest.raises(InterchangeError, match="Download them again"):
        read_submissions(zipped(**{"holiday.txt": b"x"}), file_name="x.zip")


def locked(data: bytes) -> bytes:
    """The archive with every entry flagged as encrypted."""
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        parts = data.split(mark)
        flagged = [
            part[: at - 4] + bytes([part[at - 4] | 1]) + part[at - 3 :] for part in parts[1:]
        ]
        data = mark.join([parts[0], *flagged])
    return data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (locked(zipped(**{FOLDER + "a.docx": b"x", FOLDER + "b.docx": b"x"})), "has a password on"),
        (zipped(**{FOLDER + "a.zip": b"x", FOLDER + "b.7z": b"x"}), "holds archives only"),
        (zipped(**{FOLDER + "a.exe": b"x"}), "its only file is a program"),
        (zipped(**{FOLDER + "a.exe": b"x", "b.txt": b"x"}), "a.exe” is a program"),
    ],
)
def test_archive_without_any_work_says_why(data, reason):
    with pytest.raises(InterchangeError, match=reason):
        read_submissions(data, file_name="x.zip")


def test_bomb_in_the_archive_leaves_the_work_of_the_others():
    other = FOLDER.replace("Ann Abbott", "Wei Li")
    archive = read_submissions(
        zipped(**{FOLDER + "a.docx": bytes(8 * 1024 * 1024), other + "b.txt": b"one two"}),
        file_name="x.zip",
    )

    assert [person.identity.name for person in archive.people] == ["Wei Li"]
    assert [entry.reason for entry in archive.refused] == [
        "is packed far more tightly than any document"
    ]
