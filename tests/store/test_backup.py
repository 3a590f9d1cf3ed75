"""Backups: whole, verified, few, and never instead of an older good one. Reliability 5, 6, 12."""

import errno
import os
import shutil
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support.journal import Group

from npq_desktop.store.backups.backup import (
    SEAL_BYTES,
    SEAL_MARK,
    backups_in,
    read_seal,
    told,
    unpacked,
    write_seal,
)
from npq_desktop.store.backups.backups_kept import KEPT_DAYS, KEPT_WEEKS, BackupFile, kept_of
from npq_desktop.store.errors import (
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreReadOnlyError,
    StoreWriteError,
)
from npq_desktop.store.repair.mending import newest_good, read_backup
from npq_desktop.store.store import Store

KEY = bytes(range(32))
PAGE = 4096
SEAL = (SEAL_MARK + b'"made up"}').ljust(SEAL_BYTES)


@pytest.fixture
def filled(store: Store, group: Group) -> Store:
    for number in range(60):
        group.mark("sam", f"seminar {number % 4}", f"person {number}", "present")
    store.receive(group.id, group.events, route="file")
    store.local.save_draft(group.id, "feedback", "half a sentence")
    return store


def test_backup_holds_everything_the_store_holds(
    filled: Store, group: Group, open_store: Callable, tmp_path: Path
) -> None:
    path = filled.backups.take()

    with unpacked(path, tmp_path) as folder:
        copy = open_store(folder)
        assert copy.verify().problems == ()
        assert {event.id for event in copy.events(group.id)} == {e.id for e in group.events}
        assert copy.local.draft(group.id, "feedback").text == "half a sentence"
        copy.close()
    assert list(tmp_path.glob(".making*")) == []


def test_backup_carries_the_seal_that_lies_beside_the_store(
    filled: Store, tmp_path: Path, open_store: Callable
) -> None:
    filled.backups.save_seal(SEAL)

    path = filled.backups.take()

    assert read_seal(path) == SEAL
    with unpacked(path, tmp_path) as folder:
        assert open_store(folder).verify().problems == ()


def test_backup_is_not_repeated_while_nothing_changes(
    filled: Store, open_store: Callable, group: Group
) -> None:
    filled.backups.take()

    assert filled.backups.take_if_changed() is None
    filled.close()
    again = open_store()
    assert again.backups.take_if_changed() is None
    time.sleep(0.02)  # file times of this system count in steps
    again.local.save_draft(group.id, "feedback", "a whole sentence")
    assert again.backups.take_if_changed() is not None


def test_store_of_another_version_is_backed_up_before_it_is_changed(
    filled: Store, open_store: Callable, sql: Callable, folder: Path
) -> None:
    filled.close()
    connection = sql(folder)
    connection.execute("UPDATE setting SET value = '\"older\"' WHERE name = 'projections'")
    connection.close()

    store = open_store()

    assert [file.reason for file in store.backups.files()] == ["before upgrade"]


def day(ago: float, hour: int = 17, reason: str = "") -> BackupFile:
    made = NOW - timedelta(days=ago, hours=NOW.hour - hour)
    return BackupFile(Path(f"{made:%Y-%m-%d %H%M%S} {reason}"), made, reason)


NOW = datetime(2026, 11, 27, 17)  # noqa: DTZ001  a Friday, by the laptop's own clock


def test_kept_are_the_newest_of_seven_days_and_of_four_weeks() -> None:
    files = [day(ago, hour) for ago in range(60) for hour in (9, 17)]

    kept = kept_of(files)

    assert {file.made.hour for file in kept} == {17}
    ages = sorted((NOW - file.made).days for file in kept)
    assert ages == [0, 1, 2, 3, 4, 5, 6, 12, 19]  # this week and last, Sundays before them


def test_kept_are_days_and_weeks_however_long_nobody_worked() -> None:
    files = [day(ago) for ago in (0, 10, 20, 30, 100, 101, 400)]

    assert kept_of(files) == set(files)


def test_kept_stay_few_over_years_of_long_holidays_and_clock_jumps() -> None:
    years = [day(ago + 365 * year, 9) for year in range(20) for ago in range(60)]
    ahead = [day(-3650 - 90 * number, 9) for number in range(20)]

    kept = kept_of([*years, *ahead], day(0, 9).path)

    assert len(kept) <= 3 * (KEPT_DAYS + KEPT_WEEKS)
    assert day(0, 9) in kept


@pytest.mark.parametrize("days", [3650, -3650])
def test_kept_is_everything_through_a_jump_of_the_clock_and_back(days: int) -> None:
    before = list(kept_of([day(ago, 9) for ago in range(1, 60)]))
    there = day(-days, 9)

    assert kept_of([*before, there], there.path) == {*before, there}
    back = day(0, 17)
    kept = kept_of([*before, there, back], back.path)
    assert {there, back} <= kept
    assert kept_of([*before, back]) <= kept  # nothing goes that a day at work would not let go


