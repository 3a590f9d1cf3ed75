"""Whom a file may be for, who can open it then, and what the others have not been sent."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.applications import Laptop
from support.scenes import PAST, PRESENT, MakeScene, Scene

from npq_desktop.bundle.errors import LockedFileError
from npq_desktop.errors import StaleError

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_words")]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben")


def bring_in(group: Scene, guest: Laptop, folder: Path) -> str:
    """Invite a laptop, let it join, and open its first file; gives its member's id."""
    path = folder / f"for {guest.person}.npqsync"
    made = group.application.membership.invite(group.group, guest.person, "facilitator", path)
    joining = guest.application.membership
    joining.join(joining.preview_invitation(path, made.words))
    back = folder / f"of {guest.person}.npqsync"
    guest.application.exchange.send(group.group, back)
    group.application.exchange.merge(group.application.exchange.preview(back))
    choices = group.application.exchange.choices(group.group)
    return next(each.key for each in choices if each.name == guest.person)


def test_nobody_else_in_the_group_leaves_nobody_to_choose(group: Scene) -> None:
    assert group.application.exchange.choices(group.group) == ()
    assert group.application.exchange.openers(group.group).nobody_else


def test_a_file_for_one_person_opens_there_and_not_at_another(
    group: Scene, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    """The person, this laptop, and nobody else; the other one still lacks what was sent."""
    sam, noor = laptop("Sam"), laptop("Noor")
    whom = bring_in(group, sam, tmp_path)
    bring_in(group, noor, tmp_path)
    exchange, path = group.application.exchange, tmp_path / "for Sam alone"
    group.mark("Ann", PAST[0], PRESENT)
    exchange.send(group.group, tmp_path / "for all")
    group.mark("Ben", PAST[0], PRESENT)
    openers = exchange.openers(group.group, whom)

    exchange.send(group.group, path, whom=whom, shown=openers)

    assert openers.words == "Only Sam and you can open it."
    assert sam.application.exchange.preview(path).counts["new"] > 0
    assert exchange.preview(path).counts["new"] == 0
    with pytest.raises(LockedFileError):
        noor.application.exchange.preview(path)
    assert [(each.name, each.told) for each in exchange.choices(group.group)] == [
        ("Noor", "1 change not sent yet · last file 13:20"),
        ("Sam", "saved in a file at 13:20, not confirmed yet"),
        ("Everyone in this group", "2 laptops"),
    ]


def test_a_file_for_the_one_who_started_the_group_opens_with_the_groups_sheet_too(
    group: Scene, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    sam, noor = laptop("Sam"), laptop("Noor")
    bring_in(group, sam, tmp_path)
    bring_in(group, noor, tmp_path)
    group.application.exchange.send(group.group, tmp_path / "all")
    sam.application.exchange.merge(sam.application.exchange.preview(tmp_path / "all"))
    exchange = sam.application.exchange
    alex, other, _everyone = sorted(exchange.choices(group.group), key=lambda each: each.name)

    for_alex = exchange.recipients(group.group, alex.key)
    for_noor = exchange.recipients(group.group, _everyone.key)

    sheet = next(
        each.age for each in sam.application.store.reading.members(group.group) if each.is_sheet
    )
    assert (alex.name, other.name, _everyone.name) == (
        "Alex Morgan",
        "Everyone in this group",
        "Noor",
    )
    assert sheet in for_alex
    assert sheet not in for_noor


def test_somebody_invited_can_be_chosen_before_they_join(group: Scene, tmp_path: Path) -> None:
    exchange = group.application.exchange
    group.application.membership.invite(
        group.group, "Sam", "facilitator", tmp_path / "for Sam.npqsync"
    )

    (choice,) = exchange.choices(group.group)

    assert (choice.name, choice.told) == ("Sam", "invited, not joined yet")
    assert exchange.openers(group.group, choice.key).words == "Only Sam and you can open it."


def test_someone_who_left_meanwhile_is_not_sent_to_unseen(
    group: Scene, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    whom = bring_in(group, laptop("Sam"), tmp_path)
    exchange, members = group.application.exchange, group.application.members
    shown = exchange.openers(group.group, whom)
    row = next(row for row in members.all(group.group) if row.who == "Sam")
    members.revoke(group.group, row)

    with pytest.raises(StaleError):
        exchange.send(group.group, tmp_path / "late", whom=whom, shown=shown)

    assert not (tmp_path / "late").exists()


def test_what_was_sent_to_one_of_two_namesakes_is_not_sent_to_the_other(
    group: Scene, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    """Also where both laptops have one name: keys say whom a file was for."""
    first, second = laptop("Sam Khan"), laptop("Sam Okafor")
    whom = bring_in(group, first, tmp_path)
    second.application.profile.set_name("Sam Khan")
    path = tmp_path / "inv"
    made = group.application.membership.invite(group.group, "Sam Khan", "facilitator", path)
    joining = second.application.membership
    joining.join(joining.preview_invitation(path, made.words))
    second.application.exchange.send(group.group, tmp_path / "of the second")
    exchange = group.application.exchange
    exchange.merge(exchange.preview(tmp_path / "of the second"))
    group.mark("Ann", PAST[0], PRESENT)

    exchange.send(group.group, tmp_path / "for the first", whom=whom)

    sams = [each for each in exchange.choices(group.group) if each.name.startswith("Sam")]
    assert {each.name for each in sams} == {"Sam Khan (invited as “Sam Khan”)"}
    assert {each.key == whom: "not sent yet" in each.told for each in sams} == {
        True: False,
        False: True,
    }
