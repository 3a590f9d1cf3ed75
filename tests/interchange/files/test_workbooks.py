import datetime as dt
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from support.children import unwatched

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.cells.headers import header_score
from npq_desktop.interchange.files.open_xml import value_text
from npq_desktop.interchange.files.tables import Table
from npq_desktop.interchange.files.workbooks import (
    column_letters,
    read_workbook_table,
    serial_to_iso,
)

PROJECT = Path(__file__).resolve().parents[3]


def read(data: bytes, sheet: str | None = None) -> Table:
    return read_workbook_table(data, file_name="list.xlsx", header_score=header_score, sheet=sheet)


def refusal(data: bytes, sheet: str | None = None) -> str:
    with pytest.raises(InterchangeError) as caught:
        read(data, sheet)
    return str(caught.value)


def workbook_of(**sheets: str) -> bytes:
    """A workbook with a small list in each sheet; the value is the sheet's state."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, state in sheets.items():
        sheet = workbook.create_sheet(title)
        sheet.append(["Name", "Email"] if title != "Readme" else ["How to use this file"])
        sheet.append([f"Person of {title}"])
        sheet.sheet_state = state
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def zip_of(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name.replace("__", "/").replace("--", "."), body)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (31415, "31415"),
        (190011.0, "190011"),
        (1.5, "1.5"),
        (float("inf"), "inf"),
        (True, "TRUE"),
        (None, ""),
        (dt.datetime(2026, 9, 15), "2026-09-15"),  # noqa: DTZ001 - sheets know no zone
        (dt.datetime(2026, 9, 15, 16, 30), "2026-09-15T16:30"),  # noqa: DTZ001 - sheets know no zone
        (dt.time(16, 0), "16:00:00"),
        ("=1+1 ", "=1+1"),
    ],
)
def test_value_of_every_kind_becomes_text(value, text):
    assert value_text(value) == text


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (31415, "0000000", "0031415"),
        (46280, "dd/mm/yyyy", "2026-09-15"),
        (46280.6875, 'd mmm "at" h:mm', "2026-09-15T16:30"),
        (0.6875, "h:mm", "16:30:00"),
        (0.0625, "[h]:mm", "1:30:00"),
        (1e9, "dd/mm/yyyy", "1000000000"),
        (12.5, '0.0 "days"', "12.5"),
        ("#N/A", "General", ""),
        ("a_x000D_b", "General", "a\rb"),
    ],
)
def test_cell_of_a_sheet_is_read_as_its_format_says(make_workbook, value, number_format, text):
    def formatted(sheet):
        sheet["B2"].number_format = number_format

    table = read(make_workbook([("Name", "Other"), ("Wei Li", value)], change=formatted))

    assert "".join(table.rows[1].cells[1:]) == text


@pytest.mark.parametrize(
    ("text", "date"),
    [("46280", "2026-09-15"), ("46280.0", "2026-09-15"), ("60", None), ("x", None)],
)
def test_day_number_of_excel_becomes_a_date(text, date):
    assert serial_to_iso(text) == date


def test_column_letters_follow_the_sheet():
    assert [column_letters(number) for number in (1, 26, 27, 702, 703)] == [
        "A", "Z", "AA", "ZZ", "AAA",
    ]  # fmt: skip


def test_number_formatted_as_seven_digits_keeps_its_zeros(make_workbook):
    def format_trn(sheet):
        sheet["B2"].number_format = "0000000"

    table = read(make_workbook([("Name", "TRN"), ("Wei Li", 31415)], change=format_trn))

    assert table.rows[1].cells == ("Wei Li", "0031415")


def test_merged_titles_above_the_header_are_lead_in(make_workbook):
    rows = [("NPQLPM 2026b, Group 07",), (), ("Name", "Email"), ("Wei Li", "wei@x.org")]

    table = read(make_workbook(rows, change=lambda sheet: sheet.merge_cells("A1:B1")))

    assert [row.line for row in table.rows] == [1, 3, 4]


def test_formula_without_a_stored_result_is_empty_and_noted(make_workbook):
    table = read(make_workbook([("Name", "Email"), ("Wei Li", '=LOWER("A@X.ORG")')]))

    assert table.rows[1].cells == ("Wei Li",)
    assert "1 formula (B2)" in table.problems[0].message


def test_formula_with_a_stored_result_gives_the_result(make_workbook, repack):
    data = make_workbook([("Name", "Email"), ("Wei Li", "=1+1")])
    part = "xl/worksheets/sheet1.xml"
    xml = zipfile.ZipFile(io.BytesIO(data)).read(part)
    stored = xml.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>")
    assert stored != xml

    table = read(repack(data, **{part: stored}))

    assert table.rows[1].cells == ("Wei Li", "2")
    assert table.problems == ()


def said(table: Table) -> str:
    return "\n".join(problem.message for problem in table.problems)


def test_hidden_rows_and_columns_are_not_read_and_named(make_workbook):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    table = read(make_workbook(change=hide))

    assert [row.cells for row in table.rows] == [
        ("Full name", "", "TRN"),
        ("Aoife O'Brien", "", "2841067"),
    ]
    assert "1 hidden row was not read" in said(table)
    assert "The hidden column B (“Email”) was not read" in said(table)


def test_errors_of_a_spreadsheet_are_empty_and_said_once(make_workbook):
    rows = [("Name", "School"), ("Wei Li", "#N/A"), ("Jo Ng", "#REF!"), ("#NAME?", None)]

    table = read(make_workbook(rows))

    assert [row.cells[0] for row in table.rows] == ["Name", "Wei Li", "Jo Ng"]
    assert "#" not in "".join(text for row in table.rows for text in row.cells)
    assert "3 cells hold errors of a spreadsheet (#N/A, #REF!, #NAME?)" in said(table)
    assert "B2, B3, A4" in said(table)


def test_text_merged_over_rows_of_a_column_belongs_to_each_of_them(make_workbook):
    rows = [("Name", "School"), ("Wei Li", "Ash"), ("Jo Ng", None), ("Ann Lee", None)]

    def merge(sheet):
        sheet.merge_cells("B2:B3")

    table = read(make_workbook(rows, change=merge))

    assert [row.cells for row in table.rows[1:]] == [
        ("Wei Li", "Ash"),
        ("Jo Ng", "Ash"),
        ("Ann Lee",),
    ]
    assert "1 row shares a merged cell" in said(table)


def test_cells_struck_out_are_marked_and_said(make_workbook):
    from openpyxl.styles import Font

    def strike(sheet):
        for cell in (*sheet[2], sheet["B3"]):
            cell.font = Font(strike=True)

    table = read(make_workbook(change=strike))

    assert table.struck == {(2, 0), (2, 1), (2, 2), (3, 1)}
    assert "4 cells are struck out" in said(table)


SHARED = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="4" uniqueCount="4">
<si><t>Name</t></si><si><t xml:space="preserve"> TRN </t></si>
<si><r><rPr><strike/></rPr><t>Wei </t></r><r><rPr><b/><strike/></rPr><t>Li</t></r>
<rPh sb="0" eb="1"><t>way</t></rPh></si>
<si><r><t>Jo </t></r><r><rPr><strike val="0"/></rPr><t>Ng</t></r></si></sst>"""
SHEET = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"><dimension ref="A1:C4"/>
<sheetData><row r="1" spans="1:3" x14ac:dyDescent="0.25"><c r="A1" t="s"><v>0</v></c>
<c r="C1" t="s"><v>1</v></c></row>
<row r="2"><c r="A2" t="s"><v>2</v></c><c r="C2"><v>2841067</v></c></row>
<row><c t="s"><v>3</v></c><c/><c t="str"><f>"0"&amp;1</f><v>01</v></c></row>
<row r="4" ht="15"/></sheetData></worksheet>"""


def as_excel_writes(data: bytes, repack) -> bytes:
    """A workbook whose texts are shared, with runs, gaps and rows that have no number."""
    rels = "xl/_rels/workbook.xml.rels"
    old = zipfile.ZipFile(io.BytesIO(data)).read(rels)
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = b'<Relationship Id="rId99" Type="%s" Target="sharedStrings.xml"/></Relationships>' % kind
    changed = {
        "xl/worksheets/sheet1.xml": SHEET.encode(),
        "xl/sharedStrings.xml": SHARED.encode(),
        rels: old.replace(b"</Relationships>", link),
    }
    assert changed[rels] != old
    return repack(data, **changed)


def test_shared_texts_runs_and_gaps_are_read_as_excel_writes_them(make_workbook, repack):
    table = read(as_excel_writes(make_workbook(), repack))

    assert [(row.line, row.cells) for row in table.rows] == [
        (1, ("Name", "", "TRN")),
        (2, ("Wei Li", "", "2841067")),
        (3, ("Jo Ng", "", "01")),
    ]
    assert table.struck == {(2, 0)}
    assert "1 cell is struck out" in said(table)


def test_strict_open_xml_is_read_like_any_other(samples):
    table = read((samples / "cases" / "reports" / "13_strict_open_xml.xlsx").read_bytes())

    assert [row.cells[0] for row in table.rows] == ["First name", "Ada", "Ben", "Carys", "Dev"]


def test_sheet_of_another_program_is_read(make_open_document):
    data = make_open_document([("Name", "Email", "TRN"), ("Wei Li", "wei@x.org", 2841067)])

    table = read(data)

    assert [row.cells for row in table.rows] == [
        ("Name", "Email", "TRN"),
        ("Wei Li", "wei@x.org", "2841067"),
    ]
    assert "cannot be seen in this kind of file" in said(table)


def test_old_workbook_is_read(samples):
    data = (samples / "workbooks" / "roster.xls").read_bytes()

    table = read_workbook_table(data, file_name="roster.xls", header_score=header_score)

    assert [row.cells for row in table.rows] == [
        ("Name", "Email", "TRN", "School", "Started"),
        ("Aoife O'Brien", "aoife@x.example", "2841067", "Ash", "2026-09-15"),
        ("Siân Li", "sian@x.example", "214477", "Ash"),
    ]
    assert table.sheets == ("Group 07", "Last year")


def test_old_workbook_that_cannot_be_read_is_refused_with_what_helps():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600

    message = refusal(data)

    assert "is an old Excel workbook (.xls)" in message
    assert "Open it in Excel and save it as .xlsx" in message


def test_workbook_asked_for_again_is_not_parsed_again(make_workbook, monkeypatch):
    data = make_workbook()
    first = read(data)
    monkeypatch.setattr(zipfile, "ZipFile", None)

    assert read(data) == first


def test_sheet_with_a_known_header_is_chosen_over_earlier_ones():
    table = read(workbook_of(Readme="visible", People="visible"))

    assert table.sheet == "People"
    assert table.problems == ()


def test_second_sheet_with_a_known_header_is_mentioned():
    table = read(workbook_of(First="visible", Second="visible"))

    assert table.sheet == "First"
    assert "Second" in table.problems[0].message


def test_hidden_sheet_is_read_only_when_named():
    data = workbook_of(Old="hidden", Now="visible")

    assert read(data).sheet == "Now"
    assert read(data, "Old").rows[1].cells == ("Person of Old",)
    assert read(data).sheets == ("Now",)
    assert "Hidden and not read: “Old”" in said(read(data))


def test_sheet_that_is_not_there_is_refused_with_the_names_to_choose_from():
    assert "First" in refusal(workbook_of(First="visible"), "Third")


def test_wrong_stated_dimension_does_not_hide_rows(make_workbook, repack):
    data = make_workbook()
    part = "xl/worksheets/sheet1.xml"
    xml = zipfile.ZipFile(io.BytesIO(data)).read(part)

    table = read(repack(data, **{part: xml.replace(b'ref="A1:C3"', b'ref="A1"')}))

    assert len(table.rows) == 3


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ("word/document.xml", "Word document"),
        ("xl/workbook.bin", "damaged workbook"),
        ("Index/Document.iwa", "Numbers"),
        ("content.xml", "OpenDocument"),
        ("manifest.csv", "OneRoster"),
        ("task 1.docx", "zip archive"),
    ],
)
def test_archive_that_is_no_workbook_is_refused_for_what_it_is(part, fault):
    assert fault in refusal(zip_of(**{part: b"x"}))


def test_workbook_cut_short_is_refused_as_damaged(make_workbook):
    data = make_workbook()

    assert "damaged" in refusal(data[: len(data) // 2])


def test_workbook_with_a_flipped_part_is_refused_as_damaged(make_workbook):
    data = bytearray(make_workbook())
    data[60] ^= 0xFF

    assert "damaged" in refusal(bytes(data))


def test_part_packed_beyond_belief_is_refused(make_workbook, repack):
    bomb = repack(make_workbook(), xl__media__bomb=b"0" * (6 * 1024 * 1024))

    assert "tightly" in refusal(bomb)


def test_workbook_that_unpacks_beyond_the_cap_is_refused(make_workbook, repack):
    parts = {f"xl/media/{number}": b"0" * (5 * 1024 * 1024) for number in range(11)}

    assert "50 MB" in refusal(repack(make_workbook(), **parts))


def test_workbook_of_too_many_parts_is_refused(make_workbook, repack):
    parts = {f"xl/media/{number}": b"" for number in range(2_001)}

    assert "2,000 parts" in refusal(repack(make_workbook(), **parts))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_workbook_with_two_parts_of_one_name_is_refused(make_workbook):
    buffer = io.BytesIO(make_workbook())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/workbook.xml", b"<other/>")

    assert "same name" in refusal(buffer.getvalue())


def test_parts_that_overlap_are_refused(make_workbook):
    data = make_workbook()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [entry.filename for entry in archive.infolist()]
    directory = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", directory + 4)
    quine = bytearray(data)
    quine[second + 42 : second + 46] = quine[directory + 42 : directory + 46]
    assert len(names) > 1

    assert "overlap" in refusal(bytes(quine))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_type_in_any_part_is_refused(make_workbook, repack, encoding):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'.encode(encoding)

    message = refusal(repack(make_workbook(), **{"xl/worksheets/sheet1.xml": bomb}))

    assert "entities" in message


@pytest.mark.slow
def test_row_number_beyond_any_sheet_does_not_hang(make_workbook, repack):
    data = make_workbook()
    part = "xl/worksheets/sheet1.xml"
    xml = zipfile.ZipFile(io.BytesIO(data)).read(part)

    far = xml.replace(b'<row r="3"', b'<row r="999999999999"')

    assert far != xml
    assert len(read(repack(data, **{part: far})).rows) == 2


@pytest.mark.slow
def test_reader_of_workbooks_is_loaded_only_when_needed():
    code = (
        "import sys, npq_desktop.interchange.rosters.roster as _;"
        " sys.exit('openpyxl' in sys.modules)"
    )

    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=False, cwd=PROJECT, env=unwatched())

    assert done.returncode == 0


@pytest.mark.slow
def test_sheet_of_more_rows_than_any_roster_is_refused(make_workbook):
    rows = [("Name",), *[("Wei Li",)] * 20_001]

    assert "20,000" in refusal(make_workbook(rows))
