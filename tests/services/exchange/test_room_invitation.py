"""An invitation that waits in a room: for one laptop, once, and not for long."""

import pytest

from npq_desktop.relay.replies import RefusalError
from npq_desktop.services.exchange.network.room_invitation import WAITS_SECONDS, WaitingInvitation


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def waiting(clock: Clock) -> WaitingInvitation:
    return WaitingInvitation(b"locked", b"certificate", clock)


def refused(waiting: WaitingInvitation, key: str) -> str:
    with pytest.raises(RefusalError) as refusal:
        waiting.ask(key)
    return refusal.value.code


def test_it_is_given_once_and_to_nobody_else(waiting: WaitingInvitation) -> None:
    assert waiting.ask("olu") is None
    assert waiting.ask("eve") is None
    waiting.answer("olu", give=True)

    assert refused(waiting, "eve") == "no_invitation"
    assert waiting.ask("olu") == b"locked"
    assert refused(waiting, "olu") == "no_invitation"


def test_who_was_refused_is_not_shown_again(waiting: WaitingInvitation) -> None:
    waiting.ask("eve")
    waiting.answer("eve", give=False)

    assert refused(waiting, "eve") == "no_invitation"
    assert waiting.asking() == {}


def test_it_waits_ten_minutes(waiting: WaitingInvitation, clock: Clock) -> None:
    clock.now = WAITS_SECONDS
    assert waiting.ask("olu") is None
    clock.now += 1

    assert refused(waiting, "olu") == "no_invitation"
    assert waiting.is_over


def test_strangers_do_not_crowd_out_whoever_asks_next(
    waiting: WaitingInvitation, clock: Clock
) -> None:
    for key in ("eve", "mallory"):
        waiting.ask(key)
    assert refused(waiting, "olu") == "slow_down"
    clock.now = 6

    assert waiting.ask("olu") is None
    assert list(waiting.asking()) == ["olu"]


def test_the_figures_tell_one_asker_from_another(waiting: WaitingInvitation) -> None:
    for key in ("olu", "eve"):
        waiting.ask(key)

    assert len(set(waiting.asking().values())) == 2
