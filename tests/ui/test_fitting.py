"""Every page and dialog at four sizes of window and four of text.

Nothing is cut, nothing scrolls across, no scroll area lies in another, and the register shows the
rows it promises.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTextEdit, QWidget
from support.fitting import misfits
from support.stages import for_this_font, staged

from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.review.tab import ReviewTab
from npq_desktop.ui.selftest.gallery.stage import Stage
from npq_desktop.ui.selftest.gallery.views import (
    DIALOGS,
    EDITORS,
    LAST_PAGES,
    PAGES,
    START_DIALOGS,
    PageView,
)

pytestmark = pytest.mark.slow

SIZES = ((640, 456), (683, 372), (1366, 744), (1920, 1016))
TEXTS = (90, 100, 130, 150)
CORNERS = (((640, 456), 150), ((683, 372), 100), ((1366, 744), 130))
"""What is walked every time; with ``NPQ_EVERY_SIZE`` set, each size with each size of text is."""
TWICE = ((1366, 744), 200)
"""Text twice as large, as a system may ask for: WCAG 2.2, criterion 1.4.4."""
EVERY = [
    pytest.param(size, text, id="{}x{} at {}".format(*size, text))
    for size in SIZES
    for text in TEXTS
    if os.environ.get("NPQ_EVERY_SIZE") or (size, text) in CORNERS
]


@pytest.mark.parametrize(("size", "text"), EVERY)
def test_every_page_and_dialog_fits(
    qapp: object, tmp_path: Path, size: tuple[int, int], text: int
) -> None:
    room, least = for_this_font(size), for_this_font((400, 0))[0]

    with staged(tmp_path, size, text=text) as stage:
        wrong = misfits_of_pages(stage, (*PAGES, *EDITORS), room)
        stage.robot.register.close_editors()
        wrong += misfits_of_dialogs(stage, room, least)
        wrong += misfits_of_pages(stage, LAST_PAGES, room)

    assert wrong == []


def misfits_of_pages(stage: Stage, pages: Sequence[PageView], room: tuple[int, int]) -> list[str]:
    wrong = []
    for page in pages:
        page.show(stage)
        wrong += [f"{page.name}: {each}" for each in misfits(stage.window)]
        if stage.window.size().toTuple() != room:
            wrong.append(f"{page.name}: the window grew to {stage.window.size().toTuple()}")
            stage.window.resize(*room)
    return wrong


def misfits_of_dialogs(stage: Stage, room: tuple[int, int], least: int) -> list[str]:
    wrong: list[str] = []
    with stage.behind_dialogs():
        for view in (*START_DIALOGS, *DIALOGS):
            with view.on(stage) as dialog:
                found = misfits(dialog)
                found += [f"is {dialog.width()} wide"] * (dialog.width() > room[0])
                found += [f"is {dialog.height()} high"] * (dialog.height() > room[1])
                found += ["is narrower than 400"] * (dialog.width() < least)
            wrong += [f"dialog {view.name}: {each}" for each in found]
    return wrong


def test_with_text_twice_as_large_pages_fit_and_their_steps_are_in_sight(
    qapp: object, tmp_path: Path
) -> None:
    size, text = TWICE
    steps = {
        "register-halfway": ("Sign off…",),
        "register-changed": ("Sign off again…",),
        "review": ("Accept and next", "Return with feedback"),
    }
    wrong, room = [], for_this_font(size)

    with staged(tmp_path, size, text=text) as stage:
        for page in PAGES:
            wrong += misfits_of_pages(stage, (page,), room)
            for words in steps.get(page.name, ()):
                wrong += [] if is_in_sight(stage.window, words) else [f"{words} is out of sight"]

    assert wrong == []


def is_in_sight(window: QWidget, words: str) -> bool:
    """Whether a button lies whole in the window."""
    buttons = window.findChildren(QPushButton)
    [button] = [each for each in buttons if each.text().replace("&", "") == words]
    place = QRect(button.mapTo(window, QPoint()), button.size())
    return button.isVisible() and window.rect().contains(place)


@pytest.mark.parametrize(
    ("size", "compact", "promised"),
    [
        ((1366, 744), False, 13),
        ((1366, 744), True, 17),
        ((640, 456), False, 8),
        ((683, 372), False, 6),
    ],
)
def test_the_register_shows_the_rows_it_promises(
    qapp: object, tmp_path: Path, size: tuple[int, int], compact: bool, promised: int
) -> None:
    with staged(tmp_path, size, compact=compact) as stage:
        stage.mark_some()
        stage.show_register(stage.today)

        metrics, low = metrics_of(stage.window.font()), 28
        # A font smaller than usual cannot make a row too low to hit, so fewer have room.
        assert rows_shown(stage) >= promised * metrics.scaled(low) // metrics.target(low)


def rows_shown(stage: Stage) -> int:
    """How many rows of the register can be seen whole."""
    table = stage.robot.register.table
    room = table.viewport().height()
    rows = range(table.model().rowCount())
    ends = [table.rowViewportPosition(row) + table.rowHeight(row) for row in rows]
    return sum(end <= room for end in ends)


def test_a_narrow_window_stays_as_narrow_from_register_to_register(
    qapp: object, tmp_path: Path
) -> None:
    with staged(tmp_path, (640, 456)) as stage:
        for event in (stage.signed, stage.today, stage.disputed, stage.signed):
            stage.show_register(event)

            assert stage.window.width() == for_this_font((640, 456))[0]


@pytest.mark.parametrize("is_disputed", [False, True])
def test_with_text_twice_as_large_six_lines_of_a_work_show_or_five_and_a_notice(
    qapp: object, tmp_path: Path, is_disputed: bool
) -> None:
    size, text = TWICE

    with staged(tmp_path, size, text=text) as stage:
        stage.window.show_page(Tab.REVIEW)
        stage.settle()
        tab = stage.window.findChild(ReviewTab)
        assert tab is not None
        if not is_disputed:
            tab.queue.step(1)
        tab.submission.text.show_text("Pupils drew bar models. " * 60)
        stage.settle()

        assert bool(tab.feedback.notice.words()) is is_disputed
        assert not is_disputed or is_seen_whole(tab.feedback.notice)
        assert lines_shown(tab.submission.text) >= (5 if is_disputed else 6)
        assert is_in_sight(stage.window, "Accept and next")
        assert is_in_sight(stage.window, "Return with feedback")


def test_with_text_twice_as_large_enter_brings_the_feedback_and_escape_the_text(
    qapp: object, tmp_path: Path
) -> None:
    size, text = TWICE

    with staged(tmp_path, size, text=text) as stage:
        stage.window.show_page(Tab.REVIEW)
        tab = stage.window.findChild(ReviewTab)
        assert tab is not None
        stage.settle()
        reading = tab.submission.text.height()

        QTest.keyClick(stage.window.focusWidget(), Qt.Key.Key_Return)
        stage.settle()
        assert tab.feedback.feedback.hasFocus()
        assert tab.feedback.title.isVisible()
        QTest.keyClicks(tab.feedback.feedback, "More on the bar model.")
        assert is_in_sight(stage.window, "Accept and next")
        QTest.keyClick(tab.feedback.feedback, Qt.Key.Key_Escape)
        stage.settle()

        assert not tab.feedback.title.isVisible()
        assert is_seen_whole(tab.feedback.draft_words)
        assert reading > tab.submission.text.height() > stage.window.height() // 3


def is_seen_whole(widget: QWidget) -> bool:
    """Whether nothing of a widget is scrolled away."""
    return widget.visibleRegion().boundingRect() == widget.rect()


def lines_shown(text: QTextEdit) -> int:
    """How many lines at the top of a text can be seen whole."""
    layout = text.document().begin().layout()
    top = layout.position().y() - text.verticalScrollBar().value()
    lines = map(layout.lineAt, range(layout.lineCount()))
    ends = [top + line.y() + line.naturalTextRect().height() for line in lines]
    return sum(end <= text.viewport().height() for end in ends)
