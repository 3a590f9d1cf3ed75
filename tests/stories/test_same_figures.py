"""The same figures wherever somebody looks: table, person panel, files, report, the engine alone.

The widgets are real and are asked for what they show; the two commands run as a user runs them.
"""

import csv
import io
import json
import random
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot
from support.applications import Laptop, group_as_planned, preview
from support.scenes import ABSENT, Colleague, Scene

from npq_desktop.rows.cohort import CohortRow
from npq_desktop.rows.register import Mark, MarkState
from npq_desktop.services.cohort.files import cohort_report
from npq_desktop.services.cohort.words import cell, lines
from npq_desktop.ui.cohort.actions.statement import statement
from npq_desktop.ui.cohort.tab import CohortTab
from npq_desktop.ui.frame.main_window import Tab
from npq_desktop.ui.kit.lists.tables import TableRole
from npq_desktop.ui.window import build_window

pytestmark = pytest.mark.slow

Figures = Mapping[str, Mapping[str, str | None]]
ROOT = Path(__file__).parents[2]
EXAMPLE, NAMES = "example", ("Ann Ash", "Ben Birch", "Cat Cole", "Dee Dale")
EVENTS = ("conference-1", "m1.seminar", "m2.seminar", "m3.seminar", "m4.seminar")
TASKS = tuple(f"m{n}.{kind}" for n in range(1, 5) for kind in ("diagnostic", "reflective"))
CATCH_UPS = ("agreed", "handed_in", "accepted", "returned")
MARKS = (
    Mark(MarkState.PRESENT),
    Mark(MarkState.PRESENT),
    ABSENT,
    Mark(MarkState.LATE, minutes_late=37),
    None,
)


def made_up(laptop: Laptop, seed: int) -> str:
    """A small group in which anything may have happened."""
    chance, services = random.Random(seed), laptop.application
    scene = Scene.set_up(laptop, NAMES, {}, date(2026, 6, 8))
    sam = scene.colleague(role="coordinator")
    for name, person in scene.people.items():
        for event in EVENTS:
            if mark := chance.choice(MARKS):
                services.register.mark(scene.group, event, person, mark)
            if mark is ABSENT and chance.random() < 0.7:
                said = {"who": name, "event": event, "state": chance.choice(CATCH_UPS)}
                scene.write("catchup.set", **said)
            _contradict(chance, sam, name, event)
        for task in TASKS:
            if chance.random() < 0.7:
                services.review.hand_in(scene.group, person, task, "My answer.")
    sam.send()
    return scene.group


def _contradict(chance: random.Random, sam: Colleague, name: str, event: str) -> None:
    """Now and then another laptop says something else."""
    said = {
        "mark.set": {"event": event, "state": chance.choice(("present", "absent"))},
        "catchup.set": {"event": event, "state": chance.choice(CATCH_UPS)},
        "exemption.set": {"item": event, "value": "credited", "credit": [1, 2]},
        "enrolment.set": {"from_": "2026-09-01", "status": chance.choice(("active", "deferred"))},
    }
    for kind, content in said.items():
        if chance.random() < 0.12:
            sam.say(kind, who=name, **content)


def ran(*arguments: str, asked: bytes = b"") -> dict:
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, input=asked, capture_output=True, check=True, cwd=ROOT)
    return json.loads(done.stdout)


def of_engine(document: bytes) -> dict:
    def said(each: dict) -> dict:
        ends = each["to_date"] or {}
        return {
            "standing": each["standing"],
            "secured": each["secured"]["fraction"],
            "possible": each["possible"]["fraction"],
            "at least": ends.get("low", {}).get("fraction"),
            "at most": ends.get("high", {}).get("fraction"),
        }

    answered = ran("npq_desktop.engagement", asked=document)["participants"]
    return {each["id"]: said(each) for each in answered}


def of_row(row: CohortRow) -> dict:
    low, high = row.to_date or (None, None)
    return {
        "standing": row.standing,
        "secured": row.secured.fraction,
        "possible": row.possible.fraction,
        "at least": low and low.fraction,
        "at most": high and high.fraction,
    }


def of_report(each: dict) -> dict:
    low, high = each["to_date"] or ({}, {})
    return {
        "standing": each["standing"],
        "secured": each["secured"]["fraction"],
        "possible": each["possible"]["fraction"],
        "at least": low.get("fraction"),
        "at most": high.get("fraction"),
    }


