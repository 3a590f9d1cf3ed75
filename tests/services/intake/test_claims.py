from collections.abc import Callable
from pathlib import Path

import pytest
from support.scenes import ABSENT, PRESENT, MakeScene, Scene, late

from npq_desktop.errors import InterchangeError, ServiceError
from npq_desktop.rows.intake import ClaimOutcome, ClaimPreview
from npq_desktop.rows.register import Mark, MarkState
from npq_desktop.services.core.marks import mark_of
from npq_desktop.services.intake.claims import preview as claim_preview

EVENT = "m1.seminar"
Write = Callable[..., Path]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann Abbott", "Wei Li", "Oluwaseun Bankole")


@pytest.fixture
def register(group: Scene, tmp_path: Path) -> Write:
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


def marks(group: Scene, event: str = EVENT) -> dict[str, Mark]:
    names = {key: name for name, key in group.people.items()}
    return {names[k]: mark_of(values[0]) for k, values in group.facts.marks(event).items()}


def test_file_is_matched_compared_and_stores_nothing(group, register):
    group.mark("Ann Abbott", EVENT, PRESENT)
    group.mark("Wei Li", EVENT, ABSENT)

    preview = read(group, register("Ann Abbott,P", "Wei Li,P", "Seun Bankole,P", "Zed Zoe,P"))

    assert outcomes(preview) == {
        "Ann Abbott": ClaimOutcome.MATCHED,
        "Wei Li": ClaimOutcome.DIFFERS,
        "Seun Bankole": ClaimOutcome.REVIEW,
        "Zed Zoe": ClaimOutcome.UNMATCHED,
    }
    assert group.facts.claims == ()


def test_recorded_claims_replace_no_mark_and_differences_are_listed(group, register):
    group.mark("Wei Li", EVENT, ABSENT)
    path = register("Wei Li,P", "Ann Abbott,A")

    group.application.claims.record(group.group, read(group, path))

    found = group.application.claims.differences(group.group)
    assert [(d.name, d.says, d.stands) for d in found] == [
        ("Ann Abbott", "absent", "Not marked"),
        ("Wei Li", "present", "Absent"),
    ]
    assert marks(group) == {"Wei Li": ABSENT}


def test_accepted_difference_is_an_ordinary_mark_made_by_import(group, register):
    group.mark("Wei Li", EVENT, ABSENT)
    claims = group.application.claims
    claims.record(group.group, read(group, register("Wei Li,P", "Ann Abbott,AA")))

    claims.accept(group.group, claims.differences(group.group))

    assert marks(group) == {
        "Wei Li": PRESENT,
        "Ann Abbott": Mark(MarkState.ABSENT, reason="notified"),
    }
    assert {f.how for values in group.facts.marks(EVENT).values() for f in values} == {"import"}
    assert claims.differences(group.group) == ()


def test_accepting_is_one_step_for_undo(group, register):
    group.mark("Wei Li", EVENT, ABSENT)
    claims = group.application.claims
    claims.record(group.group, read(group, register("Wei Li,P", "Ann Abbott,P")))
    claims.accept(group.group, claims.differences(group.group))

    group.application.undo.undo(group.group)

    assert marks(group) == {"Wei Li": ABSENT}
    assert len(claims.differences(group.group)) == 2


def test_one_difference_can_be_accepted_alone(group, register):
    claims = group.application.claims
    claims.record(group.group, read(group, register("Wei Li,P", "Ann Abbott,P")))

    claims.accept(group.group, claims.differences(group.group)[:1])

    assert marks(group) == {"Ann Abbott": PRESENT}


def test_difference_settled_meanwhile_is_not_accepted_blindly(group, register):
    claims = group.application.claims
    claims.record(group.group, read(group, register("Wei Li,P")))
    seen = claims.differences(group.group)
    group.mark("Wei Li", EVENT, ABSENT)

    with pytest.raises(ServiceError, match="Someone changed this"):
        claims.accept(group.group, seen)
    assert marks(group) == {"Wei Li": ABSENT}


