"""Finds people on a register by any part of name, TRN, e-mail or badge code."""

from npq_desktop.rows.register import RegisterRow
from npq_desktop.ui.kit.folding import folded, found


def matches(rows: tuple[RegisterRow, ...], text: str) -> tuple[str, ...]:
    """People whose search key has all the typed words; those whose name starts so come first."""
    needle = folded(text)
    if not needle:
        return ()
    hits = [row for row in rows if found(needle, f"{row.name} {row.search_key}")]
    return tuple(row.person for row in sorted(hits, key=lambda row: _rank(row, needle)))


def _rank(row: RegisterRow, needle: str) -> tuple[int, int]:
    name = folded(row.name)
    if name.startswith(needle):
        return 0, row.number
    starts = any(word.startswith(needle) for word in name.split())
    return (1 if starts else 2), row.number
