"""A log that is damaged in its middle: the start says since when, and which registers. Line 3."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.applications import Laptop
from support.scenes import PAST, PRESENT, MakeScene

from npq_desktop.bootstrap import open_application
from npq_desktop.main import main
from npq_desktop.services.core.laptop.places import Places
from npq_desktop.store.log_frames import is_damaged

pytestmark = pytest.mark.slow

HEADER, FRAME = 32, 24 + 4096
LAST = PAST[-1]


@pytest.fixture
def cut(scene: MakeScene, tmp_path: Path) -> Path:
    """The folder of a laptop as a power cut left it: two marks of Seminar 4 in the log."""
    made = scene("Ann", "Ben", "Cat")
    made.mark("Ann", LAST, PRESENT)
    made.application.store.checkpoint()
    made.laptop.clock.move(minutes=30)
    made.mark("Ben", LAST, PRESENT)
    made.laptop.clock.move(minutes=15)
    made.first_ends = log_of(made.laptop.folder).stat().st_size
    made.mark("Cat", LAST, PRESENT)
    made.mark("Ann", PAST[0], PRESENT)
    folder = tmp_path / "after the cut"
    shutil.copytree(made.laptop.folder, folder)
    folder.joinpath("first").write_text(str(made.first_ends), encoding="ascii")
    return folder


def log_of(folder: Path) -> Path:
    return folder / "npq.db-wal"


def spoil(folder: Path, place: int) -> None:
    data = bytearray(log_of(folder).read_bytes())
    data[place] ^= 1
    log_of(folder).write_bytes(data)


def first_behind(folder: Path) -> int:
    """Where the frames begin that came after the first mark in the log."""
    return int((folder / "first").read_text(encoding="ascii"))


def said(folder: Path, laptop: Laptop) -> str:
    application = open_application(Places.under(folder), clock=laptop.clock)
    words = application.lost_log.words()
    application.close()
    return words


@pytest.mark.parametrize(
    "place", [4, 12, 18, 30, 2000], ids=["size", "salt", "sum", "header", "page"]
)
def test_damage_in_front_of_whole_transactions_is_said(
    cut: Path, laptop: Callable[[str], Laptop], place: int
) -> None:
    """Reliability 3."""
    spoil(cut, first_behind(cut) + place)

    words = said(cut, laptop("Alex Morgan"))

    assert "The last changes before NPQ Desktop was cut off could not be read: those after" in words
    assert "of Group 07 (2 marks)." in words
    assert said(cut, laptop("Alex Morgan")) == words, "until somebody has read it"


def test_damaged_beginning_of_the_log_is_said(cut: Path, laptop: Callable[[str], Laptop]) -> None:
    spoil(cut, 20)

    assert "of Group 07 (1 mark)." in said(cut, laptop("Alex Morgan"))


def test_whole_log_says_nothing(cut: Path, laptop: Callable[[str], Laptop]) -> None:
    assert said(cut, laptop("Alex Morgan")) == ""


def test_transaction_that_was_never_finished_stays_silent(
    cut: Path, laptop: Callable[[str], Laptop]
) -> None:
    """Cut anywhere, the end of the log is a mark that showed no tick, or a clean prefix."""
    whole = log_of(cut).read_bytes()
    for size in range(HEADER, len(whole), FRAME // 2):
        log_of(cut).write_bytes(whole[:size] + bytes(100))

        assert not is_damaged(log_of(cut)), size
    log_of(cut).write_bytes(whole)

    spoil(cut, len(whole) - 100)  # the last frame of all: as if it had never arrived

    assert said(cut, laptop("Alex Morgan")) == ""


def test_frames_of_an_older_generation_are_no_damage(
    cut: Path, laptop: Callable[[str], Laptop]
) -> None:
    """SQLite writes over an old log from its beginning, and leaves the rest of it there."""
    whole = log_of(cut).read_bytes()
    at = first_behind(cut)
    old = bytearray(whole[at:])
    for frame in range(0, len(old), FRAME):
        old[frame + 8] ^= 1
    log_of(cut).write_bytes(whole[:at] + old)

    assert not is_damaged(log_of(cut))


def test_it_is_said_no_more_once_it_was_told(cut: Path, laptop: Callable[[str], Laptop]) -> None:
    spoil(cut, first_behind(cut) + 2000)
    application = open_application(Places.under(cut), clock=laptop("Alex Morgan").clock)
    assert application.lost_log.words()

    application.lost_log.told()

    assert application.lost_log.words() == ""
    application.close()


def test_commands_say_it_too(cut: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(cut, first_behind(cut) + 2000)

    assert main(["groups", "--data-dir", str(cut)]) == 0

    assert "could not be read: those after" in capsys.readouterr().err
