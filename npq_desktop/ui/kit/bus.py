"""The one place presenters hear of each other's work.

It owns no data and decides nothing: whoever wrote something says so here, after the write is
durable, and each presenter re-reads what it shows.
"""

from PySide6.QtCore import QObject, Signal


class Bus(QObject):
    """Signals every presenter may emit and hear.

    ``changed`` carries the ``Changes`` of a durable write; ``undone`` the ``Undone`` that follows
    an undo or redo (after ``changed``); ``failed`` a sentence that stays in the status bar until
    the next success; ``said`` a sentence worth a glance; ``settled`` that the user signed off a
    register or saved a file: a moment for what could wait.
    """

    changed = Signal(object)
    undone = Signal(object)
    failed = Signal(str)
    said = Signal(str)
    settled = Signal()
