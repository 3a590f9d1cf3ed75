"""The one way from a file's bytes to a table, whichever of text and workbook it is."""

from npq_desktop.interchange.files.file_kinds import readable_kind
from npq_desktop.interchange.files.tables import HeaderScore, Table
from npq_desktop.interchange.files.text_tables import read_text_table
from npq_desktop.interchange.files.workbooks import read_workbook_table


def read_any_table(
    data: bytes, *, file_name: str, header_score: HeaderScore, sheet: str | None = None
) -> Table:
    """Every row of a CSV or of one sheet of a workbook; ``sheet`` is for a workbook only.

    Raises: InterchangeError when the bytes are no readable table.
    """
    if readable_kind(data, file_name) != "text":
        return read_workbook_table(
            data, file_name=file_name, header_score=header_score, sheet=sheet
        )
    return read_text_table(data, file_name=file_name, header_score=header_score)
