"""The Task review tab on the example group, with its presenter and the real services."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support.menu_commands import commands_on

from npq_desktop.rows.review import QueueChoice, ReviewState, Show, SubmissionView, WorkId
from npq_desktop.services.application import Application
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.review.presenter import ReviewPresenter
from npq_desktop.ui.review.reading.reading_acts import ReadingActs
from npq_desktop.ui.review.tab import ReviewTab

NONE = Qt.KeyboardModifier.NoModifier


@dataclass
class Stage:
    """The tab on screen with what stands behind it."""

    tab: ReviewTab
    presenter: ReviewPresenter
    acts: ReadingActs
    application: Application
    bus: Bus
    group: str

    def work(self, state: ReviewState, *, kind: str = "") -> WorkId:
        """The first work of the queue in this state, of this kind if given."""
        rows = self.application.review.queue(self.group)
        return next(r.work for r in rows if r.state is state and kind in ("", r.kind))

    def view(self, work: WorkId) -> SubmissionView:
        """What the service says of it now."""
        return self.application.review.view(self.group, work)

    def show(self, what: Show, **more: object) -> None:
        """Choose another filter as the ⋯ button does."""
        self.presenter.choose(QueueChoice(what, **more))  # type: ignore[arg-type]

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key wherever the keyboard is."""
        QTest.keyClick(self.tab.window().focusWidget() or self.tab, key, modifiers)

    def is_reading(self) -> bool:
        """Whether the keyboard is in the list, or in the text where that is a page alone."""
        home = self.tab.submission.text if self.tab.queue.isHidden() else self.tab.queue.view
        return self.tab.window().focusWidget() is home

    def type(self, text: str) -> None:
        """Put feedback into the box as typing does."""
        self.tab.feedback.feedback.setFocus()
        self.tab.feedback.feedback.insertPlainText(text)


@pytest.fixture
def stage(qtbot: QtBot, application: Application, example: str) -> Stage:
    """The tab shown, 1280 wide, with the example group open."""
    tab = ReviewTab()
    tab.bind(commands_on(tab, Tab.REVIEW))
    qtbot.addWidget(tab)
    bus = Bus(tab)
    tab.look_first = 0  # tests press keys before a text could be painted
    presenter = ReviewPresenter(parent=tab, tab=tab, review=application.review, bus=bus)
    acts = ReadingActs(tab=tab, presenter=presenter, services=application, bus=bus)
    tab.resize(1280, 700)
    with qtbot.waitExposed(tab):
        tab.show()
    presenter.show_group(example)
    tab.focus_reading()
    return Stage(tab, presenter, acts, application, bus, example)
