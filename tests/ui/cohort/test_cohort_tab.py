import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from npq_desktop.rows.register import Mark, MarkState
from npq_desktop.services.cohort.words import route_sentence
from npq_desktop.ui.cohort.standing import colour_of
from npq_desktop.ui.kit.theme import alert, palette_of
from npq_desktop.ui.kit.tokens import DARK, LIGHT

pytestmark = pytest.mark.slow

Key = Qt.Key


def test_summary_counts_the_people_of_each_standing(stage) -> None:
    summary = stage.application.cohort.view(stage.group).summary
    counted = sum(n for key, n in summary.items() if key not in ("deferred", "withdrawn"))

    assert stage.tab.strip.button("participants").text() == f"{counted} participants"
    assert stage.tab.strip.button("behind").text() == f"{summary['behind']} behind"
    assert stage.tab.strip.button("deferred").text() == f"{summary['deferred']} deferred"


def test_pressing_a_part_shows_only_its_people(stage) -> None:
    stage.tab.strip.button("behind").setFocus()

    QTest.keyClick(stage.tab.strip.button("behind"), Key.Key_Space)

    rows = stage.application.cohort.view(stage.group).rows
    assert set(stage.names()) == {row.name for row in rows if row.standing == "behind"}


def test_pressing_a_part_again_shows_everybody(stage) -> None:
    QTest.keyClick(stage.tab.strip.button("behind"), Key.Key_Space)

    QTest.keyClick(stage.tab.strip.button("behind"), Key.Key_Space)

    assert len(stage.names()) == 26


def test_pressing_another_part_releases_the_first(stage) -> None:
    QTest.keyClick(stage.tab.strip.button("behind"), Key.Key_Space)

    QTest.keyClick(stage.tab.strip.button("met"), Key.Key_Space)

    assert not stage.tab.strip.button("behind").isChecked()
    assert stage.names() == ["Éloïse Lefèvre"]


def test_participants_leave_out_those_set_apart(stage) -> None:
    QTest.keyClick(stage.tab.strip.button("participants"), Key.Key_Space)

    assert "Peter Hargreaves" not in stage.names()
    assert len(stage.names()) == 25


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

    QTest.keyClick(stage.tab.nobody.findChild(type(stage.tab.strip.button("met"))), Key.Key_Space)

    assert len(stage.names()) == 26


def test_names_sort_by_surname_like_the_register(stage) -> None:
    event = stage.application.register.opening_event(stage.group)
    register = [row.name for row in stage.application.register.view(stage.group, event).rows]

    names = stage.names()

    assert names.index("Farid Al-Masri") < names.index("Éloïse Lefèvre")
    assert [name for name in names if name in register] == register


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
    menu = stage.tab.columns_button.menu()
    flags = next(action for action in menu.actions() if action.text() == "Flags")
    at = stage.tab.table.rows.column_of("flags")

    flags.trigger()
    stage.presenter.show_group(other)
    assert not stage.tab.table.isColumnHidden(at)
    stage.presenter.show_group(stage.group)

    assert stage.tab.table.isColumnHidden(at)


def test_order_is_remembered_for_its_group(stage) -> None:
    other = stage.application.groups.add_example()
    stage.tab.table.sortByColumn(
        stage.tab.table.rows.column_of("engagement"), Qt.SortOrder.DescendingOrder
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


def test_sorting_by_engagement_goes_by_figures_not_by_text(stage) -> None:
    column = stage.tab.table.rows.column_of("engagement")

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
    before = stage.tab.strip.button("unresolved").text()
    stage.bus.changed.emit(changes)

    assert stage.tab.strip.button("unresolved").text() != before
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


def test_only_out_of_reach_is_red() -> None:
    for colours in (LIGHT, DARK):
        palette = palette_of(colours)

        assert colour_of("out_of_reach", palette) == alert(palette)
        assert colour_of("behind", palette) == palette.text().color()


def test_every_control_has_a_name(stage) -> None:
    tab = stage.tab

    for widget in (tab.find_box, tab.table, tab.strip, tab.strip.button("met")):
        assert widget.accessibleName()


def test_narrow_window_fits_a_low_screen(stage) -> None:
    stage.tab.resize(640, 600)
    stage.tab.table.select(stage.id_of("Umar Farooq"))

    assert stage.tab.minimumSizeHint().height() <= 30 * stage.tab.fontMetrics().height()
