"""From entries to facts: every live value comes out with who said it."""

from collections.abc import Callable

import pytest
import sqlalchemy
from support.facts import events, people
from support.journal import AT, Group, author, member, person

from npq_desktop.journal.kinds.assessment import ASSESSMENT, WINDOW
from npq_desktop.journal.kinds.catchup import CATCHUP
from npq_desktop.journal.kinds.claim import CLAIM
from npq_desktop.journal.kinds.enrolment import ENROLMENT
from npq_desktop.journal.kinds.entries import CONTACT, NOTE
from npq_desktop.journal.kinds.exemption import EXEMPTION
from npq_desktop.journal.kinds.expected import EXPECTED
from npq_desktop.journal.kinds.mark import MARK, MarkFact
from npq_desktop.journal.kinds.person import PERSON
from npq_desktop.journal.kinds.register import REGISTER, SIGNOFF
from npq_desktop.journal.kinds.review import REVIEW
from npq_desktop.journal.kinds.submission import SUBMISSION
from npq_desktop.rows.groups import GroupTitle
from npq_desktop.store.reading import Reading
from npq_desktop.store.store import Store

ANN = person("ann")
BOX = {"to": ["abcdefgh"], "box": "sealed"}


class Statements:
    """Counts what is asked of any database while it is entered."""

    def __init__(self) -> None:
        self.selects = 0

    def __enter__(self) -> None:
        sqlalchemy.event.listen(sqlalchemy.Engine, "before_cursor_execute", self._hear)

    def __exit__(self, *_: object) -> None:
        sqlalchemy.event.remove(sqlalchemy.Engine, "before_cursor_execute", self._hear)

    def _hear(self, _connection: object, _cursor: object, statement: str, *_more: object) -> None:
        self.selects += statement.startswith("SELECT")


@pytest.fixture
def read(store: Store, group: Group) -> Callable[[], Reading]:
    """``read()``: what the store says once it has everything the group wrote."""

    def receive_and_read() -> Reading:
        store.receive(group.id, group.events, route="file")
        return store.reading

    return receive_and_read


def test_groups_come_with_their_start_and_programme(read: Callable, group: Group) -> None:
    reading = read()

    assert reading.groups() == (GroupTitle(group.id, "seminar group", "2026"),)
    found = reading.group(group.id)
    assert (found.programme, found.programme_disagrees) == ('{"v":1}', False)
    assert found.keep_until == "2028-08-31"


def test_groups_are_listed_by_one_query_however_many_there_are(store: Store) -> None:
    """Reliability 42: a start must not read every group."""
    groups = [Group(f"group {number}") for number in range(3)]
    for each in groups:
        store.receive(each.id, each.events, route="file")

    asked = Statements()
    with asked:
        found = store.reading.groups()

    assert [one.id for one in found] == [each.id for each in groups]
    assert asked.selects == 1


def test_group_that_is_not_here_is_a_lookup_error(read: Callable) -> None:
    with pytest.raises(LookupError):
        read().group("0" * 64)


def test_group_with_two_programmes_says_so(read: Callable, group: Group) -> None:
    group.write("olu", "programme.set", {"programme": '{"v":2}'})

    assert read().group(group.id).programme_disagrees


def test_person_shows_one_value_and_keeps_the_others(read: Callable, group: Group) -> None:
    events = [
        group.write("sam", "person.set", {"person": ANN, "name": "Ann", "trn": "0012345"}),
        group.write("olu", "person.set", {"person": ANN, "name": "Anne", "school": None}),
    ]
    first, second = sorted(events, key=lambda event: event.id)

    found = people(read(), group.id)[ANN]

    assert found.fields == {"name": first.content["name"], "trn": "0012345"}
    values = [(value, source.id) for value, source in found.disagreeing["name"]]
    assert values == [(first.content["name"], first.id), (second.content["name"], second.id)]
    assert found.disagreeing.keys() == {"name"}
    assert people(read(), group.id) == {ANN: found}


def test_person_who_is_the_same_as_another_says_so(read: Callable, group: Group) -> None:
    group.write("olu", "person.set", {"person": ANN, "same_as": person("anne")})

    found = people(read(), group.id)[ANN]

    assert (found.same_as, found.fields) == (person("anne"), {})


