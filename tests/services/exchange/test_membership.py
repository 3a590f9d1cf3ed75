"""Invite a laptop, and join by an invitation."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.applications import Laptop
from support.scenes import ABSENT, PAST, PRESENT, MakeScene, Scene

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
    with pytest.raises(WrongWordsError, match="You typed 5"):
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
    withdraw(group)
    group.application.exchange.send(group.group, tmp_path / "news.json", readable=True)
    sam = laptop("Sam").application
    sam.exchange.merge(sam.exchange.preview(tmp_path / "news.json"))

    with pytest.raises(ServiceError, match="withdrawn"):
        join(laptop("Sam"), invitation)

    assert sam.groups.all()[0].role == "not a member"


def withdraw(group: Scene) -> None:
    members = group.application.members
    [invited] = [row for row in members.all(group.group) if row.who == "Sam"]
    members.withdraw(group.group, invited)


def invite_again(group: Scene, path: Path) -> InvitationFile:
    row = next(row for row in group.application.members.all(group.group) if row.who == "Sam")
    invite = group.application.membership.invite
    return invite(group.group, row.who, "facilitator", path, member=row.member)


def held(group: Scene) -> list[tuple[str, bool]]:
    return [(row.who, row.acceptable) for row in group.application.held_entries.all(group.group)]


def test_the_file_of_a_laptop_whose_invitation_was_withdrawn_is_taken_in_and_held(
    group: Scene, invitation: InvitationFile, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    """Reliability 41b, its first half."""
    join(laptop("Sam"), invitation)
    laptop("Sam").application.register.mark(group.group, LAST, group.people["Ann"], PRESENT)
    withdraw(group)

    hand_over(laptop("Sam"), group.laptop, group.group, tmp_path / "sam")

    assert set(held(group)) == {("Sam", False)}
    assert len(held(group)) == 3  # the join, the opening of the register, the mark
    assert group.state("Ann", LAST) == "unknown"
    assert names(group) == {"Alex Morgan", "Recovery sheet"}


def test_what_a_withdrawn_laptop_recorded_counts_once_it_is_invited_again(
    group: Scene, invitation: InvitationFile, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    """Reliability 41b: it joins with the key it had, whether it had heard of it or not."""
    sam = laptop("Sam")
    join(sam, invitation)
    sam.application.register.mark(group.group, LAST, group.people["Ann"], PRESENT)
    withdraw(group)
    hand_over(sam, group.laptop, group.group, tmp_path / "sam")

    assert join(sam, invite_again(group, tmp_path / "again")) == group.group
    hand_over(sam, group.laptop, group.group, tmp_path / "sam 2")

    assert group.state("Ann", LAST) == "earned"
    assert held(group) == [("Sam", False)]  # the first join
    assert names(group) == {"Alex Morgan", "Recovery sheet", "Sam"}
    assert sam.application.exchange.digest(group.group) == group.application.exchange.digest(
        group.group
    )


def take_out(group: Scene, key: str) -> None:
    members = group.application.members
    shown = members.one(group.group, key)
    assert shown is not None
    members.revoke(group.group, shown)


def test_a_laptop_taken_out_joins_anew_and_what_it_had_not_sent_can_be_accepted(
    group: Scene, invitation: InvitationFile, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    """Reliability 41a: a new key for this group, and nothing lost on the way."""
    sam = laptop("Sam")
    join(sam, invitation)
    hand_over(sam, group.laptop, group.group, tmp_path / "sam")
    old = sam.application.core.identities.key_in(group.group)
    sam.application.register.mark(group.group, LAST, group.people["Ann"], PRESENT)
    take_out(group, old)

    join(sam, invite_again(group, tmp_path / "again"))
    sam.application.register.mark(group.group, LAST, group.people["Ben"], PRESENT)
    hand_over(sam, group.laptop, group.group, tmp_path / "sam 2")

    assert sam.application.core.identities.key_in(group.group) != old
    assert group.state("Ben", LAST) == "earned"
    assert group.state("Ann", LAST) == "unknown"
    waiting = group.application.held_entries.all(group.group)
    assert {row.who for row in waiting} == {"Sam"}
    for row in waiting:
        group.application.held_entries.accept(group.group, row.id)
    assert group.state("Ann", LAST) == "earned"
    sam.restart()
    hand_over(group.laptop, sam, group.group, tmp_path / "alex")
    assert sam.application.register.view(group.group, LAST).rows[0].state is PRESENT.state
    assert not sam.application.store.verify().problems


def test_what_the_key_before_had_sent_says_nothing_of_the_new_key(
    group: Scene, invitation: InvitationFile, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    sam = laptop("Sam")
    join(sam, invitation)
    for who in ("Ann", "Ben"):
        sam.application.register.mark(group.group, LAST, group.people[who], PRESENT)
    hand_over(sam, group.laptop, group.group, tmp_path / "sam")
    hand_over(group.laptop, sam, group.group, tmp_path / "alex")
    take_out(group, sam.application.core.identities.key_in(group.group))

    join(sam, invite_again(group, tmp_path / "again"))
    sam.application.register.mark(group.group, LAST, group.people["Ben"], ABSENT)

    shown = sam.application.sync_status.view(group.group)
    assert not any("no longer here" in notice for notice in shown.notices)
    assert shown.laptops[0].has == "2 changes not sent yet"
    hand_over(sam, group.laptop, group.group, tmp_path / "sam 2")
    hand_over(group.laptop, sam, group.group, tmp_path / "alex 2")
    assert sam.application.sync_status.view(group.group).laptops[0].has == "everything"


def test_a_laptop_that_heard_it_was_taken_out_can_still_save_what_it_had_not_sent(
    group: Scene, invitation: InvitationFile, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    sam = laptop("Sam")
    join(sam, invitation)
    hand_over(sam, group.laptop, group.group, tmp_path / "sam")
    sam.application.register.mark(group.group, LAST, group.people["Ann"], PRESENT)
    key = sam.application.core.identities.key_in(group.group)
    take_out(group, key)
    group.application.exchange.send(group.group, tmp_path / "news.json", readable=True)
    sam.application.exchange.merge(sam.application.exchange.preview(tmp_path / "news.json"))
    with pytest.raises(ServiceError, match="was removed from the group"):
        sam.application.register.mark(group.group, LAST, group.people["Ben"], PRESENT)

    hand_over(sam, group.laptop, group.group, tmp_path / "unsent")

    assert all(acceptable for _, acceptable in held(group))
    for row in group.application.held_entries.all(group.group):
        group.application.held_entries.accept(group.group, row.id)
    assert group.state("Ann", LAST) == "earned"


def test_nobody_is_invited_again_who_was_never_invited(group: Scene, tmp_path: Path) -> None:
    invite = group.application.membership.invite
    sheet = next(m for m in group.application.membership.members(group.group) if m.is_sheet)

    for member in ("ab" * 16, sheet.member):
        with pytest.raises(ServiceError, match="invited again"):
            invite(group.group, "Sam", "facilitator", tmp_path / "inv", member=member)


def test_a_used_invitation_is_refused_and_the_first_laptop_stays_in(
    group: Scene, invitation: InvitationFile, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    join(laptop("Sam"), invitation)
    laptop("Sam").application.exchange.send(group.group, tmp_path / "sam.json", readable=True)
    olu = laptop("Olu").application
    olu.exchange.merge(olu.exchange.preview(tmp_path / "sam.json"))

    with pytest.raises(ServiceError, match="Another laptop has already joined"):
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
    assert (olus.who, olus.acceptable) == ("Olu", True)


def test_two_laptops_on_one_invitation_are_told_apart_and_the_choice_can_be_put_right(
    group: Scene, invitation: InvitationFile, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    for name, who in (("Sam", "Ann"), ("Olu", "Ben")):
        join(laptop(name), invitation)
        laptop(name).application.register.mark(group.group, LAST, group.people[who], PRESENT)
        hand_over(laptop(name), group.laptop, group.group, tmp_path / name)
    service = group.application.held_entries
    joins = {row.who: row for row in service.all(group.group) if row.question}
    assert joins.keys() == {"Sam", "Olu"}
    assert joins["Olu"].what.startswith("Joined as “Olu” on “")
    assert "Recorded first: Ben, " in joins["Olu"].what
    assert "The invitation for Sam was used by 2 laptops" in joins["Olu"].question
    [notice] = group.application.sync_status.view(group.group).notices
    assert "Choose under “On hold”" in notice

    service.accept(group.group, joins["Olu"].id)

    assert (group.state("Ann", LAST), group.state("Ben", LAST)) == ("unknown", "earned")
    assert {row.who for row in service.all(group.group)} == {"Sam"}  # what the other recorded
    [sams] = [row for row in service.all(group.group) if row.question]
    assert "was chosen before and is then removed" in sams.question

    service.accept(group.group, sams.id)

    states = {row.who: row.state for row in group.application.members.all(group.group)}
    assert (states["Sam"], states["Olu"]) == ("in the group", "removed")
    assert (group.state("Ann", LAST), group.state("Ben", LAST)) == ("earned", "earned")
    assert service.all(group.group) == ()


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
