"""Who of a group somebody in a file is: a number is never overruled by a name, people decide."""

import pytest

from npq_desktop.interchange.people.likeness import are_alike, may_be_one
from npq_desktop.interchange.people.name_forms import search_key
from npq_desktop.interchange.people.names import KnownPeople, PersonIdentity, match_person
from npq_desktop.interchange.people.near_names import NearNames
from npq_desktop.interchange.people.written_names import readings

DEV = PersonIdentity(
    name="Dev Patel",
    id="dev",
    trn="3104570",
    email="dev.patel@bryn.example",
    school="Bryn School",
    ids={"brightspace": "P1", "username": "dpatel"},
)


@pytest.mark.parametrize(
    ("other", "against"),
    [
        ({"trn": "3104599"}, "TRN"),
        ({"ids": {"brightspace": "P9"}}, "brightspace id"),
        ({"email": "d.patel@hillcrest.example", "school": "Hillcrest"}, "email and school"),
    ],
)
def test_a_name_alone_never_overrules_a_number(other: dict, against: str) -> None:
    match = match_person(PersonIdentity(name="Dev Patel", **other), [DEV])

    assert (match.outcome, match.candidates) == ("review", ("dev",))
    assert f"not the {against}. Is this the same person, or someone new?" in match.reason


@pytest.mark.parametrize(
    "other",
    [
        {"email": "dev@home.example"},
        {"school": "Hillcrest"},
        {"email": "dev@home.example", "school": "Bryn School, Leeds"},
        {"ids": {"username": "other"}},
        {"ids": {"moodle_participant": "9"}},
        {"ids": {"canvas": "9"}},
    ],
)
def test_what_may_change_in_a_year_contradicts_nobody(other: dict) -> None:
    assert match_person(PersonIdentity(name="Dev Patel", **other), [DEV]).person == "dev"


def test_an_address_with_another_trn_is_asked_about() -> None:
    candidate = PersonIdentity(name="D Patel", email=DEV.email, trn="3104599")

    assert match_person(candidate, [DEV]).outcome == "review"


GROUP = KnownPeople(
    PersonIdentity(name=name, id=name, school=school)
    for name, school in (
        ("Bronwen Tallis", "Oakmere Primary"),
        ("Kofi Amoah", "Oakmere Primary"),
        ("Fionn MacDermott", "Stile Lane Juniors"),
        ("Lucía Prado Ruiz", "Reedbank Academy"),
        ("Harriet Moss (née Quayle)", "Reedbank Academy"),
        ("Samantha Price", "Oakdene"),
    )
)


@pytest.mark.parametrize(
    ("written", "person"),
    [
        ("Bronwen Tallis (she/her)", "Bronwen Tallis"),
        ("Bronwen Tallis - she/her", "Bronwen Tallis"),
        ("Kofi Amoah (He/Him) (External)", "Kofi Amoah"),
        ("Fionn MacDermott (Stile Lane)", "Fionn MacDermott"),
        ("Fionn MacDermott | Stile Lane Juniors", "Fionn MacDermott"),
        ("Fionn MacDermott - Stile Lane", "Fionn MacDermott"),
        ("Mrs Bronwen Tallis", "Bronwen Tallis"),
        ("Dr. Kofi Amoah [Oakmere]", "Kofi Amoah"),
        ("Amoah, Kofi (Oakmere Primary)", "Kofi Amoah"),
        ("Harriet Moss", "Harriet Moss (née Quayle)"),
        ("Bron (Bronwen Tallis)", "Bronwen Tallis"),
    ],
)
def test_titles_pronouns_and_schools_do_not_hide_a_name(written: str, person: str) -> None:
    assert GROUP.match(PersonIdentity(name=written)).person == person


@pytest.mark.parametrize(
    ("written", "person"),
    [
        ("Harriet Quayle", "Harriet Moss (née Quayle)"),
        ("btallis1 Bronwen Tallis", "Bronwen Tallis"),
        ("Fion McDermott", "Fionn MacDermott"),
        ('Lucia "Lu" Prado', "Lucía Prado Ruiz"),
        ("B Tallis", "Bronwen Tallis"),
        ("K. Amoah", "Kofi Amoah"),
        ("Tallis B", "Bronwen Tallis"),
        ("Sam Price", "Samantha Price"),
        ("Brownen Talis", "Bronwen Tallis"),
        ("Kofi", "Kofi Amoah"),
    ],
)
def test_the_likely_person_is_on_top_and_a_human_decides(written: str, person: str) -> None:
    match = GROUP.match(PersonIdentity(name=written))

    assert match.outcome == "review"
    assert match.candidates[0] == person


@pytest.mark.parametrize("written", ["Callum Petrie", "iPhone", "Oakmere Primary", "", "_"])
def test_a_stranger_is_like_nobody(written: str) -> None:
    assert GROUP.match(PersonIdentity(name=written)).outcome == "none"


def test_two_names_in_one_cell_are_asked_about() -> None:
    match = GROUP.match(PersonIdentity(name="Kofi Amoah (Bronwen Tallis)"))

    assert match.candidates == ("Kofi Amoah", "Bronwen Tallis")
    assert match.outcome == "review"


