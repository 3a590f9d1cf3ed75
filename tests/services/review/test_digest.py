"""The page before the next event: who is missing, and what was picked."""

from dataclasses import replace

import pytest
from support.scenes import MakeScene, Scene

from npq_desktop.rows.review import WorkId
from npq_desktop.services.review import words

DIAGNOSTIC, REFLECTION = "m5.diagnostic", "m4.reflective"


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben", "Cat", "Dan")


def test_a_digest_says_who_is_missing_and_what_awaits(group: Scene) -> None:
    review = group.application.review
    group.hand_in("Ann", DIAGNOSTIC, handed_in="2026-11-20T09:41:00Z")
    for who in ("Ann", "Ben"):
        group.hand_in(who, REFLECTION)
    review.send_back(group.group, WorkId(group.people["Ann"], REFLECTION), "Say why.")
    group.write("enrolment.set", who="Dan", status="deferred", from_="2026-10-10")
    group.application.review.passages.toggle(
        group.group, WorkId(group.people["Ben"], REFLECTION), "They use it to show."
    )

    digest = review.digest(group.group)

    assert digest.expected == 3
    assert (digest.diagnostic_done, digest.diagnostic_missing) == (1, ("Ben", "Cat"))
    assert digest.reflection_missing == ("Cat",)
    assert digest.reflection_returned == ("Ann",)
    assert digest.reflection_awaiting == ("Ben",)
    assert digest.passages == (("Ben", "They use it to show."),)


def test_a_digest_in_words(group: Scene) -> None:
    group.hand_in("Ann", DIAGNOSTIC, handed_in="2026-11-20T09:41:00Z")

    lines = words.digest_lines(group.application.review.digest(group.group))

    assert lines[0][1].endswith("4 people expected.")
    assert lines[1][1] == (
        "1 of 4 done, the newest of 20 November 09:41. Missing: Ben, Cat and Dan."
    )
    digest = replace(
        group.application.review.digest(group.group), diagnostic="", reflection_missing=()
    )
    assert words.digest_lines(digest)[1][1] == "Everyone has handed it in."
