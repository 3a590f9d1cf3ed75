"""Any bytes at all give a roster or an InterchangeError, and nothing else."""

import functools
import io
import zipfile

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.rosters.roster import Roster, read_roster

CSV = (
    "OrgDefinedId,Username,Last Name,First Name,Email,TRN,Role,End-of-Line Indicator\r\n"
    '#P1,#wei,Li,Wei,wei@x.org,31415,Student,#\r\n#P2,#zoe,"Adeyemi, Clarke",Zoë,,,Teacher,#\r\n'
).encode()


@functools.cache
def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Name", "TRN", "Start"], ["Wei Li", 31415, 46280], ["Jo Ng", "=A1", None]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@functools.cache
def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def repacked(changed: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, body in {**parts(), **changed}.items():
            archive.writestr(name, body)
    return buffer.getvalue()


@st.composite
def mutated(draw: st.DrawFn, body: bytes) -> bytes:
    data = bytearray(body)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        length = draw(st.integers(0, 8))
        data[at : at + length] = draw(
            st.binary(max_size=8)
            | st.sampled_from(
                [
                    b'"',
                    b"\r",
                    b"\n",
                    b"\0",
                    b",",
                    b";",
                    b"\xff\xfe",
                    b"1e400",
                    b"-1",
                    b"<",
                    b"9" * 30,
                ]
            )
        )
    return bytes(data)


def read_or_refuse(data: bytes) -> None:
    try:
        roster = read_roster(data, file_name="any.csv")
    except InterchangeError as error:
        roster, refusal = None, str(error)
    assert "any.csv" in refusal if roster is None else isinstance(roster, Roster)
    assert roster is None or all(person.name.strip() for person in roster.people)


@given(st.binary(max_size=400))
@example(b"PK\x03\x04")
@example(b"PK\x05\x06" + b"\0" * 18)
@example(b"\xff\xfe")
@example(b"\xff\xfe\0\0")
def test_any_bytes_are_read_or_refused(data):
    read_or_refuse(data)


@pytest.mark.slow
@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "cp1252"]))
def test_any_text_below_a_header_is_read_or_refused(text, encoding):
    read_or_refuse(("Name,Email\n" + text).encode(encoding, errors="replace"))


@given(mutated(CSV))
def test_mutated_csv_is_read_or_refused(data):
    read_or_refuse(data)


@given(st.data())
def test_mutated_workbook_bytes_are_read_or_refused(data):
    read_or_refuse(data.draw(mutated(workbook())))


@given(st.data())
def test_workbook_with_a_mutated_part_is_read_or_refused(data):
    name = data.draw(st.sampled_from(sorted(parts())))

    read_or_refuse(repacked({name: data.draw(mutated(parts()[name]))}))
