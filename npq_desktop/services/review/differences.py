"""Compares two attempts of one work: first their paragraphs, then words in changed paragraphs.

Pure and free of Qt, so that it can work on another thread.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from npq_desktop.services.core.words import count

_WORD = re.compile(r"\s+|\S+")
_LEAST_COMMON = 1 / 3
_MOST_WORDS = 6_000
TOO_DIFFERENT = "These differ too much to mark. Both are shown."


class Piece(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Differences:
    """Paragraphs of pieces, (what, text) each; ``added`` and ``removed`` count words."""

    paragraphs: tuple[tuple[tuple[Piece, str], ...], ...]
    added: int
    removed: int

    @property
    def words(self) -> str:
        """How much has changed: "34 words added, 12 removed"."""
        return f"{count(self.added, 'word')} added, {self.removed} removed"


def differences(before: Sequence[str], after: Sequence[str]) -> Differences | None:
    """What is new in ``after``, by paragraphs; None where under a third is common."""
    many = sum(len(each.split()) for each in (*before, *after))
    if many > _MOST_WORDS:
        return None
    found: list[tuple[tuple[Piece, str], ...]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [((Piece.SAME, text),) for text in after[c:d]]
        elif tag == "delete":
            found += [((Piece.REMOVED, text),) for text in before[a:b]]
        elif tag == "insert":
            found += [((Piece.ADDED, text),) for text in after[c:d]]
        else:
            found += _replaced(before[a:b], after[c:d])
    pieces = [piece for paragraph in found for piece in paragraph]
    sizes = {kind: sum(len(t.split()) for k, t in pieces if k is kind) for kind in Piece}
    larger = max(sizes[Piece.SAME] + sizes[Piece.ADDED], sizes[Piece.SAME] + sizes[Piece.REMOVED])
    if larger and sizes[Piece.SAME] / larger < _LEAST_COMMON:
        return None
    return Differences(tuple(found), sizes[Piece.ADDED], sizes[Piece.REMOVED])


def _replaced(
    before: Sequence[str], after: Sequence[str]
) -> Iterable[tuple[tuple[Piece, str], ...]]:
    """Changed paragraphs beside those they are likeliest to have been, in their order."""
    matched = min(len(before), len(after))
    for old, new in zip(before[:matched], after[:matched], strict=True):
        yield _by_words(old, new)
    for old in before[matched:]:
        yield ((Piece.REMOVED, old),)
    for new in after[matched:]:
        yield ((Piece.ADDED, new),)


def _by_words(before: str, after: str) -> tuple[tuple[Piece, str], ...]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    found: list[tuple[Piece, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((Piece.SAME, "".join(new[c:d])))
            continue
        if b > a:
            found.append((Piece.REMOVED, "".join(old[a:b])))
        if d > c:
            found.append((Piece.ADDED, "".join(new[c:d])))
    return tuple(found)
