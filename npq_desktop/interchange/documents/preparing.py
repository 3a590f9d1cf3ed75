"""Makes a child ready to read documents, before its doors are closed."""

import codecs
import contextlib

from npq_desktop.interchange.documents import pdf, rtf
from npq_desktop.interchange.documents.any_document import read_document

_PAGES = (437, 850, 852, 866, 874, 932, 936, 949, 950, *range(1250, 1259))
_CODECS = ("utf-16-le", "utf-16", "latin-1", *(f"cp{n}" for n in _PAGES), *rtf.CODECS)
_ONE_OF_EACH = ((b"<p>&eacute;</p>", "a.html"), (b"a", "a.txt"))


def prepare() -> None:
    """Load what reading any document needs: Python opens a codec's file when it is first used."""
    pdf.forget_fonts()
    for name in _CODECS:
        with contextlib.suppress(LookupError):
            codecs.lookup(name)
    for data, name in _ONE_OF_EACH:
        read_document(data, name)
