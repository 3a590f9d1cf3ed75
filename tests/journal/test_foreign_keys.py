"""Keys of others that their libraries do not take: what they would let in is held."""

from itertools import permutations

import pytest
from stories.independent.admission import judge
from stories.independent.reader import read_event
from support import journal
from support.journal import Group

from npq_desktop.bundle.envelope import lock_for, unlock
from npq_desktop.journal import bech32, keys
from npq_desktop.journal.held import Reason
from npq_desktop.journal.sealing import open_sealed, seal
from npq_desktop.journal.state import State, digest

_PRIME = 2**255 - 19
SMALL = (
    *(0, 1, _PRIME - 1, _PRIME, _PRIME + 1),
    325606250916557431795983626356110631294008115727848805560023387167927233504,
    39382357235489614581723060781553021112529911719440698176882885853963445705823,
)  # the points that leave nothing secret
NO_KEYS = {
    "no check": "age1" + "q" * 58,
    "another kind": "age1yubikey1qwe",
    "nothing": "age1q",
    **{f"small point {at}": bech32.encode("age", point.to_bytes(32, "little"))
       for at, point in enumerate(SMALL)},
}  # fmt: skip


@pytest.fixture(params=NO_KEYS)
def no_key(request: pytest.FixtureRequest) -> str:
    return NO_KEYS[request.param]


def with_a_bad(what: str, age: str, monkeypatch: pytest.MonkeyPatch) -> Group:
    """Mallory's invitation or join names ``age``; Sam joins as she should."""
    group = Group()
    group.add(journal.ROOT, "sam")
    monkeypatch.setattr(journal, "age_recipient", lambda _: age)
    if what == "invite":
        invited = group.invite(journal.ROOT, "mallory")
        monkeypatch.undo()
    else:
        monkeypatch.undo()
        invited = group.invite(journal.ROOT, "mallory")
        monkeypatch.setattr(journal, "age_recipient", lambda _: age)
    group.join(invited)
    monkeypatch.undo()
    group.mark("mallory", "m1.seminar", "mei", "present")
    group.mark("sam", "m1.seminar", "mei", "absent")
    return group


@pytest.mark.parametrize("what", ["invite", "join"])
def test_a_key_that_nothing_can_be_locked_to_lets_nobody_in(
    no_key: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = with_a_bad(what, no_key, monkeypatch)

    state = State.of(group.events)

    reasons = {state.events[one].kind: held.reason for one, held in state.held.items()}
    assert reasons[what] is Reason.BAD_KEY
    assert reasons["mark.set"] is Reason.UNKNOWN_LAPTOP
    assert journal.author("mallory").key not in {each.key for each in state.members}
    assert journal.author("mallory").key in state.writers()
    says = judge(read_event(event.line()) for event in group.events)
    assert says.held == {one: held.reason.name for one, held in state.held.items()}
    assert says.digest == digest(state)


def test_such_a_join_leaves_the_invitation_to_a_sound_one(
    no_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = Group()
    invited = group.invite(journal.ROOT, "mallory")
    monkeypatch.setattr(journal, "age_recipient", lambda _: no_key)
    group.join(invited, device="mallory@old")
    monkeypatch.undo()
    group.join(invited)
    orders = permutations(group.events)

    digests = {digest(State.of(order)) for order in orders}

    assert len(digests) == 1
    state = State.of(group.events)
    assert journal.author("mallory").key in {each.key for each in state.members}


def test_a_root_with_such_a_key_starts_no_group(
    no_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "age_recipient", lambda _: no_key)

    state = State.of(Group().events)

    assert {held.reason for held in state.held.values()} == {Reason.BAD_ROOTS}


def test_locking_and_sealing_leave_it_out(no_key: str) -> None:
    secret = journal.age_key("sam")
    sam = keys.age_recipient(secret)

    locked = lock_for(b"a file", [no_key, sam])
    sealed = seal("a reason", [("K" * 43, no_key), ("S" * 43, sam)])

    assert unlock(locked, identities=[secret]) == b"a file"
    assert open_sealed(sealed, secret) == "a reason"
    assert sealed["to"] == ["S" * 8]


@pytest.mark.parametrize("text", ["", "age1", "1", "age1" + "é" * 58, "\0", 7, None, ["age1"]])
def test_any_text_is_asked_without_a_fault(text: object) -> None:
    assert not keys.is_recipient(text)
