"""What is typed on a register and not recorded is there again, also after a restart."""

from collections.abc import Callable

import pytest
from support.applications import Laptop
from support.scenes import PAST, MakeScene, Scene

from npq_desktop.services.register.drafts import Draft

LAST = PAST[-1]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben")


def test_a_draft_outlives_the_program(group: Scene, laptop: Callable[[str], Laptop]) -> None:
    place = (group.group, Draft.NOTE, LAST)
    group.application.drafts.keep(*place, "came on the b", group.people["Ann"])

    again = laptop("Alex Morgan").restart()

    assert again.drafts.of(*place, group.people["Ann"]) == "came on the b"
    assert again.drafts.of(*place, group.people["Ben"]) == ""
    assert again.drafts.of(group.group, Draft.AMENDMENT, LAST, group.people["Ann"]) == ""


def test_a_draft_that_was_recorded_is_none_any_more(group: Scene) -> None:
    drafts, place = group.application.drafts, (group.group, Draft.PAPER, LAST)
    drafts.keep(*place, "1p 2a")

    drafts.keep(*place, "")

    assert drafts.of(*place) == ""


def test_a_draft_about_somebody_goes_with_their_erasure(group: Scene) -> None:
    local, ann = group.application.store.local, group.people["Ann"]
    group.application.drafts.keep(group.group, Draft.NOTE, LAST, "Ann was", ann)

    local.forget_people(group.group, [ann])

    assert local.drafts(group.group) == ()
