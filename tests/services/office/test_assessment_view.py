"""The view of a round, a page, and the report with exactly its members."""

from dataclasses import replace

import pytest
from support.assessed import AssessedScene

from npq_desktop.errors import ServiceError
from npq_desktop.rows.assessment import OutcomeLine
from npq_desktop.services.office.settings import shipped_settings


def test_a_group_without_window_says_so(group: AssessedScene) -> None:
    view = group.office.assessment.view(group.group)

    assert view.empty.startswith("No window yet.")
    assert view.round == "r1"
    assert [part.key for part in view.strip] == ["all"]
    assert "Main round · no window yet · planned for about" in view.strip[0].words


def test_the_strip_counts_and_filters(group: AssessedScene) -> None:
    group.does("Ann Ash", 6, 7, 8)
    group.announce()
    view = group.office.assessment.view(group.group)

    assert [part.words for part in view.strip] == [
        "Main round, 5 to 12 July 2027 · opens in 14 days",
        "1 could be admitted",
        "1 not eligible yet",
    ]
    assert view.strip[1].people == (group.id("Ann Ash"),)
    assert group.office.assessment.column(group.group) == "opens in 14 days · 2 to decide"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ((2027, 7, 4), "opens tomorrow"),
        ((2027, 7, 7), "open, 5 days left"),
        ((2027, 7, 12), "closes today, 23:59"),
        ((2027, 7, 15), "closed 3 days ago"),
    ],
)
def test_how_soon_is_said_in_days_of_london(group: AssessedScene, day, said: str) -> None:
    group.announce()
    group.at(*day)

    assert group.office.assessment.view(group.group).strip[0].words.endswith(said)


def test_the_page_shows_workings_and_history(admitted: AssessedScene) -> None:
    [page] = admitted.office.assessment.person(admitted.group, admitted.id("Ann Ash"))

    assert page.workings.words == ("On 21 June 2027, 90.0% of the course was done. 90% was needed.")
    assert page.workings.sums[-1].words == "Needed: 90%"
    assert any(line.words.startswith("Course done") for line in page.workings.sums)
    assert page.content.startswith("Online content: 0 of 7 modules finished")
    assert page.row.decision == "Admitted"
    assert page.row.window == "5 to 12 July"
    assert len(page.history) == 2


def test_joined_people_have_one_decision(group: AssessedScene) -> None:
    group.does("Ann Ash", 6, 7, 8)
    group.announce()
    group.admit("Ann Ash")
    group.scene.write("person.set", who="Ann Ash", same_as=group.id("Ben Bell"))

    assert group.gate("Ben Bell") == ("open", [])
    group.office.decisions.refuse(group.group, "r1", group.id("Ben Bell"), "Left the school")
    assert group.gate("Ben Bell") == ("closed", ["refused"])


def test_the_report_has_exactly_its_members(sat: AssessedScene) -> None:
    sat.final("Ann Ash", "passed")
    found = sat.report("2027-07-20T12:00:00Z")

    assert list(found) == [
        "format", "v", "group", "title", "at", "zone", "digest", "can_open", "settings", "windows",
        "people", "samples",
    ]  # fmt: skip
    assert (found["format"], found["v"], found["zone"]) == ("npq-assessment", 1, "Europe/London")
    assert found["at"] == "2027-07-20T12:00:00Z"
    assert list(found["windows"][0]) == [
        "id", "title", "start", "end", "opens", "closes", "seed", "called_off", "differs",
    ]  # fmt: skip
    person = found["people"][0]
    assert list(person) == [
        "id", "name", "trn", "training", "question", "windows", "completed", "passed",
        "certificate",
    ]  # fmt: skip
    assert list(person["windows"][0]) == [
        "window", "own", "differs", "decision", "gate", "why", "given", "responses", "outcome",
        "status",
    ]  # fmt: skip
    assert list(person["windows"][0]["decision"]) == [
        "eligible", "standing", "secured", "possible", "threshold", "as_of", "question", "reason",
        "approved_by", "to", "accepted", "author", "at",
    ]  # fmt: skip
    assert found["settings"] == {
        "window_days": 8, "word_limit": 1500, "overrun_words": 0, "attempts": 2,
        "sample_percent": 20, "sample_least": 1, "sample_failed": "all",
    }  # fmt: skip


def test_a_moment_that_is_none_is_named(group: AssessedScene) -> None:
    with pytest.raises(ServiceError, match="“noon” is no moment"):
        group.office.assessment.report(group.group, "noon")


def test_settings_of_attempts_are_those_of_the_group(group: AssessedScene) -> None:
    shipped = shipped_settings()
    changed = replace(shipped, assessment=replace(shipped.assessment, attempts=3))
    group.office.settings.change([group.group], changed)

    assert group.report()["settings"]["attempts"] == 3


def test_an_outcome_line_of_nobody_is_refused(sat: AssessedScene) -> None:
    with pytest.raises(ServiceError, match="no longer in this group"):
        sat.office.outcomes.save(sat.group, "r1", [OutcomeLine("nobody", marker="Dee")])
