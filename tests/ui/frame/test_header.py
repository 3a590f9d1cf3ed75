"""What gives way in the header: the chip's words and the count before a name or a cohort."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npq_desktop.rows.groups import GroupTitle, SyncChip
from npq_desktop.ui.frame.header import Header
from npq_desktop.ui.kit.paint.metrics import metrics_of

pytestmark = pytest.mark.slow

_COHORT, _NEWS = "Fictional cohort of the North and the East, autumn 2026 to 2027", "2 new posts"
_CHIP = "Saved · 2 disagreements to settle"


@pytest.fixture
def header(qtbot: QtBot) -> Header:
    made = Header(parent=None)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    for page, title in enumerate(("Cohort", "Seminar register", "Task review")):
        made.navigation.add(page, title, "cohort")
    made.show_groups((GroupTitle(id="a", title="Example", cohort=_COHORT),), "a", people=26)
    made.show_news(_NEWS)
    made.show_chip(SyncChip(_CHIP, needs_action=True, number=2))
    made.show()
    return made


def _at(header: Header, width: int) -> str:
    header.resize(width, header.height())
    QApplication.processEvents()
    switcher = header.switcher
    return switcher.about_within(switcher.words_area().width())


def test_a_wide_header_shows_the_second_line_and_the_chip_whole(header: Header) -> None:
    wide = header.sizeHint().width() + header.width() + 1000

    shown = _at(header, wide)

    assert shown == f"{_NEWS} · {_COHORT} · 26 people"
    assert header.chip.words() == _CHIP
    switcher = header.switcher
    assert switcher.width() == switcher.sizeHint().width()


def test_the_chip_loses_its_words_before_the_cohort_is_cut(header: Header) -> None:
    _at(header, 3000)
    pages = header.navigation.sizeHint().width() + header.switcher.needed()
    tight = pages + header.chip.width_in_words() - 10
    full = metrics_of(header.font()).wide_at_full_text(tight)

    shown = _at(header, tight)

    assert full > 900  # where the window is narrow the chip has no words anyway
    assert header.chip.words() == "2"
    assert _COHORT in shown
    assert _NEWS in shown


def test_the_count_of_people_goes_before_the_news_and_the_cohort(header: Header) -> None:
    switcher = header.switcher
    switcher.resize(switcher.needed(), switcher.height())
    room = switcher.words_area().width()

    assert switcher.about_within(room) == f"{_NEWS} · {_COHORT}"
    assert switcher.about_within(room - 1) == _COHORT


def test_what_is_left_out_of_the_second_line_is_in_the_tip(header: Header) -> None:
    assert "26 people" in header.switcher.toolTip()
    assert _NEWS in header.switcher.toolTip()
