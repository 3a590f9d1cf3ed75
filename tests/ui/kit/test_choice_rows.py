import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from npq_desktop.ui.kit.dialogs.choice_rows import ChoiceRows, RowChoice

pytestmark = pytest.mark.slow


@pytest.fixture
def rows(qtbot: QtBot) -> ChoiceRows:
    made = ChoiceRows(None, "For")  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.offer(
        [RowChoice("sam", "Sam", "6 changes", "facilitator"), RowChoice("", "Everyone", "2")]
    )
    made.resize(300, 120)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_arrows_move_between_rows_and_the_choice_is_told(rows: ChoiceRows, qtbot: QtBot) -> None:
    told: list[str] = []
    rows.chosen.connect(told.append)
    assert rows.current() == ""
    rows.rows[""].setFocus()

    qtbot.keyClick(rows.rows[""], Qt.Key.Key_Up)

    assert (rows.current(), told) == ("sam", ["sam"])


def test_a_click_anywhere_on_a_row_chooses_it_and_new_rows_keep_it(
    rows: ChoiceRows, qtbot: QtBot
) -> None:
    row = rows.rows["sam"]
    qtbot.mouseClick(
        row, Qt.MouseButton.LeftButton, pos=row.rect().topRight() - row.rect().topLeft()
    )

    rows.offer(
        [
            RowChoice("sam", "Sam", "nothing"),
            RowChoice("noor", "Noor", ""),
            RowChoice("", "All", ""),
        ]
    )

    assert rows.current() == "sam"
    assert rows.rows["sam"].accessibleName() == "Sam"
    assert rows.rows["sam"].accessibleDescription() == "nothing"
