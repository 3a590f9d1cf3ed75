"""What each line of a document is, in every format."""

import pytest
from support.documents import odt, paragraph, run, word, word_linked

from npq_desktop.interchange.documents.any_document import document_text
from npq_desktop.interchange.documents.shape import (
    DocumentText,
    TextLine,
    members_of,
    packed,
    unpacked,
)

STYLES = (
    '<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="Own"><w:name w:val="Mine"/><w:basedOn w:val="H2"/></w:style>'
    '<w:style w:styleId="Out"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="4"/></w:pPr></w:style>'
    '<w:style w:styleId="Loop"><w:name w:val="y"/><w:basedOn w:val="Loop"/></w:style>'
    '<w:style w:styleId="LB"><w:name w:val="List Bullet"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
)


def kinds(data: bytes, name: str = "a.docx") -> list[tuple[str, str]]:
    return [(line.kind, line.text) for line in document_text(data, file_name=name).lines]


def test_headings_are_known_by_name_by_base_and_by_outline() -> None:
    body = "".join(
        paragraph(text, style=style)
        for text, style in (("a", "H2"), ("b", "Own"), ("c", "Out"), ("d", "Loop"), ("e", "None"))
    )

    found = kinds(word(body, styles=STYLES))

    assert found == [("h2", "a"), ("h2", "b"), ("h3", "c"), ("p", "d"), ("p", "e")]


def test_lists_are_bulleted_or_numbered_by_their_level() -> None:
    body = (
        paragraph("one", list_id=1)
        + paragraph("two", list_id=1, level=1)
        + paragraph("by style", style="LB")
        + paragraph("no list", list_id=0)
    )

    found = kinds(word(body, styles=STYLES, numbering=NUMBERING))

    assert [kind for kind, _ in found] == ["b1", "n2", "b1", "p"]


def test_a_table_inside_a_cell_is_text_of_the_cell() -> None:
    inner = f"<w:tbl><w:tr><w:tc><w:p>{run('inner')}</w:p></w:tc></w:tr></w:tbl>"
    cells = f"<w:tc><w:p>{run('one')}</w:p>{inner}</w:tc><w:tc><w:p>{run('two')}</w:p></w:tc>"

    found = kinds(word(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>{paragraph('after')}"))

    assert found == [("t2", "one inner\ttwo"), ("p", "after")]


def test_a_text_box_comes_after_the_paragraph_it_is_in() -> None:
    box = f"<w:txbxContent><w:p>{run('box')}</w:p></w:txbxContent>"

    found = kinds(word(f"<w:p>{run('before ')}<w:r>{box}</w:r>{run('after')}</w:p>"))

    assert found == [("p", "before after"), ("p", "box")]


def test_notes_stand_after_the_text_without_the_lines_that_part_them() -> None:
    notes = f'<w:footnote w:type="separator"><w:p>{run("x")}</w:p></w:footnote>'
    notes += f'<w:footnote w:id="2"><w:p>{run("A note")}</w:p></w:footnote>'
    ends = f'<w:endnote w:id="2"><w:p>{run("An end")}</w:p></w:endnote>'

    found = kinds(word(paragraph("text"), footnotes=notes, endnotes=ends))

    assert found == [("p", "text"), ("f", "A note"), ("f", "An end")]


def test_bold_text_keeps_its_places_after_blanks_are_gone() -> None:
    body = f"<w:p>{run('  a ')}{run('bold', bold=True)}{run(' c')}</w:p>"

    (line,) = document_text(word(body), file_name="a.docx").lines

    assert line == TextLine("a bold c", "p", ((2, 6),))


def test_a_link_of_a_word_document_keeps_its_place_and_address() -> None:
    link = '<w:hyperlink r:id="rId4">' + run("the") + run(" report") + "</w:hyperlink>"
    inside = '<w:hyperlink r:id="rId5">' + run("a file") + "</w:hyperlink>"
    body = f"<w:p>{run('See ')}{link}{run(', ')}{inside}</w:p>"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId4" Target="https://example.org/r?a=1" TargetMode="External"/>'
        '<Relationship Id="rId5" Target="file:///etc/passwd" TargetMode="External"/>'
        "</Relationships>"
    )
    data = word_linked(body, relations)

    (line,) = document_text(data, file_name="a.docx").lines

    assert line.text == "See the report, a file"
    assert line.links == ((4, 14, "https://example.org/r?a=1"),)


def test_what_is_not_shown_is_counted() -> None:
    body = f"<w:p>{run('a')}<w:del><w:r/></w:del><w:commentReference/><w:commentReference/></w:p>"

    found = document_text(word(body), file_name="a.docx")

    assert found.unseen == {"tracked": 1, "comments": 2}


def test_symbols_of_the_symbol_font_are_written() -> None:
    signs = '<w:r><w:sym w:font="Symbol" w:char="F0D7"/><w:sym w:font="Wing" w:char="F0D7"/></w:r>'

    assert kinds(word(f"<w:p>{signs}</w:p>")) == [("p", "×•")]


def test_an_open_document_has_headings_lists_tables_and_bold() -> None:
    styles = (
        '<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1"/>'
        '<text:list-level-style-number text:level="2"/></text:list-style>'
        '<style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style>'
    )
    body = (
        '<text:h text:outline-level="2">Head</text:h>'
        '<text:list text:style-name="L1"><text:list-item><text:p>one</text:p>'
        "<text:list><text:list-item><text:p>two</text:p></text:list-item></text:list>"
        "</text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>c1</text:p></table:table-cell>"
        "<table:table-cell><text:p>c2</text:p></table:table-cell></table:table-row></table:table>"
        '<text:p>a <text:span text:style-name="T1">b</text:span><draw:frame><draw:image/>'
        "</draw:frame><office:annotation><text:p>no</text:p></office:annotation></text:p>"
    )

    found = document_text(odt(body, styles=styles), file_name="a.odt")

    assert [(line.kind, line.text) for line in found.lines] == [
        ("h2", "Head"),
        ("b1", "one"),
        ("n2", "two"),
        ("t2", "c1\tc2"),
        ("p", "a b"),
    ]
    assert found.lines[-1].strong == ((2, 3),)
    assert found.unseen == {"pictures": 1, "comments": 1}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.odt", odt('<text:p>see <text:a xlink:href="mailto:a@b.org">me</text:a> now</text:p>')),
        ("a.html", b'<p>see <a href="mailto:a@b.org">me</a> now <a href="javascript:x()">no</a>'),
    ],
)
def test_links_of_other_documents_keep_their_addresses(name: str, data: bytes) -> None:
    (line,) = document_text(data, file_name=name).lines

    assert line.links == ((4, 6, "mailto:a@b.org"),)


