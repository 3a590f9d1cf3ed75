"""The projection tables: what the journal means, typed, one row for each value of each live head.

Owns their shape. Refuses to be a source: every row can be computed anew from the journal, and is
when ``STAMP`` differs from the one the file was written with. Column names are the fact's field
names.
"""

import hashlib
from typing import Any

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import CreateTable

from npq_desktop.journal.kinds import MEANING_LEVEL
from npq_desktop.store.columns import Json, Projection

MEANING = 1
"""Count it up when the same journal gives other rows, so that stores compute theirs anew."""


class _OfGroup:
    group_id: Mapped[str] = mapped_column(Text, primary_key=True, sort_order=-1)


class _Value(_OfGroup):
    """``head``: the live head; ``source_id``: the event whose words it brings."""

    number: Mapped[int] = mapped_column(primary_key=True, sort_order=1)
    head: Mapped[str] = mapped_column(Text, sort_order=1)
    source_id: Mapped[str] = mapped_column(Text, sort_order=1)


class GroupRow(_OfGroup, Projection):
    """What a group was started with."""

    __tablename__ = "group_start"
    title: Mapped[str] = mapped_column(Text)
    cohort: Mapped[str] = mapped_column(Text)
    keep_until: Mapped[str | None] = mapped_column(Text)


class ProgrammeRow(_Value, Projection):
    """The definition."""

    __tablename__ = "programme"
    programme: Mapped[str] = mapped_column(Text)


class PersonFieldRow(_Value, Projection):
    """One field of a participant."""

    __tablename__ = "person_field"
    person: Mapped[str] = mapped_column(Text, primary_key=True)
    field: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class EventFieldRow(_Value, Projection):
    """One field of an event."""

    __tablename__ = "event_field"
    event: Mapped[str] = mapped_column(Text, primary_key=True)
    field: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class MarkRow(_Value, Projection):
    """A mark."""

    __tablename__ = "mark"
    event: Mapped[str] = mapped_column(Text, primary_key=True)
    person: Mapped[str] = mapped_column(Text, primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    arrived: Mapped[str | None] = mapped_column(Text)
    left: Mapped[str | None] = mapped_column(Text)
    minutes_late: Mapped[int]
    minutes_early: Mapped[int]
    start: Mapped[str | None] = mapped_column(Text)
    end: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    how: Mapped[str | None] = mapped_column(Text)


class RegisterRow(_Value, Projection):
    """An opening of a register."""

    __tablename__ = "register"
    event: Mapped[str] = mapped_column(Text, primary_key=True)
    roster: Mapped[list[str]] = mapped_column(Json)


class SignoffRow(_Value, Projection):
    """A sign-off."""

    __tablename__ = "signoff"
    event: Mapped[str] = mapped_column(Text, primary_key=True)
    member: Mapped[str] = mapped_column(Text, primary_key=True)
    counts: Mapped[dict[str, int]] = mapped_column(Json)
    head_count: Mapped[int | None]
    words: Mapped[str] = mapped_column(Text)
    covers: Mapped[dict[str, list[str]]] = mapped_column(Json)


class SubmissionRow(_Value, Projection):
    """Something handed in."""

    __tablename__ = "submission"
    person: Mapped[str] = mapped_column(Text, primary_key=True)
    task: Mapped[str] = mapped_column(Text, primary_key=True)
    content: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    text: Mapped[str | None] = mapped_column(Text)
    handed_in: Mapped[str | None] = mapped_column(Text)


class ReviewRow(_Value, Projection):
    """A decision on a task."""

    __tablename__ = "review"
    person: Mapped[str] = mapped_column(Text, primary_key=True)
    task: Mapped[str] = mapped_column(Text, primary_key=True)
    decision: Mapped[str] = mapped_column(Text)
    feedback: Mapped[str | None] = mapped_column(Text)
    seen: Mapped[list[str]] = mapped_column(Json)


class CatchupRow(_Value, Projection):
    """Work for a missed event."""

    __tablename__ = "catchup"
    person: Mapped[str] = mapped_column(Text, primary_key=True)
    event: Mapped[str] = mapped_column(Text, primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    what: Mapped[str | None] = mapped_column(Text)
    by: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
    feedback: Mapped[str | None] = mapped_column(Text)


class EnrolmentRow(_Value, Projection):
    """A training status from a day on."""

    __tablename__ = "enrolment"
    person: Mapped[str] = mapped_column(Text, primary_key=True)
    since: Mapped[str] = mapped_column(Text, primary_key=True)
    status: Mapped[str] = mapped_column(Text)
    sealed: Mapped[Any | None] = mapped_column(Json)
    expected_return: Mapped[str | None] = mapped_column(Text)


class ExemptionRow(_Value, Projection):
    """An item excused or credited."""

    __tablename__ = "exemption"
    person: Mapped[str] = mapped_column(Text, primary_key=True)
    item: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    credit: Mapped[list[int] | None] = mapped_column(Json)
    credited_from: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)


class ExpectedRow(_Value, Projection):
    """An apology or a visit."""

    __tablename__ = "expected"
    event: Mapped[str] = mapped_column(Text, primary_key=True)
    person: Mapped[str] = mapped_column(Text, primary_key=True)
    expects: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)


