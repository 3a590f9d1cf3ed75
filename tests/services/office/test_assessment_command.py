"""The command that prints the assessment of a group."""

from pathlib import Path

import pytest
from support.commands import Run, runner

pytestmark = pytest.mark.slow


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(tmp_path, capsys)


def test_report_of_the_assessment_is_as_of_any_moment(run: Run) -> None:
    example = run("example", "--json").json["group"]
    at = "2027-07-05T09:00:00+01:00"
    found = run("report", example, "--assessment", "--json", "--at", at).json
    assert (found["format"], found["at"], found["can_open"]) == ("npq-assessment", at, True)
    assert len(found["people"]) == 26
    assert run("report", example, "--assessment").code == 0

    said = run("report", example, "--assessment", "--at", "noon")
    assert (said.code, said.out) == (2, "")
    assert "“noon” is no moment" in said.err
    assert "Give --at with --assessment only" in run("report", example, "--at", at).err
