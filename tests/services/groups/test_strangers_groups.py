"""A group that a stranger's file brings: it costs its own row, and no view of other groups."""

import pytest
from support import journal
from support.journal import Group

from npq_desktop.bundle.writing import bundle_bytes
from npq_desktop.journal.codec import canonical
from npq_desktop.journal.event import start_group
from npq_desktop.services.application import Application
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.words import group_named

pytestmark = pytest.mark.slow

PROGRAMMES = {
    "no JSON": "garbage",
    "another object": canonical({"v": 1}),
    "an object": {"a": 1},
    "a list": "[]",
    "no number": "1e999",
    "a number without end": '{"weights":' + "9" * 5_000 + "}",
    "brackets without end": "[" * 30_000,
    "too large": '"' + "x" * 60_000 + '"',
}


def strangers_group(programme: object) -> Group:
    """A readable group with people, a register and a disagreement."""
    group = Group("Example group")
    content = {**(group.events[0].content or {}), "programme": programme}
    draw = journal.steady_random("stranger")
    group.events = [start_group(journal.author("olu"), content, at=journal.AT, random=draw)]
    group.pens, group._last = {}, {"olu": group.id}
    person = journal.person("mei")
    group.write("olu", "person.set", {"person": person, "name": "Mei"})
    group.write("olu", "event.set", {"event": "m1.seminar", "start": journal.AT})
    group.write("olu", "register.open", {"event": "m1.seminar", "roster": [person]})
    group.mark("olu", "m1.seminar", "mei", "present")
    group.mark("olu", "m1.seminar", "mei", "absent", run=2)
    return group


@pytest.fixture(params=PROGRAMMES)
def stranger(request, application: Application, example: str, tmp_path) -> str:
    """Its id; it is on the laptop beside the example group, under the same title."""
    group = strangers_group(PROGRAMMES[request.param])
    path = tmp_path / "stranger.npqsync.json"
    author = journal.author("olu")
    path.write_bytes(bundle_bytes(group.events, author=author, group=group.id, at=journal.AT))
    preview = application.exchange.preview(path)
    assert "not verified" in " ".join(preview.details)
    application.exchange.merge(preview)
    return group.id


def test_it_is_named_in_every_list_and_the_others_are_as_before(
    application: Application, example: str, stranger: str
) -> None:
    titles = {each.id: each for each in application.groups.titles()}
    assert (titles[example].unverified, titles[stranger].unverified) == (False, True)
    names = {group_named(each.title, unverified=each.unverified) for each in titles.values()}
    assert names == {"Example group", "Example group (not verified)"}

    rows = {row.id: row for row in application.all_groups.rows()}
    assert rows[example].next_event
    assert not rows[example].trouble
    assert rows[stranger].trouble == "programme cannot be read"
    assert rows[stranger].unverified
    assert rows[stranger].people == 1

    assert "not verified" in application.groups.chips.of(stranger).words.lower()
    assert application.groups.chips.of(example).words.startswith("Saved")


def test_views_of_all_groups_pass_it_over(
    application: Application, example: str, stranger: str
) -> None:
    assert application.review.elsewhere(stranger)
    assert application.review.elsewhere(example) == ()
    assert {row.group for row in application.review.files.report().rows} <= {example}
    assert {row.id for row in application.groups.all()} == {example, stranger}
    assert application.recovery.sheet() is not None
    assert application.recovery.lost.found(application.recovery.sheet().code) == ()


def test_a_register_of_ours_is_found_behind_a_cut_although_the_strangers_cannot_be_read(
    application: Application, example: str, stranger: str
) -> None:
    seen = application.clock().isoformat()
    application.store.local.save_setting("log_damaged", seen)

    found = application.lost_log.registers()

    assert all(register.group == example for register in found)


def test_ones_own_group_with_such_a_programme_says_so_in_the_header(
    application: Application, example: str
) -> None:
    application.core.recorder.write(example, [NewEntry("programme.set", {"programme": "garbage"})])

    assert application.groups.chips.of(example).words == "Saved · programme cannot be read"
