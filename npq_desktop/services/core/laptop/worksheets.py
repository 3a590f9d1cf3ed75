"""Keeps a platform's grading worksheet beside the task it is of, so that decisions can go back.

It lies encrypted among the group's kept files, and goes when anybody of the group is erased, since
no entry names it.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from npq_desktop.store.store import Store

_FAMILY = "worksheet/"


@dataclass(frozen=True, slots=True)
class KeptWorksheet:
    """A worksheet as it was brought in; ``at`` is when, in the zone of the group's programme."""

    name: str
    at: datetime
    data: bytes = field(repr=False)


def keep_worksheet(store: Store, group: str, task: str, kept: KeptWorksheet) -> None:
    """Keep the newest worksheet of a task, in place of the one before."""
    before = store.local.draft(group, _FAMILY + task)
    digest = hashlib.sha256(kept.data).hexdigest()
    if before is not None and not before.text.startswith(digest):
        store.local.forget_attachment(group, before.text.partition(" ")[0])
    store.local.save_attachment(group, kept.name, kept.data)
    store.local.save_draft(group, _FAMILY + task, f"{digest} {kept.at.isoformat()} {kept.name}")


def kept_worksheet(store: Store, group: str, task: str) -> KeptWorksheet | None:
    """The worksheet kept of a task; None without one."""
    kept = store.local.draft(group, _FAMILY + task)
    if kept is None:
        return None
    digest, at, name = kept.text.split(" ", 2)
    found = store.local.attachment(group, digest)
    return KeptWorksheet(name, datetime.fromisoformat(at), found.data) if found else None
