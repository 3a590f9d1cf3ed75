"""PDF and rich text, read in a child that may die."""

import io
import sys

import pytest
from support.documents import pdf, zipped

from npq_desktop.interchange.documents import pdf as pdf_reading
from npq_desktop.interchange.documents.any_document import document_text
from npq_desktop.interchange.documents.apart import ReadingChild
from npq_desktop.interchange.documents.child import answer_one
from npq_desktop.interchange.documents.counting import count_words
from npq_desktop.interchange.documents.formats import PDF, REQUEST, RTF
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


def exchange(kind: bytes, data: bytes) -> bytes:
    target = io.BytesIO()
    assert answer_one(io.BytesIO(REQUEST.pack(kind, len(data)) + data), target)
    return target.getvalue()


def test_the_child_answers_with_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("npq_desktop.interchange.documents.child._allow_seconds", lambda: None)
    monkeypatch.setattr("npq_desktop.interchange.documents.child.MOST_ANSWERED", 60)

    assert b'"damaged"' in exchange(PDF, b"%PDF-1.7")
    assert b'"notes": ["A note"]' in exchange(RTF, rb"{\rtf1 a" + NOTE + b"}")
    assert b'"long"' in exchange(RTF, rb"{\rtf1 " + b"a" * 60 + b"}")
    assert not answer_one(io.BytesIO(b"P"), io.BytesIO())


# ---- the real child ------------------------------------------------------------------------------


@pytest.mark.slow
def test_one_child_serves_many_documents_and_survives_bad_ones() -> None:
    with ReadingChild() as apart:
        first = document_text(pdf(PAGE), file_name="a.pdf", apart=apart)
        process = apart._process
        bad = document_text(b"%PDF-1.7", file_name="b.pdf", apart=apart)
        rich = document_text(rb"{\rtf1 caf\'e9 " + NOTE + b"}", file_name="c.rtf", apart=apart)
        blank = document_text(pdf([]), file_name="scan.pdf", apart=apart)

        assert count_words(first).words == 39
        assert first.is_about
        assert bad.problem == "“b.pdf” could not be read. Open the file itself."
        assert [(line.kind, line.text) for line in rich.lines] == [("p", "café"), ("f", "A note")]
        assert "may be a scan" in blank.problem
        assert apart._process is process
    assert process is not None
    assert process.poll() is not None


@pytest.mark.slow
@pytest.mark.parametrize(
    "program",
    [
        "import time;time.sleep(60)",
        "import os,signal;os.kill(os.getpid(),9)",
        "import sys;sys.stdin.buffer.read(5);sys.stdout.buffer.write(b'\\xff\\xff\\xff\\xff');",
        "import sys;sys.stdin.buffer.read(5);sys.stdout.buffer.write(b'\\0\\0\\0\\2[]');",
        "import sys;sys.stdin.buffer.read(5);sys.stdout.buffer.write(b'\\0\\0\\0\\2{x');",
    ],
)
def test_a_child_that_hangs_dies_or_talks_nonsense_costs_one_document(program: str) -> None:
    with ReadingChild([sys.executable, "-S", "-c", program], seconds=0.3) as apart:
        found = document_text(b"%PDF-1.7", file_name="a.pdf", apart=apart)

        assert "could not be read" in found.problem
        apart._command = (sys.executable, "-m", "npq_desktop", "read-apart")
        apart._seconds = 20
        assert document_text(pdf(PAGE), file_name="a.pdf", apart=apart).lines


def test_a_program_that_is_not_there_costs_one_document() -> None:
    with ReadingChild(["/no/such/program"]) as apart:
        assert "could not be read" in document_text(b"%PDF", file_name="a", apart=apart).problem


@pytest.mark.slow
def test_an_archive_reads_its_pdfs_in_one_child() -> None:
    name = "Ann Abbott_1_assignsubmission_file/{}"
    data = zipped({name.format("a.pdf"): pdf(PAGE), name.format("b.rtf"): rb"{\rtf1 two words}"})

    (one,) = read_submissions(data, file_name="x.zip").submissions

    assert one.words == 41
    assert one.text.endswith("lines.\n\ntwo words")
