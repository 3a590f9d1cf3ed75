"""Discussion, contacts with follow-ups, prepared messages and the dates as a calendar."""

import email
from dataclasses import replace
from datetime import date
from email import policy
from pathlib import Path

import icalendar
import pytest
from support.assessed import AssessedScene
from support.scenes import did_not_run

from npq_desktop.errors import ServiceError
from npq_desktop.rows.contact import ContactEntry, MessageText

# ---- discussion --------------------------------------------------------------------------------


def thread(group: AssessedScene):
    return group.office.discussion.view(group.group)


def test_posts_stand_by_time_with_replies_and_pins(group: AssessedScene) -> None:
    discussion = group.office.discussion
    for text in ("First", "Second"):
        discussion.post(group.group, text)
        group.scene.laptop.clock.move(minutes=1)
    first, second = thread(group).posts
    discussion.post(group.group, "Yes", reply_to=first.id)
    group.scene.laptop.clock.move(minutes=1)
    reply = thread(group).posts[0].replies[0]
    discussion.post(group.group, "Also", reply_to=reply.id)
    assert [each.text for each in thread(group).posts[0].replies] == ["Yes", "Also"]

    discussion.pin(group.group, second.id, pinned=True)
    assert [each.text for each in thread(group).posts] == ["Second", "First"]
    discussion.pin(group.group, second.id, pinned=False)
    assert [each.text for each in thread(group).posts] == ["First", "Second"]
    assert thread(group).note.startswith("Participants do not see this.")


def test_what_was_not_shown_here_is_counted(group: AssessedScene) -> None:
    sam = group.scene.colleague()
    member = sam.author.member
    sam.tell("post.add", id=f"{member}.{'a' * 32}", text="Who has the keys?")
    assert (thread(group).unread, thread(group).words) == (1, "1 new post")
    assert thread(group).posts[0].is_new
    group.office.discussion.shown(group.group)

    assert group.office.discussion.unread(group.group) == 0
    assert not thread(group).posts[0].is_new
    with pytest.raises(ServiceError, match="Only the author can change or withdraw"):
        group.office.discussion.withdraw(group.group, thread(group).posts[0].id)


def test_a_post_under_anothers_name_counts_nothing(group: AssessedScene) -> None:
    group.office.discussion.post(group.group, "Mine")
    [own] = thread(group).posts
    sam = group.scene.colleague()
    sam.tell("post.add", id=own.id, text="Not mine")
    sam.tell("post.add", id="f" * 32 + ".x", text="Nobody's")
    sam.tell("post.add", id=sam.author.member + ".y", text="A phrase", about="phrase")

    assert [each.text for each in thread(group).posts] == ["Mine"]


def test_an_own_post_is_changed_and_withdrawn(group: AssessedScene) -> None:
    discussion = group.office.discussion
    discussion.post(group.group, "Mine")
    [post] = thread(group).posts
    assert post.own
    assert not post.changed
    discussion.change(group.group, post.id, "Mine, better")
    [post] = thread(group).posts
    assert (post.text, post.changed) == ("Mine, better", True)
    discussion.withdraw(group.group, post.id)

    [post] = thread(group).posts
    assert (post.text, post.words) == ("", "Withdrawn by Alex Morgan, 21 June")
    assert not post.own
    group.scene.application.undo.undo(group.group)
    assert thread(group).posts[0].text == "Mine, better"


@pytest.mark.parametrize(
    ("text", "said"), [("  ", "Write the post first"), ("x" * 4_001, "at most 4,000 characters")]
)
def test_what_a_post_must_not_be(group: AssessedScene, text: str, said: str) -> None:
    with pytest.raises(ServiceError, match=said):
        group.office.discussion.post(group.group, text)


def test_a_post_taken_back_on_one_laptop_is_not_shown_by_a_change_on_another(
    group: AssessedScene,
) -> None:
    sam = group.scene.colleague()
    post = f"{sam.author.member}.{'a' * 32}"
    for number in range(40):  # their ids are by chance on either side of the withdrawn one
        sam.say("post.add", id=post, text=f"Changed {number}")
    sam.say("post.add", id=post, text="", withdrawn=1)
    sam.send()

    [row] = thread(group).posts
    assert row.text == ""
    assert row.words.startswith("Withdrawn by ")


