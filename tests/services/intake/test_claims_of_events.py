"""A file's claims beside the events of a group: their own times, their days, other files."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.scenes import PRESENT, MakeScene, Scene, late

from npq_desktop.rows.intake import ClaimOutcome, ClaimPreview, Difference
from npq_desktop.rows.register import Mark
from npq_desktop.services.core.marks import mark_of

EVENT = "m1.seminar"
Write = Callable[..., Path]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann Abbott", "Wei Li", "Oluwaseun Bankole")


@pytest.fixture
def register(tmp_path: Path) -> Write:
    """``register("Ann Abbott,P")``: a register of the first seminar with these rows."""

    def write(*rows: str, title: str = "Seminar 1") -> Path:
        path = tmp_path / "register.csv"
        path.write_text("\n".join([f"Name,{title}", *rows, ""]), encoding="utf-8")
        return path

    return write


def read(group: Scene, path: Path, **more) -> ClaimPreview:
    return group.application.claims.read(path, group.group, **more)


def outcomes(preview: ClaimPreview) -> dict[str, ClaimOutcome]:
    return {row.name: row.outcome for row in preview.rows}


def marks(group: Scene) -> dict[str, Mark]:
    names = {key: name for name, key in group.people.items()}
    return {names[k]: mark_of(values[0]) for k, values in group.facts.marks(EVENT).items()}


ZOOM = "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest"
HELD = "2026-06-08"
"""The day of the group's first seminar, from 16:00 to 17:30 where nothing else is said."""


@pytest.fixture
def meeting(group: Scene, tmp_path: Path) -> Callable[..., Path]:
    """``meeting("Wei Li,16:00,17:30,90")``: a Zoom report of the first seminar's day."""
    times = {"start": f"{HELD}T16:00:00+01:00", "end": f"{HELD}T17:30:00+01:00"}
    group.write("event.set", event=EVENT, **times)

    def write(*rows: str, name: str = "zoom.csv") -> Path:
        path = tmp_path / name
        lines = [ZOOM]
        for row in rows:
            who, joined, left, minutes = row.split(",")
            lines.append(f"{who},,{HELD} {joined}:00,{HELD} {left}:00,{minutes},No")
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write


def differing(group: Scene) -> dict[str, Difference]:
    return {each.name: each for each in group.application.claims.differences(group.group)}


def test_accepted_minutes_are_counted_from_the_times_of_the_event(group, meeting):
    claims = group.application.claims
    claims.record(group.group, read(group, meeting("Wei Li,16:20,17:30,70")))

    claims.accept(group.group, claims.differences(group.group))

    assert marks(group) == {"Wei Li": late(20)}
    (fact,) = group.facts.marks(EVENT)[group.people["Wei Li"]]
    (entry,) = [e for e in group.application.store.events(group.group) if e.id == fact.head]
    content = entry.content
    assert (content["start"], content["end"]) == (
        f"{HELD}T16:00:00+01:00",
        f"{HELD}T17:30:00+01:00",
    )


def test_a_meeting_is_held_against_the_times_that_the_event_has_now(group, meeting):
    group.application.claims.record(group.group, read(group, meeting("Wei Li,16:30,17:30,60")))
    assert differing(group)["Wei Li"].offer == "Late 30 min"

    times = {"start": f"{HELD}T16:30:00+01:00", "end": f"{HELD}T18:00:00+01:00"}
    group.write("event.set", event=EVENT, **times)

    assert differing(group)["Wei Li"].offer == "Left 30 min early"


def test_somebody_marked_present_who_was_hardly_there_differs(group, meeting):
    group.mark("Wei Li", EVENT, PRESENT)
    group.mark("Ann Abbott", EVENT, PRESENT)

    found = read(group, meeting("Wei Li,16:00,16:10,10", "Ann Abbott,16:00,17:25,85"))

    assert outcomes(found) == {
        "Wei Li": ClaimOutcome.DIFFERS,
        "Ann Abbott": ClaimOutcome.MATCHED,
    }


def test_two_devices_of_one_person_are_one_claim(group, meeting):
    path = meeting("Wei Li (Ash School),16:00,16:40,40", "Wei Li (phone),16:40,17:30,50")

    preview = read(group, path)

    assert {row.remark for row in preview.rows} == {
        "together with line 2",
        "together with line 3",
    }
    assert {row.minutes for row in preview.rows} == {"90 min"}
    group.application.claims.record(group.group, preview)
    (claim,) = group.facts.claims
    assert (claim.details["minutes"], claim.details["said"]) == (90, "40 + 50")
    assert differing(group)["Wei Li"].offer == "Present"


def test_late_without_minutes_is_not_accepted_as_present(group, register):
    group.application.claims.record(group.group, read(group, register("Wei Li,L")))

    found = differing(group)["Wei Li"]

    assert (found.accept, found.offer) == ({}, "")
    assert "minutes" in found.why


def test_another_file_about_an_event_is_asked_about_and_a_newer_one_is_not(
    group, register, meeting
):
    group.application.claims.record(group.group, read(group, register("Wei Li,A")))

    newer = read(group, register("Wei Li,P", "Ann Abbott,P"))
    other = read(group, meeting("Wei Li,16:00,17:30,90"))

    assert [item.item for item in newer.items] == [EVENT]
    assert [item.item for item in other.items] == [""]
    assert "“register.csv” is about this event already" in other.items[0].question
    chosen = read(group, meeting("Wei Li,16:00,17:30,90"), items={0: EVENT})
    assert chosen.rows[0].reason == "“register.csv” says absent."


def test_files_that_contradict_each_other_name_one_another(group, register):
    claims = group.application.claims
    for row in ("Wei Li,P", "Wei Li,A"):
        claims.record(group.group, read(group, register(row)))

    assert {each.says: each.against for each in claims.differences(group.group)} == {
        "present": "“register.csv”: absent",
        "absent": "“register.csv”: present",
    }


def test_claim_of_an_earlier_version_keeps_its_minutes(group):
    person, source = group.people["Wei Li"], "a" * 64
    more = {"fact": "present", "system": "teams", "minutes_late": 12, "file": "old.csv"}
    group.write("claim.add", person=person, item=EVENT, source=source, **more)

    found = differing(group)["Wei Li"]

    assert (found.says, found.accept) == (
        "present, 12 min late",
        {"state": "present", "minutes_late": 12},
    )


@pytest.mark.parametrize("title", ["Seminar 3", "6 June 2026", "12 November 2026 seminar 1"])
def test_a_day_without_an_event_is_asked_about_whatever_number_stands_beside_it(
    group, register, title
):
    preview = read(group, register("Wei Li,P", title=title))

    asked = "2026" in title
    assert [bool(item.question) for item in preview.items] == [asked]
    assert [item.item for item in preview.items] == [("" if asked else "m3.seminar")]


def test_the_day_of_an_event_wins_over_the_number_in_the_title(group, meeting, tmp_path):
    meeting()
    path = tmp_path / "register.csv"
    path.write_text("Name,Seminar 2 - 8 June 2026\nWei Li,P\n", encoding="utf-8")

    assert [item.item for item in read(group, path).items] == [EVENT]
