"""While a start brings many groups up to date there is a sentence, a bar, and nothing to press."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npq_desktop.store.errors import StoreFullError
from npq_desktop.ui.safety.upgrade_bar import UpgradeBar, UpgradeDialog

pytestmark = pytest.mark.slow


def dialogs() -> list[UpgradeDialog]:
    shown = QApplication.topLevelWidgets()
    return [each for each in shown if isinstance(each, UpgradeDialog) and each.isVisible()]


def test_many_groups_show_how_far_they_are(qtbot: QtBot) -> None:
    with UpgradeBar() as bar:
        bar.show(0, 12)
        bar.show(7, 12)

        (dialog,) = dialogs()
        assert dialog.said.text() == "Bringing 12 groups up to date."
        assert (dialog.bar.value(), dialog.bar.maximum()) == (7, 12)

    assert dialogs() == []


def test_ten_groups_are_done_before_anybody_could_read_it(qtbot: QtBot) -> None:
    with UpgradeBar() as bar:
        bar.show(3, 10)

        assert dialogs() == []


def test_nothing_closes_it_before_it_is_done(qtbot: QtBot) -> None:
    with UpgradeBar() as bar:
        bar.show(0, 11)
        (dialog,) = dialogs()

        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        dialog.close()

        assert dialogs() == [dialog]


def test_it_goes_when_the_store_cannot_be_brought_up_to_date(qtbot: QtBot) -> None:
    def fail() -> None:
        with UpgradeBar() as bar:
            bar.show(0, 11)
            raise StoreFullError("There is no space left.")

    with pytest.raises(StoreFullError):
        fail()

    assert dialogs() == []
