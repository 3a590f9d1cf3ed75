"""Room round a text in a box, which is no change of the text."""

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QPlainTextEdit


def dress_text_box(box: QPlainTextEdit, *, margin: float) -> None:
    """Give the text room, and let the round corners of the box be seen behind it."""
    give_margin(box.document(), margin)
    box.viewport().setAutoFillBackground(False)


def give_margin(document: QTextDocument, margin: float) -> None:
    """Room round a text, which for Qt changes it: nobody typed, so there is nothing to undo."""
    is_modified, undoes = document.isModified(), document.isUndoRedoEnabled()
    if not (document.isUndoAvailable() or document.isRedoAvailable()):
        document.setUndoRedoEnabled(False)  # which forgets the steps, where there are any
    document.setDocumentMargin(margin)
    document.setUndoRedoEnabled(undoes)
    document.setModified(is_modified)
