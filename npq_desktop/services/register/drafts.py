"""Keeps on this laptop what was typed on a register and not recorded yet.

A draft survives Escape, other windows and a restart; it is never sent.
"""

from enum import StrEnum

from npq_desktop.services.core.core import Core


class Draft(StrEnum):
    """What was being typed."""

    NOTE = "note"
    AMENDMENT = "amendment"
    PAPER = "paper"


class RegisterDrafts:
    """One text for each person and event; what is typed from paper is about an event alone."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def of(self, group: str, what: Draft, event: str, person: str = "") -> str:
        """What was typed; "" for nothing."""
        kept = self._core.store.local.draft(group, _place(what, event, person))
        return kept.text if kept else ""

    def keep(self, group: str, what: Draft, event: str, text: str, person: str = "") -> None:
        """Keep what is being typed, "" for nothing; the same text again writes nothing."""
        if text != self.of(group, what, event, person):
            self._core.store.local.save_draft(group, _place(what, event, person), text)


def _place(what: Draft, event: str, person: str) -> str:
    return f"{what}/{event}/{person}"
