"""What the sync panel says: sent, confirmed, heard of, odd."""

import copy
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, text, update
from support.applications import Laptop
from support.scenes import ABSENT, PAST, PRESENT, MakeScene, Scene

from npq_desktop.rows.exchange import SyncView
from npq_desktop.store.tables import EXCHANGE, JOURNAL

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_words")]
EVENT = PAST[0]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben")


@pytest.fixture
def sam(group: Scene, laptop: Callable[[str], Laptop], tmp_path: Path) -> Laptop:
    """Sam's laptop, joined, whose join Alex has not seen."""
    path = tmp_path / "for Sam.npqsync"
    made = group.application.membership.invite(group.group, "Sam", "facilitator", path)
    joining = laptop("Sam").application.membership
    joining.join(joining.preview_invitation(path, made.words))
    return laptop("Sam")


def view(laptop: Laptop, group: str) -> SyncView:
    return laptop.application.sync_status.view(group)


def hand_over(giver: Laptop, taker: Laptop, group: str) -> None:
    path = giver.folder.parent / f"of {giver.person}.npqsync"
    giver.application.exchange.send(group, path)
    taker.application.exchange.merge(taker.application.exchange.preview(path))


def test_a_group_of_one_is_told_to_invite(group: Scene) -> None:
    shown = view(group.laptop, group.group)

    assert shown.situation.startswith("Nobody else is in this group yet")
    assert shown.sent.endswith("from this laptop, not sent to anyone yet.")
    assert shown.laptops == ()


def test_somebody_invited_is_named_until_heard_of(group: Scene, sam: Laptop) -> None:
    assert view(group.laptop, group.group).situation.startswith("Sam: invited, not joined yet.")

    hand_over(sam, group.laptop, group.group)

    shown = view(group.laptop, group.group)
    assert shown.situation.startswith("In the same room? Save to a stick on one laptop")
    assert [(row.who, row.heard) for row in shown.laptops] == [("Sam", "13:20")]


def test_a_sending_is_not_confirmed_until_a_file_of_theirs_holds_the_entries(
    group: Scene, sam: Laptop
) -> None:
    hand_over(sam, group.laptop, group.group)
    group.mark("Ann", EVENT, PRESENT)
    assert view(group.laptop, group.group).laptops[0].has == (
        "everything up to 13:20, 2 changes not sent yet"
    )

    hand_over(group.laptop, sam, group.group)
    has = view(group.laptop, group.group).laptops[0].has
    assert has == "saved in a file at 13:20, not confirmed yet"
    chip = group.application.groups.chips.of(group.group).words
    assert chip == "Saved · file for Sam, not confirmed"

    hand_over(sam, group.laptop, group.group)
    shown = view(group.laptop, group.group)
    assert shown.laptops[0].has == "everything"
    assert shown.sent.startswith("Every other laptop has all ")
    assert group.application.groups.chips.of(group.group).words == "Saved · Sam has everything"


def test_a_file_that_does_not_hold_the_entries_confirms_nothing(group: Scene, sam: Laptop) -> None:
    """Reliability 34: a receipt that does not cover leaves the entries waiting."""
    hand_over(sam, group.laptop, group.group)
    group.mark("Ann", EVENT, PRESENT)
    group.application.exchange.send(group.group, group.laptop.folder.parent / "lost.npqsync")

    hand_over(sam, group.laptop, group.group)

    assert (
        view(group.laptop, group.group).laptops[0].has
        == "saved in a file at 13:20, not confirmed yet"
    )


def test_an_older_file_takes_no_confirmation_back(group: Scene, sam: Laptop) -> None:
    older = group.laptop.folder.parent / "older.npqsync"
    sam.application.exchange.send(group.group, older)
    group.mark("Ann", EVENT, PRESENT)
    hand_over(group.laptop, sam, group.group)
    hand_over(sam, group.laptop, group.group)

    exchange = group.application.exchange
    exchange.merge(exchange.preview(older))

    assert view(group.laptop, group.group).laptops[0].has == "everything"


def test_the_last_exchange_is_told_by_route(group: Scene, sam: Laptop) -> None:
    hand_over(sam, group.laptop, group.group)
    group.laptop.clock.move(days=1)
    hand_over(group.laptop, sam, group.group)

    [line, *_] = view(group.laptop, group.group).routes

    assert line.startswith("By file: saved at 13:20 for Sam (")
    assert line.endswith(". Opened yesterday at 13:20.")


