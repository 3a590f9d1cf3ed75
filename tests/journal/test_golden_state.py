"""A group written once and for all must mean the same to every later version."""

import json
import random
from pathlib import Path

from support.golden_state import document, golden_group

from npq_desktop.journal.event import parse_event
from npq_desktop.journal.state import State, digest

GOLDEN = json.loads((Path(__file__).parent / "golden" / "state.json").read_text("utf-8"))


def test_golden_group_means_what_it_always_meant() -> None:
    events = [parse_event(line) for line in GOLDEN["events"]]

    assert document(events) == GOLDEN


def test_golden_group_means_the_same_in_another_order() -> None:
    events = [parse_event(line) for line in GOLDEN["events"]]
    random.Random(1).shuffle(events)

    assert digest(State.of(events)) == GOLDEN["digest"]


def test_golden_group_is_written_again_byte_for_byte() -> None:
    assert [event.line() for event in golden_group()] == GOLDEN["events"]
