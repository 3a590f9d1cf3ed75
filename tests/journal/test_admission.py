"""Who is in, who stands above whom, and whose entries count."""

import pytest
from support.journal import AT, RECOVERY, Group, Invited, age_key, author, member

from npq_desktop.journal.authority import InvitationState, Role
from npq_desktop.journal.event import Author, Event, Pen, start_group
from npq_desktop.journal.held import Reason
from npq_desktop.journal.keys import age_recipient
from npq_desktop.journal.state import State, digest


@pytest.fixture
def group() -> Group:
    return Group(roots=("olu", "office"))


def reason(group: Group, event: Event) -> Reason | None:
    """Why the event is held among all of the group's, None if it counts."""
    held = State.of(group.events).held.get(event.id)
    return None if held is None else held.reason


def keys(group: Group) -> set[str]:
    return {key.key for key in State.of(group.events).members}


def test_roots_are_members_in_order_of_rank(group: Group) -> None:
    state = State.of(group.events)

    assert [(key.name, key.role, key.depth, key.rank) for key in state.members] == [
        ("olu", Role.ROOT, 0, 0),
        ("office", Role.ROOT, 0, 1),
        ("olu", Role.ROOT, 0, 2),
    ]


@pytest.mark.parametrize("count", [0, 9])
def test_start_with_no_or_too_many_roots_lets_nothing_count(count: int) -> None:
    names = [f"r{number}" for number in range(count)]
    group = Group(roots=("olu",))
    roots = [_root(name) for name in names]
    content = {**dict(group.events[0].content), "roots": roots}
    start = start_group(author("r0"), content, at=AT)

    assert State.of([start]).held[start.id].reason is Reason.BAD_ROOTS


def test_start_by_a_stranger_or_with_a_key_twice_lets_nothing_count(group: Group) -> None:
    content = dict(group.events[0].content)
    stranger = start_group(author("eve"), content, at=AT)
    doubled = {**content, "roots": [content["roots"][0]] * 2}
    twice = start_group(author("olu"), doubled, at=AT)

    for start in (stranger, twice):
        state = State.of([start])
        assert state.held[start.id].reason is Reason.BAD_ROOTS
        assert not state.members


def test_everything_waits_while_the_first_entry_is_not_here(group: Group) -> None:
    mark = group.mark("olu", "m1.seminar", "ann", "present")

    assert State.of([mark]).held[mark.id].reason is Reason.WAITING


def test_join_makes_a_member_with_the_role_of_the_invitation(group: Group) -> None:
    group.add("olu", "sam", role="coordinator")
    join = group.add("sam", "lee")

    lee = State.of(group.events).members[-1]

    assert reason(group, join) is None
    assert (lee.key, lee.member, lee.role) == (author("lee").key, member("lee"), Role.FACILITATOR)
    assert (lee.depth, lee.rank, lee.parent) == (2, 0, author("sam").key)


def test_join_proof_of_another_key_does_not_count(group: Group) -> None:
    """Scenario 27a: a join proof replayed with another key."""
    invited = group.invite("olu", "sam")
    sam = group.join(invited)
    content = dict(sam.content)

    thief = Author(author("eve").seed, member("sam"))
    pen = Pen(thief, group.id, last_prev=None)
    replayed = pen.write("join", content, at=AT)
    group.events.append(replayed)

    assert reason(group, replayed) is Reason.UNKNOWN_LAPTOP
    assert reason(group, sam) is None


@pytest.mark.parametrize("changed", ["age", "invite"])
def test_join_proof_covers_the_age_key_and_the_invitation(group: Group, changed: str) -> None:
    invited, other = group.invite("olu", "sam"), group.invite("olu", "sam")
    age = age_recipient(age_key("sam"))
    proof = invited.invitation.proof(
        group=group.id, invite=invited.event.id, key=author("sam").key, age=age
    )
    content = {"invite": invited.event.id, "age": age, "name": "Sam", "device": "d"}
    content |= {"age": age_recipient(age_key("eve"))} if changed == "age" else {}
    content |= {"invite": other.event.id} if changed == "invite" else {}

    join = group.write("sam", "join", {**content, "proof": proof})

    assert reason(group, join) is Reason.UNKNOWN_LAPTOP


