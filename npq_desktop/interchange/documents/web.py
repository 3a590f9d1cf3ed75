"""Reads the visible text of a web page; nothing in it is loaded or followed."""

import re
from html.parser import HTMLParser

from typing_extensions import override

from npq_desktop.interchange.documents.shape import (
    DocumentText,
    LineBuilder,
    TextLine,
    address_of,
)

_HIDDEN = frozenset({"script", "style", "head", "template", "noscript", "title"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "wbr"})
_HEADINGS = {f"h{level}": f"h{min(level, 3)}" for level in range(1, 7)}
_BLOCKS = frozenset(
    {"p", "div", "li", "hr", "ul", "ol", "dl", "dt", "dd", "table", "blockquote", "pre"}
    | {"section", "article", "header", "footer", "caption", "figcaption", *_HEADINGS}
)
_LISTS = frozenset({"ul", "ol"})
_BOLD = frozenset({"b", "strong"})
_DEEPEST = 3


def read_html(html: str) -> DocumentText:
    """The lines of a web page as a reader would see them."""
    page = _Page()
    page.feed(html)
    page.close()
    unseen = {"pictures": page.pictures} if page.pictures else {}
    return DocumentText(page.finished(), "html", unseen=unseen)


class _Page(HTMLParser):
    """Collects what a reader would see, a line a block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pictures = 0
        self._lines = LineBuilder()
        self._lists: list[str] = []
        self._hidden = self._bold = self._tables = 0
        self._in_row = False
        self._link = ""
        self._kind = "p"
        self._lines.begin()

    def finished(self) -> tuple[TextLine, ...]:
        """All lines that have text."""
        self._end_row()
        self._lines.end(self._kind)
        return tuple(line for line in self._lines.finished() if line.text)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID and (tag in _HIDDEN or self._hidden):
            self._hidden += 1
        if self._hidden:
            return
        if tag == "img":
            self.pictures += 1
        elif tag == "br":
            self._lines.add("\n")
        elif tag in _BOLD:
            self._bold += 1
        elif tag == "a":
            self._link = address_of(dict(attrs).get("href"))
        elif tag in {"tr", "td", "th"}:
            self._begin_table_part(tag)
        elif tag in _BLOCKS:
            self._tables += tag == "table"
            self._begin_block(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            self._hidden -= tag not in _VOID
        elif tag in _BOLD:
            self._bold = max(0, self._bold - 1)
        elif tag == "a":
            self._link = ""
        elif tag == "tr" and self._tables <= 1:
            self._end_row()
        elif tag in _BLOCKS:
            if tag == "table":
                self._tables = max(0, self._tables - 1)
                self._end_row(only_outer=True)
            if tag in _LISTS and self._lists:
                self._lists.pop()
            self._next("p")

    @override
    def handle_data(self, data: str) -> None:
        if not self._hidden:
            text = re.sub(r"[ \t\r\n\u00a0]+", " ", data)
            self._lines.add(text, strong=self._bold > 0, link=self._link)

    def _begin_block(self, tag: str) -> None:
        if tag in _LISTS:
            self._next("p")
            self._lists.append(tag)
            return
        level = min(len(self._lists), _DEEPEST)
        if tag == "li" and self._lists:
            self._next(f"{'n' if self._lists[-1] == 'ol' else 'b'}{level}")
        elif not (tag in {"p", "div"} and self._kind[0] in "bn"):
            self._next(_HEADINGS.get(tag, "p"))

    def _begin_table_part(self, tag: str) -> None:
        """Rows of a table inside a table are text of the outer cell."""
        if self._tables > 1:
            self._next("p")
            return
        if tag == "tr":
            self._end_row()
            self._lines.end(self._kind)  # a paragraph may not lie around a row
            self._lines.begin_row()
            self._in_row = True
        else:
            self._lines.end(self._kind)
            self._lines.begin_cell()
        self._lines.begin()
        self._kind = "p"

    def _end_row(self, *, only_outer: bool = False) -> None:
        if not self._in_row or (only_outer and self._tables):
            return
        self._in_row = False
        self._lines.end(self._kind)
        self._lines.end_row()
        self._lines.begin()
        self._kind = "p"

    def _next(self, kind: str) -> None:
        """The line that is open ends, and one of another kind begins."""
        self._lines.end(self._kind)
        self._lines.begin()
        self._kind = kind
