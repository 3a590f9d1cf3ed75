"""Editing details with the check of each, and what a list of people says for the office."""

from pathlib import Path

import pytest
from support.assessed import AssessedScene

from npq_desktop.errors import ServiceError
from npq_desktop.services.intake.opened import open_file

ID = "11111111-2222-3333-4444-55555555555a"


def value(group: AssessedScene, name: str) -> str:
    found = group.office.details.details(group.group, group.id("Ann Ash"))
    return next(each.value for each in found if each.name == name)


def save(group: AssessedScene, confirmed: frozenset[str] = frozenset(), **values: str) -> None:
    named = {name.replace("__", "."): text for name, text in values.items()}
    group.office.details.save(group.group, group.id("Ann Ash"), named, confirmed)


def test_details_are_edited_in_one_step(group: AssessedScene) -> None:
    save(group, known_as=" Annie ", email="Ann <A@b.example>", trn="RP12/34567", urn="112543",
         id__dfe=ID.upper(), role="Lead", leads="aspiring", employer_support="J. Hale",
         employer_support_on="1 September 2026", support__asked="3/9/2026")  # fmt: skip

    found = group.office.details.details(group.group, group.id("Ann Ash"))
    assert [each.value for each in found] == [
        "Annie", "a@b.example", "1234567", "112543", ID, "Lead", "aspiring", "J. Hale",
        "2026-09-01", "2026-09-03",
    ]  # fmt: skip
    with pytest.raises(ServiceError, match="Nothing was changed"):
        save(group, known_as="Annie")
    save(group, known_as="")
    assert value(group, "known_as") == ""
    group.scene.application.undo.undo(group.group)
    assert value(group, "known_as") == "Annie"


def test_a_short_trn_is_asked_about(group: AssessedScene) -> None:
    with pytest.raises(ServiceError, match=r"A TRN has seven digits\. Use 0012345 for 12345\?"):
        save(group, trn="12345")
    save(group, frozenset({"trn"}), trn="12345")

    assert value(group, "trn") == "0012345"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("trn", "0000000", "all zeros"),
        ("trn", "12", "not seven"),
        ("urn", "x", "not a number of six digits"),
        ("email", "ann at school", "not an address"),
        ("id__dfe", "12", "36 characters with 4 dashes"),
        ("leads", "head", "Choose “in role” or “aspiring”"),
        ("role", "x" * 201, "at most 200 characters"),
        ("employer_support_on", "soon", "Type the day with its year"),
    ],
)
def test_what_is_none_is_refused(group: AssessedScene, name: str, text: str, said: str) -> None:
    with pytest.raises(ServiceError, match=said):
        save(group, **{name: text})


def test_a_five_digit_urn_is_asked_about(group: AssessedScene) -> None:
    checked = group.office.details.check("urn", "12345")

    assert checked.value == "12345"
    assert checked.question == "The school's URN has five digits rather than six. Use it?"


def test_a_difference_is_settled_by_saving(group: AssessedScene) -> None:
    sam = group.scene.colleague()
    sam.say("person.set", who="Ann Ash", role="Teacher")
    save(group, role="Lead")
    sam.send()
    found = group.office.details.details(group.group, group.id("Ann Ash"))
    [role] = [each for each in found if each.name == "role"]
    assert set(role.others) == {"Lead", "Teacher"}

    save(group, role=role.value)
    assert group.scene.application.disagreements.all(group.group) == ()


def test_a_list_of_people_says_what_the_office_asks(group: AssessedScene, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        "Name,Leads,Employer support,Asked for one-to-one support,Eligible for funding,"
        "Funded place,Work setting\n"
        "Cat Cole,Aspiring,Yes,2026-09-01,true,false,Academy trust\n"
        "Dev Das,In role,perhaps,no,,,Nursery\n"
        "Eve Ellis,,,Yes,,,\n"
    )
    setup = group.scene.application.setup
    setup.apply_roster(group.group, setup.read_roster(open_file(path), group.group))
    fields = {p.fields["name"]: p.fields for p in group.scene.facts.people.values()}

    assert {k: v for k, v in fields["Cat Cole"].items() if k != "name"} == {
        "leads": "aspiring",
        "employer_support": "yes",
        "support.asked": "2026-09-01",
        "eligible_for_funding": "true",
        "funded_place": "false",
        "setting": "trust",
    }
    assert {k: v for k, v in fields["Dev Das"].items() if k != "name"} == {"leads": "in role"}
    eve = next(r for r in group.office.overview.rows(group.group) if r.name == "Eve Ellis")
    assert eve.support == "Asked"