def test_a_web_page_has_headings_lists_tables_and_bold() -> None:
    page = (
        "<h1>Head</h1><p>a <b>b</b></p><ul><li>one<ol><li><p>two</p></li></ol></li></ul>"
        "<table><tr><th>x<td>y<tr><td>z<table><tr><td>in</td></tr></table></table>"
        "<h5>Low</h5>last<br>line<img>"
    )

    found = document_text(page.encode(), file_name="a.html")

    assert [(line.kind, line.text) for line in found.lines] == [
        ("h1", "Head"),
        ("p", "a b"),
        ("b1", "one"),
        ("n2", "two"),
        ("t2", "x\ty"),
        ("t1", "z in"),
        ("h3", "Low"),
        ("p", "last"),
        ("p", "line"),
    ]
    assert found.lines[1].strong == ((2, 3),)
    assert found.unseen == {"pictures": 1}


# ---- what a change carries -----------------------------------------------------------------------


def test_tokens_are_packed_and_unpacked() -> None:
    tokens = ("h1", "p", "p", "p", "t2", "b1")
    text = "a\nb\nc\nd\ne\tf\ng"

    assert packed(tokens) == "h1 p*3 t2 b1"
    assert unpacked("h1 p*3 t2 b1", text) == tokens


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ("p", "a\nb"),
        ("p*3", "a\nb"),
        ("p x", "a\nb"),
        ("t2", "a\tb\tc"),
        ("p*99999999999", "a"),
        ("p*0", "a"),
        ("", "a"),
    ],
)
def test_a_shape_that_does_not_fit_its_text_is_none(shape: str, text: str) -> None:
    assert unpacked(shape, text) is None


def test_what_is_carried_fits_the_beginning_of_the_text() -> None:
    lines = (
        TextLine("ab", "h1", ((0, 2),)),
        TextLine("cdef", "p", ((1, 4),), ((0, 4, "https://a.org"), (3, 4, "https://b.org"))),
        TextLine("no", "b1"),
    )
    document = DocumentText(lines, "docx", unseen={"comments": 2})

    assert members_of([document], "ab\ncde") == {
        "shape": "h1 p",
        "strong": [[0, 0, 2], [1, 1, 3]],
        "links": [[1, 0, 3, "https://a.org"]],
        "unseen": {"comments": 2},
    }


def test_two_documents_are_parted_by_an_empty_line() -> None:
    documents = [
        DocumentText((TextLine("a", "h1"),)),
        DocumentText((TextLine("b"),), is_plain=True),
    ]

    assert members_of(documents, "a\n\nb") == {"shape": "h1 p*2"}


def test_a_shape_too_large_for_a_change_is_left_out() -> None:
    lines = tuple(TextLine("x", kind) for _ in range(2_000) for kind in ("b1", "p"))
    document = DocumentText(lines, "docx")

    assert members_of([document], document.text) == {}


def test_of_a_plain_text_nothing_more_is_said() -> None:
    assert members_of([DocumentText((TextLine("a"),), is_plain=True)], "a") == {}
