"""Records texts typed over a row: a note, and the reason for changing a signed mark.

What is typed is kept until it is recorded, even through Escape or another window. A text is
recorded only if the row is still as it was when the text was asked for.
"""

from PySide6.QtCore import QObject

from npq_desktop.rows.register import Mark, RegisterRow
from npq_desktop.services.register.drafts import Draft
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.register.open_register import OpenRegister
from npq_desktop.ui.register.tab import RegisterTab

_KEPT = "What you typed is kept for next time."


class NoteActions(QObject):
    """Opens a note with its draft, and records it."""

    def __init__(
        self, *, parent: QObject, tab: RegisterTab, register: OpenRegister, bus: Bus
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._register = register
        self._bus = bus
        tab.note_asked.connect(self._ask)
        tab.notes.typed.connect(self._keep)
        tab.notes.accepted.connect(self._record)
        tab.notes.cancelled.connect(tab.table.setFocus)
        tab.notes.cancelled.connect(self._say_not_recorded)
        tab.notes.left.connect(self._say_not_recorded)

    def _ask(self, person: str) -> None:
        row = self._register.row(person)
        if row is None:
            return
        draft = self._register.draft(Draft.NOTE, person)
        self._tab.ask_note(person, row.note, _both(row.note, draft) if draft else "")
        if draft:
            self._bus.said.emit("You typed this before. Press Enter to record it.")

    def _keep(self, person: str, text: str) -> None:
        shown = self._tab.notes.shown
        is_new = shown is None or text.strip() != shown.note
        self._register.keep_draft(Draft.NOTE, person, text if is_new else "")

    def _record(self, person: str, text: str) -> None:
        self._tab.table.setFocus()
        shown, row = self._tab.notes.shown, self._register.row(person)
        if shown is None or row is None:
            return
        if row.note != shown.note:
            self._tab.ask_note(person, row.note, _both(row.note, text))
            self._bus.said.emit(
                "Someone wrote a note while you were typing. Check both texts, then press Enter."
            )
        elif self._register.set_note(person, text, shown.note):
            self._register.keep_draft(Draft.NOTE, person, "")
            done = "recorded" if text.strip() else "removed"
            self._bus.said.emit(f"Note on {row.name} {done}.")

    def _say_not_recorded(self) -> None:
        kept = _KEPT if self._tab.notes.field.isModified() else "Press Enter to record."
        self._bus.said.emit(f"Nothing was recorded. {kept}")


def _both(recorded: str, typed: str) -> str:
    """What is recorded by now and what was typed, so that neither is lost unseen."""
    return typed if recorded in typed else f"{recorded} · {typed}"


class AmendmentActions(QObject):
    """Holds the mark that waits for its reason."""

    def __init__(
        self, *, parent: QObject, tab: RegisterTab, register: OpenRegister, bus: Bus
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._register = register
        self._bus = bus
        self._waiting: tuple[str, RegisterRow | None, Mark, str] | None = None
        register.amendment_asked.connect(self._ask)
        tab.amendments.typed.connect(self._keep)
        tab.amendments.accepted.connect(self._record)
        tab.amendments.cancelled.connect(self._drop)
        tab.amendments.left.connect(self._drop)

    def _ask(self, person: str, mark: Mark, how: str) -> None:
        self._tab.ask_amendment(person, self._register.draft(Draft.AMENDMENT, person))
        self._waiting = (self._register.event_id, self._register.row(person), mark, how)

    def _keep(self, person: str, text: str) -> None:
        self._register.keep_draft(Draft.AMENDMENT, person, text.strip())

    def _record(self, person: str, reason: str) -> None:
        waiting, self._waiting = self._waiting, None
        self._tab.table.setFocus()
        if waiting is None or waiting[0] != self._register.event_id:
            return
        _, shown, mark, how = waiting
        if self._register.record(person, mark, shown=shown, how=how, amendment=reason):
            self._register.keep_draft(Draft.AMENDMENT, person, "")
            self._bus.said.emit("Changed after sign-off. Press F9 to sign off again.")
        else:
            self._register.keep_draft(Draft.AMENDMENT, person, reason)

    def _drop(self) -> None:
        self._waiting = None
        self._tab.table.setFocus()
        kept = f" {_KEPT}" if self._tab.amendments.field.isModified() else ""
        self._bus.said.emit(f"Nothing changed. The mark is still as signed off.{kept}")