def test_of_two_namesakes_the_one_whose_school_stands_beside_is_on_top() -> None:
    other = PersonIdentity(name="Dev Patel", id="other", school="Hillcrest Primary")

    match = match_person(PersonIdentity(name="Dev Patel (Hillcrest Primary)"), [DEV, other])

    assert match.candidates == ("other", "dev")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Wei Li", "Wei Smith", True),
        ("Ela Nowak", "Elżbieta Wójcik-Nowak", True),
        ("B. Tallis", "Bronwen Tallis", True),
        ("Harriet Quayle", "H. Moss (née Quayle)", True),
        ("Tom Reed", "Ada Okafor", False),
    ],
)
def test_names_of_one_person_have_something_in_common(one: str, other: str, alike: bool) -> None:
    assert are_alike(one, other) is alike


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Ben Holt", "Benjamin Holt", True),
        ("B. Tallis", "Bronwen Tallis", True),
        ("Brownen Talis", "Bronwen Tallis", True),
        ("Ann Smith", "Bob Smith", False),
        ("Ann", "Bob", False),
    ],
)
def test_a_surname_alone_makes_nobody_the_same(one: str, other: str, alike: bool) -> None:
    assert may_be_one(one, PersonIdentity(other)) is alike


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("Peggy Doyle", PersonIdentity("Margaret Doyle")),
        ("Bob Smith", PersonIdentity("Robert Smith")),
        ("William Rees", PersonIdentity("Bill Rees")),
        ("Mo Iqbal", PersonIdentity("Mohammed Iqbal")),
        ("Jon Smith", PersonIdentity("John Smith")),
        ("Bee Bankole", PersonIdentity("Oluwaseun Bankole", known_as="Bee")),
        ("Harriet Quayle", PersonIdentity("Harriet Moss (née Quayle)")),
        ("Harriet Moss (née Quayle)", PersonIdentity("Harriet Quayle")),
        ("Mrs P. Doyle (Ash Primary)", PersonIdentity("Peggy Doyle")),
        ("jsmith", PersonIdentity("John Smith")),
        ("Siân Davies", PersonIdentity("Sian Davies-Jones")),
    ],
)
def test_a_name_written_otherwise_may_be_one_persons(written: str, known: PersonIdentity) -> None:
    assert may_be_one(written, known)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("Mary Smith", PersonIdentity("John Smith")),
        ("Harriet Moss", PersonIdentity("Harriet Quayle")),
        ("Bob Smith", PersonIdentity("Robert Jones")),
        ("Jane (Smith Primary)", PersonIdentity("John Smith")),
    ],
)
def test_half_a_name_in_common_makes_nobody_the_same(written: str, known: PersonIdentity) -> None:
    assert not may_be_one(written, known)


def test_a_hyphen_inside_a_name_parts_nothing() -> None:
    assert readings("Siân Llewellyn-Hughes") == ("Siân Llewellyn-Hughes",)
    assert readings("Mary-Anne St John-Smythe") == ("Mary-Anne St John-Smythe",)


def _many_names() -> list[str]:
    """Names with words in common, of two and three words, spelt nearly alike in places."""
    firsts = ("Ann", "Anna", "Zine", "Zinne", "Mohamed", "Mohammed", "Eilidh", "Siân")
    lasts = (
        "Lee",
        "Leigh",
        "Okafor",
        "Okafar",
        "Mac Donald",
        "MacDonald",
        "Lubuge",
        "Ní Dhomhnaill",
    )
    return [f"{first} {last}" for first in firsts for last in lasts]


def test_an_index_finds_whom_comparing_with_everybody_finds() -> None:
    """Reading 1,200 lines beside 1,200 people cannot look at each pair."""
    from rapidfuzz import fuzz

    names = _many_names()
    near = NearNames((name, name, "") for name in names)
    for written in ("Zinne Okafer", "Ana Leigh", "Mohamad Macdonald", "Lee Ann", "Xyz Quux"):
        score = {
            name: fuzz.token_set_ratio(search_key(written), search_key(name)) for name in names
        }
        likeliest = sorted(names, key=lambda name: -score[name])
        assert near.ranked(written) == tuple(likeliest[:6])
        alike = [name for name in likeliest if score[name] >= 80]
        found, why = near.perhaps(written)
        assert found[: len(alike)] == tuple(alike[:6])
        assert bool(found) == bool(why)


def test_letters_lost_are_looked_for_among_names_of_that_length() -> None:
    near = NearNames([("1", "Zoë Łuck", ""), ("2", "Zoé Duck", ""), ("3", "Zoe Duckham", "")])
    assert near.perhaps("Zo? ?uck") == (("1", "2"), "Letters of the name were lost.")
    assert near.perhaps("Duckham, Zo\ufffd")[0] == ("3",)


def test_a_name_without_letters_may_be_anybodys() -> None:
    near = NearNames((str(at), f"Person {at}", "") for at in range(9))
    assert near.ranked("?") == ("0", "1", "2", "3", "4", "5")
