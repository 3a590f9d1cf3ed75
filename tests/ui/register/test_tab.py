"""What the tab shows around the table, and what gives way when it is narrow."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support.fake_registers import conflict, event_row, row

from npq_desktop.rows.changes import Changes
from npq_desktop.rows.register import MarkState, Undone
from npq_desktop.ui.kit.paint.metrics import Metrics, metrics_of
from npq_desktop.ui.register.dialogs import MarkRestDialog, SignoffDialog
from npq_desktop.ui.register.status_card import StatusCard
from npq_desktop.ui.register.table.model import RegisterColumn
from npq_desktop.ui.register.table.table import MARGIN_ROWS, Fit, fit, spread

pytestmark = pytest.mark.slow

Show = Callable
METRICS = Metrics(line=17, digit=7, gap=4, space=8, row=34, icon=15, sample=219)
MARKS = 312


def open_dialog(kind: type) -> object:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind))


def test_narrowing_gives_way_in_the_order_of_the_screens_page() -> None:
    seen: list[str] = []
    for width in range(1400, 300, -1):
        shown = fit(width)
        gone = sorted(c.name for c in shown.hidden) + ["labels"] * shown.letters
        seen += [name for name in gone if name not in seen]

    assert seen == ["SCHOOL", "DOTS", "labels"]


@pytest.mark.parametrize("width", [500, 640, 900, 1200, 2400])
def test_columns_always_fill_the_width_exactly(width: int) -> None:
    shown = fit(width)
    pixels = spread(width, shown, METRICS, 130 if shown.letters else MARKS)

    assert sum(pixels.values()) == width


def test_six_hundred_and_forty_pixels_show_names_buttons_and_meaning(show: Show) -> None:
    opened = show(size=(640, 480))
    table = opened.tab.table

    shown = {column for column in RegisterColumn if not table.isColumnHidden(column)}

    assert {
        RegisterColumn.NUMBER,
        RegisterColumn.NAME,
        RegisterColumn.MARK,
        RegisterColumn.DETAIL,
    } <= shown
    assert sum(table.columnWidth(column) for column in shown) == table.viewport().width()
    assert opened.tab.width() == 640


def test_a_wide_window_lists_the_events(show: Show) -> None:
    opened = show(size=(1600, 700))

    assert opened.tab.events.isVisible()
    assert not opened.tab.event_combo.isVisible()


def test_a_narrow_window_offers_the_events_in_a_combo(show: Show) -> None:
    opened = show(size=(metrics_of(QApplication.font()).wide(800), 600))

    opened.tab.event_combo.setFocus()
    QTest.keyClick(opened.tab.event_combo, Qt.Key.Key_Down)

    assert not opened.tab.events.isVisible()
    assert opened.tab.event_combo.currentIndex() == 1


def test_a_card_that_shows_nothing_yet_widens_no_window(show: Show) -> None:
    shown = show(size=(640, 480)).tab.card
    new = StatusCard(shown.parentWidget())

    assert new.minimumSizeHint().width() <= shown.minimumSizeHint().width()


def test_a_window_is_made_small_in_one_step(show: Show) -> None:
    tab = show(size=(1300, 700)).tab

    tab.resize(640, 480)

    assert tab.width() == 640
    assert not tab.events.isVisible()


@pytest.mark.parametrize("share", [0.9, 0.75, 0.6, 0.5])
def test_counts_give_way_before_the_title_or_a_button(show: Show, share: float) -> None:
    rows = [row(1, state=MarkState.PRESENT), row(2, state=MarkState.ABSENT), row(3)]
    opened = show(*rows, size=(1300, 700))
    card = opened.tab.card

    card.resize(round(metrics_of(card.font()).wide(1000) * share), card.height())
    card.layout().activate()

    buttons = [each for each in card.buttons() if each.isVisible()]
    assert all(each.width() >= each.sizeHint().width() for each in buttons)
    assert card.title.width() >= card.title.sizeHint().width()
    counts = card.counts
    assert not counts.isVisible() or counts.width() >= counts.sizeHint().width()


def test_opening_a_group_selects_its_opening_event_and_first_unmarked_row(show: Show) -> None:
    opened = show(row(1, state=MarkState.PRESENT), row(2), row(3))

    assert opened.tab.events.currentIndex().row() == 0
    assert opened.current == "p2"


def test_opening_a_group_writes_nothing(show: Show) -> None:
    assert show().service.writes == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_End, "p"])
def test_the_current_row_keeps_two_neighbours_in_sight(show: Show, key: object) -> None:
    opened = show(*(row(number) for number in range(1, 301)))
    table = opened.tab.table

    for _ in range(30):
        opened.press(key)

    position = table.currentIndex().row()
    last = min(position + MARGIN_ROWS, 299)
    for neighbour in (position - MARGIN_ROWS, last):
        line = table.visualRect(table.register_model.index(neighbour, RegisterColumn.MARK))
        assert table.viewport().rect().contains(line)


def test_home_and_end_go_to_first_and_last_row(show: Show) -> None:
    opened = show()

    opened.press(Qt.Key.Key_End)
    end = opened.current
    opened.press(Qt.Key.Key_Home)

    assert (end, opened.current) == ("p30", "p1")


def test_counts_follow_every_mark(show: Show) -> None:
    opened = show(row(1), row(2), row(3))

    opened.press("p", "a")

    assert opened.tab.card.title.text() == "2 of 3 marked"
    assert opened.tab.card.counts.accessibleName() == "1 present, 1 absent, 1 not marked"


def test_a_banner_says_when_the_register_is_not_todays(show: Show) -> None:
    opened = show()
    opened.service.banner = "Not today. This register is for Monday."

    opened.tab.event_chosen.emit("e2")

    assert opened.tab.banner.words() == "Not today. This register is for Monday."


def test_sign_off_with_people_unmarked_is_cancelled_by_enter(show: Show) -> None:
    opened = show()

    opened.press(Qt.Key.Key_F9)
    dialog = open_dialog(SignoffDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return)

    assert opened.service.signed == ()


def test_sign_off_of_a_full_register_is_confirmed_by_enter(show: Show) -> None:
    opened = show(row(1, state=MarkState.PRESENT))

    opened.press(Qt.Key.Key_F9)
    dialog = open_dialog(SignoffDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return)

    assert len(opened.service.signed) == 1
    assert "Jo Marsh" in opened.tab.card.text()


def test_digits_typed_at_the_sign_off_are_the_head_count(show: Show) -> None:
    opened = show(row(1, state=MarkState.PRESENT))

    opened.press(Qt.Key.Key_F9)
    dialog = open_dialog(SignoffDialog)
    for key in (Qt.Key.Key_2, Qt.Key.Key_6):
        QTest.keyClick(dialog.focusWidget(), key)
    words = dialog.words.text()
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)

    assert "Headcount 26" in words
    assert len(opened.service.signed) == 1


def test_sign_off_carries_the_head_count(show: Show) -> None:
    opened = show(row(1, state=MarkState.PRESENT))

    opened.press(Qt.Key.Key_F9)
    dialog = open_dialog(SignoffDialog)
    dialog.heads.setValue(7)
    words = dialog.words.text()
    dialog.sign.click()

    assert "Headcount 7" in words
    assert opened.service.head_count == 7


def test_mark_the_rest_leaves_marked_people_alone(show: Show) -> None:
    opened = show(row(1, state=MarkState.LATE, minutes_late=5), row(2), row(3, expected=False))

    opened.tab.rest_button.click()
    open_dialog(MarkRestDialog).present.click()

    states = [opened.state(person) for person in ("p1", "p2", "p3")]
    assert states == [MarkState.LATE, MarkState.PRESENT, MarkState.UNMARKED]


def test_mark_the_rest_is_cancelled_by_enter(show: Show) -> None:
    opened = show()

    opened.tab.rest_button.click()
    QTest.keyClick(open_dialog(MarkRestDialog), Qt.Key.Key_Return)

    assert opened.service.writes == 0


def test_mark_the_rest_is_not_offered_when_nobody_is_unmarked(show: Show) -> None:
    opened = show(row(1, state=MarkState.PRESENT))

    assert not opened.tab.rest_button.isVisible()


def test_undo_selects_the_row_it_changed(show: Show) -> None:
    opened = show()
    opened.press("p", "p", "p")

    changes, undone = opened.service.undo("g1")
    opened.bus.changed.emit(changes)
    opened.bus.undone.emit(undone)

    assert opened.current == "p3"
    assert opened.tab.table.register_model.rows[2].state is MarkState.UNMARKED


def test_undo_on_another_event_opens_it(show: Show) -> None:
    opened = show()

    opened.bus.undone.emit(Undone("undone", "e2", "p5"))

    assert opened.tab.events.currentIndex().row() == 1
    assert opened.current == "p5"


def test_news_of_another_group_changes_nothing(show: Show) -> None:
    opened = show()
    opened.service.rows["p1"] = row(1, state=MarkState.PRESENT)

    changes, _ = _marked_elsewhere(opened)
    opened.bus.changed.emit(replace(changes, group="g2"))

    assert opened.tab.table.register_model.rows[0].state is MarkState.UNMARKED


def _marked_elsewhere(opened):
    from npq_desktop.rows.changes import Changes

    return Changes("g1", frozenset({"mark"}), frozenset({"p1"})), opened


def test_a_colleagues_mark_appears_and_the_row_stays_current(show: Show) -> None:
    opened = show()
    opened.press(Qt.Key.Key_Down)
    opened.service.rows["p1"] = row(1, state=MarkState.PRESENT)

    changes, _ = _marked_elsewhere(opened)
    opened.bus.changed.emit(changes)

    assert opened.tab.table.register_model.rows[0].state is MarkState.PRESENT
    assert opened.current == "p2"


def test_a_disagreement_row_is_high_enough_for_its_sides(show: Show) -> None:
    opened = show(conflict(1), row(2), size=(640, 480))
    table = opened.tab.table

    assert table.rowHeight(0) > 2 * table.rowHeight(1)
    assert table.columnSpan(0, RegisterColumn.MARK) == 2


def test_a_settled_disagreement_is_an_ordinary_row_again(show: Show) -> None:
    opened = show(conflict(1), row(2))
    opened.tab.table.select("p1")

    opened.press("1")

    assert opened.tab.table.columnSpan(0, RegisterColumn.MARK) == 1
    assert opened.tab.table.rowHeight(0) == opened.tab.table.rowHeight(1)


def test_an_empty_register_offers_to_bring_people_in(show: Show, qtbot) -> None:
    opened = show()
    opened.service.rows = {}
    opened.tab.event_chosen.emit("e2")

    with qtbot.waitSignal(opened.tab.roster_requested, timeout=0):
        opened.tab.empty_state.action_requested.emit("roster")

    assert opened.tab.empty_state.isVisible()


def test_an_open_event_that_leaves_the_group_makes_way_for_the_one_to_open_with(show: Show) -> None:
    opened = show(row(1))
    opened.tab.event_chosen.emit("e2")
    opened.service.shown = opened.service.shown[:1]

    opened.bus.changed.emit(Changes("g1", frozenset({"event"}), frozenset({"e2"})))

    assert opened.tab.head.title.text().startswith("Seminar 1")
    assert opened.tab.events_model.rowCount() == 1
    assert opened.failures == []


def test_what_changed_in_another_group_is_not_read(show: Show) -> None:
    opened = show(row(1))
    opened.service.shown = ()

    opened.bus.changed.emit(Changes("g2", frozenset({"event"}), frozenset({"e2"})))

    assert opened.tab.events_model.rowCount() == 2


def test_an_events_own_words_hold_state_and_signing() -> None:
    from npq_desktop.ui.register.table.words import event_state

    words = event_state(event_row(signed_off=True, conflicts=2))

    assert words == "took place · 3 of 25 marked · 2 to settle · signed off"


def test_the_fullest_layout_hides_nothing() -> None:
    assert fit(4000) == Fit(hidden=frozenset(), letters=False)


def test_the_current_row_stays_in_sight_when_the_window_shrinks(show: Show) -> None:
    opened = show(size=(1300, 900))
    table = opened.tab.table
    table.select("p18")

    opened.tab.resize(640, 480)

    line = table.visualRect(table.currentIndex())
    assert table.viewport().rect().contains(line)
