"""The page for facilitators fits one sheet and says what it must."""

from pathlib import Path

import pypdfium2
import pytest

from npq_desktop.errors import BundleError
from npq_desktop.ui.frame.one_page import one_page_pdf, save_one_page

pytestmark = pytest.mark.slow


def test_the_page_is_one_sheet_of_a4_with_keys_sending_and_a_dead_laptop(
    qapp: object, tmp_path: Path
) -> None:
    save_one_page(tmp_path / "page.pdf")
    pdf = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    text = pdf[0].get_textpage().get_text_range()

    assert len(pdf) == 1
    assert [round(side) for side in pdf[0].get_size()] == [595, 842]
    for words in ("NPQ Desktop on one page", "F9", "How to send", "If my laptop dies", "IT:"):
        assert words in text
    pdf.close()


def test_a_longer_text_goes_over_more_sheets_and_loses_nothing(qapp: object) -> None:
    pdf = pypdfium2.PdfDocument(one_page_pdf("A line.\n\n" * 150 + "The end."))

    assert len(pdf) > 1
    assert "The end." in pdf[len(pdf) - 1].get_textpage().get_text_range()
    pdf.close()


def test_a_folder_that_is_not_there_is_told(qapp: object, tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="was not saved"):
        save_one_page(tmp_path / "nowhere" / "page.pdf")
