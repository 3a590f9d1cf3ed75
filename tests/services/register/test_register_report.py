"""The register as a document, and as a file whose name's ending chooses its kind."""

import errno
import os
from pathlib import Path

import pytest
from support.scenes import (
    ABSENT,
    PAST,
    PRESENT,
    UNMARKED,
    MakeScene,
    Scene,
    did_not_run,
    disagree,
    late,
)

from npq_desktop.errors import BundleError, ServiceError
from npq_desktop.rows.events import Announced
from npq_desktop.rows.paper import RegisterReport, ReportRow
from npq_desktop.rows.people import WalkIn
from npq_desktop.rows.register import Mark, MarkState

LAST = PAST[-1]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann Ash", "Ben Birch", "Cat Cedar", "Dan Dale")


def report(scene: Scene) -> RegisterReport:
    return scene.application.paper.report(scene.group, LAST)


def line(scene: Scene, number: int) -> ReportRow:
    return report(scene).rows[number - 1]


def test_the_report_says_who_recorded_what_when_and_how(group: Scene) -> None:
    group.mark("Ben Birch", LAST, late(20))

    ben = line(group, 2)

    assert (ben.number, ben.name, ben.mark, ben.minutes_late) == (
        *(2, "Ben Birch", "Late 20 min", 20),
    )
    assert (ben.how, ben.recorded_by, ben.recorded_at) == (
        *("typed", "Alex Morgan", "2026-11-23 13:20:00 UTC+00:00"),
    )
    assert ben.laptop


def test_the_report_says_in_words_that_marks_were_made_with_the_rest(group: Scene) -> None:
    group.mark_rest(LAST, Mark(MarkState.PRESENT))

    assert line(group, 1).how == "marked with the rest"


def test_the_report_shows_both_sides_of_a_disagreement(group: Scene) -> None:
    disagree(group, LAST)

    ann = line(group, 1)

    assert ann.mark == "Two different marks"
    assert {(side.mark, side.by) for side in ann.sides} == {
        ("Present", "Alex Morgan"),
        ("Absent", "Sam Okafor"),
    }
    assert (ann.recorded_by, ann.recorded_at) == ("", "")


def test_the_report_names_everybody_who_says_the_same(group: Scene) -> None:
    sam = group.colleague()
    sam.say("mark.set", who="Ann Ash", event=LAST, state="present", how="typed")
    group.mark("Ann Ash", LAST, PRESENT)
    sam.send()

    said = line(group, 1).recorded_by

    assert set(said.split(" and ")) == {"Alex Morgan", "Sam Okafor"}


@pytest.mark.parametrize(
    ("marks", "earlier"),
    [
        ((PRESENT,), []),
        ((late(20), ABSENT), ["Late 20 min"]),
        ((ABSENT, PRESENT, UNMARKED), ["Absent", "Present"]),
        ((), []),
    ],
)
def test_the_report_keeps_the_marks_that_no_longer_hold(
    group: Scene, marks: tuple, earlier: list[str]
) -> None:
    for mark in marks:
        group.mark("Ann Ash", LAST, mark)

    said = line(group, 1).earlier

    assert [side.mark for side in said] == earlier
    assert {side.by for side in said} <= {"Alex Morgan"}


def test_the_report_leaves_out_a_slip_that_was_undone(group: Scene) -> None:
    undo = group.application.undo
    group.mark("Ann Ash", LAST, PRESENT)
    group.mark("Ann Ash", LAST, ABSENT)
    undo.undo(group.group)
    assert (line(group, 1).mark, line(group, 1).earlier) == ("Present", ())

    undo.redo(group.group)
    group.mark("Ann Ash", LAST, late(20))

    assert [side.mark for side in line(group, 1).earlier] == ["Present", "Absent"]


@pytest.mark.parametrize(("reason", "told"), [("travel", "travel"), ("", "")])
def test_the_report_keeps_the_reason_of_an_apology(group: Scene, reason: str, told: str) -> None:
    if reason:
        place = (group.group, LAST, group.people["Ann Ash"])
        group.application.announcements.announce(*place, Announced("apology", reason), Announced())
    group.mark("Ann Ash", LAST, ABSENT)

    assert line(group, 1).reason == told
    assert ("1 absent (1 with apologies)" in report(group).counts) is bool(reason)


def test_the_report_says_why_a_signed_mark_was_changed(group: Scene) -> None:
    group.mark("Ann Ash", LAST, PRESENT)
    group.sign_off(LAST)
    register = group.application.register
    register.mark(group.group, LAST, group.people["Ann Ash"], ABSENT, amendment="left\tbefore")

    ann = line(group, 1)

    assert (ann.mark, ann.amendment) == ("Absent", "left before")
    assert [side.mark for side in ann.earlier] == ["Present"]