def test_join_under_another_name_does_not_count(group: Group) -> None:
    invited = group.invite("olu", "sam")

    join = group.join(Invited(invited.event, invited.invitation, "eve"))

    assert reason(group, join) is Reason.WRONG_NAME
    assert author("eve").key not in keys(group)


def test_two_laptops_on_one_invitation_wait_for_a_choice(group: Group) -> None:
    """Scenario 27a: two joins on one invite."""
    invited = group.invite("olu", "sam")
    joins = [group.join(invited), group.join(invited, device="sam@stolen")]
    mark = group.mark("sam", "m1.seminar", "ann", "present")

    assert {reason(group, join) for join in joins} == {Reason.JOIN_USED_TWICE}
    assert reason(group, mark) is Reason.UNKNOWN_LAPTOP
    assert State.of(group.events).invites[0].state is InvitationState.CONTESTED


def test_accept_chooses_among_two_laptops(group: Group) -> None:
    invited = group.invite("olu", "sam")
    mine, other = group.join(invited), group.join(invited, device="sam@stolen")

    group.accept("olu", mine)

    assert reason(group, mine) is None
    assert reason(group, other) is Reason.JOIN_USED_TWICE


def test_accept_by_somebody_not_above_chooses_nothing(group: Group) -> None:
    group.add("olu", "max", role="coordinator")
    group.add("olu", "kim", role="coordinator")
    group.add("kim", "lee", role="coordinator")
    invited = group.invite("lee", "sam")
    mine = group.join(invited)
    group.join(invited, device="sam@stolen")

    group.accept("max", mine)
    assert reason(group, mine) is Reason.JOIN_USED_TWICE

    group.accept("kim", mine)
    assert reason(group, mine) is None


def test_same_laptop_joining_twice_is_one(group: Group) -> None:
    invited = group.invite("olu", "sam")
    joins = [group.join(invited), group.join(invited)]

    assert [reason(group, join) for join in joins] == [None, None]


def test_laptop_with_two_invitations_is_in_once(group: Group) -> None:
    joins = [group.add("olu", "sam"), group.add("olu", "sam")]

    assert sorted(str(reason(group, join)) for join in joins) == [
        "None",
        str(Reason.JOIN_USED_TWICE),
    ]


def test_root_entry_beats_an_invitation(group: Group) -> None:
    join = group.add("olu", "office")

    assert reason(group, join) is Reason.JOIN_USED_TWICE
    assert State.of(group.events).members[1].role is Role.ROOT


def test_withdrawn_invitation_lets_nobody_in(group: Group) -> None:
    group.add("olu", "kim", role="coordinator")
    invited = group.invite("kim", "sam")
    join = group.join(invited)
    assert reason(group, join) is None

    group.withdraw("olu", invited)

    assert reason(group, join) is Reason.INVITATION_WITHDRAWN
    withdrawn = next(i for i in State.of(group.events).invites if i.id == invited.event.id)
    assert withdrawn.state is InvitationState.WITHDRAWN
    assert author("sam").key not in keys(group)


def test_withdrawing_takes_the_author_or_somebody_above(group: Group) -> None:
    group.add("olu", "kim", role="coordinator")
    group.add("office", "max", role="coordinator")
    invited = group.invite("kim", "sam")
    join = group.join(invited)

    group.withdraw("max", invited)
    assert reason(group, join) is None

    group.withdraw("kim", invited)
    assert reason(group, join) is Reason.INVITATION_WITHDRAWN


def test_withdrawing_from_beside_does_nothing_even_where_its_turn_comes_first(
    group: Group,
) -> None:
    group.add("olu", "max", role="coordinator")
    group.add("olu", "kim", role="coordinator")
    group.add("kim", "lee", role="coordinator")
    invited = group.invite("lee", "sam")
    join = group.join(invited)

    group.withdraw("max", invited)

    assert reason(group, join) is None


def test_accept_cannot_bring_back_a_join_on_a_withdrawn_invitation(group: Group) -> None:
    invited = group.invite("olu", "sam")
    join = group.join(invited)
    group.withdraw("olu", invited)

    group.accept("olu", join)

    assert reason(group, join) is Reason.INVITATION_WITHDRAWN


