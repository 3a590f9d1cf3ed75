"""Erasing a person: no byte of the name stays in file, log or new bundles. Reliability 40."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from support.applications import Laptop
from support.scenes import PRESENT, MakeScene, Scene
from support.screens import hand_over

from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.journal.kinds.mark import MARK
from npq_desktop.rows.review import WorkId
from npq_desktop.services.application import Application

pytestmark = pytest.mark.slow

NAME, EVENT = "Wilhelmina Abernathy", "m1.seminar"
TOLD = {"reason": "asked in writing", "authority": "data protection officer, case 17"}


@pytest.fixture
def told(scene: MakeScene) -> Scene:
    """Of Wilhelmina there is a mark, work, a decision, notes; and her name in a note on Ben."""
    made = scene(NAME, "Ben Birch")
    person = made.people[NAME]
    made.write("person.set", who=NAME, known_as="Mina", email="mina@abernathy.example")
    made.mark(NAME, EVENT, PRESENT)
    made.hand_in(NAME, "m1.diagnostic", f"I, {NAME}, think so")
    made.decide(NAME, "m1.diagnostic", "accepted")
    notes = made.application.person_notes
    notes.add(made.group, person, "Abernathy left early " * 2500)
    notes.add(made.group, made.people["Ben Birch"], f"Works with {NAME.upper()}")
    notes.keep_draft(made.group, person, "Abernathy is")
    made.application.store.backups.take()
    return made


def erase(scene: Scene, **changed: str) -> str:
    said = {"typed": "Mina Abernathy", **TOLD, **changed}
    erasure = scene.application.erasure
    return erasure.erase(scene.group, erasure.plan(scene.group, scene.people[NAME]), **said)[1]


def decrypted(application: Application, at: Path) -> bytes:
    """Every page of the store, in use or not, after it was closed."""
    path, key = application.store.path, application.store.key
    application.close()
    connection = dbapi2.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(at),))
    connection.execute("SELECT sqlcipher_export('plain')")
    assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
    connection.close()
    return at.read_bytes()


def assert_gone(data: bytes) -> None:
    assert b"m1.seminar" in data
    for part in (b"Abernathy", b"ABERNATHY", b"abernathy", b"Mina"):
        assert part not in data


def test_no_byte_of_the_name_stays_in_file_log_or_new_bundles(told: Scene, tmp_path: Path) -> None:
    erase(told)

    log = told.application.store.path.with_name("npq.db-wal")
    assert log.stat().st_size < 100_000  # only what was written since: the answer
    bundle = tmp_path / "all.npqsync.json"
    told.application.exchange.send(told.group, bundle, readable=True)
    assert_gone(bundle.read_bytes())
    assert_gone(decrypted(told.application, tmp_path / "plain.db"))


def test_marks_stay_and_the_store_verifies(told: Scene) -> None:
    erase(told)

    marks = told.application.store.reading.facts(MARK, told.group)
    assert [mark.person for mark in marks] == [told.people[NAME]]
    assert told.facts.names[told.people[NAME]] == "Erased participant"
    assert told.application.store.verify().problems == ()
    assert told.application.person_notes.draft(told.group, told.people[NAME]) == ""


def test_what_still_holds_the_name_is_said_with_a_date(told: Scene) -> None:
    words = erase(told)

    assert "1 encrypted backup on this laptop" in words
    assert "after 28 December 2026" in words
    [row] = told.application.erasure.all(told.group)
    assert row.answers[0].backups_until.isoformat() == "2026-12-28"


def test_consequence_is_counted_before_anything_is_done(told: Scene) -> None:
    before = len(told.facts.state.events)

    plan = told.application.erasure.plan(told.group, told.people[NAME])

    assert plan.words[0].startswith("5 records about them will be erased")
    assert plan.words[1] == "1 note about other people or events names them and goes too."
    assert len(told.facts.state.events) == before


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"typed": "Wilhelmina"}, "Type the name exactly as shown"),
        ({"typed": ""}, "Type the name exactly as shown"),
        ({"reason": " "}, "Give the reason"),
        ({"authority": ""}, "Give the reason"),
        ({"reason": f"{NAME} asked"}, "Leave the person's name out"),
    ],
)
def test_nothing_is_erased_unless_name_reason_and_authority_are_right(
    told: Scene, changed: dict[str, str], complaint: str
) -> None:
    before = len(told.facts.state.events)

    with pytest.raises(ServiceError, match=complaint):
        erase(told, **changed)

    assert len(told.facts.state.events) == before
    assert told.facts.names[told.people[NAME]] != "Erased participant"


def test_more_entries_than_one_erase_may_list_are_shared_out(told: Scene) -> None:
    notes = told.application.person_notes
    for number in range(200):
        notes.add(told.group, told.people[NAME], f"Abernathy {number}")

    erase(told)

    kinds = [event.kind for event in told.facts.state.events.values()]
    assert (kinds.count("erase"), kinds.count("erase.done")) == (2, 2)
    stripped = [event for event in told.facts.state.events.values() if event.is_stripped]
    assert len(stripped) == 206
    [row] = told.application.erasure.all(told.group)
    assert row.answers[0].is_done


@pytest.fixture
def noor(told: Scene, laptop: Callable[[str], Laptop], tmp_path: Path, quick_words: None) -> Laptop:
    """A facilitator with the whole group on a laptop of hers."""
    path = tmp_path / "for Noor.npqsync"
    made = told.application.membership.invite(told.group, "Noor", "facilitator", path)
    membership = laptop("Noor").application.membership
    membership.join(membership.preview_invitation(path, made.words))
    hand_over(laptop("Noor"), told.laptop, told.group)
    return laptop("Noor")


def test_other_laptop_erases_when_it_hears_of_it_and_answers(
    told: Scene, noor: Laptop, tmp_path: Path
) -> None:
    noor.application.store.backups.take()
    erase(told)
    waiting = told.application.erasure.all(told.group)[0].answers
    assert [answer.is_done for answer in waiting] == [True, False]

    hand_over(told.laptop, noor, told.group)
    noor.application.erasure.answer()
    noor.application.erasure.answer()
    hand_over(noor, told.laptop, told.group)

    answers = told.application.erasure.all(told.group)[0].answers
    assert [answer.is_done for answer in answers] == [True, True]
    assert answers[1].laptop.startswith("Noor (")
    assert answers[1].backups_until.isoformat() == "2026-12-28"
    done = [e for e in told.facts.state.events.values() if e.kind == "erase.done"]
    assert len(done) == 2
    assert_gone(decrypted(noor.application, tmp_path / "noor.db"))


def test_facilitator_cannot_erase_and_reads_who_can(told: Scene, noor: Laptop) -> None:
    with pytest.raises(ServiceError, match="Ask Alex Morgan"):
        noor.application.erasure.plan(told.group, told.people[NAME])


def test_erasing_cannot_be_undone(told: Scene) -> None:
    erase(told)

    assert told.application.undo.next_words(told.group) == ""


def test_scan_kept_under_the_name_goes_with_its_entry(told: Scene, tmp_path: Path) -> None:
    local = told.application.store.local
    kept = local.save_attachment(told.group, f"{NAME}.pdf", b"Abernathy signed")
    other = local.save_attachment(told.group, "sheet.pdf", b"a sheet")
    for each, number in ((kept, "a"), (other, "b")):
        content = {"id": number * 32, "event": EVENT, "name": each.name, "content": each.content}
        told.write("evidence.add", **content)

    erase(told)

    assert local.attached(told.group) == (other.content,)


# ---- what comes later ----------------------------------------------------------------------------


def test_an_apology_that_arrives_after_the_erasure_goes_too(told: Scene) -> None:
    """Its kind goes only where it is listed, so the laptop that may erase lists it."""
    sam = told.colleague()
    late = sam.say(
        "expected.set", who=NAME, event=EVENT, expects="apology", reason="Mina Abernathy is ill"
    )
    erase(told)
    sam.send()
    assert "Abernathy" in (told.facts.state.events[late].payload or "")

    told.application.erasure.answer()

    assert told.facts.state.events[late].payload is None
    [row] = told.application.erasure.all(told.group)
    assert (row.person, row.reason) == ("Erased participant 1", TOLD["reason"])
    assert row.answers[0].is_done
    before = len(told.facts.state.events)
    told.application.erasure.answer()
    assert len(told.facts.state.events) == before
    assert told.application.store.verify().problems == ()


def test_who_was_erased_is_counted_nowhere(told: Scene) -> None:
    erase(told)

    assert told.application.groups.people(told.group) == 1
    assert [row.people for row in told.application.groups.all()] == [1]
    assert [row.people for row in told.application.all_groups.rows()] == [1]
    assert len(told.application.cohort.people(told.group)) == 1


def test_nobody_is_erased_with_more_than_was_shown(told: Scene) -> None:
    sam, erasure = told.colleague(), told.application.erasure
    shown = erasure.plan(told.group, told.people[NAME])

    sam.tell("note.add", who=NAME, id="n" * 32, text="said goodbye")

    with pytest.raises(StaleError):
        erasure.erase(told.group, shown, typed="Mina Abernathy", **TOLD)
    assert told.facts.names[told.people[NAME]] == "Mina Abernathy"


def test_a_person_who_is_gone_is_not_planned_for(told: Scene) -> None:
    with pytest.raises(ServiceError, match="no longer in this group"):
        told.application.erasure.plan(told.group, "0" * 32)


def test_erasing_takes_kept_files_passages_and_what_is_set_aside(told: Scene) -> None:
    application, group, person = told.application, told.group, told.people[NAME]
    essay = f"Essay of {NAME}".encode()
    sha = hashlib.sha256(essay).hexdigest()
    file = {"name": "essay.txt", "size": len(essay), "sha256": sha}
    told.write("submission.add", who=NAME, task="m2.reflective", content=sha, files=[file])
    work, review = WorkId(person, "m2.reflective"), application.review
    assert review.files.take(group, "essay.txt", essay) == work
    review.passages.toggle(group, WorkId(person, "m1.diagnostic"), "think so")
    review.set_aside(group, work, "second look")
    review.save_draft(group, work, "typed about her")

    erase(told)

    assert application.store.local.attachment(group, sha) is None
    assert not [draft for draft in application.store.local.drafts(group) if person in draft.place]
