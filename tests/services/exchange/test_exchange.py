"""Files out and in: previews, merges, the log, who can open what."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.applications import Laptop
from support.scenes import ABSENT, PAST, PRESENT, MakeScene, Scene, late

from npq_desktop.bundle.errors import LockedFileError, NotASyncFileError, StrangerError
from npq_desktop.errors import BundleError, ServiceError
from npq_desktop.journal.event import Author

pytestmark = pytest.mark.usefixtures("quick_words")

LAST = PAST[-1]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben")


def entries(scene: Scene) -> int:
    return len(scene.application.store.state(scene.group).events)


def test_sending_writes_a_locked_file_of_the_whole_group(group: Scene, tmp_path: Path) -> None:
    sent = group.application.exchange.send(group.group, tmp_path / "g.npqsync")

    assert sent.events == entries(group)
    assert sent.left_out == ()
    assert b"Ann" not in sent.path.read_bytes()
    assert "safe to remove" in sent.words
    assert "g.npqsync" in sent.mail_text


def test_a_readable_file_says_that_it_is_not_encrypted(group: Scene, tmp_path: Path) -> None:
    sent = group.application.exchange.send(group.group, tmp_path / "g.json", readable=True)

    assert "not encrypted" in sent.words
    assert b"Ann" in sent.path.read_bytes()


def test_the_preview_of_our_own_file_has_nothing_new(group: Scene, tmp_path: Path) -> None:
    exchange = group.application.exchange
    exchange.send(group.group, tmp_path / "g.npqsync")

    preview = exchange.preview(tmp_path / "g.npqsync")

    assert preview.words.startswith(
        "From Alex Morgan, saved today at 13:20. Nothing new. This laptop already has "
        "everything in the file. The file"
    )
    assert preview.counts == {"new": 0, "had": entries(group), "held": 0, "conflicts": 0}
    assert preview.title == "Group 07"


def test_a_preview_says_what_a_file_brings_and_changes_nothing(
    group: Scene, tmp_path: Path
) -> None:
    sam = group.colleague()
    group.mark("Ann", LAST, PRESENT)
    sam.say("mark.set", who="Ann", event=LAST, state="absent")
    sam.say("mark.set", who="Ben", event=LAST, state="present")
    sam.say("exemption.set", who="Ben", item=LAST, value="excused")
    before = entries(group), group.application.exchange.digest(group.group)

    preview = group.application.exchange.preview(sam.file(tmp_path / "sam.npqsync"))

    assert preview.counts == {"new": 3, "had": len(sam.events) - 3, "held": 1, "conflicts": 1}
    assert preview.words == (
        "From Sam Okafor, saved today at 13:20. 3 new changes: 2 marks and 1 other change. 1 new "
        "disagreement to settle. 1 on hold."
        " The file holds the whole group: 2 marks, 2 changes about people and 12 other "
        "changes."
    )
    assert before == (entries(group), group.application.exchange.digest(group.group))


def test_marks_of_one_worth_are_no_disagreement_before_or_after_a_merge(
    group: Scene, tmp_path: Path
) -> None:
    """Reliability 21a: 4 and 5 minutes late are one credit."""
    sam = group.colleague()
    group.mark("Ann", LAST, late(5))
    sam.say("mark.set", who="Ann", event=LAST, state="present", minutes_late=4)
    exchange = group.application.exchange

    preview = exchange.preview(sam.file(tmp_path / "sam.npqsync"))
    _, merged = exchange.merge(preview)

    assert (preview.counts["conflicts"], merged.conflicts) == (0, 0)
    assert "disagreement" not in preview.words + merged.words


def test_one_delay_counted_from_other_times_is_a_new_disagreement(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", LAST, late(90))
    times = {"start": "2026-11-02T13:30:00Z", "end": "2026-11-02T15:30:00Z"}

    sam.say("mark.set", who="Ann", event=LAST, state="present", minutes_late=90, **times)

    assert sam.send().conflicts == 1


def test_a_mark_of_another_worth_beside_two_of_one_is_a_new_disagreement(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", LAST, late(5))
    sam.tell("mark.set", who="Ann", event=LAST, state="present", minutes_late=4)

    sam.say("mark.set", who="Ann", event=LAST, state="absent")

    assert sam.send().conflicts == 1


def test_a_merge_does_what_the_preview_said(group: Scene, tmp_path: Path) -> None:
    sam = group.colleague()
    sam.say("mark.set", who="Ben", event=LAST, state="present")
    exchange = group.application.exchange
    preview = exchange.preview(sam.file(tmp_path / "sam.npqsync"))

    changes, merged = exchange.merge(preview)

    assert (merged.new, merged.held, merged.conflicts) == (1, 0, 0)
    assert changes.touches("mark", LAST)
    assert group.state("Ben", LAST) == "earned"
    assert merged.words == "1 new change: 1 mark."


def test_opening_a_file_twice_does_no_harm(group: Scene, tmp_path: Path) -> None:
    sam = group.colleague()
    sam.say("mark.set", who="Ben", event=LAST, state="present")
    sam.send()
    digest = group.application.exchange.digest(group.group)

    assert sam.send().new == 0

    assert group.application.exchange.digest(group.group) == digest


def test_only_the_file_looked_at_last_is_taken_in(group: Scene, tmp_path: Path) -> None:
    sam = group.colleague()
    exchange = group.application.exchange
    first = exchange.preview(sam.file(tmp_path / "one.npqsync"))
    exchange.preview(sam.file(tmp_path / "two.npqsync"))

    with pytest.raises(ServiceError, match="Open this one again"):
        exchange.merge(first)


def test_the_log_has_every_file_out_and_in(group: Scene, tmp_path: Path) -> None:
    sam = group.colleague()
    group.application.exchange.send(group.group, tmp_path / "g.npqsync")

    newest, earlier = group.application.exchange.log(group.group)

    assert (newest.direction, newest.route, newest.form) == ("out", "file", "age")
    assert newest.for_whom[-1] == "Sam Okafor (Sam's laptop)"
    assert newest.counts["entries"] == entries(group)
    assert (earlier.direction, earlier.counts["new"]) == ("in", 1)
    assert sam.author.key


def test_the_log_keeps_the_route(group: Scene, tmp_path: Path) -> None:
    sam = group.colleague()
    exchange = group.application.exchange

    exchange.merge(exchange.preview(sam.file(tmp_path / "s.npqsync")), route="shared folder")

    assert exchange.log(group.group)[0].route == "shared folder"


def test_the_header_counts_what_is_not_sent_yet(group: Scene, tmp_path: Path) -> None:
    def chip() -> str:
        return group.application.groups.chips.of(group.group).words

    assert chip() == "Saved · not sent to anyone yet"
    group.application.exchange.send(group.group, tmp_path / "g.npqsync")
    assert chip().startswith("Saved · file")
    group.mark("Ann", LAST, PRESENT)
    assert chip() == "Saved · 2 changes not sent yet"


def test_the_header_asks_for_action_on_a_disagreement(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", LAST, PRESENT)

    sam.tell("mark.set", who="Ann", event=LAST, state="absent")

    chip = group.application.groups.chips.of(group.group)
    assert (chip.words, chip.needs_action) == ("Saved · 1 disagreement to settle", True)


def test_openers_say_when_nobody_else_can_open_a_file(group: Scene) -> None:
    openers = group.application.exchange.openers(group.group)

    assert openers.nobody_else
    assert "Invite someone first" in openers.words


def test_openers_name_the_others_and_the_sheet(group: Scene) -> None:
    group.colleague()

    openers = group.application.exchange.openers(group.group)

    assert openers.words == "Can be opened by Sam Okafor (Sam's laptop) and your recovery sheet."
    assert not openers.nobody_else


def test_a_member_taken_out_can_no_longer_open_files(group: Scene) -> None:
    sam = group.colleague()

    group.write("revoke", key=sam.author.key, keep=[])

    assert group.application.exchange.openers(group.group).nobody_else


def test_a_file_for_somebody_else_is_refused(
    group: Scene, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    group.application.exchange.send(group.group, tmp_path / "g.npqsync")

    with pytest.raises(LockedFileError):
        laptop("Olu").application.exchange.preview(tmp_path / "g.npqsync")


def test_an_unknown_group_opens_read_only_and_says_who_started_it(
    group: Scene, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    group.application.exchange.send(group.group, tmp_path / "g.json", readable=True)
    olu = laptop("Olu").application

    preview = olu.exchange.preview(tmp_path / "g.json")
    assert "It was started by Alex Morgan." in preview.details[0]
    assert "not record in it" in preview.details[1]
    olu.exchange.merge(preview)

    [row] = olu.groups.all()
    assert (row.title, row.people, row.role) == ("Group 07", 2, "not a member")
    with pytest.raises(ServiceError, match="not record in it"):
        olu.register.mark(group.group, LAST, group.people["Ann"], PRESENT)
    with pytest.raises(ServiceError, match="not in the group"):
        olu.exchange.send(group.group, tmp_path / "back.npqsync")
    assert not (tmp_path / "back.npqsync").exists()


def test_a_strangers_file_is_refused(group: Scene, tmp_path: Path) -> None:
    sam = group.colleague()
    sam.author = Author(b"s" * 32, "0" * 32)

    with pytest.raises(StrangerError):
        group.application.exchange.preview(sam.file(tmp_path / "s.npqsync"))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 x", b"Name,E-mail\nAnn,a@b.c\n", b"\0" * 99])
def test_what_is_no_sync_file_is_refused(group: Scene, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.npqsync"
    path.write_bytes(content)

    with pytest.raises(BundleError):
        group.application.exchange.preview(path)


@pytest.mark.parametrize("name", ["missing.npqsync", "."])
def test_a_file_that_cannot_be_read_is_refused(group: Scene, tmp_path: Path, name: str) -> None:
    with pytest.raises(NotASyncFileError, match="cannot be read"):
        group.application.exchange.preview(tmp_path / name)


def test_a_file_cut_off_anywhere_changes_nothing(group: Scene, tmp_path: Path) -> None:
    sam = group.colleague()
    sam.say("mark.set", who="Ben", event=LAST, state="present")
    whole = sam.file(tmp_path / "whole").read_bytes()
    digest = group.application.exchange.digest(group.group)

    for size in range(0, len(whole) - 1, 997):
        (tmp_path / "cut").write_bytes(whole[:size])
        with pytest.raises(BundleError):
            group.application.exchange.preview(tmp_path / "cut")

    assert group.application.exchange.digest(group.group) == digest


def test_exchanging_in_any_order_ends_equal_everywhere(
    group: Scene, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    ann, olu = group.people["Ann"], laptop("Olu")
    made = group.application.membership.invite(group.group, "Olu", "facilitator", tmp_path / "inv")
    shutil.copy(tmp_path / "inv", tmp_path / "copy")
    joined = olu.application.membership.preview_invitation(tmp_path / "copy", made.words)
    olu.application.membership.join(joined)

    olu.application.register.mark(group.group, LAST, ann, ABSENT)
    group.mark("Ann", LAST, PRESENT)
    olu.application.exchange.send(group.group, tmp_path / "olu")
    group.application.exchange.send(group.group, tmp_path / "alex")
    for one, name in ((olu.application, "alex"), (group.application, "olu")):
        one.exchange.merge(one.exchange.preview(tmp_path / name))

    digests = {one.exchange.digest(group.group) for one in (olu.application, group.application)}
    assert len(digests) == 1
    both = [one.register.view(group.group, LAST) for one in (olu.application, group.application)]
    assert [view.counts.conflicts for view in both] == [1, 1]
    assert olu.application.groups.all()[0].role == "facilitator"
    assert group.application.held_entries.all(group.group) == ()