def test_kept_is_the_newest_before_an_import_although_a_later_one_of_that_day_is() -> None:
    before, after = day(0, 9, "before import"), day(0, 17)

    assert kept_of([before, day(0, 8, "before import"), after]) == {before, after}


def test_kept_is_a_backup_that_somebody_named_otherwise(filled: Store) -> None:
    named = filled.backups.take().rename(filled.backups.folder / "before the inspection.npqbackup")
    filled.backups.take()

    assert [file.path for file in filled.backups.files()][-1] == named


@pytest.mark.parametrize("years", [10, -10])
def test_clock_that_jumps_ten_years_and_back_takes_no_backup_away(
    filled: Store, group: Group, monkeypatch: pytest.MonkeyPatch, years: int
) -> None:
    """Reliability 12a."""
    clock = [filled.backups._now()]
    monkeypatch.setattr(filled.backups, "_now", lambda: clock[0])

    def work(days: int) -> set[Path]:
        for number in range(days):
            clock[0] += timedelta(days=1)
            filled.local.save_draft(group.id, "feedback", f"{clock[0]} {number}")
            assert filled.backups.take_if_changed() is not None
        return {file.path for file in filled.backups.files()}

    before = work(30)
    clock[0] += timedelta(days=365 * years)
    there = work(9)
    clock[0] -= timedelta(days=365 * years + 9)
    back = work(1)

    assert len(before) >= 7 + 2
    assert before <= there
    assert before - back <= {min(before)}, "an ordinary next day pushes out one day at the most"


def test_changes_are_backed_up_although_the_clock_was_years_ahead_once(
    filled: Store, group: Group
) -> None:
    ahead = filled.backups.take()
    os.utime(ahead, (4e9, 4e9))

    filled.local.save_draft(group.id, "feedback", "more")

    assert filled.backups.take_if_changed() is not None


