"""The list at the side of a page."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPaintEvent, QRegion, QStandardItem, QStandardItemModel
from pytestqt.qtbot import QtBot
from typing_extensions import override

from npq_desktop.ui.kit.lists.side_list import ENTRY_ROLE, SideEntry, SideList


class Painted(QObject):
    """What of a widget was painted since it was looked at last."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.region = QRegion()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region |= event.region()
        return False


def test_an_entry_that_changes_is_painted_alone(qtbot: QtBot) -> None:
    model = QStandardItemModel()
    for at in range(9):
        item = QStandardItem(f"Name {at}")
        item.setData(SideEntry("cohort", "text", f"Name {at}", "Reflection 1"), ENTRY_ROLE)
        model.appendRow(item)
    view = SideList(None, "Work to review")
    qtbot.addWidget(view)
    view.setModel(model)
    view.resize(250, 500)
    with qtbot.waitExposed(view):
        view.show()
    painted = Painted(view)
    view.viewport().installEventFilter(painted)

    model.item(3).setData("Accepted", Qt.ItemDataRole.UserRole)

    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    assert painted.region.boundingRect() == view.visualRect(model.index(3, 0))
