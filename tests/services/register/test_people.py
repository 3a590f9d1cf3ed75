"""Walk-ins, guests, and joining ids into one person: rows, counts, items, undo, two laptops."""

import pytest
from support.applications import Laptop, group_as_planned, preview
from support.scenes import ABSENT, FIRST, PRESENT, UNMARKED, MakeScene, Scene, late

from npq_desktop.errors import ServiceError
from npq_desktop.rows.people import Arrived, PersonChoice, WalkIn
from npq_desktop.rows.register import Mark, MarkState, RegisterRow
from npq_desktop.services.core.joined import joined_people
from npq_desktop.services.core.worth.items import ItemsOfGroup

EVENT, LATER = "m2.seminar", "m3.seminar"


def arrive(scene: Scene, name: str = "Ann Le", **more: str) -> str:
    return scene.application.people.walk_in(scene.group, EVENT, WalkIn(name, **more)).person


def rows(scene: Scene, event: str = EVENT) -> dict[str, RegisterRow]:
    return {row.name: row for row in scene.application.register.view(scene.group, event).rows}


def join(scene: Scene, walk_in: str, who: str = "Ann") -> None:
    people, who_is = scene.application.people, scene.people[who]
    shown = people.joining_words(scene.group, walk_in, who_is)
    people.join(scene.group, walk_in, who_is, EVENT, shown)


def take(scene: Scene, guest: PersonChoice) -> Arrived:
    people = scene.application.people
    return people.guest(scene.group, EVENT, guest, people.guest_words(EVENT, guest))


def undo(scene: Scene) -> None:
    scene.application.undo.undo(scene.group)


def guest_of(scene: Scene, group: str) -> PersonChoice:
    [guest] = [each for each in scene.application.people.others(scene.group) if each.group == group]
    return guest


@pytest.fixture
def home(scene: MakeScene, laptop: object) -> tuple[Scene, str]:
    """Our group, and another one on the same laptop with Gwen in it."""
    here = scene("Ann")
    group = group_as_planned(
        here.application,
        preview("Gwen Guest"),
        title="Group 08",
        cohort="Autumn 2026",
        first_seminar=FIRST,
    )
    return here, group


def item(scene: Scene, group: str, person: str) -> str:
    facts = scene.application.core.facts.of(group)
    items = ItemsOfGroup(facts=facts, now=scene.laptop.clock()).items(person)
    return next(made.state.value for made, _ in items if made.id == EVENT)


# ---- walk-ins ----------------------------------------------------------------------------------


def test_walk_in_needs_no_more_than_a_name_and_is_present_at_once(scene: MakeScene) -> None:
    ann = scene("Ann")

    arrive(ann, "Wes Walker")

    row = rows(ann)["Wes Walker"]
    assert (row.state, row.walk_in, row.expected) == (MarkState.PRESENT, True, False)
    assert row.detail == row.why_not_expected == "walk-in"


def test_walk_in_is_counted_apart_and_stands_on_no_roster(scene: MakeScene) -> None:
    ann = scene("Ann")

    person = arrive(ann)

    counts = ann.application.register.view(ann.group, EVENT).counts
    assert (counts.expected, counts.walk_ins, counts.extra, counts.in_room) == (1, 1, 1, 1)
    assert counts.not_expected == 0
    assert person not in ann.facts.registers[EVENT].people


def test_walk_in_stands_last_so_that_a_printed_sheet_keeps_its_numbers(scene: MakeScene) -> None:
    group = scene("Ann", "Zoe")

    arrive(group, "Ben")

    numbered = [(row.number, name) for name, row in rows(group).items()]
    assert numbered == [(1, "Ann"), (2, "Zoe"), (3, "Ben")]


def test_walk_in_is_no_participant_of_the_cohort_nor_of_other_registers(scene: MakeScene) -> None:
    ann = scene("Ann")

    arrive(ann)

    cohort = ann.application.cohort.view(ann.group)
    assert [row.name for row in cohort.rows] == ["Ann"]
    assert list(rows(ann, LATER)) == ["Ann"]
    assert ann.application.groups.all()[0].people == 1


def test_walk_in_is_named_in_the_sign_off(scene: MakeScene) -> None:
    ann = scene("Ann")
    arrive(ann)

    words = ann.application.signoff.draft(ann.group, EVENT, 1).words

    assert "1 walk-in" in words
    assert "not expected" not in words
    assert "Headcount 1 matches" in words


