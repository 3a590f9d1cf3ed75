"""What becomes of each thing in a file of work, before and after it is brought in."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from support.documents import paragraph, word, zipped
from support.scenes import MakeScene, Scene

from npq_desktop.errors import InterchangeError, ServiceError, StaleError
from npq_desktop.rows.bring_in import BringPart, BringPreview
from npq_desktop.rows.review import WorkId
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.intake import loose_works, words
from npq_desktop.services.intake.claims.claim_reading import ReadClaims
from npq_desktop.services.intake.loose_works import read_files, read_text

TASK = "m1.reflective"
NAME = "Course-M1 Reflective Task-4471.zip"
NEW, HERE, CHOOSE = BringPart.NEW, BringPart.HERE, BringPart.CHOOSE


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann Abbott", "Wei Li", "Mohammed Khan", "Mohammed Khan")


def khans(group: Scene) -> list[str]:
    """Both people of one name."""
    people = group.facts.participants.items()
    return sorted(key for key, fact in people if fact.fields["name"] == "Mohammed Khan")


def archive(folder: Path, *works: tuple[str, str], name: str = NAME) -> Path:
    """A Moodle archive: who handed in what text."""
    parts = {
        f"{who}_{100 + at}_assignsubmission_file/{who}.docx": word(paragraph(text))
        for at, (who, text) in enumerate(works)
    }
    path = folder / name
    path.write_bytes(zipped({**parts, "index.html": "x", "odd.txt": "x"}))
    return path


def read(group: Scene, path: Path) -> ReadClaims:
    return group.application.claims.reading(group.group).of(path)


def compare(group: Scene, path: Path, **more: object) -> BringPreview:
    return group.application.submissions.compare(read(group, path), group.group, **more)  # type: ignore[arg-type]


def bring(group: Scene, path: Path, *, keep: bool = True, **more: object):  # type: ignore[no-untyped-def]
    found = read(group, path)
    preview = group.application.submissions.compare(found, group.group, **more)  # type: ignore[arg-type]
    ticked = {row.line for row in preview.of_part(NEW)}
    return group.application.submissions.record(group.group, found, preview, ticked, keep=keep)[1]


def parts(preview: BringPreview) -> dict[str, BringPart]:
    return {row.name: row.part for row in preview.rows}


def test_unresolved_lines_come_first_and_what_is_left_out_is_named(
    group: Scene, tmp_path: Path
) -> None:
    works = [("Ann Abbott", "a"), ("Mohammed Khan", "b"), ("Nora Nobody", "c")]

    preview = compare(group, archive(tmp_path, *works))

    assert [row.part for row in preview.rows] == [CHOOSE, BringPart.NOBODY, NEW]
    assert preview.words == "Moodle, 3 people, Reflection 1"
    assert dict(preview.left_out) == {
        "odd.txt": "is named as nobody's work",
        "index.html": "is the platform's overview",
    }
    assert (preview.task, preview.question) == (TASK, "")


def test_only_tasks_can_be_chosen_and_where_none_is_named_it_is_asked(
    group: Scene, tmp_path: Path
) -> None:
    path = archive(tmp_path, ("Ann Abbott", "a"), name="submissions.zip")

    preview = compare(group, path)

    assert preview.question == "Choose the task. “submissions.zip” does not say."
    assert parts(preview) == {"Ann Abbott": NEW}
    assert not any(key.endswith("seminar") for key, _ in preview.tasks)
    with pytest.raises(ServiceError, match="Choose the task first"):
        bring(group, path)
    assert bring(group, path, task=TASK).works == 1


def test_bringing_in_keeps_files_and_is_one_step(group: Scene, tmp_path: Path) -> None:
    path = archive(tmp_path, ("Ann Abbott", "one"), ("Wei Li", "two"), ("Nobody", "x"))

    done = bring(group, path)

    assert (done.works, done.kept, done.not_kept, done.open) == (2, 2, 0, 1)
    view = group.application.review.view(group.group, WorkId(group.people["Ann Abbott"], TASK))
    assert view.attempts[0].text == "one"
    assert view.attempts[0].files[0].is_here
    assert view.attempts[0].handed_in is None
    group.application.undo.undo(group.group)
    assert group.application.review.queue(group.group) == ()


def test_the_same_archive_again_is_here_and_only_brings_what_files_are_missing(
    group: Scene, tmp_path: Path
) -> None:
    path = archive(tmp_path, ("Ann Abbott", "one"))
    assert bring(group, path, keep=False).kept == 0

    assert parts(compare(group, path)) == {"Ann Abbott": HERE}
    assert (bring(group, path).works, bring_kept(group)) == (0, 1)
    with pytest.raises(ServiceError, match="Nothing in this file is new"):
        bring(group, path)


def bring_kept(group: Scene) -> int:
    return sum(row.number for row in group.application.review.files.report().rows)


def test_an_accepted_work_with_another_file_is_apart_and_a_returned_one_is_new(
    group: Scene, tmp_path: Path
) -> None:
    bring(group, archive(tmp_path, ("Ann Abbott", "one"), ("Wei Li", "one w")))
    review = group.application.review
    review.accept(group.group, WorkId(group.people["Ann Abbott"], TASK), "")
    review.send_back(group.group, WorkId(group.people["Wei Li"], TASK), "More.")

    preview = compare(group, archive(tmp_path, ("Ann Abbott", "two"), ("Wei Li", "two w")))

    assert parts(preview) == {"Ann Abbott": BringPart.ACCEPTED, "Wei Li": NEW}


def test_work_whose_person_is_not_known_is_not_said_to_be_here(
    group: Scene, tmp_path: Path
) -> None:
    with pytest.raises(ServiceError, match="Choose whose it is"):
        bring(group, archive(tmp_path, ("Mohammed Khan", "one")))


def test_changed_work_that_nobody_ticked_is_not_said_to_be_here(
    group: Scene, tmp_path: Path
) -> None:
    bring(group, archive(tmp_path, ("Ann Abbott", "one")))
    work = WorkId(group.people["Ann Abbott"], TASK)
    group.application.review.accept(group.group, work, "")

    with pytest.raises(ServiceError, match="Nothing is ticked"):
        bring(group, archive(tmp_path, ("Ann Abbott", "two")))


def test_a_chosen_person_is_brought_in(group: Scene, tmp_path: Path) -> None:
    path = archive(tmp_path, ("Mohammed Khan", "one"))
    second = khans(group)[1]

    preview = compare(group, path, people={0: second})

    assert [(row.part, row.person) for row in preview.rows] == [(NEW, second)]


WORKSHEET = (
    "Identifier,Full name,Email address,Status,Grade,Maximum grade,Last modified (submission)\n"
    "Participant 100,Mohammed Khan,mk2@x.org,Draft (not submitted),,20,-\n"
    "Participant 101,Ann Abbott,ann@x.org,Submitted for grading,,20,-\n"
)


def test_a_worksheet_settles_namesakes_and_drafts(group: Scene, tmp_path: Path) -> None:
    second = khans(group)[1]
    entry = NewEntry("person.set", {"person": second, "email": "mk2@x.org"})
    group.application.core.recorder.write(group.group, [entry])
    path = archive(tmp_path, ("Mohammed Khan", "one"), ("Ann Abbott", "two"))
    sheet = tmp_path / "Grades-Course-M1 Reflective Task-4471.csv"
    sheet.write_text(WORKSHEET, encoding="utf-8")
    assert parts(compare(group, path))["Mohammed Khan"] is CHOOSE

    preview = compare(group, path, companion=read(group, sheet))

    assert parts(preview) == {"Mohammed Khan": BringPart.DRAFT, "Ann Abbott": NEW}
    assert next(row for row in preview.rows if row.part is BringPart.DRAFT).person == second


# ---- single files, folders, text -----------------------------------------------------------------


@pytest.fixture
def works(tmp_path: Path) -> Path:
    """An empty folder for what people handed in."""
    made = tmp_path / "works"
    made.mkdir()
    return made


def loose(group: Scene, *paths: Path, person: str = "") -> ReadClaims:
    reading = group.application.claims.reading(group.group)
    return read_files(paths, zone=reading.zone, among=reading.among, person=person)


def test_a_folder_of_files_or_of_folders_is_read_by_its_names(group: Scene, works: Path) -> None:
    (works / "Wei Li").mkdir()
    (works / "Wei Li" / "one.html").write_text("<p>From a page")
    (works / "Wei Li" / "two.txt").write_text("and a text")
    (works / "reflection_1-ann_abbott.docx").write_bytes(word(paragraph("Ann's")))
    (works / ".DS_Store").write_text("x")

    found = loose(group, works)
    preview = group.application.submissions.compare(found, group.group, task=TASK)

    assert parts(preview) == {"Ann Abbott": NEW, "Wei Li": NEW}
    text = next(row for row in preview.rows if row.name == "Wei Li").content["text"]
    assert text == "From a page\n\nand a text"


def test_a_document_without_text_says_why_before_it_is_brought_in(
    group: Scene, works: Path
) -> None:
    (works / "Ann Abbott").mkdir()
    (works / "Ann Abbott" / "one.txt").write_text("Three words here")
    (works / "Ann Abbott" / "two.docx").write_bytes(b"PK damaged")
    (works / "Wei Li.docx").write_bytes(b"PK damaged")

    preview = group.application.submissions.compare(loose(group, works), group.group, task=TASK)
    says = {row.name: row.says for row in preview.rows}

    assert says["Wei Li"].startswith("handed in, time not known. “Wei Li.docx” is")
    assert "one.txt, two.docx (3 words). “two.docx” is" in says["Ann Abbott"]


def test_several_files_named_after_one_person_are_one_work(group: Scene, works: Path) -> None:
    for name in ("Wei Li 1", "Wei Li 2", "Mohammed Khan 1", "Mohammed Khan 2"):
        (works / f"{name}.txt").write_text(name)

    found = loose(group, works)
    preview = group.application.submissions.compare(found, group.group, task=TASK)

    said = [(row.name, row.part, row.content.get("text")) for row in preview.rows]
    assert ("Wei Li", NEW, "Wei Li 1\n\nWei Li 2") in said
    assert [part for name, part, _ in said if name == "Mohammed Khan"] == [CHOOSE, CHOOSE]


def test_a_file_that_cannot_be_read_stops_no_other(group: Scene, tmp_path: Path) -> None:
    there, gone = tmp_path / "Wei Li.txt", tmp_path / "Ann Abbott.txt"
    there.write_text("Hers")

    found = loose(group, there, gone)

    assert [len(data) for _, data in found.files] == [4]
    assert found.statements.left_out == ((gone.name, words.UNREADABLE),)
    with pytest.raises(InterchangeError, match=r"Ann Abbott\.txt"):
        loose(group, gone)


def test_more_than_is_read_at_once_is_left_out_by_name(
    group: Scene, works: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loose_works, "MOST_BYTES", 9)
    monkeypatch.setattr(loose_works, "MOST_BYTES_IN_ALL", 12)
    for name, size in (("Ann Abbott", 8), ("Mohammed Khan", 10), ("Wei Li", 5), ("Wei Li 2", 4)):
        (works / f"{name}.txt").write_text("x" * size)

    found = loose(group, works)

    reasons = {"Mohammed Khan.txt": words.TOO_LARGE, "Wei Li.txt": words.TOO_MUCH}
    assert dict(found.statements.left_out) == reasons
    assert [name for name, _ in found.files] == ["Ann Abbott.txt", "Wei Li 2.txt"]


def test_a_folder_of_too_many_files_is_refused_before_all_are_listed(
    group: Scene, works: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loose_works, "MOST_FILES", 2)
    for at in range(3):
        (works / f"{at}.txt").write_text("x")
    (works / "later").mkdir()
    monkeypatch.setattr(loose_works, "os", OneFolder())

    with pytest.raises(InterchangeError, match="more than 2 files"):
        loose(group, works)


class OneFolder:
    """A walk through a folder that fails where it goes on into a second."""

    @staticmethod
    def walk(path: Path) -> Iterator[tuple[str, list[str], list[str]]]:
        """The first folder alone."""
        folder, folders, files = next(os.walk(path))
        yield folder, folders, files
        raise AssertionError("looked further")


def test_a_file_dropped_on_a_person_is_that_persons(group: Scene, tmp_path: Path) -> None:
    path = tmp_path / "scan 4.docx"
    path.write_bytes(word(paragraph("Hers")))
    found = loose(group, path, person="Ann Abbott")
    service, ann = group.application.submissions, group.people["Ann Abbott"]

    preview = service.compare(found, group.group, task=TASK, people={0: ann})
    _, done = service.record(group.group, found, preview, {0}, keep=True)

    assert (done.works, done.kept) == (1, 1)
    assert group.application.review.view(group.group, WorkId(ann, TASK)).attempts[0].text == "Hers"


def test_pasted_text_has_the_time_it_is_given(group: Scene) -> None:
    reading = group.application.claims.reading(group.group)
    at = datetime(2026, 11, 20, 9, 41)  # noqa: DTZ001  # on the group's clocks
    found = read_text("My text", at=at, zone=reading.zone, among=reading.among, person="Ann Abbott")

    preview = group.application.submissions.compare(found, group.group, task=TASK)

    assert str(preview.rows[0].content["handed_in"]).startswith("2026-11-20T09:41")
    with pytest.raises(InterchangeError, match="no text"):
        read_text(" ", at=None, zone=reading.zone, among=reading.among, person="x")


def test_an_empty_folder_says_so(group: Scene, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(InterchangeError, match="no files"):
        loose(group, tmp_path / "empty")


def test_the_first_task_that_is_missing_is_likeliest(group: Scene, tmp_path: Path) -> None:
    ann, service = group.people["Ann Abbott"], group.application.submissions
    before = service.likely_task(group.group, ann)

    bring(group, archive(tmp_path, ("Ann Abbott", "one")), task=before)

    assert before == "m1.diagnostic"
    assert service.likely_task(group.group, ann) == "m1.reflective"


# ---- what is remembered --------------------------------------------------------------------------


def test_a_name_that_is_not_ours_is_asked_about_once(group: Scene, tmp_path: Path) -> None:
    path = archive(tmp_path, ("Nora Nobody", "x"))
    remembered = group.application.submissions.remembered
    assert parts(compare(group, path)) == {"Nora Nobody": BringPart.NOBODY}

    remembered.say_not_ours(group.group, "moodle", "Nora NOBODY")

    preview = compare(group, path)
    assert preview.rows == ()
    assert preview.left_out[0] == ("Nora Nobody", "is nobody of this group, as you said")
    (name,) = remembered.all(group.group)
    assert (name.platform, name.person) == ("Moodle", "")
    assert remembered.forget(group.group, name) is None
    assert parts(compare(group, path)) == {"Nora Nobody": BringPart.NOBODY}
    with pytest.raises(StaleError):
        remembered.forget(group.group, name)


def test_who_was_chosen_is_remembered_until_it_is_forgotten(group: Scene, tmp_path: Path) -> None:
    path = archive(tmp_path, ("Nora Nobody", "x"))
    remembered = group.application.submissions.remembered
    bring(group, path, people={0: group.people["Ann Abbott"]})

    found = remembered.all(group.group)

    assert {(each.platform, each.who) for each in found} == {("Moodle", "Ann Abbott")}
    for each in found:
        remembered.forget(group.group, each)
    assert remembered.all(group.group) == ()
    group.application.undo.undo(group.group)
    assert len(remembered.all(group.group)) == 1
