import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npq_desktop.interchange.exports.table_writing import safe_cell, write_csv


@pytest.mark.parametrize(
    "text", ["=1+1", "+44", "-", "@x", "\tx", "\rx", "\n=x", " =1", "  @x", "\u00a0=1", "＝1+1"]
)
def test_text_that_starts_like_a_formula_is_escaped(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Wei Li", "0031415", "a=b", "", "O'Brien", "2026-09-15"])
def test_harmless_text_is_written_as_it_is(text):
    assert safe_cell(text) == text


@pytest.mark.parametrize(("value", "cell"), [(-5, -5), (1.5, 1.5), (True, "TRUE"), (None, "")])
def test_numbers_stay_numbers(value, cell):
    assert safe_cell(value) == cell


def test_file_has_a_mark_and_windows_line_ends():
    data = write_csv(["Name", "TRN"], [["Siân, L", "0031415"]])

    assert data == codecs.BOM_UTF8 + '"Name","TRN"\r\n"Siân, L","0031415"\r\n'.encode()


def test_file_can_do_without_mark_and_with_another_separator():
    data = write_csv(["a", "b"], [[1, "=x"]], with_bom=False, separator=";")

    assert data == b'"a";"b"\r\n"1";"\'=x"\r\n'


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2)))
def test_no_cell_that_is_read_back_starts_like_a_formula(rows):
    text = write_csv(["a", "b"], rows).decode("utf-8-sig")

    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]

    assert not [cell for cell in cells if cell.lstrip()[:1] in set("=+-@") and cell.strip()]
