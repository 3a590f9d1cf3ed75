"""What a coordinator cannot read who joined later, and its being sealed anew."""

import pytest
from support.applications import Laptop
from support.scenes import MakeScene, Scene

from npq_desktop.errors import ServiceError
from npq_desktop.journal.kinds.entries import EVIDENCE
from npq_desktop.journal.sealing import is_sealed

pytestmark = pytest.mark.slow


def joined(scene: Scene, laptop, name: str, role: str) -> Laptop:
    """A new laptop that joined, and whom the scene's laptop has heard of."""
    path = scene.laptop.folder.parent / f"invitation of {name}"
    made = scene.application.membership.invite(scene.group, name, role, path)
    other = laptop(name)
    membership = other.application.membership
    membership.join(membership.preview_invitation(path, made.words))
    give(other, scene.laptop, scene.group)
    return other


def give(sender: Laptop, taker: Laptop, group: str) -> None:
    path = sender.folder.parent / f"from {sender.person}.npqsync"
    sender.application.exchange.send(group, path)
    taker.application.exchange.merge(taker.application.exchange.preview(path))


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann")


def sealed_entry(scene: Scene, text: str) -> None:
    roles = scene.application.office.roles
    sealed = roles.sealed.seal(scene.facts, {"text": text})
    who = scene.people["Ann"]
    scene.write("evidence.add", id=f"funding.{who}", person=who, about="funding", sealed=sealed)


def test_a_coordinator_who_joins_later_reads_it_once_sealed_anew(group: Scene, laptop) -> None:
    sealed_entry(group, "funded")
    dana = joined(group, laptop, "Dana", "coordinator")
    anew = group.application.office.sealing_anew

    [row] = anew.unread(group.group)
    assert (row.name, row.entries, row.can_open) == ("Dana", 1, 1)
    anew.seal_anew(group.group, row.key)
    assert anew.unread(group.group) == ()

    give(group.laptop, dana, group.group)
    facts = dana.application.core.facts.of(group.group)
    [head] = facts.of(EVIDENCE)
    assert dana.application.office.roles.sealed.open(head.sealed) == {"text": "funded"}


def test_who_joined_later_cannot_do_it_alone(group: Scene, laptop) -> None:
    sealed_entry(group, "funded")
    dana = joined(group, laptop, "Dana", "coordinator")
    anew = dana.application.office.sealing_anew

    [row] = anew.unread(group.group)
    assert row.can_open == 0
    with pytest.raises(ServiceError, match="This laptop can open none of these"):
        anew.seal_anew(group.group, row.key)


def test_a_facilitator_is_not_offered_any(group: Scene, laptop) -> None:
    sealed_entry(group, "funded")
    sam = joined(group, laptop, "Sam", "facilitator")

    assert group.application.office.sealing_anew.unread(group.group) == ()
    with pytest.raises(ServiceError, match="Only a coordinator can share private records"):
        sam.application.office.sealing_anew.seal_anew(group.group, "x")


def test_one_step_takes_it_back(group: Scene, laptop) -> None:
    sealed_entry(group, "one")
    joined(group, laptop, "Dana", "coordinator")
    anew = group.application.office.sealing_anew
    [row] = anew.unread(group.group)
    anew.seal_anew(group.group, row.key)

    assert "1 private record with Dana" in group.application.undo.next_words(group.group)
    group.application.undo.undo(group.group)
    assert len(anew.unread(group.group)) == 1


def test_two_statements_are_settled_before_they_are_sealed_anew(group: Scene, laptop) -> None:
    sam = group.colleague(role="coordinator")
    who = group.people["Ann"]
    box = group.application.office.roles.sealed.seal(group.facts, {"text": "not funded"})
    sam.say("evidence.add", id=f"funding.{who}", person=who, about="funding", sealed=dict(box))
    sealed_entry(group, "funded")
    sam.send()
    assert is_sealed(dict(box))
    joined(group, laptop, "Dana", "coordinator")

    assert [row.name for row in group.application.office.sealing_anew.unread(group.group)] == []
