"""Declarations: every rule, the file as the Department takes it, what is kept, evidence packs."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.assessed import AssessedScene
from support.scenes import ABSENT, PRESENT

from npq_desktop.errors import BundleError, ServiceError
from npq_desktop.services.office.rules.declaration_rules import (
    DeclaredFacts,
    has_passed_text,
    rules,
    warnings,
)
from npq_desktop.services.office.settings import shipped_settings

LONDON = ZoneInfo("Europe/London")
ID = "11111111-2222-3333-4444-555555555555"
SOUND = DeclaredFacts(
    kind="started",
    participant_id=ID,
    moment=datetime(2026, 10, 6, 13, 30, tzinfo=LONDON),
    now=datetime(2026, 12, 1, tzinfo=UTC),
    schedule_start=date(2026, 10, 1),
    withdrawn_from=None,
    has_evidence=True,
    results_out=False,
    is_final=False,
    has_passed=None,
    lead_provider="Example Lead",
    delivery_partner=ID,
    in_england=True,
    declared_already=False,
    differs=False,
    trn="1234567",
)
COMPLETED = replace(SOUND, kind="completed", results_out=True, is_final=True, has_passed=True)


def broken(line: DeclaredFacts) -> list[str]:
    return [words for words, holds in rules(line) if not holds]


def test_a_sound_line_breaks_no_rule() -> None:
    assert broken(SOUND) == []
    assert broken(COMPLETED) == []
    assert warnings(SOUND) == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (replace(SOUND, participant_id="12"), "The participant's DfE id has the right form"),
        (replace(SOUND, kind="retained-2"), "This course declares that type"),
        (replace(SOUND, has_evidence=False), "It rests on signed-off records"),
        (replace(SOUND, moment=None), "There is a day and time"),
        (replace(SOUND, now=datetime(2026, 10, 6, 12, tzinfo=UTC)), "It is not in the future"),
        (replace(SOUND, withdrawn_from=date(2026, 10, 6)), "It is before the withdrawal"),
        (replace(SOUND, has_passed=True), "Only a completion says who passed"),
        (replace(SOUND, lead_provider=""), "The lead provider is in the office settings"),
        (replace(SOUND, delivery_partner=""), "The delivery partner's id has the right form"),
        (replace(SOUND, delivery_partner="x"), "The delivery partner's id has the right form"),
        (replace(SOUND, in_england=False), "No delivery partner is given abroad"),
        (replace(SOUND, declared_already=True), "It was not declared before"),
        (replace(SOUND, differs=True), "Nothing about it is still to settle"),
        (replace(COMPLETED, results_out=False), "Results are out"),
        (replace(COMPLETED, is_final=False), "There is a final outcome"),
        (replace(COMPLETED, has_passed=None), "There is a final outcome"),
    ],
)
def test_each_rule_is_named_when_it_is_broken(line: DeclaredFacts, said: str) -> None:
    assert broken(line) == [said]


def test_midnight_of_a_summers_day_is_the_day_before_in_utc() -> None:
    early = replace(SOUND, moment=datetime(2026, 10, 1, 0, 30, tzinfo=LONDON))
    assert broken(early) == ["It is not before the schedule starts, in UTC"]
    assert broken(replace(early, moment=datetime(2026, 10, 1, 13, 30, tzinfo=LONDON))) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (replace(SOUND, trn=""), "There is no TRN."),
        (replace(SOUND, name_differs=True), "Colleagues recorded different names."),
        (replace(COMPLETED, started_declared=False), "The start was not declared yet."),
        (replace(SOUND, deferred_then=True), "They were deferred on that day."),
        (replace(COMPLETED, failed_before=True), "They failed before."),
        (replace(SOUND, schedule_start=None), "The first day of the schedule is not"),
    ],
)
def test_what_is_to_be_looked_at_is_warned(line: DeclaredFacts, said: str) -> None:
    [warning] = warnings(line)
    assert warning.startswith(said)
    assert broken(line) == []


def test_who_passed_is_written_as_the_department_has_it() -> None:
    assert [has_passed_text(each) for each in (True, False, None)] == ["true", "false", ""]


# ---- the service -------------------------------------------------------------------------------


@pytest.fixture
def ready(sat: AssessedScene) -> AssessedScene:
    """The settings are filled in, and Ann's registers are signed off."""
    shipped = shipped_settings()
    dfe = replace(
        shipped.dfe,
        lead_provider_name="Example Lead",
        delivery_partner_id=ID,
        schedule_start="2026-05-01",
    )
    sat.office.settings.change([sat.group], replace(shipped, dfe=dfe))
    for number, who in enumerate(("Ann Ash", "Ben Bell")):
        given = {"id.dfe": ID[:-1] + str(number), "trn": f"123456{number}"}
        sat.scene.write("person.set", who=who, **given)
    for event in ("conference-1", "m1.seminar"):
        sat.scene.sign_off(event, 2)
    return sat


def lines(group: AssessedScene, kind: str, until: date | None = None):
    return group.office.declarations.lines(group.group, kind, until)


