"""Reads the text of a PDF, in the reading child only: lines joined to paragraphs, no headings."""

import ctypes
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

_HYPHENS = "\x02\ufffe\xad"
_LEADING, _SHORT = 1.35, 0.75
_ENDS = (".", "?", "!", ":", ";", "”", '"', ")")
_BEGINS = ("•", "–", "▪", "◦", "\uf0b7")
_PASSWORD = 4


class PdfLockedError(Exception):
    """The document has a password."""


@dataclass(frozen=True, slots=True)
class PdfText:
    """The paragraphs of a PDF; ``missing`` are the pages that could not be read, from 1."""

    lines: list[str]
    pages: int
    missing: list[int]


@dataclass(frozen=True, slots=True)
class _Printed:
    """One line as printed, from its right end to its foot, in points."""

    text: str
    right: float
    foot: float


def forget_fonts() -> None:
    """Start PDFium again without the system's fonts, which reading text needs none of."""
    raw.FPDF_DestroyLibrary()
    none = (ctypes.POINTER(ctypes.c_char) * 1)()
    config = raw.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=none)
    raw.FPDF_InitLibraryWithConfig(config)


def pdf_text(data: bytes) -> PdfText:
    """The paragraphs of a PDF.

    Raises:
        PdfLockedError: it has a password.
        PdfiumError: it is damaged.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise PdfLockedError from error
        raise
    printed: list[_Printed] = []
    missing: list[int] = []
    pages = len(document)
    for number in range(pages):
        try:
            printed += _page(document, number)
        except (pypdfium2.PdfiumError, ValueError):
            missing.append(number + 1)
    return PdfText(list(_paragraphs(printed)), pages, missing)


def _page(document: pypdfium2.PdfDocument, number: int) -> list[_Printed]:
    page = document[number]
    text_page = page.get_textpage()
    try:
        text = text_page.get_text_range()
        return list(_lines(text_page, text))
    finally:
        text_page.close()
        page.close()


def _lines(text_page: pypdfium2.PdfTextPage, text: str) -> Iterable[_Printed]:
    at = 0
    for line in text.split("\r\n"):
        if line.strip():
            last = at + len(line.rstrip()) - 1
            _, bottom, right, _ = text_page.get_charbox(min(last, text_page.count_chars() - 1))
            yield _Printed(line.strip(), right, bottom)
        at += len(line) + 2


def _paragraphs(printed: Sequence[_Printed]) -> Iterable[str]:
    """Lines that follow each other closely, up to a short one that ends a sentence."""
    falls = [a.foot - b.foot for a, b in pairwise(printed)]
    usual = statistics.median([fall for fall in falls if fall > 0] or [0.0])
    widest = max((line.right for line in printed), default=0.0)
    paragraph = ""
    before: _Printed | None = None
    for line in printed:
        if before is not None and _is_new(before, line, usual, widest):
            yield paragraph
            paragraph = ""
        paragraph = _joined(paragraph, line.text)
        before = line
    if paragraph:
        yield paragraph


def _is_new(before: _Printed, line: _Printed, usual: float, widest: float) -> bool:
    fall = before.foot - line.foot
    if line.text.startswith(_BEGINS):
        return True
    if fall > usual * _LEADING:
        return True
    ended = before.text.endswith(_ENDS)
    return ended and before.right < widest * _SHORT


def _joined(paragraph: str, line: str) -> str:
    if not paragraph:
        return line.rstrip(_HYPHENS) if len(line) == 1 else line
    if paragraph[-1] in _HYPHENS:
        return paragraph[:-1] + line
    return f"{paragraph} {line}"
