"""Reads the paragraphs of a rich-text document, in the reading child only.

The text is prepared before striprtf sees it: notes and deleted text are marked, since it drops the
one and keeps the other, and links lose the address it would write beside them.
"""

import re

from striprtf.striprtf import charset_map, rtf_to_text

CODECS = tuple(sorted(set(charset_map.values())))
"""What text of one byte a letter may be in, by the fonts of a document."""

_PIECE = re.compile(r"\\bin(\d{1,9}) ?|\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\.|[{}]", re.DOTALL)
_NOTE, _NOTE_END = "\ue000", "\ue001"
_GONE, _GONE_END = "\ue002", "\ue003"
_MARKS = {"footnote": (_NOTE, _NOTE_END), "deleted": (_GONE, _GONE_END)}
_ARGUMENT_OFF = "0"
_CELLS = {"cell": "\\tab ", "nestcell": " ", "trowd": ""}


def rtf_lines(data: bytes) -> tuple[list[str], list[str]]:
    """The paragraphs of the text and of the notes."""
    prepared = _prepared(data.decode("latin-1").replace("HYPERLINK", "LINK"))
    text: str = rtf_to_text(prepared, errors="replace")  # type: ignore[no-untyped-call]
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = re.sub(f"{_GONE}[^{_GONE_END}]*{_GONE_END}?", "", text)
    notes = re.findall(f"{_NOTE}([^{_NOTE_END}]*)", text)
    text = re.sub(f"{_NOTE}[^{_NOTE_END}]*{_NOTE_END}?", "", text)
    return _paragraphs(text), [line for note in notes for line in _paragraphs(note)]


def _paragraphs(text: str) -> list[str]:
    text = text.replace("\xad", "").replace("\u2011", "-")
    return [line for line in (line.strip() for line in text.split("\n")) if line]


def _prepared(rtf: str) -> str:
    pieces: list[str] = []
    endings: list[str] = []
    at = 0
    for found in _PIECE.finditer(rtf):
        if found.start() < at:
            continue  # inside bytes of a picture
        pieces.append(rtf[at : found.start()])
        at = found.end()
        piece, word = found[0], found[2]
        if found[1]:
            at += int(found[1])
        elif piece == "{":
            endings.append("")
            pieces.append(piece)
        elif piece == "}":
            pieces.append(f"{endings.pop() if endings else ''}}}")
        elif word in _MARKS and found[3] != _ARGUMENT_OFF and endings and not endings[-1]:
            start, ending = _MARKS[word]
            endings[-1] = _written(ending)
            pieces.append(_written(start))
        else:
            pieces.append(_CELLS.get(word, piece) if word else piece)
    pieces.append(rtf[at:])
    return "".join(pieces)


def _written(mark: str) -> str:
    return f"\\uc0\\u{ord(mark)} "