def test_event_fields_are_read_one_by_one(read: Callable, group: Group) -> None:
    first = group.write("sam", "event.set", {"event": "s", "state": "held", "place": "Hall"})
    group.write("olu", "event.set", {"event": "s", "state": "did_not_run", "reason": "snow"})
    group.write("olu", "event.set", {"event": "s", "place": "Gym"}, rep=[first])

    (found,) = events(read(), group.id).values()

    assert (found.id, found.place, found.reason, found.title) == ("s", "Gym", "snow", None)
    assert {value for value, _ in found.disagreeing["state"]} == {"held", "did_not_run"}


def test_mark_comes_with_all_it_says(read: Callable, group: Group) -> None:
    said = {
        "arrived": "2026-10-01T09:04:00+01:00",
        "minutes_late": 4,
        "minutes_early": 1,
        "start": AT,
        "end": "2026-10-01T16:00:00+01:00",
        "how": "typed",
    }
    mark = group.mark("sam", "s", "ann", "present", **said)

    (found,) = read().facts(MARK, group.id)

    assert (found.event, found.person, found.head, found.state) == ("s", ANN, mark.id, "present")
    assert {name: getattr(found, name) for name in said} == said
    assert (found.left, found.reason) == (None, None)
    assert (found.source.member, found.source.at) == (member("sam"), AT)


def test_marks_that_agree_are_one_fact_with_all_who_say_it(read: Callable, group: Group) -> None:
    """Reliability 19, 21a: typed and scanned, no conflict."""
    both = [
        group.mark("sam", "s", "ann", "present", how="typed"),
        group.mark("olu", "s", "ann", "present", how="scanned"),
    ]

    (found,) = read().facts(MARK, group.id)

    first, second = sorted(event.id for event in both)
    assert (found.head, found.source.id) == (first, first)
    assert [source.id for source in found.agreeing] == [second]
    assert read().conflicts(group.id) == ()


def test_marks_that_disagree_are_candidates(read: Callable, group: Group) -> None:
    group.mark("sam", "s", "ann", "present", minutes_late=4)
    group.mark("olu", "s", "ann", "present", minutes_late=40)

    found = read().facts(MARK, group.id)

    assert {(mark.minutes_late, mark.source.key) for mark in found} == {
        (4, author("sam").key),
        (40, author("olu").key),
    }


def test_mark_taken_back_is_no_fact_and_yields_to_another(read: Callable, group: Group) -> None:
    mark = group.mark("sam", "s", "ann", "present")
    group.mark("sam", "s", "ann", None, rep=[mark])
    assert read().facts(MARK, group.id) == ()

    other = group.mark("olu", "s", "ann", "absent")

    assert [found.head for found in read().facts(MARK, group.id)] == [other.id]


def test_undone_mark_brings_back_the_earlier_words_under_a_new_head(
    read: Callable, group: Group
) -> None:
    first = group.mark("sam", "s", "ann", "present")
    second = group.mark("olu", "s", "ann", "absent", rep=[first])
    undo = group.undo("olu", second)

    (found,) = read().facts(MARK, group.id)

    assert (found.state, found.head, found.source.id) == ("present", undo.id, first.id)
    assert found.source.member == member("sam")


def test_marks_are_filtered_by_event_and_person(read: Callable, group: Group) -> None:
    for event in ("s1", "s2"):
        for who in ("ann", "ben"):
            group.mark("sam", event, who, "present")

    def cells(found: tuple[MarkFact, ...]) -> set[tuple[str, str]]:
        return {(mark.event, mark.person) for mark in found}

    assert cells(read().facts(MARK, group.id, "s1")) == {("s1", ANN), ("s1", person("ben"))}
    assert cells(read().facts(MARK, group.id, "s2", ANN)) == {("s2", ANN)}


def test_register_is_the_union_of_all_openings(read: Callable, group: Group) -> None:
    group.write("sam", "register.open", {"event": "s", "roster": [ANN, person("ben")]})
    group.write("olu", "register.open", {"event": "s", "roster": [ANN, person("cat")]})

    (found,) = read().facts(REGISTER, group.id, "s")

    assert found.people == tuple(sorted({ANN, person("ben"), person("cat")}))
    assert {source.member for source in found.opened} == {member("sam"), member("olu")}
    assert read().facts(REGISTER, group.id) == (found,)
    assert read().facts(REGISTER, group.id, "other") == ()


