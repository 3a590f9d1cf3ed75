"""Invite a laptop, and join by an invitation."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.applications import Laptop
from support.scenes import PAST, PRESENT, MakeScene, Scene

from npq_desktop.bundle.errors import NotASyncFileError, WrongWordsError
from npq_desktop.errors import BundleError, ServiceError
from npq_desktop.rows.exchange import InvitationFile

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_words")]

LAST = PAST[-1]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben")


@pytest.fixture
def invitation(group: Scene, tmp_path: Path) -> InvitationFile:
    path = tmp_path / "for Sam.npqsync"
    return group.application.membership.invite(group.group, " Sam ", "facilitator", path)


def join(laptop: Laptop, invitation: InvitationFile) -> str:
    membership = laptop.application.membership
    return membership.join(membership.preview_invitation(invitation.path, invitation.words))


def hand_over(giver: Laptop, taker: Laptop, group: str, path: Path) -> None:
    giver.application.exchange.send(group, path)
    taker.application.exchange.merge(taker.application.exchange.preview(path))


def test_a_joined_laptop_has_the_group_and_its_marks_count_at_once_everywhere(
    group: Scene, invitation: InvitationFile, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    sam = laptop("Sam")

    assert join(sam, invitation) == group.group
    sam.application.register.mark(group.group, LAST, group.people["Ann"], PRESENT)
    hand_over(sam, group.laptop, group.group, tmp_path / "sam")

    assert group.state("Ann", LAST) == "earned"
    names = {member.name for member in group.application.membership.members(group.group)}
    assert names == {"Alex Morgan", "Recovery sheet", "Sam"}
    words = sam.application.exchange.openers(group.group).words
    assert words.endswith("and the group's recovery sheet.")


def test_files_are_locked_for_an_invited_laptop_before_anyone_knows_it_joined(
    group: Scene, invitation: InvitationFile, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    assert "Sam (invited)" in group.application.exchange.openers(group.group).words


def test_an_invitation_is_the_group_under_six_words(invitation: InvitationFile) -> None:
    assert len(invitation.words.split()) == 6
    assert invitation.name == "Sam"
    assert b"Ann" not in invitation.path.read_bytes()


def test_wrong_words_open_nothing(
    group: Scene, invitation: InvitationFile, laptop: Callable[[str], Laptop]
) -> None:
    sam = laptop("Sam").application
    first, second, *rest = invitation.words.split()
    other = "annual" if first != "annual" else "garden"

    with pytest.raises(WrongWordsError):
        sam.membership.preview_invitation(invitation.path, " ".join([other, second, *rest]))
    with pytest.raises(WrongWordsError, match="5 were typed"):
        sam.membership.preview_invitation(invitation.path, " ".join([second, *rest]))

    assert sam.groups.all() == ()


def test_words_are_taken_in_capitals_with_commas(
    group: Scene, invitation: InvitationFile, laptop: Callable[[str], Laptop]
) -> None:
    typed = invitation.words.upper().replace(" ", ", ")

    preview = laptop("Sam").application.membership.preview_invitation(invitation.path, typed)

    assert (preview.kind, preview.title) == ("invitation", "Group 07")


def test_a_withdrawn_invitation_joins_nobody(
    group: Scene, invitation: InvitationFile, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    [invite] = group.application.membership.invites(group.group)
    group.application.membership.withdraw(group.group, invite.id)
    group.application.exchange.send(group.group, tmp_path / "news.json", readable=True)
    sam = laptop("Sam").application
    sam.exchange.merge(sam.exchange.preview(tmp_path / "news.json"))

    with pytest.raises(ServiceError, match="withdrawn"):
        join(laptop("Sam"), invitation)

    assert sam.groups.all()[0].role == "not a member"


def test_whoever_joined_by_a_withdrawn_invitation_does_not_count(
    group: Scene, invitation: InvitationFile, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    join(laptop("Sam"), invitation)
    [invite] = group.application.membership.invites(group.group)
    group.application.membership.withdraw(group.group, invite.id)

    laptop("Sam").application.exchange.send(group.group, tmp_path / "sam")
    with pytest.raises(BundleError):
        group.application.exchange.preview(tmp_path / "sam")

    assert len(group.application.membership.members(group.group)) == 2


def test_a_used_invitation_is_refused_and_the_first_laptop_stays_in(
    group: Scene, invitation: InvitationFile, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    join(laptop("Sam"), invitation)
    laptop("Sam").application.exchange.send(group.group, tmp_path / "sam.json", readable=True)
    olu = laptop("Olu").application
    olu.exchange.merge(olu.exchange.preview(tmp_path / "sam.json"))

    with pytest.raises(ServiceError, match="Another laptop has joined"):
        join(laptop("Olu"), invitation)

    members = {member.name: member.revoked for member in olu.membership.members(group.group)}
    assert members["Sam"] is False
    assert "Olu" not in members


def test_two_laptops_that_used_one_invitation_both_wait_until_one_is_accepted(
    group: Scene, invitation: InvitationFile, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    """Reliability 27a: shown, and neither counts before a coordinator chooses."""
    join(laptop("Sam"), invitation)
    join(laptop("Olu"), invitation)
    hand_over(laptop("Sam"), group.laptop, group.group, tmp_path / "sam")
    laptop("Olu").application.exchange.send(group.group, tmp_path / "olu")

    exchange, held = group.application.exchange, group.application.held_entries
    preview = exchange.preview(tmp_path / "olu")
    exchange.merge(preview)

    assert "used by two laptops" in preview.details[0]
    assert {row.who for row in held.all(group.group)} == {"Sam", "Olu"}
    assert all(row.acceptable for row in held.all(group.group))
    assert names(group) == {"Alex Morgan", "Recovery sheet"}

    [sams] = [row.id for row in held.all(group.group) if row.who == "Sam"]
    held.accept(group.group, sams)

    assert names(group) == {"Alex Morgan", "Recovery sheet", "Sam"}
    [olus] = held.all(group.group)
    assert (olus.who, olus.acceptable) == ("Olu", False)


def names(group: Scene) -> set[str]:
    return {member.name for member in group.application.membership.members(group.group)}


def test_joining_twice_says_that_there_is_nothing_to_join(
    group: Scene, invitation: InvitationFile, laptop: Callable[[str], Laptop]
) -> None:
    join(laptop("Sam"), invitation)
    entries = len(list(laptop("Sam").application.store.events(group.group)))

    with pytest.raises(ServiceError, match="in the group already"):
        join(laptop("Sam"), invitation)

    assert len(list(laptop("Sam").application.store.events(group.group))) == entries


def test_a_facilitator_may_not_invite_and_no_file_is_left(
    group: Scene, invitation: InvitationFile, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    sam = laptop("Sam")
    join(sam, invitation)

    with pytest.raises(ServiceError, match="Only a coordinator"):
        sam.application.membership.invite(group.group, "Eve", "facilitator", tmp_path / "eve")

    assert not (tmp_path / "eve").exists()


def test_an_invitation_that_could_not_be_saved_was_never_made(group: Scene, tmp_path: Path) -> None:
    with pytest.raises(BundleError):
        group.application.membership.invite(
            group.group, "Sam", "facilitator", tmp_path / "no folder" / "inv"
        )

    assert group.application.membership.invites(group.group) == ()


@pytest.mark.parametrize(("name", "role"), [(" ", "facilitator"), ("Sam", "root")])
def test_an_invitation_names_a_person_and_a_role(
    group: Scene, name: str, role: str, tmp_path: Path
) -> None:
    with pytest.raises(ServiceError):
        group.application.membership.invite(group.group, name, role, tmp_path / "inv")

    assert group.application.membership.invites(group.group) == ()


def test_a_sync_file_is_no_invitation(group: Scene, tmp_path: Path) -> None:
    group.application.exchange.send(group.group, tmp_path / "g.json", readable=True)
    membership = group.application.membership
    six = "annual garden crew increase sprout iron"

    with pytest.raises(NotASyncFileError, match="no invitation"):
        membership.preview_invitation(tmp_path / "g.json", six)
    with pytest.raises(NotASyncFileError, match="cannot be read"):
        membership.preview_invitation(tmp_path / "missing", six)
