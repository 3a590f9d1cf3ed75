"""Counts the words of what was handed in, by one rule for tasks and responses.

Words are runs of non-space characters of headings, body, lists, tables, text boxes and notes. What
page headers, comments, deletions and automatic numbers hold is not among a document's lines.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from npq_desktop.interchange.documents.shape import NOTE, DocumentText, TextLine

RULE = 1
"""The number of the rule, kept beside a count."""
_LIST = re.compile(
    r"(?:\d+(?:\.\d+)*[.)]?\s+)?"
    r"(?:references|reference list|bibliography|works cited|appendix|appendices)"
    r"(?:\s+(?:[^\W\d_]|\d+))?\s*:?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WordCount:
    """``words`` without the list of references and appendices, ``words_all`` with them."""

    words: int
    words_all: int


def words_in(text: str) -> int:
    """Runs of non-space characters."""
    return len(text.split())


def count_words(document: DocumentText) -> WordCount:
    """The words of a document.

    The list of references is what follows the first paragraph that is only its title and has at
    least half of all words before it, the title included.
    """
    counted = [words_in(line.text) for line in document.lines]
    everything = sum(counted)
    before = 0
    for line, words in zip(document.lines, counted, strict=True):
        if _is_title(line) and 2 * before >= everything:
            return WordCount(before + _notes(document.lines, counted), everything)
        if line.kind != NOTE:
            before += words
    return WordCount(everything, everything)


def _is_title(line: TextLine) -> bool:
    in_text = line.kind[0] != "t" and line.kind != NOTE
    return in_text and _LIST.fullmatch(line.text.strip()) is not None


def _notes(lines: Sequence[TextLine], counted: Sequence[int]) -> int:
    pairs = zip(lines, counted, strict=True)
    return sum(words for line, words in pairs if line.kind == NOTE)
