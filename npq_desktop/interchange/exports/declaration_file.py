"""Writes declarations in the Department's bulk layout: exactly its columns, for its own program.

UTF-8 without a byte order mark, LF at the ends of lines. Values are checked before they come here,
so that none of them can act in a spreadsheet.
"""

import csv
import io
from collections.abc import Iterable, Sequence


def declaration_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The file as bytes."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8")
