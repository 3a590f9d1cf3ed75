"""The shared folder as a service: what is written, taken in, refused, and said.

Reliability 7, 18, 22, 23, 29 and 30.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from support.applications import Laptop
from support.full_disk import FullDisk
from support.terms import Term, term_of

from npq_desktop.errors import ServiceError
from npq_desktop.rows.exchange import SharedFolderStep
from npq_desktop.rows.register import MarkState
from npq_desktop.services.application import Application

pytestmark = pytest.mark.slow

EVENT = "m1.seminar"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "Géteilt – 共有 folder"
    made.mkdir()
    return made


@pytest.fixture
def term(team, tmp_path: Path, folder: Path):
    made = term_of(*team, tmp_path)
    for laptop in made.laptops:
        laptop.application.shared_folder.choose(folder)
        laptop.application.shared_folder.share(made.group, on=True)
    yield made
    made.close()


def rounds(laptop: Laptop, how_many: int = 1) -> list[SharedFolderStep]:
    shared, steps = laptop.application.shared_folder, []
    for _ in range(how_many):
        steps += shared.finish(shared.begin()())
        steps += [shared.take_next() for _ in range(shared.pending)]
    return steps


def mark(term: Term, laptop: Laptop) -> None:
    term.mark(laptop, term.people()[0], MarkState.ABSENT)


def about(laptop: Laptop, group: str) -> str:
    rows = laptop.application.shared_folder.state().groups
    return next(row.words for row in rows if row.group == group)


def lines(laptop: Laptop, group: str, direction: str):
    log = laptop.application.exchange.log(group)
    return [each for each in log if (each.route, each.direction) == ("shared folder", direction)]


def test_first_round_only_reads_and_the_second_writes_one_locked_file(term, folder: Path) -> None:
    alex = term.laptops[0]

    rounds(alex)
    assert list(folder.iterdir()) == []
    rounds(alex)

    (path,) = folder.iterdir()
    assert path.read_bytes().startswith(b"age-encryption.org/v1\n")
    (line,) = lines(alex, term.group, "out")
    assert line.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert any("Sam" in name for name in line.for_whom)


def test_nothing_is_written_or_logged_while_nothing_happens(term, folder: Path) -> None:
    alex = term.laptops[0]
    rounds(alex, 3)
    before = [path.stat().st_mtime_ns for path in folder.iterdir()]

    rounds(alex, 30)

    assert [path.stat().st_mtime_ns for path in folder.iterdir()] == before
    assert len(lines(alex, term.group, "out")) == 1


def test_restart_reads_all_again_but_neither_writes_nor_logs_what_is_known(
    term, folder: Path
) -> None:
    alex, sam, _ = term.laptops
    rounds(alex, 3)
    rounds(sam, 3)
    rounds(alex, 3)
    before = len(alex.application.exchange.log(term.group))
    alex.restart()

    rounds(alex, 5)

    assert len(alex.application.exchange.log(term.group)) == before
    assert "Sam" in about(alex, term.group)


def test_colleague_s_entries_come_in_with_a_sentence_and_a_line_in_the_log(term) -> None:
    alex, sam, _ = term.laptops
    rounds(alex, 3)
    mark(term, sam)
    rounds(sam, 3)

    steps = rounds(alex)

    (step,) = [step for step in steps if step.changes]
    assert step.changes.group == term.group
    assert step.words.startswith("Shared folder: ")
    assert step.words.endswith(f"from Sam ({sam.application.core.identities.device.name}).")
    assert lines(alex, term.group, "in")[0].counts["new"] > 0


def test_copy_under_another_name_is_read_once_and_changes_nothing(term, folder: Path) -> None:
    alex, sam, _ = term.laptops
    rounds(sam, 2)
    (path,) = folder.iterdir()
    (folder / "npq (1).tmp").write_bytes(path.read_bytes())

    rounds(alex, 2)

    assert len(lines(alex, term.group, "in")) == 1
    assert alex.application.shared_folder.state().notices == ()


def test_half_copied_file_is_not_named_and_is_taken_in_when_it_is_whole(term, folder: Path) -> None:
    alex, sam, _ = term.laptops
    mark(term, sam)
    rounds(sam, 3)
    (path,) = folder.iterdir()
    whole = path.read_bytes()

    for size in range(0, len(whole), len(whole) // 7 + 1):
        path.write_bytes(whole[:size])
        assert not [step for step in rounds(alex) if step.changes or step.words]
    path.write_bytes(whole)

    assert [step.changes for step in rounds(alex)] != []
    assert term.ticked <= term.ids(alex)
    assert alex.application.shared_folder.state().notices == ()


def test_damaged_file_is_named_once_left_alone_and_never_deleted(term, folder: Path) -> None:
    alex, sam, _ = term.laptops
    rounds(sam, 2)
    (path,) = folder.iterdir()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)

    said = [step.words for step in rounds(alex, 100) if step.words]

    assert len(said) == 1
    assert path.name in said[0]
    assert path.read_bytes() == data


def test_foreign_file_is_named_once_and_never_deleted(term, folder: Path) -> None:
    (folder / "minutes.pdf").write_bytes(b"%PDF-1.7")

    said = [step.words for step in rounds(term.laptops[0], 9) if step.words]

    assert said == ["“minutes.pdf” is not a sync file and is left alone."]
    assert (folder / "minutes.pdf").read_bytes() == b"%PDF-1.7"


def test_own_file_that_was_damaged_or_taken_away_is_written_again(term, folder: Path) -> None:
    alex = term.laptops[0]
    rounds(alex, 2)
    (path,) = folder.iterdir()
    exchange = alex.application.exchange

    path.write_bytes(path.read_bytes()[:999])
    rounds(alex, 2)
    assert exchange.preview(path).group == term.group
    path.unlink()
    rounds(alex, 2)
    assert exchange.preview(path).group == term.group


def test_folder_that_is_away_says_since_when_and_nothing_is_lost(term, folder: Path) -> None:
    alex = term.laptops[0]
    rounds(alex, 2)
    folder.rename(folder.with_name("away"))
    rounds(alex)
    alex.clock.move(minutes=45)
    mark(term, alex)
    rounds(alex, 9)

    state = alex.application.shared_folder.state()
    assert "has not been reachable since 13:20. Everything is kept" in state.words
    assert not state.is_there
    assert state.troubles == ()
    folder.with_name("away").rename(folder)
    rounds(alex, 5)

    assert alex.application.shared_folder.state().is_there
    assert "your file written 14:05" in about(alex, term.group)


def test_file_that_cannot_be_written_is_a_trouble_until_it_can(term, folder: Path) -> None:
    alex = term.laptops[0]
    rounds(alex, 2)
    (path,) = folder.iterdir()
    path.unlink()
    path.mkdir()
    (path / "in the way").write_bytes(b"")
    rounds(alex, 2)

    (trouble,) = alex.application.shared_folder.state().troubles
    assert "was not saved" in trouble
    (path / "in the way").unlink()
    path.rmdir()
    rounds(alex, 20)

    assert alex.application.shared_folder.state().troubles == ()
    assert path.is_file()


def test_file_of_a_group_that_is_not_here_is_not_taken_in(
    term, folder: Path, laptop: Callable[[str], Laptop]
) -> None:
    rounds(term.laptops[0], 2)
    robin = laptop("Robin Stranger")
    robin.application.shared_folder.choose(folder)

    steps = rounds(robin, 3)

    assert not [step for step in steps if step.changes]
    assert "cannot be opened here" in robin.application.shared_folder.state().notices[0]
    assert robin.application.groups.all() == ()


def test_group_that_is_not_shared_is_read_but_not_written(term, folder: Path) -> None:
    alex, sam, _ = term.laptops
    alex.application.shared_folder.share(term.group, on=False)
    rounds(sam, 2)

    rounds(alex, 9)

    assert len(list(folder.iterdir())) == 1
    assert "Sam" in about(alex, term.group)


def test_answer_of_a_round_in_a_folder_that_was_left_is_dropped(
    term, folder: Path, tmp_path: Path
) -> None:
    shared = term.laptops[0].application.shared_folder
    job = shared.begin()
    (tmp_path / "other").mkdir()
    shared.choose(tmp_path / "other")

    assert shared.finish(job()) == ()
    assert shared.state().words.startswith("Checking “")


def test_folder_with_the_program_s_own_data_is_refused(application: Application) -> None:
    with pytest.raises(ServiceError, match="its own data"):
        application.shared_folder.choose(application.store.path.parent)


def test_folder_that_is_not_there_cannot_be_chosen(
    application: Application, tmp_path: Path
) -> None:
    with pytest.raises(ServiceError, match="Choose a folder that is"):
        application.shared_folder.choose(tmp_path / "nowhere")


def test_folder_and_groups_are_remembered_over_a_restart(term, folder: Path) -> None:
    alex = term.laptops[0]

    alex.restart()

    assert alex.application.shared_folder.folder == folder
    assert alex.application.shared_folder.state().groups[0].is_shared


def test_stopped_folder_is_looked_at_no_more(term) -> None:
    shared = term.laptops[0].application.shared_folder

    shared.stop()

    assert shared.begin() is None
    assert shared.state().folder is None


def test_own_file_is_said_to_be_there_only_while_it_was_read_back(term, folder: Path) -> None:
    alex = term.laptops[0]
    rounds(alex, 2)
    (path,) = folder.iterdir()
    alex.restart()
    path.write_bytes(path.read_bytes()[:999])

    rounds(alex)

    assert about(alex, term.group) == "your file comes next"
    rounds(alex)
    path.unlink()
    rounds(alex)
    assert about(alex, term.group) == "your file comes next"
    rounds(alex)
    assert about(alex, term.group).startswith("your file written")


def test_file_that_cannot_be_read_is_named_within_a_minute_and_read_when_it_can(
    term, folder: Path
) -> None:
    """A round is three seconds. Access that comes back changes neither size nor time."""
    alex, sam, _ = term.laptops
    mark(term, sam)
    rounds(sam, 3)
    (path,) = folder.iterdir()
    whole, kept = path.read_bytes(), path.stat().st_mtime_ns
    path.write_bytes(b"\0" * len(whole))
    os.utime(path, ns=(kept, kept))

    said = [step.words for step in rounds(alex, 19) if step.words]

    assert len(said) == 1
    assert said[0].startswith(f"“{path.name}” cannot be added yet and is tried again by itself.")
    assert alex.application.shared_folder.state().notices == tuple(said)
    path.write_bytes(whole)
    os.utime(path, ns=(kept, kept))
    rounds(alex, 16)
    assert term.ticked <= term.ids(alex)
    assert alex.application.shared_folder.state().notices == ()


def test_full_disk_is_said_at_once_and_the_file_is_taken_in_when_there_is_space(
    term, folder: Path
) -> None:
    alex, sam, _ = term.laptops
    rounds(alex, 3)
    mark(term, sam)
    rounds(sam, 3)

    with FullDisk(1).under(alex.application.store):
        steps = rounds(alex)

    (trouble,) = [step.trouble for step in steps if step.trouble]
    assert trouble.startswith("There is no space left")
    groups, panel = alex.application.groups, alex.application.sync_status
    assert groups.chips.of(term.group).words == "Not saved · the disk is full"
    assert panel.view(term.group).notices[0].startswith("There is no space left on the disk")
    rounds(alex, 3)
    assert term.ticked <= term.ids(alex)
    assert "full" not in groups.chips.of(term.group).words
    assert panel.view(term.group).notices == ()


def test_receipt_without_news_is_a_change_that_screens_hear_of(term) -> None:
    alex, sam, _ = term.laptops
    mark(term, alex)
    rounds(alex, 3)
    rounds(sam, 6)
    everything = "everything"
    rows = alex.application.sync_status.view(term.group).laptops
    assert next(row.has for row in rows if row.who == "Sam") != everything

    steps = rounds(alex)

    (step,) = [step for step in steps if step.changes]
    assert step.words == ""
    assert step.changes.touches("exchange")
    rows = alex.application.sync_status.view(term.group).laptops
    assert next(row.has for row in rows if row.who == "Sam") == everything


def test_file_without_news_counts_as_heard_of_its_laptop(term) -> None:
    alex, sam, _ = term.laptops
    members = alex.application.core.facts.of(term.group).members
    key = next(key for key, member in members.items() if member.name == "Sam")
    for laptop in (alex, sam):
        laptop.clock.move(days=9)
    path = term.send(sam)

    term.take(alex, path)

    seen = alex.application.core.facts.of(term.group).members[key].last_seen
    assert seen == alex.clock.now
