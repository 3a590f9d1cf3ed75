import pytest

from npq_desktop.interchange.people.matching import links_of, match_people
from npq_desktop.interchange.people.names import PersonIdentity

ANN = PersonIdentity("Ann Abbott", id="a", email="ann@x.org")
WEI = PersonIdentity("Wei Li", id="w", email="wei@x.org", known_as="Will")
GROUP = (ANN, WEI)


def people_of(*found: PersonIdentity, group=GROUP) -> list[str | None]:
    return [match.person for match in match_people(found, group, system="zoom")]


def test_address_that_two_people_of_a_file_share_identifies_neither():
    office = [
        PersonIdentity("Zed Zoe", email="ann@x.org"),
        PersonIdentity("Y X", email="ann@x.org"),
    ]

    assert people_of(office[0]) == ["a"]
    assert people_of(*office) == [None, None]


def test_two_entries_that_would_be_one_person_go_to_a_human():
    assert people_of(PersonIdentity("Ann Abbott"), PersonIdentity("Abbott, Ann")) == [None, None]


@pytest.mark.parametrize("name", ["iPad", "+44 7700 900123", "Meeting Room", "Test Student"])
def test_device_or_test_person_is_nobody(name):
    (match,) = match_people([PersonIdentity(name)], GROUP, system="zoom")

    assert match.outcome == "none"


def test_confirmed_name_counts_for_its_platform_only():
    will = PersonIdentity("Will")
    known = PersonIdentity("Wei Li", id="w", ids=links_of(will, "zoom"))

    assert match_people([will], (ANN, known), system="zoom")[0].person == "w"
    assert match_people([will], (ANN, known), system="teams")[0].person is None


def test_address_that_contradicts_a_confirmed_name_goes_to_a_human():
    known = PersonIdentity("Wei Li", id="w", ids=links_of(PersonIdentity("Will"), "zoom"))

    assert people_of(PersonIdentity("Will", email="ann@x.org"), group=(ANN, known)) == [None]


def test_shared_address_does_not_get_in_the_way_of_a_name():
    found = people_of(
        PersonIdentity("Zed Zoe", email="ann@x.org"), PersonIdentity("Wei Li", email="ann@x.org")
    )

    assert found == [None, "w"]
