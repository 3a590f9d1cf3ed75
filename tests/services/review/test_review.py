"""Review what is handed in: order, decisions, drafts."""

import pytest
from support.scenes import ABSENT, PAST, MakeScene, Scene

from npq_desktop.errors import ServiceError
from npq_desktop.rows.review import ReviewState, SubmissionView, WorkId
from npq_desktop.services.review.queue import words_in

TASK, LAST = "m1.diagnostic", PAST[-1]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben", "Cat", "Dan", "Eve")


def work(scene: Scene, who: str = "Ann", item: str = TASK, *, catch_up: bool = False) -> WorkId:
    return WorkId(scene.people[who], item, catch_up)


def view(scene: Scene, what: WorkId) -> SubmissionView:
    return scene.application.review.view(scene.group, what)


def accept(scene: Scene, what: WorkId, feedback: str = "") -> None:
    scene.application.review.accept(scene.group, what, feedback)


def send_back(scene: Scene, what: WorkId, feedback: str) -> None:
    scene.application.review.send_back(scene.group, what, feedback)


def save(scene: Scene, what: WorkId, text: str) -> None:
    scene.application.review.save_draft(scene.group, what, text)


def test_the_queue_has_what_awaits_first_and_the_oldest_before_the_newer(group: Scene) -> None:
    sam = group.colleague()
    for who, day in (("Ann", 5), ("Ben", 3), ("Cat", 4), ("Dan", 2), ("Eve", 1)):
        group.hand_in(who, TASK, handed_in=f"2026-10-0{day}T09:00:00+01:00")
    accept(group, work(group, "Eve"))
    send_back(group, work(group, "Dan"), "More.")
    accept(group, work(group, "Cat"))
    sam.tell("review.set", who="Cat", task=TASK, decision="returned", seen=[])
    group.write("catchup.set", who="Ann", event=LAST, state="agreed")

    rows = group.application.review.queue(group.group)

    assert [(row.name, row.state.value) for row in rows] == [
        ("Cat", "conflict"),
        ("Ben", "awaiting"),
        ("Ann", "awaiting"),
        ("Dan", "returned"),
        ("Ann", "agreed"),
        ("Eve", "accepted"),
    ]


def test_nothing_handed_in_is_an_empty_queue(group: Scene) -> None:
    assert group.application.review.queue(group.group) == ()


def test_work_that_is_not_there_is_refused(group: Scene) -> None:
    with pytest.raises(ServiceError, match="Check it and choose again"):
        view(group, work(group))


def test_returning_needs_feedback(group: Scene) -> None:
    group.hand_in("Ann", TASK)

    with pytest.raises(ServiceError, match="what to change"):
        send_back(group, work(group), "  ")

    assert view(group, work(group)).row.state is ReviewState.AWAITING


def test_work_handed_in_again_awaits_again_whatever_the_clocks_say(group: Scene) -> None:
    group.hand_in("Ann", TASK, "first", handed_in="2030-01-01T00:00:00Z")
    send_back(group, work(group), "Say why.")

    group.hand_in("Ann", TASK, "second", handed_in="1990-01-01T00:00:00Z")

    assert view(group, work(group)).row.state is ReviewState.AWAITING
    assert len(view(group, work(group)).attempts) == 2


def test_work_that_arrives_from_a_colleague_after_a_return_awaits_again(group: Scene) -> None:
    sam = group.colleague()
    group.hand_in("Ann", TASK)
    send_back(group, work(group), "Say why.")

    sam.tell("submission.add", who="Ann", task=TASK, content="ab" * 32, text="Because.")

    assert view(group, work(group)).row.state is ReviewState.AWAITING


def test_a_decision_names_what_it_was_taken_on(group: Scene) -> None:
    contents = {group.hand_in("Ann", TASK, "one"), group.hand_in("Ann", TASK, "two")}

    accept(group, work(group))

    [fact] = group.facts.reviews[group.people["Ann"], TASK]
    assert set(fact.seen) == contents


