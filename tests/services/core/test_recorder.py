"""The only writer of this laptop's entries: chains, roles, failures."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from support.scenes import ABSENT, PAST, PRESENT, MakeScene, Scene

from npq_desktop.errors import JournalError, ServiceError, StoreError
from npq_desktop.journal.event import MAX_REPLACED, Author
from npq_desktop.journal.state import digest
from npq_desktop.services.core.recorder import NewEntry

LAST = PAST[-1]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben")


@contextmanager
def full_disk(scene: Scene) -> Iterator[None]:
    """SQLite itself refuses to let the file grow, as on a full disk."""
    database = scene.application.store._database
    pages = database._alone("PRAGMA page_count")[0][0]
    database._alone(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        database._alone("PRAGMA max_page_count = 1073741823")


def fill(scene: Scene) -> None:
    """Long notes until one does not fit any more."""
    with full_disk(scene), pytest.raises(StoreError, match="no space left"):
        write_notes(scene, "x" * 20_000)


def write_notes(scene: Scene, text: str) -> None:
    for number in range(10_000):
        scene.write("note.add", id=f"{number:032x}", text=text)


def undo_and_redo(scene: Scene) -> None:
    for _ in range(100):
        scene.application.undo.undo(scene.group)
        scene.application.undo.redo(scene.group)


def test_more_heads_than_one_entry_may_replace_are_replaced_by_several(scene: MakeScene) -> None:
    group = scene("Ann")
    cell = ("mark", LAST, group.people["Ann"])
    sam = group.colleague()
    for minutes in range(40):
        sam.say("mark.set", who="Ann", event=LAST, state="present", minutes_late=minutes)
    sam.send()
    assert len(group.application.store.state(group.group).heads(cell)) == 40

    before = len(group.facts.state.events)
    group.mark("Ann", LAST, ABSENT)

    assert len(group.facts.state.heads(cell)) == 1
    assert group.state("Ann", LAST) == "open"
    written = list(group.facts.state.events.values())[before:]
    assert len(written) == 4  # the opening and 16 + 15 + 9 heads
    assert max(len(event.rep) for event in written) == MAX_REPLACED


def test_an_entry_is_signed_once(group: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    group.mark("Ann", LAST, PRESENT)
    sign, signed = Author.sign, []

    def counted(author: Author, message: bytes) -> str:
        signed.append(message)
        return sign(author, message)

    monkeypatch.setattr(Author, "sign", counted)
    group.mark("Ann", LAST, ABSENT)

    assert len(signed) == 1


def test_a_failed_write_leaves_nothing(group: Scene) -> None:
    fill(group)
    before = digest(group.facts.state)

    with full_disk(group), pytest.raises(StoreError):
        group.write("note.add", id="a", who="Ann", text="y" * 60_000)

    assert digest(group.facts.state) == before
    assert not group.application.store.verify().problems


def test_after_a_failed_write_the_next_one_starts_a_stream_of_its_own(group: Scene) -> None:
    group.mark("Ann", LAST, PRESENT)
    fill(group)

    group.mark("Ben", LAST, PRESENT)

    *earlier, last = group.facts.state.events.values()
    assert last.stream != earlier[-1].stream
    assert (last.seq, last.prev) == (1, earlier[-1].id)
    numbers = [event.seq for event in earlier if event.stream == earlier[-1].stream]
    assert numbers == list(range(1, len(numbers) + 1))


def test_an_undo_that_found_no_space_can_be_tried_again(group: Scene) -> None:
    group.mark("Ann", LAST, PRESENT)
    with full_disk(group):
        with pytest.raises(StoreError, match="no space left"):
            write_notes(group, "x" * 9)
        with pytest.raises(StoreError, match="no space left"):
            undo_and_redo(group)

    if not group.application.undo.next_words(group.group):
        group.application.undo.redo(group.group)
    group.application.undo.undo(group.group)

    assert group.state("Ann", LAST) == "unknown"


def test_a_stream_is_new_in_every_run(group: Scene) -> None:
    group.mark("Ann", LAST, PRESENT)
    group.laptop.restart()

    group.mark("Ben", LAST, PRESENT)

    events = list(group.facts.state.events.values())
    assert events[-1].stream != events[-2].stream
    assert events[-1].prev == events[-2].id


def test_a_facilitator_is_told_that_a_coordinator_must_do_it(group: Scene) -> None:
    sam = group.colleague()

    with pytest.raises(ServiceError, match="Only a coordinator"):
        group.recorder._check(group.facts.state, sam.author, NewEntry("invite", {}))


def test_a_laptop_outside_the_group_is_told_to_ask_for_an_invitation(group: Scene) -> None:
    stranger = Author(b"s" * 32, "0" * 32)

    with pytest.raises(ServiceError, match="not record in it"):
        group.recorder._check(group.facts.state, stranger, NewEntry("mark.set", {}))


def test_a_laptop_that_was_taken_out_is_told_so(group: Scene) -> None:
    sam = group.colleague()
    group.write("revoke", key=sam.author.key, keep=[])

    with pytest.raises(ServiceError, match="removed from the group"):
        group.recorder._check(group.facts.state, sam.author, NewEntry("mark.set", {}))


def test_an_entry_that_nobody_would_understand_is_a_bug_and_not_written(group: Scene) -> None:
    before = len(group.facts.state.events)

    with pytest.raises(ValueError, match="minutes_late"):
        group.write("mark.set", who="Ann", event=LAST, state="present", minutes_late=-1)

    assert len(group.facts.state.events) == before


def test_a_text_too_long_for_an_entry_is_refused_with_what_to_do(group: Scene) -> None:
    with pytest.raises(JournalError, match="too long"):
        group.application.register.set_note(
            group.group, LAST, group.people["Ann"], "x" * 70_000, ""
        )

    group.mark("Ann", LAST, PRESENT)
    assert group.state("Ann", LAST) == "earned"
