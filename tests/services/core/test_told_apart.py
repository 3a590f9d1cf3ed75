"""Namesakes are told apart wherever a person is shown or chosen."""

from pathlib import Path

import pytest
from support.scenes import PRESENT, MakeScene

from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.services.core.words import told_apart


def people(*fields: dict[str, str]) -> list[PersonFact]:
    return [PersonFact(str(at), each, {}, None, erased=False) for at, each in enumerate(fields)]


def names(*fields: dict[str, str]) -> list[str]:
    return list(told_apart(people(*fields)).values())


def test_a_name_that_is_nobody_elses_stands_alone() -> None:
    assert names({"name": "Dev Patel", "school": "Bryn"}, {"name": "Ann Lee"}) == [
        "Dev Patel",
        "Ann Lee",
    ]


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ({"school": "Bryn"}, {"school": "Elm"}, ["Dev Patel (Bryn)", "Dev Patel (Elm)"]),
        (
            {"school": "Elm", "email": "d@x.org"},
            {"school": "Elm", "email": "p@x.org"},
            ["Dev Patel (d@x.org)", "Dev Patel (p@x.org)"],
        ),
        ({"school": "Elm"}, {"email": "p@x.org"}, ["Dev Patel (Elm)", "Dev Patel (p@x.org)"]),
        (
            {"trn": "3104570"},
            {"trn": "3104599"},
            ["Dev Patel (TRN …570)", "Dev Patel (TRN …599)"],
        ),
        ({}, {"school": "Elm"}, ["Dev Patel", "Dev Patel (Elm)"]),
    ],
)
def test_namesakes_have_school_else_email_else_the_end_of_the_trn(
    one: dict[str, str], other: dict[str, str], shown: list[str]
) -> None:
    assert names({"name": "Dev Patel", **one}, {"name": "Dev Patel", **other}) == shown


def test_names_that_differ_by_an_accent_only_are_namesakes() -> None:
    one, other = {"name": "José Díaz", "school": "Ash"}, {"name": "Jose Diaz", "school": "Elm"}

    assert names(one, other) == ["José Díaz (Ash)", "Jose Diaz (Elm)"]


def test_every_screen_tells_namesakes_apart(scene: MakeScene, tmp_path: Path) -> None:
    group = scene("Dev Patel", "Ann Lee")
    group.write("person.set", who="Dev Patel", school="Bryn School")
    group.write("person.set", person="f" * 32, name="Dev Patel", school="Hillcrest Primary")
    group.hand_in("Dev Patel", "m1.diagnostic")
    group.mark("Ann Lee", "m1.seminar", PRESENT)
    application, wanted = (
        group.application,
        {"Dev Patel (Bryn School)", "Dev Patel (Hillcrest Primary)"},
    )

    register = {row.name for row in application.register.view(group.group, "m1.seminar").rows}
    cohort = {row.name for row in application.cohort.view(group.group).rows}
    queue = {row.name for row in application.review.queue(group.group)}
    choices = {each.name for each in application.people.known(group.group, "m1.seminar")}

    assert wanted <= register & cohort & choices
    assert queue == {"Dev Patel (Bryn School)"}
    found = application.groups.find_people(group.group, "Dev Patel (Hillcrest Primary)")
    assert found == ("f" * 32,)
