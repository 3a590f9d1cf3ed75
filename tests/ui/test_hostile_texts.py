"""Names and notes that look like HTML are shown as they were typed. Reliability 31."""

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel
from pytestqt.qtbot import QtBot

from npq_desktop.services.application import Application
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.ui.frame.main_window import Tab
from npq_desktop.ui.window import build_window

pytestmark = pytest.mark.slow

HOSTILE = '<b>Aoife</b> <img src="file:///x.png">'
PLAIN, NOWHERE = Qt.TextFormat.PlainText, QModelIndex()


def tips(model: QAbstractItemModel) -> list[str]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(NOWHERE)
    places = [
        model.index(row, column)
        for row in range(model.rowCount(NOWHERE))
        for column in range(columns)
    ]
    return [str(model.data(place, Qt.ItemDataRole.ToolTipRole) or "") for place in places]


def test_markup_in_a_name_or_note_is_only_text(
    application: Application, example: str, qtbot: QtBot
) -> None:
    event = application.register.opening_event(example) or ""
    for person in application.register.view(example, event).rows[:3]:
        content = {"person": person.person, "name": HOSTILE, "known_as": HOSTILE}
        application.core.recorder.write(example, [NewEntry("person.set", content)])
        application.register.set_note(example, event, person.person, HOSTILE, "")
    window = build_window(application)
    with qtbot.waitExposed(window):
        window.show()

    seen: list[str] = []
    for page in Tab:
        window.show_page(page)
        labels = [each for each in window.findChildren(QLabel) if "Aoife<" in each.text()]
        assert [each.text() for each in labels if each.textFormat() is not PLAIN] == []
        models = [each.model() for each in window.findChildren(QAbstractItemView) if each.model()]
        seen += [tip for model in models for tip in tips(model) if "Aoife" in tip]
    assert [tip for tip in seen if "&lt;b&gt;Aoife" in tip] != []
    assert [tip for tip in seen if "<b>" in tip] == []
    window.close()
    window.deleteLater()
