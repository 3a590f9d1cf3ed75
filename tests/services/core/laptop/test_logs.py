"""The log file: where it lies, and that a place that cannot be written to stops nobody."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from npq_desktop.services.core.laptop.places import Places, start_log


@pytest.fixture(autouse=True)
def _no_handler_left() -> Iterator[None]:
    logger = logging.getLogger("npq_desktop")
    before = list(logger.handlers)
    yield
    for handler in [each for each in logger.handlers if each not in before]:
        logger.removeHandler(handler)
        handler.close()


def test_log_takes_warnings_into_a_file(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    expect_log("7 entries")
    places = Places.under(tmp_path)

    start_log(places)
    logging.getLogger("npq_desktop.store").warning("left out %d entries", 7)

    assert "left out 7 entries" in (places.log / "npq-desktop.log").read_text(encoding="utf-8")


def test_log_does_without_a_folder_it_cannot_make(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way")

    start_log(Places.under(tmp_path))

    assert (tmp_path / "logs").read_text() == "in the way"
