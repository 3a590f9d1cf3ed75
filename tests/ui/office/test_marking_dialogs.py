"""From the case study to the results, by the dialogs."""

import csv
from pathlib import Path

import pytest

from npq_desktop.ui.office.assessment.person_page import PersonAssessmentPage

pytestmark = pytest.mark.slow


@pytest.fixture
def admitted(office):
    """Three are admitted and the window is open."""
    office.run("admit").admit_button.click()
    office.group.at(2027, 7, 6)
    return office


@pytest.fixture
def marked(admitted):
    """Ann and Ben have handed in and are marked; the window is over."""
    group = admitted.group
    for who in ("Ann Ash", "Ben Bell"):
        group.hand_in(who, "2027-07-06T10:00:00+01:00")
        group.outcome(who, marker="Dee Dunn", marker_outcome="passed")
    group.at(2027, 7, 20)
    return admitted


def test_the_case_study_is_released_to_everyone_who_is_admitted(admitted) -> None:
    dialog = admitted.run("release")
    assert dialog.release_button.text() == "&Release to 3 people"
    dialog.release_button.click()

    assert admitted.row("Ann Ash").case_study.startswith("Released 6 July")
    assert dialog.focusWidget().text() == "Prepare the &message…"
    dialog.focusWidget().click()
    message = admitted.dialog()
    assert message.to_box.currentText() == "Just recorded · 3"
    assert message.text_box.currentText() == "Case study released"
    message.reject()
    assert admitted.run("release").nobody.isVisible()


def test_the_case_study_waits_for_the_window(office) -> None:
    office.run("admit").admit_button.click()
    dialog = office.run("release")
    dialog.release_button.click()

    assert "once the window opens" in dialog.trouble.words()


def test_a_late_response_counts_once_a_coordinator_says_why(admitted) -> None:
    admitted.group.at(2027, 7, 14)
    admitted.group.hand_in("Ann Ash", "2027-07-13T10:00:00+01:00")
    admitted.run("windows").reject()
    admitted.select("Ann Ash")
    admitted.tab.open_person("Assessment")
    page = admitted.window.findChild(PersonAssessmentPage)
    assert "late by 10 hours" in page.words()
    assert "This response does not count." in page.words()

    content = admitted.group.place("Ann Ash")["responses"][0]["content"]
    page.count_asked.emit("r1", content)
    dialog = admitted.dialog()
    assert not dialog.count_button.isEnabled()
    dialog.private_box.setPlainText("The platform was down")
    dialog.count_button.click()

    assert "This response counts." in page.words()


def test_the_sample_is_drawn_once(marked) -> None:
    dialog = marked.run("sample")
    assert dialog.table.texts.rowCount() == 1
    dialog.draw_button.click()
    assert dialog.table.texts.rows[0][2] == "yes"
    dialog.reject()

    assert marked.run("sample").draw_button.isHidden()


def test_the_sample_of_nobody_says_what_to_do_first(office) -> None:
    assert "“Outcomes…” first" in office.run("sample").said.text()


def test_results_wait_for_the_moderator_by_name(marked) -> None:
    marked.run("sample").draw_button.click()
    marked.dialog().reject()
    dialog = marked.run("results")

    assert "has not decided on" in dialog.waiting.text()
    assert not dialog.out_button.isEnabled()


def test_results_are_given_out_and_saved_as_a_file(marked, tmp_path: Path) -> None:
    for who in ("Ann Ash", "Ben Bell"):
        marked.group.final(who, "passed", marker="Fay Frost")
    dialog = marked.run("results")
    assert dialog.file_button.isHidden()
    dialog.out_button.click()
    assert dialog.file_button.isVisible()
    assert dialog.footer.ways()[-1].text() == "Prepare the &message…"

    marked.chosen = tmp_path / "results.csv"
    dialog.file_button.click()

    assert "Ann Ash" in marked.chosen.read_text(encoding="utf-8-sig")
    assert "not encrypted" in dialog.trouble.words()
    assert marked.row("Ann Ash").status == "passed"


def test_nobody_to_share_private_records_with_is_said(office) -> None:
    assert office.run("share_private").nobody.isVisible()


def test_the_certificate_list_is_shown_and_saved(office, tmp_path) -> None:
    office.chosen = tmp_path / "list.csv"
    dialog = office.run("certificates")
    assert dialog.said.text() == "0 of 4 people ready."

    dialog.save_button.click()

    assert "is saved" in dialog.trouble.words()
    header = next(csv.reader(office.chosen.read_text("utf-8-sig").splitlines()))
    assert header == ["Name", "TRN", "Round", "Missing"]
