"""The command ``import`` on the files of platforms and registers: whatever the window opens."""

from pathlib import Path

import pytest
from support.commands import Run, runner

from npq_desktop import main as main_module

pytestmark = pytest.mark.slow


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(tmp_path, capsys)


@pytest.fixture
def group(run: Run, samples: Path) -> str:
    """The group that the platforms' samples are about."""
    roster = samples / "lms" / "17_NPQLPM 2026b Group 07 roster.xlsx"
    return str(run("import", roster, "--title", "Group 07", "--json").json["group"])


def test_schools_are_kept_and_need_no_group(run: Run, samples: Path) -> None:
    path = samples / "dfe" / "gias_sample.csv"

    tried = run("import", path, "--dry-run", "--json").json
    said = run("import", path, "--json").json
    again = run("import", path, "--json").json

    assert tried["new"] == said["new"] > 0
    assert (said["kind"], again["new"]) == ("schools", 0)


def test_a_platforms_report_is_kept_beside_the_marks(run: Run, samples: Path, group: str) -> None:
    path = samples / "lms" / "14_Seminar 2 - Attendance report 11-12-26.csv"
    about = ("--group", group, "--about", "m2.seminar", "--json")
    before = run("report", group, "--json").json["digest"]

    tried = run("import", path, *about, "--dry-run").json
    assert run("report", group, "--json").json["digest"] == before
    said = run("import", path, *about).json
    after = run("report", group, "--json").json["digest"]
    again = run("import", path, *about)

    assert (tried["lines"], said["kind"]) == (said["lines"], "claims")
    assert after != before
    assert "Marks stay as they are." in said["words"]
    assert (again.code, run("report", group, "--json").json["digest"]) == (0, after)


def test_a_report_of_several_events_is_not_about_one(run: Run, samples: Path, group: str) -> None:
    path = samples / "lms" / "04_Seminars_Attendance.csv"

    said = run("import", path, "--group", group, "--about", "m2.seminar")

    assert (said.code, "several events" in said.err) == (2, True)


def test_work_is_brought_in_for_its_task_once(run: Run, samples: Path, group: str) -> None:
    path = samples / "lms" / "08_NPQLPM-2026B-M1 Reflective Task-Group 07-4471.zip"

    said = run("import", path, "--group", group, "--json").json
    again = run("import", path, "--group", group, "--json").json

    assert said["kind"] == "work"
    assert said["lines"]["New"] > 0
    assert again["lines"]["Already here"] == said["lines"]["New"]


def test_work_without_a_known_task_asks_for_it(run: Run, samples: Path, group: str) -> None:
    path = samples / "lms" / "12_submissions.zip"

    asked = run("import", path, "--group", group)
    wrong = run("import", path, "--group", group, "--about", "m9.nothing")
    said = run("import", path, "--group", group, "--about", "m1.diagnostic", "--json").json

    assert (asked.code, "--about" in asked.err) == (2, True)
    assert (wrong.code, "“m9.nothing”" in wrong.err) == (2, True)
    assert said["task"] == "m1.diagnostic"


def test_a_file_alone_is_a_file_to_open(tmp_path: Path) -> None:
    file = tmp_path / "group.npqsync"
    file.write_text("{}")
    folder = str(tmp_path)

    def opened(*arguments: str) -> list[str]:
        return list(main_module._with_open(arguments))

    assert opened(str(file)) == ["open", str(file)]
    assert opened("--data-dir", folder, str(file)) == ["--data-dir", folder, "open", str(file)]
    assert opened(f"--data-dir={folder}", str(file))[1:] == ["open", str(file)]
    assert opened("open", str(file)) == ["open", str(file)]
    for nothing in ((), ("groups",), ("grups",), ("--data-dir",), ("report", str(file))):
        assert opened(*nothing) == list(nothing)


def test_every_command_is_known_by_name() -> None:
    parser = main_module._parser()
    [choices] = [each.choices for each in parser._subparsers._group_actions]

    assert set(choices) == main_module.COMMANDS


def test_the_version_is_printed(run: Run) -> None:
    said = run("--version")

    assert (said.code, said.out) == (0, f"NPQ Desktop {main_module.__version__}\n")
