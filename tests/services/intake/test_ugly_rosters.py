"""Rosters as people really have them: good rows are kept, bad ones are named by their line."""

from pathlib import Path

import pytest

from npq_desktop.rows.rosters import RosterPreview
from npq_desktop.services.application import Application

LINES = (
    "Group 07 of the NPQLPM",
    "",
    "Adresse de courriel;Nom;Prénom;École",
    "zoe@x.example;Ngoma;Zoé;École Élan",
    ";Owen;Siân;Ysgol Un",
    "sian@x.example;Owen;Siân;Ysgol Dau",
    "jo@@x;Ng;Jo;Ash;one too many",
    "not an address;Li;Wei;Ash",
)


def read(application: Application, tmp_path: Path, data: bytes) -> RosterPreview:
    path = tmp_path / "roster.csv"
    path.write_bytes(data)
    return application.setup.read_roster(path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_good_rows_are_kept_and_bad_ones_named_by_line(
    application: Application, tmp_path: Path, encoding: str, separator: str, end: str
) -> None:
    text = end.join(LINES).replace(";", separator) + end

    found = read(application, tmp_path, text.encode(encoding))

    assert [(line, name) for line, name, *_ in found.people] == [
        (4, "Zoé Ngoma"),
        (5, "Siân Owen"),
        (6, "Siân Owen"),
        (8, "Wei Li"),
    ]
    assert [said.split(":")[0] for said in found.problems] == ["Line 6", "Line 7", "Line 8"]


def test_two_people_of_one_name_are_two_people_of_the_group(
    application: Application, tmp_path: Path
) -> None:
    found = read(application, tmp_path, "\n".join(LINES).encode())

    group = application.setup.create_group(
        found, title="Group 07", cohort="", first_seminar=application.clock().date()
    )

    names = [row.name for row in application.cohort.view(group).rows]
    assert {"Siân Owen (Ysgol Un)", "Siân Owen (Ysgol Dau)"} <= set(names)


@pytest.mark.slow
def test_twelve_hundred_rows_are_read_whole(application: Application, tmp_path: Path) -> None:
    rows = [f"Person {at} Nächst,p{at}@x.example,{1_000_000 + at}" for at in range(1_200)]

    found = read(application, tmp_path, "\n".join(["Name,Email,TRN", *rows]).encode("cp1252"))

    assert (len(found.people), found.problems) == (1_200, ())
    assert found.people[-1][:2] == (1_201, "Person 1199 Nächst")
