"""What is said of a text that is longer than an entry carries, and of times nobody knows."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from npq_desktop.rows.review import LONGEST_TEXT, ReviewState
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.review.reading.blocks import ShownLine, paragraphs
from npq_desktop.ui.review.reading.reading_pane import ReadingPane

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("size", "told"), [(LONGEST_TEXT - 100, False), (LONGEST_TEXT, True)])
def test_a_text_that_was_cut_says_so(stage, qtbot: QtBot, size: int, told: bool) -> None:
    view = stage.view(stage.work(ReviewState.AWAITING))
    pane = ReadingPane()
    qtbot.addWidget(pane)

    pane.show_view(replace(view, attempts=(replace(view.attempts[0], text="x" * size),)))

    assert ("only the beginning is here" in pane.facts.text()) is told


def test_a_time_that_no_file_tells_is_said_to_be_unknown(stage, qtbot: QtBot) -> None:
    view = stage.view(stage.work(ReviewState.AWAITING))
    pane = ReadingPane()
    qtbot.addWidget(pane)
    attempt = replace(view.attempts[0], handed_in=None)

    pane.show_view(replace(view, attempts=(attempt, replace(attempt, content="other"))))

    assert "time not known · brought in " in pane.facts.text()
    assert pane.attempt_box.itemText(0) == "Attempt 2 of 2 · time not known"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("one\ntwo", ["one", "two"]),
        ("one\nstill one\n\ntwo\n", ["one\nstill one", "two"]),
        ("one\r\n\r\n\r\ntwo", ["one", "two"]),
        ("", [""]),
    ],
)
def test_paragraphs(text: str, parts: list[str]) -> None:
    assert paragraphs(text) == parts


LONG = "The bar model had become a drawing that pupils added after they had the answer. " * 40


@pytest.mark.parametrize("width", [500, 800, 1280, 1920])
def test_no_line_is_longer_than_eyes_follow(qtbot: QtBot, stage, width: int) -> None:
    stage.tab.resize(width, 700)
    view = stage.view(stage.work(ReviewState.AWAITING))

    stage.tab.submission.show_view(
        replace(view, attempts=(replace(view.attempts[0], text=LONG, content="long"),))
    )
    qtbot.wait(1)

    layout = stage.tab.submission.text.document().firstBlock().layout()
    lengths = [layout.lineAt(at).textLength() for at in range(layout.lineCount())]
    assert layout.lineCount() > 10
    assert max(lengths) <= 80


def test_a_work_is_shown_from_its_top_with_the_air_above_it(stage) -> None:
    text = stage.tab.submission.text
    long = tuple(ShownLine("Pupils drew bars. " * 40) for _ in range(30))
    text.show_lines(long)
    text.scroll_to(300)

    text.show_lines(long[1:])

    assert text.scroll_position() == 0


def test_the_bar_is_as_high_as_its_paragraph(stage) -> None:
    text = stage.tab.submission.text
    text.show_lines((ShownLine("One line"),))
    rect = text.document().documentLayout().blockBoundingRect(text.document().firstBlock())
    left = int(text.document().rootFrame().frameFormat().leftMargin())

    drawn = text.viewport().grab().toImage()

    scale = drawn.devicePixelRatio()
    beside = [drawn.pixelColor(int((left - 11) * scale), y) for y in range(drawn.height())]
    edge = QColor(tokens_of(text.palette()).edge)
    assert beside.count(edge) == pytest.approx(rect.height() * scale, abs=2)


def test_the_paragraph_bar_moves_and_a_passage_is_kept(stage) -> None:
    from PySide6.QtCore import Qt

    work = stage.work(ReviewState.AWAITING)
    stage.tab.queue.select(work)
    text = stage.tab.submission.text
    first = text.chosen_passage()
    stage.key(Qt.Key.Key_M)
    assert stage.application.review.passages.of_work(stage.group, work) == (first[:400],)
    assert len(text.extraSelections()) == 1

    stage.key(Qt.Key.Key_M)

    assert stage.application.review.passages.of_work(stage.group, work) == ()
    assert text.extraSelections() == []


def test_d_shows_what_has_changed_and_escape_closes_it(stage, qtbot: QtBot) -> None:
    from PySide6.QtCore import Qt

    rows = stage.tab.queue.rows.rows
    work = next(row.work for row in rows if row.state is ReviewState.AWAITING)
    core = stage.application.core
    before = stage.view(work).attempts[0].text
    changes = core.recorder.write(
        stage.group,
        [
            NewEntry(
                "submission.add",
                {
                    "person": work.person,
                    "task": work.item,
                    "content": "ab" * 32,
                    "text": before + " And I asked why.",
                    "handed_in": "2027-01-01T09:00:00Z",
                },
            )
        ],
    ).changes
    stage.bus.changed.emit(changes)
    stage.tab.queue.select(work)
    pane = stage.tab.submission
    assert pane.text.toPlainText().endswith("And I asked why.")

    stage.key(Qt.Key.Key_D)
    qtbot.waitUntil(lambda: pane.shows_differences)

    assert "words added" in pane.news.words()
    stage.key(Qt.Key.Key_Escape)
    assert not pane.shows_differences
    assert pane.news.words() == ""
