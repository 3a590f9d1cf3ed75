"""Columns of rosters that the titles do not explain: chosen, remembered, never private ones."""

from pathlib import Path

import pytest

from npq_desktop.errors import InterchangeError
from npq_desktop.rows.rosters import RosterChoices
from npq_desktop.services.application import Application

STRANGE = "Wer,Kontakt,Date of birth\nWei Li,wei@x.example,1.1.1980\nJo Ng,,2.2.1981\n"


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    """A list under titles nobody knows."""
    path = tmp_path / "liste.csv"
    path.write_text(STRANGE, encoding="utf-8")
    return path


def test_unknown_titles_are_offered_with_some_cells(application: Application, strange) -> None:
    wer, kontakt = application.setup.reading().of(strange).columns

    assert (wer.title, wer.samples, wer.holds) == ("Wer", ("Wei Li", "Jo Ng"), "")
    assert kontakt.samples == ("wei@x.example",)


def test_chosen_columns_are_read(application: Application, strange) -> None:
    setup = application.setup
    with pytest.raises(InterchangeError, match="No column titles"):
        setup.read_roster(strange)

    read = setup.read_roster(strange, choices=RosterChoices(columns={0: "name", 1: "e-mail"}))

    assert [person[1:3] for person in read.people] == [("Wei Li", "wei@x.example"), ("Jo Ng", "")]
    said = setup.reading(choices=RosterChoices(columns={0: "name"}))
    assert [column.holds for column in said.of(strange).columns] == ["name", ""]


def test_names_must_be_chosen_first(application: Application, strange) -> None:
    with pytest.raises(InterchangeError, match="which column holds the names"):
        application.setup.read_roster(strange, choices=RosterChoices(columns={1: "e-mail"}))


def test_what_titles_mean_is_remembered_once_said(application: Application, strange) -> None:
    application.setup.read_roster(strange, choices=RosterChoices(columns={0: "name"}))
    with pytest.raises(InterchangeError):
        application.setup.read_roster(strange)

    application.setup.remember_columns({"Wer": "name"})

    assert len(application.setup.read_roster(strange).people) == 2


def test_known_column_may_be_left_unread(application: Application, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Name,School\nWei Li,Ash\n", encoding="utf-8")

    read = application.setup.read_roster(path, choices=RosterChoices(columns={1: ""}))

    assert read.fields == ({"name": "Wei Li"},)


def test_list_without_titles_is_read_from_its_first_line(
    application: Application, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Wei Li,wei@x.example\nJo Ng,jo@x.example\n", encoding="utf-8")

    read = application.setup.read_roster(path, choices=RosterChoices(columns={0: "name"}))

    assert [person[1] for person in read.people] == ["Wei Li", "Jo Ng"]