def exactly(line: Mapping[str, object], standings: Mapping[str, str]) -> dict:
    """A line of the saved table; an empty cell is "" in CSV and None in a workbook."""

    def figure(title: str) -> str | None:
        said = str(line[f"{title} exactly"] or "")
        return said.removesuffix("%") or None

    return {
        "standing": standings[str(line["Name"])],
        "secured": figure("Course done"),
        "possible": figure("Can reach"),
        "at least": figure("Of what was due so far, at least"),
        "at most": figure("Of what was due so far, at most"),
    }


@pytest.mark.parametrize("seed", [EXAMPLE, *range(4)])
def test_every_place_shows_the_figures_of_the_engine_alone(
    laptop, tmp_path: Path, qtbot: QtBot, seed: int | str
) -> None:
    alex: Laptop = laptop("Alex Morgan")
    services = alex.application
    group = services.groups.add_example() if seed == EXAMPLE else made_up(alex, int(seed))
    window = build_window(services)
    window.show()
    window.show_page(Tab.COHORT)
    tab = window.findChild(CohortTab)

    services.cohort_files.save_table(group, tmp_path / "question.json")
    expected = of_engine((tmp_path / "question.json").read_bytes())
    shown = [
        tab.table.filter.index(at, 0).data(TableRole.ROW)
        for at in range(tab.table.filter.rowCount())
    ]
    counted = {row.person: row for row in shown if row.secured}
    assert {key: of_row(row) for key, row in counted.items()} == expected
    in_report = cohort_report(services.cohort.view(group))["participants"]
    assert {each["id"]: of_report(each) for each in in_report if each["secured"]} == expected
    assert_panel_and_statement_agree(tab, services, group, counted)
    assert_files_agree(services, group, counted, tmp_path)
    window.close()
    window.deleteLater()  # else what waits in it would ask the store that is closed
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)
    alex.close()
    assert_commands_agree(alex.folder, group)


def assert_commands_agree(folder: Path, group: str) -> None:
    """Both commands ask on the real day, so they are held against each other."""
    report = ("npq_desktop", "--data-dir", str(folder), "report", group, "--json")
    question = json.dumps(ran(*report, "--engine")).encode()
    said = ran(*report)["participants"]
    assert {each["id"]: of_report(each) for each in said if each["secured"]} == of_engine(question)


def assert_panel_and_statement_agree(tab, services, group, counted) -> None:
    for person, row in counted.items():
        tab.table.select(person)
        view = services.cohort.person(group, person)
        words = tab.person_panel.words()
        assert view.row == row
        assert all(line in words for line in lines(row))
        assert all(line.words in words for line in view.workings)
        paper = statement(services.cohort_files.statement(group, person))
        assert set(lines(row)) <= set(paper.lines)


def assert_files_agree(services, group, counted, folder: Path) -> None:
    for ending in ("csv", "xlsx"):
        services.cohort_files.save_table(group, folder / f"cohort.{ending}")
    text = (folder / "cohort.csv").read_text(encoding="utf-8-sig")
    in_csv = list(csv.DictReader(io.StringIO(text, newline="")))
    titles, *lines = openpyxl.load_workbook(folder / "cohort.xlsx")["Cohort"].values
    in_book = [dict(zip(titles, line, strict=True)) for line in lines]
    standings = {row.name: row.standing for row in counted.values()}
    words = {row.name: cell(row) for row in counted.values()}
    wanted = {row.name: of_row(row) for row in counted.values()}
    for table in (in_csv, in_book):
        found = [line for line in table if line["Name"] in standings]
        assert {line["Name"]: exactly(line, standings) for line in found} == wanted
        assert {line["Name"]: line["On track?"] for line in found} == words


def test_whoever_did_not_hand_in_the_first_task_is_behind_as_soon_as_it_is_due(laptop) -> None:
    """Source: engagement/RULES.md, "Output": what is open and due counts 0; the rest rescales."""
    alex: Laptop = laptop("Alex Morgan")
    services, first = alex.application, date(2026, 11, 23)
    group = group_as_planned(services, preview(*NAMES), title="A", cohort="B", first_seminar=first)
    ann, ben, *_ = (row.person for row in services.cohort.view(group).rows)
    for person in (ann, ben):
        for event in ("conference-1", "m1.seminar"):
            services.register.mark(group, event, person, Mark(MarkState.PRESENT))
    services.review.hand_in(group, ann, "m1.diagnostic", "My answer.")

    rows = {row.person: row for row in services.cohort.view(group).rows}

    assert rows[ann].standing == "on_course"
    assert (rows[ben].standing, rows[ben].to_date[0].fraction) == ("behind", "125/2")
