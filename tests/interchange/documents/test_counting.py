"""One rule of words for tasks and responses."""

import pytest

from npq_desktop.interchange.documents.counting import WordCount, count_words
from npq_desktop.interchange.documents.shape import DocumentText, TextLine


def counted(*lines: TextLine) -> WordCount:
    return count_words(DocumentText(lines))


def words(number: int) -> TextLine:
    return TextLine(" ".join(["word"] * number))


def test_everything_counts_without_a_list_of_references() -> None:
    assert counted(words(10), TextLine("a\tb", "t2"), TextLine("a note", "f")) == WordCount(14, 14)


def test_references_after_the_text_do_not_count() -> None:
    assert counted(words(1_500), TextLine("References"), words(60)) == WordCount(1_500, 1_561)


def test_a_footnote_counts_also_where_references_come_before_it() -> None:
    found = counted(words(1_500), TextLine("References"), words(60), TextLine("x " * 10, "f"))

    assert found == WordCount(1_510, 1_571)


def test_a_heading_in_the_first_half_is_no_list_and_a_later_one_is() -> None:
    found = counted(
        words(10), TextLine("References"), words(100), TextLine("Appendix A:"), words(5)
    )

    assert found == WordCount(111, 118)


@pytest.mark.parametrize(
    "title",
    [
        "REFERENCES",
        "5. Reference list",
        "5.1 Bibliography:",
        "Works cited",
        "Appendix 2",
        "appendices",
    ],
)
def test_titles_of_lists(title: str) -> None:
    assert counted(words(20), TextLine(title), words(3)).words == 20


@pytest.mark.parametrize(
    "text", ["References are here", "My references", "Appendix AB", "ReferencesA"]
)
def test_a_paragraph_that_says_more_is_no_title(text: str) -> None:
    found = counted(words(20), TextLine(text), words(3))

    assert found.words == found.words_all


def test_a_cell_is_no_title() -> None:
    found = counted(words(20), TextLine("References", "t1"), words(3))

    assert found.words == found.words_all == 24
