from npq_desktop.sync.folder import Listed
from npq_desktop.sync.outgoing import (
    MOST_BYTES,
    MOST_FILES,
    PATIENCE,
    QUIET_ROUNDS,
    WAITING_ROUNDS,
    Extent,
    OwnFile,
    in_vain,
    own_name,
    settled,
    to_read,
)

FILE = Listed("a.npqsync", 100, 1)
TOUCHED = Listed("a.npqsync", 100, 2)


def test_new_file_is_read() -> None:
    assert to_read([FILE], {}, 1) == (FILE,)


def test_file_that_was_read_is_not_read_again_until_it_changes() -> None:
    known = {FILE.name: settled(FILE, "digest")}

    assert to_read([FILE], known, 9) == ()
    assert to_read([TOUCHED], known, 9) == (TOUCHED,)


def test_half_copied_file_is_tried_at_growing_distances_and_then_let_be() -> None:
    known, tried = {}, []
    for number in range(1, 200):
        if to_read([FILE], known, number):
            tried.append(number)
            known = {FILE.name: in_vain(FILE, known.get(FILE.name), number)}

    assert tried == [1, 2, 4, 8, 16, 32, 64]
    assert len(tried) == PATIENCE + 1


def test_half_copied_file_that_grows_is_tried_afresh() -> None:
    known = None
    for number in range(1, PATIENCE + 1):
        known = in_vain(FILE, known, number)

    assert in_vain(TOUCHED, known, 50).tries == 1


def test_one_round_reads_no_more_files_than_patience_allows() -> None:
    many = [Listed(f"{number:02}", 1, 1) for number in range(30)]

    assert len(to_read(many, {}, 1)) == MOST_FILES


def test_one_round_reads_no_more_bytes_than_memory_allows_but_always_one_file() -> None:
    large = [Listed("a", MOST_BYTES + 1, 1), Listed("b", 1, 1)]

    assert to_read(large, {}, 2) == (large[0],)
    assert to_read(large, {}, 3) == (large[1],)
    assert to_read(large[1:], {}, 1) == (large[1],)


def test_missing_own_file_is_written_at_once() -> None:
    assert OwnFile().is_due(Extent(5, 5), 1)


def test_own_file_that_holds_everything_is_left() -> None:
    assert not OwnFile(holds=Extent(5, 5)).is_due(Extent(5, 5), 1)


def test_own_file_waits_for_a_pause_in_the_marks() -> None:
    own = OwnFile(holds=Extent(5, 5))

    due = [own.is_due(Extent(6, 6), number) for number in range(10, 10 + QUIET_ROUNDS + 1)]

    assert due == [False] * QUIET_ROUNDS + [True]


def test_own_file_is_written_in_the_end_even_without_a_pause() -> None:
    own = OwnFile(holds=Extent(5, 5))
    grown = (Extent(6 + number, 6 + number) for number in range(99))

    waited = next(number for number, journal in enumerate(grown) if own.is_due(journal, number))

    assert waited == WAITING_ROUNDS


def test_own_file_with_a_text_that_was_erased_falls_behind() -> None:
    own = OwnFile(holds=Extent(5, 5))

    assert any(own.is_due(Extent(5, 4), number) for number in range(1, QUIET_ROUNDS + 2))


def test_own_name_differs_by_laptop_and_group_and_tells_neither() -> None:
    names = {own_name(group * 64, key) for group in "ab" for key in ("Sam", "Noor")}

    assert len(names) == 4
    assert not any("Sam" in name or "Noor" in name for name in names)


def test_a_file_is_read_however_many_others_change_before_each_round() -> None:
    own = Listed("z.npqsync", 100, 1)
    rounds = []
    for number in range(1, 40):
        flood = [Listed(f"a{at}.npqsync", MOST_BYTES, number) for at in range(20)]
        if own in to_read([*flood, own], {}, number):
            rounds.append(number)

    assert rounds


def test_a_file_of_the_own_group_is_read_at_once_in_a_folder_that_strangers_fill() -> None:
    """They write new files under new names before each round."""
    ours = [Listed("y.npqsync", 100, 1), Listed("z.npqsync", 100, 1)]
    known = {one.name: settled(Listed(one.name, 90, 0), "digest") for one in ours}

    for number in range(1, 10):
        flood = [Listed(f"a{number}-{at}.npqsync", 100, number) for at in range(2_000)]
        chosen = to_read([*flood, *ours], known, number)
        assert set(ours) < set(chosen)
        assert len(chosen) == MOST_FILES


def test_a_new_file_is_read_though_files_of_the_own_group_change_before_each_round() -> None:
    new = Listed("z.npqsync", 100, 1)
    known = {f"a{at}": settled(Listed(f"a{at}", 90, 0), "digest") for at in range(500)}

    assert new in to_read([*(Listed(name, 100, 1) for name in known), new], known, 1)
