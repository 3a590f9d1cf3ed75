"""Phrases: kept, ordered, filled in, shared without a name."""

from datetime import date

import pytest
from support.scenes import MakeScene, Scene

from npq_desktop.errors import ServiceError
from npq_desktop.rows.review import QueueRow
from npq_desktop.services.review.phrases import blanks, first_blank

TASK = "m3.reflective"


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    made = scene("Aoife O'Brien", "Ben Cole")
    made.hand_in("Aoife O'Brien", TASK, "one two three")
    return made


def row(group: Scene) -> QueueRow:
    return group.application.review.queue(group.group)[0]


def titles(group: Scene) -> list[str]:
    return [
        each.title for each in group.application.review.phrases.phrases(group.group, row(group))
    ]


def test_phrases_of_the_task_come_before_its_kind_and_before_everywhere(group: Scene) -> None:
    phrases = group.application.review.phrases
    phrases.keep("Anywhere", "Thank you.")
    phrases.keep("Kind", "Say more.", "reflective")
    phrases.keep("Task", "Look at page 3.", TASK)
    phrases.keep("Other task", "No.", "m1.diagnostic")

    assert titles(group) == ["Task", "Kind", "Anywhere"]


def test_the_phrase_used_last_comes_first_and_survives_a_restart(group: Scene) -> None:
    kept = [group.application.review.phrases.keep(title, "Text.") for title in ("A", "B", "C")]
    group.application.review.phrases.note_use(kept[0].id)
    group.application.review.phrases.note_use(kept[2].id)
    group.laptop.restart()

    assert titles(group) == ["C", "A", "B"]


def test_a_phrase_can_be_forgotten(group: Scene) -> None:
    kept = group.application.review.phrases.keep("A", "Text.")

    group.application.review.phrases.forget(group.group, kept)

    assert titles(group) == []


def test_placeholders_are_filled_in(group: Scene) -> None:
    group.write("person.set", who="Aoife O'Brien", known_as="Effie")
    text = "{known_as} {first} | {task} | {module} | {event} | {by} | {words} | {me} | {own word}"

    said = group.application.review.phrases.filled(group.group, row(group), text, date(2026, 12, 7))

    known_as, title, module, event, by, words, me, own = said.split(" | ")
    assert (known_as, by, words, me) == ("Effie Aoife", "7 December", "3", "Alex Morgan")
    assert title == row(group).title
    assert module == group.facts.programme.modules[2].title
    assert "Seminar 5" in event
    assert own == "{own word}"


def test_what_is_not_known_stays_a_blank(group: Scene) -> None:
    said = group.application.review.phrases.filled(
        group.group, row(group), "By {by}, {name of book}."
    )

    assert said == "By {by}, {name of book}."
    assert first_blank(said) == "{by}"
    assert [said[a:b] for a, b in blanks(said)] == ["{by}", "{name of book}"]


@pytest.mark.parametrize("text", ["{1, 2, 3}", "{}", "a {\n} b", "5 > {3}"])
def test_sets_of_numbers_are_no_blanks(text: str) -> None:
    assert first_blank(text) == ""


@pytest.mark.parametrize(
    ("title", "text", "why"),
    [
        ("", "Text.", "title and a text"),
        ("Title", "  ", "title and a text"),
        ("x" * 61, "Text.", "60 characters"),
        ("Title", "x" * 4_001, "4,000 characters"),
    ],
)
def test_what_is_no_phrase_is_refused(group: Scene, title: str, text: str, why: str) -> None:
    with pytest.raises(ServiceError, match=why):
        group.application.review.phrases.keep(title, text)


def test_a_team_phrase_reaches_the_team_and_can_be_undone(group: Scene) -> None:
    group.application.review.phrases.share(group.group, "Say why", "Say why it works.")
    assert [p.team for p in group.application.review.phrases.phrases(group.group, row(group))] == [
        True
    ]

    group.application.undo.undo(group.group)

    assert titles(group) == []


def test_a_phrase_of_ones_own_is_changed_and_keeps_its_place(group: Scene) -> None:
    phrases = group.application.review.phrases
    first = phrases.keep("A", "Text.")
    phrases.keep("B", "Text.")
    phrases.note_use(first.id)

    phrases.change(group.group, first, "Z", "Other.", TASK)

    assert titles(group) == ["Z", "B"]


def test_every_member_can_change_a_phrase_of_the_team(group: Scene) -> None:
    sam = group.colleague()
    sam.tell("post.add", id="1" * 32, about="phrase", title="Sam's", text="Well seen.", scope="")
    phrases = group.application.review.phrases
    [shown] = phrases.phrases(group.group, row(group))

    phrases.change(group.group, shown, "Ours", "Well drawn.", "")

    assert [(p.title, p.text, p.team) for p in phrases.phrases(group.group, row(group))] == [
        ("Ours", "Well drawn.", True)
    ]
    group.application.undo.undo(group.group)
    assert titles(group) == ["Sam's"]
    group.application.undo.redo(group.group)
    assert titles(group) == ["Ours"]


def test_a_phrase_of_the_team_is_forgotten_for_everyone_and_comes_back(group: Scene) -> None:
    phrases = group.application.review.phrases
    phrases.share(group.group, "Say why", "Say why it works.")
    [shown] = phrases.phrases(group.group, row(group))

    phrases.forget(group.group, shown)

    assert titles(group) == []
    with pytest.raises(ServiceError, match="changed meanwhile"):
        phrases.change(group.group, shown, "Late", "Text.", "")
    group.application.undo.undo(group.group)
    assert titles(group) == ["Say why"]


def test_a_changed_phrase_names_nobody_either(group: Scene) -> None:
    phrases = group.application.review.phrases
    phrases.share(group.group, "Say why", "Say why it works.")
    [shown] = phrases.phrases(group.group, row(group))

    with pytest.raises(ServiceError, match="participant's name"):
        phrases.change(group.group, shown, "Say why", "Aoife, say why.", "")

    assert titles(group) == ["Say why"]


def test_a_colleagues_phrase_is_shown(group: Scene) -> None:
    sam = group.colleague()

    sam.tell("post.add", id="1" * 32, about="phrase", title="Sam's", text="Well seen.", scope="")
    sam.tell("post.add", id="2" * 32, about="phrase", title=7, text=None, scope={})
    sam.tell("post.add", id="3" * 32, text="A post of the discussion.")

    assert titles(group) == ["Sam's"]


@pytest.mark.parametrize("text", ["Well done, Aoife.", "As Cole wrote: more.", "O'Brien"])
def test_a_team_phrase_names_nobody(group: Scene, text: str) -> None:
    with pytest.raises(ServiceError, match="participant's name"):
        group.application.review.phrases.share(group.group, "Title", text)

    assert titles(group) == []
