"""Counts the words of a response by the one rule of words, as the office's settings want it."""

from dataclasses import dataclass

from npq_desktop.interchange.documents.counting import count_words
from npq_desktop.interchange.documents.shape import DocumentText
from npq_desktop.programme.office import References


@dataclass(frozen=True, slots=True)
class CountedWords:
    """The count that the limit is for and that of everything; None where there is no text."""

    words: int | None
    words_all: int | None
    form: str
    problem: str = ""


def counted(document: DocumentText, references: References) -> CountedWords:
    """The words of a document that was handed in."""
    if document.problem:
        return CountedWords(None, None, document.kind, document.problem)
    found = count_words(document)
    words = found.words_all if references is References.COUNTED else found.words
    return CountedWords(words, found.words_all, document.kind)
