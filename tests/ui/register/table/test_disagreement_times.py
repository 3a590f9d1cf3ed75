"""Both times of a disagreement's side are read on one clock, this laptop's."""

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from npq_desktop.rows.register import Candidate
from npq_desktop.ui.kit.text import side_words

pytestmark = pytest.mark.slow

SUMMER = timezone(timedelta(hours=1))


@pytest.fixture
def in_london(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/London")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows takes its time zone from no variable")
def test_a_mark_is_never_seen_here_an_hour_before_it_was_made(in_london: None) -> None:
    side = Candidate(
        head="h",
        words="Late 5 min",
        who="Sam",
        laptop="Sam's laptop",
        claimed=datetime(2027, 6, 15, 14, 5, tzinfo=SUMMER),
        first_seen=datetime(2027, 6, 15, 13, 10, tzinfo=UTC),
    )

    _, where = side_words(0, side)

    assert where == "Sam's laptop · marked 15 Jun 14:05, seen here 14:10"