def test_unused_invitation_is_open(group: Group) -> None:
    group.invite("olu", "sam")

    assert State.of(group.events).invites[0].state is InvitationState.OPEN


def test_facilitator_may_mark_but_only_propose_an_exemption(group: Group) -> None:
    group.add("olu", "sam")
    mark = group.mark("sam", "m1.seminar", "ann", "present")
    content = {"person": "ann", "item": "m1.seminar", "value": "excused"}
    exemption = group.write("sam", "exemption.set", content)

    assert (reason(group, mark), reason(group, exemption)) == (None, Reason.ROLE)

    group.accept("olu", exemption)

    assert reason(group, exemption) is None


def test_erase_is_for_roots_alone(group: Group) -> None:
    """Scenario 27a: a facilitator's ``erase``; a coordinator cannot accept it, a root can."""
    group.add("olu", "kim", role="coordinator")
    group.add("kim", "sam")
    erases = [group.erase("kim", "ann"), group.erase("sam", "ann")]
    assert {reason(group, erase) for erase in erases} == {Reason.ROLE}

    group.accept("kim", erases[1])
    assert reason(group, erases[1]) is Reason.ROLE

    group.accept("olu", *erases)
    assert {reason(group, erase) for erase in erases} == {None}


def test_mark_signed_in_a_colleagues_name_is_held_for_good(group: Group) -> None:
    """Scenario 27a: a mark signed in a colleague's name; no ``accept`` helps."""
    group.add("olu", "sam")
    pen = Pen(Author(author("sam").seed, member("olu")), group.id, last_prev=None)
    content = {"event": "m1.seminar", "person": "ann", "state": "present"}
    forged = pen.write("mark.set", content, at=AT)
    group.events.append(forged)

    group.accept("olu", forged)

    assert reason(group, forged) is Reason.WRONG_NAME


def test_revoked_key_keeps_what_leads_up_to_what_is_kept(group: Group) -> None:
    group.add("olu", "sam")
    before = [group.mark("sam", "m1.seminar", who, "present") for who in ("ann", "ben")]
    after = group.mark("sam", "m1.seminar", "cat", "present")

    group.revoke("olu", "sam", keep=[before[-1]])

    assert [reason(group, mark) for mark in before] == [None, None]
    assert reason(group, after) is Reason.REVOKED
    assert [key.revoked for key in State.of(group.events).members][-1]


def test_events_under_a_revoked_keys_old_positions_are_held(group: Group) -> None:
    """Scenario 27a: a thief goes on after an entry that was kept, in the same stream."""
    join = group.add("olu", "sam")
    kept = group.mark("sam", "m1.seminar", "ann", "present")
    group.revoke("olu", "sam", keep=[kept])

    pen = Pen(author("sam"), group.id, last_prev=join.id, stream=kept.stream)
    pen.commit(pen.write("note.add", {"id": "n"}, at=AT))
    backdated = pen.write("note.add", {"id": "m"}, at="1999-01-01T00:00:00Z")
    group.events.append(backdated)

    assert reason(group, backdated) is Reason.REVOKED
    assert reason(group, kept) is None


def test_keeping_another_laptops_entry_keeps_nothing(group: Group) -> None:
    group.add("olu", "sam")
    mark = group.mark("sam", "m1.seminar", "ann", "present")
    pen = Pen(author("eve"), group.id, last_prev=mark.id)
    stranger = pen.write("note.add", {"id": "n"}, at=AT)
    group.events.append(stranger)

    group.revoke("olu", "sam", keep=[stranger])

    assert reason(group, mark) is Reason.REVOKED


def test_late_entry_of_a_revoked_laptop_joins_what_is_kept(group: Group) -> None:
    group.add("olu", "sam")
    marks = [group.mark("sam", "m1.seminar", who, "present") for who in ("ann", "ben", "cat")]
    group.revoke("olu", "sam", keep=[marks[2]])
    state = State.of(event for event in group.events if event != marks[1])
    assert state.held[marks[0].id].reason is Reason.REVOKED

    state.add(marks[1])

    assert not state.held


