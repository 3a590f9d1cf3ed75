"""Laptops that see one folder: synced, renamed, cut short, emptied and pulled out; they end alike.

Reliability 7, 15, 16, 18, 22, 23, 29 through the shared folder. ``NPQ_LONG=1`` plays many more
random terms.
"""

import os
import random
import shutil

import pytest
from support.terms import STATES, term_of

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.register import MarkState

pytestmark = pytest.mark.slow

SEEDS = range(100 if os.environ.get("NPQ_LONG") else 3)
RENAMED = ("{} (1).npqsync", "{}-LAPTOP.npqsync", "{} (Sam's conflicted copy).tmp", ".{}.part")


class SharedTerm:
    """A term whose laptops never hand a file over: they only see ``folder``."""

    def __init__(self, term, folder):
        self.term, self.folder, self.group = term, folder, term.group
        folder.mkdir()
        for laptop in term.laptops:
            self.use_folder(laptop)

    def use_folder(self, laptop):
        laptop.application.shared_folder.choose(self.folder)
        laptop.application.shared_folder.share(self.group, on=True)

    def round(self, laptop):
        """One round; what came in, for the screens."""
        shared = laptop.application.shared_folder
        job = shared.begin()
        shared.finish(job())
        steps = [shared.take_next() for _ in range(shared.pending)]
        return [step.changes for step in steps if step.changes]

    def settle(self):
        """Rounds until a whole turn brings nothing and every file of ours holds everything."""
        for _ in range(60):
            before = self.files()
            brought = [self.round(laptop) for laptop in self.term.laptops for _ in range(5)]
            if not any(brought) and self.files() == before:
                return
        pytest.fail("the laptops never came to rest")

    def files(self):
        found = self.folder.iterdir() if self.folder.is_dir() else ()
        return {path.name: path.read_bytes() for path in found if path.is_file()}

    def any_file(self, chance):
        found = sorted(path for path in self.folder.iterdir() if path.is_file())
        return chance.choice(found) if found else None


@pytest.fixture
def shared(team, tmp_path):
    term = term_of(*team, tmp_path)
    yield SharedTerm(term, tmp_path / "OneDrive")
    term.close()


def what_a_client_does(shared, chance):
    """One of the things that happen to files in a folder that a sync client looks after."""
    path = shared.any_file(chance) if shared.folder.is_dir() else None
    deed = chance.choice(("rename", "copy", "truncate", "flip", "delete", "foreign", "vanish"))
    away = shared.folder.with_name("away")
    if away.is_dir():
        away.rename(shared.folder)
    elif deed == "vanish":
        shared.folder.rename(away)
    elif deed == "foreign":
        (shared.folder / f"film {chance.randrange(9)}.pdf").write_bytes(b"%PDF-1.7 about sheep")
    elif path is None:
        return
    elif deed in {"rename", "copy"}:
        into = shared.folder / chance.choice(RENAMED).format(path.stem[:30])
        (path.rename if deed == "rename" else lambda to: shutil.copy(path, to))(into)
    elif deed == "truncate":
        path.write_bytes(path.read_bytes()[: chance.randrange(path.stat().st_size + 1)])
    elif deed == "flip":
        data = bytearray(path.read_bytes() or b"\0")
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
    else:
        path.unlink()


def step(shared, chance):
    term, laptop = shared.term, chance.choice(shared.term.laptops)
    deed = chance.choice(("mark",) * 4 + ("round",) * 8 + ("client",) * 3 + ("undo", "clone"))
    if deed == "mark":
        term.mark(laptop, chance.choice(term.people()[:4]), chance.choice(STATES))
    elif deed == "round":
        shared.round(laptop)
    elif deed == "client":
        what_a_client_does(shared, chance)
    elif deed == "undo":
        before = term.ids(laptop)
        try:
            laptop.application.undo.undo(term.group)
        except NpqDesktopError:
            return  # nothing to undo, or something was recorded over it
        term.ticked |= term.ids(laptop) - before
    elif len(term.laptops) < 4:
        term.clone(laptop)  # with the same setting: two laptops write a file of one name


@pytest.mark.parametrize("seed", SEEDS)
def test_laptops_that_share_a_folder_for_weeks_end_alike_without_losing_a_mark(shared, seed):
    term, chance = shared.term, random.Random(seed)
    for _ in range(60):
        step(shared, chance)

    if not shared.folder.is_dir():
        shared.folder.with_name("away").rename(shared.folder)
    shared.settle()

    assert len(term.digests()) == 1
    state = term.laptops[0].application.store.state(term.group)
    assert term.ticked
    assert term.ticked <= set(state.events)
    assert not state.held
    for laptop in term.laptops:
        assert not laptop.application.store.verify().problems


def test_contradictory_marks_appear_as_after_opening_a_file(shared):
    alex, sam, _ = shared.term.laptops
    person = shared.term.people()[0]
    shared.term.mark(alex, person, MarkState.LATE)
    shared.term.mark(sam, person, MarkState.ABSENT)

    shared.settle()

    assert shared.term.disputed(alex) == shared.term.disputed(sam) == [person]
    lines = alex.application.exchange.log(shared.group)
    taken = [line for line in lines if line.route == "shared folder" and line.direction == "in"]
    assert sum(line.counts["conflicts"] for line in taken) == 1


def test_two_clones_of_one_laptop_that_share_a_folder_lose_nothing(shared):
    _, sam, _ = shared.term.laptops
    first, second = shared.term.people()[:2]
    clone = shared.term.clone(sam)
    shared.term.mark(sam, first, MarkState.ABSENT)
    shared.term.mark(clone, second, MarkState.ABSENT)

    shared.settle()

    state = shared.term.laptops[0].application.store.state(shared.group)
    assert shared.term.ticked <= set(state.events) - set(state.held)
    assert len(shared.term.digests()) == 1


def test_a_laptop_restored_from_a_backup_gets_everything_back_from_the_folder(shared):
    _, sam, _ = shared.term.laptops
    first, second = shared.term.people()[:2]
    backup = shared.term.copy(sam)
    shared.term.mark(sam, first, MarkState.ABSENT)
    shared.settle()
    shared.term.restore(sam, backup)
    shared.term.mark(sam, second, MarkState.ABSENT)

    shared.settle()

    assert shared.term.ticked <= shared.term.ids(sam)
    assert len(shared.term.digests()) == 1


def test_no_file_in_the_folder_betrays_a_participant_by_name_or_content(shared):
    alex = shared.term.laptops[0]
    view = alex.application.register.view(shared.group, "m1.seminar")
    names = {part for row in view.rows for part in row.name.split() if len(part) > 3}
    shared.term.mark(alex, view.rows[0].person, MarkState.ABSENT)

    shared.settle()

    files = shared.files()
    assert len(files) == 3
    texts = [name.encode(code) for name in names for code in ("utf-8", "utf-16-le")]
    assert not [text for text in texts for data in files.values() if text in data]
    told = {*names, "Alex", "Sam", "Noor", alex.application.exchange.openers(shared.group).names[0]}
    assert not [one for one in told for name in files if one.casefold() in name.casefold()]
