"""Who is offered for a typed name, likest first; nobody is decided on."""

import pytest

from npq_desktop.interchange.people.name_forms import search_key
from npq_desktop.rows.people import PersonChoice
from npq_desktop.services.register.people import alike

NAMES = ("Ann Lee", "Siân O'Brien", "Mohammed Al-Khatib", "Katherine Hill", "John Smith")


def choice(name: str, *more: str) -> PersonChoice:
    return PersonChoice("g", "", name, name, "", "", tuple(map(search_key, (name, *more))))


def offered(typed: str, *people: PersonChoice) -> list[str]:
    return [each.name for each in alike(people or [choice(name) for name in NAMES], typed)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ann lee", "Ann Lee"),
        ("Ann Le", "Ann Lee"),
        ("Lee, Ann", "Ann Lee"),
        ("Ann Leigh", "Ann Lee"),
        ("sian obrien", "Siân O'Brien"),
        ("al khatib", "Mohammed Al-Khatib"),
        ("Kate Hill", "Katherine Hill"),
        ("Jon Smyth", "John Smith"),
    ],
)
def test_name_that_is_the_same_or_nearly_is_offered(typed: str, name: str) -> None:
    assert offered(typed) == [name]


@pytest.mark.parametrize("typed", ["", "a", "Wes Walker", "Joan Smithers-Okafor", "Hilary Ann"])
def test_name_that_is_another_offers_nobody(typed: str) -> None:
    assert offered(typed) == []


def test_likest_stands_first() -> None:
    people = [choice("Ann Leeson"), choice("Anne Lee"), choice("Ann Lee")]

    assert offered("Ann Lee", *people) == ["Ann Lee", "Ann Leeson", "Anne Lee"]


def test_person_is_found_by_the_whole_name_as_well_as_by_the_one_used() -> None:
    assert offered("Oluwaseun", choice("Seun Bankole", "Oluwaseun Bankole")) == ["Seun Bankole"]
