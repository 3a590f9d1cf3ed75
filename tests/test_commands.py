"""The command line: what it prints, its exit codes, and that no input brings a traceback."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.applications import Laptop
from support.commands import Run, Said, add_example, runner

from npq_desktop.main import main

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
TODAY = "m4.seminar"


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """``run("groups", "--json", data="one")``: a command on a data folder of that name."""
    return runner(tmp_path, capsys)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return add_example(tmp_path_factory.mktemp("made") / "data")


@pytest.fixture
def example(made: tuple[Path, str], tmp_path: Path) -> str:
    """The id of the example group in the folder "data"."""
    shutil.copytree(made[0], tmp_path / "data")
    return made[1]


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    lines = ("Name,Email", "Ann Lee,ann@a.example", "Éva Ő,eva@a.example")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def process(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
    )


def digest(run: Run, group: str, data: str = "data") -> object:
    return run("report", group, "--json", data=data).json["digest"]


# ---- groups and reports --------------------------------------------------------------------------


def test_groups_lists_nothing_and_then_the_example(run: Run) -> None:
    assert run("groups") == Said(0, "No groups here yet.\n", "")

    run("example")

    assert "Example group · 26 people" in run("groups").out
    [group] = run("groups", "--json").json["groups"]
    assert (group["title"], group["people"]) == ("Example group", 26)


def test_a_group_is_named_by_id_by_its_beginning_or_by_title(run: Run, example: str) -> None:
    reports = [run("report", name).out for name in (example, example[:8], "Example group")]

    assert len(set(reports)) == 1
    assert "Éloïse Lefèvre" in reports[0]


@pytest.mark.parametrize("name", ["nothing", "", "0"])
def test_an_unknown_group_is_refused_with_those_that_are_here(
    run: Run, example: str, name: str
) -> None:
    said = run("report", name)

    assert said.code == 2
    assert "Groups here: Example group" in said.err


def test_report_as_json_has_figures_and_digest(run: Run, example: str) -> None:
    report = run("report", example, "--json").json

    assert report["standings"]["out_of_reach"] == 1
    assert len(report["participants"]) == 26
    assert len(report["digest"]) == 64


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_report_for_the_engine_is_what_the_engine_reads(
    run: Run, example: str, options: tuple[str, ...]
) -> None:
    asked = run("report", example, "--engine", *options).out

    said = subprocess.run(
        [sys.executable, "-m", "npq_desktop.engagement"],
        input=asked.encode(),
        capture_output=True,
        cwd=ROOT,
        check=False,
    )

    assert (said.returncode, said.stderr) == (0, b"")
    assert len(json.loads(said.stdout)["participants"]) == 25


def test_verify_says_that_everything_is_sound(run: Run, example: str) -> None:
    assert run("verify").out.startswith("Sound: ")
    assert run("verify", "--json").json["problems"] == []


def test_verify_that_finds_something_ends_with_1(
    run: Run, example: str, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    from npq_desktop.bootstrap import open_application
    from npq_desktop.services.core.laptop.places import Places

    application = open_application(Places.under(tmp_path / "data"))
    with application.store._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM live WHERE family = 'mark'")
    application.close()

    said = run("verify")

    assert said.code == 1
    assert said.out.strip()


# ---- mark ----------------------------------------------------------------------------------------


def test_mark_records_and_says_when_it_stood_so_already(run: Run, example: str) -> None:
    first = run("mark", example, TODAY, "mei xu", "late", "--minutes", "20")
    again = run("mark", example, TODAY, "Mei  Xu", "late", "--minutes", "20", "--json")

    assert (first.out, first.code) == ("Recorded.\n", 0)
    assert again.json["changed"] is False


@pytest.mark.parametrize(
    "arguments",
    [
        ("m9.seminar", "Mei Xu", "present"),
        (TODAY, "Nobody", "present"),
        (TODAY, "", "present"),
        (TODAY, "Jamie Taylor", "present"),
        (TODAY, "Mei Xu", "late"),
        (TODAY, "Mei Xu", "late", "--minutes", "-3"),
        (TODAY, "Mei Xu", "late", "--minutes", "0"),
        (TODAY, "Mei Xu", "late", "--minutes", "9" * 30),
        (TODAY, "Mei Xu", "late", "--minutes", "soon"),
        (TODAY, "Mei Xu", "present", "--minutes", "5"),
        (TODAY, "Mei Xu", "present", "--reason", "travel"),
        (TODAY, "Mei Xu", "absent", "--reason", "flu"),
        (TODAY, "Mei Xu", "conflict"),
    ],
)
def test_mark_refuses_what_it_cannot_record_and_writes_nothing(
    run: Run, example: str, arguments: tuple[str, ...]
) -> None:
    before = digest(run, example)

    said = run("mark", example, *arguments)

    assert said.code == 2
    assert said.err
    assert not said.out
    assert digest(run, example) == before


# ---- import --------------------------------------------------------------------------------------


def test_import_starts_a_group_from_a_roster(run: Run, roster: Path) -> None:
    said = run("import", roster, "--title", "Group 07", "--first-seminar", "2999-10-08")

    assert (said.code, said.out) == (0, "2 people in the file: 2 new, 0 changed.\n")
    assert "Éva Ő" in run("report", "Group 07").out


def test_import_of_the_same_roster_again_is_no_error(run: Run, roster: Path) -> None:
    run("import", roster, "--title", "Group 07")

    said = run("import", roster, "--group", "Group 07")

    assert (said.code, said.out) == (0, "2 people in the file: 0 new, 0 changed.\n")


def test_import_names_who_is_gone_and_keeps_them(run: Run, roster: Path) -> None:
    run("import", roster, "--title", "Group 07")
    roster.write_text("Name,Email\nAnn Lee,ann@a.example\n", encoding="utf-8")

    said = run("import", roster, "--group", "Group 07")

    assert "Not in the file, kept in the group: Éva Ő." in said.out
    assert run("groups", "--json").json["groups"][0]["people"] == 2


def test_import_of_a_roster_alone_asks_what_to_do_with_it(run: Run, roster: Path) -> None:
    said = run("import", roster)

    assert (said.code, "--title" in said.err) == (2, True)
    assert run("groups", "--json").json["groups"] == []


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("cases/files/05_teams_short_stay.csv", "a Microsoft Teams attendance report"),
        ("cases/files/07_classroom_grades.csv", "a Google Classroom grades export"),
        ("cases/files/09_moodle_attendance.txt", "a Moodle attendance register"),
        ("lms/12_submissions.zip", "an archive of work handed in"),
    ],
)
def test_import_refuses_what_is_no_list_of_people_and_says_what_it_is(
    run: Run, samples: Path, name: str, what: str
) -> None:
    said = run("import", samples / name, "--title", "Group 07")

    assert said.code == 2
    assert f"is {what}, not a list of people" in said.err
    assert run("groups", "--json").json["groups"] == []


@pytest.mark.parametrize("day", ["tomorrow", "9999-12-31", "0001-01-01", "2026-02-30"])
def test_import_refuses_a_first_seminar_that_cannot_be(run: Run, roster: Path, day: str) -> None:
    said = run("import", roster, "--title", "Group 07", "--first-seminar", day)

    assert said.code == 2
    assert run("groups", "--json").json["groups"] == []


def test_import_tried_dry_stores_nothing(run: Run, roster: Path, example: str) -> None:
    said = run("import", roster, "--title", "Group 07", "--dry-run", "--json")

    assert (said.json["people"], said.json["kind"]) == (2, "roster")
    assert len(run("groups", "--json").json["groups"]) == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7\n", b"PK\x03\x04 no zip", b"\0" * 4096, b"age-encryption.org/v1\n-> X", b"["],
)
def test_import_refuses_other_files_with_a_sentence(
    run: Run, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "file.npqsync"
    path.write_bytes(content)

    said = run("import", path, "--title", "Group 07")

    assert said.code == 2
    assert "file.npqsync" in said.err or "file" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("words", [(), ("--words", "annual garden crew increase sprout iron")])
@pytest.mark.parametrize("name", ["missing.npqsync", "."])
def test_import_refuses_what_is_no_file(
    run: Run, tmp_path: Path, name: str, words: tuple[str, ...]
) -> None:
    said = run("import", tmp_path / name, *words)

    assert said.code == 2
    assert "cannot be read" in said.err


# ---- export and invite ---------------------------------------------------------------------------


def test_export_and_import_bring_two_folders_to_the_same(
    run: Run, example: str, tmp_path: Path
) -> None:
    exported = run("export", example, tmp_path / "e.json", "--readable", "--json")

    tried = run("import", tmp_path / "e.json", "--dry-run", "--json", data="other")
    assert run("groups", "--json", data="other").json["groups"] == []
    taken = run("import", tmp_path / "e.json", data="other")

    assert tried.json["new"] == exported.json["entries"]
    assert "You can look at it but not record in it" in taken.out
    assert digest(run, example) == digest(run, example, data="other")


def test_export_to_a_folder_that_is_not_there_is_refused(
    run: Run, example: str, tmp_path: Path
) -> None:
    said = run("export", example, tmp_path / "missing" / "e.npqsync")

    assert said.code == 2
    assert "was not saved" in said.err


def test_an_invitation_joins_and_marks_come_back(run: Run, example: str, tmp_path: Path) -> None:
    invitation, back = tmp_path / "for Olu", tmp_path / "back"
    spoken = str(run("invite", example, "Olu", invitation, "--json").json["spoken"])

    locked = run("import", invitation, data="olu")
    joined = run("import", invitation, "--words", spoken, "--name", "Olu Ade", data="olu")
    run("mark", example, TODAY, "Mei Xu", "absent", data="olu")
    run("export", example, back, data="olu")
    merged = run("import", back, "--json")

    assert (locked.code, "--words" in locked.err) == (2, True)
    assert joined.out == "Joined Example group as Olu Ade.\n"
    assert (merged.json["new"], merged.json["held"]) == (3, 0)
    assert digest(run, example) == digest(run, example, data="olu")


def test_importing_a_sync_file_with_words_says_that_it_is_no_invitation(
    run: Run, example: str, tmp_path: Path
) -> None:
    run("export", example, tmp_path / "e.json", "--readable")

    said = run("import", tmp_path / "e.json", "--words", "annual garden crew increase sprout iron")

    assert said.code == 2
    assert "no invitation" in said.err


# ---- the program itself --------------------------------------------------------------------------


def test_a_store_in_use_ends_with_4(laptop: Callable[[str], Laptop]) -> None:
    alex = laptop("Alex")
    alex.application.groups.add_example()

    said = process("-m", "npq_desktop", "--data-dir", alex.folder, "groups")

    assert said.returncode == 4
    assert "Close NPQ Desktop first" in said.stderr
    assert "Traceback" not in said.stderr


def test_the_data_folder_may_stand_before_or_after_the_command(run: Run, tmp_path: Path) -> None:
    run("example")

    assert main(["groups", "--data-dir", str(tmp_path / "data")]) == 0
    assert "Example group" in run("groups").out
    assert run("groups", data="other").out == "No groups here yet.\n"


def test_a_data_folder_that_is_a_file_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")

    said = run("groups")

    assert said.code == 2
    assert said.err


def test_broken_settings_are_refused_and_left_alone(run: Run, example: str, tmp_path: Path) -> None:
    settings = tmp_path / "data" / "settings.toml"
    settings.write_text("key_backend = ")

    said = run("groups")

    assert (said.code, "cannot be read" in said.err) == (2, True)
    assert settings.read_text() == "key_backend = "


@pytest.mark.parametrize("arguments", [("fly",), ("report",), ("mark", "g"), ("import",)])
def test_bad_arguments_end_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).code == 2


def test_no_command_loads_qt_and_names_print_on_any_terminal(tmp_path: Path, roster: Path) -> None:
    data = tmp_path / "data"
    commands = [
        ["example"],
        ["groups"],
        ["import", str(roster), "--title", "Group 07"],
        ["report", "Example group"],
        ["mark", "Example group", TODAY, "Mei Xu", "present"],
        ["export", "Example group", str(tmp_path / "e.npqsync")],
        ["import", str(tmp_path / "e.npqsync")],
        ["invite", "Example group", "Olu", str(tmp_path / "inv")],
        ["verify"],
    ]
    program = (
        "import sys; from npq_desktop.main import main\n"
        f"codes = [main(['--data-dir', {str(data)!r}, *c]) for c in {commands!r}]\n"
        "qt = [name for name in sys.modules if 'PySide' in name or 'shiboken' in name]\n"
        "print('ENDED', codes, qt)"
    )

    said = process("-c", program)

    assert said.stderr == ""
    assert said.stdout.splitlines()[-1] == f"ENDED {[0] * len(commands)} []"
    assert "Éloïse Lefèvre" in said.stdout


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise there")
def test_a_reader_that_has_seen_enough_ends_a_command_quietly(tmp_path: Path, run: Run) -> None:
    run("example")
    arguments = ["--data-dir", str(tmp_path / "data"), "report", "Example group", "--engine"]
    command = subprocess.Popen(
        [sys.executable, "-m", "npq_desktop", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )

    assert command.stdout is not None
    command.stdout.close()
    _, said = command.communicate()

    assert said == b""


@pytest.mark.parametrize(("data", "said"), [(b"", "empty"), (b"%PDF-1.7 and so on", "a PDF")])
def test_a_spoilt_sync_file_is_not_taken_for_a_roster(
    run: Run, tmp_path: Path, data: bytes, said: str
) -> None:
    file = tmp_path / "group.npqsync"
    file.write_bytes(data)

    refused = run("import", str(file))

    assert refused.code == 2
    assert said in refused.err
    assert "sync file" in refused.err or "Copying was" in refused.err


def test_report_on_a_person_lists_everything_held(run: Run, example: str) -> None:
    listed = run("report", example, "--json").json["participants"]

    said = run("report", example, "--person", listed[0]["id"], "--json").json

    assert said["name"] == listed[0]["name"]
    assert "Work and decisions" in [section["title"] for section in said["sections"]]
    assert said["copies"][0].startswith("Laptops in the group: this one")


def test_import_of_a_roster_proposes_dates_to_come(run: Run, roster: Path) -> None:
    made = run("import", roster, "--title", "Group 07", "--json")

    assert "without a date" not in made.json["words"]
    table = run("report", str(made.json["group"]), "--json").json
    assert {row["standing"] for row in table["participants"]} == {"not_started"}


def test_import_names_events_before_today_that_have_no_date(run: Run, roster: Path) -> None:
    made = run("import", roster, "--title", "Group 07", "--first-seminar", "2026-01-13")

    assert "Before today, so without a date: Opening conference" in made.out


def test_import_records_the_sure_dates_of_a_calendar(run: Run, roster: Path, samples: Path) -> None:
    run("import", roster, "--title", "Group 07")
    path = samples / "cases" / "files" / "17_endless_backwards_allday.ics"

    said = run("import", path, "--group", "Group 07", "--json").json

    assert said["new"] == 1
    assert {line["title"]: line["outcome"] for line in said["lines"]} == {
        "NPQLPM Seminar 2": "to choose",
        "NPQLPM Seminar 3": "to choose",
        "NPQLPM Seminar 4": "new date",
        "Daily break": "left out",
    }
    assert "It ends at 16:00, before it begins at 17:30." in said["words"]
    assert "“Daily break” repeats every day without end" in said["words"]
    again = run("import", path, "--group", "Group 07", "--json").json
    assert (again["new"], again["lines"][-2]["outcome"]) == (0, "as it is")


def test_import_of_a_list_of_dates_looks_first(run: Run, roster: Path, samples: Path) -> None:
    run("import", roster, "--title", "Group 07")
    path = samples / "cases" / "reports" / "07_times_as_people_write.csv"

    looked = run("import", path, "--group", "Group 07", "--dry-run", "--json").json
    said = run("import", path, "--group", "Group 07", "--json").json

    assert looked["new"] == said["new"] == 6
    starts = {line["title"]: line["start"] for line in said["lines"]}
    assert starts["Seminar 1"] == "2026-10-01T16:00:00+01:00"


def test_import_of_dates_asks_for_the_group(run: Run, roster: Path, samples: Path) -> None:
    run("import", roster, "--title", "Group 07")

    said = run("import", samples / "lms" / "18_seminars_outlook.ics")

    assert said.code == 2
    assert "holds dates. Give --group" in said.err
