"""Entries that stand by themselves: notes, contacts, coaching, posts and pieces of evidence."""

from dataclasses import dataclass

from npq_desktop.journal.kinds.checks import Content, is_name, maybe_name, maybe_text, members
from npq_desktop.journal.kinds.fact import Cell, Details, Family, Sealed, Source
from npq_desktop.journal.kinds.kind import Kind, Writers


@dataclass(frozen=True, slots=True)
class NoteFact:
    """A note, contact, coaching session, post or piece of evidence (``kind``); never in conflict.

    ``sealed`` is set instead of ``text`` where only coordinators and the author may read.
    """

    id: str
    kind: Family
    person: str | None
    event: str | None
    text: str | None
    sealed: Sealed
    details: Details
    head: str
    source: Source


_reason = members(
    {}, {"id": is_name, "person": maybe_name, "event": maybe_name, "text": maybe_text}
)


def _cells(kind: str, entry_id: str, _actor: str, content: Content) -> tuple[Cell, ...]:
    """Its own random id, or the entry's where it is sealed and has none."""
    return ((kind, str(content.get("id", entry_id))),)


def _entry(name: str) -> Kind[NoteFact]:
    return Kind(
        name=name,
        family=name,
        key=("id",),
        fact=NoteFact,
        writers=Writers.MEMBERS,
        validate=_reason,
        cells=_cells,
    )


NOTE = _entry("note.add")
CONTACT = _entry("contact.add")
COACHING = _entry("coaching.add")
POST = _entry("post.add")
EVIDENCE = _entry("evidence.add")
KINDS = (NOTE, CONTACT, COACHING, POST, EVIDENCE)
