"""Laptops that exchange files in any order, are restored, copied and damaged, and end alike.

Reliability 15, 16, 18, 19 and the promise that no mark is ever lost. ``NPQ_LONG=1`` plays many more
random terms.
"""

import os
import random

import pytest
from support.terms import EVENT, STATES, term_of

from npq_desktop.errors import BundleError, NpqDesktopError
from npq_desktop.rows.register import MarkState

pytestmark = pytest.mark.slow

SEEDS = range(200 if os.environ.get("NPQ_LONG") else 3)


@pytest.fixture
def term(team, tmp_path):
    made = term_of(*team, tmp_path)
    yield made
    made.close()


def step(term, chance):
    """One random deed of one random laptop."""
    laptop = chance.choice(term.laptops)
    deed = chance.choice(
        ("mark", "mark", "mark", "mark", "send", "take", "take", "again", "undo", "copy",
         "restore", "clone", "damage")
    )  # fmt: skip
    if deed == "mark":
        term.mark(laptop, chance.choice(term.people()[:4]), chance.choice(STATES))
    elif deed == "send":
        term.send(laptop)
    elif deed in {"take", "again"} and term.files:
        term.take(laptop, chance.choice(term.files))
    elif deed == "undo":
        undo_if_offered(term, laptop)
    elif deed == "copy":
        term.copy(laptop)
    elif deed == "restore" and term.copies:
        whose, path = chance.choice(term.copies)
        term.send(whose)  # what only this disk held would else be lost with it, not by the merge
        term.restore(whose, path)
    elif deed == "clone" and len(term.laptops) < 4:
        term.clone(laptop)
    elif deed == "damage" and term.files:
        damaged(term, laptop, chance)


def undo_if_offered(term, laptop):
    before = term.ids(laptop)
    try:
        laptop.application.undo.undo(term.group)
    except NpqDesktopError:
        return  # nothing to undo, or something was recorded over it
    term.ticked |= term.ids(laptop) - before


def damaged(term, laptop, chance):
    data = bytearray(chance.choice(term.files).read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path = term.folder / "damaged"
    path.write_bytes(data)
    with pytest.raises(BundleError):
        term.take(laptop, path)


@pytest.mark.parametrize("seed", SEEDS)
def test_laptops_that_live_through_a_random_term_end_alike_without_losing_a_mark(term, seed):
    chance = random.Random(seed)
    for _ in range(40):
        step(term, chance)

    chance.shuffle(term.files)
    term.everyone_gives_to_everyone()

    assert len(term.digests()) == 1
    state = term.laptops[0].application.store.state(term.group)
    assert term.ticked
    assert term.ticked <= set(state.events)
    assert not state.held
    for laptop in term.laptops:
        assert not laptop.application.store.verify().problems


def test_contradictory_marks_end_as_a_disagreement_on_both_laptops(term):
    alex, sam, _ = term.laptops
    person = term.people()[0]
    term.mark(alex, person, MarkState.LATE)
    term.mark(sam, person, MarkState.ABSENT)

    term.everyone_gives_to_everyone()

    assert term.disputed(alex) == term.disputed(sam) == [person]
    assert len(term.sides(alex, person)) == 2


def test_marks_that_agree_are_no_disagreement(term):
    alex, sam, _ = term.laptops
    person = term.people()[0]
    term.mark(alex, person, MarkState.ABSENT)
    term.mark(sam, person, MarkState.ABSENT)

    term.everyone_gives_to_everyone()

    assert term.disputed(alex) == term.disputed(sam) == []
    assert len(term.sides(alex, person)) == 2
    assert len(term.digests()) == 1


def test_settling_a_disagreement_differently_on_two_laptops_makes_one_new_disagreement(term):
    alex, sam, _ = term.laptops
    person = term.people()[0]
    term.mark(alex, person, MarkState.LATE)
    term.mark(sam, person, MarkState.ABSENT)
    term.everyone_gives_to_everyone()
    old = term.sides(alex, person)
    for laptop, head in zip((alex, sam), old, strict=True):
        laptop.application.register.choose(term.group, EVENT, person, head, old)

    term.everyone_gives_to_everyone()
    term.everyone_gives_to_everyone()

    assert term.disputed(alex) == term.disputed(sam) == [person]
    assert len(term.sides(alex, person)) == 2
    assert not set(term.sides(alex, person)) & set(old)
    assert len(term.digests()) == 1


def test_a_restored_backup_gets_back_what_it_had_forgotten_and_keeps_what_it_marks_next(term):
    _, sam, _ = term.laptops
    first, second, third = term.people()[:3]
    backup = term.copy(sam)
    term.mark(sam, first, MarkState.ABSENT)
    term.mark(sam, second, MarkState.ABSENT)
    term.send(sam)
    term.restore(sam, backup)
    term.mark(sam, third, MarkState.ABSENT)

    term.everyone_gives_to_everyone()

    state = term.laptops[0].application.store.state(term.group)
    assert {state.values(("mark", EVENT, p))[0].content["state"] for p in (first, second, third)} \
        == {"absent"}  # fmt: skip
    assert len(term.digests()) == 1


def test_a_cloned_laptop_and_its_original_both_go_on_and_lose_nothing(term):
    _, sam, _ = term.laptops
    first, second = term.people()[:2]
    clone = term.clone(sam)
    term.mark(sam, first, MarkState.ABSENT)
    term.mark(clone, second, MarkState.ABSENT)

    term.everyone_gives_to_everyone()

    state = term.laptops[0].application.store.state(term.group)
    assert term.ticked <= set(state.events) - set(state.held)
    assert state.gaps().forks
    assert len(term.digests()) == 1


def test_no_name_of_a_participant_can_be_read_in_a_data_directory_or_a_locked_file(term):
    alex = term.laptops[0]
    view = alex.application.register.view(term.group, EVENT)
    names = {part for row in view.rows for part in row.name.split() if len(part) > 3}
    texts = [n.encode(code) for n in names for code in ("utf-8", "utf-16-le")]
    term.mark(alex, view.rows[0].person, MarkState.ABSENT)
    open_now = written(term.folder)  # while everything is open: logs, journals, temporary files
    term.close()

    found = [text for text in texts for data in (*open_now, *written(term.folder)) if text in data]

    assert len(names) == 16
    assert found == []


def written(folder):
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def test_the_search_for_names_finds_them_in_a_readable_file(term):
    path = term.folder / "readable"
    alex = term.laptops[0].application
    alex.exchange.send(term.group, path, readable=True)
    name = alex.register.view(term.group, EVENT).rows[0].name.split()[0]

    found = any(name.encode() in data for data in written(term.folder))

    assert found
