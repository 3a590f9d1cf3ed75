"""Room round a text in a box, which is no change of the text."""

from PySide6.QtGui import QTextDocument


def give_margin(document: QTextDocument, margin: float) -> None:
    """Room round a text, which for Qt changes it: nobody typed, so there is nothing to undo."""
    is_modified, undoes = document.isModified(), document.isUndoRedoEnabled()
    if not (document.isUndoAvailable() or document.isRedoAvailable()):
        document.setUndoRedoEnabled(False)  # which forgets the steps, where there are any
    document.setDocumentMargin(margin)
    document.setUndoRedoEnabled(undoes)
    document.setModified(is_modified)
