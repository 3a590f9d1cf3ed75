"""Giving decisions back: who is in the file, what is refused, and nothing twice."""

import csv
import email
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.documents import zipped
from support.scenes import MakeScene, Scene

from npq_desktop.errors import ServiceError
from npq_desktop.rows.giving_back import BackTarget, GiveBackWish
from npq_desktop.rows.review import WorkId
from npq_desktop.services.exchange.giving_back import GivingBackService
from npq_desktop.services.exchange.words import worksheet_kept

TASK = "m1.reflective"
HEAD = (
    "Identifier,Full name,Grade,Maximum grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\n"
)
LINES = (
    'Participant 1,Ann Abbott,,1.00,Yes,"Thursday, 15 October 2026, 3:11 PM",-,\n'
    'Participant 2,Ben Cole,,1.00,Yes,"Thursday, 15 October 2026, 3:11 PM",-,\n'
    'Participant 3,Cat Dunn,,1.00,No,"Thursday, 15 October 2026, 3:11 PM",-,\n'
)


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    made = scene("Ann Abbott", "Ben Cole", "Cat Dunn", "Dan Ede")
    for who in made.people:
        made.hand_in(who, TASK)
    return made


@pytest.fixture
def back(group: Scene) -> GivingBackService:
    return GivingBackService(group.application.core, review=group.application.review)


def accept(group: Scene, who: str, feedback: str = "Clear.") -> None:
    work = WorkId(group.people[who], TASK)
    group.application.review.accept(group.group, work, feedback)


def wish(target: BackTarget = BackTarget.MOODLE, **more: object) -> GiveBackWish:
    return GiveBackWish(TASK, target, accepted="1", **more)  # type: ignore[arg-type]


@pytest.fixture
def worksheet(tmp_path: Path) -> Path:
    path = tmp_path / "Grades-A-Task-4471.csv"
    path.write_text(HEAD + LINES, encoding="utf-8")
    return path


def lines(data: bytes) -> list[list[str]]:
    return list(csv.reader(data.decode("utf-8-sig").splitlines()))


def test_only_who_is_decided_is_in_the_file(
    group: Scene, back: GivingBackService, worksheet: Path
) -> None:
    accept(group, "Ann Abbott", "A clear next step.")

    made = back.preview(group.group, wish(), worksheet)

    [line] = lines(made.data)[1:]
    assert (line[1], line[2], line[-1]) == ("Ann Abbott", "1", "<p>A clear next step.</p>")
    assert [row.name for row in made.rows] == ["Ann Abbott"]


def test_refusals_are_named_row_by_row(
    group: Scene, back: GivingBackService, worksheet: Path
) -> None:
    for who in ("Ann Abbott", "Cat Dunn", "Dan Ede"):
        accept(group, who)

    made = back.preview(group.group, wish(), worksheet)

    said = {row.name: row.refused for row in made.rows}
    assert said == {
        "Ann Abbott": "",
        "Cat Dunn": "locked on Moodle",
        "Dan Ede": "not in this file",
    }
    assert made.changed == 1


def test_what_was_given_back_is_not_given_twice(
    group: Scene, back: GivingBackService, worksheet: Path, tmp_path: Path
) -> None:
    accept(group, "Ann Abbott")
    made = back.preview(group.group, wish(), worksheet)
    back.save(group.group, made, tmp_path / "back.csv")
    assert (tmp_path / "back.csv").read_bytes() == made.data
    accept(group, "Ben Cole")

    again = back.preview(group.group, wish(), worksheet)

    assert [row.name for row in again.rows] == ["Ben Cole"]
    everything = back.preview(group.group, wish(again=True), worksheet)
    assert {row.name for row in everything.rows} == {"Ann Abbott", "Ben Cole"}
    plain = back.preview(group.group, wish(BackTarget.PLAIN), None)
    assert {row.name for row in plain.rows} == {"Ann Abbott", "Ben Cole"}


