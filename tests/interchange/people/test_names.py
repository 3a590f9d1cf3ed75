import pytest
from hypothesis import given
from hypothesis import strategies as st

from npq_desktop.interchange.people.name_forms import (
    letters_form,
    normal_form,
    plain_form,
    search_key,
)
from npq_desktop.interchange.people.names import PersonIdentity, match_person


def group(*names: str) -> list[PersonIdentity]:
    return [PersonIdentity(name=name, id=f"p{number}") for number, name in enumerate(names)]


def match(name: str, *names: str):
    return match_person(PersonIdentity(name=name), group(*names))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aoife O’Brien", "aoife  O'BRIEN"),
        ("Jean\u2011Luc D\u02bcSouza", "Jean-Luc D'Souza"),
        ("Zoe\u0308 Clarke", "Zoë Clarke"),
        ("Thandiwe _", "Thandiwe"),
        ("Thandiwe .", "Thandiwe"),
        ("STRASSE", "straße"),
    ],
)
def test_normal_form_sees_through_spelling_machines(one, other):
    assert normal_form(one) == normal_form(other)


def test_normal_form_keeps_accents_apart():
    assert normal_form("José") != normal_form("Jose")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Łukasz Øberg", "lukasz oberg"),
        ("Đặng Ħamrun", "dang hamrun"),
        ("Işıl", "isil"),
        ("İlker", "ilker"),
        ("Elżbieta Wójcik-Nowak", "elzbieta wojcik-nowak"),
        ("Linh Nguyễn", "linh nguyen"),
    ],
)
def test_plain_form_knows_letters_that_do_not_decompose(name, plain):
    assert plain_form(name) == plain


def test_letters_form_is_what_platforms_leave_of_a_name():
    assert letters_form("Jean-Luc D'Souza") == letters_form("Jean Luc DSouza") == "jeanlucdsouza"


@given(st.text())
def test_every_form_is_stable_when_repeated(name):
    assert plain_form(plain_form(name)) == plain_form(name)
    assert search_key(search_key(name)) == search_key(name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("o'b", "Aoife O’Brien"),
        ("obri", "Aoife O'Brien"),
        ("sian", "Siân Llewellyn-Hughes"),
        ("SIÂN", "Siân Llewellyn-Hughes"),
        ("llewellyn h", "Siân Llewellyn-Hughes"),
        ("lukasz", "Łukasz"),
        ("nguyen", "Linh Nguyễn"),
    ],
)
def test_search_key_finds_any_part_of_a_name(typed, name):
    assert search_key(typed) in search_key(name)


@pytest.mark.parametrize(
    ("name", "found_by"),
    [
        ("aoife o’brien", "name"),
        ("O'Brien, Aoife", "name"),
        ("O'BRIEN Aoife", "name"),
        ("Aoife O'Brien (External)", "name"),
        ("Aoife OBrien", "letters of the name"),
    ],
)
def test_only_person_of_a_name_is_matched(name, found_by):
    found = match(name, "Wei Li", "Aoife O'Brien")

    assert (found.person, found.found_by) == ("p1", found_by)


def test_lost_accents_still_match_the_only_person():
    assert match("Elzbieta Wojcik-Nowak", "Elżbieta Wójcik-Nowak").found_by == (
        "name without accents"
    )


def test_two_people_of_one_name_go_to_review():
    found = match("Mohammed Khan", "Mohammed Khan", "Wei Li", "mohammed khan")

    assert (found.outcome, found.candidates) == ("review", ("p0", "p2"))


def test_looser_pass_that_finds_two_goes_to_review():
    found = match("Jose Diaz", "José Diaz", "Josè Diaz")

    assert (found.outcome, found.candidates) == ("review", ("p0", "p1"))


def test_accent_in_the_file_tells_two_people_apart():
    assert match("José Diaz", "Jose Diaz", "José Diaz").person == "p1"


def test_plain_spelling_beside_an_accented_twin_goes_to_review():
    found = match("Jose Diaz", "Jose Diaz", "José Diaz")

    assert (found.outcome, found.candidates) == ("review", ("p0", "p1"))


@pytest.mark.parametrize(
    "name",
    ["Seun Bankole", "Seun", "Oluwaseun", "Bankole Oluwaseun", "Oluwaseun B", "Ol?waseun Bankole"],
)
def test_name_that_is_only_alike_goes_to_review(name):
    people = [PersonIdentity(name="Oluwaseun Bankole", id="oba", known_as="Seun"), *group("Wei Li")]

    found = match_person(PersonIdentity(name=name), people)

    assert (found.outcome, found.candidates) == ("review", ("oba",))


@pytest.mark.parametrize("name", ["Callum Petrie", "", "_", "iPad"])
def test_stranger_is_matched_to_nobody(name):
    assert match(name, "Wei Li", "Thandiwe").outcome == "none"


def test_platform_id_beats_trn_email_and_name():
    khans = [
        PersonIdentity(name="Mohammed Khan", id="mk1", ids={"brightspace": "P1"}, trn="2290415"),
        PersonIdentity(name="Mohammed Khan", id="mk2", ids={"brightspace": "P2"}, trn="2305561"),
    ]

    found = match_person(PersonIdentity(name="Mohammed Khan", ids={"brightspace": "P2"}), khans)

    assert (found.person, found.found_by) == ("mk2", "id")


def test_id_of_another_platform_is_another_id():
    people = [PersonIdentity(name="Wei Li", id="a", ids={"moodle": "7"})]

    assert (
        match_person(PersonIdentity(name="X", ids={"brightspace": "7"}), people).outcome == "none"
    )


@pytest.mark.parametrize(
    ("candidate", "found_by"),
    [
        (PersonIdentity(name="?", trn="2290415"), "TRN"),
        (PersonIdentity(name="?", email=" M.KHAN@x.org "), "e-mail"),
        (PersonIdentity(name="?", username="M.Khan"), "user name"),
    ],
)
def test_weaker_keys_match_when_stronger_ones_are_missing(candidate, found_by):
    people = [
        PersonIdentity(name="Wei Li", id="b"),
        PersonIdentity(
            name="Mohammed Khan", id="a", trn="2290415", email="m.khan@x.org", username="m.khan"
        ),
    ]

    found = match_person(candidate, people)

    assert (found.person, found.found_by) == ("a", found_by)


def test_email_of_two_of_the_group_is_no_key():
    people = [
        PersonIdentity(name="Wei Li", id="a", email="office@x.org"),
        PersonIdentity(name="Jo Ng", id="b", email="office@x.org"),
    ]

    found = match_person(PersonIdentity(name="Jo Ng", email="office@x.org"), people)

    assert (found.person, found.found_by) == ("b", "name")


@pytest.mark.parametrize("name", ["Somebody Else", "Jo Ng"])
def test_keys_that_contradict_each_other_go_to_review(name):
    people = [
        PersonIdentity(name="Wei Li", id="a", trn="2290415"),
        PersonIdentity(name="Jo Ng", id="b", email="jo@x.org"),
    ]
    email = "jo@x.org" if name != "Jo Ng" else None

    found = match_person(PersonIdentity(name=name, trn="2290415", email=email), people)

    assert (found.outcome, found.candidates) == ("review", ("a", "b"))


def test_changed_surname_with_the_same_trn_is_the_same_person():
    people = [PersonIdentity(name="Wei Li", id="a", trn="2290415")]

    assert match_person(PersonIdentity(name="Wei Smith", trn="2290415"), people).person == "a"
