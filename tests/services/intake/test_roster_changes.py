"""What a newer list changes of a person: line by line, and nobody is overwritten unasked."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.scenes import MakeScene, Scene

from npq_desktop.errors import ServiceError
from npq_desktop.rows.rosters import NEW_PERSON, RosterChoices, RosterPreview
from npq_desktop.services.intake.roster_changes import why_worse

Read = Callable[..., RosterPreview]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    made = scene("Ann Lee", "Ben Roe", "Cat Poe")
    made.write(
        "person.set",
        who="Ann Lee",
        email="ann@ash.example",
        trn="3104567",
        school="Ash Primary",
        **{"id.brightspace": "P1"},
    )
    return made


@pytest.fixture
def read(group: Scene, tmp_path: Path) -> Read:
    """``read("Name,Email", "Ann Lee,ann@x.org")``: compared with the group."""

    def preview(*lines: str, **choices: object) -> RosterPreview:
        path = tmp_path / "list.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        said = RosterChoices(**choices)  # type: ignore[arg-type]
        return group.application.setup.read_roster(path, group.group, said)

    return preview


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("Bronwen Tallis", "Bronwen TALLIS", "capitals"),
        ("Wei Li", "Wei LI", "capitals"),
        ("Jo Ng", "JO NG", "capitals"),
        ("Wei Li", "Wei SMITH", "capitals"),
        ("Bronwen Tallis", "bronwen tallis", "capitals are missing"),
        ("Agnieszka Żuk", "Agnieszka Zuk", "accents"),
        ("Ela Żuk-Nowak", "Ela Zuk-Nowak Smith", "accents"),
        ("Aoife O'Brien", "Aoife OBrien", "accents or signs"),
        ("Agnieszka Żuk", "Agnieszka ?uk", "letter was lost"),
        ("Siân Evans", "Si\ufffdn Evans", "letter was lost"),
        ("Siân Evans", "SiÃ¢n Evans", "letter was lost"),
        ("Elżbieta Nowak", "El_bieta Nowak", "letter was lost"),
        ("Bronwen Tallis", "9100 Tallis", "number"),
        ("Ada Okafor", "Okafor", "part of it"),
        ("Harriet Moss (née Quayle)", "Harriet Moss", "part of it"),
        ("Annabel Lee", "Ann Lee", "part of it"),
        ("Bronwen Tallis", "B. Tallis", "initial"),
        ("Wei Li", "Mrs Wei Li", "more than the name"),
        ("Wei Li", "Wei Li (she/her)", "more than the name"),
        ("Wei Li", "Wei Li - Ash Primary", "more than the name"),
        ("Wei Li", "Wei Smith", ""),
        ("Lucia Prado", "Lucía Prado", ""),
        ("BRONWEN TALLIS", "Bronwen Tallis", ""),
        ("Harriet Moss", "Harriet Moss (née Quayle)", ""),
        ("Macdermott", "MacDermott", ""),
    ],
)
def test_a_name_that_lost_something_is_worse(before: str, after: str, why: str) -> None:
    said = why_worse(before, after)

    assert bool(said) == bool(why)
    assert why in said


@pytest.mark.parametrize(
    ("titles", "line", "what", "preset"),
    [
        ("Name,TRN,School", "Ann Lee,3104567,Elm Primary", "school", True),
        ("Name,TRN,School", "Ann Lee,3104567,ASH PRIMARY", "school", False),
        ("Name,TRN,Email", "Ann Lee,3104567,ann@elm.example", "email", True),
        ("Name,Email", "Ann Lee,ann@elm.example", "email", False),
        ("Name,School", "Ann Lee,Elm Primary", "school", False),
        ("Name,School", "Ann Lee,Ash Primary School", "school", True),
        ("Name,Email,Known as", "Ann Lee,ann@ash.example,Annie", "known as", True),
        ("OrgDefinedId,Name,TRN", "P1,Ann Lee,3104599", "TRN", False),
        ("OrgDefinedId,Name,TRN", "P9,Ann Lee,3104567", "brightspace id", False),
        ("Name,Email,TRN", "Ann Lee,ann@ash.example,04567", "TRN", False),
        ("Name,TRN", "Ann Smith,3104567", "name", True),
    ],
)
def test_a_change_is_preset_only_where_taking_it_is_safe(
    read: Read, titles: str, line: str, what: str, preset: bool
) -> None:
    [change] = read(titles, line).changes

    assert (change.what, change.preset) == (what, preset)
    assert bool(change.why) is not preset


def test_only_accepted_lines_are_written(group: Scene, read: Read) -> None:
    preview = read("Name,TRN,School,Email", "Ann Smith,3104567,Elm,ann@elm.example")
    school = next(change for change in preview.changes if change.what == "school")

    group.application.setup.apply_roster(group.group, preview, [school])

    fields = group.facts.people[group.people["Ann Lee"]].fields
    assert (fields["name"], fields["school"]) == ("Ann Lee", "Elm")
    assert fields["email"] == "ann@ash.example"


def test_a_line_whose_detail_was_changed_meanwhile_is_refused_and_nothing_written(
    group: Scene, read: Read
) -> None:
    preview = read("Name,TRN,School", "Ann Lee,3104567,Elm", "Dee Fox,,")
    group.write("person.set", who="Ann Lee", school="Oak")

    with pytest.raises(ServiceError, match="Someone changed the school of Ann Lee"):
        group.application.setup.apply_roster(group.group, preview)

    assert group.facts.people[group.people["Ann Lee"]].fields["school"] == "Oak"
    assert len(group.facts.people) == 3


@pytest.mark.parametrize(
    ("titles", "line", "reason"),
    [
        ("Name,TRN", "Ann Lee,3104599", "not the TRN"),
        ("OrgDefinedId,Name", "P9,Ann Lee", "not the brightspace id"),
        ("Name,Email,School", "Ann Lee,a.lee@elm.example,Elm", "not the email and school"),
        ("Name,Email", "Tom Reed,ann@ash.example", "belongs to Ann Lee"),
        ("Name,TRN", "Tom Reed,3104567", "belongs to Ann Lee"),
        ("OrgDefinedId,Name", "P1,Tom Reed", "belongs to Ann Lee"),
        ("Name,TRN", "Anne Lee,", "The name is alike"),
    ],
)
def test_a_line_that_contradicts_what_is_known_is_asked_about(
    group: Scene, read: Read, titles: str, line: str, reason: str
) -> None:
    preview = read(titles, line)
    before = dict(group.facts.people[group.people["Ann Lee"]].fields)

    [question] = preview.questions
    assert reason in question.reason
    assert question.candidates[0][1] == "Ann Lee"
    assert (preview.people, preview.changes, preview.gone) == ((), (), ("Cat Poe", "Ben Roe"))
    with pytest.raises(ServiceError, match="already in the group"):
        group.application.setup.apply_roster(group.group, preview)
    assert dict(group.facts.people[group.people["Ann Lee"]].fields) == before


def test_two_namesakes_of_a_file_are_two_people(group: Scene, read: Read) -> None:
    preview = read(
        "Name,Email,TRN,School",
        "Ann Lee,ann@ash.example,3104567,Ash Primary",
        "Ann Lee,a.lee@elm.example,3104599,Elm Primary",
    )
    [question] = preview.questions
    assert (question.line, len(preview.people)) == (3, 1)

    answered = read(
        "Name,Email,TRN,School",
        "Ann Lee,ann@ash.example,3104567,Ash Primary",
        "Ann Lee,a.lee@elm.example,3104599,Elm Primary",
        people={3: NEW_PERSON},
    )
    group.application.setup.apply_roster(group.group, answered)

    names = {row.name for row in group.application.cohort.view(group.group).rows}
    assert {"Ann Lee (Ash Primary)", "Ann Lee (Elm Primary)"} <= names


def test_of_two_bare_namesakes_neither_takes_the_one_who_is_known(read: Read) -> None:
    preview = read("Name", "Ben Roe", "Ben Roe")

    assert [question.line for question in preview.questions] == [2, 3]
    assert (preview.people, preview.added) == ((), ())
    assert "Ben Roe" not in preview.gone


def test_nobody_of_the_group_can_be_two_lines(group: Scene, read: Read) -> None:
    ann = group.people["Ann Lee"]

    preview = read("Name,TRN", "Ann Lee,3104567", "Anne Lee,", people={3: ann})

    [question] = preview.questions
    assert "Another line is this person already" in question.reason
    assert (question.answer, preview.matches) == ("", (ann,))


def test_a_stranger_with_a_name_a_little_alike_is_simply_new(read: Read) -> None:
    preview = read("Name,Email", "Annika Leeson,al@x.example", "Tom Lee,tom@x.example")

    assert preview.added == ("Annika Leeson", "Tom Lee")
    assert preview.questions == ()


def test_statuses_nobody_knows_are_said_once_a_kind(read: Read) -> None:
    preview = read("Name,Status", "Ann Lee,Invoiced", "Ben Roe,Invoiced", "Cat Poe,Active")

    assert preview.problems == ("2 people have the status “Invoiced”, which was not read.",)


@pytest.mark.parametrize("status", ["Suspended", "Not current", "Inactive", "On hold", "Left"])
def test_a_status_that_sets_apart_is_told_and_recorded_by_nobody(read: Read, status: str) -> None:
    preview = read("Name,Status", f"Ann Lee,{status}")

    assert "change of training status" in preview.status_words[0]
    assert preview.statuses == ("",)
