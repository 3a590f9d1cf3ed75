"""Documents of every format, written by hand so that a test says all that is in them."""

import io
import zipfile
from collections.abc import Sequence

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODT = " ".join(
    f'xmlns:{short}="{_ODF}:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    )
)
ODT += ' xmlns:xlink="http://www.w3.org/1999/xlink"'


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """An archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word(body: str, before: str = "", **parts: str) -> bytes:
    """A Word document; ``parts`` are the insides of styles, numbering, footnotes or endnotes."""
    roots = {"styles": "styles", "numbering": "numbering"}
    more = {
        f"word/{name}.xml": f"<w:{roots.get(name, name)} {W}>{inside}</w:{roots.get(name, name)}>"
        for name, inside in parts.items()
    }
    written = f"{before}<w:document {W} {MC}><w:body>{body}</w:body></w:document>"
    return zipped(
        {
            "word/document.xml": written,
            "word/header1.xml": f"<w:hdr {W}><w:t>header</w:t></w:hdr>",
            **more,
        }
    )


def word_linked(body: str, relations: str) -> bytes:
    """A Word document that names what is outside it by ids."""
    space = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    written = f"<w:document {W} {space}><w:body>{body}</w:body></w:document>"
    return zipped({"word/document.xml": written, "word/_rels/document.xml.rels": relations})


def run(text: str, *, bold: bool = False) -> str:
    """A run of a Word document."""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f"<w:r>{look}<w:t>{text}</w:t></w:r>"


def paragraph(text: str, *, style: str = "", list_id: int = 0, level: int = 0) -> str:
    """A paragraph of a Word document."""
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    if list_id:
        look += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return f"<w:p><w:pPr>{look}</w:pPr>{run(text)}</w:p>"


def odt(
    body: str, kind: str = "application/vnd.oasis.opendocument.text", styles: str = ""
) -> bytes:
    """An OpenDocument text."""
    automatic = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    content = f"<office:document-content {ODT}>{automatic}{body}</office:document-content>"
    return zipped({"mimetype": kind, "content.xml": content})


def pdf(*pages: Sequence[tuple[int, int, str]]) -> bytes:
    """A PDF; each page is lines, each (from the left, from the foot, text), in points."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for page in pages:
        lines = b" ".join(
            b"1 0 0 1 %d %d Tm (%s) Tj" % (x, y, text.encode("latin-1")) for x, y, text in page
        )
        stream = b"BT /F1 11 Tf " + lines + b" ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        fonts = b"/Resources << /Font << /F1 3 0 R >> >>"
        made = (len(objects), fonts)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R %s >>" % made
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    written = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(places)
    ending = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    return written + table + ending % (len(objects) + 1, len(written))
