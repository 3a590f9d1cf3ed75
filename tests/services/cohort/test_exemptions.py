"""Excusing or crediting one item: by a coordinator, with a reason, in figures first."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from support.applications import Laptop
from support.scenes import PAST, MakeScene, Scene

from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.rows.cohort import Exemption, StatusChange
from npq_desktop.services.cohort.exemptions import ExemptionsService

ITEM = PAST[0]
EXCUSED = Exemption(ITEM, "excused", "did the same course elsewhere")


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben")


def exemptions(scene: Scene) -> ExemptionsService:
    return scene.application.exemptions


def record(scene: Scene, exemption: Exemption) -> None:
    place = (scene.group, scene.people["Ann"], exemption)
    exemptions(scene).record(*place, exemptions(scene).effect(*place))


def effect(scene: Scene, exemption: Exemption) -> str:
    return "\n".join(exemptions(scene).effect(scene.group, scene.people["Ann"], exemption))


def test_an_exemption_says_that_the_sum_shrinks_and_shrinks_it(group: Scene) -> None:
    items = len(group.facts.programme.items)

    assert f"{items} tasks and events counted. Now {items - 1} count." in effect(group, EXCUSED)
    record(group, EXCUSED)
    assert group.state("Ann", ITEM) == "excused"


def test_a_mark_that_arrives_is_shown_before_an_exemption_is_recorded(group: Scene) -> None:
    sam, place = group.colleague(), (group.group, group.people["Ann"], EXCUSED)
    shown = exemptions(group).effect(*place)

    sam.tell("mark.set", who="Ann", event=PAST[1], state="present", how="typed")

    with pytest.raises(StaleError):
        exemptions(group).record(*place, shown)
    assert group.state("Ann", ITEM) != "excused"


def test_a_credit_says_the_new_figures_and_counts_in_full(group: Scene) -> None:
    credited = Exemption(ITEM, "credited", "transfer")

    said = effect(group, credited)
    record(group, credited)

    row = next(
        r
        for r in group.application.cohort.view(group.group).rows
        if r.person == group.people["Ann"]
    )
    assert group.state("Ann", ITEM) == "earned"
    assert row.secured
    assert f"({row.secured.percent}% done" in said


def test_an_exemption_needs_a_reason(group: Scene) -> None:
    with pytest.raises(ServiceError, match="Give a short reason"):
        record(group, Exemption(ITEM, "excused", "  "))

    assert group.state("Ann", ITEM) != "excused"


def test_an_exemption_is_taken_back_and_undone(group: Scene) -> None:
    record(group, EXCUSED)
    record(group, Exemption(ITEM, None))
    assert group.state("Ann", ITEM) == "unknown"

    group.application.undo.undo(group.group)
    assert group.state("Ann", ITEM) == "excused"


def test_the_offer_says_why_an_item_is_exempt(group: Scene) -> None:
    record(group, EXCUSED)

    offer = exemptions(group).offer(group.group, group.people["Ann"])

    assert offer.exempt == {ITEM}
    assert next(words for key, _, words in offer.items if key == ITEM) == (
        "exempt, did the same course elsewhere"
    )


def test_a_facilitator_is_told_whom_to_ask(
    group: Scene, laptop: Callable[[str], Laptop], tmp_path: Path, quick_words: None
) -> None:
    path = tmp_path / "invitation"
    made = group.application.membership.invite(group.group, "Noor", "facilitator", path)
    noor = laptop("Noor").application
    noor.membership.join(noor.membership.preview_invitation(path, made.words))

    offer = noor.exemptions.offer(group.group, group.people["Ann"])

    assert offer.refused.startswith("Only a coordinator can exempt or credit.")
    assert "Ask Alex Morgan, and say" in offer.refused
    with pytest.raises(ServiceError, match="Only a coordinator"):
        noor.exemptions.record(group.group, group.people["Ann"], EXCUSED, ())


def test_a_reason_for_a_deferral_stays_sealed_to_a_facilitator(
    group: Scene, laptop: Callable[[str], Laptop], tmp_path: Path, quick_words: None
) -> None:
    change = StatusChange("deferred", date(2026, 11, 23), "bereavement")
    status, place = group.application.training_status, (group.group, group.people["Ann"], change)
    status.record(*place, status.effect(*place))
    path = tmp_path / "invitation"
    made = group.application.membership.invite(group.group, "Noor", "facilitator", path)
    noor = laptop("Noor").application
    noor.membership.join(noor.membership.preview_invitation(path, made.words))

    [line] = noor.training_status.offer(group.group, group.people["Ann"]).history

    assert line == "deferred from 23 November 2026, reason private to coordinators"


def test_somebody_gone_is_refused(group: Scene) -> None:
    with pytest.raises(ServiceError, match="no longer in this group"):
        exemptions(group).record(group.group, "nobody", EXCUSED, ())


def test_a_part_is_credited_as_a_part(group: Scene) -> None:
    record(group, Exemption(ITEM, "credited", "half of it elsewhere", (1, 2)))

    item, _ = group.item("Ann", ITEM)
    offer = exemptions(group).offer(group.group, group.people["Ann"])
    assert (item.state.value, item.credit) == ("part", Fraction(1, 2))
    assert "credited 1/2, half of it elsewhere" in [words for _, _, words in offer.items]
