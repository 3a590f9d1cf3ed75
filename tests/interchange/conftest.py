"""Small files made on the spot: CSV text and .xlsx bytes, and the samples of platform exports."""

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

LIST_ROWS = (
    ("Full name", "Email", "TRN"),
    ("Aoife O'Brien", "aoife@ashgrove.example.org", "2841067"),
    ("Wei Li", "wei@larkmoor.example.org", "0031415"),
)


@pytest.fixture
def lms(samples: Path) -> Path:
    """The folder of platform exports."""
    return samples / "lms"


@pytest.fixture
def make_workbook() -> Callable[..., bytes]:
    """Make an .xlsx of one sheet from rows; ``change`` gets the sheet before it is saved."""

    def make(
        rows: Sequence[Sequence[object]] = LIST_ROWS,
        *,
        title: str = "Group 07",
        change: Callable[[Worksheet], None] | None = None,
    ) -> bytes:
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        assert sheet is not None
        sheet.title = title
        for row in rows:
            sheet.append(list(row))
        if change is not None:
            change(sheet)
        buffer = io.BytesIO()
        workbook.save(buffer)
        return buffer.getvalue()

    return make


@pytest.fixture
def repack() -> Callable[..., bytes]:
    """Copy a zip, with some parts replaced or added."""

    def copy(data: bytes, **changed: bytes) -> bytes:
        parts = {name.replace("__", "/").replace("--", "."): body for name, body in changed.items()}
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", 8) as new:
            for entry in old.infolist():
                if entry.filename not in parts:
                    new.writestr(entry.filename, old.read(entry))
            for name, body in parts.items():
                new.writestr(name, body)
        return buffer.getvalue()

    return copy


_OPEN_DOCUMENT = """<?xml version="1.0"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="Group 07">{}</table:table>
</office:spreadsheet></office:body></office:document-content>"""
_MANIFEST = """<?xml version="1.0"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"""


@pytest.fixture
def make_open_document() -> Callable[..., bytes]:
    """Make an .ods of one sheet from rows of texts and numbers."""

    def make(rows: Sequence[Sequence[object]]) -> bytes:
        written = "".join(
            f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows
        )
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", _OPEN_DOCUMENT.format(written))
            archive.writestr("META-INF/manifest.xml", _MANIFEST)
        return buffer.getvalue()

    return make


def _cell(value: object) -> str:
    if isinstance(value, int):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    text = f"<text:p>{value}</text:p>"
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
