"""What gives way where, what the panel shows, and the order of rows by key and menu."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QHeaderView, QWidget
from pytestqt.qtbot import QtBot
from support.accessibility import named_round

from npq_desktop.rows.register import Mark, MarkState
from npq_desktop.ui.cohort.table import delegate
from npq_desktop.ui.kit.page.layout import Scrolling
from npq_desktop.ui.kit.paint.appearance import appearance
from npq_desktop.ui.kit.pieces.announce import announcer

pytestmark = pytest.mark.slow

Key = Qt.Key
SIZES = ((640, 380), (683, 300), (900, 600), (1100, 600), (1366, 668), (1920, 940))


@pytest.fixture(params=[90, 100, 150])
def text(request: pytest.FixtureRequest):
    """A size of text, put back afterwards."""
    look = appearance()
    before = (look.theme, look.text_size, look.compact)
    look.wear(theme=before[0], text_size=request.param, compact=before[2])
    yield request.param
    look.wear(theme=before[0], text_size=before[1], compact=before[2])


def shown_columns(stage) -> list[str]:
    table = stage.tab.table
    return [
        column.key
        for at, column in enumerate(table.rows.columns)
        if not table.isColumnHidden(at) and table.columnWidth(at)
    ]


def resized(stage, width: int, height: int = 668) -> None:
    stage.tab.resize(width, height)
    QApplication.processEvents()


@pytest.mark.parametrize("size", SIZES)
def test_columns_fill_the_table_and_never_need_to_be_scrolled(stage, text: int, size) -> None:
    resized(stage, *size)

    table = stage.tab.table
    wide = sum(table.columnWidth(at) for at in range(len(table.rows.columns)))
    hidden = [at for at in range(len(table.rows.columns)) if table.isColumnHidden(at)]
    wide -= sum(table.columnWidth(at) for at in hidden)
    assert wide <= table.viewport().width()
    assert not table.horizontalScrollBar().isVisible()
    assert {"name", "standing"} <= set(shown_columns(stage))


def test_columns_give_way_from_the_right_and_the_standing_never(stage) -> None:
    order = ("school", "next_due", "can_miss", "done")
    seen = set()
    for width in range(1920, 620, -20):
        resized(stage, width)
        gone = {"name", "so_far", "standing", *order} - set(shown_columns(stage))
        assert gone == set(order[: len(gone)]), width
        seen.add(len(gone))

    assert seen == set(range(5))


def test_a_row_is_one_line_high_at_every_width(stage) -> None:
    table = stage.tab.table
    heights = set()
    for width in (640, 1100, 1366):
        resized(stage, width)
        heights |= {table.rowHeight(at) for at in range(table.filter.rowCount())}

    assert len(heights) == 1


def areas_inside(area: QWidget) -> list[QWidget]:
    return [
        each
        for each in area.findChildren(QAbstractScrollArea)
        if each.isVisible() and not isinstance(each, QHeaderView)
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", range(4))
def test_no_scroll_area_is_inside_another(stage, size, page: int) -> None:
    resized(stage, *size)
    stage.tab.table.select(stage.id_of("Ikram Hussain"))
    stage.tab.table.opened.emit()
    panel = stage.tab.person_panel
    panel.pages.setCurrentIndex(page)
    panel.route.try_button.click()

    for area in stage.tab.findChildren(QAbstractScrollArea):
        assert not area.isVisible() or areas_inside(area) == []


def test_with_nobody_chosen_the_panel_shows_the_group_at_a_glance(stage) -> None:
    panel = stage.tab.person_panel
    stage.tab.table.setFocus()

    assert panel.person is None
    assert panel.glance.isVisible()
    assert "18 of 25 are on track for 90% or have reached it. 6 need a look." in panel.words()
    assert [line.person for line in panel.glance.people] == [
        row.person for row in stage.tab.table.rows.rows[:6]
    ]


def test_a_line_at_a_glance_chooses_its_person(stage) -> None:
    line = stage.tab.person_panel.glance.people[1]

    QTest.keyClick(line, Key.Key_Space)

    assert stage.tab.selected_person() == line.person == stage.tab.person_panel.person


def test_escape_in_the_table_chooses_nobody(stage) -> None:
    stage.tab.table.select(stage.id_of("Umar Farooq"))

    QTest.keyClick(stage.tab.table, Key.Key_Escape)

    assert stage.tab.selected_person() is None
    assert stage.tab.person_panel.glance.isVisible()


def test_at_most_eight_who_need_a_look_are_listed(stage) -> None:
    register = stage.application.register
    event = next(e.id for e in register.events(stage.group) if e.marked)
    for row in stage.application.cohort.view(stage.group).rows[:12]:
        changes = register.mark(
            stage.group, event, row.person, Mark(MarkState.ABSENT), amendment="typed wrongly"
        )
        stage.bus.changed.emit(changes)

    glance = stage.tab.person_panel.glance
    assert len(glance.people) == 8
    assert glance.more.isVisible()


def test_below_1100_the_page_of_a_person_covers_half_of_the_table(stage) -> None:
    resized(stage, 1000)
    panel = stage.tab.person_panel
    assert not panel.isVisible()

    stage.tab.table.select(stage.id_of("Umar Farooq"))
    assert panel.isVisible()
    assert panel.geometry().left() == 500
    QTest.keyClick(stage.tab.table, Key.Key_Escape)

    assert not panel.isVisible()


def test_below_900_enter_opens_the_page_of_a_person_and_back_leads_to_the_row(
    stage, qtbot: QtBot
) -> None:
    resized(stage, 640, 380)
    panel, table = stage.tab.person_panel, stage.tab.table
    table.select(stage.id_of("Umar Farooq"))
    assert not panel.isVisible()

    QTest.keyClick(table, Key.Key_Return)
    assert panel.isVisible()
    assert not table.isVisible()
    panel.head.back.click()

    assert table.isVisible()
    qtbot.waitUntil(table.hasFocus)
    assert stage.tab.selected_person() == stage.id_of("Umar Farooq")


def test_the_head_of_a_person_says_one_number_and_one_sentence(stage) -> None:
    stage.tab.table.select(stage.id_of("Ikram Hussain"))
    head = stage.tab.person_panel.head

    assert head.number.text() == "59.1%"
    assert head.of_what.text() == "of what was due so far"
    assert head.standing.said.text() == "Behind, can still reach 90%"
    assert not head.note.isVisible()


def test_whoever_is_deferred_has_a_sentence_and_no_number(stage) -> None:
    stage.tab.table.select(stage.id_of("Peter Hargreaves"))
    head = stage.tab.person_panel.head

    assert not head.number.isVisible()
    assert not head.bar.isVisible()
    assert head.note.text().endswith("Engagement is not worked out until they come back.")


def test_o_sorts_by_the_next_column_and_turns_round(stage) -> None:
    table = stage.tab.table
    table.setFocus()

    QTest.keyClick(table, Key.Key_O)
    by_name = stage.names()
    QTest.keyClick(table, Key.Key_O, Qt.KeyboardModifier.ShiftModifier)

    assert by_name[0] == "Dami Adebayo"
    assert stage.names()[0] == by_name[-1]
    assert stage.application.cohort_looks.of(stage.group).sort == "name"


def test_the_menu_sorts_too_and_leads_back_to_who_needs_a_look(stage) -> None:
    menu = stage.tab.toolbar.sort_menu

    def choose(title: str) -> None:
        next(action for action in menu.actions() if action.text() == title).trigger()

    first = stage.names()[0]
    choose("Name")
    assert stage.names()[0] == "Dami Adebayo"
    choose("Who needs a look")

    assert stage.names()[0] == first


def test_a_column_of_a_component_is_shown_where_it_is_chosen(stage) -> None:
    resized(stage, 1900)
    assert "attendance" not in shown_columns(stage)

    menu = stage.tab.toolbar.columns_menu
    next(action for action in menu.actions() if action.text() == "Events").trigger()

    assert "attendance" in shown_columns(stage)
    assert "attendance" in stage.application.cohort_looks.of(stage.group).extra


def test_the_look_of_the_table_is_fetched_once_a_painting(stage, monkeypatch) -> None:
    fetched = []
    own = delegate.look_of
    monkeypatch.setattr(delegate, "look_of", lambda *given: fetched.append(1) or own(*given))

    stage.tab.table.viewport().repaint()

    assert fetched == [1]


def test_tab_follows_the_eye(stage) -> None:
    stage.tab.table.select(stage.id_of("Ikram Hussain"))
    stage.tab.table.setFocus()

    order = named_round(stage.tab)

    start = order.index("Engagement")
    assert [*order[start:], *order[:start]] == [
        "Engagement",
        "All 26",
        "Find people",
        "Choose columns",
        "Save table…",
        "More about this table",
        "People of this group",
        "Record, for the chosen person",
        "Route",
        "Try it out…",
        "How this is worked out",
    ]


def test_tab_goes_from_the_table_to_those_who_need_a_look(stage) -> None:
    stage.tab.table.setFocus()

    order = named_round(stage.tab)

    at = order.index("People of this group")
    people = [line.accessibleName() for line in stage.tab.person_panel.glance.people]
    assert [*order[at + 1 :], *order[:at]][: len(people)] == people


def test_tab_goes_through_what_is_tried_and_through_the_workings(stage) -> None:
    stage.tab.table.select(stage.id_of("Ikram Hussain"))
    panel = stage.tab.person_panel
    panel.route.try_button.click()
    QApplication.processEvents()  # which shows what was just made
    tried = named_round(stage.tab)
    assert tried.count("As recorded") == len(panel.trying.lines)
    at = tried.index("Stop trying out")
    assert tried[at + 1 :] == [] or tried[at + 1] == "As recorded"

    panel.trying.banner.action.click()
    panel.route.workings_button.click()
    QApplication.processEvents()
    opened = named_round(stage.tab)

    lines = [line.accessibleName() for line in panel.workings.lines if line.isCheckable()]
    at = opened.index("Back to the route")
    assert [*opened[at + 1 :], *opened[:at]][: len(lines)] == lines


@pytest.fixture
def announced():
    said: list[str] = []
    announcer().announced.connect(lambda words, _urgent: said.append(words))
    yield said
    announcer().announced.disconnect()


def test_what_find_chips_and_sorting_do_is_announced(stage, qtbot: QtBot, announced) -> None:
    QTest.keyClick(stage.tab.toolbar.chips.chips["behind"], Key.Key_Space)
    qtbot.waitUntil(lambda: announced[-1:] == ["3 people shown."])

    stage.tab.find_box.setText("umar")
    qtbot.waitUntil(lambda: announced[-1:] == ["1 of 26 people found."])

    QTest.keyClick(stage.tab.table, Key.Key_O)
    qtbot.waitUntil(lambda: announced[-1:] == ["Sorted by Name."])


def test_trying_out_is_announced_with_what_comes_of_it(stage, qtbot: QtBot, announced) -> None:
    stage.tab.table.select(stage.id_of("Marcus Bell"))
    stage.tab.person_panel.route.try_button.click()
    line = list(stage.tab.person_panel.trying.lines.values())[-1]

    line.segments.segments["missed"].click()

    qtbot.waitUntil(lambda: any("As recorded: can no longer reach 90%." in a for a in announced))


@pytest.mark.parametrize("size", SIZES)
def test_a_page_is_never_wider_than_the_room_beside_its_scroll_bar(stage, size) -> None:
    stage.tab.resize(*size)
    stage.tab.table.select(stage.id_of("Ikram Hussain"))
    stage.tab.table.opened.emit()

    areas = [area for area in stage.tab.findChildren(Scrolling) if area.isVisible()]
    assert areas
    for area in areas:  # looked at before any event is processed
        assert area.widget().width() == area.viewport().width(), area.accessibleName()
