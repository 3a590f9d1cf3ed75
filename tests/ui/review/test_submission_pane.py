"""What is said of a text that is longer than an entry carries."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from npq_desktop.rows.review import LONGEST_TEXT, ReviewState
from npq_desktop.ui.review.queue_list import when_words
from npq_desktop.ui.review.submission_pane import SubmissionPane

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("size", "told"), [(LONGEST_TEXT - 1, False), (LONGEST_TEXT, True)])
def test_a_text_that_was_cut_says_so(stage, qtbot: QtBot, size: int, told: bool) -> None:
    view = stage.view(stage.work(ReviewState.AWAITING))
    pane = SubmissionPane()
    qtbot.addWidget(pane)

    pane.show_view(replace(view, attempts=(replace(view.attempts[0], text="x" * size),)))

    words = "only the first 40,000 characters are here: read on in the file"
    assert (words in pane.facts.text()) is told


def test_a_time_that_no_file_tells_is_said_to_be_unknown(stage, qtbot: QtBot) -> None:
    view = stage.view(stage.work(ReviewState.AWAITING))
    pane = SubmissionPane()
    qtbot.addWidget(pane)
    attempt = replace(view.attempts[0], handed_in=None)

    pane.show_view(replace(view, attempts=(attempt, replace(attempt, content="other"))))

    assert "handed in; time not known · brought in " in pane.facts.text()
    assert pane.attempt_box.itemText(0) == "Attempt 2 of 2 · time not known"
    row = replace(view.row, handed_in=None)
    assert when_words(row).startswith("Handed in; time not known")
    assert when_words(replace(row, brought_in=None)) == "Nothing handed in yet"