def test_present_in_a_file_agrees_with_a_mark_that_says_more(group, register):
    group.mark("Wei Li", EVENT, late(20))

    assert outcomes(read(group, register("Wei Li,P"))) == {"Wei Li": ClaimOutcome.MATCHED}


def test_same_file_twice_records_nothing_new(group, register):
    path = register("Wei Li,P")
    group.application.claims.record(group.group, read(group, path))

    with pytest.raises(ServiceError, match="recorded already"):
        group.application.claims.record(group.group, read(group, path))


def test_person_chosen_once_is_found_by_that_name_in_the_next_file(group, register):
    path = register("Seun Bankole,P")
    person = group.people["Oluwaseun Bankole"]
    group.application.claims.record(group.group, read(group, path, people={0: person}))

    again = read(group, register("Seun Bankole,A"))

    assert [row.person for row in again.rows] == [person]


def test_person_to_review_offers_who_it_may_be(group, register):
    (row,) = read(group, register("Seun Bankole,P")).rows

    assert row.candidates[0] == (group.people["Oluwaseun Bankole"], "Oluwaseun Bankole")


def test_session_of_no_known_event_is_shown_and_can_be_chosen(group, register):
    path = register("Wei Li,P", title="Autumn day")

    asked = read(group, path)

    assert [(item.item, bool(item.question)) for item in asked.items] == [("", True)]
    assert [row.outcome for row in asked.rows] == [ClaimOutcome.ASK]
    with pytest.raises(ServiceError, match="Choose first"):
        group.application.claims.record(group.group, asked)
    assert [row.outcome for row in read(group, path, items={0: EVENT}).rows] == [
        ClaimOutcome.DIFFERS
    ]
    assert read(group, path, items={0: ""}).rows == ()


def test_grade_settles_nothing_and_completion_can_be_accepted(group, tmp_path):
    grades = tmp_path / "grades.csv"
    grades.write_text("OrgDefinedId,First Name,Last Name,M1 Diagnostic Points Grade\n#1,Wei,Li,0\n")
    progress = tmp_path / "progress.csv"
    progress.write_text(
        ",Email address,M1 Diagnostic,\nAnn Abbott,,Completed,2026-06-01 10:00:00\n"
    )
    claims = group.application.claims
    for path in (grades, progress):
        claims.record(group.group, read(group, path))

    (found,) = claims.differences(group.group)
    claims.accept(group.group, [found])

    reviews = group.facts.reviews[group.people["Ann Abbott"], "m1.diagnostic"]
    assert [review.decision for review in reviews] == ["accepted"]
    assert len(group.facts.claims) == 2


def test_archive_of_submissions_arrives_in_task_review(group, tmp_path):
    import zipfile

    path = tmp_path / "M1 Reflective Task Download Nov 20, 2026 0941 AM.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("41-88 - Wei Li - Oct 24, 2026 115 AM/essay.txt", "one two three")

    group.application.claims.record(group.group, read(group, path))

    (row,) = group.application.review.queue(group.group)
    assert (row.name, row.title[:12], row.words) == ("Wei Li", "Reflection 1", 3)
    assert row.handed_in is not None
    assert row.handed_in.isoformat() == "2026-10-24T01:15:00+01:00"
    fields = group.facts.people[group.people["Wei Li"]].fields
    assert fields["id.brightspace_user"] == "41"


