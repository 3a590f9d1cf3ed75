"""The page for facilitators on one sheet of A4: keys, how to send, what if the laptop dies."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from npq_desktop.resources import resource
from npq_desktop.services.core.laptop.files import save_plain

SUGGESTED = "NPQ Desktop on one page.pdf"
_MARGIN_MM = 14.0
_DOTS_PER_INCH = 96
_POINTS = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
"""The sizes of text that are tried, so that it fits one sheet in any font."""


def one_page_pdf(text: str | None = None) -> bytes:
    """The page as a PDF document, in the largest text with which it fits one sheet."""
    text = resource("guide/one-page.md").read_text(encoding="utf-8") if text is None else text
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS_PER_INCH)
    writer.setTitle("NPQ Desktop on one page")
    writer.setCreator("NPQ Desktop")
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM),
            QPageLayout.Unit.Millimeter,
        )
    )
    _fitting(text, writer).print_(writer)
    buffer.close()
    return bytes(content.data())


def _fitting(text: str, writer: QPdfWriter) -> QTextDocument:
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.documentLayout().setPaintDevice(writer)
    document.setPageSize(writer.pageLayout().paintRectPixels(_DOTS_PER_INCH).size().toSizeF())
    for points in _POINTS:
        font = QFont()
        font.setPointSizeF(points)
        document.setDefaultFont(font)
        document.setMarkdown(text)
        if document.pageCount() == 1:
            break
    return document


def save_one_page(path: Path) -> None:
    """Write the page as a PDF file.

    Raises:
        BundleError: it was not saved; a file of that name is as it was.
    """
    save_plain(path, one_page_pdf())