def test_a_start_is_the_first_signed_event(ready: AssessedScene) -> None:
    ann, ben = lines(ready, "started")

    assert ann.broken == ()
    assert (
        ann.moment == ready.scene.application.register.view(ready.group, "conference-1").event.start
    )
    assert "Opening conference" in ann.rests_on
    assert "present on a signed register" in ann.rests_on
    assert ready.office.declarations.summary([ann, ben]) == "It triggers a payment. 2 lines."


def test_a_register_that_nobody_signed_is_no_evidence(sat: AssessedScene) -> None:
    ann, _ = lines(sat, "started")

    assert "It rests on signed-off records" in ann.broken
    assert "The lead provider is in the office settings" in ann.broken
    with pytest.raises(ServiceError, match="None of these can be declared"):
        sat.office.declarations.save(sat.group, [ann], Path("x.csv"))


def test_a_retention_is_the_latest_by_a_day(ready: AssessedScene) -> None:
    first = lines(ready, "started")[0].moment
    ann, _ = lines(ready, "retained-1", first.date())
    assert ann.moment == first
    later, _ = lines(ready, "retained-1")
    assert later.moment > first


def test_the_file_is_what_the_department_takes(ready: AssessedScene, tmp_path: Path) -> None:
    path = tmp_path / "started.csv"
    found = lines(ready, "started")
    ready.office.declarations.save(ready.group, found[:1], path)
    data = path.read_bytes()

    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    header, row = csv.reader(data.decode().splitlines())
    assert header == [
        "participant_id", "declaration_type", "declaration_date", "course_identifier",
        "delivery_partner_id", "lead_provider_name", "has_passed",
    ]  # fmt: skip
    at = found[0].moment.isoformat()
    assert row == [
        f"{ID[:-1]}0", "started", at, "npq-leading-primary-mathematics", ID, "Example Lead", "",
    ]  # fmt: skip
    assert at.endswith("+01:00")
    ann, ben = lines(ready, "started")
    assert ann.broken == ("It was not declared before",)
    assert ann.declared.startswith("declared on ")
    assert ben.broken == ()


def test_nothing_is_kept_where_the_file_was_not_saved(ready: AssessedScene) -> None:
    with pytest.raises(BundleError):
        ready.office.declarations.save(
            ready.group, lines(ready, "started"), Path("/nowhere/at/all/x.csv")
        )
    assert lines(ready, "started")[0].declared == ""


def test_what_changes_later_is_said_and_can_be_voided(ready: AssessedScene, tmp_path: Path) -> None:
    declarations, ann = ready.office.declarations, ready.id("Ann Ash")
    declarations.save(ready.group, lines(ready, "started")[:1], tmp_path / "x.csv")
    assert lines(ready, "started")[0].since == ""
    ready.scene.mark("Ann Ash", "conference-1", ABSENT)
    assert lines(ready, "started")[0].since.endswith("The register now says absent.")
    declarations.void(ready.group, "started", ann)
    with pytest.raises(ServiceError, match="no longer"):
        declarations.void(ready.group, "started", ann)
    assert ", voided " in declarations.declared(ready.group, ann)[0]
    ready.scene.mark("Ann Ash", "conference-1", PRESENT)
    assert "It was not declared before" not in lines(ready, "started")[0].broken


def test_a_completion_waits_for_the_results(ready: AssessedScene, tmp_path: Path) -> None:
    ready.final("Ann Ash", "failed")
    assert set(lines(ready, "completed")[0].broken) == {
        "There is a day and time",
        "Results are out",
    }
    ready.final("Ben Bell", "passed")
    ready.office.windows.results_out([ready.group], "r1")
    ann, ben = lines(ready, "completed")
    assert (ann.broken, ann.has_passed, ben.has_passed) == ((), False, True)
    assert ann.moment.date() == date(2027, 7, 20)
    summary = ready.office.declarations.summary([ann, ben])
    assert summary.endswith("The Department emails each participant whether they passed.")
    ready.office.declarations.save(ready.group, [ann, ben], tmp_path / "c.csv")

    rows = list(csv.DictReader((tmp_path / "c.csv").read_text().splitlines()))
    assert [row["has_passed"] for row in rows] == ["false", "true"]


def test_an_evidence_pack_has_the_rows_of_the_registers(
    ready: AssessedScene, tmp_path: Path
) -> None:
    declarations = ready.office.declarations
    declarations.save(ready.group, lines(ready, "started")[:1], tmp_path / "x.csv")

    pack = ready.office.evidence_packs.pack(ready.group, ready.id("Ann Ash"))

    assert pack.name == "Ann Ash"
    assert [event.title for event in pack.events][:2] == [
        "Opening conference",
        "Seminar 1: Culture and expectations",
    ]
    assert pack.events[0].row.mark == "Present"
    assert pack.events[0].signoffs[0].startswith("Signed off by Alex Morgan")
    assert pack.events[0].credited
    assert len(pack.tasks) == 11
    assert pack.declared[0].startswith("started: declared on ")
    assert len(pack.digest) == 64