def test_walk_in_is_undone_and_redone_in_one_step(scene: MakeScene) -> None:
    ann = scene("Ann")
    person = arrive(ann)

    undo(ann)
    gone = rows(ann)
    ann.application.undo.redo(ann.group)

    assert list(gone) == ["Ann"]
    assert rows(ann)["Ann Le"].person == person
    assert rows(ann)["Ann Le"].state is MarkState.PRESENT


def test_walk_in_taken_back_by_hand_still_stands_there_to_be_marked(scene: MakeScene) -> None:
    ann = scene("Ann")
    person = arrive(ann)

    ann.application.register.mark(ann.group, EVENT, person, UNMARKED)

    assert rows(ann)["Ann Le"].state is MarkState.UNMARKED
    assert ann.application.register.view(ann.group, EVENT).counts.walk_ins == 0


@pytest.mark.parametrize(
    ("who", "says"),
    [
        (WalkIn("  "), "Type a name"),
        (WalkIn("Wes", trn="12"), "2 digits"),
        (WalkIn("Wes", trn="214477"), "Type 0214477"),
        (WalkIn("Wes", email="wes at home"), "(?i)e-?mail"),
        (WalkIn(" ANN "), "Mark that row"),
    ],
)
def test_walk_in_that_cannot_be_recorded_says_why(scene: MakeScene, who: WalkIn, says: str) -> None:
    ann = scene("Ann")

    with pytest.raises(ServiceError, match=says):
        ann.application.people.walk_in(ann.group, EVENT, who)

    assert list(rows(ann)) == ["Ann"]


def test_walk_in_with_a_namesake_is_taken_with_a_school(scene: MakeScene) -> None:
    ann = scene("Ann")

    arrive(ann, "Ann", school="Hill Primary")

    counts = ann.application.register.view(ann.group, EVENT).counts
    assert (counts.expected, counts.walk_ins) == (1, 1)


def test_walk_in_is_not_taken_for_the_participant_of_a_later_roster(scene: MakeScene) -> None:
    ann = scene("Ann")
    arrive(ann, "Wes Walker")

    ann.application.setup.apply_roster(ann.group, preview("Wes Walker"))

    names = [row.name for row in ann.application.cohort.view(ann.group).rows]
    assert names == ["Ann", "Wes Walker"]


def test_walk_in_at_an_event_that_did_not_run_is_refused(scene: MakeScene) -> None:
    ann = scene("Ann")
    ann.write("event.set", event=EVENT, state="did_not_run", reason="snow")

    with pytest.raises(ServiceError, match="recorded as not run"):
        arrive(ann)


# ---- guests of another group -------------------------------------------------------------------


def test_guest_is_credited_at_home_by_a_coordinator(home: tuple[Scene, str]) -> None:
    here, group = home
    guest = guest_of(here, group)

    arrived = take(here, guest)

    row = rows(here)["Gwen Guest"]
    assert (row.walk_in, row.state, row.note) == (True, MarkState.PRESENT, "guest from Group 08")
    assert item(here, group, guest.person) == "earned"
    assert [changes.group for changes in arrived.changes] == [here.group, group]
    assert "credited" in arrived.words


def test_guest_is_undone_in_each_group_by_itself(home: tuple[Scene, str]) -> None:
    here, group = home
    guest = guest_of(here, group)
    take(here, guest)

    undo(here)
    credited_still = item(here, group, guest.person)
    here.application.undo.undo(group)

    assert list(rows(here)) == ["Ann"]
    assert credited_still == "earned"
    assert item(here, group, guest.person) == "unknown"


def test_guest_of_a_group_where_we_do_not_coordinate_waits_for_the_office(
    scene: MakeScene, laptop: object, quick_words: None
) -> None:
    here = scene("Ann")
    group = _joined_as_facilitator(here, laptop)
    guest = guest_of(here, group)

    arrived = take(here, guest)

    assert "Only a coordinator can credit" in arrived.words
    assert item(here, group, guest.person) == "lost"
    facts = here.application.core.facts.of(group)
    assert [fact.expects for fact in facts.expected[guest.person, EVENT]] == ["visit"]
    assert not facts.exemptions


def _joined_as_facilitator(here: Scene, laptop: object) -> str:
    """A group of Sam's that our laptop has joined by invitation."""
    sam: Laptop = laptop("Sam Okafor")  # type: ignore[operator]
    group = group_as_planned(
        sam.application,
        preview("Gwen Guest"),
        title="Group 08",
        cohort="Autumn 2026",
        first_seminar=FIRST,
    )
    path = here.laptop.folder.parent / "invitation.npqsync"
    invitation = sam.application.membership.invite(group, "Alex Morgan", "facilitator", path)
    membership = here.application.membership
    return membership.join(membership.preview_invitation(path, invitation.words))


