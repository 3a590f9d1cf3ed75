"""The state digest: two copies of a group with one digest show the same everything.

It covers cells and held events only, because nothing else is shown.

Source: journal/FORMAT.md, section 4.
"""

import hashlib
from collections.abc import Iterable, Mapping

from npq_desktop.journal.codec import canonical
from npq_desktop.journal.kinds.fact import Cell


def digest_of(heads: Mapping[Cell, tuple[str, ...]], held: Iterable[str]) -> str:
    """SHA-256 as hex over the sorted lines ``cell TAB heads``, then ``held TAB ids``, each with LF.

    A cell is the canonical JSON list of its texts; ids are sorted and separated by single spaces.
    """
    lines = sorted(f"{canonical(list(cell))}\t{' '.join(ids)}\n" for cell, ids in heads.items())
    lines.append(f"held\t{' '.join(sorted(held))}\n")
    text = hashlib.sha256()
    for line in lines:
        text.update(line.encode())
    return text.hexdigest()