def test_two_decisions_conflict_and_keep_both_feedbacks(group: Scene) -> None:
    group.hand_in("Ann", TASK)
    sam = group.colleague()
    accept(group, work(group), "Clear.")

    sam.tell("review.set", who="Ann", task=TASK, decision="returned", feedback="Say more.")

    shown = view(group, work(group))
    assert shown.row.state is ReviewState.CONFLICT
    assert {each.feedback for each in shown.reviews} == {"Clear.", "Say more."}
    assert "Sam Okafor returned" in shown.notice
    assert shown.notice.endswith("Both feedbacks are kept.")


def test_deciding_again_settles_two_decisions(group: Scene) -> None:
    group.hand_in("Ann", TASK)
    sam = group.colleague()
    accept(group, work(group))
    sam.tell("review.set", who="Ann", task=TASK, decision="returned", feedback="Say more.")

    accept(group, work(group))

    assert view(group, work(group)).row.state is ReviewState.ACCEPTED


# ---- drafts --------------------------------------------------------------------------------------


def test_a_draft_survives_a_restart(group: Scene) -> None:
    group.hand_in("Ann", TASK)
    save(group, work(group), "I like how")

    group.laptop.restart()

    assert view(group, work(group)).draft == "I like how"
    assert view(group, work(group)).row.has_draft


def test_a_draft_survives_a_colleagues_decision_and_says_so(group: Scene) -> None:
    group.hand_in("Ann", TASK)
    sam = group.colleague()
    save(group, work(group), "I like how")

    sam.tell("review.set", who="Ann", task=TASK, decision="accepted", seen=[])

    shown = view(group, work(group))
    assert shown.draft == "I like how"
    assert shown.notice == "Sam Okafor accepted this on 23 November. Your draft is kept."


def test_a_decision_on_an_earlier_attempt_is_no_notice_on_the_next(group: Scene) -> None:
    group.hand_in("Ann", TASK, "first")
    send_back(group, work(group), "Say why.")
    group.hand_in("Ann", TASK, "second")

    save(group, work(group), "Better")

    assert view(group, work(group)).notice == ""


def test_a_decision_ends_the_draft(group: Scene) -> None:
    group.hand_in("Ann", TASK)
    save(group, work(group), "I like how")

    accept(group, work(group), "I like how you begin.")

    assert view(group, work(group)).draft == ""


def test_an_empty_draft_is_none(group: Scene) -> None:
    group.hand_in("Ann", TASK)
    save(group, work(group), "x")

    save(group, work(group), "")

    assert not view(group, work(group)).row.has_draft


def test_a_draft_never_leaves_this_laptop(group: Scene) -> None:
    group.hand_in("Ann", TASK)
    save(group, work(group), "not for others")

    data, _, _ = group.application.exchange.group_file(group.group)

    assert b"not for others" not in data


# ---- catch-ups -----------------------------------------------------------------------------------


def test_accepting_a_catch_up_repairs_the_event_at_once(group: Scene) -> None:
    group.mark("Ann", LAST, ABSENT)
    group.write("catchup.set", who="Ann", event=LAST, state="handed_in", text="I watched it.")
    assert group.state("Ann", LAST) == "unknown"

    accept(group, work(group, item=LAST, catch_up=True))

    assert group.state("Ann", LAST) == "earned"
    row = group.application.register.view(group.group, LAST).rows[0]
    assert row.detail == "caught up on 23 November"


@pytest.mark.parametrize(
    ("limit", "why"),
    [
        (1, "it does not count, because the programme allows 1 catch-up and others come first."),
        (0, "it does not count, because the programme allows no catch-ups."),
    ],
)
def test_a_catch_up_beyond_the_limit_says_so_before_and_after_it_is_accepted(
    scene: MakeScene, limit: int, why: str
) -> None:
    group, missed = scene("Ann", settings={"catch_up.limit": limit}), PAST[1]
    for event in (PAST[0], missed):
        group.mark("Ann", event, ABSENT)
    group.write("catchup.set", who="Ann", event=PAST[0], state="accepted")
    group.write("catchup.set", who="Ann", event=missed, state="handed_in", text="Sorry.")
    what = work(group, item=missed, catch_up=True)

    assert view(group, what).notice == f"If you accept this, {why}"
    accept(group, what)

    assert view(group, what).notice == f"{why[0].upper()}{why[1:]}"
    review = group.application.review
    assert review.words_once_accepted(group.group, what) == view(group, what).notice