def test_empty_store_takes_no_backup_away(
    filled: Store, open_store: Callable, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = filled.backups.take()
    filled.close()
    (folder / "npq.db").unlink()
    empty = open_store()
    start = empty.backups._now()
    for days in range(1, 60, 3):
        monkeypatch.setattr(empty.backups, "_now", lambda days=days: start + timedelta(days=days))
        empty.backups.take()

    assert kept.exists()


def test_damaged_store_makes_no_backup_and_keeps_the_older_ones(
    filled: Store, open_store: Callable, folder: Path
) -> None:
    """Reliability 12: what cannot be copied page by page is no backup."""
    good = filled.backups.take()
    filled.close()
    flip(folder / "npq.db", page=30)
    store = open_store()

    with pytest.raises(StoreDamagedError, match="The older backups are kept"):
        store.backups.take()

    assert [file.path for file in store.backups.files()] == [good]
    assert list(store.backups.folder.glob(".making*")) == []


def test_damaged_backup_fails_loudly_and_the_older_one_is_taken(
    filled: Store, group: Group, open_store: Callable, folder: Path, tmp_path: Path
) -> None:
    """Reliability 12."""
    older = filled.backups.take("before import")
    filled.local.save_draft(group.id, "feedback", "more")
    newer = filled.backups.take()
    flip(newer, page=25)

    with pytest.raises(StoreError):
        read_backup(newer, tmp_path, KEY)
    found, file, bad = newest_good(filled.backups.folder, tmp_path, KEY)

    assert (file.path, [each.path for each in bad]) == (older, [newer])
    assert len(found.journal) == len(group.events)
    assert {each.path for each in backups_in(filled.backups.folder)} == {older, newer}


@pytest.mark.parametrize("size", [0, 100, PAGE, 20 * PAGE])
def test_backup_that_was_cut_off_is_refused(filled: Store, tmp_path: Path, size: int) -> None:
    path = filled.backups.take()
    os.truncate(path, size)

    with pytest.raises(StoreError):
        read_backup(path, tmp_path, KEY)


def test_full_disk_at_a_backup_loses_nothing_and_works_again(
    small_disk: Path, open_store: Callable, group: Group
) -> None:
    """Reliability 6."""
    store = open_store(small_disk / "data")
    for number in range(200):
        group.mark("sam", f"seminar {number % 4}", f"person {number}", "present")
    store.receive(group.id, group.events, route="file")
    store.checkpoint()
    older = store.backups.take("before import")
    for leave in (0, 200_000):
        filler = small_disk / "filler"
        filler.write_bytes(bytes(shutil.disk_usage(small_disk).free - leave))

        with pytest.raises(StoreFullError, match="no space left for a backup"):
            store.backups.take()

        assert [file.path for file in store.backups.files()] == [older]
        assert list(store.backups.folder.glob(".making*")) == []
        assert store.verify().problems == ()
        assert not store.is_stopped
        filler.unlink()
    assert read_backup(store.backups.take(), small_disk, KEY).expected == len(group.events)


def test_file_copied_without_its_log_says_so(
    filled: Store, group: Group, open_store: Callable, folder: Path, tmp_path: Path
) -> None:
    """Reliability 5: copied while the program ran, or after a crash, by somebody in a hurry."""
    filled.checkpoint()
    settled = tmp_path / "settled"
    settled.mkdir()
    shutil.copy(folder / "npq.db", settled)
    filled.append(group.id, [group.mark("sam", "seminar", "ann", "present")])
    half, both = tmp_path / "half", tmp_path / "both"
    for place, names in ((half, ["npq.db"]), (both, ["npq.db", "npq.db-wal"])):
        place.mkdir()
        for name in names:
            shutil.copy(folder / name, place)

    assert open_store(half).log_is_missing
    assert not open_store(both).log_is_missing
    assert not open_store(settled).log_is_missing
    filled.close()
    assert not open_store().log_is_missing


def flip(path: Path, *, page: int) -> None:
    data = bytearray(path.read_bytes())
    data[page * PAGE + 100] ^= 1
    path.write_bytes(data)


@pytest.fixture
def weeks_later(filled: Store, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def later() -> None:
        moment = filled.backups._now() + timedelta(days=35)
        monkeypatch.setattr(filled.backups, "_now", lambda: moment)

    return later


def test_old_backup_that_holds_what_was_erased_goes_although_nothing_was_written_since(
    filled: Store, weeks_later: Callable[[], None]
) -> None:
    """Else the text of somebody erased would live on in a group nobody works with any more."""
    old = filled.backups.take("before import")
    filled.note_erased()
    young = filled.backups.take()
    assert filled.backups.take_if_changed() is None
    assert old.exists()
    weeks_later()

    new = filled.backups.take_if_changed()

    assert new is not None
    assert {file.path for file in filled.backups.files()} == {young, new}


def test_old_backup_stays_while_nothing_in_it_was_erased(
    filled: Store, weeks_later: Callable[[], None]
) -> None:
    old = filled.backups.take()
    weeks_later()

    assert filled.backups.take_if_changed() is None
    filled.backups.take()
    assert old.exists()


def test_old_backup_that_holds_what_was_erased_stays_until_there_is_a_sound_later_one(
    filled: Store, weeks_later: Callable[[], None], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = filled.backups.take()
    filled.note_erased()
    weeks_later()
    monkeypatch.setattr(filled._database, "check_pages", lambda: ("a page is damaged",))

    with pytest.raises(StoreDamagedError):
        filled.backups.take_if_changed()

    assert old.exists()


def test_what_a_killed_run_was_making_is_swept_away(filled: Store, folder: Path) -> None:
    left = filled.backups.take().parent / ".making half"
    left.mkdir()
    (left / "npq.db").write_bytes(b"half a copy")

    filled.backups.take()

    assert not left.exists()


def test_only_the_backup_that_was_read_back_stays(filled: Store) -> None:
    filled.backups.take()
    made = filled.backups.take("by hand")

    filled.backups.keep_only(made)

    assert [file.path for file in filled.backups.files()] == [made]


@pytest.mark.parametrize("seal", [b"", SEAL[:-1], b"x" * SEAL_BYTES])
def test_a_seal_of_another_shape_is_never_written(filled: Store, folder: Path, seal: bytes) -> None:
    filled.backups.save_seal(SEAL)

    with pytest.raises(ValueError, match="fixed length"):
        filled.backups.save_seal(seal)

    assert filled.backups.seal == SEAL


def test_a_seal_without_a_folder_to_lie_in_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="was not saved"):
        write_seal(tmp_path / "gone", SEAL)


def test_a_backup_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "2026-10-01 080000.npqbackup"
    folder.mkdir()

    with pytest.raises(StoreReadOnlyError, match=r"“2026-10-01 080000\.npqbackup” cannot be read"):
        read_seal(folder)


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (errno.ENOSPC, StoreFullError, "no space left for a backup"),
        (errno.EDQUOT, StoreFullError, "no space left for a backup"),
        (errno.EIO, StoreWriteError, "could not be written or read"),
        (errno.EACCES, StoreReadOnlyError, "for access to the data folder"),
    ],
)
def test_what_the_system_refuses_is_told_by_what_helps(
    number: int, kind: type[StoreError], words: str
) -> None:
    with pytest.raises(kind, match=words), told():
        raise OSError(number, os.strerror(number))
