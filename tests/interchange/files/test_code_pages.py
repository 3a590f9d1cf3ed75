"""Names in 8-bit text lead to the code page they were written in."""

import pytest

from npq_desktop.interchange.cells.headers import header_score
from npq_desktop.interchange.files.code_pages import likeliest_page
from npq_desktop.interchange.files.text_tables import read_text_table

NAMES = "José Núñez\nSiân Evans\nZoë Åberg\nÉcole Élan\nBjörn Muñoz\nRenée García\n"


@pytest.mark.parametrize("page", ["cp1252", "mac_roman", "cp850"])
def test_list_of_names_is_read_in_the_page_it_was_written_in(page):
    assert likeliest_page(NAMES.encode(page)) == page


@pytest.mark.parametrize(
    "text",
    [
        "Llewellyn–Hughes",
        "St James’ School",
        "André’s “Big” School – Leeds",
        "Seminar 1 · £40",
        "Benoît",
        "Þóra Ýr",
        "Miloš Žižek",
    ],
)
def test_windows_text_with_signs_of_its_own_stays_windows_text(text):
    assert likeliest_page(text.encode("cp1252")) == "cp1252"


def test_one_damaged_letter_of_unicode_text_costs_itself_only():
    data = "Name\nSiân Evans\nZoë Clarke\nRenée".encode() + b"\xe9\n"

    table = read_text_table(data, file_name="list.csv", header_score=header_score)

    assert [row.cells[0] for row in table.rows[1:3]] == ["Siân Evans", "Zoë Clarke"]
    assert any("could not be read" in problem.message for problem in table.problems)


def test_both_readings_are_shown_where_the_text_is_no_windows_text():
    data = f"Name\r{NAMES}".replace("\n", "\r").encode("mac_roman")

    table = read_text_table(data, file_name="list.csv", header_score=header_score)

    assert table.rows[1].cells == ("José Núñez",)
    assert table.problems[0].message == (
        "Read as Macintosh text: “José”. As Windows text it would be “JosŽ”. Check the names."
    )
