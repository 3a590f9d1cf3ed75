from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from npq_desktop.ui.kit.lists.tables import Column, RowsModel, TableRole, TextTable, text_columns

Role = Qt.ItemDataRole


@dataclass(frozen=True)
class Visit:
    """Who came, and how often."""

    person: str
    name: str
    times: int


ANN, BEN = Visit("p1", "Ann <b>", 2), Visit("p2", "Ben", 11)
COLUMNS: tuple[Column[Visit], ...] = (
    Column("name", "Name", lambda visit: visit.name),
    Column(
        "times",
        "Times",
        lambda visit: str(visit.times),
        lambda visit: visit.times,
        "How often they came",
        told=lambda visit: f"{visit.name} came {visit.times} times",
    ),
)


@pytest.fixture
def model() -> RowsModel[Visit]:
    """Two visits, told apart by their person."""
    model = RowsModel(COLUMNS, id_of=lambda visit: visit.person)
    model.show_rows((ANN, BEN))
    return model


def resets(model: RowsModel[Visit]) -> list[int]:
    """A list that grows with every reset from now on."""
    seen: list[int] = []
    model.modelReset.connect(lambda: seen.append(1))
    return seen


def test_rows_under_columns_are_a_sound_model(
    qtmodeltester: ModelTester, model: RowsModel[Visit]
) -> None:
    qtmodeltester.check(model)


def test_texts_are_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = RowsModel(text_columns(("One", "Two")))
    model.show_rows([("a", "b"), ("c", "d")])

    qtmodeltester.check(model)


def test_row_with_other_words_is_shown_in_place(model: RowsModel[Visit], qtbot: QtBot) -> None:
    seen = resets(model)

    with qtbot.waitSignal(model.dataChanged):
        model.show_rows((ANN, replace(BEN, times=12)))

    assert seen == []
    assert model.index(1, 1).data() == "12"


@pytest.mark.parametrize("rows", [(BEN, ANN), (ANN,), (ANN, BEN, Visit("p3", "Cy", 0))])
def test_other_ids_or_another_order_reset_the_model(
    model: RowsModel[Visit], rows: tuple[Visit, ...]
) -> None:
    seen = resets(model)

    model.show_rows(rows)

    assert seen == [1]
    assert model.rows == rows


def test_other_columns_reset_the_model(model: RowsModel[Visit]) -> None:
    seen = resets(model)

    model.show_rows((ANN, BEN), COLUMNS[:1])

    assert seen == [1]
    assert model.columnCount() == 1


def test_rows_without_ids_are_the_same_while_they_are_equal() -> None:
    model = RowsModel(COLUMNS)
    model.show_rows((ANN, BEN))
    seen = resets(model)

    model.show_rows((replace(ANN), BEN))
    model.show_rows((replace(ANN, times=3), BEN))

    assert seen == [1]


def test_column_without_a_sort_key_is_ordered_by_its_text(model: RowsModel[Visit]) -> None:
    keys = [[model.index(row, at).data(TableRole.SORT) for row in (0, 1)] for at in (0, 1)]

    assert keys == [["ann <b>", "ben"], [2, 11]]


def test_cell_is_told_in_full_where_its_text_is_short(model: RowsModel[Visit]) -> None:
    name, times = model.index(1, 0), model.index(1, 1)

    assert times.data(Role.ToolTipRole) == "Ben came 11 times"
    assert times.data(Role.AccessibleTextRole) == "Ben came 11 times"
    assert name.data(Role.ToolTipRole) == "Ben"
    assert name.data(Role.AccessibleTextRole) is None


def test_tooltip_shows_markup_as_it_was_typed(model: RowsModel[Visit]) -> None:
    assert "&lt;b&gt;" in model.index(0, 0).data(Role.ToolTipRole)


def test_title_of_a_column_has_its_hint(model: RowsModel[Visit]) -> None:
    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in (0, 1)]
    hints = [model.headerData(at, Qt.Orientation.Horizontal, Role.ToolTipRole) for at in (0, 1, 2)]

    assert titles == ["Name", "Times"]
    assert hints == [None, "How often they came", None]


def test_row_role_gives_the_row_itself(model: RowsModel[Visit]) -> None:
    assert model.index(1, 0).data(TableRole.ROW) is BEN


def test_text_table_stays_on_its_row_when_rows_come_or_go(qtbot: QtBot) -> None:
    table = TextTable(parent=None, name="Two", titles=("One", "Two"), shares=(1, 1))
    qtbot.addWidget(table)
    table.show_rows([("a", "b"), ("c", "d")])
    table.selectRow(1)

    table.show_rows([("a", "b"), ("c", "e"), ("f", "g")])
    assert table.current() == 1
    table.show_rows([("a", "b")])
    assert table.current() == 0
