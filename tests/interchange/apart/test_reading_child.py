"""A child that reads foreign bytes may hang, die, grow or lie: it costs one file."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest

from npq_desktop.errors import InterchangeError, ServiceError
from npq_desktop.interchange.apart.limits import DOCUMENTS, FILES, MEGABYTE
from npq_desktop.interchange.apart.process import ReadingChild

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("reading_children")]
LIES = "import sys;sys.stdin.buffer.read(8);sys.stdout.buffer.write({});"


@pytest.fixture
def child() -> Iterator[ReadingChild]:
    found = ReadingChild(FILES)
    yield found
    found.close()


def refuse() -> None:
    raise ServiceError("Ask for another.")


def trip() -> None:
    raise AssertionError("we should not get here")


def grow() -> int:
    return len(bytearray(FILES.memory))


def many(size: int) -> bytes:
    return b"x" * size


def test_a_child_answers_about_the_bytes_it_is_lent(child: ReadingChild) -> None:
    data = b"x" * 3 * MEGABYTE

    assert child.read(partial(len, data), name="a", lent=[data]) == 3 * MEGABYTE
    with pytest.raises(ServiceError, match=r"^Ask for another\.$"):
        child.read(refuse, name="a")


def test_whatever_reading_a_file_trips_over_is_one_sentence_about_it(child: ReadingChild) -> None:
    for job in (trip, partial(os._exit, 3), os.abort):
        with pytest.raises(InterchangeError, match=r"^“a\.csv” could not be read\. Nothing else"):
            child.read(job, name="a.csv")

    assert child.read(partial(len, b"12"), name="b") == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no memory of a child")
def test_a_file_that_needs_too_much_memory_is_said(child: ReadingChild) -> None:
    with pytest.raises(InterchangeError, match="too little free memory"):
        child.read(grow, name="a")


@pytest.mark.parametrize("limits", [FILES, DOCUMENTS])
def test_a_file_that_takes_too_long_ends_its_child_only(limits) -> None:  # type: ignore[no-untyped-def]
    child = ReadingChild(limits)
    child.read(partial(len, b""), name="warm")

    child.limits = replace(limits, wait=1)
    with pytest.raises(InterchangeError, match="could not be read"):
        child.read(partial(time.sleep, 60), name="a")

    child.limits = limits
    assert child.read(partial(len, b"12"), name="b") == 2
    child.close()


def test_cancelling_ends_the_wait_at_once(child: ReadingChild) -> None:
    child.read(partial(len, b""), name="warm")
    stop = threading.Timer(0.2, child.stop)
    stop.start()
    before = time.monotonic()

    with pytest.raises(InterchangeError):
        child.read(partial(time.sleep, 60), name="a")

    assert time.monotonic() - before < 30
    assert child.read(partial(len, b"12"), name="b") == 2


def test_an_answer_that_is_too_long_is_none() -> None:
    child = ReadingChild(FILES)
    child.limits = replace(FILES, answer=1000)

    with pytest.raises(InterchangeError, match="could not be read"):
        child.read(partial(many, 2000), name="a")
    child.close()


@pytest.mark.parametrize(
    "program",
    [
        "import time;time.sleep(60)",
        "import os,signal;os.kill(os.getpid(),9)",
        LIES.format("b'\\xff' * 8"),
        LIES.format("b'\\0' * 7 + b'\\2[]'"),
        LIES.format("b'\\0' * 7 + b'\\x14' + b'\\0' * 7 + b'\\4' + b'\\0' * 8 + b'null'"),
    ],
)
def test_a_child_that_hangs_dies_or_talks_nonsense_costs_one_file(program: str) -> None:
    limits = replace(FILES, wait=1)
    child = ReadingChild(limits, [sys.executable, "-S", "-c", program])

    with pytest.raises(InterchangeError, match="could not be read"):
        child.read(partial(len, b""), name="a")
    child.close()


def test_a_program_that_is_not_there_costs_one_file() -> None:
    child = ReadingChild(FILES, ["/no/such/program"])

    with pytest.raises(InterchangeError, match="could not be read"):
        child.read(partial(len, b""), name="a")