def test_accepting_a_catch_up_that_moves_up_within_the_limit_says_nothing_before(
    scene: MakeScene,
) -> None:
    """It is beyond as it stands: what is accepted goes before what was only handed in."""
    group = scene("Ann", settings={"catch_up.limit": 1})
    for event in PAST[:2]:
        group.mark("Ann", event, ABSENT)
        group.write("catchup.set", who="Ann", event=event, state="handed_in", text="Sorry.")
    what = work(group, item=PAST[1], catch_up=True)
    assert group.state("Ann", PAST[1]) == "lost"

    notice = view(group, what).notice
    accept(group, what)

    assert notice == ""
    assert (group.state("Ann", PAST[0]), group.state("Ann", PAST[1])) == ("lost", "earned")


@pytest.mark.parametrize(
    ("kind", "said", "words"),
    [
        (
            "mark.set",
            {"who": "Ann", "state": "present"},
            "Marked present since then. Accepting changes nothing.",
        ),
        ("event.set", {"state": "did_not_run", "reason": "snow"}, "no percentage changes"),
        ("mark.set", {"who": "Ann", "state": "absent"}, ""),
    ],
)
def test_a_catch_up_that_nobody_needs_any_more_says_so(
    group: Scene, kind: str, said: dict[str, object], words: str
) -> None:
    group.mark("Ann", PAST[0], ABSENT)
    group.write("catchup.set", who="Ann", event=PAST[0], state="handed_in", text="Sorry.")

    group.write(kind, event=PAST[0], **said)

    notice = view(group, work(group, item=PAST[0], catch_up=True)).notice
    assert words in notice
    assert bool(words) is bool(notice)


def test_a_catch_up_whose_effect_hangs_on_two_marks_says_so(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", PAST[0], ABSENT)
    group.write("catchup.set", who="Ann", event=PAST[0], state="handed_in", text="Sorry.")

    sam.tell("mark.set", who="Ann", event=PAST[0], state="present")

    notice = view(group, work(group, item=PAST[0], catch_up=True)).notice
    assert notice == "If you accept this, whether it counts depends on a disagreement."


def test_a_decision_on_a_catch_up_keeps_what_was_handed_in(group: Scene) -> None:
    what = {"what": "Watch the recording", "by": "2026-12-01", "text": "I watched it."}
    group.write("catchup.set", who="Ann", event=LAST, state="handed_in", **what)

    send_back(group, work(group, item=LAST, catch_up=True), "Which part?")

    shown = view(group, work(group, item=LAST, catch_up=True))
    assert shown.attempts[0].text == "I watched it."
    assert (shown.row.state, shown.reviews[0].feedback) == (ReviewState.RETURNED, "Which part?")
    assert group.facts.catchups[group.people["Ann"], LAST][0].by == "2026-12-01"


def test_an_attachment_says_on_which_laptop_its_file_is(group: Scene) -> None:
    sam = group.colleague()

    sam.tell("submission.add", who="Ann", task=TASK, content="ab" * 32, name="essay.docx")

    [attempt] = view(group, work(group)).attempts
    assert attempt.where == "essay.docx, brought in on Sam's laptop"


def test_an_attachment_of_this_laptop_is_named_without_it(group: Scene) -> None:
    group.write("submission.add", who="Ann", task=TASK, content="ab" * 32, name="essay.docx")

    [attempt] = view(group, work(group)).attempts
    assert attempt.where == "essay.docx"


@pytest.mark.parametrize(("text", "count"), [("", 0), (" a  b\n", 2), ("it's well-known", 2)])
def test_words_are_runs_of_letters_between_spaces(text: str, count: int) -> None:
    assert words_in(text) == count