def test_signoff_says_what_it_covers(read: Callable, group: Group) -> None:
    content = {
        "event": "s",
        "counts": {"present": 1},
        "head_count": 24,
        "words": "one of one",
        "covers": {ANN: ["0123456789abcdef"]},
    }
    group.write("sam", "register.signoff", content)

    (found,) = read().facts(SIGNOFF, group.id, "s")

    assert (found.member, found.counts, found.head_count) == (member("sam"), {"present": 1}, 24)
    assert found.covers == {ANN: ("0123456789abcdef",)}
    assert read().facts(SIGNOFF, group.id, "t") == ()


def test_work_is_read_by_person_and_task(read: Callable, group: Group) -> None:
    about = {"person": ANN, "task": "m1.diagnostic"}
    digest = "a" * 64
    group.write("sam", "submission.add", {**about, "content": digest, "name": "a.docx", "size": 9})
    group.write("sam", "review.set", {**about, "decision": "returned", "feedback": "Say why."})
    group.write("olu", "review.set", {**about, "decision": "returned", "feedback": "Why?"})

    reading = read()

    (work,) = reading.facts(SUBMISSION, group.id, ANN, "m1.diagnostic")
    assert (work.content, work.name, work.size, work.text) == (digest, "a.docx", 9, None)
    reviews = reading.facts(REVIEW, group.id, ANN)
    assert {review.feedback for review in reviews} == {"Say why.", "Why?"}
    assert reading.conflicts(group.id) == ()
    assert reading.facts(REVIEW, group.id, ANN, "m2") == ()


def test_standing_of_a_person_is_read(read: Callable, group: Group) -> None:
    about = {"person": ANN}
    group.write(
        "sam",
        "enrolment.set",
        {**about, "from": "2026-11-01", "status": "deferred", "sealed": BOX},
    )
    group.write(
        "olu",
        "exemption.set",
        {**about, "item": "s", "value": "credited", "credit": [1, 2], "source": "Leeds"},
    )
    group.write("sam", "expected.set", {**about, "event": "s", "expects": "apology"})
    group.write("sam", "catchup.set", {**about, "event": "s", "state": "agreed", "what": "slides"})

    reading = read()

    (enrolment,) = reading.facts(ENROLMENT, group.id, ANN)
    assert (enrolment.since, enrolment.status, enrolment.sealed) == ("2026-11-01", "deferred", BOX)
    (exemption,) = reading.facts(EXEMPTION, group.id)
    assert (exemption.credit, exemption.credited_from) == ((1, 2), "Leeds")
    assert [one.expects for one in reading.facts(EXPECTED, group.id, "s")] == ["apology"]
    assert [(one.state, one.what) for one in reading.facts(CATCHUP, group.id)] == [
        ("agreed", "slides")
    ]


def test_windows_assessments_and_claims_are_read(read: Callable, group: Group) -> None:
    group.write("olu", "window.set", {"window": "w1", "start": "2027-09-01", "end": "2027-09-08"})
    decided = {"person": ANN, "window": "w1", "eligible": "yes", "figures": {"secured": "92.0"}}
    group.write("olu", "assessment.set", decided)
    claim = {"person": ANN, "item": "s", "source": "b" * 64, "fact": "present", "system": "Teams"}
    group.write("sam", "claim.add", claim)

    reading = read()

    assert [(one.start, one.end) for one in reading.facts(WINDOW, group.id)] == [
        ("2027-09-01", "2027-09-08")
    ]
    assert [one.details for one in reading.facts(ASSESSMENT, group.id, ANN)] == [decided]
    (found,) = reading.facts(CLAIM, group.id, ANN)
    assert (found.file, found.fact, found.system, found.details) == (
        "b" * 64,
        "present",
        "Teams",
        claim,
    )


