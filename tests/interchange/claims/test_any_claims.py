"""Any bytes at all give claims, submissions or an InterchangeError, and nothing else."""

import functools
import io
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.claims.claims import read_claims
from npq_desktop.interchange.claims.rows import ClaimFile
from npq_desktop.interchange.documents.any_document import document_text
from npq_desktop.interchange.work.submissions import read_submissions

pytestmark = pytest.mark.slow

HEADERS = (
    "First Name,Last Name,Username,Seminar 1,P,A,% Attendance,End-of-Line Indicator",
    "Name,First Join,Last Leave,In-Meeting Duration,Email,Role",
    "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest",
    ",Email address,M1 Diagnostic,2026-10-05 00:00:00",
    "Identifier,Full name,Status,Grade,Maximum grade,Last modified (submission)",
    "Student,ID,SIS User ID,SIS Login ID,Section,M1 (90211)",
    "OrgDefinedId,Username,M1 Points Grade <Numeric MaxPoints:20>,End-of-Line Indicator",
    "Org Defined ID,FirstName,LastName,Attempt #,Attempt Start,Attempt End,Q #,Score,Out Of",
    "Surname,Forename,Seminar,Seminar date,Caught up on,Minutes",
    "ID,Start time,Completion time,Email,Name",
)
CELLS = st.sampled_from(
    [
        "Ann",
        "P",
        "A (0/2)",
        "-",
        "?",
        "",
        "11/12/2026 4:00 PM",
        "1h 5m",
        "EX",
        "99999999999",
        "=1+1",
    ]
) | st.text(max_size=12)


def read_or_refuse(data: bytes) -> None:
    try:
        file = read_claims(data, file_name="any.csv")
    except InterchangeError as error:
        refusal = str(error)
        file = None
    if file is None:
        assert "any.csv" in refusal
        return
    assert isinstance(file, ClaimFile)
    assert all(claim.person < len(file.people) for claim in file.claims)
    assert all(claim.item < len(file.items) for claim in file.claims)


@functools.cache
def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        zipped.writestr("1-2 - Ann Abbott - Oct 24, 2026 115 AM/a.txt", "one two")
        zipped.writestr("index.html", "<p>x")
    return buffer.getvalue()


@given(st.binary(max_size=400))
@example(b"PK\x03\x04")
@example(b"\xff\xfe")
def test_any_bytes_are_claims_or_refused(data):
    read_or_refuse(data)


@given(
    st.sampled_from(HEADERS),
    st.lists(st.lists(CELLS, max_size=9), max_size=5),
    st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
def test_any_cells_below_a_platforms_header_are_read_or_refused(header, rows, encoding):
    lines = [header, *(",".join(f'"{cell}"' for cell in row) for row in rows)]

    read_or_refuse("\r\n".join(lines).encode(encoding, errors="replace"))


@given(st.integers(0, 400), st.binary(min_size=1, max_size=6))
def test_mutated_archive_is_read_or_refused(at, change):
    data = archive()
    at %= len(data)
    refusal = "any.zip"
    try:
        read_submissions(data[:at] + change + data[at + len(change) :], file_name="any.zip")
    except InterchangeError as error:
        refusal = str(error)

    assert "any.zip" in refusal


@given(st.binary(max_size=300), st.sampled_from(["a.docx", "a.html", "a.txt", "a"]))
@example(b"<div><script>", "a.html")
@example(b"<![CDATA[", "a.html")
@example(b"<!-", "a.html")
def test_any_bytes_are_a_document_or_say_why_not(data, name):
    document = document_text(data, file_name=name)

    assert not document.lines or not document.problem
