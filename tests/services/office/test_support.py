"""One-to-one support: entitlement by a list, the steps, what is due, and who sees what."""

from datetime import date
from pathlib import Path

import pytest
from support.assessed import AssessedScene

from npq_desktop.errors import ServiceError
from npq_desktop.rows.office import SupportStep


def row(group: AssessedScene, who: str = "Ann Ash"):
    return group.office.support.row(group.group, group.id(who))


def record(group: AssessedScene, what: str, day: date, **said) -> None:
    group.office.support.record(group.group, group.id("Ann Ash"), SupportStep(what, day, **said))


def test_a_list_entitles_and_says_why(group: AssessedScene, samples: Path) -> None:
    support = group.office.support
    group.scene.write("person.set", who="Ann Ash", urn="112543")
    assert [offer.basis for offer in support.offers(group.group)] == [
        "Import the PP50 list first",
        "Cannot be decided without a URN",
    ]
    for name in ("pp50_schools", "rise"):
        [preview] = group.office.lists.read(samples / f"dfe/{name}.csv")
        group.office.lists.keep(preview, preview.name or "RISE", date(2025, 9, 1))
    offer, other = support.offers(group.group)

    assert (offer.entitled, offer.basis) == (
        "yes",
        "PP50, September 2025, URN 112543, on the list",
    )
    with pytest.raises(ServiceError, match="Choose yes or no for Ben Bell first"):
        support.entitle(group.group, [other])
    support.entitle(group.group, [offer])
    assert (row(group).entitled, row(group).basis) == (offer.entitled, offer.basis)
    with pytest.raises(ServiceError, match="This is recorded already"):
        support.entitle(group.group, [offer])


def test_a_school_on_no_list_is_not_entitled(group: AssessedScene, samples: Path) -> None:
    group.scene.write("person.set", who="Ann Ash", urn="100001")
    for name, path in (("PP50", "rise"), ("RISE", "rise")):
        [preview] = group.office.lists.read(samples / f"dfe/{path}.csv")
        group.office.lists.keep(preview, name, date(2026, 9, 1))

    offer, _ = group.office.support.offers(group.group)
    assert (offer.entitled, offer.basis) == (
        "no",
        "PP50, September 2026, URN 100001, not on the list",
    )


def test_the_steps_follow_one_another(group: AssessedScene) -> None:
    group.office.support.asked(group.group, group.id("Ann Ash"), date(2026, 9, 1))
    record(group, "offered", date(2026, 10, 1))
    record(group, "accepted", date(2026, 10, 8))
    assert (row(group).asked, row(group).step) == (date(2026, 9, 1), "accepted")
    assert row(group).due.startswith("no coach for ")
    with pytest.raises(ServiceError, match="Name the coach"):
        record(group, "assigned", date(2026, 10, 20))
    record(group, "assigned", date(2026, 10, 20), coach="Maud Reid")
    assert row(group).due.startswith("no meeting for ")
    with pytest.raises(ServiceError, match="how many minutes"):
        record(group, "session", date(2027, 6, 1))
    record(group, "session", date(2027, 6, 1), minutes=45, next="Visit Year 4", text="Went well")
    record(group, "session", date(2027, 6, 15), minutes=30)

    found = row(group)
    assert (found.coach, found.minutes, found.due, found.private) == ("Maud Reid", 75, "", "")
    assert found.lines == (
        "Coach assigned 20 October 2026, Maud Reid",
        "Meeting 1 June 2027, 45 minutes, Maud Reid, Went well, next Visit Year 4",
        "Meeting 15 June 2027, 30 minutes, Maud Reid",
    )
    assert [each.name for each in group.office.support.rows(group.group)] == ["Ann Ash"]
    assert group.office.support.due(group.group) == ()


def test_a_step_nobody_knows_is_refused(group: AssessedScene) -> None:
    with pytest.raises(ServiceError, match="Choose what happened with the support"):
        record(group, "dreamt", date(2026, 10, 1))
    with pytest.raises(ServiceError, match="no longer in this group"):
        group.office.support.row(group.group, "nobody")


def test_a_step_is_taken_back_in_one(group: AssessedScene) -> None:
    record(group, "offered", date(2026, 10, 1))
    record(group, "declined", date(2026, 10, 3))
    group.scene.application.undo.undo(group.group)

    assert row(group).step == "offered"
