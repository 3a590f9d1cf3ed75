"""One action is one transaction: all of it is there, or nothing has changed. Reliability 6."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.applications import Laptop, preview
from support.full_disk import FullDisk, fails_whole_at_every_write
from support.scenes import FIRST, PAST, PRESENT, MakeScene, Scene

from npq_desktop.errors import StoreError
from npq_desktop.rows.giving_back import BackTarget, GiveBackWish
from npq_desktop.rows.review import WorkId
from npq_desktop.services.exchange.giving_back import GivingBackService

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_words")]

EVENT = PAST[0]
TASK = "m1.reflective"


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann Abbott", "Wei Li")


def fails_whole(scene: Scene, act: Callable[[], object], *files: Path) -> int:
    return fails_whole_at_every_write(scene.application, act, *files)


def test_first_mark_of_a_register_opens_it_or_does_nothing(group: Scene) -> None:
    assert fails_whole(group, lambda: group.mark("Ann Abbott", EVENT, PRESENT)) >= 2


def test_accepting_work_takes_its_draft_away_or_does_nothing(group: Scene) -> None:
    group.hand_in("Ann Abbott", TASK)
    work = WorkId(group.people["Ann Abbott"], TASK)
    review = group.application.review
    review.save_draft(group.group, work, "Well argued.")

    assert fails_whole(group, lambda: review.accept(group.group, work, "Well argued.")) >= 3

    assert review.view(group.group, work).draft == ""


def test_note_takes_its_draft_away_or_is_not_added(group: Scene) -> None:
    notes, person = group.application.person_notes, group.people["Ann Abbott"]
    notes.keep_draft(group.group, person, "Asked for")

    fails_whole(group, lambda: notes.add(group.group, person, "Asked for slides."))

    assert notes.draft(group.group, person) == ""


def test_scan_is_kept_with_its_entry_or_not_at_all(group: Scene, tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(b"%PDF-1.4 made up")
    paper = group.application.paper
    scan = paper.read_scan(path)

    fails_whole(group, lambda: paper.keep_evidence(group.group, EVENT, scan, "the green folder"))


def test_file_is_taken_in_with_its_log_line_or_not_at_all(group: Scene, tmp_path: Path) -> None:
    sam = group.colleague()
    sam.say("mark.set", who="Ann Abbott", event=EVENT, state="absent", how="typed")
    path = sam.file(tmp_path / "sam.npqsync")
    exchange = group.application.exchange

    assert fails_whole(group, lambda: exchange.merge(exchange.preview(path))) >= 4

    assert [line.direction for line in exchange.log(group.group)] == ["in", "in"]


@pytest.mark.parametrize("before", [None, b"an older file"])
def test_file_leaves_with_its_log_line_or_not_at_all(
    group: Scene, tmp_path: Path, before: bytes | None
) -> None:
    path = tmp_path / "group.npqsync"
    if before is not None:
        path.write_bytes(before)

    fails_whole(group, lambda: group.application.exchange.send(group.group, path), path)

    assert [each.name for each in tmp_path.glob("*.npqsync")] == [path.name]


def test_table_leaves_with_its_log_line_or_not_at_all(group: Scene, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"

    fails_whole(group, lambda: group.application.cohort_files.save_table(group.group, path), path)


def test_decisions_leave_with_the_note_that_they_were_given_or_not_at_all(
    group: Scene, tmp_path: Path
) -> None:
    for who in group.people:
        group.hand_in(who, TASK)
        work = WorkId(group.people[who], TASK)
        group.application.review.accept(group.group, work, "Clear.")
    application = group.application
    back = GivingBackService(application.core, review=application.review)
    made = back.preview(group.group, GiveBackWish(TASK, BackTarget.PLAIN), None)
    path = tmp_path / "decisions.csv"

    assert fails_whole(group, lambda: back.save(group.group, made, path), path) >= 4


def test_invitation_is_made_with_its_file_and_log_line_or_not_at_all(
    group: Scene, tmp_path: Path
) -> None:
    path = tmp_path / "for Sam.npqsync"
    membership = group.application.membership

    fails_whole(group, lambda: membership.invite(group.group, "Sam", "facilitator", path), path)

    assert len(membership.invites(group.group)) == 1


def test_joining_brings_the_whole_group_or_nothing(
    group: Scene, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    invited = group.application.membership.invite(
        group.group, "Sam", "facilitator", tmp_path / "for Sam.npqsync"
    )
    sam = laptop("Sam").application

    def join() -> None:
        seen = sam.membership.preview_invitation(invited.path, invited.words)
        sam.membership.join(seen)

    assert fails_whole_at_every_write(sam, join) >= 8

    assert sam.groups.all()[0].role == "facilitator"


def test_group_is_started_by_whom_it_names_or_not_at_all(laptop: Callable[[str], Laptop]) -> None:
    application = laptop("Alex Morgan").application

    fails_whole_at_every_write(
        application,
        lambda: application.setup.create_group(
            preview("Ann"), title="Group 07", cohort="", first_seminar=FIRST
        ),
    )


@pytest.mark.parametrize("source", ["backup", "file"])
def test_restoring_brings_everything_or_changes_nothing(
    group: Scene, laptop: Callable[[str], Laptop], tmp_path: Path, source: str
) -> None:
    application = group.application
    stick = tmp_path / "stick"
    stick.mkdir()
    if source == "backup":
        application.backups.at_close()
        shutil.copytree(application.store.backups.folder, stick, dirs_exist_ok=True)
    else:
        application.exchange.send(group.group, stick / "group.npqsync")
    code = application.recovery.sheet().code
    new = laptop("new laptop").application

    assert fails_whole_at_every_write(new, lambda: new.recovery.restore(code, stick)) >= 8

    assert new.groups.all()[0].role in ("root", "coordinator")


def test_group_leaves_with_all_that_is_kept_of_it_or_stays(group: Scene, tmp_path: Path) -> None:
    """Writing the file anew comes after it, and may fail without a group half gone."""
    application = group.application
    application.exchange.send(group.group, tmp_path / "last.npqsync")
    for number in range(1, 100):
        disk = FullDisk(number)
        with disk.under(application.store):
            try:
                application.handover.remove(application.handover.standing(group.group), "Group 07")
            except StoreError:
                assert application.store.groups() == (group.group,)
                assert application.store.verify().problems == ()
                continue
        break

    assert application.store.groups() == ()


def test_erasing_takes_everything_or_nothing_and_says_which(group: Scene) -> None:
    application, person = group.application, group.people["Wei Li"]
    application.person_notes.keep_draft(group.group, person, "half a note")
    before = application.exchange.digest(group.group)
    number = 0
    while True:
        number += 1
        disk, shown = FullDisk(number), application.erasure.plan(group.group, person)
        with disk.under(application.store):
            try:
                _, words = application.erasure.erase(
                    group.group, shown, typed="Wei Li", reason="asked", authority="the office"
                )
            except StoreError:
                assert application.exchange.digest(group.group) == before
                assert application.person_notes.draft(group.group, person) == "half a note"
                continue
        break

    assert number > 3
    assert "could not be written anew yet" in words
    assert application.person_notes.draft(group.group, person) == ""
    application.erasure.answer()
    assert "Wei Li" not in str(application.core.facts.of(group.group).people)
