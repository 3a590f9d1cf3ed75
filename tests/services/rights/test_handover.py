"""Hand over and remove: first a file with all of it, then the group leaves, and only the group."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.applications import Laptop
from support.scenes import PRESENT, UNMARKED, MakeScene, Scene
from support.screens import hand_over

from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.services.safety.missing import StoreGoneError
from npq_desktop.store.backups.backup import unpacked
from npq_desktop.store.errors import StoreFullError
from npq_desktop.store.store import Store

pytestmark = pytest.mark.slow

EVENT = "m1.seminar"


@pytest.fixture
def held(scene: MakeScene) -> Scene:
    made = scene("Ann Ash", "Ben Birch")
    made.mark("Ann Ash", EVENT, PRESENT)
    return made


@pytest.fixture
def saved(held: Scene, tmp_path: Path) -> Path:
    """The last file of the group."""
    path = tmp_path / "last.npqsync"
    held.application.exchange.send(held.group, path)
    return path


def remove(scene: Scene, typed: str = "Group 07") -> str:
    handover = scene.application.handover
    return handover.remove(handover.standing(scene.group), typed)


def words(scene: Scene) -> str:
    return " ".join(scene.application.handover.standing(scene.group).words)


def test_group_stays_until_a_file_holds_all_of_it(held: Scene) -> None:
    with pytest.raises(ServiceError, match="Save the last file first"):
        remove(held)

    assert held.application.store.groups() == (held.group,)


def test_file_from_before_the_last_mark_is_not_enough(held: Scene, saved: Path) -> None:
    assert held.application.handover.standing(held.group).refused == ""

    held.mark("Ben Birch", EVENT, PRESENT)

    with pytest.raises(ServiceError, match="Save the last file first"):
        remove(held)


def test_group_is_not_removed_otherwise_than_was_shown(held: Scene, saved: Path) -> None:
    sam, handover = held.colleague(), held.application.handover
    held.application.exchange.send(held.group, saved)
    shown = handover.standing(held.group)
    assert shown.refused == ""

    sam.tell("mark.set", who="Ben Birch", event=EVENT, state="present", how="typed")

    with pytest.raises(StaleError):
        handover.remove(shown, "Group 07")
    assert held.application.store.groups() == (held.group,)


def test_another_name_removes_nothing(held: Scene, saved: Path) -> None:
    with pytest.raises(ServiceError, match="exactly as shown: Group 07"):
        remove(held, "Group 08")

    assert held.application.store.groups() == (held.group,)


def test_in_a_group_of_one_the_file_is_enough_and_its_loss_is_said(
    held: Scene, saved: Path
) -> None:
    assert "only the recovery sheet opens the file. If the file is lost" in words(held)
    assert held.application.handover.standing(held.group).refused == ""


@pytest.fixture
def noor(held: Scene, laptop: Callable[[str], Laptop], tmp_path: Path, quick_words: None) -> Laptop:
    """A colleague who has joined the group and sent a file since."""
    path = tmp_path / "for Noor.npqsync"
    made = held.application.membership.invite(held.group, "Noor", "facilitator", path)
    membership = laptop("Noor").application.membership
    membership.join(membership.preview_invitation(path, made.words))
    hand_over(laptop("Noor"), held.laptop, held.group)
    return laptop("Noor")


def test_group_stays_until_a_colleagues_file_holds_all_of_it(
    held: Scene, noor: Laptop, tmp_path: Path
) -> None:
    held.mark("Ben Birch", EVENT, PRESENT)
    held.application.handover.save_last_file(held.group, tmp_path / "last")

    with pytest.raises(ServiceError, match="Nobody has confirmed that they have everything"):
        remove(held)
    hand_over(held.laptop, noor, held.group)
    with pytest.raises(ServiceError, match="Nobody has confirmed"):
        remove(held)  # having sent it proves nothing
    hand_over(noor, held.laptop, held.group)

    assert "Confirmed by a file from there: Noor (" in words(held)
    assert "has left this laptop" in remove(held)


def test_a_file_from_before_the_last_mark_confirms_nothing(
    held: Scene, noor: Laptop, tmp_path: Path
) -> None:
    held.mark("Ben Birch", EVENT, PRESENT)
    hand_over(held.laptop, noor, held.group)
    held.mark("Ann Ash", EVENT, UNMARKED)
    hand_over(noor, held.laptop, held.group)
    held.application.handover.save_last_file(held.group, tmp_path / "last")

    assert "Nobody has confirmed" in held.application.handover.standing(held.group).refused


def test_a_group_that_was_kept_long_enough_waits_for_nobody(
    held: Scene, noor: Laptop, saved: Path
) -> None:
    held.mark("Ben Birch", EVENT, PRESENT)
    handover = held.application.handover
    handover.save_last_file(held.group, saved)
    assert "Nobody has confirmed" in handover.standing(held.group).refused
    facts = held.application.core.facts.of(held.group)

    facts.__dict__["group"] = replace(facts.group, keep_until="2026-11-22")

    assert handover.standing(held.group).refused == ""
    assert "Nobody has confirmed" in words(held)


def test_an_older_file_opened_again_takes_no_confirmation_away(
    held: Scene, noor: Laptop, tmp_path: Path
) -> None:
    noor.application.exchange.send(held.group, tmp_path / "older")
    noor.application.register.mark(held.group, EVENT, held.people["Ben Birch"], PRESENT)
    hand_over(noor, held.laptop, held.group)
    exchange = held.application.exchange
    exchange.send(held.group, tmp_path / "last")

    exchange.merge(exchange.preview(tmp_path / "older"))

    assert held.application.handover.standing(held.group).refused == ""


def test_last_group_takes_backups_and_keys_with_it(
    held: Scene, saved: Path, tmp_path: Path
) -> None:
    application = held.application
    application.store.backups.take("before import")
    key, store_key = application.core.identities.device.key, application.store.key

    said = remove(held)

    assert said.startswith("Group 07 has left this laptop. Its backups and this laptop's keys went")
    assert application.groups.all() == ()
    assert application.core.identities.device.key != key
    [backup] = application.store.backups.files()
    with unpacked(backup.path, tmp_path / "unpacked") as folder:
        copy = Store.open(folder, store_key, now=held.laptop.clock)
        assert copy.groups() == ()
        copy.close()
    assert application.store.verify().problems == ()


@pytest.mark.slow
def test_backups_that_could_not_go_yet_are_no_sign_of_a_lost_data_file(
    held: Scene, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.application.store.backups.take()

    def full(*_: object) -> None:
        raise StoreFullError("There is no space left.")

    with monkeypatch.context() as patch:
        patch.setattr(held.application.store.backups, "take", full)
        patch.setattr(held.application.store.backups, "keep_only", full)
        assert "could not be renewed" in remove(held)

    assert held.laptop.restart().store.groups() == ()


def test_group_started_later_and_lost_is_missed_all_the_same(
    held: Scene, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove(held)
    held.laptop.close()
    emptied = (held.laptop.folder / "npq.db").read_bytes()
    held.laptop.application.groups.add_example()
    held.laptop.application.store.backups.take()
    held.laptop.close()
    (held.laptop.folder / "npq.db").write_bytes(emptied)

    with pytest.raises(StoreGoneError, match="holds no group"):
        held.laptop.restart()


def test_another_group_is_untouched_and_backups_are_named_with_a_day(
    held: Scene, saved: Path
) -> None:
    application = held.application
    other = application.groups.add_example()
    before = application.exchange.digest(other)
    person = next(iter(application.core.facts.of(other).participants))
    application.person_notes.keep_draft(other, person, "half")
    application.store.backups.take()

    said = remove(held)

    assert "because other groups are in them. 1 encrypted backup" in said
    assert "after 28 December 2026" in said
    assert [row.id for row in application.groups.all()] == [other]
    assert application.exchange.digest(other) == before
    assert application.person_notes.draft(other, person) == "half"
    again = held.laptop.restart()
    assert [row.id for row in again.groups.all()] == [other]
    again.register.mark(other, EVENT, person, PRESENT)


def test_group_that_left_comes_back_whole_from_its_last_file(
    held: Scene, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    path = tmp_path / "last.npqsync.json"
    held.application.exchange.send(held.group, path, readable=True)
    digest = held.application.exchange.digest(held.group)
    remove(held)

    exchange = held.application.exchange
    exchange.merge(exchange.preview(path))

    assert exchange.digest(held.group) == digest
    assert held.application.groups.all()[0].role == "not a member"


def test_time_to_remove_is_offered_once_it_has_come(
    held: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert held.application.sync_status.view(held.group).notices == ()
    facts = held.application.core.facts.of(held.group)
    facts.__dict__["group"] = replace(facts.group, keep_until="2026-11-22")

    [notice] = held.application.sync_status.view(held.group).notices

    assert notice.startswith("This group was to be kept until 22 November 2026. That day is over.")
    facts.__dict__["group"] = replace(facts.group, keep_until="2026-11-23")
    assert held.application.sync_status.view(held.group).notices == ()


def test_the_last_file_tells_the_others_and_the_laptop_can_come_back(
    held: Scene, laptop: Callable[[str], Laptop], tmp_path: Path, quick_words: None
) -> None:
    sam, membership = laptop("Sam"), held.application.membership
    sam.application.groups.add_example()  # with another group here the laptop keeps its keys
    made = membership.invite(held.group, "Sam", "facilitator", tmp_path / "inv")
    joining = sam.application.membership
    joining.join(joining.preview_invitation(made.path, made.words))
    sam.application.handover.save_last_file(held.group, tmp_path / "last")
    sam.application.handover.save_last_file(held.group, tmp_path / "last again")
    exchange = held.application.exchange
    exchange.merge(exchange.preview(tmp_path / "last again"))
    hand_over(held.laptop, sam, held.group)
    leaving = sam.application.handover
    leaving.remove(leaving.standing(held.group), "Group 07")

    row = next(row for row in held.application.members.all(held.group) if row.who == "Sam")
    assert row.state == "handed over, and left"
    view = held.application.sync_status.view(held.group)
    assert view.laptops == ()
    assert any("has handed this group over and left it" in notice for notice in view.notices)
    again = tmp_path / "again"
    made = membership.invite(held.group, "Sam", "facilitator", again, member=row.member)
    joining.join(joining.preview_invitation(made.path, made.words))
    sam.application.register.mark(held.group, EVENT, held.people["Ben Birch"], PRESENT)
    hand_over(sam, held.laptop, held.group)
    assert held.state("Ben Birch", EVENT) == "earned"
    assert len(held.application.sync_status.view(held.group).laptops) == 1
