"""The projection tables: what the journal means, typed, one row for each value of each live head.

Owns their shape. Refuses to be a source: every row can be computed anew from the journal, and is
when ``stamp`` differs from the one the file was written with. Column names are the fact's field
names.
"""

import hashlib
from typing import Any

from sqlalchemy import Boolean, Column, Integer, Table

from npq_desktop.journal.kinds import MEANING_LEVEL
from npq_desktop.store.columns import PROJECTIONS, json, key, maybe_json, maybe_text, text, whole

MEANING = 2
"""Count it up when the same journal gives other rows, so that stores compute theirs anew."""


def _of_group(name: str, *columns: Column[Any]) -> Table:
    return Table(name, PROJECTIONS, key("group_id"), *columns)


def _of_values(name: str, *columns: Column[Any]) -> Table:
    """``head``: the live head; ``source_id``: the event whose words it brings."""
    number = Column("number", Integer, primary_key=True)
    return _of_group(name, *columns, number, text("head"), text("source_id"))


GROUP_START = _of_group("group_start", text("title"), text("cohort"), maybe_text("keep_until"))
"""What a group was started with."""

PROGRAMME = _of_values("programme", text("programme"))
"""The definition."""

PERSON_FIELD = _of_values("person_field", key("person"), key("field"), text("value"))
"""One field of a participant."""

EVENT_FIELD = _of_values("event_field", key("event"), key("field"), text("value"))
"""One field of an event."""

MARK = _of_values(
    "mark",
    key("event"),
    key("person"),
    text("state"),
    maybe_text("arrived"),
    maybe_text("left"),
    whole("minutes_late"),
    whole("minutes_early"),
    maybe_text("start"),
    maybe_text("end"),
    maybe_text("reason"),
    maybe_text("how"),
    maybe_text("amendment"),
)
"""A mark."""

REGISTER = _of_values("register", key("event"), json("roster"))
"""An opening of a register."""

SIGNOFF = _of_values(
    "signoff",
    key("event"),
    key("member"),
    json("counts"),
    Column("head_count", Integer),
    text("words"),
    json("covers"),
)
"""A sign-off."""

SUBMISSION = _of_values(
    "submission",
    key("person"),
    key("task"),
    key("content"),
    text("name"),
    whole("size"),
    maybe_text("text"),
    maybe_text("handed_in"),
)
"""Something handed in."""

REVIEW = _of_values(
    "review", key("person"), key("task"), text("decision"), maybe_text("feedback"), json("seen")
)
"""A decision on a task."""

CATCHUP = _of_values(
    "catchup",
    key("person"),
    key("event"),
    text("state"),
    maybe_text("what"),
    maybe_text("by"),
    maybe_text("text"),
    maybe_text("feedback"),
)
"""Work for a missed event."""

ENROLMENT = _of_values(
    "enrolment",
    key("person"),
    key("since"),
    text("status"),
    maybe_json("sealed"),
    maybe_text("expected_return"),
)
"""A training status from a day on."""

EXEMPTION = _of_values(
    "exemption",
    key("person"),
    key("item"),
    text("value"),
    maybe_json("credit"),
    maybe_text("credited_from"),
    maybe_text("reason"),
)
"""An item excused or credited."""

EXPECTED = _of_values(
    "expected", key("event"), key("person"), text("expects"), maybe_text("reason")
)
"""An apology or a visit."""

CLAIM = _of_values(
    "claim",
    key("person"),
    key("item"),
    key("file"),
    text("fact"),
    maybe_text("system"),
    json("details"),
)
"""A fact read in a file."""

WINDOW = _of_values("assessment_window", key("window"), maybe_text("start"), maybe_text("end"))
"""An assessment window."""

ASSESSMENT = _of_values(
    "assessment", key("person"), key("window"), json("details"), maybe_json("sealed")
)
"""Eligibility and outcome."""

NOTE = _of_values(
    "note",
    key("kind"),
    key("id"),
    maybe_text("person"),
    maybe_text("event"),
    maybe_text("text"),
    maybe_json("sealed"),
    json("details"),
)
"""Notes, contacts, coaching, posts and evidence; ``kind`` tells which."""

CONFLICT = _of_group("conflict", key("cell"), json("heads"), json("source_ids"))
"""A cell whose values disagree by its kind's comparison; ``cell`` is canonical JSON."""

HELD = _of_group("held", key("source_id"), text("reason"), text("sentence"))
"""An entry that does not count."""

MEMBER = _of_group(
    "member",
    key("key"),
    whole("turn"),
    text("age"),
    text("member"),
    text("name"),
    text("device"),
    text("role"),
    whole("depth"),
    maybe_text("parent"),
    Column("revoked", Boolean, nullable=False),
)
"""``turn`` is the order from the roots down."""

INVITE = _of_group(
    "invite",
    key("id"),
    text("member"),
    text("name"),
    text("role"),
    text("age"),
    text("state"),
)
"""An invitation."""

ERASED = _of_group("erased", key("person"))
"""An erased participant."""


def stamp() -> str:
    """What the rows of this version depend on: the tables' shape and the meaning of the journal."""
    columns = [column for table in PROJECTIONS.sorted_tables for column in table.columns]
    shape = hashlib.sha256("\n".join(map(_shape, columns)).encode()).hexdigest()[:16]
    return f"{MEANING}.{MEANING_LEVEL}.{shape}"


def _shape(column: Column[Any]) -> str:
    kind = type(column.type).__name__
    return f"{column.table.name} {column.name} {kind} {column.nullable} {column.primary_key}"