def test_roster_is_no_file_of_claims(group, tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("Name,Email\nWei Li,wei@example.org\n")

    with pytest.raises(InterchangeError, match="roster"):
        read(group, path)


def test_files_that_contradict_each_other_are_not_accepted_together(group, register):
    claims = group.application.claims
    for row in ("Wei Li,P", "Wei Li,A"):
        claims.record(group.group, read(group, register(row)))
    both = claims.differences(group.group)

    with pytest.raises(ServiceError, match="Two files disagree about Wei Li"):
        claims.accept(group.group, both)
    claims.accept(group.group, [each for each in both if each.says == "present"])

    assert marks(group) == {"Wei Li": PRESENT}


def test_two_files_that_agree_make_one_mark(group, register, tmp_path):
    claims = group.application.claims
    claims.record(group.group, read(group, register("Wei Li,P")))
    claims.record(group.group, read(group, register("Wei Li,P", "Ann Abbott,P")))

    claims.accept(group.group, claims.differences(group.group))

    assert marks(group) == {"Wei Li": PRESENT, "Ann Abbott": PRESENT}


def test_unknown_code_is_asked_about_and_read_once_explained(group, register):
    path = register("Ann Abbott,P", "Wei Li,O", "Oluwaseun Bankole,O")

    asked = read(group, path)
    told = read(group, path, codes={"o": "excused"})

    assert [(row.code, row.cells, row.state) for row in asked.codes] == [("O", 2, "")]
    assert [row.name for row in asked.rows] == ["Ann Abbott"]
    assert [(row.code, row.cells, row.state) for row in told.codes] == [("O", 2, "excused")]
    assert {row.says for row in told.rows} == {"present (“P”)", "excused (“O”)"}
    assert not any("“O”" in problem for problem in told.problems)


def test_explained_code_is_remembered_for_the_next_register(group, register):
    path = register("Ann Abbott,P", "Wei Li,O")
    group.application.claims.record(group.group, read(group, path, codes={"o": "absent"}))

    later = read(group, register("Ann Abbott,P", "Wei Li,O", title="Seminar 2"))

    assert [(row.code, row.state) for row in later.codes] == [("O", "absent")]
    assert len(later.rows) == 2
    assert [row.state for row in read(group, path, codes={"o": ""}).codes] == [""]


def test_explained_code_is_not_remembered_by_looking(group, register):
    path = register("Ann Abbott,P", "Wei Li,O")
    read(group, path, codes={"o": "absent"})

    assert [row.state for row in read(group, path).codes] == [""]


def test_namesakes_are_offered_with_what_tells_them_apart(scene, tmp_path):
    group = scene("Mohammed Khan", "Wei Li")
    twin = "f" * 32
    group.write("person.set", person=twin, name="Mohammed Khan", school="Ash School")
    path = tmp_path / "register.csv"
    path.write_text("Name,Seminar 1\nMohammed Khan,P\n", encoding="utf-8")

    (row,) = read(group, path).rows

    assert sorted(name for _, name in row.candidates) == [
        "Mohammed Khan (Ash School)",
        "Mohammed Khan (nothing more is known)",
    ]


def test_file_is_read_once_whatever_is_chosen(group, register):
    claims, path = group.application.claims, register("Wei Li,P", "Seun Bankole,P")
    found = claims.reading(group.group).of(path)
    path.unlink()

    preview = claims.compare(found, group.group)
    asked = preview.rows[0].place
    chosen = claims.compare(found, group.group, people={asked: group.people["Wei Li"]})
    left = claims.compare(found, group.group, items={0: ""})

    assert [row.name for row in chosen.rows if row.place == asked] != []
    assert left.items[0].item == ""


def test_people_are_found_while_the_file_is_read(group, register, monkeypatch):
    """Among 1,200 people that takes a second, so the window must not do it."""
    claims = group.application.claims
    found = claims.reading(group.group).of(register("Wei Li,P", "Olu Bankole,A"))

    monkeypatch.setattr(claim_preview, "find_people", None)
    preview = claims.compare(found, group.group, items={0: "m2.seminar"})

    assert {row.person for row in preview.rows} == {"", group.people["Wei Li"]}


def test_people_who_came_since_the_file_was_read_are_found(group, register):
    claims = group.application.claims
    found = claims.reading(group.group).of(register("Zed Zoe,P"))
    group.write("person.set", person="f" * 32, name="Zed Zoe")

    (row,) = claims.compare(found, group.group).rows

    assert row.person == "f" * 32


def test_another_sheet_of_a_workbook_can_be_read(group, tmp_path):
    import openpyxl

    workbook = openpyxl.Workbook()
    first, second = workbook.active, workbook.create_sheet("Spring")
    first.title = "Autumn"
    first.append(["Name", "Seminar 1"])
    first.append(["Wei Li", "P"])
    second.append(["Name", "Seminar 2"])
    second.append(["Wei Li", "A"])
    path = tmp_path / "register.xlsx"
    workbook.save(path)

    found = read(group, path)
    other = read(group, path, sheet="Spring")

    assert (found.sheet, found.sheets) == ("Autumn", ("Autumn", "Spring"))
    assert [row.says for row in other.rows] == ["absent (“A”)"]


def test_tick_set_by_a_person_says_so_beside_the_decision(group, tmp_path):
    path = tmp_path / "progress.csv"
    path.write_text(
        ",Email address,M1 Diagnostic,\n"
        "Wei Li,,Completed (set by Rowan Ashdown),2026-06-01 10:00:00\n",
        encoding="utf-8",
    )
    preview = read(group, path)
    assert [row.remark for row in preview.rows] == ["set by a person"]

    group.application.claims.record(group.group, preview)

    assert group.application.claims.differences(group.group)[0].remark == "set by a person"


def test_submission_without_a_time_says_so(group, tmp_path):
    import zipfile

    path = tmp_path / "NPQ-M1 Reflective Task-4471.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Wei Li_51_assignsubmission_file_/essay.txt", "one two three")

    (row,) = read(group, path).rows

    assert row.says == "handed in, time not known: essay.txt (3 words)"
    assert "handed_in" not in row.content


