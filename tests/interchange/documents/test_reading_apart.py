"""PDF and rich text, read in a child that may die."""

import pytest
from support.documents import pdf, zipped

from npq_desktop.interchange.apart import process
from npq_desktop.interchange.documents import pdf as pdf_reading
from npq_desktop.interchange.documents.any_document import document_text
from npq_desktop.interchange.documents.counting import count_words
from npq_desktop.interchange.documents.pdf import pdf_text
from npq_desktop.interchange.documents.rtf import rtf_lines
from npq_desktop.interchange.work.submissions import read_submissions

PAGE = [
    (72, 760, "The first line of a paragraph that goes on and on and on to the edge"),
    (72, 745, "goes on here and ends."),
    (72, 715, "A second paragraph that starts after a gap and is rather long so that"),
    (72, 700, "it has two lines."),
]
NOTE = rb"{\footnote\pard\plain {\super\chftn} A note}"


def test_lines_of_a_pdf_are_joined_to_paragraphs_across_pages() -> None:
    found = pdf_text(pdf(PAGE, [(72, 760, "Page two.")]))

    assert [len(line.split()) for line in found.lines] == [21, 18, 2]
    assert (found.pages, found.missing) == (2, [])


def test_a_page_that_cannot_be_read_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    read = pdf_reading._page

    def broken(document, number):  # type: ignore[no-untyped-def]
        if number == 0:
            raise ValueError
        return read(document, number)

    monkeypatch.setattr(pdf_reading, "_page", broken)

    found = pdf_text(pdf(PAGE, [(72, 760, "Page two.")]))

    assert (found.lines, found.missing) == (["Page two."], [1])


def test_rich_text_keeps_notes_apart_and_drops_what_was_deleted() -> None:
    rtf = rb"{\rtf1\ansi\ansicpg1252 caf\'e9 \u8364?" + NOTE + rb".{\deleted gone}\par two}"

    assert rtf_lines(rtf) == (["café €.", "two"], ["A note"])


@pytest.mark.parametrize(
    ("rtf", "lines"),
    [
        (rb"{\rtf1{\trowd one\cell two\cell\row}}", ["one\ttwo"]),
        (rb"{\rtf1 a\{b\}\\c}", ["a{b}\\c"]),
        (rb'{\rtf1{\field{\*\fldinst{HYPERLINK "http://x.y"}}{\fldrslt{a link}}}}', ["a link"]),
        (rb"{\rtf1{\header head}\uc1\u-10179?\u-8704? ok}", ["\U0001f600 ok"]),
        (rb"{\rtf1 a{\pict\bin4 }{}{b}c}", ["ac"]),
        (rb"{\rtf1 }}}", []),
    ],
)
def test_rich_text(rtf: bytes, lines: list[str]) -> None:
    assert rtf_lines(rtf)[0] == lines


# ---- the real child ------------------------------------------------------------------------------


@pytest.mark.slow
def test_one_child_serves_many_documents_and_survives_bad_ones(reading_children: None) -> None:
    first = document_text(pdf(PAGE), file_name="a.pdf")
    child = process.documents._process
    bad = document_text(b"%PDF-1.7", file_name="b.pdf")
    rich = document_text(rb"{\rtf1 caf\'e9 " + NOTE + b"}", file_name="c.rtf")
    blank = document_text(pdf([]), file_name="scan.pdf")
    page = document_text(b"<p>caf&eacute;<![x]>", file_name="d.html")

    assert count_words(first).words == 39
    assert first.is_about
    assert bad.problem == "“b.pdf” could not be read. Open the file itself."
    assert [(line.kind, line.text) for line in rich.lines] == [("p", "café"), ("f", "A note")]
    assert "may be a scan" in blank.problem
    assert page.text == "café"
    assert process.documents._process is child


@pytest.mark.slow
def test_an_archive_reads_its_pdfs_in_one_child(reading_children: None) -> None:
    name = "Ann Abbott_1_assignsubmission_file/{}"
    data = zipped({name.format("a.pdf"): pdf(PAGE), name.format("b.rtf"): rb"{\rtf1 two words}"})

    (one,) = read_submissions(data, file_name="x.zip").submissions

    assert one.words == 41
    assert one.text.endswith("lines.\n\ntwo words")