def test_a_new_decision_is_given_back_again(
    group: Scene, back: GivingBackService, worksheet: Path, tmp_path: Path
) -> None:
    accept(group, "Ann Abbott", "First.")
    made = back.preview(group.group, wish(), worksheet)
    back.save(group.group, made, tmp_path / "back.csv")

    accept(group, "Ann Abbott", "Second.")

    assert back.preview(group.group, wish(), worksheet).changed == 1


def test_nothing_decided_is_said(group: Scene, back: GivingBackService, worksheet: Path) -> None:
    with pytest.raises(ServiceError, match="Nothing is decided"):
        back.preview(group.group, wish(), worksheet)


def test_two_decisions_that_disagree_are_not_given_back(
    group: Scene, back: GivingBackService, worksheet: Path
) -> None:
    sam = group.colleague()
    accept(group, "Ann Abbott")
    accept(group, "Ben Cole")
    sam.tell("review.set", who="Ann Abbott", task=TASK, decision="returned", feedback="?", seen=[])

    made = back.preview(group.group, wish(), worksheet)

    assert [row.name for row in made.rows] == ["Ben Cole"]


def test_an_anonymous_worksheet_cannot_be_guessed(
    group: Scene, back: GivingBackService, tmp_path: Path
) -> None:
    accept(group, "Ann Abbott")
    path = tmp_path / "Grades-A-Task-4471.csv"
    text = HEAD + LINES
    for name in ("Full name,", "Ann Abbott,", "Ben Cole,", "Cat Dunn,"):
        text = text.replace(name, "")
    path.write_text(text, encoding="utf-8")

    made = back.preview(group.group, wish(), path)

    assert [row.refused for row in made.rows] == ["cannot tell who this is"]
    known = {"id.moodle_participant.4471": "1"}
    group.write("person.set", who="Ann Abbott", **known)
    assert back.preview(group.group, wish(), path).changed == 1


def test_a_plain_table_has_what_was_decided(group: Scene, back: GivingBackService) -> None:
    accept(group, "Ann Abbott", "=danger")

    made = back.preview(group.group, wish(BackTarget.PLAIN), None)

    titles, line = lines(made.data)
    said = dict(zip(titles, line, strict=True))
    assert (said["Name"], said["Decision"], said["Feedback"]) == (
        "Ann Abbott",
        "accepted",
        "'=danger",
    )
    assert made.suggested == "Reflection 1 decisions.csv"


def test_erasing_the_person_takes_the_note(
    group: Scene, back: GivingBackService, worksheet: Path, tmp_path: Path
) -> None:
    accept(group, "Ann Abbott")
    made = back.preview(group.group, wish(), worksheet)
    back.save(group.group, made, tmp_path / "back.csv")

    group.application.store.local.forget_people(group.group, [group.people["Ann Abbott"]])

    assert group.application.store.local.drafts(group.group) == ()


def test_tasks_that_have_decisions_are_offered(group: Scene, back: GivingBackService) -> None:
    assert back.tasks(group.group) == ()
    accept(group, "Ann Abbott")

    [(key, title, number)] = back.tasks(group.group)

    assert (key, number) == (TASK, 1)
    assert title.startswith("Reflection 1")


def test_the_ending_chooses_the_form(
    group: Scene, back: GivingBackService, worksheet: Path, tmp_path: Path
) -> None:
    accept(group, "Ann Abbott", "A clear next step.")
    accept(group, "Ben Cole", "")
    made = back.preview(group.group, wish(), worksheet)
    assert made.other == "Reflection 1 feedback.zip"

    back.save(group.group, made, tmp_path / "back.zip")

    with zipfile.ZipFile(tmp_path / "back.zip") as archive:
        assert archive.namelist() == [
            "Ann Abbott_1_assignfeedback_file/Feedback - Reflection 1.txt"
        ]
    plain = back.preview(group.group, wish(BackTarget.PLAIN), None)
    back.save(group.group, plain, tmp_path / "back.xlsx")
    book = load_workbook(tmp_path / "back.xlsx")
    assert [cell.value for cell in book.active["A"]] == ["Name", "Ann Abbott", "Ben Cole"]