def test_two_revocations_keep_what_both_keep(group: Group) -> None:
    group.add("olu", "sam")
    marks = [group.mark("sam", "m1.seminar", who, "present") for who in ("ann", "ben")]

    group.revoke("olu", "sam", keep=[marks[1]])
    group.revoke("olu", "sam", keep=[marks[0]])

    assert [reason(group, mark) for mark in marks] == [None, Reason.REVOKED]


def test_what_a_revoked_facilitator_recorded_offline_is_held_for_review(group: Group) -> None:
    """Scenario 41: it is held, not dropped, and a coordinator can make it count."""
    join = group.add("olu", "sam")
    group.revoke("olu", "sam", keep=[join])
    offline = group.mark("sam", "m2.seminar", "ann", "present")
    assert reason(group, offline) is Reason.REVOKED

    group.accept("olu", offline)

    assert reason(group, offline) is None
    assert not State.of(group.events).may_write(author("sam").key, "mark.set")


def test_revocation_from_below_or_beside_does_nothing(group: Group) -> None:
    group.add("olu", "kim", role="coordinator")
    group.add("olu", "max", role="coordinator")
    group.add("kim", "sam", role="coordinator")

    for by, name in (("sam", "kim"), ("max", "kim"), ("kim", "kim"), ("office", "olu")):
        group.revoke(by, name)

    assert not any(key.revoked for key in State.of(group.events).members)


def test_root_of_earlier_rank_stands_above_all_of_a_later_one(group: Group) -> None:
    group.add("office", "sam")
    mark = group.mark("sam", "m1.seminar", "ann", "present")

    group.revoke("olu", "sam")

    assert reason(group, mark) is Reason.REVOKED


def test_coordinators_revoking_each_other_in_a_ring_give_one_result(group: Group) -> None:
    """Scenario 27a: among equals none counts, in any order."""
    names = ("kim", "max", "lee")
    for name in names:
        group.add("olu", name, role="coordinator")
    for by, name in zip(names, names[1:] + names[:1], strict=True):
        group.revoke(by, name)

    forward, backward = State.of(group.events), State.of(reversed(group.events))

    assert not forward.held
    assert not any(key.revoked for key in forward.members)
    assert digest(forward) == digest(backward)


def test_whoever_was_invited_by_a_revoked_entry_is_out(group: Group) -> None:
    join = group.add("olu", "kim", role="coordinator")
    group.add("kim", "sam")

    group.revoke("olu", "kim", keep=[join])

    assert author("sam").key not in keys(group)


def test_first_root_cannot_be_locked_out(group: Group) -> None:
    group.revoke("office", "olu")
    group.write("office", "revoke", {"key": RECOVERY.signing_key.public, "keep": []})
    mark = group.mark("olu", "m1.seminar", "ann", "present")

    assert reason(group, mark) is None


def test_start_is_never_revoked() -> None:
    group = Group(roots=("olu", "office"))
    content = dict(group.events[0].content)
    start = start_group(author("office"), {**content, "title": "theirs"}, at=AT)
    pen = Pen(author("olu"), start.id, last_prev=None)
    revoke = pen.write("revoke", {"key": author("office").key, "keep": []}, at=AT)

    state = State.of([start, revoke])

    assert not state.held
    assert state.members[1].revoked


def test_payload_that_a_relay_stripped_is_filled_again(group: Group) -> None:
    """Scenario 27b: an invitation without its text lets nobody in; the text brings it back."""
    join = group.add("olu", "sam")
    invite = group.events[-2]
    state = State.of([group.events[0], invite.blanked(), join])
    assert state.held[invite.id].reason is Reason.CONTENT_MISSING
    assert join.id in state.held

    state.add(invite)

    assert not state.held
    assert digest(state) == digest(State.of(group.events))


def test_stripped_copy_takes_nothing_from_a_full_one(group: Group) -> None:
    """Scenario 27b: the relay's copy comes second."""
    mark = group.mark("olu", "m1.seminar", "ann", "present")
    state = State.of(group.events)

    assert state.add(mark.blanked()) == frozenset()
    assert not State.of([*group.events, mark.blanked()]).held
    assert state.events[mark.id].payload is not None


def _root(name: str) -> dict[str, str]:
    return {
        "key": author(name).key,
        "age": age_recipient(age_key(name)),
        "member": member(name),
        "name": name,
        "device": name,
    }
