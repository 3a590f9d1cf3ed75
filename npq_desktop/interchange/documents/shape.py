"""The lines of a document with what each of them is, as a change carries them.

A token names what a line is: ``p`` a paragraph, ``h1`` to ``h3`` a heading, ``b1`` to ``b3`` and
``n1`` to ``n3`` an item of a bulleted or numbered list, ``t3`` a row of a table with three cells
parted by TAB, ``f`` a footnote or endnote, ``q`` and ``a`` a question and an answer.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from npq_desktop.interchange.files.tables import cleaned

Span = tuple[int, int, int]
"""Line, first and last character plus one, from 0."""
MOST_STRONG, MOST_LINKS = 500, 100
_LONGEST_LINK = 500
_MOST_BYTES = 3_000
"""Of all these members together, so that a change with a long text can carry them."""
NOTE = "f"
_TOKEN = re.compile(r"(p|h[1-3]|b[1-3]|n[1-3]|t[1-9]\d?|f|q|a)(?:\*([1-9]\d{0,5}))?")
_MOST_CELLS = 99


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a document; ``strong`` are the places of its bold text.

    ``links`` are the places of its links, each with the address.
    """

    text: str
    kind: str = "p"
    strong: tuple[tuple[int, int], ...] = ()
    links: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The text of one file; ``problem`` says why there is none.

    ``kind`` is its format, such as ``docx``. ``is_plain``: nothing is known about its lines.
    ``unseen`` counts what a reader of the text does not see: ``tracked`` changes, ``comments``,
    ``pictures``, ``embedded`` files, ``pages`` that could not be read of ``pages_all``.
    """

    lines: tuple[TextLine, ...] = ()
    kind: str = ""
    problem: str = ""
    is_plain: bool = False
    unseen: Mapping[str, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Its lines, with notes at the end."""
        return "\n".join(line.text for line in self.lines)

    @property
    def is_about(self) -> bool:
        """Whether words can only be counted nearly, as in a PDF."""
        return self.kind == "pdf"


def address_of(target: str | None) -> str:
    """Where a link goes, as it is shown and never followed; "" for what is no web or mail link."""
    address = cleaned(target or "").strip()
    is_known = address.casefold().startswith(("https://", "http://", "mailto:"))
    return address if is_known and len(address) <= _LONGEST_LINK else ""


def packed(tokens: Iterable[str]) -> str:
    """The tokens as a change carries them: ``h1 p*12``."""
    runs = ((token, len(list(same))) for token, same in groupby(tokens))
    return " ".join(token if many == 1 else f"{token}*{many}" for token, many in runs)


def unpacked(shape: str, text: str) -> tuple[str, ...] | None:
    """A token for each line of a text; None where the shape does not fit the text."""
    lines = text.split("\n")
    tokens: list[str] = []
    for each in shape.split():
        found = _TOKEN.fullmatch(each)
        many = int(found[2] or 1) if found else 0
        if found is None or len(tokens) + many > len(lines):
            return None
        tokens += [found[1]] * many
    if len(tokens) != len(lines):
        return None
    cells = (int(token[1:]) - 1 for token in tokens if token[0] == "t")
    tabs = (line.count("\t") for line, token in zip(lines, tokens, strict=True) if token[0] == "t")
    return tuple(tokens) if all(a == b for a, b in zip(cells, tabs, strict=True)) else None


def members_of(
    documents: Sequence[DocumentText], text: str, *, most_bytes: int | None = _MOST_BYTES
) -> dict[str, object]:
    """What a change says about the lines of ``text``, the beginning of these documents' texts.

    The texts of several documents are parted by one empty line. What does not fit into
    ``most_bytes`` is left out.
    """
    lines: list[TextLine] = []
    for document in documents:
        lines += [TextLine("")] if lines else []
        lines += document.lines
    kept = lines[: text.count("\n") + 1]
    found: dict[str, object] = {}
    if kept and not all(document.is_plain for document in documents):
        found["shape"] = packed(line.kind for line in kept)
    if kept:
        kept[-1] = _cut(kept[-1], len(text.rpartition("\n")[2]))
    strong = [[at, *span] for at, line in enumerate(kept) for span in line.strong]
    links = [[at, *span] for at, line in enumerate(kept) for span in line.links]
    if strong:
        found["strong"] = strong[:MOST_STRONG]
    if links:
        found["links"] = links[:MOST_LINKS]
    unseen = sum((Counter(document.unseen) for document in documents), Counter[str]())
    if unseen:
        found["unseen"] = dict(unseen)
    for name in ("links", "strong", "shape"):
        if most_bytes is not None and len(json.dumps(found)) > most_bytes:
            found.pop(name, None)
    return found


