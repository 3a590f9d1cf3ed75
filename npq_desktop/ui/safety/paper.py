"""The recovery sheet as a page: for a printer, or as a PDF to print elsewhere and delete."""

from pathlib import Path

from npq_desktop.errors import ServiceError
from npq_desktop.rows.recovery import RecoverySheet
from npq_desktop.ui.printing.pages import Paper, pdf_of

_POINTS = 13.0
_CODE_MM = 8.0


def paper_of(sheet: RecoverySheet) -> Paper:
    """What stands on the sheet."""
    whose = f" of {sheet.person}" if sheet.person else ""
    return Paper(
        heading=f"NPQ Desktop recovery sheet {sheet.number}",
        lines=(f"For the laptop “{sheet.device}”{whose}.",),
        foot="Recovery sheet · keep it apart from the laptop",
        columns=("Recovery code",),
        shares=(1,),
        rows=((sheet.code.replace("-", " – "),),),
        closing=_CLOSING,
        row_mm=_CODE_MM,
        points=_POINTS,
    )


def save_pdf(sheet: RecoverySheet, path: Path) -> None:
    """Write the page as a PDF.

    Raises:
        ServiceError: the file cannot be written.
    """
    try:
        path.write_bytes(pdf_of(paper_of(sheet)))
    except OSError as error:
        raise ServiceError(
            f"“{path.name}” cannot be written ({error.strerror}): choose another place."
        ) from error


_CLOSING = tuple(
    """
Keep this sheet apart from the laptop: at home or in the school safe, never in the laptop bag. \
Whoever has it and a backup or a sync file of yours can read the data of your groups.

When the laptop is lost, stolen or broken: install NPQ Desktop on another laptop and choose \
“Restore from a recovery sheet” on its first page. Type the code above, then choose a backup \
(.npqbackup), a file that you sent to somebody (.npqsync), or a folder with such files.

When NPQ Desktop asks for this code on the same laptop, type it there: nothing else is needed.

The code uses the letters A to Z and the digits 2 to 7. Capitals, dashes and spaces do not matter.
""".splitlines()
)