def test_the_report_tells_unmarked_absent_and_not_expected_apart(group: Scene) -> None:
    group.write("enrolment.set", who="Cat Cedar", from_="2026-01-01", status="withdrawn")
    group.mark("Ann Ash", LAST, ABSENT)

    made = report(group)

    assert [row.mark for row in made.rows] == ["Absent", "Not marked", "Not expected", "Not marked"]
    assert made.state == "Took place"


def test_the_report_says_of_an_event_that_did_not_run_why(group: Scene) -> None:
    did_not_run(group.application, group.group, LAST, "snow")

    made = report(group)

    assert made.state == "Did not run: snow"
    assert {row.mark for row in made.rows} == {"Did not run"}


@pytest.mark.parametrize("wanted", [True, False])
def test_the_report_holds_free_notes_only_when_asked(group: Scene, wanted: bool) -> None:
    group.application.register.set_note(group.group, LAST, group.people["Ann Ash"], "tired", "")

    made = group.application.paper.report(group.group, LAST, with_notes=wanted)

    assert made.with_notes is wanted
    assert made.rows[0].note == ("tired" if wanted else "")


def test_the_report_holds_the_event_the_counts_and_the_sign_offs(group: Scene) -> None:
    group.write("event.set", event=LAST, place="Room 4", led_by="Alex\tMorgan")
    group.mark("Ann Ash", LAST, PRESENT)
    group.sign_off(LAST, 2)

    made = report(group)

    assert (made.place, made.facilitator, made.group) == ("Room 4", "Alex Morgan", "Group 07")
    assert made.start.startswith("2026-")
    assert made.time_zone.startswith("UTC")
    assert made.made == "2026-11-23 13:20:00 UTC+00:00"
    assert made.counts.startswith(
        "4 expected, 1 present, 0 late, 0 left early, 0 absent, 3 not marked"
    )
    [said] = made.signoffs
    assert said.startswith("Signed off by Alex Morgan on 23 November 2026 at 13:20. 4 expected")
    assert "Headcount 2" in said


def test_the_report_counts_a_walk_in_as_one(group: Scene) -> None:
    group.application.people.walk_in(group.group, LAST, WalkIn("Wes"))

    assert report(group).counts.endswith("4 not marked, 1 walk-in")


def test_the_report_keeps_to_one_line_and_one_direction(scene: MakeScene) -> None:
    group = scene("Ann Ash", "<b>Ben</b>")
    ann = group.people["Ann Ash"]
    group.write("person.set", person=ann, name="Ann\u202egro.live\u2066 Ash")

    assert {row.name for row in report(group).rows} == {"Anngro.live Ash", "<b>Ben</b>"}


def test_the_sheet_code_changes_with_the_numbering(group: Scene) -> None:
    before = report(group).sheet
    group.mark("Ann Ash", LAST, PRESENT)
    marked = report(group).sheet

    group.write("person.set", who="Ann Ash", name="Ann Zed", last="Zed")

    assert marked == before
    assert report(group).sheet != before


def save(scene: Scene, path: Path) -> None:
    scene.application.paper.save_report(
        scene.group, report(scene), path, pages=lambda _: b"%PDF-1.7"
    )


def test_a_file_name_of_another_kind_is_refused(group: Scene, tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match=r"file name: \.xlsx, \.csv or \.pdf"):
        save(group, tmp_path / "register.doc")

    assert list(tmp_path.glob("register*")) == []


@pytest.mark.parametrize(
    ("name", "start"), [("a.CSV", b'\xef\xbb\xbf"No."'), ("a.xlsx", b"PK"), ("a.pdf", b"%PDF-")]
)
def test_the_ending_chooses_what_is_saved(
    group: Scene, tmp_path: Path, name: str, start: bytes
) -> None:
    save(group, tmp_path / name)

    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_register_that_cannot_be_saved_says_so(group: Scene, tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="not there any more"):
        save(group, tmp_path / "stick" / "register.csv")


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "no room left"), (errno.EROFS, "may not be written to")]
)
def test_a_disk_that_is_full_or_read_only_leaves_the_old_file(
    group: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    old = tmp_path / "register.csv"
    old.write_text("old")

    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("npq_desktop.bundle.files.os.fsync", refuse)
    with pytest.raises(BundleError, match=words):
        save(group, old)

    monkeypatch.undo()
    assert old.read_text() == "old"
    assert [path.name for path in tmp_path.glob("*register*")] == ["register.csv"]
