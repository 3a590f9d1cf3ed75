"""Epochs: who may know a key, which are burnt, which one writes, and who is handed what."""

from collections.abc import Mapping

import pytest
from support.journal import RECOVERY, Group, Invited, age_key, author, seed

from npq_desktop.journal.event import Event
from npq_desktop.journal.kinds import KINDS
from npq_desktop.journal.sealing import seal
from npq_desktop.journal.state import State
from npq_desktop.relay.boxes import epoch_id
from npq_desktop.relay.epochs import EpochReader, Epochs, handing_on, keys_in

FIRST, SECOND = sorted((seed("one"), seed("two")), key=epoch_id)
OLU = EpochReader(author("olu").key[:8], author("olu").key, ())


@pytest.fixture
def group() -> Group:
    return Group()


def state(group: Group) -> State:
    return State.of(group.events)


def epochs(group: Group) -> Epochs:
    return Epochs.of(state(group))


def hand_on(group: Group, by: str, *keys: bytes, to: object = None) -> Event:
    """Hand keys to everybody, as ``by`` knows the group."""
    readers = epochs(group).readers if to is None else to
    content = next(handing_on({epoch_id(key): key for key in keys}, readers))  # type: ignore[arg-type]
    return group.write(by, "relay.key", content)


def with_sam(group: Group) -> tuple[Invited, Event]:
    invited = group.invite("olu", "sam")
    return invited, group.join(invited)


def content_of(event: Event) -> Mapping[str, object]:
    assert event.content is not None
    return event.content


def test_a_key_is_opened_by_everybody_it_was_handed_to(group: Group) -> None:
    invited, _ = with_sam(group)
    ben = group.invite("olu", "ben")
    content = content_of(hand_on(group, "olu", FIRST, SECOND))

    both = {epoch_id(FIRST): FIRST, epoch_id(SECOND): SECOND}
    for secret in (age_key("olu"), age_key("sam"), ben.invitation.age_secret):
        assert keys_in(content, [age_key("nobody"), secret]) == both
    assert keys_in(content, [invited.invitation.age_secret]) == {}
    assert keys_in(content, [RECOVERY.age_secret]) == both
    assert KINDS["relay.key"].validate(content) is None


def test_a_key_under_an_id_that_is_not_its_own_is_not_taken(group: Group) -> None:
    lie = f'{{"{epoch_id(FIRST)}":"{"A" * 43}"}}'
    more = f'{{"{epoch_id(FIRST)}":"{"A" * 43}","{"0" * 32}":"{"A" * 43}"}}'

    for text in (lie, more, "[]", "{", '{"x":5}', f'{{"{epoch_id(FIRST)}":5}}'):
        sealed = seal(text, [(author("olu").key, recipient(age_key("olu")))])
        assert keys_in({"epochs": [epoch_id(FIRST)], **sealed}, [age_key("olu")]) == {}


def recipient(secret: str) -> str:
    from npq_desktop.journal.keys import age_recipient

    return age_recipient(secret)


def test_many_keys_are_handed_on_in_entries_that_fit(group: Group) -> None:
    keys = {epoch_id(seed(f"k{n}")): seed(f"k{n}") for n in range(301)}
    contents = list(handing_on(keys, epochs(group).readers))

    written = [group.write("olu", "relay.key", content) for content in contents]

    found = [keys_in(content_of(event), [age_key("olu")]) for event in written]
    assert [len(each) for each in found] == [300, 1]
    assert found[0] | found[1] == keys


# -- which one writes -----------------------------------------------------------------------------


def test_the_smallest_that_can_be_opened_and_counts_writes(group: Group) -> None:
    with_sam(group)
    assert epochs(group).writing([epoch_id(FIRST)]) is None

    hand_on(group, "olu", SECOND)
    hand_on(group, "sam", FIRST)

    both = [epoch_id(FIRST), epoch_id(SECOND)]
    assert epochs(group).writing(both) == epoch_id(FIRST)
    assert epochs(group).writing(both[1:]) == epoch_id(SECOND)
    assert epochs(group).writing([]) is None


