import io
import zipfile

import pytest
from support.documents import W, odt, run, word, zipped

from npq_desktop.interchange.documents.any_document import document_text, read_document


def text_of(data: bytes, name: str = "a.docx") -> str:
    return document_text(data, file_name=name).text


def test_inserted_text_counts_and_deleted_text_does_not():
    inserted = f"<w:ins>{run('new')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"

    assert text_of(word(f"<w:p>{run('kept ')}{inserted}</w:p>")) == "kept new"


def test_table_cells_are_words_of_their_own():
    cells = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in ("one", "two"))

    assert text_of(word(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")) == "one\ttwo"


def test_text_box_counts_once():
    box = f"<w:p>{run('box')}</w:p>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"

    assert text_of(word(f"<mc:AlternateContent>{both}</mc:AlternateContent>")) == "box"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"\xd0\xcf\x11\xe0old", "old .doc"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "has a password"),
        (b"ID3\x04", "is a recording"),
        (zipped({"ppt/presentation.xml": ""}), "is a presentation"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"PK\x03\x04", "damaged"),
        (word("", '<!DOCTYPE x [<!ENTITY a "b">]>'), "entities"),
    ],
)
def test_unreadable_document_says_why(data, reason):
    assert reason in document_text(data, file_name="a.docx").problem


def test_web_page_gives_what_a_reader_sees():
    page = b"<html><head><title>t</title></head><body><p>a&nbsp;b</p><script>x</script><br>c</body>"

    assert text_of(page, "a.html").split() == ["a", "b", "c"]


def test_entities_in_a_wide_encoding_are_refused_too():
    xml = f'<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><w:document {W}/>'
    for encoding in ("utf-16", "utf-16-be"):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("word/document.xml", xml.encode(encoding))

        assert "entities" in document_text(buffer.getvalue(), file_name="a.docx").problem


def test_breaks_and_hyphens_are_text():
    pieces = f"{run('one')}<w:r><w:tab/></w:r>{run('two')}<w:r><w:br/></w:r>"
    pieces += f"{run('well')}<w:r><w:noBreakHyphen/></w:r>{run('read')}"

    assert text_of(word(f"<w:p>{pieces}</w:p>")) == "one\ttwo\nwell-read"


def test_body_that_is_a_bomb_says_so():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (8 * 1024 * 1024))

    assert "packed far more tightly" in document_text(buffer.getvalue(), file_name="a.docx").problem


def test_thousands_of_nested_elements_are_a_document_like_any_other():
    body = "<w:p>" * 20_000 + run("deep") + "</w:p>" * 20_000

    assert text_of(word(body)) == "deep"


MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"


@pytest.mark.parametrize(
    ("equation", "written"),
    [
        ("<m:f><m:num>{3}</m:num><m:den>{4}</m:den></m:f>", "(3)/(4)"),
        ("<m:sSup><m:e>{x}</m:e><m:sup>{2}</m:sup></m:sSup>", "x^(2)"),
        ("<m:sSub><m:e>{a}</m:e><m:sub>{n}</m:sub></m:sSub>", "a_(n)"),
        ("<m:rad><m:deg>{3}</m:deg><m:e>{9}</m:e></m:rad>", "√(9)"),
        ("<m:d><m:e>{1+2}</m:e></m:d>", "(1+2)"),
    ],
)
def test_equations_are_written_on_one_line(equation: str, written: str) -> None:
    for mark, tag in (("{", "<m:r><m:t>"), ("}", "</m:t></m:r>")):
        equation = equation.replace(mark, tag)
    body = (
        f'<w:p><w:r><w:t>Pupils wrote </w:t></w:r><m:oMath xmlns:m="{MATHS}">{equation}'
        "</m:oMath><w:r><w:t> on the board</w:t></w:r></w:p>"
    )

    found = document_text(word(body), file_name="task.docx")

    assert found.text == f"Pupils wrote {written} on the board"


def test_an_open_document_text_is_read_in_its_order() -> None:
    data = odt(
        "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
        "<text:h>Title</text:h><text:p>One<text:s text:c='2'/>two<text:tab/>three"
        "<text:line-break/>four<text:note><text:note-body><text:p>note</text:p>"
        "</text:note-body></text:note></text:p>\n  <text:list><text:list-item>"
        "<text:p>five\n six</text:p></text:list-item></text:list>"
    )

    found = document_text(data, file_name="task.odt")

    assert found.text.split("\n") == ["Title", "One  two\tthree", "four", "five six", "note"]


@pytest.mark.parametrize(
    "data",
    [
        odt("<text:p>x</text:p>", kind="application/vnd.oasis.opendocument.spreadsheet"),
        odt("<text:p>x"),
        odt("<!DOCTYPE a [<!ENTITY b 'c'>]><text:p>x</text:p>"),
    ],
)
def test_what_is_no_sound_open_document_text_says_why(data: bytes) -> None:
    found = document_text(data, file_name="task.odt")

    assert found.text == ""
    assert found.problem


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (b"<p>a<![x]>b", "ab"),
        (b"<p>a<!-- b", "a"),
        (b"<p>a < b &#" + b"9" * 5_000 + b";", "a < b \ufffd"),
        (b"<p title='it > is'>a</p", "a"),
        (b"<p>a<script>if (1 < 2) x('</p>')</script>b", "ab"),
        (b"<p>a<?x?></p/ y>b", "a\nb"),
        (b"<p>no end", "no end"),
    ],
)
def test_nothing_in_a_page_is_an_error(page: bytes, text: str) -> None:
    assert read_document(page, "a.html").text == text