def test_guest_marked_present_at_home_changes_nothing_there(home: tuple[Scene, str]) -> None:
    here, group = home
    guest = guest_of(here, group)
    here.application.register.mark(group, EVENT, guest.person, PRESENT)

    arrived = take(here, guest)

    assert len(arrived.changes) == 1
    assert "nothing changes there" in arrived.words


def test_guest_stands_on_a_register_only_once(home: tuple[Scene, str]) -> None:
    here, group = home
    guest = guest_of(here, group)
    take(here, guest)

    with pytest.raises(ServiceError, match="already"):
        take(here, guest)


def test_new_face_may_be_anybody_of_this_register_or_of_another_group(
    home: tuple[Scene, str],
) -> None:
    here, _ = home
    arrive(here)

    known = here.application.people.known(here.group, EVENT)

    assert [(each.name, each.group_title, each.detail) for each in known] == [
        ("Ann", "", "on this register · not marked"),
        ("Ann Le", "", "on this register · walk-in · present"),
        ("Gwen Guest", "Group 08", ""),
    ]


# ---- joining and parting -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        (UNMARKED, "Ann Le's mark at Seminar 2, present, will count for Ann."),
        (PRESENT, "Both are marked present at Seminar 2. This becomes one mark"),
        (ABSENT, "they have different marks, present for Ann Le and absent for Ann"),
    ],
)
def test_joining_says_first_what_it_does_to_the_marks_of_both(
    scene: MakeScene, mark: Mark, says: str
) -> None:
    ann = scene("Ann")
    ann.mark("Ann", EVENT, mark)
    walk_in = arrive(ann)

    words = ann.application.people.joining_words(ann.group, walk_in, ann.people["Ann"])

    assert says in words.replace(title(ann), "Seminar 2")
    assert words.endswith("Press Alt+U on the row to unlink them.")


def title(scene: Scene) -> str:
    return scene.application.register.view(scene.group, EVENT).event.title


def test_walk_in_is_offered_the_likest_name_first(scene: MakeScene) -> None:
    ann = scene("Abe", "Ann", "Zoe")
    walk_in = arrive(ann, "Zoë")

    offered = ann.application.people.may_be(ann.group, EVENT, walk_in)

    assert [each.name for each in offered] == ["Zoe", "Abe", "Ann"]


def test_joined_walk_in_counts_for_the_participant(scene: MakeScene) -> None:
    ann = scene("Ann")
    walk_in = arrive(ann)

    join(ann, walk_in)

    assert list(rows(ann)) == ["Ann"]
    assert (rows(ann)["Ann"].state, rows(ann)["Ann"].expected) == (MarkState.PRESENT, True)
    assert ann.state("Ann", EVENT) == "earned"
    counts = ann.application.register.view(ann.group, EVENT).counts
    assert (counts.present, counts.extra, counts.walk_ins) == (1, 0, 0)


def test_joined_marks_that_differ_are_shown_as_a_conflict(scene: MakeScene) -> None:
    ann = scene("Ann")
    ann.mark("Ann", EVENT, ABSENT)

    join(ann, arrive(ann))

    row = rows(ann)["Ann"]
    assert row.state is MarkState.CONFLICT
    assert sorted(side.words for side in row.candidates) == ["Absent", "Present"]
    assert ann.state("Ann", EVENT) == "unknown"


def test_joined_marks_that_agree_are_one(scene: MakeScene) -> None:
    ann = scene("Ann")
    ann.mark("Ann", EVENT, PRESENT)

    join(ann, arrive(ann))

    assert rows(ann)["Ann"].state is MarkState.PRESENT
    assert ann.state("Ann", EVENT) == "earned"


@pytest.mark.parametrize("side", [0, 1])
def test_conflict_of_joined_marks_is_settled_by_a_choice(scene: MakeScene, side: int) -> None:
    ann = scene("Ann")
    ann.mark("Ann", EVENT, ABSENT)
    join(ann, arrive(ann))
    chosen = rows(ann)["Ann"].candidates[side]

    ann.choose("Ann", EVENT, side)

    assert rows(ann)["Ann"].state.value == chosen.words.lower()


def test_joined_person_is_marked_anew_without_a_conflict(scene: MakeScene) -> None:
    ann = scene("Ann")
    join(ann, arrive(ann))

    ann.mark("Ann", EVENT, late(25))
    is_late = rows(ann)["Ann"].state
    ann.mark("Ann", EVENT, UNMARKED)

    assert is_late is MarkState.LATE
    assert rows(ann)["Ann"].state is MarkState.UNMARKED


