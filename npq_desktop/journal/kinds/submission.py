"""Something handed in for a task of the programme."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from npq_desktop.journal.codec import is_hash
from npq_desktop.journal.kinds.checks import (
    Content,
    is_count,
    is_name,
    maybe_count,
    maybe_text,
    members,
)
from npq_desktop.journal.kinds.fact import Cell, Source
from npq_desktop.journal.kinds.kind import Kind, Writers, one_cell
from npq_desktop.journal.names import MAX_FILE_NAME, one_line

MOST_STRONG, MOST_LINKS, MOST_FILES = 500, 100, 20


def _late(_cell: Cell, content: Content) -> bool:
    return content.get("late") is True


def _shape(_cell: Cell, content: Content) -> str:
    shape = content.get("shape")
    return shape if isinstance(shape, str) else ""


def _strong(_cell: Cell, content: Content) -> tuple[tuple[int, int, int], ...]:
    found = content.get("strong")
    spans = [each for each in found if _is_span(each)] if isinstance(found, list) else []
    return tuple((line, start, end) for line, start, end in spans[:MOST_STRONG])


def _is_span(value: object) -> bool:
    return isinstance(value, list) and len(value) == 3 and all(map(is_count, value))


def _links(_cell: Cell, content: Content) -> tuple[tuple[int, int, int, str], ...]:
    found = content.get("links")
    links = [each for each in found if _is_link(each)] if isinstance(found, list) else []
    return tuple((line, start, end, to) for line, start, end, to in links[:MOST_LINKS])


def _is_link(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 4:
        return False
    return _is_span(value[:3]) and isinstance(value[3], str)


def _label(_cell: Cell, content: Content) -> str:
    label = content.get("label")
    return one_line(label, MAX_FILE_NAME) if isinstance(label, str) else ""


def _name(_cell: Cell, content: Content) -> str:
    return one_line(str(content.get("name") or ""), MAX_FILE_NAME)


def _unseen(_cell: Cell, content: Content) -> tuple[tuple[str, int], ...]:
    found = content.get("unseen")
    said = found.items() if isinstance(found, Mapping) else ()
    return tuple((name, number) for name, number in said if is_count(number))


def _files(_cell: Cell, content: Content) -> tuple[tuple[str, int, str], ...]:
    found = content.get("files")
    files = [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
    named = [(each.get("name"), each.get("size"), each.get("sha256")) for each in files]
    return tuple(
        (one_line(name, MAX_FILE_NAME), size, digest)
        for name, size, digest in named[:MOST_FILES]
        if isinstance(name, str) and isinstance(size, int) and isinstance(digest, str)
        if is_count(size) and is_hash(digest)
    )


@dataclass(frozen=True, slots=True)
class SubmissionFact:
    """Something handed in: ``content`` is the SHA-256 of the file or text, ``size`` in bytes.

    ``words_all`` counts the words of the whole, where ``text`` is only its beginning. ``late``: the
    platform said so. ``shape``, ``strong`` and ``links`` tell of the lines of ``text``, ``unseen``
    how many things it leaves out; ``files`` are name, size and SHA-256 of each file, ``label`` the
    platform's folder or entry.
    """

    person: str
    task: str
    content: str
    name: Annotated[str, _name]
    size: int
    text: str | None
    handed_in: str | None
    words_all: int | None
    head: str
    source: Source
    late: Annotated[bool, _late] = False
    shape: Annotated[str, _shape] = ""
    strong: Annotated[tuple[tuple[int, int, int], ...], _strong] = ()
    unseen: Annotated[tuple[tuple[str, int], ...], _unseen] = ()
    files: Annotated[tuple[tuple[str, int, str], ...], _files] = ()
    label: Annotated[str, _label] = ""
    links: Annotated[tuple[tuple[int, int, int, str], ...], _links] = ()


SUBMISSION = Kind(
    name="submission.add",
    family="submission",
    key=("person", "task", "content"),
    fact=SubmissionFact,
    writers=Writers.MEMBERS,
    validate=members(
        {"person": is_name, "task": is_name, "content": is_hash},
        {"name": maybe_text, "size": maybe_count, "text": maybe_text, "handed_in": maybe_text},
    ),
    cells=one_cell("submission", "person", "task", "content"),
)
KINDS = (SUBMISSION,)
