"""Settings beside the definition: read, changed, written over by an older program, differing."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from support.applications import Laptop
from support.scenes import FIRST, MakeScene, Scene

from npq_desktop.errors import ProgrammeError, ServiceError
from npq_desktop.programme.office import OfficeSettings, load_office
from npq_desktop.resources import resource
from npq_desktop.services.intake.setup import SetupService
from npq_desktop.services.office.settings import shipped_settings


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann")


def service(scene: Scene):
    return scene.application.office.settings


def with_attempts(number: int) -> OfficeSettings:
    shipped = shipped_settings()
    return replace(shipped, assessment=replace(shipped.assessment, attempts=number))


def test_a_new_group_states_the_shipped_settings(group: Scene) -> None:
    view = service(group).view(group.group)

    assert view.settings == shipped_settings()
    assert view.is_stated
    assert view.note == ""
    assert view.refusal == ""


def test_the_shipped_first_round_opens_in_the_week_of_the_programme(group: Scene) -> None:
    [first, second] = shipped_settings().assessment.rounds

    assert first.week == group.facts.programme.assessment.week
    assert (first.key, second.key) == ("r1", "r2")


def test_every_shipped_setting_names_its_source() -> None:
    lines = resource("programmes/office.toml").read_text(encoding="utf-8").splitlines()
    keys = [line for line in lines if re.match(r"[a-z_]+ *=", line)]

    assert keys
    assert [line for line in keys if not re.search("# (Setting|Source): .", line)] == []


def test_a_change_is_one_entry_and_one_step(group: Scene) -> None:
    service(group).change([group.group], with_attempts(3))

    assert service(group).view(group.group).settings.assessment.attempts == 3
    group.application.undo.undo(group.group)
    assert service(group).view(group.group).settings.assessment.attempts == 2


def test_the_definition_stays_as_it_was(group: Scene) -> None:
    before = group.facts.group.programme

    service(group).change([group.group], with_attempts(3))

    assert group.facts.group.programme == before
    assert not group.facts.disagreements()


def test_nothing_is_written_where_nothing_changes(group: Scene) -> None:
    with pytest.raises(ServiceError, match="Nothing was changed"):
        service(group).change([group.group], shipped_settings())


def test_an_older_program_leaves_the_settings_standing(group: Scene) -> None:
    service(group).change([group.group], with_attempts(3))

    group.write("programme.set", programme=group.facts.group.programme)
    group.write("programme.set", programme=group.facts.group.programme)

    assert service(group).view(group.group).settings.assessment.attempts == 3


def test_a_group_of_an_older_program_uses_the_shipped_ones(
    laptop: Callable[[str], Laptop], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_office = SetupService.start_content

    def without(*asked: object) -> dict[str, object]:
        content = with_office(*asked)
        return {name: value for name, value in content.items() if name != "office"}

    monkeypatch.setattr(SetupService, "start_content", without)
    group = Scene.set_up(laptop("Alex Morgan"), ("Ann",), {}, FIRST)

    view = service(group).view(group.group)

    assert view.settings == shipped_settings()
    assert not view.is_stated
    assert "the usual ones are used" in view.note


def test_two_coordinators_who_differ_get_the_first_and_a_note(group: Scene) -> None:
    sam = group.colleague(role="coordinator")
    programme = group.facts.group.programme
    sam.say("programme.set", programme=programme, office=with_attempts(5).to_json())
    service(group).change([group.group], with_attempts(4))
    sam.send()

    view = service(group).view(group.group)

    heads = group.facts.state.heads(("programme",))
    first = group.facts.state.events[heads[0]].content["office"]
    assert len(heads) == 2
    assert view.settings.to_json() == first
    assert "Two coordinators saved different office settings." in view.note


def test_settings_of_a_newer_version_are_said_to_be_so(group: Scene) -> None:
    text = json.dumps({**json.loads(shipped_settings().to_json()), "room": {}})
    group.write("programme.set", programme=group.facts.group.programme, office=text)

    view = service(group).view(group.group)

    assert view.settings == shipped_settings()
    assert "A newer version wrote" in view.note


def test_a_facilitator_is_told_whom_to_ask(scene: MakeScene, laptop) -> None:
    group = scene("Ann")
    path = group.laptop.folder.parent / "invitation"
    made = group.application.membership.invite(group.group, "Sam", "facilitator", path)
    sam = laptop("Sam Okafor").application
    sam.membership.join(sam.membership.preview_invitation(path, made.words))

    view = sam.office.settings.view(group.group)

    assert view.refusal == "Only a coordinator can change the office settings. Ask Alex Morgan."
    with pytest.raises(ServiceError, match=re.escape(view.refusal)):
        sam.office.settings.change([group.group], with_attempts(3))


def test_sister_groups_are_changed_together(scene: MakeScene) -> None:
    first, second = scene("Ann"), scene("Ben")
    others = service(first).view(first.group).others
    assert others == ((second.group, "Group 07"),)

    service(first).change([first.group, second.group], with_attempts(3))

    assert service(first).view(second.group).settings.assessment.attempts == 3
    first.application.undo.undo(second.group)
    assert service(first).view(second.group).settings.assessment.attempts == 2
    assert service(first).view(first.group).settings.assessment.attempts == 3


@pytest.mark.parametrize(
    ("part", "key", "value", "said"),
    [
        ("assessment", "attempts", 0, "assessment.attempts must be a whole number from 1 to 20"),
        ("assessment", "references", "some", 'references must be "left out" or "counted"'),
        ("assessment", "rounds", [], "rounds must list 1 to 60 tables, not 0"),
        ("money", "lists", "PP50", "money.lists must be a list of texts"),
        ("money", "lists", ["A", "A"], "must not name one thing twice"),
        ("money", "funding", "maybe", "money.funding must be"),
        ("dfe", "schedule_start", "1 October", "schedule_start must be a day like"),
        ("dfe", "delivery_partner_id", "12", "delivery_partner_id must be a UUID"),
        ("dfe", "colour", "red", "dfe.colour is not a key"),
    ],
)
def test_a_broken_setting_is_named(part: str, key: str, value: object, said: str) -> None:
    document = json.loads(shipped_settings().to_json())
    document[part][key] = value

    with pytest.raises(ProgrammeError, match=re.escape(said)):
        OfficeSettings.from_json(json.dumps(document))


def test_two_rounds_of_one_key_are_refused() -> None:
    document = json.loads(shipped_settings().to_json())
    document["assessment"]["rounds"][1]["key"] = "r1"

    with pytest.raises(ProgrammeError, match="rounds must not use one key twice"):
        OfficeSettings.from_json(json.dumps(document))


def test_the_first_round_opens_when_the_programme_says(group: Scene) -> None:
    shipped = shipped_settings()
    first, *rest = shipped.assessment.rounds
    moved = replace(shipped.assessment, rounds=(replace(first, week=50), *rest))

    with pytest.raises(ServiceError, match="planned for week 50, but the programme says week 56"):
        service(group).change([group.group], replace(shipped, assessment=moved))


def test_settings_survive_being_written_and_read() -> None:
    shipped = load_office(resource("programmes/office.toml"))

    assert OfficeSettings.from_json(shipped.to_json()) == shipped