def test_a_key_that_only_a_held_entry_lists_does_not_write(group: Group) -> None:
    hand_on(group, "stranger", FIRST)

    assert epochs(group).writing([epoch_id(FIRST)]) is None


# -- burnt ----------------------------------------------------------------------------------------


def revoke(group: Group, name: str, *keep: Event) -> None:
    ids = [event.id for event in keep]
    group.write("olu", "revoke", {"key": author(name).key, "keep": ids})


def test_whoever_was_taken_out_burns_what_she_was_given(group: Group) -> None:
    with_sam(group)
    hand_on(group, "olu", FIRST)
    revoke(group, "sam")

    assert epochs(group).burnt == {epoch_id(FIRST)}
    assert epochs(group).writing([epoch_id(FIRST)]) is None


def test_whoever_was_taken_out_burns_what_she_made_though_it_is_held(group: Group) -> None:
    with_sam(group)
    revoke(group, "sam")
    held = hand_on(group, "sam", FIRST, to=[OLU_READER(group)])
    hand_on(group, "olu", FIRST)

    assert held.id in state(group).held
    assert epochs(group).burnt == {epoch_id(FIRST)}


def OLU_READER(group: Group) -> EpochReader:  # noqa: N802
    return next(each for each in epochs(group).readers if each.letters == OLU.letters)


def test_what_is_made_after_somebody_was_taken_out_is_not_burnt(group: Group) -> None:
    with_sam(group)
    hand_on(group, "olu", FIRST)
    revoke(group, "sam")
    hand_on(group, "olu", SECOND)

    assert epochs(group).writing([epoch_id(FIRST), epoch_id(SECOND)]) == epoch_id(SECOND)


def test_a_withdrawn_invitation_burns_what_it_was_given(group: Group) -> None:
    invited = group.invite("olu", "sam")
    hand_on(group, "olu", FIRST)
    assert epochs(group).burnt == frozenset()

    group.write("olu", "revoke", {"invite": invited.event.id})

    assert epochs(group).burnt == {epoch_id(FIRST)}


def test_joined_and_then_withdrawn_burns_what_the_laptop_was_given(group: Group) -> None:
    invited, _ = with_sam(group)
    hand_on(group, "olu", FIRST)
    group.write("olu", "revoke", {"invite": invited.event.id})

    assert epochs(group).burnt == {epoch_id(FIRST)}


def test_an_invitation_used_twice_burns_though_one_was_chosen(group: Group) -> None:
    invited = group.invite("olu", "sam")
    hand_on(group, "olu", FIRST)
    chosen = group.join(invited)
    assert epochs(group).burnt == frozenset()

    group.join(invited, device="sam@thief")
    assert epochs(group).burnt == {epoch_id(FIRST)}

    group.write("olu", "accept", {"ids": [chosen.id]})
    assert epochs(group).burnt == {epoch_id(FIRST)}


# -- who is handed what ---------------------------------------------------------------------------


def test_roots_sheet_members_and_open_invitations_are_readers(group: Group) -> None:
    invited, _ = with_sam(group)
    ben = group.invite("olu", "ben")

    keys = {reader.key for reader in epochs(group).readers}

    sign = [each.event.content["sign"] for each in (invited, ben)]  # type: ignore[index]
    assert keys == {
        author("olu").key,
        RECOVERY.signing_key.public,
        author("sam").key,
        sign[1],
    }


def test_whoever_came_later_lacks_the_key_until_it_is_handed_on(group: Group) -> None:
    hand_on(group, "olu", FIRST)
    assert epochs(group).lacking([epoch_id(FIRST)]) == ()

    with_sam(group)
    lacking = epochs(group).lacking([epoch_id(FIRST)])
    assert [reader.key for reader in lacking] == [author("sam").key]
    assert epochs(group).lacking([]) == ()

    hand_on(group, "olu", FIRST, to=lacking)
    assert epochs(group).lacking([epoch_id(FIRST)]) == ()


def test_whoever_was_taken_out_is_handed_nothing_more(group: Group) -> None:
    hand_on(group, "olu", FIRST)
    with_sam(group)
    revoke(group, "sam")

    assert epochs(group).lacking([epoch_id(FIRST)]) == ()
