"""Names as people and platforms write them: what stands around a name does not hide the person."""

import pytest

from npq_desktop.interchange.people.matching import links_of, match_people
from npq_desktop.interchange.people.names import KnownPeople, Match, PersonIdentity
from npq_desktop.interchange.people.written_names import (
    former_names,
    is_device,
    present_name,
    readings,
)

GROUP = tuple(
    PersonIdentity(name, id=name.split()[0].casefold(), school=school)
    for name, school in (
        ("Bronwen Tallis", "Oakmere Primary"),
        ("Fionn MacDermott", "Stile Lane Juniors"),
        ("Lucía Prado Ruiz", "Reedbank Academy"),
        ("Harriet Moss (née Quayle)", "Reedbank Academy"),
        ("Dev Patel", "Bryn School"),
    )
)


def matched(name: str, **more) -> Match:
    return match_people([PersonIdentity(name, **more)], GROUP, system="zoom")[0]


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Bronwen Tallis (she/her)", "bronwen"),
        ("Bronwen Tallis [She/They]", "bronwen"),
        ("Bronwen Tallis - she/her", "bronwen"),
        ("Tallis, Bronwen (she / her / hers)", "bronwen"),
        ("Ms Bronwen Tallis", "bronwen"),
        ("Tallis, Mrs. Bronwen", "bronwen"),
        ("Dr Bronwen Tallis MBE", "bronwen"),
        ("Fionn MacDermott (Stile Lane)", "fionn"),
        ("MacDermott, Fionn (Stile Lane Juniors)", "fionn"),
        ("Dev Patel - Bryn School", "dev"),
        ("Dev Patel | Bryn School", "dev"),
        ("Bryn School: Dev Patel", "dev"),
        ("Dev Patel, Bryn School", "dev"),
        ("Dev Patel from Bryn", "dev"),
        ("Dev Patel (Dev (he/him))", "dev"),
        ("Dev (Dev Patel)", "dev"),
        ("Dev Patel's iPad", "dev"),
        ("Dev_Patel", "dev"),
        ("dev.patel@private.example", "dev"),
        ("Harriet Moss", "harriet"),
        ("HARRIET MOSS (formerly Quayle)", "harriet"),
    ],
)
def test_what_stands_around_a_name_does_not_hide_the_person(name, person):
    assert matched(name).person == person


@pytest.mark.parametrize(
    ("name", "likeliest"),
    [
        ("Harriet Quayle", "harriet"),
        ("btallis1 Bronwen Tallis", "bronwen"),
        ("Bronwen Tallis btallis1", "bronwen"),
        ("Fion McDermott", "fionn"),
        ("Bronwyn Talis", "bronwen"),
        ('Lucia "Lu" Prado', "lucía"),
        ("Lu Prado", "lucía"),
        ("Bron Tallis", "bronwen"),
        ("B. Tallis", "bronwen"),
        ("Bronwen T", "bronwen"),
        ("Dev", "dev"),
        ("Dev's iPhone", "dev"),
        ("Dev Patel Bryn School", "dev"),
        ("b.tallis", "bronwen"),
        ("btallis", "bronwen"),
        ("Bronwen T.", "bronwen"),
        ("Harriet Moss-Quayle", "harriet"),
        ("Mrs H Quayle", "harriet"),
    ],
)
def test_a_name_that_is_only_likely_is_asked_about_with_that_person_on_top(name, likeliest):
    match = matched(name)

    assert match.outcome == "review"
    assert match.candidates[0] == likeliest


@pytest.mark.parametrize(
    "name", ["she/her", "Stile Lane", "Owen Marsh", "Bronwen Baker", "iPhone 13"]
)
def test_what_is_nobodys_name_is_nobody(name):
    assert matched(name).outcome == "none"


def test_a_former_name_in_the_file_finds_who_still_has_it_here():
    match = matched("Dev Smith (née Patel)")

    assert (match.person, match.candidates[0]) == (None, "dev")


def test_the_likelier_of_two_of_one_surname_stands_first():
    khans = [PersonIdentity(name, id=name) for name in ("Imran Khan", "Farah Khan")]

    assert KnownPeople(khans).match(PersonIdentity("Faz Khan")).candidates[0] == "Farah Khan"


def test_a_school_of_others_beside_a_name_is_asked_about():
    assert matched("Dev Patel (Bryn)").person == "dev"

    match = matched("Dev Patel (Oakmere)")

    assert (match.outcome, match.candidates) == ("review", ("dev",))
    assert "school" in match.reason


def test_a_name_and_another_beside_it_are_asked_about():
    assert set(matched("Dev Patel (Bronwen Tallis)").candidates) == {"dev", "bronwen"}


def test_everybody_is_offered_likeliest_first():
    assert KnownPeople(GROUP).ranked("Harriet Smith")[0] == "harriet"
    assert len(KnownPeople(GROUP).ranked("Xu")) == len(GROUP)


def test_an_address_written_as_a_name_is_an_address():
    group = (PersonIdentity("Wei Li", id="w", email="wl@x.org"),)

    assert match_people([PersonIdentity("WL@x.org")], group, system="zoom")[0].person == "w"


def test_devices_of_one_person_are_one_person_in_a_meeting_only():
    entries = [PersonIdentity("Dev Patel (Bryn School)"), PersonIdentity("Dev Patel (Dev)")]

    joined = match_people(entries, GROUP, system="zoom", several=True)

    assert [match.person for match in joined] == ["dev", "dev"]
    assert [m.person for m in match_people(entries, GROUP, system="canvas")] == [None, None]


def test_two_entries_of_one_name_and_two_addresses_are_asked_about():
    entries = [PersonIdentity("Dev Patel", email=f"{box}@x.org") for box in ("dev", "another")]

    assert [m.person for m in match_people(entries, GROUP, system="zoom", several=True)] == [
        None,
        None,
    ]


def test_a_confirmed_name_loses_its_force_when_a_namesake_joins():
    khan = PersonIdentity("Mohammed Khan")
    first = PersonIdentity("Mohammed Khan", id="1", ids=links_of(khan, "moodle"))
    namesake = PersonIdentity("Mohammed Khan", id="2")

    assert match_people([khan], [first], system="moodle")[0].person == "1"
    (asked,) = match_people([khan], [first, namesake], system="moodle")
    assert (asked.person, set(asked.candidates)) == (None, {"1", "2"})


def test_the_name_as_written_is_the_first_reading():
    assert readings("Ann - Marie Abbott")[0] == "Ann - Marie Abbott"
    assert readings("") == ()


def test_a_former_name_is_told_from_the_present_one():
    assert present_name("Harriet Moss (née Quayle)") == "Harriet Moss"
    assert former_names("Harriet Moss, formerly Harriet Quayle") == ("Harriet Quayle",)
    assert former_names("Harriet Moss") == ()


@pytest.mark.parametrize("name", ["iPad", "Galaxy S22", "Room 4", "+44 7700 900123"])
def test_a_device_is_told_from_a_name(name):
    assert is_device(name)
    assert not is_device("Hall")
