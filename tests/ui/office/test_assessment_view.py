"""The view Assessment in the window, and the page of that name about a person."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest

from npq_desktop.ui.kit.dialogs.opening_lines import OpeningLines
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.assessment.columns import decision_text
from npq_desktop.ui.office.assessment.person_page import PersonAssessmentPage
from npq_desktop.ui.office.office_table import fitted

pytestmark = pytest.mark.slow


def test_a_group_without_a_window_offers_to_set_one(begun) -> None:
    assert "Participants are told the dates" in begun.page.empty.words()

    begun.page.empty.action_requested.emit("window")

    assert begun.dialog().windowTitle() == "Windows of the assessment"


def test_the_view_shows_who_could_be_admitted_and_offers_it(office) -> None:
    page = office.page
    assert page.rounds.currentText() == "Main round, 5 to 12 July 2027 · opens in 14 days"
    assert page.chips.chips["could"].text() == "Could be admitted 3"
    assert page.step_button.text() == "Admit 3…"

    page.chips.chips["not_yet"].click()

    assert [row.name for row in page.table.people.rows] == ["Dev Dale"]


def test_another_round_is_shown_when_chosen(office) -> None:
    office.page.rounds.setCurrentIndex(1)
    office.page.rounds.activated.emit(1)

    assert office.row("Ann Ash").window == "30 August to 6 September"


def test_who_is_chosen_is_chosen_in_the_panel_and_in_the_other_view(office) -> None:
    office.select("Cara Cole")
    assert office.tab.person_panel.name == "Cara Cole"

    office.window.commands.action("view_engagement").trigger()

    assert office.tab.selected_name() == "Cara Cole"
    assert office.tab.table.hasFocus()


def test_somebody_whom_a_filter_hides_is_chosen_all_the_same(office) -> None:
    office.tab.toolbar.find_box.setText("ann")

    office.select("Dev Dale")

    assert office.tab.selected_name() == "Dev Dale"


def test_enter_opens_the_page_of_a_person(office) -> None:
    office.select("Dev Dale")
    QTest.keyClick(office.page.table, Qt.Key.Key_Return)

    page = office.window.findChild(PersonAssessmentPage)
    assert page.isVisible()
    assert "Nobody has decided yet." in page.words()


def test_the_view_is_remembered_for_the_group(office) -> None:
    office.window.commands.action("view_engagement").trigger()
    office.window.commands.action("view_assessment").trigger()

    looks = office.group.scene.application.cohort_looks
    assert looks.of(office.group.group).view == "assessment"


def dropped(office, place: QPoint, *urls: QUrl) -> None:
    mime = QMimeData()
    mime.setUrls(list(urls))
    none = Qt.KeyboardModifier.NoModifier
    asked = mime, Qt.MouseButton.LeftButton, none
    enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, *asked)
    enter.ignore()
    office.page.dragEnterEvent(enter)
    if enter.isAccepted():
        office.page.dropEvent(QDropEvent(QPointF(place), Qt.DropAction.CopyAction, *asked))


def test_a_file_dropped_on_a_row_is_that_persons_and_a_link_is_none(
    office, tmp_path, qtbot
) -> None:
    path = tmp_path / "essay.txt"
    path.write_text("word " * 20)
    table = office.page.table
    row = table.visualRect(table.model().index(2, 0)).center()
    place = table.viewport().mapTo(office.page, row)
    dropped(office, place, QUrl("https://example.org/essay.txt"))
    assert office.dialog() is None

    dropped(office, place, QUrl.fromLocalFile(str(path)))

    dialog = office.dialog()
    qtbot.waitUntil(dialog.table.isVisible)
    assert dialog.table.texts.rows[0][1] == "Cara Cole"


def test_the_menu_of_a_row_is_that_of_the_more_button(office, qtbot) -> None:
    office.page.table.customContextMenuRequested.emit(QPoint(9, 9))

    menu = office.page.more_button.menu()
    qtbot.waitUntil(menu.isVisible)
    assert "Receive" in " ".join(each.text() for each in menu.actions())
    menu.close()


def test_the_chips_become_a_choice_where_it_is_narrow(office, qtbot) -> None:
    page = office.page
    assert (page.chips.isHidden(), page.combo.isHidden()) == (False, True)

    office.window.resize(640, 480)
    qtbot.waitUntil(page.combo.isVisible)
    page.combo.setCurrentIndex(page.combo.findData("not_yet"))
    page.combo.activated.emit(page.combo.currentIndex())

    assert page.chips.isHidden()
    assert [row.name for row in page.table.people.rows] == ["Dev Dale"]


def test_escape_chooses_nobody(office) -> None:
    office.select("Ann Ash")
    QTest.keyClick(office.page.table, Qt.Key.Key_Escape)

    assert office.tab.selected_person() is None


def test_a_screen_reader_hears_a_row_as_one_sentence(office) -> None:
    index = office.page.table.model().index(3, 0)

    said = index.data(Qt.ItemDataRole.AccessibleTextRole)

    assert said.startswith("Dev Dale, Not eligible yet, Not decided yet, ")
    assert said.endswith(".")


def test_columns_without_words_go_first_and_then_those_that_give_way() -> None:
    wanted = {"name": (100, 200), "empty": (0, 0), "window": (80, 120), "needs": (60, 400)}

    assert fitted(wanted, 200, ("window",)) == {"name": 140, "needs": 60}
    assert fitted(wanted, 700, ("window",)) == {"name": 200, "window": 120, "needs": 380}


def test_a_banner_counts_down_to_a_window_that_opens_soon(office) -> None:
    said = "Main round opens in 14 days. 4 people wait for a decision."
    assert office.page.banner.words() == said

    office.group.at(2027, 6, 1)
    office.page.round_chosen.emit("r1")

    assert office.page.banner.words() == ""


def test_the_workings_of_a_decision_open_on_the_page(office, qtbot) -> None:
    office.group.admit("Ann Ash")
    office.select("Ann Ash")
    QTest.keyClick(office.page.table, Qt.Key.Key_Return)
    page = office.window.findChild(PersonAssessmentPage)
    lines = page.findChildren(OpeningLines)[-1]  # those before wait to be deleted
    events = next(line for line in lines.lines if line.accessibleName().startswith("Events"))
    qtbot.waitUntil(events.isVisible)
    assert "= 50 points" in events.accessibleName()

    QTest.keyClick(events, Qt.Key.Key_Space)

    titles = [each.text() for each in lines.findChildren(Text) if each.isVisible()]
    assert "Opening conference" in titles
    assert any(each.startswith("done · counts 1") for each in titles)


def test_each_view_brings_the_page_about_a_person_that_goes_with_it(office) -> None:
    office.select("Ann Ash")
    pages, shown = office.tab.person_panel.pages, []
    for view in ("office", "engagement", "assessment"):
        office.window.commands.action(f"view_{view}").trigger()
        shown.append(pages.tabText(pages.currentIndex()))

    assert shown == ["Office", "Route", "Assessment"]


def test_a_cell_says_nothing_that_the_one_beside_it_has_said(office) -> None:
    office.group.admit("Ann Ash")
    rows = {row.name: row for row in office.page.table.people.rows}

    assert decision_text(rows["Ben Bell"]) == ""
    assert rows["Ann Ash"].status_words not in decision_text(rows["Ann Ash"])