def test_a_read_only_group_says_so(
    group: Scene, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    group.application.exchange.send(group.group, tmp_path / "g.json", readable=True)
    robin = laptop("Robin").application
    robin.exchange.merge(robin.exchange.preview(tmp_path / "g.json"))

    assert "not record in it" in robin.sync_status.view(group.group).situation


def test_a_restored_backup_is_told_and_asks_for_nothing(group: Scene, sam: Laptop) -> None:
    """Reliability 15 and 16: nothing lost, the fork is shown."""
    hand_over(sam, group.laptop, group.group)
    hand_over(group.laptop, sam, group.group)
    sam.close()
    clone = Laptop(sam.folder.parent / "copy", "Sam")
    shutil.copytree(sam.folder, clone.folder)
    for one, mark in ((sam, PRESENT), (clone, ABSENT)):
        one.application.register.mark(group.group, EVENT, group.people["Ann"], mark)
        hand_over(one, group.laptop, group.group)
    clone.close()

    shown = view(group.laptop, group.group)

    assert "was restored from a backup, or copied" in shown.notices[0]
    assert not shown.urgent


def test_two_copies_at_once_ask_for_action(group: Scene) -> None:
    sam = group.colleague("Sam")
    twin = copy.copy(sam.pen)
    sam.say("note.add", id="n1", text="on the laptop")
    sam.pen = twin
    sam.say("note.add", id="n2", text="on its copy")
    assert group.application.groups.chips.of(group.group).needs_action is False

    sam.send()

    shown = view(group.laptop, group.group)
    assert "Two copies of Sam (Sam's laptop) are in use at the same time." in shown.notices[0]
    assert shown.urgent
    chip = group.application.groups.chips.of(group.group)
    assert chip.words == "Saved · Sam's laptop is running twice"
    assert chip.needs_action


def test_a_hole_in_a_stream_is_named(group: Scene) -> None:
    """Reliability 21c: the rest counts, and what is missing is said."""
    sam = group.colleague("Sam")
    lost = sam.say("note.add", id="n1", text="lost")
    sam.say("note.add", id="n2", text="here")
    sam.events = [event for event in sam.events if event.id != lost]

    sam.send()

    assert view(group.laptop, group.group).notices == (
        "1 change from Sam (Sam's laptop) is missing here. Ask for a newer file from there.",
    )


def test_entries_that_a_receipt_covers_and_the_store_lost_are_counted(
    group: Scene, sam: Laptop
) -> None:
    """Reliability 3: what a damaged store lost is said against what a colleague proved to have."""
    hand_over(sam, group.laptop, group.group)
    for mark in (PRESENT, ABSENT):
        group.mark("Ann", EVENT, mark)
    hand_over(group.laptop, sam, group.group)
    hand_over(sam, group.laptop, group.group)
    assert view(group.laptop, group.group).notices == ()
    with group.application.store._database.writing() as connection:
        connection.execute(text("DROP TRIGGER journal_no_delete"))
        last = select(func.max(JOURNAL.c.position)).scalar_subquery()
        connection.execute(delete(JOURNAL).where(JOURNAL.c.position == last))
    group.laptop.close()

    [notice] = view(group.laptop, group.group).notices
    assert notice.startswith("1 change recorded on this laptop is no longer here. ")
    assert "A newer file from Sam (" in notice

    hand_over(sam, group.laptop, group.group)
    assert view(group.laptop, group.group).notices == ()


def test_what_is_recorded_after_a_loss_counts_as_nobodys_before_it_was_sent(
    group: Scene, sam: Laptop
) -> None:
    """Reliability 3: new entries do not hide lost ones, nor pass for those a colleague has."""
    hand_over(sam, group.laptop, group.group)
    for mark in (PRESENT, ABSENT):
        group.mark("Ann", EVENT, mark)
    hand_over(group.laptop, sam, group.group)
    hand_over(sam, group.laptop, group.group)
    with group.application.store._database.writing() as connection:
        connection.execute(text("DROP TRIGGER journal_no_delete"))
        last = select(func.max(JOURNAL.c.position)).scalar_subquery()
        connection.execute(delete(JOURNAL).where(JOURNAL.c.position == last))
        connection.execute(update(EXCHANGE).values(counts={}))  # as mending leaves them
    group.laptop.close()

    for mark in (PRESENT, ABSENT):
        group.mark("Ben", EVENT, mark)

    shown = view(group.laptop, group.group)
    assert shown.notices[0].startswith("1 change recorded on this laptop is no longer here. ")
    assert shown.sent.startswith("2 of ")
    assert "2 changes not sent yet" in shown.laptops[0].has
    standing = group.application.handover.standing(group.group)
    assert standing.refused
    assert not any("has all that was recorded here" in words for words in standing.words)


def test_header_says_what_is_on_hold_and_who_has_left_until_the_panel_was_looked_at(
    group: Scene, sam: Laptop, tmp_path: Path
) -> None:
    chip = group.application.groups.chips.of
    hand_over(sam, group.laptop, group.group)
    sam.application.handover.save_last_file(group.group, tmp_path / "last")
    exchange = group.application.exchange
    exchange.merge(exchange.preview(tmp_path / "last"))
    device = sam.application.core.identities.device.name
    assert chip(group.group).words.startswith(f"Saved · {device} has left")

    group.application.sync_status.note_seen(group.group)

    assert "left" not in chip(group.group).words
    noor = group.colleague("Noor")
    noor.say("exemption.set", person=group.people["Ann"], item=EVENT, state="excused")
    noor.send()
    assert chip(group.group).words.startswith("Saved · 1 on hold")
    assert len(chip(group.group).words) <= 40
    assert not chip(group.group).needs_action
