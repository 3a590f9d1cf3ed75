"""Sets works aside on this laptop: kept among its drafts, and gone with the person's."""

from collections.abc import Mapping

from npq_desktop.rows.review import WorkId
from npq_desktop.services.core.core import Core

REASONS = ("", "second look", "ask the participant", "ask a colleague")
ASIDE = "aside/"
_NO_REASON = "-"


def aside_place(work: WorkId) -> str:
    """Where the note on a work that is set aside is kept."""
    return f"{ASIDE}{work.item}/{work.person}"


def aside_text(reason: str, attempts: int) -> str:
    """The note, with the number of attempts there were: a new one ends it."""
    return f"{attempts} {reason or _NO_REASON}"


def aside_of(drafts: Mapping[str, str], work: WorkId, attempts: int) -> str | None:
    """Why a work is set aside; None where it is not, or was handed in again since."""
    text = drafts.get(aside_place(work), "")
    number, _, reason = text.partition(" ")
    if not text or number != str(attempts):
        return None
    return "" if reason == _NO_REASON else reason


def set_aside(core: Core, group: str, work: WorkId, *, attempts: int, reason: str | None) -> None:
    """Set a work aside for a reason, "" for none; with None take it back in."""
    text = "" if reason is None else aside_text(reason, attempts)
    core.store.local.save_draft(group, aside_place(work), text)
