"""The plan of implementation above the text of that task, with what is missing beside Accept."""

import pytest
from support.menu_commands import commands_on

from npq_desktop.rows.office import ImplementationChange
from npq_desktop.rows.review import ReviewState, Show
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.review.work_commands import WorkCommands

pytestmark = pytest.mark.slow


def test_the_plan_stands_above_its_work_and_nothing_above_others(stage, qtbot) -> None:
    application, group = stage.application, stage.group
    WorkCommands(
        tab=stage.tab,
        presenter=stage.presenter,
        acts=stage.acts,
        services=application,
        bus=stage.bus,
        choose_file=lambda *_: None,
        commands=commands_on(stage.tab, Tab.REVIEW),
    )
    facts = application.core.facts.of(group)
    task = next(i.key for i in facts.programme.items if i.kind == "implementation")
    person = stage.work(ReviewState.AWAITING, kind="reflective").person
    application.review.hand_in(group, person, task, "My plan")
    change = ImplementationChange("Bar models", "in role", 270, False, "", None, ())
    application.office.implementation.save(group, person, change)
    stage.show(Show.EVERYTHING)
    pane, answer = stage.tab.submission, stage.tab.feedback

    stage.tab.queue.select(stage.work(ReviewState.AWAITING, kind="implementation"))

    assert pane.plan.text().startswith("Plan: “Bar models”.")
    missing = "Missing in the plan: support of the school and milestones."
    qtbot.waitUntil(lambda: missing in answer.effect.text())
    stage.tab.queue.select(stage.work(ReviewState.AWAITING, kind="reflective"))
    assert pane.plan.isHidden()
    qtbot.waitUntil(lambda: bool(answer.effect.text()))
    assert "plan" not in answer.effect.text()