def test_a_reply_stays_where_the_post_above_it_is_taken_back(group: AssessedScene) -> None:
    discussion = group.office.discussion
    discussion.post(group.group, "Mine")
    [post] = thread(group).posts
    discussion.post(group.group, "Yes", reply_to=post.id)
    discussion.withdraw(group.group, post.id)

    [row] = thread(group).posts
    assert (row.text, [each.text for each in row.replies]) == ("", ["Yes"])
    with pytest.raises(ServiceError, match="no longer in this group"):
        discussion.post(group.group, "Hello?", reply_to=f"{post.id}0")


def test_a_draft_is_kept_until_it_is_posted(group: AssessedScene) -> None:
    group.office.discussion.keep_draft(group.group, "Half a th")
    assert thread(group).draft == "Half a th"
    group.office.discussion.post(group.group, "Half a thought")

    assert thread(group).draft == ""


def test_the_forum_has_an_address_of_https(group: AssessedScene) -> None:
    with pytest.raises(ServiceError, match="begins with https"):
        group.office.discussion.set_link(group.group, "http://forum.example")
    group.office.discussion.set_link(group.group, "https://forum.example/npq")

    assert thread(group).link == "https://forum.example/npq"
    assert thread(group).posts == ()


# ---- contacts ----------------------------------------------------------------------------------

CALL = ContactEntry(date(2027, 6, 21), "phone", "Rang, is well again", date(2027, 6, 28))


def test_a_contact_and_its_follow_up(group: AssessedScene) -> None:
    contacts, ann = group.office.contacts, group.id("Ann Ash")
    contacts.log(group.group, ann, CALL)
    [row] = contacts.of(group.group, ann)
    assert row.words == "Phone, 21 June 2027, follow-up due 28 June"
    assert (row.text, row.is_private) == ("Rang, is well again", True)
    group.at(2027, 7, 1)
    [row] = contacts.due(group.group)
    assert row.overdue
    assert row.words.endswith("follow-up due 28 June, 3 days overdue")
    contacts.done(group.group, row.id)

    assert contacts.due(group.group) == ()
    [row] = contacts.of(group.group, ann)
    assert (row.done, row.text) == (date(2027, 7, 1), "Rang, is well again")
    with pytest.raises(ServiceError, match="done already"):
        contacts.done(group.group, row.id)
    group.scene.application.undo.undo(group.group)
    assert len(contacts.due(group.group)) == 1


def test_words_are_private_unless_they_are_not(group: AssessedScene) -> None:
    contacts, ann = group.office.contacts, group.id("Ann Ash")
    contacts.log(group.group, ann, CALL)
    contacts.log(group.group, ann, replace(CALL, text="For all", private=False))

    texts = [e.content.get("text") for e in group.scene.application.store.events(group.group)]
    assert "For all" in texts
    assert "Rang, is well again" not in texts


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"how": "pigeon"}, "Choose how you were in contact"),
        ({"due": date(2027, 6, 1)}, "The follow-up is before the contact"),
        ({"text": "x" * 4_001}, "at most 4,000 characters"),
    ],
)
def test_what_a_contact_must_not_be(group: AssessedScene, changed, said: str) -> None:
    with pytest.raises(ServiceError, match=said):
        group.office.contacts.log(group.group, group.id("Ann Ash"), replace(CALL, **changed))


def test_in_an_open_window_the_office_is_rung_as_well(admitted: AssessedScene) -> None:
    assert admitted.office.contacts.hint(admitted.group) == ""
    admitted.at(2027, 7, 6)
    assert admitted.office.contacts.hint(admitted.group).startswith("Ring the office as well.")


OPEN_DAYS = (
    "you are admitted to the assessment. It opens on 5 July 2027 and closes on 12 July 2027, 23:59."
)


# ---- messages ----------------------------------------------------------------------------------


def text(group: AssessedScene, key: str) -> MessageText:
    return next(each for each in group.office.messages.texts(group.group) if each.key == key)


def test_a_message_is_filled_in_for_each_person(admitted: AssessedScene) -> None:
    admitted.scene.write("person.set", who="Ann Ash", known_as="Annie", email="a@b.example")
    messages, people = admitted.office.messages, list(admitted.scene.people.values())
    found = messages.preview(admitted.group, people, text(admitted, "admitted"), "r1")

    assert found.without_email == ("Ben Bell",)
    assert found.messages[0].text.splitlines() == [
        "Dear Annie,",
        "",
        OPEN_DAYS,
        "",
        "Alex Morgan",
    ]


