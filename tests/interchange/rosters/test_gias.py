"""The register of schools: its encodings, its dates, what is left out."""

from datetime import date
from pathlib import Path

import pytest

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.rosters.gias import is_gias, read_gias
from npq_desktop.rows.intake import School

TITLES = "URN,LA (name),EstablishmentName,EstablishmentStatus (name),CloseDate,Postcode"


def read(*lines: str, encoding: str = "cp1252") -> tuple[tuple[School, ...], tuple[str, ...]]:
    return read_gias("\r\n".join((TITLES, *lines)).encode(encoding), file_name="schools.csv")


@pytest.mark.slow
def test_the_sample_register_is_read_whole(samples: Path) -> None:
    data = (samples / "dfe" / "gias_sample.csv").read_bytes()

    schools, problems = read_gias(data, file_name="gias_sample.csv")

    by_urn = {school.urn: school for school in schools}
    assert is_gias(data[:16_384])
    assert (len(schools), problems) == (99, ())
    assert by_urn["100000"] == School(
        urn="100000",
        name="The Aldgate School",
        phase="Primary",
        type="Voluntary aided school",
        type_code="2",
        authority="City of London",
        postcode="EC3A 5DE",
        status="Open",
    )
    assert by_urn["100037"].is_closed
    assert by_urn["100037"].closes == date(2019, 12, 31)
    assert not by_urn["100012"].is_closed  # open, but proposed to close


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_accents_survive_each_encoding(encoding: str) -> None:
    [school], _ = read("100001,Ynys Môn,St Aidan’s,Open,,", encoding=encoding)

    assert (school.name, school.authority) == ("St Aidan’s", "Ynys Môn")


def test_bad_lines_are_named_and_good_ones_kept() -> None:
    schools, problems = read(
        ",Leeds,No number,Open,,", "100001,Leeds,Ash,Closed,2019,", "100002,Leeds,Elm,Open,,"
    )

    assert [school.name for school in schools] == ["Ash", "Elm"]
    assert problems == (
        "Line 2: There is no URN or no name on this line; it was left out.",
        "Line 3: “2019” is no date; Ash is kept without it.",
    )


def test_another_csv_is_no_register() -> None:
    assert not is_gias(b"Name,Email,URN\nAnn,,100000\n")
    with pytest.raises(InterchangeError, match="not a register of schools"):
        read_gias(b"Name,Email\nAnn,\n", file_name="roster.csv")