class ClaimRow(_Value, Projection):
    """A fact read in a file."""

    __tablename__ = "claim"
    person: Mapped[str] = mapped_column(Text, primary_key=True)
    item: Mapped[str] = mapped_column(Text, primary_key=True)
    file: Mapped[str] = mapped_column(Text, primary_key=True)
    fact: Mapped[str] = mapped_column(Text)
    system: Mapped[str | None] = mapped_column(Text)
    details: Mapped[Any] = mapped_column(Json)


class WindowRow(_Value, Projection):
    """An assessment window."""

    __tablename__ = "assessment_window"
    window: Mapped[str] = mapped_column(Text, primary_key=True)
    start: Mapped[str | None] = mapped_column(Text)
    end: Mapped[str | None] = mapped_column(Text)


class AssessmentRow(_Value, Projection):
    """Eligibility and outcome."""

    __tablename__ = "assessment"
    person: Mapped[str] = mapped_column(Text, primary_key=True)
    window: Mapped[str] = mapped_column(Text, primary_key=True)
    details: Mapped[Any] = mapped_column(Json)
    sealed: Mapped[Any | None] = mapped_column(Json)


class NoteRow(_Value, Projection):
    """Notes, contacts, coaching, posts and evidence; ``kind`` tells which."""

    __tablename__ = "note"
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    person: Mapped[str | None] = mapped_column(Text)
    event: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
    sealed: Mapped[Any | None] = mapped_column(Json)
    details: Mapped[Any] = mapped_column(Json)


class ConflictRow(_OfGroup, Projection):
    """A cell whose values disagree by its kind's comparison; ``cell`` is canonical JSON."""

    __tablename__ = "conflict"
    cell: Mapped[str] = mapped_column(Text, primary_key=True)
    heads: Mapped[list[str]] = mapped_column(Json)
    source_ids: Mapped[list[str]] = mapped_column(Json)


class HeldRow(_OfGroup, Projection):
    """An entry that does not count."""

    __tablename__ = "held"
    source_id: Mapped[str] = mapped_column(Text, primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    sentence: Mapped[str] = mapped_column(Text)


class MemberRow(_OfGroup, Projection):
    """``turn`` is the order from the roots down."""

    __tablename__ = "member"
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    turn: Mapped[int]
    age: Mapped[str] = mapped_column(Text)
    member: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    device: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    depth: Mapped[int]
    parent: Mapped[str | None] = mapped_column(Text)
    revoked: Mapped[bool]


class InviteRow(_OfGroup, Projection):
    """An invitation."""

    __tablename__ = "invite"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    member: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    age: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)


class ErasedRow(_OfGroup, Projection):
    """An erased participant."""

    __tablename__ = "erased"
    person: Mapped[str] = mapped_column(Text, primary_key=True)


def stamp() -> str:
    """What the rows of this version depend on: the tables' shape and the meaning of the journal."""
    tables = "".join(str(CreateTable(table)) for table in Projection.metadata.sorted_tables)
    shape = hashlib.sha256(tables.encode()).hexdigest()[:16]
    return f"{MEANING}.{MEANING_LEVEL}.{shape}"
