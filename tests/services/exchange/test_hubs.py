"""Two laptops and a hub: one link, and marks on one are on the other."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.applications import Laptop
from support.hubs import STAGE, TriedHub, sqlite_at, tried_hub
from support.joining import join
from support.scenes import PAST, PRESENT, MakeScene, Scene

from npq_desktop.errors import ServiceError
from npq_desktop.relay.epochs import Epochs
from npq_desktop.sync.hub import HubCaller, HubLink
from npq_desktop.sync.hub_trouble import HubTrouble, HubTroubleError
from npq_desktop.sync.passes import HubPush

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_words")]

LAST = PAST[-1]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[TriedHub]:
    with tried_hub(sqlite_at(tmp_path)) as tried:
        yield tried


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben")


def caller(hub: TriedHub, laptop: Laptop, group: str) -> HubCaller:
    author = laptop.application.core.identities.author(group)
    return HubCaller(hub.http, hub.backing.key.public, author)


def connect(hub: TriedHub, laptop: Laptop, group: str) -> None:
    link = HubLink(STAGE.address, hub.backing.key.public, hub.code())
    service = laptop.application.hubs
    reply = service.opening(group, link).ask(caller(hub, laptop, group))
    service.connected(group, link, "Leeds hub", reply)


def sync(hub: TriedHub, laptop: Laptop, group: str) -> HubPush:
    """One whole pass, as a window has it done."""
    service = laptop.application.hubs
    (found,) = service.hubs(group)
    asks = caller(hub, laptop, group)
    task = service.begin(group, found.hub)
    pulled = task.ask(asks)
    list(service.take(group, pulled))
    task = service.ready(task)
    pushed = task.send(asks, pulled)
    service.note(task, pushed)
    return pushed


@pytest.fixture
def sam(group: Scene, laptop: Callable[[str], Laptop]) -> Laptop:
    """Sam's laptop, which joined by an invitation and has not sent anything."""
    return join(group.laptop, laptop("Sam"), group.group)


def ids(laptop: Laptop, group: str) -> set[str]:
    return set(laptop.application.core.store.state(group).events)


def test_marks_of_one_are_on_the_other_after_one_link(
    hub: TriedHub, group: Scene, sam: Laptop, tmp_path: Path
) -> None:
    """The connection reaches Sam by a file; his join reaches Alex by the hub."""
    connect(hub, group.laptop, group.group)
    first = sync(hub, group.laptop, group.group)
    assert first.covered == ids(group.laptop, group.group)
    group.application.exchange.send(group.group, tmp_path / "file")
    sam.application.exchange.merge(sam.application.exchange.preview(tmp_path / "file"))

    sam.application.register.mark(group.group, LAST, group.people["Ann"], PRESENT)
    sync(hub, sam, group.group)
    sync(hub, group.laptop, group.group)

    assert group.state("Ann", LAST) == "earned"
    sync(hub, sam, group.group)
    assert ids(sam, group.group) == ids(group.laptop, group.group)
    state = sam.application.core.store.state(group.group)
    assert not any(event.is_stripped for event in state.events.values())
    assert sync(hub, sam, group.group).sent == 0


def test_what_the_hub_has_names_nobody(hub: TriedHub, group: Scene, tmp_path: Path) -> None:
    connect(hub, group.laptop, group.group)
    group.application.register.mark(group.group, LAST, group.people["Ann"], PRESENT)

    sync(hub, group.laptop, group.group)

    data = b"".join(path.read_bytes() for path in tmp_path.glob("hub.db*"))
    assert group.group.encode() in data
    assert group.people["Ann"].encode() not in data


def test_one_key_is_made_and_handed_to_everybody_once(
    hub: TriedHub, group: Scene, sam: Laptop
) -> None:
    connect(hub, group.laptop, group.group)
    sync(hub, group.laptop, group.group)
    sync(hub, group.laptop, group.group)

    state = group.application.core.store.state(group.group)
    keys = [event for event in state.events.values() if event.kind == "relay.key"]
    assert len(keys) == 1
    epochs = Epochs.of(state)
    assert epochs.lacking(group.application.hubs.keys.of(group.group)) == ()
    assert group.application.hubs.keys.hand_on(group.group) is None


def test_whoever_was_invited_later_is_handed_the_keys(
    hub: TriedHub, group: Scene, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    connect(hub, group.laptop, group.group)
    sync(hub, group.laptop, group.group)
    keys = group.application.hubs.keys.of(group.group)
    file = tmp_path / "for Olu.npqsync"
    invitation = group.application.membership.invite(group.group, "Olu", "facilitator", file)
    sync(hub, group.laptop, group.group)
    olu = laptop("Olu")
    membership = olu.application.membership
    membership.join(membership.preview_invitation(invitation.path, invitation.words))

    sync(hub, olu, group.group)

    assert olu.application.hubs.keys.of(group.group).items() >= keys.items()
    sync(hub, group.laptop, group.group)
    assert ids(olu, group.group) == ids(group.laptop, group.group)


def test_texts_go_under_another_key_once_somebody_was_taken_out(
    hub: TriedHub, group: Scene, sam: Laptop, tmp_path: Path
) -> None:
    connect(hub, group.laptop, group.group)
    sync(hub, group.laptop, group.group)
    group.application.exchange.send(group.group, tmp_path / "file")
    sam.application.exchange.merge(sam.application.exchange.preview(tmp_path / "file"))
    sync(hub, sam, group.group)
    sync(hub, group.laptop, group.group)
    old = set(group.application.hubs.keys.of(group.group))
    key = sam.application.core.identities.key_in(group.group)
    group.application.core.recorder.write(group.group, [revocation(key)])

    sync(hub, group.laptop, group.group)

    (new,) = set(group.application.hubs.keys.of(group.group)) - old
    epochs = Epochs.of(group.application.core.store.state(group.group))
    assert key[:8] not in epochs.known_to[new]
    with pytest.raises(HubTroubleError) as caught:
        sync(hub, sam, group.group)
    assert caught.value.trouble is HubTrouble.REVOKED


def revocation(key: str) -> object:
    from npq_desktop.services.core.recorder import NewEntry

    return NewEntry("revoke", {"key": key, "keep": []})


def test_the_hubs_proof_is_kept_and_counts_for_no_colleague(
    hub: TriedHub, group: Scene, sam: Laptop
) -> None:
    connect(hub, group.laptop, group.group)
    sync(hub, group.laptop, group.group)

    receipts = group.application.core.store.local.receipts(group.group)
    assert [(one.by, one.route) for one in receipts] == [(hub.backing.key.public, "hub")]
    assert group.application.sync_status.view(group.group).sent


def test_a_facilitator_does_not_connect_a_group(hub: TriedHub, group: Scene, sam: Laptop) -> None:
    link = HubLink(STAGE.address, hub.backing.key.public, hub.code())

    with pytest.raises(ServiceError, match="coordinator"):
        sam.application.hubs.opening(group.group, link)


def test_a_group_that_left_a_hub_has_none(hub: TriedHub, group: Scene) -> None:
    connect(hub, group.laptop, group.group)
    (found,) = group.application.hubs.hubs(group.group)
    assert (found.name, found.url) == ("Leeds hub", STAGE.address)

    group.application.hubs.leave(group.group, found)

    assert group.application.hubs.hubs(group.group) == ()
