"""The parts that a build can lack, and the page that says how the self-test ended."""

from pathlib import Path

import pytest

from npq_desktop.services.application import Application
from npq_desktop.ui.selftest import libraries
from npq_desktop.ui.selftest.libraries import check_libraries
from npq_desktop.ui.selftest.report import report_text
from npq_desktop.ui.selftest.robot import SelfTestError

pytestmark = pytest.mark.slow


def test_every_part_answers(qapp: object, application: Application, tmp_path: Path) -> None:
    answers = check_libraries(application, tmp_path)

    assert answers["time zone Europe/London"] == "winter +00:00, summer +01:00"
    assert answers["calendar (ICS)"] == "Seminar 1, 2027-07-08T16:00:00+01:00"
    assert answers["list of people in a workbook (XLSX)"] == "2 people"
    assert "read in a process of its own" in answers["print to PDF, and read it again"]
    assert answers["key to the data"]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("read_calendar", "calendar (ICS)"),
        ("workbook", "workbook (XLSX)"),
        ("ZoneInfo", "Europe/London"),
        ("pdf_of", "print to PDF"),
    ],
)
def test_a_part_that_is_missing_is_named(
    application: Application,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    part: str,
) -> None:
    def missing(*_: object, **__: object) -> object:
        raise ImportError("not in this build")

    monkeypatch.setattr(libraries, name, missing)

    with pytest.raises(SelfTestError, match="not in this build") as error:
        check_libraries(application, tmp_path)

    assert part in str(error.value)


def test_the_report_is_one_page_and_says_why_it_failed(qapp: object) -> None:
    seconds = {f"step {number}": 1.5 for number in range(13)}
    passed = report_text({"passed": True, "seconds": seconds}, {"calendar (ICS)": "Seminar 1"})
    failed = report_text({"passed": False, "failure": "no calendar"}, {})

    assert "Result: PASSED" in passed
    assert "  calendar (ICS): Seminar 1\n" in passed
    assert len(passed.splitlines()) < 60
    assert ("Result: FAILED" in failed, "Why: no calendar" in failed) == (True, True)
