"""Times that no file tells stay unknown, and long texts of any script fit into an entry."""

import pytest

from npq_desktop.rows.review import LONGEST_TEXT, Attempt, beginning_of

TASK = "m1.reflective"


@pytest.fixture
def group(scene):
    return scene("Ann", "Ben")


def test_work_of_which_no_file_tells_the_time_has_none(group):
    group.hand_in("Ann", TASK)

    (row,) = group.application.review.queue(group.group)
    (attempt,) = group.application.review.view(group.group, row.work).attempts

    assert (row.handed_in, attempt.handed_in) == (None, None)
    assert row.brought_in == attempt.brought_in == group.laptop.clock()


def test_work_of_unknown_time_waits_since_it_was_brought_in(group):
    group.hand_in("Ben", TASK)
    group.hand_in("Ann", TASK, handed_in="2030-01-01T00:00:00Z")

    rows = group.application.review.queue(group.group)

    assert [row.name for row in rows] == ["Ben", "Ann"]


def test_text_that_is_typed_in_is_handed_in_now(group):
    review = group.application.review
    review.hand_in(group.group, group.people["Ann"], TASK, "I taught it on Monday.")

    (row,) = review.queue(group.group)

    assert row.handed_in == group.laptop.clock()


@pytest.mark.parametrize("letter", ["x", "é", "数", "😀", "\n", '"', "\x01"])
def test_a_long_text_of_any_script_fits_into_an_entry(group, letter):
    text = beginning_of(letter * 90_000)

    group.write("submission.add", who="Ann", task=TASK, content="a" * 64, name="a.docx", text=text)

    (row,) = group.application.review.queue(group.group)
    (attempt,) = group.application.review.view(group.group, row.work).attempts
    assert attempt.text == text
    assert attempt.is_cut


@pytest.mark.parametrize("letter", ["x", "é", "数"])
def test_a_text_that_fits_is_whole(letter):
    text = letter * 14_000

    assert beginning_of(text) == text
    assert not Attempt("", "", text, 0, None, "").is_cut


@pytest.mark.parametrize("letter", ["x", "é", "数", "😀"])
def test_a_longer_text_is_cut_by_bytes_at_a_line_end(letter):
    line = letter * 1_000 + "\n"

    cut = beginning_of(line * 60)

    assert LONGEST_TEXT - len(line.encode()) - 1 <= len(cut.encode()) <= LONGEST_TEXT
    assert not cut.endswith("\n")
    assert (line * 60)[len(cut)] == "\n"


def test_how_many_words_the_whole_has_is_known(group):
    group.hand_in("Ann", TASK, "one two", words_all=9_400)

    (row,) = group.application.review.queue(group.group)
    (attempt,) = group.application.review.view(group.group, row.work).attempts
    assert (attempt.words, attempt.words_all, attempt.is_cut) == (2, 9_400, True)


@pytest.mark.parametrize(("said", "late"), [(True, True), (False, False), ("yes", False)])
def test_work_is_late_where_the_platform_says_so(group, said, late):
    group.hand_in("Ann", TASK, late=said)

    (row,) = group.application.review.queue(group.group)
    assert row.late is late
