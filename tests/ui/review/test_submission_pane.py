"""What is said of a text that is longer than an entry carries."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from npq_desktop.rows.review import LONGEST_TEXT, ReviewState
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