def labelled(group: Scene, who: str, label: str, on: str) -> None:
    """Hand in again, as a download's folder says."""
    group.hand_in(who, TASK, f"{who} {on}", label=label, handed_in=f"{on}T09:00:00+01:00")


def test_feedback_files_lie_in_the_newest_folder_of_each_person(
    group: Scene, back: GivingBackService, tmp_path: Path
) -> None:
    labelled(group, "Ann Abbott", "1-2 - Ann Abbott - Oct 1, 2026 115 AM", "2027-10-01")
    labelled(group, "Ann Abbott", "1-2 - Ann Abbott - Oct 9, 2026 115 AM", "2027-10-09")
    labelled(group, "Cat Dunn", "1-4 - Cat Dunn - Oct 1, 2026 115 AM", "2027-10-01")
    accept(group, "Ann Abbott", "Clear.\nGo on.")
    accept(group, "Ben Cole")
    accept(group, "Cat Dunn", "")

    preview = back.preview(group.group, wish(BackTarget.BRIGHTSPACE), None)
    back.save(group.group, preview, tmp_path / "back.zip")

    refused = {row.name: row.refused for row in preview.rows}
    assert refused == {
        "Ann Abbott": "",
        "Ben Cole": "Bring the download in once more, because the folder names are needed",
        "Cat Dunn": "no feedback to give",
    }
    with zipfile.ZipFile(tmp_path / "back.zip") as archive:
        (name,) = archive.namelist()
        assert name == "1-2 - Ann Abbott - Oct 9, 2026 115 AM/Feedback - Reflection 1.txt"
        assert archive.read(name) == "\ufeffClear.\r\nGo on.\r\n".encode()
    again = back.preview(group.group, wish(BackTarget.BRIGHTSPACE), None)
    assert "Ann Abbott" not in {row.name for row in again.rows}


@pytest.mark.parametrize(
    "label",
    [
        "../../Startup",
        "/etc",
        "a/../../b",
        "..\\..\\Startup",
        "C:Startup",
        ".",
        "a//b",
        "a/.. /b",
        " .. /b",
    ],
)
def test_no_label_of_a_member_leads_out_of_the_zip(
    group: Scene, back: GivingBackService, label: str
) -> None:
    labelled(group, "Ann Abbott", label, "2027-10-01")
    accept(group, "Ann Abbott", "Clear.")

    preview = back.preview(group.group, wish(BackTarget.BRIGHTSPACE), None)

    assert ["folder names are needed" in row.refused for row in preview.rows] == [True]


def test_emails_are_drafts_for_who_has_an_address(
    group: Scene, back: GivingBackService, tmp_path: Path
) -> None:
    group.write("person.set", who="Ann Abbott", email="ann@x.org", known_as="Annie")
    work = WorkId(group.people["Ann Abbott"], TASK)
    group.application.review.send_back(group.group, work, "Say why.", date(2027, 12, 7))
    accept(group, "Ben Cole")

    preview = back.preview(group.group, wish(BackTarget.EMAIL), None)
    back.save(group.group, preview, tmp_path)

    assert {row.name: row.refused for row in preview.rows}["Ben Cole"] == "no email address"
    (path,) = tmp_path.glob("*.eml")
    message = email.message_from_bytes(path.read_bytes())
    assert (message["To"], message["X-Unsent"]) == ("ann@x.org", "1")
    text = message.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert text.replace("\r\n", "\n").split("\n\n") == [
        "Dear Annie,",
        "Hand in your Reflection 1 again by 7 December 2027.",
        "Say why.\n",
    ]


def test_without_any_address_nothing_is_drafted(group: Scene, back: GivingBackService) -> None:
    accept(group, "Ben Cole")

    with pytest.raises(ServiceError, match="email address"):
        back.preview(group.group, wish(BackTarget.EMAIL), None)


