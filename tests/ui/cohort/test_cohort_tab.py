import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from npq_desktop.rows.register import Mark, MarkState
from npq_desktop.services.cohort.words import route_sentence
from npq_desktop.ui.kit.pieces.buttons import Chip

pytestmark = pytest.mark.slow

Key = Qt.Key


def chip(stage, key: str) -> Chip:
    return stage.tab.toolbar.chips.chips[key]


def test_chips_count_the_people_of_each_standing_and_hide_nobodys(stage) -> None:
    summary = stage.application.cohort.view(stage.group).summary

    assert chip(stage, "").text() == "All 26"
    assert chip(stage, "behind").text() == f"Behind {summary['behind']}"
    assert chip(stage, "out_of_reach").text() == "Cannot reach 90% 1"
    assert summary["withdrawn"] == 0
    assert not chip(stage, "withdrawn").isVisible()


def test_a_chip_keeps_only_its_people_and_all_shows_everyone(stage) -> None:
    QTest.keyClick(chip(stage, "behind"), Key.Key_Space)

    rows = stage.application.cohort.view(stage.group).rows
    assert set(stage.names()) == {row.name for row in rows if row.standing == "behind"}
    QTest.keyClick(chip(stage, ""), Key.Key_Space)
    assert len(stage.names()) == 26


def test_another_chip_releases_the_first(stage) -> None:
    QTest.keyClick(chip(stage, "behind"), Key.Key_Space)

    QTest.keyClick(chip(stage, "met"), Key.Key_Space)

    assert not chip(stage, "behind").isChecked()
    assert stage.names() == ["Éloïse Lefèvre"]


def test_a_narrow_window_offers_the_same_in_a_choice(stage) -> None:
    stage.tab.resize(640, 456)
    combo = stage.tab.toolbar.combo
    assert combo.isVisible()
    assert not stage.tab.toolbar.chips.isVisible()

    combo.setCurrentIndex(combo.findData("met"))
    combo.activated.emit(combo.currentIndex())

    assert stage.names() == ["Éloïse Lefèvre"]