def test_long_text_in_a_wide_script_stops_nobody(group, tmp_path):
    import zipfile

    path = tmp_path / "M1 Reflective Task Download Nov 20, 2026 0941 AM.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number, (name, text) in enumerate((("Wei Li", "数" * 40_000), ("Ann Abbott", "one"))):
            archive.writestr(f"4{number}-88 - {name} - Oct 24, 2026 115 AM/essay.txt", text)

    group.application.claims.record(group.group, read(group, path))

    assert {row.name for row in group.application.review.queue(group.group)} == {
        "Wei Li",
        "Ann Abbott",
    }


def moodle_archive(tmp_path: Path, task: int, name: str, number: int) -> Path:
    import zipfile

    path = tmp_path / f"NPQ-M{task % 6} Reflective Task-{task}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}_{number}_assignsubmission_file_/essay.txt", f"{task} {number}")
    return path


def test_moodles_participant_number_is_one_of_its_task_only(group, tmp_path):
    claims, wei = group.application.claims, group.people["Wei Li"]
    first = moodle_archive(tmp_path, 4471, "Will Li", 51)
    claims.record(group.group, read(group, first, items={0: "m1.reflective"}, people={0: wei}))

    again = read(group, moodle_archive(tmp_path, 4471, "W Li", 51), items={0: "m1.reflective"})
    other = read(group, moodle_archive(tmp_path, 4472, "Xu", 51), items={0: "m2.reflective"})

    assert [row.person for row in again.rows] == [wei]
    assert [row.person for row in other.rows] == [""]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("40%", "not done, 40%"),
        ("99.9 %", "not done, 99%"),
        ("0%", "not done, 0%"),
        ("100%", "done, Moodle 20 September"),
        ("Not completed", "not done"),
        ("140%", "not known"),
    ],
)
def test_how_much_of_a_module_is_done_is_kept_as_the_platform_says(
    group: Scene, tmp_path: Path, cell: str, shown: str
) -> None:
    path = tmp_path / "progress.csv"
    rows = [
        ',"Email address","M2 Content",""',
        f'"Ann Abbott","a@example.org","{cell}","2026-09-20 07:00:00"',
        '"Wei Li","w@example.org","Completed","2026-09-20 07:00:00"',
    ]
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")

    group.application.claims.record(group.group, read(group, path))

    view = group.application.cohort.person(group.group, group.people["Ann Abbott"])
    at = view.journey.steps.index("Content")
    assert view.journey.rows[1].cells[at].words == shown
