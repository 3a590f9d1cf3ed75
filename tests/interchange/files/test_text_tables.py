import codecs

import pytest

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.cells.headers import header_score
from npq_desktop.interchange.files.tables import Table
from npq_desktop.interchange.files.text_tables import read_text_table, suggested_repair

LIST = "Name,Email\nSiân Llewellyn,sian@x.org\nWei Li,wei@x.org\n"


def read(data: bytes) -> Table:
    return read_text_table(data, file_name="list.csv", header_score=header_score)


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def refusal(data: bytes) -> str:
    with pytest.raises(InterchangeError) as caught:
        read(data)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (LIST.encode(), "utf-8"),
        (codecs.BOM_UTF8 + LIST.encode(), "utf-8"),
        (LIST.encode("cp1252"), "cp1252"),
        (codecs.BOM_UTF16_LE + LIST.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + LIST.encode("utf-16-be"), "utf-16-be"),
        (LIST.encode("utf-16-le"), "utf-16-le"),
        (LIST.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_text_in_every_encoding_gives_the_same_cells(data, encoding):
    table = read(data)

    assert table.encoding == encoding
    assert cells(table)[1] == ("Siân Llewellyn", "sian@x.org")


def test_windows_text_keeps_its_dash_and_curly_quotes():
    table = read("Name,Note\nWei Li,“Quick chat” – £0\n".encode("cp1252"))

    assert cells(table)[1][1] == "“Quick chat” – £0"


def test_cut_utf_16_is_refused_as_damaged():
    assert "damaged" in refusal(codecs.BOM_UTF16_LE + LIST.encode("utf-16-le")[:-1])


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separator_is_the_one_that_shows_the_header(separator):
    text = f"Name{separator}Email{separator}School\nLi Wei{separator}a@x.org{separator}A, B; C\n"
    quoted = text.replace("A, B; C", '"A, B; C"')

    table = read(quoted.encode())

    assert table.separator == separator
    assert cells(table)[1] == ("Li Wei", "a@x.org", "A, B; C")


def test_separator_line_of_excel_decides_and_counts_as_a_line():
    table = read(b"sep=;\r\nName;Email\r\nWei Li;wei@x.org\r\n")

    assert table.separator == ";"
    assert [row.line for row in table.rows] == [2, 3]


def test_one_column_file_is_not_cut_at_the_comma_of_a_name():
    table = read(b"Name\nKhan, Mohammed\nLi, Wei\n")

    assert cells(table)[1:] == [("Khan, Mohammed",), ("Li, Wei",)]


def test_line_break_in_quotes_keeps_physical_line_numbers():
    table = read(b'Name,School\r\n"Wei Li","Larkmoor\r\nPrimary"\r\nJo Ng,Quill\r\n')

    assert [row.line for row in table.rows] == [1, 2, 4]


def test_old_macintosh_line_ends_are_lines():
    assert [row.line for row in read(b"Name,Email\rWei Li,w@x.org\rJo Ng,j@x.org\r").rows] == [
        1,
        2,
        3,
    ]


def test_blank_lines_are_left_out_but_counted():
    table = read(b"Name,Email\n\n,\nWei Li,wei@x.org\n")

    assert [row.line for row in table.rows] == [1, 4]


def test_quotation_mark_left_open_costs_only_its_own_line():
    table = read(b'Name,Email\nAnn Lee,a@x.org\n"Wei Li,wei@x.org\nJo Ng,jo@x.org\n')

    assert [row.cells[0] for row in table.rows] == ["Name", "Ann Lee", "Jo Ng"]
    assert [(problem.line, problem.severity) for problem in table.problems] == [(3, "row")]


def test_invisible_characters_go_and_hard_spaces_become_plain():
    table = read("Name,Email\nWei\u00a0Li\u200b,\ufeffwei@x.org\0\n".encode())

    assert cells(table)[1] == ("Wei Li", "wei@x.org")


def test_cell_beyond_the_cap_is_refused_with_its_line():
    message = refusal(b"Name,Email\nWei Li," + b"x" * 1_100_000 + b"\n")

    assert "line 2" in message


def test_more_lines_than_any_roster_are_refused():
    assert "20,000" in refusal(b"Name\n" + b"Wei Li\n" * 20_001)


def test_endless_blank_lines_are_refused():
    assert "200,000" in refusal(b"Name\nWei Li" + b"\r\n" * 200_001)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "empty"),
        (b" \r\n \r\n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "workbook or archive"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"<!DOCTYPE html><html><body>Sign in", "web page"),
        (b"\n  <HTML lang='en'>", "web page"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (b"x" * (20 * 1024 * 1024 + 1), "20 MB"),
    ],
)
def test_file_of_another_kind_is_refused_for_what_it_is(data, fault):
    message = refusal(data)

    assert fault in message
    assert "list.csv" in message
    assert message.count(". ") >= 1  # what is wrong, then what to do


@pytest.mark.parametrize(
    ("garbled", "name"), [("SiÃ¢n", "Siân"), ("JosÃ©", "José"), ("NguyÃªn", "Nguyên")]
)
def test_double_encoded_name_gets_a_suggestion(garbled, name):
    assert suggested_repair(garbled) == name


@pytest.mark.parametrize("name", ["Siân", "Åkesson", "Ângela", "Wei"])
def test_sound_name_gets_no_suggestion(name):
    assert suggested_repair(name) is None
