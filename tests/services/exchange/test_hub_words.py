"""What is said of each trouble with a hub: every one has its chip and its sentence."""

from datetime import UTC, datetime, timedelta

import pytest

from npq_desktop.services.exchange.network.hub_words import (
    arrived_chip,
    trouble_chip,
    trouble_words,
)
from npq_desktop.sync.hub import HubTrouble

NOW = datetime(2026, 11, 25, 14, 20, tzinfo=UTC)
SINCE = datetime(2026, 11, 25, 14, 5, tzinfo=UTC)


def told(trouble: HubTrouble) -> str:
    return trouble_words(trouble, "Leeds hub", "hub.leeds.example", SINCE, NOW)


def test_every_trouble_of_its_own_has_a_sentence_of_its_own() -> None:
    general = {HubTrouble.TOO_LARGE, HubTrouble.UNSOUND, HubTrouble.REFUSED}
    own = [told(trouble) for trouble in HubTrouble if trouble not in general]

    assert len(set(own)) == len(own)
    assert {told(trouble) for trouble in general}.isdisjoint(own)


@pytest.mark.parametrize(
    ("trouble", "chip", "says"),
    [
        (HubTrouble.AWAY, "Saved · 6 changes not sent", "since 14:05"),
        (HubTrouble.FOREIGN, "Saved · 6 changes not sent", "wants you to sign in"),
        (HubTrouble.SLOW, "Saved · 6 changes not sent", "asks to wait"),
        (HubTrouble.CERTIFICATE, "Hub needs a look", "hub.leeds.example"),
        (HubTrouble.TIME, "Hub needs a look", "14:20 on 25 November 2026"),
        (HubTrouble.PROXY, "Hub needs a look", "name and password"),
        (HubTrouble.REVOKED, "Removed from the group", "given to someone as a file"),
        (HubTrouble.NO_GROUP, "Hub needs a look", "Ask its owner for a link"),
        (HubTrouble.REMOVED, "Hub needs a look", "on purpose"),
        (HubTrouble.NEWER, "Update needed", "Update NPQ Desktop"),
        (HubTrouble.FULL, "Hub needs a look", "Tell its owner"),
    ],
)
def test_a_trouble_has_its_chip_and_says_what_to_do(
    trouble: HubTrouble, chip: str, says: str
) -> None:
    assert trouble_chip(trouble, 6) == chip
    assert says in told(trouble)


def test_nothing_unsent_is_not_counted() -> None:
    assert trouble_chip(HubTrouble.AWAY, 0) == "Saved"


@pytest.mark.parametrize(
    ("minutes", "chip"), [(0, "Saved · on Leeds hub"), (2, "Saved · on Leeds hub 2 min ago")]
)
def test_what_arrived_says_when(minutes: int, chip: str) -> None:
    assert arrived_chip("Leeds hub", NOW - timedelta(minutes=minutes), NOW) == chip
    assert "min" not in arrived_chip("Leeds hub", NOW - timedelta(hours=3), NOW)
