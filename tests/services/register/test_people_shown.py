"""Walk-ins are joined, and guests taken in, only as it was shown what that does."""

import pytest
from support.applications import preview
from support.scenes import FIRST, PRESENT, MakeScene

from npq_desktop.errors import StaleError
from npq_desktop.rows.people import WalkIn

EVENT = "m3.seminar"


def test_guest_whose_own_group_says_otherwise_by_now_is_shown_again(scene: MakeScene) -> None:
    here = scene("Ann")
    people = here.application.people
    group = here.application.setup.create_group(
        preview("Gwen Guest"), title="Group 08", cohort="Autumn 2026", first_seminar=FIRST
    )
    [guest] = [each for each in people.others(here.group) if each.group == group]
    shown = people.guest_words(EVENT, guest)

    here.application.register.mark(group, EVENT, guest.person, PRESENT)

    with pytest.raises(StaleError):
        people.guest(here.group, EVENT, guest, shown)
    assert len(here.application.register.view(here.group, EVENT).rows) == 1


def test_walk_in_is_joined_only_as_their_marks_were_shown(scene: MakeScene) -> None:
    ann = scene("Ann")
    people, sam = ann.application.people, ann.colleague()
    walk_in = people.walk_in(ann.group, EVENT, WalkIn("Ann Le")).person
    shown = people.joining_words(ann.group, walk_in, ann.people["Ann"])

    sam.tell("mark.set", who="Ann", event=EVENT, state="absent", how="typed")

    with pytest.raises(StaleError):
        people.join(ann.group, walk_in, ann.people["Ann"], EVENT, shown)
    assert not ann.facts.joined