def test_notes_are_read_by_kind_and_sealed_ones_are_not_opened(
    read: Callable, group: Group
) -> None:
    group.write("sam", "note.add", {"id": "n", "person": ANN, "event": "s", "text": "quiet"})
    group.write("sam", "contact.add", BOX)

    reading = read()

    (note,) = reading.facts(NOTE, group.id)
    assert (note.id, note.kind, note.event, note.text) == ("n", "note.add", "s", "quiet")
    (contact,) = reading.facts(CONTACT, group.id)
    assert (contact.text, contact.sealed) == (None, BOX)
    assert reading.facts(NOTE, group.id, "other") == ()


def test_several_kinds_are_read_in_one_query(read: Callable, group: Group) -> None:
    group.mark("sam", "s", "ann", "present")
    group.mark("sam", "s", "ben", "absent")
    group.write("sam", "note.add", {"id": "n", "text": "quiet"})
    group.write("sam", "person.set", {"person": ANN, "name": "Ann", "trn": "0012345"})
    reading = read()
    kinds = (MARK, NOTE, PERSON, REVIEW)

    asked = Statements()
    with asked:
        found = reading.facts_of(kinds, group.id)

    assert found == {kind.name: reading.facts(kind, group.id) for kind in kinds}
    assert [len(facts) for facts in found.values()] == [2, 1, 2, 0]
    assert asked.selects == 1


def test_a_member_that_may_hold_anything_breaks_no_fact(read: Callable, group: Group) -> None:
    group.write("sam", "note.add", {"id": "n", "text": "t", "sealed": {"to": 1}})
    about = {"person": ANN, "task": "t"}
    group.write("sam", "review.set", {**about, "decision": "accepted", "seen": {"x": [1]}})
    group.write("sam", "claim.add", {"person": ANN, "item": "i", "source": "b" * 64, "fact": [7]})
    group.mark("sam", "s", "ann", "present", amendment=5, agreeing=[1], head={}, source=7)

    reading = read()

    assert [note.sealed for note in reading.facts(NOTE, group.id)] == [None]
    assert [review.seen for review in reading.facts(REVIEW, group.id)] == [()]
    assert [claim.fact for claim in reading.facts(CLAIM, group.id)] == ["[7]"]
    (mark,) = reading.facts(MARK, group.id)
    assert (mark.amendment, mark.agreeing, mark.head) == ("5", (), mark.source.id)


def test_members_and_invitations_are_read_from_the_roots_down(read: Callable, group: Group) -> None:
    group.invite("olu", "kim", role="coordinator")
    group.revoke("olu", "sam")

    reading = read()

    members = reading.members(group.id)
    assert [(one.name, one.role, one.depth, one.revoked) for one in members] == [
        ("olu", "root", 0, False),
        ("olu", "root", 0, False),
        ("sam", "facilitator", 1, True),
    ]
    assert [one.last_seen is None for one in members] == [False, True, False]
    assert {(one.name, one.role, one.state) for one in reading.invites(group.id)} == {
        ("sam", "facilitator", "used"),
        ("kim", "coordinator", "open"),
    }


def test_held_entries_say_why_in_words(read: Callable, group: Group) -> None:
    unknown = group.mark("kim", "s", "ann", "present")

    (found,) = read().held(group.id)

    assert (found.id, found.kind, found.reason) == (unknown.id, "mark.set", "unknown_laptop")
    assert "not in the group" in found.sentence
    assert found.source.key == author("kim").key


def test_history_tells_everything_that_was_said_about_a_cell(read: Callable, group: Group) -> None:
    first = group.mark("sam", "s", "ann", "present")
    second = group.mark("olu", "s", "ann", "absent", rep=[first])
    undo = group.undo("olu", second)
    foreign = group.mark("kim", "s", "ann", "absent", rep=[undo])
    group.mark("sam", "s", "ben", "present")

    history = read().history(group.id, ("mark", "s", ANN))

    assert [entry.source.id for entry in history] == [
        event.id for event in (first, second, undo, foreign)
    ]
    assert [entry.replaced for entry in history] == [(), (first.id,), (second.id,), (undo.id,)]
    assert [entry.is_head for entry in history] == [False, False, True, False]
    assert [entry.held is None for entry in history] == [True, True, True, False]
    assert history[0].content == first.content