def test_ctrl_f_goes_to_the_find_box(stage, qtbot: QtBot) -> None:
    stage.tab.table.setFocus()

    QTest.keyClick(stage.tab.table, Key.Key_F, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(stage.tab.find_box.hasFocus)


def test_find_needs_no_accents(stage) -> None:
    QTest.keyClicks(stage.tab.find_box, "ELOISE")

    assert stage.names() == ["Éloïse Lefèvre"]


def test_find_takes_accents_too(stage) -> None:
    stage.tab.find_box.setText("Éloïse")

    assert stage.names() == ["Éloïse Lefèvre"]


def test_find_takes_words_in_any_order(stage) -> None:
    QTest.keyClicks(stage.tab.find_box, "farooq umar")

    assert stage.names() == ["Umar Farooq"]


def test_return_in_the_find_box_goes_to_the_first_person_found(stage, qtbot: QtBot) -> None:
    QTest.keyClicks(stage.tab.find_box, "umar")

    QTest.keyClick(stage.tab.find_box, Key.Key_Return)

    qtbot.waitUntil(stage.tab.table.hasFocus)
    assert stage.tab.person_panel.person == stage.id_of("Umar Farooq")


def test_nobody_found_says_so_and_shows_everybody_again(stage) -> None:
    QTest.keyClicks(stage.tab.find_box, "zzz")
    assert "No people match “zzz”" in stage.tab.nobody.words()

    QTest.keyClick(stage.tab.nobody.findChild(object, "all"), Key.Key_Space)

    assert len(stage.names()) == 26


def test_those_who_need_a_look_are_on_top_and_the_others_follow_by_surname(stage) -> None:
    event = stage.application.register.opening_event(stage.group)
    register = [row.name for row in stage.application.register.view(stage.group, event).rows]
    rows = {row.name: row for row in stage.application.cohort.view(stage.group).rows}

    names = stage.names()

    assert [rows[name].standing for name in names[:6]] == [
        "out_of_reach",
        *["behind"] * 3,
        *["unresolved"] * 2,
    ]
    on_track = [name for name in names if rows[name].standing == "on_course"]
    assert on_track == [name for name in register if name in on_track]


def test_slash_goes_to_the_find_box(stage, qtbot: QtBot) -> None:
    stage.tab.table.setFocus()

    QTest.keyClick(stage.tab.table, Key.Key_Slash)

    qtbot.waitUntil(stage.tab.find_box.hasFocus)


def test_escape_in_the_find_box_shows_everybody_and_returns_to_the_table(
    stage, qtbot: QtBot
) -> None:
    stage.tab.focus_find()
    QTest.keyClicks(stage.tab.find_box, "umar")

    QTest.keyClick(stage.tab.find_box, Key.Key_Escape)

    qtbot.waitUntil(stage.tab.table.hasFocus)
    assert len(stage.names()) == 26


def test_find_knows_schools(stage) -> None:
    school = stage.application.cohort.view(stage.group).rows[0].school

    stage.tab.find_box.setText(school)

    assert stage.names()[0] == stage.application.cohort.view(stage.group).rows[0].name


def test_column_left_out_stays_out_when_the_group_is_opened_again(stage) -> None:
    other = stage.application.groups.add_example()
    menu = stage.tab.toolbar.columns_menu
    school = next(action for action in menu.actions() if action.text() == "School")
    stage.tab.resize(1900, 900)
    at = stage.tab.table.rows.column_of("school")

    school.trigger()
    stage.presenter.show_group(other)
    assert not stage.tab.table.isColumnHidden(at)
    stage.presenter.show_group(stage.group)

    assert stage.tab.table.isColumnHidden(at)


def test_order_is_remembered_for_its_group(stage) -> None:
    other = stage.application.groups.add_example()
    stage.tab.table.sortByColumn(
        stage.tab.table.rows.column_of("done"), Qt.SortOrder.DescendingOrder
    )

    stage.presenter.show_group(other)
    assert stage.names()[0] != "Éloïse Lefèvre"
    stage.presenter.show_group(stage.group)

    assert stage.names()[0] == "Éloïse Lefèvre"


def test_looking_at_a_group_writes_no_look(stage) -> None:
    stage.presenter.show_group(stage.application.groups.add_example())

    assert stage.application.store.local.setting(f"cohort look {stage.group}") is None


def test_sorting_by_standing_puts_the_most_urgent_first(stage) -> None:
    column = stage.tab.table.rows.column_of("standing")

    stage.tab.table.sortByColumn(column, Qt.SortOrder.AscendingOrder)

    assert stage.names()[0] == "Marcus Bell"


def test_sorting_by_what_is_done_goes_by_figures_not_by_text(stage) -> None:
    column = stage.tab.table.rows.column_of("done")

    stage.tab.table.sortByColumn(column, Qt.SortOrder.DescendingOrder)

    assert stage.names()[0] == "Éloïse Lefèvre"


def test_arrow_down_shows_the_next_persons_workings(stage) -> None:
    at = stage.names().index("Éloïse Lefèvre")
    stage.tab.table.select(stage.id_of("Éloïse Lefèvre"))

    QTest.keyClick(stage.tab.table, Key.Key_Down)

    assert stage.tab.person_panel.words().startswith(f"{stage.names()[at + 1]}\n")


def test_person_panel_gives_plan_and_workings_in_words(stage) -> None:
    person = stage.id_of("Ikram Hussain")
    view = stage.application.cohort.person(stage.group, person)

    stage.tab.table.select(person)

    words = stage.tab.person_panel.words()
    assert route_sentence(view.row) in words
    assert all(line.words in words for line in view.workings)


def test_mark_elsewhere_changes_the_row_and_keeps_the_selection(stage) -> None:
    person = stage.id_of("Niamh Ní Bhriain")
    stage.tab.table.select(person)
    event = next(
        item.item
        for item in stage.application.cohort.person(stage.group, person).items
        if item.state == "unknown"
    )
    heads = next(
        [side.head for side in row.candidates]
        for row in stage.application.register.view(stage.group, event).rows
        if row.person == person
    )

    changes = stage.application.register.choose(stage.group, event, person, heads[0], heads)
    before = chip(stage, "unresolved").text()
    stage.bus.changed.emit(changes)

    assert chip(stage, "unresolved").text() != before
    assert stage.tab.selected_person() == person


def test_change_of_another_group_is_not_read(stage) -> None:
    other = stage.application.groups.add_example()
    event = stage.application.register.opening_event(other)
    person = stage.application.cohort.view(other).rows[0].person
    present = Mark(MarkState.PRESENT)
    changes = stage.application.register.mark(other, event, person, present)
    reads: list[str] = []
    stage.tab.table.rows.dataChanged.connect(lambda *_: reads.append("read"))

    stage.bus.changed.emit(changes)

    assert reads == []


def test_another_group_starts_without_filters(stage) -> None:
    QTest.keyClicks(stage.tab.find_box, "umar")
    other = stage.application.groups.add_example()

    stage.presenter.show_group(other)

    assert len(stage.names()) == 26


def test_group_that_is_gone_says_why_and_tells_the_bus(stage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(stage.bus.failed) as failed:
        stage.presenter.show_group("no such group")

    assert "not on this laptop" in failed.args[0]
    assert failed.args[0] in stage.tab.empty_state.words()


def test_no_group_offers_a_roster(stage, qtbot: QtBot) -> None:
    stage.presenter.show_group("")

    with qtbot.waitSignal(stage.tab.roster_requested):
        QTest.keyClick(stage.tab.empty_state.findChild(object, "roster"), Key.Key_Space)

    assert "No group yet" in stage.tab.empty_state.words()


def test_narrow_window_keeps_the_standing_in_sight(stage) -> None:
    stage.tab.resize(640, 600)

    table = stage.tab.table
    standing = table.rows.column_of("standing")
    right = table.columnViewportPosition(standing) + table.columnWidth(standing)
    assert table.isColumnHidden(table.rows.column_of("school"))
    assert right <= table.viewport().width()


def test_every_control_has_a_name(stage) -> None:
    tab = stage.tab

    for widget in (tab.find_box, tab.table, tab.toolbar.chips, tab.toolbar.combo):
        assert widget.accessibleName()


def test_narrow_window_fits_a_low_screen(stage) -> None:
    stage.tab.resize(640, 600)
    stage.tab.table.select(stage.id_of("Umar Farooq"))

    assert stage.tab.minimumSizeHint().height() <= 30 * stage.tab.fontMetrics().height()