def test_every_shipped_text_can_be_filled_in(admitted: AssessedScene) -> None:
    messages, people = admitted.office.messages, list(admitted.scene.people.values())
    texts = messages.texts(admitted.group)
    found = [messages.preview(admitted.group, people, each, "r1") for each in texts]

    assert len(texts) == 8
    assert not any("{" in m.text + m.subject for each in found for m in each.messages)


def test_an_unknown_blank_is_named_and_nothing_is_made(group: AssessedScene) -> None:
    broken = MessageText("", "Own", "Hello", "Dear {first_name}, {plan}")

    with pytest.raises(ServiceError, match=r"\{first_name\} cannot be filled in. Nothing was"):
        group.office.messages.preview(group.group, [group.id("Ann Ash")], broken)


def test_drafts_open_in_a_mail_program(admitted: AssessedScene, tmp_path: Path) -> None:
    for who in admitted.scene.people:
        admitted.scene.write("person.set", who=who, email=f"{who.split()[0]}@b.example")
    people = list(admitted.scene.people.values())
    found = admitted.office.messages.preview(admitted.group, people, text(admitted, "result_out"))
    assert admitted.office.messages.save_drafts(admitted.group, found, tmp_path) == 2

    data = (tmp_path / "Ann Ash.eml").read_bytes()
    message = email.message_from_bytes(data, policy=policy.default)
    assert (message["To"], message["X-Unsent"]) == ("Ann@b.example", "1")
    assert message["From"] is None
    assert message.get_content_type() == "text/plain"
    assert "your result is on the platform" in message.get_content()
    admitted.office.messages.save_table(admitted.group, found, tmp_path / "merge.csv")
    assert "Ann@b.example" in (tmp_path / "merge.csv").read_text(encoding="utf-8-sig")


def test_nobody_without_an_address_gets_a_draft(group: AssessedScene, tmp_path: Path) -> None:
    found = group.office.messages.preview(
        group.group, [group.id("Ann Ash")], text(group, "result_out")
    )
    with pytest.raises(ServiceError, match="Nobody here has an email address"):
        group.office.messages.save_drafts(group.group, found, tmp_path)
    assert list(tmp_path.glob("*.eml")) == []


def test_own_texts_are_kept_here_and_forgotten(group: AssessedScene) -> None:
    messages = group.office.messages
    with pytest.raises(ServiceError, match="a title, a subject and words"):
        messages.keep("Own", "", "x")
    messages.keep("Own", "Hello", "Dear {known_as}")
    messages.keep("Own", "Hello", "Dear {known_as}, hello")
    assert [each.text for each in messages.texts(group.group) if each.is_own] == [
        "Dear {known_as}, hello"
    ]
    messages.forget("Own")
    assert not any(each.is_own for each in messages.texts(group.group))


def test_a_message_is_logged_as_a_contact(group: AssessedScene) -> None:
    people = tuple(group.scene.people.values())
    group.office.contacts.log_all(group.group, people, "message")

    assert [r.how for p in people for r in group.office.contacts.of(group.group, p)] == [
        "message",
        "message",
    ]


# ---- dates -------------------------------------------------------------------------------------


def entries(group: AssessedScene) -> dict[str, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(group.office.dates.calendar(group.group))
    assert calendar["METHOD"] == "PUBLISH"
    return {str(each["UID"]).partition("@")[0]: each for each in calendar.walk("VEVENT")}


def test_the_dates_are_a_calendar_with_every_round(group: AssessedScene, tmp_path: Path) -> None:
    group.announce()
    found = entries(group)

    assert set(found) == {*(f"m{n}.seminar" for n in range(1, 7)), "conference-1", "conference-2",
                          "r1"}  # fmt: skip
    assert found["r1"].decoded("DTSTART") == date(2027, 7, 5)
    assert found["r1"].decoded("DTEND") == date(2027, 7, 13)
    assert not any("ATTENDEE" in each for each in found.values())
    assert str(found["m1.seminar"]["UID"]) == f"m1.seminar@{group.group}"
    group.office.dates.save(group.group, tmp_path / "dates.ics")
    assert (tmp_path / "dates.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_a_change_counts_up_and_what_does_not_run_is_cancelled(group: AssessedScene) -> None:
    before = entries(group)["m6.seminar"]
    assert (before["SEQUENCE"], str(before["STATUS"])) == (0, "CONFIRMED")
    did_not_run(group.scene.application, group.group, "m6.seminar", "Snow")

    after = entries(group)["m6.seminar"]
    assert (after["SEQUENCE"], str(after["STATUS"])) == (1, "CANCELLED")
