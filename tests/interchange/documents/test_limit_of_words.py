"""A response at the limit of words and one above it, in each of the five formats."""

from collections.abc import Callable, Sequence

import pytest
from support.documents import odt, paragraph, pdf, word

from npq_desktop.interchange.documents.any_document import read_document
from npq_desktop.interchange.documents.counting import WordCount, count_words

LIMIT = 1_500
LISTED = 60
"""Words under the title of the list of references, which is one word itself."""


def _docx(paragraphs: Sequence[str]) -> bytes:
    return word("".join(paragraph(each) for each in paragraphs))


def _odt(paragraphs: Sequence[str]) -> bytes:
    inside = "".join(f"<text:p>{each}</text:p>" for each in paragraphs)
    return odt(f"<office:body><office:text>{inside}</office:text></office:body>")


def _rtf(paragraphs: Sequence[str]) -> bytes:
    return (r"{\rtf1\ansi " + r"\par ".join(paragraphs) + "}").encode()


def _txt(paragraphs: Sequence[str]) -> bytes:
    return "\n\n".join(paragraphs).encode()


def _pdf(paragraphs: Sequence[str]) -> bytes:
    """Lines of ten words, with a gap after each paragraph, forty lines a page."""
    lines: list[str] = []
    for each in paragraphs:
        said = each.split()
        lines += [" ".join(said[at : at + 10]) for at in range(0, len(said), 10)] + [""]
    pages = [lines[at : at + 40] for at in range(0, len(lines), 40)]
    places = [[(72, 780 - 16 * at, text) for at, text in enumerate(page) if text] for page in pages]
    return pdf(*places)


FORMATS: dict[str, Callable[[Sequence[str]], bytes]] = {
    "docx": _docx,
    "odt": _odt,
    "rtf": _rtf,
    "txt": _txt,
    "pdf": _pdf,
}


@pytest.mark.parametrize("number", [LIMIT, LIMIT + 1])
@pytest.mark.parametrize("ending", FORMATS)
def test_words_are_counted_to_the_last_one(ending: str, number: int) -> None:
    body = [" ".join(["word"] * 700), " ".join(["well-known"] * (number - 703))]
    paragraphs = ["Three words first", *body, "References", " ".join(["listed"] * LISTED)]

    found = read_document(FORMATS[ending](paragraphs), f"essay.{ending}")

    assert count_words(found) == WordCount(number, number + 1 + LISTED)