def test_joining_is_undone(scene: MakeScene) -> None:
    ann = scene("Ann")
    join(ann, arrive(ann))

    undo(ann)

    assert rows(ann)["Ann Le"].state is MarkState.PRESENT
    assert rows(ann)["Ann"].state is MarkState.UNMARKED
    assert ann.state("Ann", EVENT) == "unknown"


def test_parting_gives_each_their_own_marks_back_and_is_undone(scene: MakeScene) -> None:
    ann = scene("Ann")
    walk_in = arrive(ann)
    join(ann, walk_in)
    joined = ann.application.people.joined(ann.group, ann.people["Ann"])

    ann.application.people.part(ann.group, walk_in, EVENT)
    apart = {name: row.state for name, row in rows(ann).items()}
    undo(ann)

    assert joined == ((walk_in, "Ann Le"),)
    assert apart == {"Ann": MarkState.UNMARKED, "Ann Le": MarkState.PRESENT}
    assert list(rows(ann)) == ["Ann"]


def test_joining_takes_a_walk_in_and_somebody_else(scene: MakeScene) -> None:
    ann = scene("Ann", "Ben")
    walk_in, people = arrive(ann), ann.application.people

    with pytest.raises(ServiceError, match="already linked"):
        people.join(ann.group, walk_in, walk_in, EVENT, "")
    with pytest.raises(ServiceError, match="only link a walk-in"):
        people.join(ann.group, ann.people["Ben"], ann.people["Ann"], EVENT, "")


def test_joined_marks_signed_off_before_are_covered_after(scene: MakeScene) -> None:
    ann = scene("Ann")
    walk_in = arrive(ann)
    ann.sign_off(EVENT)

    join(ann, walk_in)

    [signoff] = ann.application.register.view(ann.group, EVENT).signoffs
    assert signoff.uncovered == ()


def test_joined_marks_are_covered_by_a_sign_off_made_after(scene: MakeScene) -> None:
    ann = scene("Ann")
    join(ann, arrive(ann))

    ann.sign_off(EVENT)

    [signoff] = ann.application.register.view(ann.group, EVENT).signoffs
    assert signoff.uncovered == ()


def test_walk_in_joined_here_and_marked_late_elsewhere_is_a_conflict(scene: MakeScene) -> None:
    ann = scene("Ann")
    walk_in = arrive(ann)
    sam = ann.colleague()
    sam.catch_up_with_us()
    ann.mark("Ann", EVENT, PRESENT)
    join(ann, walk_in)

    told = {"event": EVENT, "person": walk_in, "state": "present", "minutes_late": 60}
    sam.tell("mark.set", rep=(), **told)

    assert rows(ann)["Ann"].state is MarkState.CONFLICT
    assert ann.state("Ann", EVENT) == "unknown"


def test_two_laptops_that_join_both_ways_round_agree_on_the_participant(scene: MakeScene) -> None:
    ann = scene("Ann")
    walk_in = arrive(ann)
    sam = ann.colleague()
    sam.say("person.set", who="Ann", same_as=walk_in)
    join(ann, walk_in)

    sam.send()

    assert list(rows(ann)) == ["Ann"]
    assert rows(ann)["Ann"].expected
    assert ann.state("Ann", EVENT) == "earned"


def test_two_laptops_that_join_with_different_people_show_one_of_them(scene: MakeScene) -> None:
    ann = scene("Ann", "Ben")
    walk_in = arrive(ann)
    sam = ann.colleague()
    sam.say("person.set", person=walk_in, same_as=ann.people["Ben"])
    join(ann, walk_in)

    sam.send()

    states = sorted(row.state.value for row in rows(ann).values())
    assert states == ["present", "unmarked"]


def test_joins_in_chains_and_rings_end_at_one_id_from_every_side(scene: MakeScene) -> None:
    people = scene("Ann", "Ben", "Cat", "Dee")
    ann, ben, cat, dee = (people.people[name] for name in ("Ann", "Ben", "Cat", "Dee"))
    for one, other in ((ann, ben), (ben, cat), (cat, ann), (dee, ann)):
        people.write("person.set", person=one, same_as=other)

    joined = joined_people(people.facts.everybody)

    main = min(ann, ben, cat)
    assert joined == {each: main for each in (ann, ben, cat, dee) if each != main}
    assert len(rows(people)) == 1


def test_join_with_somebody_unknown_or_oneself_hides_nobody(scene: MakeScene) -> None:
    people = scene("Ann", "Ben")
    people.write("person.set", who="Ann", same_as="f" * 32)
    people.write("person.set", who="Ben", same_as=people.people["Ben"])

    assert list(rows(people)) == ["Ann", "Ben"]
