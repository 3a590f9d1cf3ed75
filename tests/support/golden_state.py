"""Wrote ``tests/journal/golden/state.json``: a fixed group and what it means, never to change.

``python tests/support/golden_state.py`` prints the document again, for comparison only: the events
of the file are out in the world, and every later version must read the same state from them.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.journal import Group, person  # noqa: E402

from npq_desktop.journal.event import Event  # noqa: E402
from npq_desktop.journal.state import State, digest  # noqa: E402

SEMINAR = "m1.seminar"


def golden_group() -> list[Event]:
    """Facts, a conflict, undo, proposals, a revocation, a double join, an erasure, strangers."""
    group = Group("golden", roots=("olu", "office"))
    group.add("olu", "kim", role="coordinator")
    group.add("kim", "sam")
    group.write("kim", "register.open", {"event": SEMINAR, "roster": [person("ann")]})
    group.write("kim", "event.set", {"event": SEMINAR, "title": "Zoë’s hall", "state": "held"})
    absent = group.mark("sam", SEMINAR, "ann", "absent")
    late = group.mark("kim", SEMINAR, "ann", "present", minutes_late=5, rep=[absent])
    group.mark("sam", SEMINAR, "ann", "present", rep=[absent])
    group.undo("kim", late)
    slip = group.mark("sam", SEMINAR, "ben", None)
    odd = group.write("sam", "mark.set", {"state": "asleep"}, rep=[slip])
    group.mark("kim", SEMINAR, "ben", "present", rep=[odd])
    excused = {"person": person("ben"), "item": SEMINAR, "value": "excused"}
    proposals = [group.write("sam", "exemption.set", excused) for _ in range(2)]
    group.accept("olu", proposals[0])
    group.write("sam", "future.set", {"event": SEMINAR})
    twice = group.invite("office", "lee")
    group.join(twice)
    group.join(twice, device="lee@other")
    group.mark("eve", SEMINAR, "ann", "present")
    note = group.write("sam", "note.add", {"id": "n1", "text": "about Cat"})
    group.write("sam", "person.set", {"person": person("cat"), "name": "Cat"})
    group.erase("olu", "cat", note)
    group.revoke("olu", "sam", keep=[note])
    group.mark("sam", SEMINAR, "dan", "present")
    group.revoke("kim", "olu")
    return group.events


def document(events: list[Event]) -> dict[str, object]:
    """The events as lines, and everything their state says that may never change."""
    state = State.of(events)
    return {
        "events": [event.line() for event in events],
        "ids": [event.id for event in events],
        "heads": sorted([list(cell), list(state.heads(cell))] for cell in state.cells()),
        "values": sorted(
            [list(cell), [value.event.id for value in state.values(cell)]] for cell in state.cells()
        ),
        "held": {event_id: held.reason.name for event_id, held in sorted(state.held.items())},
        "members": [[key.key, key.role.value, key.depth, key.rank] for key in state.members],
        "digest": digest(state),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(document(golden_group()), indent=1, ensure_ascii=False) + "\n")
