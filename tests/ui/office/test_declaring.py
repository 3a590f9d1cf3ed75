"""Declaring to the Department by the dialog: choose, save, retain by a day, void."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support.assessed import AssessedScene, Prepared, prepared

from npq_desktop.services.office.settings import shipped_settings

pytestmark = pytest.mark.slow

ID = "11111111-2222-3333-4444-555555555555"
NAMES = ("Ann Ash", "Ben Bell")
EVENTS = ("conference-1", "m1.seminar")


def _sign(group: AssessedScene) -> None:
    """Both were at two signed events; Ann has an id of the Department, and Ben has none."""
    shipped = shipped_settings()
    dfe = replace(
        shipped.dfe,
        lead_provider_name="Example Lead",
        delivery_partner_id=ID,
        schedule_start="2026-05-01",
    )
    group.office.settings.change([group.group], replace(shipped, dfe=dfe))
    for who in NAMES:
        group.does(who, 1, 1, 2)
    group.scene.write("person.set", who="Ann Ash", trn="1234567", **{"id.dfe": ID})
    for event in EVENTS:
        group.scene.sign_off(event, 2)


@pytest.fixture(scope="session")
def _signed(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepared(tmp_path_factory.mktemp("signed"), _sign, *NAMES)


@pytest.fixture
def office(_signed: Prepared, tmp_path: Path, open_office, qtbot: QtBot) -> Iterator[object]:
    """The window on the signed group."""
    yield from open_office(_signed, tmp_path)


def test_a_line_is_chosen_saved_and_noted_as_voided(office, tmp_path: Path) -> None:
    office.chosen = tmp_path / "started.csv"
    dialog = office.run("declare")
    assert dialog.footer.words() == "Choose a line"
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.summary.text() == "It triggers a payment. 1 line."
    dialog.toggle_button.click()
    assert dialog.summary.isHidden()
    dialog.toggle_button.click()
    dialog.save_button.click()

    assert ID in office.chosen.read_text("utf-8")
    dialog = office.run("declare")
    assert dialog.table.texts.rows[0][0] == "declared"
    assert not dialog.toggle_button.isEnabled()
    dialog.void_button.click()

    assert office.said() == "The declaration of Ann Ash is noted as voided."
    assert dialog.table.texts.rows[0][0] == "no"
    assert ", voided " in dialog.rules.text()
    assert dialog.void_button.isHidden()


def test_a_file_that_cannot_be_saved_keeps_the_choice(office, tmp_path: Path) -> None:
    office.chosen = tmp_path / "no folder" / "started.csv"
    dialog = office.run("declare")
    dialog.toggle_button.click()

    dialog.save_button.click()

    assert dialog.isVisible()
    assert dialog.trouble.words()
    assert dialog.table.texts.rows[0][0] == "yes"


def test_a_retention_rests_on_the_latest_event_by_the_day_that_is_typed(office) -> None:
    dialog = office.run("declare")
    assert not dialog.until_box.isVisible()
    dialog.toggle_button.click()
    dialog.kind_box.setCurrentIndex(dialog.kind_box.findData("retained-1"))
    assert dialog.until_box.isVisible()
    assert dialog.table.texts.rows[0][0] == "no"
    latest = dialog.table.texts.rows[0][2:]
    first = office.group.office.declarations.lines(office.group.group, "started")[0].moment.date()
    assert isinstance(first, date)

    dialog.until_box.setDate(QDate(first.year, first.month, first.day))

    assert dialog.table.texts.rows[0][2:] != latest
    assert "Opening conference" in dialog.table.texts.rows[0][3]
