"""Online content by a platform's word, and learning time worked out of what was done."""

from datetime import date

import pytest
from support.scenes import PRESENT, MakeScene, Scene, late

from npq_desktop.interchange.claims.rows import FileItem
from npq_desktop.programme import Programme
from npq_desktop.services.cohort.learning import OnlineContent, learning_words
from npq_desktop.services.intake.claims.claim_reading import guess_item


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann")


def claim(group: Scene, item: str, fact: str, **more: object) -> None:
    source = (item + fact).encode().hex().ljust(64, "0")[:64]
    said = {"item": item, "source": source, "fact": fact, "system": "brightspace"}
    group.write("claim.add", who="Ann", **said, **more)


def cells(group: Scene) -> list[str]:
    view = group.application.cohort.person(group.group, group.people["Ann"])
    at = view.journey.steps.index("Content")
    return [row.cells[at].words if row.cells[at] else "" for row in view.journey.rows]


def learnt(group: Scene) -> str:
    facts = group.facts
    return learning_words(facts, group.people["Ann"], OnlineContent(facts))


def test_the_journey_shows_what_the_platform_says(group: Scene) -> None:
    claim(group, "m1.content", "done", on="2026-11-20")
    claim(group, "m2.content", "not done", percent=40)
    claim(group, "m3.content", "not done")

    assert cells(group) == [
        "done, Brightspace 20 November",
        "not done, 40%",
        "not done",
        "not known",
        "not known",
        "not known",
        "not known",
        "",
        "",
    ]
    sentence = OnlineContent(group.facts).sentence(group.people["Ann"])
    assert sentence.startswith("Online content: 1 of 7 modules finished, by the platform's word.")


def test_content_is_in_no_figure(group: Scene) -> None:
    row = group.application.cohort.view(group.group).rows[0]
    claim(group, "m1.content", "done", on="2026-11-20")

    again = group.application.cohort.view(group.group).rows[0]
    assert (again.secured, again.possible) == (row.secured, row.possible)


def test_learning_time_adds_what_was_attended_handed_in_and_finished(group: Scene) -> None:
    assert learnt(group) == "0 h of about 55 h"
    group.mark("Ann", "m1.seminar", PRESENT)
    group.mark("Ann", "m2.seminar", late(30))
    group.hand_in("Ann", "m1.diagnostic")
    claim(group, "m1.content", "done", on="2026-11-20")
    claim(group, "m2.content", "not done", percent=90)

    assert learnt(group) == "9 h of about 55 h"
    details = dict(group.application.cohort.person(group.group, group.people["Ann"]).details)
    assert details["Learning time"] == "9 h of about 55 h"


def test_the_shipped_definition_adds_up_to_its_hours(group: Scene) -> None:
    programme: Programme = group.facts.programme
    minutes = sum(item.minutes for item in programme.items)
    minutes += sum(each.minutes for each in programme.contents)

    assert minutes == 60 * programme.hours


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Module 2 online content", "m2.content"),
        ("Content 5: Assessment", "m5.content"),
        ("Implementation content", "implementation.content"),
        ("Module 3 content task", ""),
        ("Contented pupils", ""),
        ("M1 Diagnostic", "m1.diagnostic"),
    ],
)
def test_a_column_of_content_is_recognised(group: Scene, title: str, key: str) -> None:
    found = guess_item(FileItem(title), (), group.facts.programme, about_events=False)

    assert found.key == key


def test_a_day_without_a_date_is_that_of_the_record(group: Scene) -> None:
    claim(group, "m1.content", "done")

    assert cells(group)[0] == "done, Brightspace 23 November"
    assert group.laptop.clock.now.date() == date(2026, 11, 23)