ARCHIVE = {"Ann Abbott_1_assignsubmission_file/essay.txt": "Pupils drew bars."}


@pytest.fixture
def from_moodle(worksheet: Path) -> Path:
    """The worksheet with its column of states, as Moodle writes it."""
    text = (HEAD + LINES).replace(",Grade,M", ",Status,Grade,M")
    for name in ("Ann Abbott", "Ben Cole", "Cat Dunn"):
        text = text.replace(f"{name},", f"{name},Submitted for grading,")
    worksheet.write_text(text, encoding="utf-8")
    return worksheet


def bring_in(group: Scene, folder: Path, worksheet: Path, *, keep: bool = True) -> None:
    path = folder / "NPQ-M1 Reflection-4471.zip"
    path.write_bytes(zipped(dict(ARCHIVE)))
    reading = group.application.claims.reading(group.group)
    read, companion = reading.of(path), reading.of(worksheet)
    service = group.application.submissions
    preview = service.compare(read, group.group, companion=companion, task=TASK)
    ticked = {row.line for row in preview.rows}
    service.record(group.group, read, preview, ticked, keep=keep, companion=companion)


def test_the_worksheet_that_came_with_the_work_is_used_with_its_age(
    group: Scene, back: GivingBackService, from_moodle: Path, tmp_path: Path
) -> None:
    bring_in(group, tmp_path, from_moodle)
    accept(group, "Ann Abbott", "A clear next step.")

    made = back.preview(group.group, wish(), None)

    [line] = lines(made.data)[1:]
    assert (line[1], line[3], line[-1]) == ("Ann Abbott", "1", "<p>A clear next step.</p>")
    kept = back.kept(group.group, TASK)
    assert kept is not None
    assert (kept[0], kept[2]) == (from_moodle.name, 0)
    assert "came in today" in worksheet_kept(kept)
    assert "is 12 days old" in worksheet_kept((kept[0], kept[1], 12))


def test_a_worksheet_is_not_kept_where_files_are_not(
    group: Scene, back: GivingBackService, from_moodle: Path, tmp_path: Path
) -> None:
    bring_in(group, tmp_path, from_moodle, keep=False)
    accept(group, "Ann Abbott")

    assert back.kept(group.group, TASK) is None
    with pytest.raises(ServiceError, match="Choose the file"):
        back.preview(group.group, wish(), None)


def test_a_newer_worksheet_takes_the_place_of_the_one_before(
    group: Scene, back: GivingBackService, from_moodle: Path, tmp_path: Path
) -> None:
    bring_in(group, tmp_path, from_moodle)
    before = set(group.application.store.local.attached(group.group))
    text = from_moodle.read_text(encoding="utf-8").replace("Yes", "No")
    from_moodle.write_text(text, encoding="utf-8")
    (tmp_path / "more").mkdir()
    ARCHIVE["Ben Cole_2_assignsubmission_file/essay.txt"] = "More bars."
    bring_in(group, tmp_path / "more", from_moodle)
    accept(group, "Ann Abbott")

    assert back.preview(group.group, wish(), None).rows[0].refused == "locked on Moodle"
    gone = before - set(group.application.store.local.attached(group.group))
    assert len(gone) == 1


def test_erasing_anybody_lets_go_of_the_worksheet(
    group: Scene, back: GivingBackService, from_moodle: Path, tmp_path: Path
) -> None:
    bring_in(group, tmp_path, from_moodle)

    erasure = group.application.erasure
    plan = erasure.plan(group.group, group.people["Cat Dunn"])
    erasure.erase(group.group, plan, typed="Cat Dunn", reason="asked", authority="officer")

    assert back.kept(group.group, TASK) is None
    kept = group.application.store.local
    assert not any(
        b"Cat Dunn" in kept.attachment(group.group, sha).data  # type: ignore[union-attr]
        for sha in kept.attached(group.group)
    )
