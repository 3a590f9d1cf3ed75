"""The register as a model: what it repaints, what it says."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QObject, Qt
from support.fake_registers import conflict, event_row, row

from npq_desktop.rows.register import MarkState
from npq_desktop.ui.register.events_list import EventsModel
from npq_desktop.ui.register.table.model import RegisterColumn, RegisterModel

ROWS = (
    row(1, state=MarkState.PRESENT),
    row(2),
    row(3, expected=False, why_not_expected="deferred since 3 March"),
    row(4, state=MarkState.ABSENT, reason="travel", note="rang"),
    conflict(5),
)


@pytest.fixture
def model(qapp) -> RegisterModel:
    made = RegisterModel(parent=qapp)
    made.update(ROWS)
    return made


def test_register_model_passes_the_model_tester(qtmodeltester, model: RegisterModel) -> None:
    qtmodeltester.check(model)


def test_events_model_passes_the_model_tester(qtmodeltester, qapp: QObject) -> None:
    events = EventsModel(parent=qapp)
    events.update((event_row("e1"), event_row("e2", start=None)))

    qtmodeltester.check(events)


def test_register_model_repaints_only_the_changed_row(model: RegisterModel) -> None:
    told = []
    model.dataChanged.connect(lambda *corners: told.append(corners))
    after = (*ROWS[:1], replace(ROWS[1], state=MarkState.LATE, minutes_late=5), *ROWS[2:])

    changed = model.update(after)

    [(first, last, *_)] = told
    assert changed == (1,)
    assert (first.row(), last.row(), last.column()) == (1, 1, RegisterColumn.DOTS)


def test_register_model_resets_only_when_people_changed(model: RegisterModel, qtbot) -> None:
    with qtbot.waitSignal(model.modelReset, timeout=0):
        model.update(ROWS[1:])
    with qtbot.assertNotEmitted(model.modelReset):
        model.update((replace(ROWS[1], note="x"), *ROWS[2:]))


def test_register_model_has_no_rows_below_a_row(model: RegisterModel) -> None:
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex()) is None


@pytest.mark.parametrize(
    ("position", "words"),
    [
        (0, "1, Aoife O'Brien, present"),
        (1, "2, Pauline Adeyemi, not marked"),
        (2, "3, Li Wei, not expected: deferred since 3 March"),
        (3, "4, Siân Pritchard, absent, travel, note: rang"),
        (4, "5, Mohammed Al-Khatib, two different marks"),
    ],
)
def test_register_model_says_each_row_in_words(
    model: RegisterModel, position: int, words: str
) -> None:
    index = model.index(position, RegisterColumn.NAME)

    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == words


def test_other_cells_say_their_own_value_and_empty_ones_nothing(model: RegisterModel) -> None:
    said = [
        model.index(at, column).data(Qt.ItemDataRole.AccessibleTextRole)
        for at, column in (
            (0, RegisterColumn.NUMBER),
            (0, RegisterColumn.MARK),
            (0, RegisterColumn.DETAIL),
            (3, RegisterColumn.DETAIL),
        )
    ]

    assert said == ["1", "present", "", "“rang”"]


def test_register_model_tells_a_disagreement_whole(model: RegisterModel) -> None:
    index = model.index(4, RegisterColumn.MARK)

    told = index.data(Qt.ItemDataRole.ToolTipRole)

    assert told.splitlines() == [
        "1   present, by Sam Okoro on 24 Nov at 09:02 on Sam's laptop, reached here 12:40",
        "2   absent, by you on 24 Nov at 09:05 on this laptop",
    ]
    assert "Sam Okoro" in index.data(Qt.ItemDataRole.AccessibleTextRole)
