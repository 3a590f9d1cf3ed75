"""The document that a text becomes: what each line is can be seen."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFont, QTextDocument, QTextListFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from npq_desktop.rows.review import Attempt
from npq_desktop.ui.review.reading.blocks import NOTES, ShownLine, TextBuilder, lines_of
from npq_desktop.ui.review.reading.reading_text import ReadingText

pytestmark = pytest.mark.slow


def built(*lines: ShownLine) -> QTextDocument:
    document = QTextDocument()
    font = QFont()
    font.setPixelSize(14)
    TextBuilder(font, QApplication.palette(), 12).write(document, lines)
    return document


def blocks(document: QTextDocument) -> list[str]:
    found, block = [], document.begin()
    while block.isValid():
        found.append(block.text())
        block = block.next()
    return found


def test_a_heading_is_larger_and_bold(qapp: QApplication) -> None:
    document = built(ShownLine("Head", "h1"), ShownLine("text"))

    head = document.begin().begin().fragment().charFormat()
    assert (head.fontWeight(), head.property(head.Property.FontPixelSize.value)) == (700, 19)
    assert document.begin().next().begin().fragment().charFormat().fontWeight() < 700


def test_items_of_one_list_are_numbered_on_and_deeper_ones_apart(qapp: QApplication) -> None:
    document = built(
        ShownLine("one", "n1"),
        ShownLine("inner", "b2"),
        ShownLine("two", "n1"),
        ShownLine("text"),
        ShownLine("again", "n1"),
    )

    lists = [document.findBlockByNumber(at).textList() for at in range(5)]
    assert lists[0].format().style() is QTextListFormat.Style.ListDecimal
    assert [each.itemText(document.findBlockByNumber(at)) for at, each in enumerate(lists) if each]
    assert lists[2].itemText(document.findBlockByNumber(2)) == "2."
    assert lists[1].format().indent() == 2
    assert lists[3] is None
    assert lists[4].itemText(document.findBlockByNumber(4)) == "1."


def test_rows_are_one_table_with_the_text_after_it(qapp: QApplication) -> None:
    document = built(ShownLine("a\tb", "t2"), ShownLine("c", "t1"), ShownLine("after"))

    table = document.findBlockByNumber(1).begin()
    assert not table.atEnd()
    assert blocks(document) == ["", "a", "b", "c", "", "after"]


def test_notes_have_a_heading_and_numbers(qapp: QApplication) -> None:
    document = built(ShownLine("text"), ShownLine("first", "f"), ShownLine("second", "f"))

    assert blocks(document) == ["text", NOTES, "first", "second"]
    second = document.findBlockByNumber(3)
    assert second.textList().itemText(second) == "2."


def test_bold_text_is_bold_and_nothing_is_lost(qapp: QApplication) -> None:
    document = built(ShownLine("a bold c", "p", ((2, 6), (4, 5), (7, 99))))

    pieces, found = document.begin().begin(), []
    while not pieces.atEnd():
        fragment = pieces.fragment()
        found.append((fragment.text(), fragment.charFormat().fontWeight() == 700))
        pieces += 1
    assert found == [("a ", False), ("bold", True), (" ", False), ("c", True)]


def test_a_link_is_underlined_and_tells_its_address_and_no_more(qapp: QApplication) -> None:
    written = "at https://b.org/x."
    document = built(ShownLine(f"see me {written}", "p", (), ((4, 6, "https://a.org/?a<b"),)))

    pieces, found = document.begin().begin(), []
    while not pieces.atEnd():
        look = pieces.fragment().charFormat()
        if look.fontUnderline():
            found.append((pieces.fragment().text(), look.anchorHref(), look.toolTip()))
        pieces += 1
    tip = '<p style="white-space:pre-wrap">https://a.org/?a&lt;b</p>'
    assert found == [
        ("me", "https://a.org/?a<b", tip),
        ("https://b.org/x", "https://b.org/x", "https://b.org/x"),
    ]


def test_the_menu_of_a_link_copies_its_address_and_opens_nothing(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    pane = QWidget()
    text = ReadingText(pane)
    text.resize(600, 300)
    text.show_lines([ShownLine("me, not you", "p", (), ((0, 2, "https://a.org"),))])
    cursor = text.textCursor()
    cursor.setPosition(1)
    at = text.cursorRect(cursor).center()

    (copy,) = [a for a in text.link_menu(at).actions() if a.text() == "Copy link address"]
    copy.trigger()
    QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=at)

    assert QApplication.clipboard().text() == "https://a.org"
    assert not opened
    cursor.setPosition(9)
    elsewhere = text.cursorRect(cursor).center()
    assert "Copy link address" not in [a.text() for a in text.link_menu(elsewhere).actions()]
    pane.deleteLater()


ATTEMPT = Attempt("c", "n", "Head\n\nitem", 2, None, "")


def test_lines_keep_their_kinds_without_blank_ones() -> None:
    attempt = replace(ATTEMPT, kinds=("h1", "p", "b1"), strong=((2, 0, 2),))

    assert lines_of(attempt) == (ShownLine("Head", "h1"), ShownLine("item", "b1", ((0, 2),)))


def test_a_text_without_kinds_is_parted_by_blank_lines() -> None:
    assert lines_of(ATTEMPT) == (ShownLine("Head"), ShownLine("item"))
