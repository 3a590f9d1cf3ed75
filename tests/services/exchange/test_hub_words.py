"""What is said of each trouble with a hub: every one has its chip and its sentence."""

from datetime import UTC, datetime, timedelta

import pytest

from npq_desktop.journal.kinds.fact import Source
from npq_desktop.journal.kinds.relay import HubFact
from npq_desktop.services.exchange import chip_words
from npq_desktop.services.exchange.network.hub_standing import HubStanding
from npq_desktop.services.exchange.network.hub_words import (
    Whom,
    trouble_words,
)
from npq_desktop.sync.hub_trouble import HubTrouble

NOW = datetime(2026, 11, 25, 14, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
SINCE = datetime(2026, 11, 25, 14, 5, tzinfo=UTC)


def told(trouble: HubTrouble, at_hub: datetime | None = None) -> str:
    hub = Whom("Leeds hub", "hub.leeds.example", at_hub)
    return trouble_words(trouble, hub, SINCE, NOW)


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
        (HubTrouble.NAME, "Hub needs a look", "for another name"),
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
    assert chip_words.in_trouble(trouble, 6) == chip
    assert says in told(trouble)


def test_nothing_unsent_is_not_counted() -> None:
    assert chip_words.in_trouble(HubTrouble.AWAY, 0) == "Saved"


@pytest.mark.parametrize(
    ("minutes", "chip"), [(0, "Saved · on Leeds hub"), (2, "Saved · on Leeds hub 2 min ago")]
)
def test_what_arrived_says_when(minutes: int, chip: str) -> None:
    assert chip_words.arrived("Leeds hub", NOW - timedelta(minutes=minutes), NOW) == chip
    assert "min" not in chip_words.arrived("Leeds hub", NOW - timedelta(hours=3), NOW)


@pytest.mark.parametrize(
    "chip",
    [
        chip_words.arrived("The hub of the Leeds Learning Alliance", NOW - HOUR, NOW),
        chip_words.live(["Alexandra Featherstonehaugh-Smith"]),
        chip_words.away("Alexandra Featherstonehaugh"),
        chip_words.in_trouble(HubTrouble.AWAY, 1_234),
    ],
)
def test_a_long_name_gives_way_in_a_chip(chip: str) -> None:
    assert len(chip) <= chip_words.CHARACTERS
    assert chip.startswith("Saved · ")


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (2, "This laptop's clock says 25 November 2026. Set it right, then choose Sync now."),
        (0, "Its certificate ran out. Tell its owner."),
        (-40, "If that is not the time, set the clock right. Otherwise tell the hub's owner."),
    ],
    ids=["the clock is behind the hub's", "the clock was right", "nobody asked for weeks"],
)
def test_a_certificate_that_is_not_valid_now_blames_the_clock_only_where_it_is_wrong(
    days: int, says: str
) -> None:
    assert says in told(HubTrouble.TIME, NOW + timedelta(days=days, minutes=-1))


# ---- several hubs -------------------------------------------------------------------------------


def standing(name: str, there: int, trouble: HubTrouble | None = None) -> HubStanding:
    hub = HubFact(f"https://{name}.example", name, name, "", Source("", "", "", "", NOW, ""))
    return HubStanding(hub, there=there, arrived=NOW, trouble=trouble)


@pytest.mark.parametrize(
    ("hubs", "shown"),
    [
        ((standing("leeds", 7, HubTrouble.AWAY), standing("york", 7)), "york"),
        ((standing("leeds", 2), standing("york", 5)), "york"),
        ((standing("leeds", 7), standing("york", 0, HubTrouble.FULL)), "york"),
    ],
    ids=["the one that answers", "the one that has more", "the one that needs somebody"],
)
def test_of_several_hubs_the_header_speaks_of_one(
    hubs: tuple[HubStanding, ...], shown: str
) -> None:
    assert min(hubs, key=lambda one: one.urgency(7)).hub.name == shown