def _cut(line: TextLine, end: int) -> TextLine:
    """A line of which only the beginning is kept."""
    strong = tuple((start, min(stop, end)) for start, stop in line.strong if start < end)
    links = tuple((start, min(stop, end), to) for start, stop, to in line.links if start < end)
    return replace(line, strong=strong, links=links)


class LineBuilder:
    """Gathers lines while a document is read; paragraphs may lie inside each other.

    A paragraph inside another one, as of a text box, comes after it. Inside a table's row
    everything is one line, its cells parted by TAB.
    """

    def __init__(self) -> None:
        self._lines: list[TextLine] = []
        self._open: list[list[_Piece]] = []
        self._waiting: list[TextLine] = []
        self._cells: list[list[str]] | None = None

    @property
    def is_open(self) -> bool:
        """Whether a paragraph has begun."""
        return bool(self._open)

    def begin(self) -> None:
        """A paragraph begins."""
        self._open.append([])

    def add(self, text: str, *, strong: bool = False, link: str = "") -> None:
        """Text of the paragraph that began last; a line end in it begins another line."""
        if self._open and text:
            self._open[-1].append(_Piece(cleaned(text), strong, link))

    def end(self, kind: str = "p") -> None:
        """The paragraph that began last ends; its first line is what ``kind`` names."""
        if not self._open:
            return
        lines = _lines(self._open.pop(), kind)
        if self._cells is not None:
            if self._cells:
                self._cells[-1] += [line.text for line in lines]
        elif self._open:
            self._waiting += lines
        else:
            self._lines += [*lines, *self._waiting]
            self._waiting = []

    def begin_row(self) -> None:
        """A row of a table begins."""
        self._cells = []

    def begin_cell(self) -> None:
        """A cell begins."""
        if self._cells is not None and len(self._cells) < _MOST_CELLS:
            self._cells.append([])

    def end_row(self) -> None:
        """The row ends."""
        texts = [" ".join(" ".join(cell).split()) for cell in self._cells or ()]
        self._cells = None
        if not any(texts):
            return
        line = TextLine("\t".join(texts), f"t{len(texts)}")
        if self._open:
            self._waiting.append(line)
        else:
            self._lines.append(line)

    def finished(self) -> tuple[TextLine, ...]:
        """All lines, without blank ones at the ends and never two of them together."""
        while self._open:
            self.end()
        found: list[TextLine] = []
        for line in self._lines:
            if line.text.strip():
                found.append(line)
            elif found and found[-1].text:
                found.append(TextLine(""))
        while found and not found[-1].text:
            found.pop()
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text of a paragraph that looks the same throughout."""

    text: str
    strong: bool
    link: str


def _lines(paragraph: Iterable[_Piece], kind: str) -> list[TextLine]:
    """The lines of a paragraph, without outer blanks."""
    rest = kind if kind[0] in "hqa" or kind == NOTE else "p"
    found = map(_trimmed, _by_line(paragraph))
    return [replace(line, kind=rest if at else kind) for at, line in enumerate(found)]


def _by_line(paragraph: Iterable[_Piece]) -> Iterable[list[_Piece]]:
    line: list[_Piece] = []
    for piece in paragraph:
        first, *others = piece.text.split("\n")
        line.append(replace(piece, text=first))
        for other in others:
            yield line
            line = [replace(piece, text=other)]
    yield line


def _trimmed(pieces: Sequence[_Piece]) -> TextLine:
    """One line without outer blanks, and where it is strong or a link."""
    whole = "".join(piece.text for piece in pieces)
    text = whole.strip()
    strong: list[tuple[int, int, str]] = []
    links: list[tuple[int, int, str]] = []
    at = len(whole.lstrip()) - len(whole)
    for piece in pieces:
        start, at = at, at + len(piece.text)
        span = max(0, start), min(at, len(text))
        if piece.strong:
            _lengthen(strong, text, *span, "")
        if piece.link:
            _lengthen(links, text, *span, piece.link)
    return TextLine(text, "p", tuple(span[:2] for span in strong), tuple(links))


def _lengthen(
    spans: list[tuple[int, int, str]], text: str, start: int, end: int, said: str
) -> None:
    """Add a place; one that goes on where the last of the same ends is part of that."""
    if start >= end or not text[start:end].strip():
        return
    if spans and spans[-1][1:] == (start, said):
        start = spans.pop()[0]
    spans.append((start, end, said))
